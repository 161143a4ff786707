"""What can be done to a corpus: adding, removing and retracting articles, making indexes anew."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from corpus.article import Article, Revision
from corpus.batch import Change, Stores
from corpus.catalog import Catalog, Placed, second_id
from corpus.embedding import Embedder
from corpus.filter import Filter
from corpus.indexes import Cut, Indexes
from corpus.inputs import Fetch
from corpus.lexical import FORMAT
from corpus.outcome import (
    Outcome,
    all_names,
    is_later,
    judged,
    lifts,
    names_of,
    record_of,
    withdrawn_names,
)
from corpus.passages import CHUNKER
from corpus.placing import Placing
from corpus.rows import Rows
from corpus.stories import SHINGLES
from corpus.withdrawals import Withdrawn, taken_back

_REBUILD_BATCH = 64


class Writer:
    """The right to write to a corpus; `Corpus.writing` gives it."""

    def __init__(self, catalog: Catalog, indexes: Indexes, embedder: Embedder) -> None:
        """Take over the stores, and tidy up after the writer before."""
        self._catalog = catalog
        self._indexes = indexes
        self._embedder = embedder
        self._rows = Rows(catalog)
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
        for number, read in enumerate(articles):
            source = read.origin if inputs is None else inputs[number]
            sighted = self._catalog.inputs.sighted(source, record_of(read))
            if sighted is not None and not self._is_lifted(read):
                self._rows.take(source, read, sighted)
                outcomes.append(Outcome(sighted, "unchanged"))
                continue
            article = self._rows.identified(source, read)
            known = self._catalog.same(article)
            its_names = names_of(article, known)
            if not names.isdisjoint(its_names):
                # It may be one of those that wait: it is compared with what that one becomes.
                self._flush(waiting, names)
                known = self._catalog.same(article)
            withdrawn = self._withdrawn(article, known)
            change, outcome = judged(article, known, self._free_id(article), withdrawn)
            if change is not None:
                if known and change.anew and self._stores.copies(outcome.article_id):
                    # Written by itself: the batch it falls into makes no difference. Its copies
                    # are taken as they are after those that wait: one of them may be among these.
                    self._flush(waiting, names)
                    copies = self._stores.copies(outcome.article_id)
                    self._stores.write([change, *(Change(one, one, anew=True) for one in copies)])
                else:
                    waiting.append(change)
                    names |= its_names | {outcome.article_id}
            if outcome.withdrawal == "lifted":  # forgotten only when the article is in
                self._flush(waiting, names)
                self._catalog.withdrawals.forget(one.name for one in withdrawn)
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

    def retract(self, ids: Sequence[str], *, by: Revision | None = None) -> int:
        """Take articles back, as their publisher did: they answer no question, but stay listed.

        `ids` may be web addresses too. An article that comes later under one of them is
        retracted from the start. `by` is the publisher's item that says so: what that publisher
        made later stays, and lifts what it took back; without it, a person did, and no article
        that comes lifts that. Returns how many were there and not retracted before.
        """
        found = self._found(ids)
        names = withdrawn_names(ids, found, by)
        withdrawals = self._catalog.withdrawals
        withdrawals.put(taken_back(names, withdrawals.of(names), by))
        return self._set_retracted([one for one in found if not is_later(one, by)], retracted=True)

    def reinstate(self, ids: Sequence[str]) -> int:
        """Undo `retract`; returns how many there were and were retracted."""
        found = self._found(ids)
        self._catalog.withdrawals.forget(withdrawn_names(ids, found, None))
        return self._set_retracted(found, retracted=False)

    def _found(self, ids: Sequence[str]) -> list[Article]:
        found = (one for one in map(self._catalog.article, ids) if one is not None)
        return list({one.id: one for one in found}.values())

    def _set_retracted(self, found: Sequence[Article], *, retracted: bool) -> int:
        known = [one for one in found if one.retracted != retracted]
        for article in known:
            copies = [Change(one, one, anew=True) for one in self._stores.copies(article.id)]
            change = Change.of(replace(article, retracted=retracted), article)
            self._stores.write([change, *copies])
        return len(known)

    def _is_lifted(self, article: Article) -> bool:
        return article.revision is not None and lifts(self._withdrawn(article, None), article)

    def _withdrawn(self, article: Article, known: Article | None) -> list[Withdrawn]:
        """What is remembered of withdrawals of an article, where it matters."""
        if known is not None and article.revision is None:
            return []
        return self._catalog.withdrawals.of(all_names(article, known))

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
        self._rows.end(name)

    def fetched(self, url: str) -> Fetch | None:
        """What was said of an address when it was fetched last; None when it never was."""
        return self._catalog.inputs.fetched(url)

    def set_fetched(self, url: str, fetch: Fetch) -> None:
        """Remember what was said of an address, once its articles are in."""
        self._catalog.inputs.set_fetched(url, fetch)

    def rebuild(self, *, keep: bool = False) -> Iterator[int]:
        """Make indexes and stories anew from the catalog; yields how many articles are done.

        With `keep`, or where only the lexical index is of another format, what is embedded is not
        embedded again. Readers keep the old indexes until
        the new ones are complete, and then change over. Nothing else may follow.
        """
        facts, before = facts_of(self._embedder), self._catalog.meta()
        keep = keep or [name for name in facts if before.get(name) != facts[name]] == ["lexical"]
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
        self._catalog.switch_indexes(placed, **facts, indexes=target.name)

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


def facts_of(embedder: Embedder) -> dict[str, str]:
    """What the indexes depend on, as the catalog remembers it."""
    return {
        "model": embedder.name,
        "dimension": str(embedder.dimension),
        "chunker": CHUNKER,
        "stories": SHINGLES,
        "lexical": FORMAT,
    }


def _outline(article: Article) -> Article:
    """The article without its texts."""
    return replace(article, body="", headings=(), captions=(), cut=())
