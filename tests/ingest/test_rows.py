"""Which article a row or object is when its file is read again, where it brings no id."""

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from corpus import Corpus
from ingest import Report, ingest

Row = dict[str, str]
Write = Callable[[Path, Sequence[Row]], Path]

RAIN = "Rain is expected over Kellmoor until noon, and the ferry keeps to the harbour."
SNOW = "Snow closed the pass above Brennick at dawn, and two buses turned back."
FOG = "Nobody saw the lighthouse of Oskhaven this morning."


def _jsonl(folder: Path, rows: Sequence[Row]) -> Path:
    path = folder / "a.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return path


def _json(folder: Path, rows: Sequence[Row]) -> Path:
    path = folder / "a.json"
    path.write_text(json.dumps(rows), "utf-8")
    return path


def _csv(folder: Path, rows: Sequence[Row]) -> Path:
    path = folder / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["title", "text", "date"])
        writer.writeheader()
        writer.writerows(rows)
    return path


every_kind = pytest.mark.parametrize("write", [_jsonl, _json, _csv])


def _row(text: str, title: str = "Weather", **more: str) -> Row:
    return {"title": title, "text": text, **more}


def _counts(report: Report) -> tuple[int, int, int]:
    assert report.failed == ()
    return report.new, report.changed, report.unchanged


def _texts(directory: Path) -> dict[str, list[str]]:
    """The texts of each article, oldest first."""
    with Corpus.open(directory) as corpus:
        return {
            one.id: [step.article.body for step in corpus.history(one.id)]
            for one in corpus.articles()
        }


def test_a_headline_edited_in_a_file_of_one_article_makes_a_version(tmp_path: Path) -> None:
    path, corpus = tmp_path / "a.json", tmp_path / "c"
    for title, counts in [("Weir breaks", (1, 0, 0)), ("Weir broke on Monday", (0, 1, 0))]:
        path.write_text(json.dumps(_row(RAIN, title)), "utf-8")
        assert _counts(ingest(path, corpus=corpus, plan=True)) == counts
        assert _counts(ingest(path, corpus=corpus)) == counts
    with Corpus.open(corpus) as opened:
        (article,) = opened.articles()
        assert article.title == "Weir broke on Monday"
        assert len(opened.versions(article.id)) == 2


def test_an_object_that_becomes_a_list(tmp_path: Path) -> None:
    path, corpus = tmp_path / "a.json", tmp_path / "c"
    path.write_text(json.dumps(_row(RAIN)), "utf-8")
    ingest(path, corpus=corpus)
    path.write_text(json.dumps([_row(SNOW, "Pass closed"), _row(RAIN)]), "utf-8")
    assert _counts(ingest(path, corpus=corpus)) == (1, 0, 1)


@every_kind
def test_rows_of_one_headline_keep_their_identity_in_any_order(
    tmp_path: Path, write: Write
) -> None:
    corpus = tmp_path / "c"
    assert _counts(ingest(write(tmp_path, [_row(RAIN), _row(SNOW)]), corpus=corpus)) == (2, 0, 0)
    before = _texts(corpus)
    assert _counts(ingest(write(tmp_path, [_row(SNOW), _row(RAIN)]), corpus=corpus)) == (0, 0, 2)
    added = write(tmp_path, [_row(FOG), _row(SNOW), _row(RAIN)])
    assert _counts(ingest(added, corpus=corpus, plan=True)) == (1, 0, 2)
    assert _counts(ingest(added, corpus=corpus)) == (1, 0, 2)
    after = _texts(corpus)
    assert {one: after[one] for one in before} == before
    assert sorted(after.values()) == sorted([[RAIN], [SNOW], [FOG]])


@every_kind
def test_a_row_added_before_the_only_one_of_its_headline(tmp_path: Path, write: Write) -> None:
    corpus = tmp_path / "c"
    ingest(write(tmp_path, [_row(RAIN)]), corpus=corpus)
    ((first, _),) = _texts(corpus).items()
    assert _counts(ingest(write(tmp_path, [_row(SNOW), _row(RAIN)]), corpus=corpus)) == (1, 0, 1)
    assert _texts(corpus)[first] == [RAIN]


@every_kind
def test_an_edited_row_is_a_version_of_what_it_was(tmp_path: Path, write: Write) -> None:
    corpus = tmp_path / "c"
    ingest(write(tmp_path, [_row(RAIN), _row(SNOW)]), corpus=corpus)
    later = SNOW + " Both arrived in the evening."
    edited = write(tmp_path, [_row(later), _row(FOG), _row(RAIN)])
    assert _counts(ingest(edited, corpus=corpus)) == (1, 1, 1)
    assert sorted(_texts(corpus).values()) == sorted([[RAIN], [SNOW, later], [FOG]])


@every_kind
def test_rows_of_one_headline_on_several_days(tmp_path: Path, write: Write) -> None:
    corpus, days = tmp_path / "c", ("2026-03-05", "2026-03-06", "2026-03-07")
    rows = [_row(RAIN, date=day) for day in days]
    assert _counts(ingest(write(tmp_path, rows), corpus=corpus)) == (3, 0, 0)
    assert _counts(ingest(write(tmp_path, rows[::-1]), corpus=corpus)) == (0, 0, 3)


def test_the_very_same_row_again_is_the_same_article(tmp_path: Path) -> None:
    path = _jsonl(tmp_path, [_row(RAIN), _row(SNOW), _row(RAIN), _row(SNOW)])
    assert _counts(ingest(path, corpus=tmp_path / "c")) == (2, 0, 2)


def test_rows_without_headlines(tmp_path: Path) -> None:
    rows = [{"text": f"Note {n}. {FOG}"} for n in range(150)]
    corpus = tmp_path / "c"
    assert ingest(_jsonl(tmp_path, rows), corpus=corpus).new == 150
    rows.insert(70, {"text": SNOW})
    again = ingest(_jsonl(tmp_path, rows[::-1]), corpus=corpus)
    assert (again.new, again.changed, again.unchanged) == (1, 0, 150)


def test_rows_that_were_numbered_before_are_not_doubled(tmp_path: Path) -> None:
    """Earlier programs counted the rows of one headline."""
    from corpus.article import Article, digest

    path, corpus = _jsonl(tmp_path, [_row(RAIN), _row(SNOW)]), tmp_path / "c"
    with Corpus.open(corpus, create=True) as opened, opened.writing() as writer:
        writer.add(
            [
                Article(digest(f"{path}\nWeather\nNone\n{n}"), "Weather", text, str(path))
                for n, text in enumerate((RAIN, SNOW), 1)
            ]
        )
    assert _counts(ingest(path, corpus=corpus)) == (0, 0, 2)
