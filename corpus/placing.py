"""Which story each article of a batch belongs to."""

from collections.abc import Collection, Iterator, Sequence

from corpus.article import Article
from corpus.catalog import Catalog
from corpus.copies import adds_nothing
from corpus.stories import bands, same_text, signature


class Placing:
    """The places that articles take in stories while they are being written.

    The first article of a text leads its story: its passages stand for all copies. A copy that
    says more than it is no copy, since what it adds would not be found.
    """

    def __init__(self, catalog: Catalog, moving: Collection[str] | None = None) -> None:
        """Place articles beside the stored ones that are not `moving`; None: all of them are."""
        self._catalog = catalog
        self._moving = moving
        self._leads: dict[bytes, list[str]] = {}
        self._bodies: dict[str, str] = {}

    def place(self, article: Article) -> tuple[str, Sequence[bytes]]:
        """The id of the lead of its story, and the bands by which others find it if it leads."""
        if article.retracted:
            return article.id, ()
        keys = bands(signature(article.body))
        for other, body in self._candidates(keys):
            if same_text(body, article.body) and adds_nothing(article.body, body):
                return other, ()
        for key in keys:
            self._leads.setdefault(key, []).append(article.id)
        if self._moving is not None:  # else all bodies are stored as they are placed
            self._bodies[article.id] = article.body
        return article.id, keys

    def _candidates(self, keys: Sequence[bytes]) -> Iterator[tuple[str, str]]:
        """Those that lead a story and share a band: stored ones first, then those placed here."""
        stored = () if self._moving is None else self._catalog.places.sharing(keys)
        here = dict.fromkeys(one for key in keys for one in self._leads.get(key, ()))
        for one in (*(one for one in stored if one not in (self._moving or ())), *here):
            body = self._bodies.get(one)
            if body is None:
                article = self._catalog.article(one)
                body = "" if article is None else article.body
            yield one, body
