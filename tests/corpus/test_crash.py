"""A writer that is killed at any point loses nothing and shows nothing half-done."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant
from corpus import Article, Corpus
from corpus.catalog import Catalog
from corpus.embedding import Embedder
from ingest import ingest

POINTS = 44


_SHARED = "The harbour of Kellmoor counts its seals every spring. This year there were forty."


def _line(name: str, body: str, **facts: str) -> str:
    return json.dumps({"id": name, "title": f"Report {name}", "body": body, **facts}) + "\n"


def _before(folder: Path) -> None:
    sentence = "The council of Kellmoor heard how the slope had moved in the winter. "
    (folder / "a.jsonl").write_text(
        _line("a1", sentence * 40)
        + _line("a2", "The toll stays.", date_published="2026-03-01")
        + _line("a3", "The ferry sailed.")
        + _line("b1", _SHARED, date_published="2026-02-01")
        + _line("b2", _SHARED, date_published="2026-02-02")
        + _line("b3", _SHARED, date_published="2026-02-03"),
        encoding="utf-8",
    )
    (folder / "b.txt").write_text("Storm over Kellmoor\n\nThe storm broke a weir.\n", "utf-8")


def _after(folder: Path) -> None:
    sentence = "The inquiry heard why nobody in Kellmoor had looked at the slope. "
    (folder / "a.jsonl").write_text(
        _line("a1", sentence * 25)
        + _line("a2", "The toll stays.", date_published="2026-03-05", section="News")
        + _line("a3", "The ferry sailed.")
        + _line("a4", "A new school opens in Kellmoor.")
        + _line("a4", "A new school opens in Kellmoor, a year late.")
        + _line("b1", sentence * 2, date_published="2026-02-01")
        + _line("b2", _SHARED, date_published="2026-02-05")
        + _line("b4", _SHARED, date_published="2026-02-06"),
        encoding="utf-8",
    )
    (folder / "c.txt").write_text("Harbour reopens\n\nThe harbour of Kellmoor is open.\n", "utf-8")


def _states(corpus: Corpus) -> dict[str, set[Article]]:
    return {
        article_id: {
            state
            for version in corpus.versions(article_id)
            if (state := corpus.article(article_id, version.version))
        }
        for article_id in (one.id for one in corpus.articles())
    }


def test_killed_at_any_line_of_the_write_path(
    tmp_path: Path, embedder: Embedder, contents: Callable[[Path], dict[str, Any]]
) -> None:
    inputs, base, whole, work = (tmp_path / name for name in ("in", "base", "whole", "work"))
    inputs.mkdir()
    work.mkdir()
    _before(inputs)
    assert ingest(inputs, corpus=base).new == 7
    with Corpus.open(base) as corpus:
        allowed = _states(corpus)
    _after(inputs)
    shutil.copytree(base, whole)
    report = ingest(inputs, corpus=whole)
    assert (report.new, report.changed) == (3, 5)
    expected = contents(whole)
    with Corpus.open(whole) as corpus:
        for article_id, states in _states(corpus).items():
            allowed.setdefault(article_id, set()).update(states)

    script = Path(__file__).with_name("killed_ingest.py")
    done = subprocess.run(  # noqa: S603 - the tests' own code
        [sys.executable, str(script), str(inputs), str(base), str(work), str(POINTS)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    killed = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(killed) >= 40
    states_seen = set()
    for folder, point, nth in killed:
        directory = Path(folder)
        with Corpus(directory, Catalog(directory / "catalog.sqlite"), embedder) as corpus:
            for article in corpus.articles():
                assert article in allowed[article.id], (point, nth)
            hits = corpus.search("Kellmoor council inquiry slope toll", count=100)
            assert hits, (point, nth)
            for hit in hits:
                assert hit.article == corpus.article(hit.article.id), (point, nth)
                assert hit.passage in corpus.passages(hit.article), (point, nth)
            answer = Assistant(corpus).ask("How many seals were counted in Kellmoor?")
            assert answer.status == "answered", (point, nth)
            assert "seals" in answer.statements[0].text, (point, nth)
        states_seen.add(json.dumps(contents(directory)))
        ingest(inputs, corpus=directory)
        assert contents(directory) == expected, (point, nth)
    assert len(states_seen) >= 8, "the points lie on all steps of the write path"


def test_a_corpus_killed_while_it_is_made_can_be_made(tmp_path: Path) -> None:
    directory = tmp_path / "corpus"
    directory.mkdir()
    Catalog(directory / "catalog.sqlite").close()
    (directory / "indexes-1").mkdir()
    with Corpus.open(directory, create=True) as corpus, corpus.writing() as writer:
        assert writer.add([Article("a", "T", "A bridge.", "o")])[0].change == "new"
        assert corpus.search("bridge")


@pytest.mark.parametrize("missing", ["vectors", "lexical", ""])
def test_lost_indexes_are_rebuilt(
    tmp_path: Path, missing: str, contents: Callable[[Path], dict[str, Any]]
) -> None:
    with Corpus.open(tmp_path, create=True) as corpus, corpus.writing() as writer:
        writer.add([Article("a", "T", "A bridge.", "o"), Article("b", "T", "A ferry.", "o")])
    expected = contents(tmp_path)
    shutil.rmtree(tmp_path / "indexes-1" / missing)
    with Corpus.open(tmp_path, rebuild=True) as corpus, corpus.writing() as writer:
        assert list(writer.rebuild()) == [2]
        assert corpus.search("ferry")[0].article.id == "b"
    found = contents(tmp_path)
    assert found.pop("indexes") != expected.pop("indexes")
    assert found == expected
