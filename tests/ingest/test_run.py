"""Whole runs as a library does them: counts, notes, plans, stops, withdrawals, inputs in inputs."""

import json
import zipfile
from pathlib import Path
from threading import Event

from corpus import Corpus
from ingest import Progress, Report, ingest

TEXT = "The weir of Kellmoor broke on Monday. Nobody was hurt."


def _item(name: str, **facts: object) -> str:
    values = {"uri": name, "headline": "Weir breaks", "body_text": TEXT, "type": "text", **facts}
    return json.dumps(values)


def _counts(report: Report) -> tuple[int, int, int, int, int]:
    failed = len(report.failed)
    return report.new, report.changed, report.unchanged, report.retracted, failed


def test_what_an_agency_cancels_answers_no_more(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    wire = tmp_path / "wire.jsonl"
    wire.write_text(_item("urn:1") + "\n" + _item("urn:2", body_text="A mill opens."), "utf-8")
    assert _counts(ingest(wire, corpus=corpus)) == (2, 0, 0, 0, 0)
    kill = tmp_path / "kill.json"
    kill.write_text(_item("urn:1", pubstatus="canceled"), "utf-8")
    assert _counts(ingest(kill, corpus=corpus, plan=True)) == (0, 0, 0, 1, 0)
    assert _counts(ingest(kill, corpus=corpus)) == (0, 0, 0, 1, 0)
    assert _counts(ingest([kill, wire], corpus=corpus)) == (0, 0, 2, 0, 0)
    with Corpus.open(corpus) as opened:
        assert {one.id: one.retracted for one in opened.articles()} == {
            "urn:1": True,
            "urn:2": False,
        }
        assert [hit.article.id for hit in opened.search("weir broke Kellmoor")] == ["urn:2"]


def test_a_cancellation_that_comes_first(tmp_path: Path) -> None:
    (tmp_path / "1.json").write_text(_item("urn:1", pubstatus="canceled"), "utf-8")
    (tmp_path / "2.json").write_text(_item("urn:1"), "utf-8")
    assert _counts(ingest(tmp_path, corpus=tmp_path / "c")) == (1, 0, 0, 0, 0)
    with Corpus.open(tmp_path / "c") as corpus:
        assert corpus.search("weir broke Kellmoor") == ()


def test_an_archive_is_one_input(tmp_path: Path) -> None:
    corpus = tmp_path / "c"

    def pack(*names: str) -> Path:
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            for name in names:
                archive.writestr(f"{name}.json", _item(name, body_text=f"{name}: {TEXT}"))
        return tmp_path / "a.zip"

    assert _counts(ingest(pack("one", "two"), corpus=corpus)) == (2, 0, 0, 0, 0)
    assert _counts(ingest(tmp_path / "a.zip", corpus=corpus)) == (0, 0, 2, 0, 0)
    assert _counts(ingest(pack("one", "two", "three"), corpus=corpus)) == (1, 0, 2, 0, 0)
    with Corpus.open(corpus) as opened:
        assert opened.articles()[0].origin.startswith(f"{tmp_path}/a.zip!/")


def test_other_languages_are_noted_once_a_run(tmp_path: Path) -> None:
    spanish = "El ayuntamiento ha cerrado el viejo puente después de la tormenta del lunes. Nadie "
    spanish += "resultó herido, pero el ferry no saldrá antes del fin de semana."
    lines = [json.dumps({"title": "Puente", "text": f"{n}. {spanish}"}) for n in range(3)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    (note,) = ingest(tmp_path / "a.jsonl", corpus=tmp_path / "c").notes
    assert note.startswith("3 articles are in languages that the embedding model")
    assert "(es)" in note
    assert "dateline rebuild --model" in note
    assert ingest(tmp_path / "a.jsonl", corpus=tmp_path / "c").notes == ()


def test_progress_moves_within_a_file(tmp_path: Path) -> None:
    lines = (json.dumps({"title": "T", "text": f"{n}. {TEXT * 40}"}) for n in range(400))
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    seen: list[Progress] = []
    ingest(tmp_path / "a.jsonl", corpus=tmp_path / "c", plan=True, on_progress=seen.append)
    shares = [one.share for one in seen if one.share is not None]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert len({round(share, 1) for share in shares}) > 4
    assert seen[-1].articles == 400


def test_time_left() -> None:
    assert Progress(0.25, 10, 30.0).left == 90.0
    assert Progress(None, 10, 30.0).left is None
    assert Progress(0.0, 0, 30.0).left is None


def test_a_run_that_is_stopped_says_so(tmp_path: Path) -> None:
    lines = (json.dumps({"title": "T", "text": f"{n}. {TEXT}"}) for n in range(200))
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    stop = Event()

    def on_progress(now: Progress) -> None:
        if now.articles:
            stop.set()

    report = ingest(tmp_path, corpus=tmp_path / "c", stop=stop, on_progress=on_progress)
    assert report.interrupted
    assert 0 < report.new < 200
    with Corpus.open(tmp_path / "c") as corpus:
        assert corpus.status().articles == report.new
    again = ingest(tmp_path, corpus=tmp_path / "c")
    assert (again.new, again.unchanged, again.interrupted) == (200 - report.new, report.new, False)


def test_a_file_that_is_moved_stays_the_same_article(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(f"# Weir breaks\n\n{TEXT}\n", "utf-8")
    assert _counts(ingest(old, corpus=corpus)) == (1, 0, 0, 0, 0)
    old.rename(new)
    report = ingest(new, corpus=corpus)
    assert (report.new, report.articles) == (0, 1)
    new.write_text(f"# Weir breaks\n\n{TEXT} A mill was lost.\n", "utf-8")
    assert _counts(ingest(new, corpus=corpus)) == (0, 1, 0, 0, 0)
    with Corpus.open(corpus) as opened:
        (article,) = opened.articles()
        assert article.origin == str(new)
        assert len(opened.versions(article.id)) == 2


def test_a_file_that_is_copied_is_another_article(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    for name in ("one.md", "two.md"):
        (tmp_path / name).write_text(f"# Weir breaks\n\n{TEXT}\n", "utf-8")
    assert _counts(ingest([tmp_path / "one.md", tmp_path / "two.md"], corpus=corpus))[0] == 2
