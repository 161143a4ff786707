"""One corpus: its catalog and the indexes over its passages."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import Any, Self

from platformdirs import user_data_path

from corpus.article import Article, Passage
from corpus.catalog import Catalog, Names, Version
from corpus.changes import Step, changes, nothing_in_common
from corpus.embedding import DEFAULT_MODEL, Embedder, load_embedder, model_folder, model_name
from corpus.errors import CorpusError, NoCorpusError, OtherModelError
from corpus.filter import Filter
from corpus.indexes import Indexes
from corpus.inputs import Inputs
from corpus.languages import known_languages
from corpus.lock import WriteLock
from corpus.passages import split_passages
from corpus.preview import Preview
from corpus.query import Query
from corpus.search import Hit, hybrid_search
from corpus.writer import Writer, facts_of


@dataclass(frozen=True, slots=True)
class Status:
    """What a corpus holds: outlets with their number of articles, sizes in bytes on disk.

    The articles whose outlet is unknown are counted under None.
    """

    directory: Path
    articles: int
    passages: int
    outlets: tuple[tuple[str | None, int], ...]
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
            "outlets": [{"name": name, "articles": number} for name, number in self.outlets],
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
        self.embedder = embedder
        self._catalog = catalog
        self._lock = RLock()
        self._write_lock = WriteLock(directory)
        self._generation = catalog.generation()
        self._names: tuple[int, Names] | None = None
        self._indexes = Indexes(self._indexes_folder())

    @classmethod
    def open(
        cls,
        directory: str | os.PathLike[str],
        *,
        create: bool = False,
        model: str | None = None,
        rebuild: bool = False,
    ) -> Self:
        """The corpus in `directory`; with `create`, an empty one where there is none.

        `model` names the embedding model of a new corpus; an existing one keeps its own. Only
        a corpus that is opened for a `rebuild` may be given another, and nothing but
        `Writer.rebuild` may follow.

        Raises:
            NoCorpusError: when there is none and it may not be created.
            OtherModelError: when its indexes were made with another model or chunker.
            CorpusError: when it cannot be read; each error says what to do.
        """
        folder = Path(directory).expanduser().absolute()
        path = folder / "catalog.sqlite"
        if create:
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise CorpusError(f"{folder} cannot be made: {error.strerror}") from error
        elif not path.exists():
            raise _no_corpus(folder)
        catalog = Catalog(path)
        if not create and "model" not in catalog.meta():  # its making ended before it began
            catalog.close()
            raise _no_corpus(folder)
        try:
            return cls(folder, catalog, _embedder(catalog, model, rebuild=rebuild))
        except BaseException:
            catalog.close()
            raise

    def close(self) -> None:
        """Release files and memory."""
        with self._lock:
            self._indexes.close()
            self._catalog.close()

    def __enter__(self) -> Self:
        """The corpus itself, closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    @contextmanager
    def writing(self, *, wait: bool = False) -> Iterator[Writer]:
        """The right to write, which one process at a time has, for the length of a block.

        It ends with the process that has it, however that ends. What a crash of the writer
        before has left half done is tidied up first.

        Raises:
            CorpusBusyError: when another process has it, and this one is not to `wait`.
        """
        self._write_lock.acquire(wait=wait)
        try:
            with self._lock:
                self._follow()
            yield Writer(self._catalog, self._indexes, self.embedder)
        finally:
            self._indexes.lexical.close()
            self._catalog.settle()
            if self._indexes_folder() != self._indexes.directory:  # rebuilt
                with self._lock:
                    self._follow()
                self._indexes.tidy()
            self._write_lock.release()

    def preview(self) -> Preview:
        """What a writer would do, for a look at it beforehand."""
        return Preview(self._catalog)

    def article(self, reference: str, version: str | None = None) -> Article | None:
        """The article with that id or web address, current or in the given version."""
        return self._catalog.article(reference, version)

    def articles(self, chosen: Filter | None = None, *, limit: int | None = None) -> list[Article]:
        """The articles that the filter lets through, newest first, undated ones last."""
        return self._catalog.articles(chosen or Filter(), limit=limit)

    def versions(self, article_id: str) -> list[Version]:
        """The stored versions of an article, oldest first."""
        return self._catalog.versions(article_id)

    def history(self, article_id: str) -> list[Step]:
        """The versions of an article, oldest first, each with what it changed."""
        steps: list[Step] = []
        for one in self.versions(article_id):
            article = self.article(article_id, one.version)
            if article is None:  # removed in this moment
                continue
            before = steps[-1].article if steps else None
            parts = changes(_lines(before), _lines(article), article.language) if before else ()
            reused = before is not None and nothing_in_common(before.body, article.body)
            steps.append(Step(article, one.added, one.current, tuple(parts), reused))
        return steps

    def story(self, article_id: str) -> list[Article]:
        """All articles that carry the text of this one, itself among them.

        The first is the one whose passages are embedded for all of them.
        """
        return self._catalog.places.story(article_id)

    @property
    def inputs(self) -> Inputs:
        """What is remembered of the files and addresses that were read."""
        return self._catalog.inputs

    @property
    def languages(self) -> frozenset[str] | None:
        """The languages that its embedding model knows, or None when the model does not tell."""
        return known_languages(model_folder(self.embedder.name))

    def passages(self, article: Article) -> tuple[Passage, ...]:
        """The passages of an article, as they are embedded and retrieved."""
        return split_passages(article, self.embedder.count, self.embedder.window)

    def search(self, query: Query | str, *, count: int = 10) -> tuple[Hit, ...]:
        """The best passages for a query, best first, by `hybrid_search`.

        A text is searched as it stands.
        """
        asked = Query.of(query) if isinstance(query, str) else query
        if not asked.text.strip():
            return ()
        # A terminal may hand over half a character.
        asked = replace(asked, text=asked.text.encode("utf-8", "replace").decode())
        with self._lock:
            self._follow()
            return hybrid_search(self._catalog, self._indexes, self.embedder, asked, count)

    def names(self) -> Names:
        """The outlets, authors and sections of the articles; the same value until they change."""
        with self._lock:
            generation = self._catalog.generation()
            if self._names is None or self._names[0] != generation:
                self._names = (generation, self._catalog.names())
            return self._names[1]

    def newest(self, until: datetime) -> datetime | None:
        """The latest publication time up to a moment; None when no article has such a one."""
        return self._catalog.newest(until)

    def spelling(self, word: str) -> str | None:
        """What a word that no article holds is spelt like in one; None where that is a guess.

        A word that the embedding model knows as a whole is no misspelling.
        """
        term = None if self._is_word(word) else self._indexes.lexical.nearest(word)
        if term is None:
            return None
        for passage_id in self._indexes.lexical.holding_term(term):
            for article, passage, _ in self._catalog.places.passages(
                [passage_id], Filter()
            ).values():
                for found in re.findall(r"[^\W_]+", f"{article.title}\n{passage.text}"):
                    if self.terms(found) == [term]:
                        return str(found)
        return None

    def knows(self, word: str) -> bool:
        """Whether an article holds a word, or the embedding model knows it as a whole."""
        return self._indexes.lexical.holds(word) or self._is_word(word)

    def _is_word(self, word: str) -> bool:
        return self.embedder.count([word])[0] == 1

    def terms(self, text: str) -> list[str]:
        """The stems that the lexical index searches for a text."""
        return self._indexes.lexical.terms(text)

    def term_weights(self, terms: Sequence[str]) -> dict[str, float]:
        """How much each term tells about a text: the rarer in the corpus, the more."""
        return self._indexes.lexical.weights(terms)

    def size(self) -> int:
        """How many passages are searched."""
        return self._indexes.lexical.size()

    def status(self) -> Status:
        """How much there is, from when, from whom, and how large it is on disk."""
        articles, passages, oldest, newest = self._catalog.extent()
        folder = self._indexes_folder()
        sizes = {
            "catalog": sum(_size(path) for path in self.directory.glob("catalog.sqlite*")),
            "vectors": _size(folder / "vectors"),
            "lexical": _size(folder / "lexical"),
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

    def _indexes_folder(self) -> Path:
        return self.directory / self._catalog.meta()["indexes"]

    def _follow(self) -> None:
        """See what was written since the indexes were opened, here or by another process."""
        generation = self._catalog.generation()
        if generation == self._generation:
            return
        folder = self._indexes_folder()
        if folder == self._indexes.directory:
            self._indexes.reload()
        else:
            self.embedder = _embedder(self._catalog, None)
            self._indexes.close()
            self._indexes = Indexes(folder)
        self._generation = generation


def _lines(article: Article) -> str:
    return f"{article.title}\n\n{article.body}"


def _no_corpus(folder: Path) -> NoCorpusError:
    return NoCorpusError(
        f"there is no corpus in {folder}: make one with 'dateline ingest PATH', "
        "or name another with --corpus or DATELINE_CORPUS"
    )


def _embedder(catalog: Catalog, model: str | None, *, rebuild: bool = False) -> Embedder:
    """The embedder that the indexes were made with; a new catalog is told which that is."""
    meta = catalog.meta()
    if rebuild or "model" not in meta:
        embedder = load_embedder(model or meta.get("model", DEFAULT_MODEL))
        if "model" not in meta:
            catalog.set_meta(**facts_of(embedder), indexes="indexes-1")
        return embedder
    if model is not None and model_name(model) != meta["model"]:
        raise OtherModelError(
            f"this corpus was embedded with {meta['model']}: leave the model out, or run "
            f"'dateline rebuild --model {model}' to embed it anew"
        )
    embedder = load_embedder(meta["model"])
    found = facts_of(embedder)
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
