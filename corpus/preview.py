"""What adding articles would come to, without writing anything."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.article import Article, Revision
from corpus.catalog import Catalog, second_id
from corpus.identity import canonical_url
from corpus.inputs import Fetch
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
from corpus.rows import Rows
from corpus.withdrawals import Withdrawn, taken_back


class Preview:
    """Answers as a `Writer` would, and remembers what it was shown instead of storing it."""

    def __init__(self, catalog: Catalog | None) -> None:
        """Compare with the articles of a catalog; None stands for an empty one."""
        self._catalog = catalog
        self._rows = Rows(catalog)
        self._shown: dict[str, Article] = {}  # by all their names
        self._taken_back: dict[str, Withdrawn | None] = {}  # None: given back

    def add(
        self, articles: Sequence[Article], *, inputs: Sequence[str] | None = None
    ) -> list[Outcome]:
        """What `Writer.add` would return."""
        outcomes = []
        for number, read in enumerate(articles):
            source = read.origin if inputs is None else inputs[number]
            sighted = self._catalog and self._catalog.inputs.sighted(source, record_of(read))
            if sighted and not lifts(self._withdrawn(names_of(read, None)), read):
                self._rows.take(source, read, sighted)
                outcomes.append(Outcome(sighted, "unchanged"))
                continue
            article = self._rows.identified(source, read)
            known = self._same(article)
            withdrawn = self._withdrawn(all_names(article, known))
            change, outcome = judged(article, known, self._free_id(article), withdrawn)
            if change is not None:
                self._show(change.article)
            if outcome.withdrawal == "lifted":
                self._taken_back |= dict.fromkeys(one.name for one in withdrawn)
            outcomes.append(outcome)
        return outcomes

    def is_read(self, name: str, digest: str) -> int | None:
        """How many articles an input held, if it was read to its end with the same digest."""
        known = self._catalog and self._catalog.inputs.read(name)
        return known[1] if known and known[0] == digest else None

    def retract(self, ids: Sequence[str], *, by: Revision | None = None) -> int:
        """What `Writer.retract` would return."""
        named = ((one, canonical_url(one) or one) for one in ids)
        articles = (
            self._shown.get(one) or self._shown.get(url) or self._stored(one) for one, url in named
        )
        found = list({one.id: one for one in articles if one is not None}.values())
        names = withdrawn_names(ids, found, by)
        for taken in taken_back(names, self._withdrawn(names), by):
            self._taken_back[taken.name] = taken
        known = [one for one in found if not one.retracted and not is_later(one, by)]
        for one in known:
            self._show(replace(one, retracted=True))
        return len(known)

    def fetched(self, url: str) -> Fetch | None:
        """What was said of an address when it was fetched last; None when it never was."""
        return self._catalog.inputs.fetched(url) if self._catalog else None

    def set_read(self, name: str, *_: object) -> None:
        """Nothing is remembered of an input that is read to its end."""
        self._rows.end(name)

    def set_fetched(self, *_: object) -> None:
        """Nothing is remembered."""

    def _show(self, article: Article) -> None:
        self._shown |= dict.fromkeys(names_of(article, None), article)

    def _same(self, article: Article) -> Article | None:
        """The article that this one is, as the run would have left it by now."""
        url = canonical_url(article.url) if article.url else None
        known = None if self._catalog is None else self._catalog.same(article)
        if url is not None:
            shown = self._shown.get(url, known and self._shown.get(known.id, known))
            if shown and shown.url and canonical_url(shown.url) == url:
                return shown
        shown = self._shown.get(article.id)
        if shown is not None:
            return None if url and shown.url else shown
        return known and self._shown.get(known.id, known)

    def _stored(self, reference: str) -> Article | None:
        return self._catalog.article(reference) if self._catalog else None

    def _free_id(self, article: Article) -> str:
        taken = article.id in self._shown or self._stored(article.id) is not None
        return second_id(article) if taken else article.id

    def _withdrawn(self, names: Iterable[str]) -> list[Withdrawn]:
        """The withdrawals of these names, as the run would have left them by now."""
        wanted = set(names)
        stored = self._catalog.withdrawals.of(wanted) if self._catalog else ()
        now = {one.name: one for one in stored} | self._taken_back
        return [one for name in sorted(wanted) if (one := now.get(name)) is not None]
