"""Which article each row of a table or list is, where rows bring no id."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from corpus.article import Article, digest
from corpus.catalog import Catalog
from corpus.changes import IN_COMMON, common

_COMPARED = 32  # articles of one headline, in the order in which they came


@dataclass(slots=True)
class _Reading:
    """One reading of a file: what it held before, and what is taken of that by now.

    `taken` has the version that each article comes to in this reading.
    """

    by_text: dict[str, str] = field(default_factory=dict)
    by_title: dict[str, deque[str]] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)


class Rows:
    """Gives anonymous articles the ids of those that they were when their file was read before.

    A headline names a row. Rows that share one (and their date) are told apart by their text and
    not by their order: the same text is the same article; else a text of no other row that has
    something in common is the text before; else it is another article. The first of them keeps
    the id that the headline gives, so that a headline of a single row finds it, whatever
    becomes of its text.
    """

    def __init__(self, catalog: Catalog | None) -> None:
        """Compare with the articles of a catalog; None stands for an empty one."""
        self._catalog = catalog
        self._readings: dict[str, dict[str, _Reading]] = {}

    def identified(self, source: str, article: Article) -> Article:
        """An article with its id; `source` names the input that its file belongs to."""
        if not article.anonymous:
            return article
        reading = self._reading(source, article.origin)
        chosen = self._choose(reading, article)
        reading.taken[chosen] = article.version
        return replace(article, id=chosen)

    def take(self, source: str, article: Article, known: str) -> None:
        """Note that this row is the article with that id."""
        if article.anonymous:
            self._reading(source, article.origin).taken[known] = article.version

    def end(self, source: str) -> None:
        """An input is read to its end."""
        self._readings.pop(source, None)

    def _choose(self, reading: _Reading, article: Article) -> str:
        taken, own, version = reading.taken, article.id, article.version
        if taken.get(own) == version:
            return own
        known = None if own in taken else self._article(own)
        if known is not None and known.version == version:
            return own
        same = reading.by_text.get(version)
        if same is not None and same not in taken and self._may_be(same, article):
            return same
        if known is None and own not in taken:
            return own
        best, most = None, IN_COMMON
        for one in self._candidates(reading, article):
            share = common(one.body, article.body)
            if share >= most and (best is None or share > most):
                best, most = one.id, share
        if best is not None:
            return best
        fresh = digest(own, version)
        while taken.get(fresh, version) != version:
            fresh = digest(fresh)
        return fresh

    def _candidates(self, reading: _Reading, article: Article) -> Iterator[Article]:
        ids = reading.by_title.get(article.title, deque())
        while ids and ids[0] in reading.taken:
            ids.popleft()
        untaken = (one for one in ids if one not in reading.taken)
        for _, one in zip(range(_COMPARED), untaken, strict=False):
            known = self._article(one)
            if known is not None and _same_day(known, article):
                yield known

    def _may_be(self, known: str, article: Article) -> bool:
        found = self._article(known)
        return found is not None and _same_day(found, article)

    def _article(self, known: str) -> Article | None:
        return self._catalog.article(known) if self._catalog is not None else None

    def _reading(self, source: str, origin: str) -> _Reading:
        readings = self._readings.setdefault(source, {})
        if origin not in readings:
            readings[origin] = _Reading()
            rows = self._catalog.unnamed(origin) if self._catalog is not None else ()
            for known, title, version in rows:
                readings[origin].by_text.setdefault(version, known)
                readings[origin].by_title.setdefault(title, deque()).append(known)
        return readings[origin]


def _same_day(one: Article, other: Article) -> bool:
    return not (one.published and other.published and one.published != other.published)
