"""Writes to a corpus, in an order that a crash at any point leaves whole."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Literal

from corpus.article import Article, Passage, digest
from corpus.catalog import Catalog
from corpus.embedding import Embedder
from corpus.filter import Filter
from corpus.identity import canonical_url
from corpus.indexes import Cut, Indexes
from corpus.passages import CHUNKER, split_passages

_REBUILD_BATCH = 64

Change = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What adding an article came to, and the id under which the corpus knows it."""

    article_id: str
    change: Change


class Writer:
    """The right to write to a corpus; `Corpus.writing` gives it.

    New text goes to the indexes first, then one transaction of the catalog makes it current,
    then the indexes forget what it replaces. The catalog announces the passages concerned
    before all that, so that the next writer finds what a crash left over. A search shows
    current passages only, so nothing half-done is ever seen.
    """

    def __init__(self, catalog: Catalog, indexes: Indexes, embedder: Embedder) -> None:
        """Take over the stores, and tidy up after the writer before."""
        self._catalog = catalog
        self._indexes = indexes
        self._embedder = embedder
        self._sweep()

    def add(self, articles: Sequence[Article]) -> list[Outcome]:
        """Add articles or new versions of them; one outcome each, in order.

        New text is searchable when this returns. An input that held the very same record when
        it was last read to its end brings nothing new, even if the article has changed since.
        """
        outcomes: list[Outcome] = []
        waiting: list[tuple[Article, Article | None]] = []
        names: set[str] = set()
        for article in articles:
            known = self._catalog.same(article)
            url = canonical_url(article.url) if article.url else None
            its_names = {article.id, url or article.id, known.id if known else article.id}
            if not names.isdisjoint(its_names):
                # It may be one of those that wait: it is compared with what that one becomes.
                self._write(waiting)
                waiting.clear()
                names.clear()
                known = self._catalog.same(article)
            its_id = known.id if known else self._free_id(article)
            merged = _merge(replace(article, id=its_id), known)
            change = self._change(article, merged, known)
            if change != "unchanged":
                waiting.append((merged, known))
                names |= its_names | {its_id}
            outcomes.append(Outcome(its_id, change))
        self._write(waiting)
        return outcomes

    def remove(self, ids: Sequence[str]) -> int:
        """Remove articles with all their versions; returns how many of the ids there were."""
        known = [article_id for article_id in dict.fromkeys(ids) if self._catalog.has(article_id)]
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

    def rebuild(self) -> Iterator[int]:
        """Make the indexes anew from the catalog; yields the number of articles done so far.

        Readers keep the old indexes until the new ones are complete, and then change over.
        """
        number = int(self._indexes.directory.name.removeprefix("indexes-")) + 1
        target = self._indexes.directory.with_name(f"indexes-{number}")
        shutil.rmtree(target, ignore_errors=True)
        cut: list[tuple[str, tuple[Passage, ...]]] = []
        ids = self._catalog.article_ids()
        with closing(Indexes(target)) as fresh:
            for first in range(0, len(ids), _REBUILD_BATCH):
                batch = [self._catalog.article(one) for one in ids[first : first + _REBUILD_BATCH]]
                pairs = [(one, self._passages(one)) for one in batch if one is not None]
                fresh.upsert(pairs, self._embedder)
                cut.extend((article.id, passages) for article, passages in pairs)
                yield len(cut)
        self._catalog.switch_indexes(cut, **facts_of(self._embedder), indexes=target.name)

    def _passages(self, article: Article) -> tuple[Passage, ...]:
        return split_passages(article, self._embedder.count, self._embedder.window)

    def _change(self, article: Article, merged: Article, known: Article | None) -> Change:
        if known is None:
            return "new"
        if merged == known or self._catalog.was_sighted(article.origin, record_of(article)):
            return "unchanged"
        return "changed"

    def _write(self, waiting: Sequence[tuple[Article, Article | None]]) -> None:
        """Write articles, each beside what is stored of it."""
        if not waiting:
            return
        same_text: list[Cut] = []
        new_text: list[Cut] = []
        old: set[str] = set()
        for article, known in waiting:
            cut = self._passages(article)
            before = self._passages(known) if known is not None else None
            if cut == before:
                same_text.append((article, cut))
            else:  # another language alone may cut the same text in other places
                new_text.append((article, cut))
                old.update(passage.id for passage in before or ())
        new = {passage.id for _, cut in new_text for passage in cut}
        self._catalog.announce(new | old)
        self._indexes.upsert(new_text, self._embedder)
        self._indexes.update_facts(same_text)
        self._catalog.put([*new_text, *same_text])
        self._indexes.delete(sorted(old - new))
        self._catalog.withdraw(new | old)

    def _sweep(self) -> None:
        """Finish what a crash, a removal or a rebuild left over."""
        pending = self._catalog.pending()
        current = self._catalog.eligible(pending, Filter())
        self._indexes.delete([passage for passage in pending if passage not in current])
        self._catalog.withdraw(pending)
        for folder in self._indexes.directory.parent.glob("indexes-*"):
            if folder != self._indexes.directory:
                shutil.rmtree(folder, ignore_errors=True)

    def _free_id(self, article: Article) -> str:
        if not self._catalog.has(article.id):
            return article.id
        url = canonical_url(article.url) if article.url else None
        return digest(url or article.origin, article.id)


def record_of(article: Article) -> str:
    """A digest of everything an input said about an article, to know it by when read again."""
    return digest(repr(replace(article, origin="")))


def facts_of(embedder: Embedder) -> dict[str, str]:
    """What the indexes depend on, as the catalog remembers it."""
    return {"model": embedder.name, "dimension": str(embedder.dimension), "chunker": CHUNKER}


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
