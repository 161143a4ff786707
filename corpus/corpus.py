"""One corpus: its catalog and the indexes over its passages, kept in step."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import Any, Literal, Self

from filelock import FileLock, Timeout
from platformdirs import user_data_path

from corpus.article import Article, Passage, digest
from corpus.catalog import Catalog, Version, outlets_of
from corpus.embedding import DEFAULT_MODEL, Embedder, load_embedder
from corpus.errors import CorpusBusyError, CorpusError, NoCorpusError, OtherModelError
from corpus.filter import Filter
from corpus.identity import canonical_url
from corpus.lexical import Entry, Lexical
from corpus.passages import CHUNKER, embedding_texts, split_passages
from corpus.search import Hit, hybrid_search
from corpus.vectors import Vectors

_REBUILD_BATCH = 64

Change = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What adding an article came to, and the id under which the corpus knows it."""

    article_id: str
    change: Change


@dataclass(frozen=True, slots=True)
class Status:
    """What a corpus holds. Sizes are in bytes on disk."""

    directory: Path
    articles: int
    passages: int
    outlets: tuple[tuple[str, int], ...]
    oldest: datetime | None
    newest: datetime | None
    model: str
    sizes: dict[str, int]

    def to_dict(self) -> dict[str, Any]:
        """The status as JSON values, times in ISO 8601."""
        return {
            "directory": str(self.directory),
            "articles": self.articles,
            "passages": self.passages,
            "outlets": dict(self.outlets),
            "oldest": self.oldest and self.oldest.isoformat(),
            "newest": self.newest and self.newest.isoformat(),
            "model": self.model,
            "sizes": self.sizes,
        }


def default_directory() -> Path:
    """Where the corpus is when nobody says: `DATELINE_CORPUS`, else the user's data directory."""
    named = os.environ.get("DATELINE_CORPUS")
    return Path(named).expanduser() if named else user_data_path("dateline") / "corpus"


class Corpus:
    """All articles of one directory, and the indexes over their passages.

    Safe to use from several threads. Any number of processes may read while one writes;
    readers see what was written at their next search.
    """

    def __init__(self, directory: Path, catalog: Catalog, embedder: Embedder) -> None:
        """Take over an opened catalog; use `Corpus.open`."""
        self.directory = directory
        self._catalog = catalog
        self.embedder = embedder
        self._lock = RLock()
        self._write_lock = FileLock(directory / "lock")
        self._open_indexes()

    @classmethod
    def open(
        cls, directory: str | os.PathLike[str], *, create: bool = False, model: str | None = None
    ) -> Self:
        """The corpus in `directory`; with `create`, an empty one where there is none.

        `model` names the embedding model of a new corpus; an existing one keeps its own.

        Raises:
            NoCorpusError: when there is none and it may not be created.
            OtherModelError: when its indexes were made with another model or chunker.
            CorpusError: when it cannot be read; each error says what to do.
        """
        folder = Path(directory).expanduser().absolute()
        path = folder / "catalog.sqlite"
        if not path.exists():
            if not create:
                raise NoCorpusError(
                    f"there is no corpus in {folder}: make one with 'dateline ingest PATH', "
                    "or name another with --corpus or DATELINE_CORPUS"
                )
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise CorpusError(f"{folder} cannot be made: {error.strerror}") from error
        catalog = Catalog(path)
        try:
            return cls(folder, catalog, _matching_embedder(catalog, model))
        except BaseException:
            catalog.close()
            raise

    def close(self) -> None:
        """Release files and memory."""
        with self._lock:
            self._vectors.close()
            self._lexical.close()
            self._catalog.close()

    def __enter__(self) -> Self:
        """The corpus itself, closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    # Reading

    def article(self, reference: str, version: str | None = None) -> Article | None:
        """The article with that id or web address, current or in the given version."""
        return self._catalog.article(reference, version)

    def articles(self, chosen: Filter | None = None, *, limit: int | None = None) -> list[Article]:
        """The articles that the filter lets through, newest first, undated ones last."""
        return self._catalog.articles(chosen or Filter(), limit=limit)

    def versions(self, article_id: str) -> list[Version]:
        """The stored versions of an article, oldest first."""
        return self._catalog.versions(article_id)

    def passages(self, article: Article) -> tuple[Passage, ...]:
        """The passages of an article, as they are embedded and retrieved."""
        return split_passages(article, self.embedder.count, self.embedder.window)

    def search(
        self,
        text: str,
        *,
        count: int = 10,
        chosen: Filter | None = None,
        as_of: datetime | None = None,
    ) -> tuple[Hit, ...]:
        """The best passages for a text, best first, after `hybrid_search`."""
        if not text.strip():
            return ()
        embedding = self.embedder.embed([text], query=True)[0]
        with self._lock:
            self._follow()
            return hybrid_search(
                self._catalog,
                self._vectors,
                self._lexical,
                text=text,
                embedding=embedding,
                count=count,
                chosen=chosen or Filter(),
                as_of=as_of,
            )

    def terms(self, text: str) -> list[str]:
        """The stems that the lexical index searches for a text."""
        return self._lexical.terms(text)

    def term_weights(self, terms: Sequence[str]) -> dict[str, float]:
        """The inverse document frequency of each term over the passages."""
        return self._lexical.weights(terms)

    def status(self) -> Status:
        """How much there is, from when, from whom, and how large it is on disk."""
        articles, passages, oldest, newest = self._catalog.extent()
        sizes = {
            "catalog": sum(_size(p) for p in self.directory.glob("catalog.sqlite*")),
            "vectors": _size(self._indexes / "vectors"),
            "lexical": _size(self._indexes / "lexical"),
        }
        return Status(
            directory=self.directory,
            articles=articles,
            passages=passages,
            outlets=tuple(self._catalog.outlets()),
            oldest=oldest,
            newest=newest,
            model=self.embedder.name,
            sizes=sizes,
        )

    # Writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the right to write, which one process at a time has, and tidies up before.

        Raises:
            CorpusBusyError: when another process holds it.
        """
        try:
            self._write_lock.acquire(blocking=False)
        except Timeout:
            raise CorpusBusyError(
                f"another process is writing to {self.directory}: wait until it has finished"
            ) from None
        try:
            self._follow()
            self._sweep()
            yield
            self._lexical.close()
        finally:
            self._write_lock.release()

    def add(self, articles: Sequence[Article]) -> list[Outcome]:
        """Add articles or new versions of them; one outcome each, in order. Needs `writing`.

        New text is searchable when this returns. An input that held the very same record when
        it was last read to its end brings nothing new, even if the article has changed since.
        """
        outcomes: list[Outcome] = []
        fresh: dict[str, tuple[Article, Article | None]] = {}
        for article in articles:
            known = self._catalog.same(article)
            article_id = known.id if known else self._free_id(article)
            if article_id in fresh:
                self._write(list(fresh.values()))
                fresh.clear()
                known = self._catalog.article(article_id)
            merged = _merge(replace(article, id=article_id), known)
            if known is None:
                change: Change = "new"
            elif merged == known or self._catalog.was_sighted(article.origin, record_of(article)):
                change = "unchanged"
            else:
                change = "changed"
            if change != "unchanged":
                fresh[article_id] = (merged, known)
            outcomes.append(Outcome(article_id, change))
        self._write(list(fresh.values()))
        return outcomes

    def remove(self, ids: Sequence[str]) -> int:
        """Remove articles with all their versions; returns how many there were. Needs `writing`."""
        known = [article_id for article_id in ids if self._catalog.is_taken(article_id)]
        self._catalog.delete(known)
        self._sweep()
        return len(known)

    def is_read(self, origin: str, content: str) -> int | None:
        """How many articles an input held, if it was read to its end with the same digest."""
        known = self._catalog.origin(origin)
        return known[1] if known is not None and known[0] == content else None

    def set_read(self, origin: str, content: str, records: Sequence[tuple[str, str]]) -> None:
        """Note that an input was read to its end; records are (article id, `record_of`) pairs."""
        self._catalog.set_origin(origin, content, len(records), records)

    def rebuild(self, model: str | None = None) -> Iterator[int]:
        """Make the indexes anew from the catalog; yields the number of articles done so far.

        Readers keep the old indexes until the new ones are complete. With `model`, another
        embedding model is used from then on. Needs `writing`.
        """
        if model is not None:
            self.embedder = load_embedder(model)
        number = int(self._indexes.name.removeprefix("indexes-")) + 1
        target = self.directory / f"indexes-{number}"
        shutil.rmtree(target, ignore_errors=True)
        vectors, lexical = Vectors(target / "vectors"), Lexical(target / "lexical")
        cut: list[tuple[str, tuple[Passage, ...]]] = []
        ids = self._catalog.article_ids()
        for first in range(0, len(ids), _REBUILD_BATCH):
            batch = [self._catalog.article(one) for one in ids[first : first + _REBUILD_BATCH]]
            pairs = [(one, self.passages(one)) for one in batch if one is not None]
            self._index(vectors, lexical, pairs)
            cut.extend((article.id, passages) for article, passages in pairs)
            yield len(cut)
        lexical.close()
        vectors.close()
        self._catalog.switch_indexes(cut, **_facts(self.embedder), indexes=target.name)
        self._follow()
        self._sweep()

    # Inside

    @property
    def _indexes(self) -> Path:
        return self.directory / self._catalog.meta()["indexes"]

    def _open_indexes(self) -> None:
        self._generation = self._catalog.generation()
        self._opened = self._indexes
        self._opened.mkdir(parents=True, exist_ok=True)
        self._vectors = Vectors(self._opened / "vectors")
        self._lexical = Lexical(self._opened / "lexical")

    def _follow(self) -> None:
        """See what another process has written since the indexes were opened."""
        generation = self._catalog.generation()
        if generation == self._generation:
            return
        if self._indexes == self._opened:
            self._generation = generation
            self._vectors.reload()
            self._lexical.reload()
        else:
            self._vectors.close()
            self._lexical.close()
            self._open_indexes()
            _matching_embedder(self._catalog, self.embedder.name)

    def _write(self, fresh: Sequence[tuple[Article, Article | None]]) -> None:
        """Write articles, each with what is stored of it, in the order that survives a crash."""
        rows: list[tuple[Article, tuple[Passage, ...] | None]] = []
        old: list[str] = []
        for article, known in fresh:
            same_text = known is not None and known.version == article.version
            # The lexical index holds date and outlet, so it needs new facts as well as new text.
            rows.append((article, None if same_text else self.passages(article)))
            if known is not None and not same_text:
                old.extend(passage.id for passage in self.passages(known))
        if not rows:
            return
        texts = [(article, passages) for article, passages in rows if passages is not None]
        new = [passage.id for _, passages in texts for passage in passages]
        self._catalog.announce([*new, *old])
        self._index(self._vectors, self._lexical, texts)
        self._refresh_facts([article for article, passages in rows if passages is None])
        self._catalog.put(rows)
        self._delete_from_indexes(sorted(set(old) - set(new)))
        self._catalog.clear_pending()
        self._generation = self._catalog.generation()

    def _index(
        self,
        vectors: Vectors,
        lexical: Lexical,
        texts: Sequence[tuple[Article, Sequence[Passage]]],
    ) -> None:
        count = self.embedder.count
        inputs = [text for a, passages in texts for text in embedding_texts(a, passages, count)]
        if inputs:
            ids = [passage.id for _, passages in texts for passage in passages]
            vectors.upsert(ids, self.embedder.embed(inputs))
        lexical.upsert(entry for a, passages in texts for entry in _entries(a, passages))
        lexical.commit()

    def _refresh_facts(self, articles: Sequence[Article]) -> None:
        if articles:
            self._lexical.upsert(e for a in articles for e in _entries(a, self.passages(a)))
            self._lexical.commit()

    def _delete_from_indexes(self, ids: Sequence[str]) -> None:
        if ids:
            self._vectors.delete(ids)
            self._lexical.delete(ids)
            self._lexical.commit()

    def _sweep(self) -> None:
        """Finish what a crash, or a removal, left half done in the indexes."""
        self._delete_from_indexes(self._catalog.orphans())
        self._catalog.clear_pending()
        self._generation = self._catalog.generation()
        for folder in self.directory.glob("indexes-*"):
            if folder != self._opened:
                shutil.rmtree(folder, ignore_errors=True)

    def _free_id(self, article: Article) -> str:
        if not self._catalog.is_taken(article.id):
            return article.id
        url = canonical_url(article.url) if article.url else None
        return digest(url or article.origin, article.id)


def record_of(article: Article) -> str:
    """A digest of everything an input said about an article, to know it by when read again."""
    return digest(repr(replace(article, origin="")))


def _merge(article: Article, known: Article | None) -> Article:
    """The article with what only its stored form knows; an unknown never replaces a known."""
    if known is None:
        return article
    facts = ("url", "source", "authors", "published", "updated", "section", "language")
    kept = {name: getattr(article, name) or getattr(known, name) for name in facts}
    if article.version == known.version:
        kept["origin"] = known.origin
        kept["headings"] = known.headings
    return replace(article, **kept)


def _entries(article: Article, passages: Sequence[Passage]) -> Iterator[Entry]:
    published = article.published and int(article.published.timestamp())
    for passage in passages:
        yield Entry(passage.id, article.title, passage.text, published, outlets_of(article))


def _facts(embedder: Embedder) -> dict[str, str]:
    """What the indexes depend on, as the catalog remembers it."""
    return {"model": embedder.name, "dimension": str(embedder.dimension), "chunker": CHUNKER}


def _matching_embedder(catalog: Catalog, model: str | None) -> Embedder:
    """The embedder that the indexes were made with; a new catalog is told which it is."""
    meta = catalog.meta()
    if "model" not in meta:
        embedder = load_embedder(model or DEFAULT_MODEL)
        catalog.set_meta(**_facts(embedder), indexes="indexes-1")
        return embedder
    if model is not None and model != meta["model"]:
        raise OtherModelError(
            f"this corpus was embedded with {meta['model']}: leave the model out, or run "
            f"'dateline rebuild --model {model}' to embed it anew"
        )
    embedder = load_embedder(meta["model"])
    found = _facts(embedder)
    changed = [name for name, value in found.items() if meta.get(name) != value]
    if changed:
        raise OtherModelError(
            f"the indexes of this corpus were made with another {' and '.join(changed)} "
            "than this program uses: run 'dateline rebuild'"
        )
    return embedder


def _size(path: Path) -> int:
    if path.is_file():
        return path.stat().st_size
    return sum(p.stat().st_size for p in path.rglob("*") if p.is_file())
