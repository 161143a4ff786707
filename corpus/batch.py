"""Writes articles to all stores, in an order that a crash at any point leaves whole."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from corpus.article import Article, Passage
from corpus.catalog import Catalog, Placed
from corpus.embedding import Embedder
from corpus.indexes import Cut, Indexes
from corpus.passages import split_passages
from corpus.placing import Placing


@dataclass(frozen=True, slots=True)
class Change:
    """What an article becomes, and how it is stored so far.

    `anew` says that its place in a story is to be found again: its text is another one, or
    what led its story is gone.
    """

    article: Article
    known: Article | None
    anew: bool

    @classmethod
    def of(cls, article: Article, known: Article | None) -> "Change":
        """The change of an article; another text or a retraction gives it another place."""
        same = known is not None and (known.version, known.retracted) == (
            article.version,
            article.retracted,
        )
        return cls(article, known, not same)


@dataclass(frozen=True, slots=True)
class Stores:
    """All that a corpus is written to."""

    catalog: Catalog
    indexes: Indexes
    embedder: Embedder

    def passages(self, article: Article) -> tuple[Passage, ...]:
        """The passages of an article."""
        return split_passages(article, self.embedder.count, self.embedder.window)

    def copies(self, lead: str) -> list[Article]:
        """The other articles of the story that one leads; none where another one leads it."""
        story = self.catalog.places.story(lead)
        return story[1:] if story and story[0].id == lead else []

    def write(self, changes: Sequence[Change], *, gone: Collection[str] = ()) -> None:
        """Write articles; no stored article that is `gone` leads the story of one of them.

        The catalog announces the passages concerned; the indexes get the new ones; one
        transaction of the catalog makes the new state current; the indexes forget the old ones;
        the announcement is withdrawn.
        """
        if not changes:
            return
        catalog, indexes = self.catalog, self.indexes
        placed, touched = self._place(changes, gone)
        stored = {
            one.article.id: () if one.known is None else catalog.places.passages_of(one.known)
            for one in changes
        }
        moved = {one for one, place in placed.items() if tuple(place.passages) != stored[one]}
        cuts = [self._cut(lead, placed, gone) for lead in touched if lead not in gone]
        new = {passage.id for one in moved for passage in placed[one].passages}
        old = {passage.id for one in moved for passage in stored[one]} - new
        catalog.announce(new | old)
        indexes.upsert([cut for cut in cuts if cut.article.id in moved], self.embedder)
        indexes.update_facts([cut for cut in cuts if cut.article.id not in moved])
        catalog.put(list(placed.values()))
        indexes.delete(sorted(old))
        catalog.withdraw(new | old)

    def _place(
        self, changes: Sequence[Change], gone: Collection[str]
    ) -> tuple[dict[str, Placed], list[str]]:
        """The place of each article, and the leads of all stories that this touches."""
        moving = {*gone, *(one.article.id for one in changes if one.anew)}
        placing = Placing(self.catalog, moving)
        placed: dict[str, Placed] = {}
        touched: dict[str, None] = {}
        for article, known, anew in ((one.article, one.known, one.anew) for one in changes):
            before = None if known is None else self.catalog.places.lead(article.id)
            if before is None or anew:
                lead, bands = placing.place(article)
                place = Placed(article, (), lead, bands)
            else:
                place = Placed(article, (), before, None)
            if place.lead == article.id and not article.retracted:
                place = place._replace(passages=self.passages(article))
            placed[article.id] = place
            touched |= dict.fromkeys(one for one in (before, place.lead) if one is not None)
        return placed, list(touched)

    def _cut(self, lead: str, placed: dict[str, Placed], gone: Collection[str]) -> Cut:
        """The passages of a lead, with the copies that it will have."""
        here = [one.article for one in placed.values() if one.lead == lead]
        others = [one for one in self.copies(lead) if one.id not in placed and one.id not in gone]
        if lead in placed:
            return Cut(placed[lead].article, placed[lead].passages, [*here, *others])
        article = self.catalog.places.story(lead)[0]
        return Cut(article, self.catalog.places.passages_of(article), [article, *here, *others])
