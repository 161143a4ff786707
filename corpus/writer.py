"""What can be done to a corpus: adding, removing and retracting articles, making indexes anew."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Literal

from corpus.article import Article, digest
from corpus.batch import Change, Stores
from corpus.catalog import Catalog, Placed, is_gone, second_id
from corpus.changes import nothing_in_common
from corpus.embedding import Embedder
from corpus.filter import Filter
from corpus.identity import canonical_url
from corpus.indexes import Cut, Indexes
from corpus.inputs import Fetch
from corpus.languages import language_of
from corpus.passages import CHUNKER
from corpus.placing import Placing
from corpus.stories import SHINGLES

_REBUILD_BATCH = 64


@dataclass(frozen=True, slots=True)
class Outcome:
    """What adding an article came to, and the id under which the corpus knows it.

    `reused` says that its address held an article before whose text has nothing in common;
    `language` is that of a new text, if it can be told.
    """

    article_id: str
    change: Literal["new", "changed", "unchanged"]
    reused: bool = False
    language: str | None = None


class Writer:
    """The right to write to a corpus; `Corpus.writing` gives it."""

    def __init__(self, catalog: Catalog, indexes: Indexes, embedder: Embedder) -> None:
        """Take over the stores, and tidy up after the writer before."""
        self._catalog = catalog
        self._indexes = indexes
        self._embedder = embedder
        self._stores = Stores(catalog, indexes, embedder)
        self._sweep()

    def add(
        self, articles: Sequence[Article], *, inputs: Sequence[str] | None = None
    ) -> list[Outcome]:
        """Add articles or new versions of them; one outcome each, in order.

        New text is searchable when this returns. `inputs` names what each article was read from,
        where that is not its origin: an input that held the very same record when it was last
        read to its end brings nothing new, even if the article has changed since.
        """
        outcomes: list[Outcome] = []
        waiting: list[Change] = []
        names: set[str] = set()
        for number, article in enumerate(articles):
            source = article.origin if inputs is None else inputs[number]
            sighted = self._catalog.inputs.sighted(source, record_of(article))
            if sighted is not None:
                outcomes.append(Outcome(sighted, "unchanged"))
                continue
            known = self._catalog.same(article)
            its_names = names_of(article, known)
            if not names.isdisjoint(its_names):
                # It may be one of those that wait: it is compared with what that one becomes.
                self._flush(waiting, names)
                known = self._catalog.same(article)
            merged = merge(
                replace(article, id=known.id if known else self._free_id(article)), known
            )
            if known and article.id == digest(article.origin) and is_gone(known.origin):
                merged = replace(merged, origin=article.origin)
            if known is None and self._catalog.is_withdrawn(*its_names):
                merged = replace(merged, retracted=True)
            outcome = outcome_of(merged, known)
            if outcome.change != "unchanged":
                change = Change.of(merged, known)
                if change.anew:
                    language = language_of(merged.body, merged.language)
                    change = replace(change, article=replace(merged, language=language))
                    outcome = replace(outcome, language=language)
                copies = self._stores.copies(merged.id) if known and change.anew else []
                if copies:  # written by itself: the batch it falls into makes no difference
                    self._flush(waiting, names)
                    self._stores.write([change, *(Change(one, one, anew=True) for one in copies)])
                else:
                    waiting.append(change)
                    names |= its_names | {merged.id}
            outcomes.append(outcome)
        self._flush(waiting, names)
        return outcomes

    def remove(self, ids: Sequence[str]) -> int:
        """Remove articles with all their versions; returns how many of the ids there were."""
        known = [one for one in dict.fromkeys(ids) if self._catalog.has(one)]
        for lead in known:
            copies = [one for one in self._stores.copies(lead) if one.id not in known]
            self._stores.write([Change(one, one, anew=True) for one in copies], gone=known)
        self._catalog.delete(known)
        self._sweep()
        return len(known)

    def retract(self, ids: Sequence[str]) -> int:
        """Take articles back, as their publisher did: they answer no question, but stay listed.

        `ids` may be web addresses too. An article that comes later under one of them is
        retracted from the start. Returns how many were there and not retracted before.
        """
        return self._set_retracted(ids, retracted=True)

    def reinstate(self, ids: Sequence[str]) -> int:
        """Undo `retract`; returns how many there were and were retracted."""
        return self._set_retracted(ids, retracted=False)

    def _set_retracted(self, ids: Sequence[str], *, retracted: bool) -> int:
        found = {one.id: one for one in map(self._catalog.article, ids) if one is not None}
        names = {*ids, *(canonical_url(one) or one for one in ids)}
        names |= {name for one in found.values() for name in names_of(one, None)}
        self._catalog.set_withdrawn(names, withdrawn=retracted)
        known = [one for one in found.values() if one.retracted != retracted]
        for article in known:
            copies = [Change(one, one, anew=True) for one in self._stores.copies(article.id)]
            change = Change.of(replace(article, retracted=retracted), article)
            self._stores.write([change, *copies])
        return len(known)

    def is_read(self, name: str, digest: str) -> int | None:
        """How many articles an input held, if it was read to its end with the same digest."""
        known = self._catalog.inputs.read(name)
        return known[1] if known is not None and known[0] == digest else None

    def set_read(
        self,
        name: str,
        digest: str,
        records: Sequence[tuple[str, str]],
        failures: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Note that an input was read to its end.

        `records` are pairs of article id and `record_of`, `failures` of place and reason.
        """
        self._catalog.inputs.set_read(name, digest, records, failures)

    def fetched(self, url: str) -> Fetch | None:
        """What was said of an address when it was fetched last; None when it never was."""
        return self._catalog.inputs.fetched(url)

    def set_fetched(self, url: str, fetch: Fetch) -> None:
        """Remember what was said of an address, once its articles are in."""
        self._catalog.inputs.set_fetched(url, fetch)

    def rebuild(self, *, keep: bool = False) -> Iterator[int]:
        """Make indexes and stories anew from the catalog; yields how many articles are done.

        With `keep`, what is embedded is not embedded again. Readers keep the old indexes until
        the new ones are complete, and then change over. Nothing else may follow.
        """
        number = int(self._indexes.directory.name.removeprefix("indexes-")) + 1
        target = self._indexes.directory.with_name(f"indexes-{number}")
        shutil.rmtree(target, ignore_errors=True)
        placing = Placing(self._catalog)
        copies: dict[str, list[Article]] = {}
        placed: list[Placed] = []
        for one in self._articles():
            lead, bands = placing.place(one)
            copies.setdefault(lead, []).append(_outline(one))
            placed.append(Placed(_outline(one), (), lead, bands))
        with closing(Indexes(target)) as fresh:
            for first in range(0, len(placed), _REBUILD_BATCH):
                cuts = []
                for at in range(first, min(first + _REBUILD_BATCH, len(placed))):
                    its_id, lead = placed[at].article.id, placed[at].lead
                    article = self._catalog.article(its_id) if lead == its_id else None
                    if article is not None and not article.retracted:
                        cuts.append(Cut(article, self._stores.passages(article), copies[lead]))
                        placed[at] = placed[at]._replace(passages=cuts[-1].passages)
                if keep:
                    fresh.adopt(cuts, self._embedder, self._indexes)
                else:
                    fresh.upsert(cuts, self._embedder)
                yield min(first + _REBUILD_BATCH, len(placed))
        self._catalog.switch_indexes(placed, **facts_of(self._embedder), indexes=target.name)

    def compact(self) -> Iterator[int]:
        """Give the disk back what was removed or replaced; yields how many articles are done.

        Chroma's index never uses a place again, so that both indexes are written anew, with the
        embeddings that there are. Nothing else may follow.
        """
        yield from self.rebuild(keep=True)
        self._catalog.compact()

    def _articles(self) -> Iterator[Article]:
        """All articles in the order in which they came."""
        for article_id in self._catalog.article_ids():
            article = self._catalog.article(article_id)
            if article is not None:
                yield article

    def _flush(self, waiting: list[Change], names: set[str]) -> None:
        self._stores.write(waiting)
        waiting.clear()
        names.clear()

    def _sweep(self) -> None:
        """Finish what a crash, a removal or a rebuild left over."""
        pending = self._catalog.pending()
        current = self._catalog.places.eligible(pending, Filter())
        self._indexes.delete([passage for passage in pending if passage not in current])
        self._catalog.withdraw(pending)
        self._indexes.tidy()

    def _free_id(self, article: Article) -> str:
        if not self._catalog.has(article.id):
            return article.id
        return second_id(article)


def record_of(article: Article) -> str:
    """A digest of everything an input said about an article, to know it by when read again."""
    return digest(repr(replace(article, origin="")))


def facts_of(embedder: Embedder) -> dict[str, str]:
    """What the indexes depend on, as the catalog remembers it."""
    return {
        "model": embedder.name,
        "dimension": str(embedder.dimension),
        "chunker": CHUNKER,
        "stories": SHINGLES,
    }


def names_of(article: Article, known: Article | None) -> set[str]:
    """Everything that tells an article from others: its ids and canonical address."""
    url = canonical_url(article.url) if article.url else None
    return {article.id, url or article.id, known.id if known else article.id}


def merge(article: Article, known: Article | None) -> Article:
    """The article with what only its stored form knows; an unknown never replaces a known.

    Where the address was used again for another text, nothing else of the former is kept.
    """
    if known is None:
        return article
    if nothing_in_common(known.body, article.body):
        return replace(article, retracted=article.retracted or known.retracted)
    facts = ("url", "source", "authors", "published", "updated", "section", "language")
    kept = {name: getattr(article, name) or getattr(known, name) for name in facts}
    kept["retracted"] = article.retracted or known.retracted
    if article.version == known.version:
        kept["origin"] = known.origin
        if article.language and article.language != known.language:
            kept["language"] = language_of(article.body, article.language)
        kept["headings"] = known.headings
        kept["captions"] = article.captions or known.captions
    return replace(article, **kept)


def outcome_of(merged: Article, known: Article | None) -> Outcome:
    """What it comes to that an article, as stored so far, becomes another."""
    if known is None:
        return Outcome(merged.id, "new")
    if merged == known:
        return Outcome(merged.id, "unchanged")
    return Outcome(merged.id, "changed", reused=nothing_in_common(known.body, merged.body))


def _outline(article: Article) -> Article:
    """The article without its texts."""
    return replace(article, body="", headings=(), captions=(), cut=())
