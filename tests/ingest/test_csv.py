"""Tables of articles in CSV: any delimiter and encoding, and rows that are broken."""

import csv
import gzip
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import items, sheets
from ingest.files import discover
from ingest.readers import read
from ingest.report import Failure

from .conftest import split, write

TEXT = "The mill wheel turns again. It had stood still for eighty years."
HEAD = "title,text,id"


def ids(path: Path) -> list[str]:
    return [article.id for article in split(path)[0]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "table", "a.txt"])
def test_a_row_is_an_article(tmp_path: Path, delimiter: str, name: str) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(["Headline", "Body Text", "Author", "publish-date", "URL", "outlet", "Note"])
    body = f'{TEXT}\n\n"Nobody knew", one said; {delimiter} others | did not.'
    for number in (1, 2):
        address = f"https://osk.example/{number}"
        writer.writerow(["Mill, wheel", body, "Ada Fenn; Bo Li", "2026-03-05", address, "Osk", ""])
    path = write(tmp_path, name, buffer.getvalue())
    assert list(discover([path])) == [path]
    articles, failures = split(path)
    assert failures == []
    assert [article.url for article in articles] == [f"https://osk.example/{n}" for n in (1, 2)]
    article = articles[0]
    assert article.body.split("\n\n") == [*body.split("\n\n")]
    assert (article.title, article.source) == ("Mill, wheel", "Osk")
    assert article.authors == ("Ada Fenn", "Bo Li")
    assert article.published == datetime(2026, 3, 5, tzinfo=UTC)


def test_markup_in_a_cell(tmp_path: Path) -> None:
    (article,), _ = split(
        write(tmp_path, "a.csv", f'title,content\nMill,"<p>{TEXT}</p>\n<h2>Why</h2><p>So.</p>"')
    )
    assert article.body == f"{TEXT}\n\nWhy\n\nSo."
    assert [article.body[start:end] for start, end in article.headings] == ["Why"]


def test_a_bad_row_costs_only_itself(tmp_path: Path) -> None:
    rows = [
        HEAD,
        f"Mill,{TEXT},1",
        "Mill,no third cell",
        f"Mill,{TEXT},4,five",
        f"Mill,{TEXT},5,,",
        ",,",
        "",
        "Mill,,8",
        f"Mill,{TEXT},9",
    ]
    articles, failures = split(write(tmp_path, "a.csv", "\n".join(rows)))
    assert [article.id for article in articles] == ["1", "5", "9"]
    assert [failure.where.rpartition(" ")[2] for failure in failures] == ["3", "4", "8"]
    assert "2 cells, the first row has 3" in failures[0].reason
    assert "no text" in failures[2].reason


@pytest.mark.parametrize(
    "bad", [f'Mill,"{TEXT},2', f'Mill,"{TEXT} "Yes" it said.",2', 'Mill,"""no end,2', '"' * 9]
)
def test_a_quote_that_nobody_closed_swallows_no_other_row(tmp_path: Path, bad: str) -> None:
    rows = [HEAD, f'Mill,"{TEXT}",1', bad, *(f'Mill,"{TEXT}",{n}' for n in range(3, 9))]
    articles, failures = split(write(tmp_path, "a.csv", "\n".join(rows)))
    assert [article.id for article in articles] == ["1", *map(str, range(3, 9))]
    assert [failure.where.rpartition(" ")[2] for failure in failures] == ["3"]
    assert "quote" in failures[0].reason


def test_many_quotes_that_nobody_closed_take_no_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MAX_ROW_CHARS", 5_000)
    monkeypatch.setattr(sheets, "MAX_AGAIN_CHARS", 50_000)
    # Each opens a quote at its end, and each closes the one before and opens another.
    rows = [HEAD, f"Mill,{TEXT},1", *['a",,"'] * 20_000, f"Mill,{TEXT},2"]
    articles, failures = split(write(tmp_path, "a.csv", "\n".join(rows)))
    assert articles[0].id == "1"
    assert 10 < len(failures) < 100


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", 0), ("utf-8-sig", 0), ("utf-16", 0), ("utf-32", 0), ("cp1252", 1), ("cp1251", 1)],
)
def test_encodings(tmp_path: Path, encoding: str, told: int) -> None:
    body = "Мельница снова вращается. " * 9 if encoding == "cp1251" else "Le café a fermé. " * 9
    table = "".join(f'"T, {n}","{body}",{n}\r\n' for n in range(3))
    data = f'"title","text","id"\r\n{table}'.encode(encoding)
    articles, failures = split(write(tmp_path, "a.csv", data))
    assert [article.body for article in articles] == [body.strip()] * 3
    assert [article.title for article in articles] == ["T, 0", "T, 1", "T, 2"]
    assert len(failures) == told


def test_one_row_in_another_encoding(tmp_path: Path) -> None:
    good = f"Mill,{TEXT} Déjà vu.,1\n" * 9
    data = f"{HEAD}\n{good}".encode() + b"Mill,Le caf\xe9 a ferm\xe9.,2\n"
    articles, failures = split(write(tmp_path, "a.csv", data))
    assert articles[-1].body == "Le café a fermé."
    assert [failure.where.rpartition(" ")[2] for failure in failures] == ["11"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_a_line_for_excel(tmp_path: Path, end: str) -> None:
    table = f"{HEAD.replace(',', ';')}{end}Mill;{TEXT};1{end}"
    assert ids(write(tmp_path, "a.csv", table)) == ["1"]
    if end != "\r":
        assert ids(write(tmp_path, "b.csv", f"sep=;{end}{table}")) == ["1"]


@pytest.mark.parametrize("head", ["a,b,c", "Mill,The wheel turns.,1", "", "title,link,id"])
def test_a_table_without_a_column_of_texts(tmp_path: Path, head: str) -> None:
    articles, failures = split(write(tmp_path, "a.csv", f"{head}\nMill,{TEXT},1\n"))
    assert articles == []
    assert len(failures) == 1
    assert "body_html" in failures[0].reason
    assert "headline" in failures[0].reason


def test_a_text_with_commas_is_no_table(tmp_path: Path) -> None:
    text = f"News, text, and the title of a book\n\n{TEXT}\n\n{TEXT}\n"
    (article,), _ = split(write(tmp_path, "page", text))
    assert article.title == "News, text, and the title of a book"


def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(items, "MAX_FILE_BYTES", 5_000)
    monkeypatch.setattr(sheets, "MAX_ROW_CHARS", 1_000)
    rows = [HEAD, f"Mill,{'x' * 2_000},1", *[f"Mill,{TEXT},2"] * 100]
    articles, failures = split(write(tmp_path, "a.csv.gz", gzip.compress("\n".join(rows).encode())))
    assert 10 < len(articles) < 60
    assert "longer than 1,000" in failures[0].reason
    assert "too long" in failures[-1].reason
    monkeypatch.setattr(sheets, "MAX_ROWS", 3)
    assert len(split(write(tmp_path, "b.csv", "\n".join([HEAD, *[f"Mill,{TEXT},"] * 9])))[0]) == 2


def test_a_damaged_archive_gives_what_came_before(tmp_path: Path) -> None:
    rows = "\n".join([HEAD, *(f"Mill {n * 7919 % 10007},{TEXT},{n}" for n in range(3_000))])
    packed = gzip.compress(rows.encode())
    articles, failures = split(write(tmp_path, "a.csv.gz", packed[: len(packed) // 2]))
    assert 10 < len(articles) < 3_000
    assert len(failures) == 1
    assert "what came before that is in" in failures[-1].reason


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    table=st.lists(
        st.tuples(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), st.text()),
        min_size=1,
        max_size=8,
    )
)
def test_what_was_written_is_read(tmp_path: Path, table: list[tuple[str, str]]) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["id", "text", "notes"])
    rows = [(str(n), f"{TEXT} {word}", note) for n, (word, note) in enumerate(table)]
    writer.writerows(rows)
    data = buffer.getvalue().encode("utf-8", "replace")
    articles, _ = split(write(tmp_path, "a.csv", data))
    assert [article.id for article in articles] == [row[0] for row in rows]
    assert all(article.body.startswith(TEXT) for article in articles)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.one_of(
        st.binary(max_size=200),
        st.lists(st.sampled_from(['"', ",", "\n", "\r", "a", "\0", ";", "é", '""'])).map(
            lambda parts: "".join(parts).encode()
        ),
    )
)
def test_nothing_in_a_table_raises(tmp_path: Path, data: bytes) -> None:
    for item in read(write(tmp_path, "a.csv", b"title,text\n" + data)):
        if isinstance(item, Failure):
            assert "could not be read (" not in item.reason
