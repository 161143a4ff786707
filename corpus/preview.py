"""What adding articles would come to, without writing anything."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.article import Article
from corpus.catalog import Catalog
from corpus.inputs import Fetch
from corpus.writer import Outcome, merge, names_of, outcome_of, record_of


class Preview:
    """Answers as a `Writer` would, and remembers what it was shown instead of storing it."""

    def __init__(self, catalog: Catalog | None) -> None:
        """Compare with the articles of a catalog; None stands for an empty one."""
        self._catalog = catalog
        self._shown: dict[str, Article] = {}

    def add(
        self, articles: Sequence[Article], *, inputs: Sequence[str] | None = None
    ) -> list[Outcome]:
        """What `Writer.add` would return."""
        outcomes = []
        for number, article in enumerate(articles):
            source = article.origin if inputs is None else inputs[number]
            sighted = self._catalog and self._catalog.inputs.sighted(source, record_of(article))
            if sighted:
                outcomes.append(Outcome(sighted, "unchanged"))
                continue
            known = self._known(article)
            merged = merge(replace(article, id=known.id if known else article.id), known)
            for name in names_of(merged, known) | names_of(article, known):
                self._shown[name] = merged
            outcomes.append(outcome_of(merged, known))
        return outcomes

    def is_read(self, name: str, digest: str) -> int | None:
        """How many articles an input held, if it was read to its end with the same digest."""
        known = self._catalog and self._catalog.inputs.read(name)
        return known[1] if known and known[0] == digest else None

    def retract(self, ids: Sequence[str]) -> int:
        """What `Writer.retract` would return."""
        found = (self._catalog.article(one) if self._catalog else None for one in ids)
        return len({one.id for one in found if one is not None and not one.retracted})

    def fetched(self, url: str) -> Fetch | None:
        """What was said of an address when it was fetched last; None when it never was."""
        return self._catalog.inputs.fetched(url) if self._catalog else None

    def set_read(self, *_: object) -> None:
        """Nothing is remembered."""

    def set_fetched(self, *_: object) -> None:
        """Nothing is remembered."""

    def _known(self, article: Article) -> Article | None:
        for name in names_of(article, None):
            if name in self._shown:
                return self._shown[name]
        return None if self._catalog is None else self._catalog.same(article)
