"""The archive that searches are measured on, and the questions that are asked of it."""

import json
import lzma
import os
import sys
from argparse import ArgumentParser
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from platformdirs import user_cache_path

from corpus import Article, Filter
from corpus.catalog import Catalog
from corpus.indexes import Indexes

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("DATELINE_DATA", ROOT.parent / "shared" / "data")) / "realtimeqa"

KINDS = ("gold_article_ids", "weak_gold_article_ids")
"""How articles became known to answer a question: linked by its makers, or found near its date."""


class Question(NamedTuple):
    """A question about the news, asked on a day (ISO 8601).

    `right` are the ids of the records that answer it, by the names of `KINDS`.
    """

    text: str
    date: str
    answers: tuple[str, ...]
    right: dict[str, frozenset[str]]

    @property
    def known(self) -> frozenset[str]:
        """The ids of all records that are known to answer it."""
        return frozenset().union(*self.right.values())


class Archive:
    """What a corpus holds, for those who search it in other ways."""

    def __init__(self, folder: Path) -> None:
        """Read the corpus in a folder."""
        self.catalog = Catalog(folder / "catalog.sqlite")
        self.indexes = Indexes(folder / self.catalog.meta()["indexes"])
        self.articles: list[Article] = self.catalog.articles(Filter())
        self.leads = {one.id: self.catalog.places.lead(one.id) for one in self.articles}
        self.passages = [
            passage
            for article in self.articles
            if self.leads[article.id] == article.id
            for passage in self.catalog.places.passages_of(article)
        ]

    def stories(self, urls: Collection[str]) -> frozenset[str]:
        """The stories of the articles with these addresses; none of those that are not here."""
        found = map(self.catalog.article, urls)
        return frozenset(self.leads[one.id] for one in found if one is not None)

    def close(self) -> None:
        """Release files and memory."""
        self.indexes.close()
        self.catalog.close()


def add_options(parser: ArgumentParser) -> None:
    """The options that say where the archive is."""
    parser.add_argument("--corpus", type=Path, help="a corpus of all articles of the data")
    parser.add_argument("--cache", type=Path, default=user_cache_path("dateline-benchmarks"))


def corpus_folder(corpus: Path | None, cache: Path) -> Path:
    """The folder of the corpus that is given, else of one in `cache`, made there if need be."""
    if corpus is not None:
        return corpus
    from ingest import ingest

    say("ingesting the archive, which takes an hour the first time")
    ingest(_article_files(), corpus=cache / "corpus")
    return cache / "corpus"


def questions(split: str, limit: int | None = None) -> list[Question]:
    """The first questions of a part of the data, "dev" or "test", whose articles are known."""
    with (DATA / f"questions-{split}.jsonl").open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return [
        Question(
            one["question"],
            one["date"],
            tuple(one["answers"]),
            {kind: frozenset(one[kind]) for kind in KINDS},
        )
        for one in records
        if any(one[kind] for kind in KINDS)
    ][:limit]


def addresses(ids: Collection[str]) -> dict[str, str]:
    """The web addresses of the records with these ids."""
    return {one["id"]: one["url"] for one in _records(_article_files()) if one["id"] in ids}


def missing_data() -> str | None:
    """What to tell where the data is not there; None where it is."""
    if _article_files() and (DATA / "questions-dev.jsonl").exists():
        return None
    return f"Skipped: no articles and questions in {DATA}; name its parent with DATELINE_DATA."


def say(text: str) -> None:
    """Tell who waits what is being done."""
    print(text, file=sys.stderr, flush=True)


def _article_files() -> list[Path]:
    return sorted(DATA.glob("articles-*.jsonl.xz"))


def _records(files: Sequence[Path]) -> Iterator[dict[str, str]]:
    for file in files:
        with lzma.open(file, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)
