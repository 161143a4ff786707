"""The ingestion: finds inputs, reads articles, brings the corpus up to date, reports."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from time import monotonic

import corpus as corpus_package
from corpus import Article, Corpus, Preview, Writer
from corpus.embedding import DEFAULT_MODEL, model_folder
from corpus.languages import known_languages
from corpus.outcome import record_of
from ingest.ahead import ahead
from ingest.reading import Found, Input, Unchanged, read_all
from ingest.report import (
    Failure,
    Report,
    Withdrawal,
    given_back_note,
    held_note,
    languages_note,
    reused_note,
)

_BATCH_ARTICLES = 64
_BATCH_CHARACTERS = 400_000
_READ_AHEAD = 128
_BATCH_INPUTS = 256

PathLike = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come.

    `share` is that of the bytes to read, from 0 to 1, or None where nobody knows how much
    there is; `seconds` have passed, and `left` more are expected.
    """

    share: float | None
    articles: int
    seconds: float

    @property
    def left(self) -> float | None:
        """How many seconds are left at this rate; None while that is a guess."""
        if not self.share or self.seconds < 1:
            return None
        return self.seconds * (1 - self.share) / self.share


def sample_articles() -> Path:
    """The folder of the sample articles, where users may drop their own beside them."""
    return Path(corpus_package.__file__).parent / "articles"


def ingest(
    inputs: PathLike | Sequence[PathLike],
    *,
    corpus: PathLike,
    model: str | None = None,
    limit: int | None = None,
    allow_private: bool = False,
    plan: bool = False,
    wait: bool = False,
    stop: Event | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Report:
    """Bring the corpus in the directory `corpus` up to date with files, folders and web addresses.

    The corpus is made where there is none, with the embedding model `model`. What was ingested
    before and has not changed is left alone; nothing is ever removed because it is absent.
    What cannot be read is in the report, and the rest is in the corpus.

    Args:
        inputs: Paths, or addresses of an article, a feed, a sitemap or a page of links.
        corpus: The directory of the corpus.
        model: The embedding model of a new corpus.
        limit: The most articles to take from each feed, sitemap or page of links.
        allow_private: Whether addresses of this machine and of private networks may be fetched.
        plan: Write nothing, and report what would be written.
        wait: Wait for another process that is writing to the corpus.
        stop: An event that ends the run after the articles at hand; the report says so.
        on_progress: Called again and again with how far the run has come.

    Raises:
        CorpusError: when the corpus cannot be opened, or another process writes to it.
    """
    named = [inputs] if isinstance(inputs, str | os.PathLike) else list(inputs)
    with _target(corpus, model, plan=plan, wait=wait) as target:
        run = _Run(target, stop or Event(), on_progress or (lambda _: None))
        found = read_all(
            [os.fspath(one) for one in named],
            target.writer,
            limit=limit,
            allow_private=allow_private,
        )
        with closing(ahead(found, _READ_AHEAD, stop)) as events:
            run.take(events)
        return run.report(plan=plan)


@dataclass(frozen=True, slots=True)
class _Target:
    writer: Writer | Preview
    languages: frozenset[str] | None


@contextmanager
def _target(directory: PathLike, model: str | None, *, plan: bool, wait: bool) -> Iterator[_Target]:
    if not plan:
        with (
            Corpus.open(directory, create=True, model=model) as opened,
            opened.writing(wait=wait) as writer,
        ):
            yield _Target(writer, opened.languages)
    elif (Path(directory).expanduser() / "catalog.sqlite").exists():
        with Corpus.open(directory, model=model) as opened:
            yield _Target(opened.preview(), opened.languages)
    else:
        yield _Target(Preview(None), known_languages(model_folder(model or DEFAULT_MODEL)))


@dataclass(slots=True)
class _Run:
    target: _Target
    stop: Event
    on_progress: Callable[[Progress], None]
    failed: list[Failure] = field(default_factory=list)
    counts: dict[str, int] = field(
        default_factory=lambda: {"new": 0, "changed": 0, "unchanged": 0, "retracted": 0}
    )
    batch: list[tuple[Article, Input]] = field(default_factory=list)
    ended: list[Input] = field(default_factory=list)
    reused: list[str] = field(default_factory=list)
    given_back: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    languages: Counter[str] = field(default_factory=Counter)
    characters: int = 0
    share: float | None = None
    started: float = field(default_factory=monotonic)

    def report(self, *, plan: bool) -> Report:
        return Report(
            **self.counts,
            failed=tuple(self.failed),
            notes=tuple(self._notes()),
            seconds=monotonic() - self.started,
            planned=plan,
            interrupted=self.stop.is_set(),
        )

    def take(self, events: Iterator[Found]) -> None:
        """Take in what is read, until there is no more or the run is to stop."""
        for source, item, share in events:
            if self.stop.is_set():
                return
            if isinstance(item, Article):
                self._take_article(source, item)
            elif isinstance(item, Failure):
                self.failed.append(item)
                source.failed.append(item)
            elif isinstance(item, Withdrawal):
                self._write()
                self.counts["retracted"] += self.target.writer.retract(item.names, by=item.revision)
            elif isinstance(item, Unchanged):
                self.counts["unchanged"] += item.articles
                if source.fetch is not None:
                    self.target.writer.set_fetched(source.name, source.fetch)
            else:
                self.ended.append(source)
            if len(self.ended) >= _BATCH_INPUTS:
                self._write()
            self.share = share
            self._tell()
        self._write()
        self._tell()

    def _take_article(self, source: Input, article: Article) -> None:
        self.batch.append((article, source))
        self.characters += len(article.body)
        if len(self.batch) >= _BATCH_ARTICLES or self.characters >= _BATCH_CHARACTERS:
            self._write()

    def _write(self) -> None:
        """Write the batch, and only then remember the inputs that it completes."""
        outcomes = self.target.writer.add(
            [article for article, _ in self.batch], inputs=[source.name for _, source in self.batch]
        )
        for (article, source), outcome in zip(self.batch, outcomes, strict=True):
            source.records.append((outcome.article_id, record_of(article)))
            self.counts[outcome.change] += 1
            if outcome.reused:
                self.reused.append(article.url or outcome.article_id)
            if outcome.withdrawal is not None:
                told = self.given_back if outcome.withdrawal == "lifted" else self.held
                told.append(outcome.article_id)
            if outcome.language:
                self.languages[outcome.language.partition("-")[0]] += 1
        for source in self.ended:
            # An input with a failure is read again next time, so that it is not forgotten.
            digest = "" if source.failed else source.digest
            failures = [(one.where, one.reason) for one in source.failed]
            self.target.writer.set_read(source.name, digest, source.records, failures)
            if source.fetch is not None and not source.failed:
                self.target.writer.set_fetched(source.name, source.fetch)
        self.batch.clear()
        self.ended.clear()
        self.characters = 0

    def _tell(self) -> None:
        articles = sum(self.counts.values())
        self.on_progress(Progress(self.share, articles, monotonic() - self.started))

    def _notes(self) -> Iterator[str]:
        if self.reused:
            yield reused_note(self.reused)
        if self.given_back:
            yield given_back_note(list(dict.fromkeys(self.given_back)))
        if self.held:
            yield held_note(list(dict.fromkeys(self.held)))
        foreign = self.languages.keys() - (self.target.languages or self.languages.keys())
        if foreign:
            number = sum(self.languages[one] for one in foreign)
            yield languages_note(number, sorted(foreign, key=lambda one: -self.languages[one]))
