"""The ingestion: finds files, reads articles, brings the corpus up to date, reports."""

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import corpus as corpus_package
from corpus import Article, Corpus, Writer
from corpus.writer import record_of
from ingest.files import discover
from ingest.readers import read
from ingest.report import Failure, Report

_READERS = "2"
"""Raised when the readers understand more than before, so that all inputs are read again."""

_BATCH_ARTICLES = 64
_BATCH_CHARACTERS = 400_000

PathLike = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come. `share` is that of the bytes to read, from 0 to 1."""

    share: float
    articles: int


def sample_articles() -> Path:
    """The folder of the sample articles, where users may drop their own beside them."""
    return Path(corpus_package.__file__).parent / "articles"


def ingest(
    paths: PathLike | Sequence[PathLike],
    *,
    corpus: PathLike,
    model: str | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Report:
    """Bring the corpus in the directory `corpus` up to date with files and folders.

    The corpus is made where there is none, with the embedding model `model`. What was ingested
    before and has not changed is left alone; nothing is ever removed because it is absent.
    What cannot be read is in the report, and the rest is in the corpus.

    Raises:
        CorpusError: when the corpus cannot be opened or another process writes to it.
    """
    named = [paths] if isinstance(paths, str | os.PathLike) else paths
    empty = [Failure("", "the path is empty: name a file or folder") for p in named if not str(p)]
    with Corpus.open(corpus, create=True, model=model) as opened, opened.writing() as writer:
        run = _Run(writer, on_progress or (lambda _: None))
        found = [*empty, *discover([Path(path) for path in named if str(path)])]
        run.total = sum(_size(path) for path in found if isinstance(path, Path))
        for path in found:
            if isinstance(path, Failure):
                run.failed.append(path)
            else:
                run.read(path)
        run.write()
        return run.report()


@dataclass(slots=True)
class _Input:
    """An input whose articles are on their way into the corpus."""

    origin: str
    content: str
    records: list[tuple[str, str]]


class _Run:
    def __init__(self, writer: Writer, on_progress: Callable[[Progress], None]) -> None:
        self.total = 0
        self.failed: list[Failure] = []
        self._writer = writer
        self._on_progress = on_progress
        self._counts = {"new": 0, "changed": 0, "unchanged": 0}
        self._read_bytes = 0
        self._batch: list[tuple[Article, _Input]] = []
        self._finished: list[_Input] = []

    def report(self) -> Report:
        return Report(**self._counts, failed=tuple(self.failed))

    def read(self, path: Path) -> None:
        try:
            content = _digest(path)
        except OSError as error:
            self.failed.append(Failure(str(path), f"it cannot be read: {error.strerror}"))
            return
        known = self._writer.is_read(str(path), content)
        if known is not None:
            self._counts["unchanged"] += known
        else:
            self._read_articles(path, content)
        self._read_bytes += _size(path)
        self._tell()

    def _read_articles(self, path: Path, content: str) -> None:
        source = _Input(str(path), content, [])
        for item in read(path):
            if isinstance(item, Failure):
                self.failed.append(item)
                # Read again next time, so that what is wrong is not forgotten.
                source.content = ""
                continue
            self._batch.append((item, source))
            characters = sum(len(article.body) for article, _ in self._batch)
            if len(self._batch) >= _BATCH_ARTICLES or characters >= _BATCH_CHARACTERS:
                self.write()
        self._finished.append(source)

    def write(self) -> None:
        """Write the batch, and only then remember the inputs that it completes."""
        outcomes = self._writer.add([article for article, _ in self._batch])
        for (article, source), outcome in zip(self._batch, outcomes, strict=True):
            source.records.append((outcome.article_id, record_of(article)))
            self._counts[outcome.change] += 1
        for source in self._finished:
            self._writer.set_read(source.origin, source.content, source.records)
        self._batch.clear()
        self._finished.clear()
        self._tell()

    def _tell(self) -> None:
        share = self._read_bytes / self.total if self.total else 1.0
        self._on_progress(Progress(share, sum(self._counts.values())))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return f"{_READERS}:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
