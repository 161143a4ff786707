"""Whole files: what comes out of each kind, and that nothing in them ever raises."""

import gzip
import json
import lzma
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.article import Article
from ingest import items, readers
from ingest.kinds import KINDS
from ingest.readers import read
from ingest.report import Failure

from .conftest import split, write

TEXT = "The mill wheel turns again. It had stood still for eighty years."
ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("DATELINE_DATA", ROOT.parent / "shared" / "data"))


LINES = [
    *("Menu", "A line", "It ends here.", "“Quote here now”", "- item", "", "댓글", "By Al Bo"),
    *("# h", "<p>x</p>", '{"text": "x."}', "[", "---", "a: b", "5 March 2026", "Share"),
]


def line(**fields: object) -> str:
    return json.dumps({"title": "Mill", "text": TEXT, **fields})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", f"Mill\n\n{TEXT}\n"),
        ("a.md", f"# Mill\n\n{TEXT}\n"),
        ("a.html", f"<html><title>Mill</title><article><h1>Mill</h1><p>{TEXT * 5}</p></article>"),
        ("a.json", line()),
        ("a.jsonl", line() + "\n"),
        ("page", f"<!doctype html><title>Mill</title><article><p>{TEXT * 5}</p></article>"),
    ],
)
def test_one_article(tmp_path: Path, name: str, content: str) -> None:
    (article,), failures = split(write(tmp_path, name, content))
    assert article.title == "Mill"
    assert article.body.startswith(TEXT)
    assert article.origin == str(tmp_path / name)
    assert failures == []
    packed = [
        write(tmp_path, f"{name}.gz", gzip.compress(content.encode())),
        write(tmp_path, f"{name}.xz", lzma.compress(content.encode())),
    ]
    for path in packed:
        assert split(path)[0][0].version == article.version


def test_one_bad_line_costs_only_itself(tmp_path: Path) -> None:
    lines = [line(id="1"), '{"title": "Mill",,}', "", "[1]", line(id="4", published="soon"), '{"id']
    articles, failures = split(write(tmp_path, "a.jsonl", "\n".join(lines)))
    assert [article.id for article in articles] == ["1", "4"]
    assert [failure.where.rpartition(" ")[2] for failure in failures] == ["2", "4", "5", "6"]
    assert "broken JSON" in failures[0].reason
    assert "the other lines are read" in failures[0].reason
    assert "a list" in failures[1].reason
    assert "published 'soon' is not a date" in failures[2].reason


def test_a_line_in_another_encoding(tmp_path: Path) -> None:
    data = line(id="1").encode() + '\n{"title": "Café", "text": "Il a fermé."}\n'.encode("cp1252")
    articles, failures = split(write(tmp_path, "a.jsonl", data))
    assert articles[1].body == "Il a fermé."
    assert "read as cp1252" in failures[0].reason


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_marked_encodings(tmp_path: Path, encoding: str) -> None:
    data = f"{line(id='1')}\n{line(id='2')}\n".encode(encoding)
    assert [article.id for article in split(write(tmp_path, "a.jsonl", data))[0]] == ["1", "2"]


def test_json_that_is_lines_and_lines_that_are_json(tmp_path: Path) -> None:
    as_lines = f"{line(id='1')}\n{line(id='2')}\n"
    as_value = json.dumps({"articles": [json.loads(line(id="1"))]}, indent=2)
    assert len(split(write(tmp_path, "a.json", as_lines))[0]) == 2
    assert len(split(write(tmp_path, "b.jsonl", as_value))[0]) == 1


def test_a_damaged_archive_gives_what_came_before(tmp_path: Path) -> None:
    content = "".join(
        line(id=str(n), text=f"{TEXT} {os.urandom(50).hex()}") + "\n" for n in range(99)
    )
    data = gzip.compress(content.encode())
    articles, failures = split(write(tmp_path, "a.jsonl.gz", data[: len(data) // 2]))
    assert 10 < len(articles) < 99
    assert len(failures) >= 1
    assert "Traceback" not in failures[-1].reason


def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MAX_TEXT_BYTES", 1_000)
    monkeypatch.setattr(items, "MAX_LINE_BYTES", 1_000)
    monkeypatch.setattr(items, "MAX_FILE_BYTES", 5_000)
    bomb = write(tmp_path, "a.txt.gz", gzip.compress(b"x" * 1_000_000))
    assert split(bomb)[0] == []
    lines = [line(id="1"), line(id="2", text="x" * 2_000), line(id="3")] + [line()] * 100
    articles, failures = split(write(tmp_path, "a.jsonl", "\n".join(lines)))
    assert [article.id for article in articles[:2]] == ["1", "3"]
    assert len(articles) < 50
    assert len(failures) == 2


def test_a_body_beyond_reason(tmp_path: Path) -> None:
    articles, (failure,) = split(write(tmp_path, "a.json", line(text="word " * 300_000)))
    assert articles == []
    assert "1,000,000" in failure.reason


def test_no_headline_is_told(tmp_path: Path) -> None:
    (article,), (failure,) = split(write(tmp_path, "a.json", line(title="")))
    assert article.title == ""
    assert failure.reason == "no headline; the article is in without one"


@pytest.mark.parametrize("content", ["", "Menu\nShare\nLog in", "%PDF-1.7", "\x00\x01\x02\x03" * 9])
def test_no_article(tmp_path: Path, content: str) -> None:
    articles, (failure,) = split(write(tmp_path, "a.txt", content))
    assert articles == []
    assert failure.reason


def test_identity_does_not_depend_on_the_place(tmp_path: Path) -> None:
    items = [
        line(title="A"),
        line(title="B"),
        line(title="A"),
        line(title="A", published="2026-03-05"),
    ]
    before = [a.id for a in split(write(tmp_path, "a.jsonl", "\n".join(items)))[0]]
    assert len(set(before)) == 3, "what is alike is told apart by the corpus"
    items.insert(1, line(title="C"))
    after = [a.id for a in split(write(tmp_path, "a.jsonl", "\n".join(items)))[0]]
    assert [after[0], *after[2:]] == before


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(lambda text: text.encode("utf-8", "ignore")),
        st.lists(st.sampled_from(LINES)).map(lambda lines: "\n".join(lines).encode()),
    ),
    suffix=st.sampled_from([*KINDS, ".txt.gz", ".jsonl.xz", ""]),
)
def test_nothing_in_a_file_raises(tmp_path: Path, data: bytes, suffix: str) -> None:
    for item in read(write(tmp_path, f"any{suffix}", data)):
        if isinstance(item, Failure):
            assert item.reason
            assert "could not be read (" not in item.reason
            continue
        assert isinstance(item, Article)
        assert item.body
        lines = item.body.split("\n\n")
        for start, end in item.headings:
            assert item.body[start:end] in lines
            assert start == 0 or item.body[start - 2 : start] == "\n\n"


def test_importing_is_light() -> None:
    # In a fresh process: this one has long imported everything.
    code = """if True:
        import sys, ingest.readers
        heavy = {"trafilatura", "dateparser", "lxml", "markdown_it", "feedparser"}
        heavy |= {"ingest.webpage", "ingest.feed"}
        print(sorted(heavy & set(sys.modules)))"""
    done = subprocess.run(  # noqa: S603 - our own interpreter on our own code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"


def test_the_article_that_this_project_began_with() -> None:
    files = sorted((DATA / "seed").glob("*.txt"))
    if not files:
        pytest.skip(f"no seed article under {DATA} (set DATELINE_DATA)")
    (article,), failures = split(files[0])
    original = files[0].read_text(encoding="utf-8")
    lines = [text.strip() for text in original.split("\n") if text.strip()]
    assert failures == []
    assert article.title == lines[0]
    headings = [article.body[start:end] for start, end in article.headings]
    assert headings[0] == lines[1]
    assert len(headings) == 4
    paragraphs = article.body.split("\n\n")
    assert paragraphs == lines[1 : len(paragraphs) + 1]
    assert [text for text in lines if len(text) > 200] == [p for p in paragraphs if len(p) > 200]
    assert len(paragraphs[-1]) > 200
    assert len(lines) - len(paragraphs) == 6
