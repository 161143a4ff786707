"""Corpora of given sizes: they open, hold what they should, and are searched like any other."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from assistant import Assistant
from corpus import Article, Corpus

from .archive import Archive
from .sizes import corpus_of

SENTENCE = re.compile(r"[^\s.][^.]*\.")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


@pytest.fixture
def archive(corpus: Corpus, article: Callable[..., Article]) -> Iterator[Archive]:
    """Twenty articles of a passage each, two of them copies."""
    towns = [f"{start}{end}" for start in ("Kell", "Orn", "Tarr", "Wex") for end in ("moor", "ey")]
    articles = [
        article(
            f"{town}-{day}",
            body=f"The ferry to {town} was late on {day}. Nobody in {town} knew why.",
            url=f"https://ledger.example/{town}/{day}",
        )
        for town in towns[:4]
        for day in DAYS
    ]
    copy = article("copy", body=articles[0].body, url="https://gull.example/copy")
    with corpus.writing() as writer:
        writer.add([*articles, copy])
    with closing(Archive(corpus.directory)) as opened:
        yield opened


def test_a_smaller_corpus_is_a_part(archive: Archive, corpus: Corpus, tmp_path: Path) -> None:
    assert (len(archive.articles), len(archive.passages)) == (21, 20)
    folder = corpus_of(12, archive, corpus.directory, tmp_path / "cache")
    with closing(Archive(folder)) as part:
        assert len(part.passages) == 12
        assert {one.id for one in part.passages} < {one.id for one in archive.passages}
        ids = [one.id for one in part.passages]
        stored = part.indexes.vectors.embeddings(ids)
        before = archive.indexes.vectors.embeddings(ids)
        assert all(np.allclose(stored[one], before[one], atol=1e-6) for one in ids)
    with Assistant.open(folder) as assistant:
        wanted = part.passages[0]
        assert assistant.search(wanted.text)[0].passage.id == wanted.id


def test_a_larger_corpus_holds_more_like_it(
    archive: Archive, corpus: Corpus, tmp_path: Path
) -> None:
    folder = corpus_of(50, archive, corpus.directory, tmp_path / "cache")
    with closing(Archive(folder)) as more:
        assert len(more.passages) == 50
        assert {one.id for one in archive.passages} < {one.id for one in more.passages}
        new = [one for one in more.articles if one.id not in archive.leads]
        old = {one for article in archive.articles for one in SENTENCE.findall(article.body)}
        assert {one for article in new for one in SENTENCE.findall(article.body)} <= old
    with Assistant.open(folder) as assistant:
        assert len(assistant.search("Why was the ferry late?", k=50)) == 50


def test_what_is_made_is_kept(archive: Archive, corpus: Corpus, tmp_path: Path) -> None:
    folder = corpus_of(12, archive, corpus.directory, tmp_path / "cache")
    written = (folder / "catalog.sqlite").stat().st_mtime_ns
    assert corpus_of(12, archive, corpus.directory, tmp_path / "cache") == folder
    assert (folder / "catalog.sqlite").stat().st_mtime_ns == written
