"""Where articles stand: in which story, with which passages, and what filters let through."""

from collections.abc import Sequence

from corpus.article import Article, Passage, Span
from corpus.copies import counterpart
from corpus.database import Database
from corpus.filter import Filter
from corpus.tables import ARTICLE, article_of, marks_for, where


class Places:
    """The passages and stories of the catalog, for those who search and those who write."""

    def __init__(self, database: Database) -> None:
        """Use the tables of an opened database."""
        self._rows = database.rows

    def eligible(self, ids: Sequence[str], chosen: Filter) -> dict[str, int | None]:
        """Those of the passage ids that are current and that the filter lets through in some copy.

        Each with the publication time of its article, or where that does not pass, of the first
        copy that does: in seconds since 1970, or None.
        """
        condition, values = where(chosen)
        found: dict[str, int | None] = {}
        for first in range(0, len(ids), 500):
            keys = list(map(_key, ids[first : first + 500]))
            marks = ",".join(["(?, ?, ?)"] * len(keys))
            rows = self._rows(
                f"WITH wanted (id, version, ordinal) AS (VALUES {marks}) "
                "SELECT w.id || '@' || w.version || '#' || w.ordinal, m.published_at "
                "FROM wanted w JOIN articles a ON a.id = w.id AND a.version = w.version "
                "JOIN passages p ON p.article = a.number AND p.ordinal = w.ordinal "
                f"JOIN articles m ON m.lead = a.number WHERE {condition} "
                "ORDER BY m.number = a.number, m.published_at IS NOT NULL, m.published_at DESC",
                [*(value for key in keys for value in key), *values],
            )
            found.update(rows)
        return found

    def passages(
        self, ids: Sequence[str], chosen: Filter
    ) -> dict[str, tuple[Article, Passage, tuple[Article, ...]]]:
        """The passages with these ids that are current, each with its article and other copies.

        Where the filter does not let the article through, a copy that passes and holds the same
        words takes its place; without one, the passage is left out.
        """
        found: dict[str, tuple[Article, Passage, tuple[Article, ...]]] = {}
        stories: dict[str, tuple[list[Article], set[str]]] = {}
        for passage_id in ids:
            article_id, version, ordinal = _key(passage_id)
            rows = self._rows(
                "SELECT p.start, p.end FROM passages p JOIN articles a ON a.number = p.article "
                "WHERE a.id = ? AND a.version = ? AND p.ordinal = ?",
                [article_id, version, ordinal],
            )
            if not rows:
                continue
            if article_id not in stories:
                stories[article_id] = self._story(article_id, chosen)
            story, passing = stories[article_id]
            text = story[0].body[slice(*rows[0])]
            for article in (one for one in story if one.id in passing):
                lead = article is story[0]
                span = Span(*rows[0]) if lead else counterpart(text, article.body)
                if span is not None:
                    words = article.body[span.start : span.end]
                    passage = Passage(article.id, article.version, ordinal, *span, words)
                    others = tuple(one for one in story if one is not article)
                    found[passage_id] = (article, passage, others)
                    break
        return found

    def _story(self, lead: str, chosen: Filter) -> tuple[list[Article], set[str]]:
        """The copies of a story, its lead first, and the ids of those the filter lets through."""
        copies = self.story(lead)
        condition, values = where(chosen)
        rows = self._rows(
            f"SELECT m.id FROM articles m WHERE m.id IN ({marks_for(copies)}) AND {condition}",
            [*(one.id for one in copies), *values],
        )
        return copies, {row[0] for row in rows}

    def story(self, article_id: str) -> list[Article]:
        """All copies of the story that an article belongs to, the one that leads it first."""
        rows = self._rows(
            f"{ARTICLE} AND v.version = a.version "
            "WHERE a.lead = (SELECT lead FROM articles WHERE id = ?) "
            "ORDER BY a.number = a.lead DESC, a.number",
            [article_id],
        )
        return [article_of(row) for row in rows]

    def lead(self, article_id: str) -> str:
        """The id of the article that leads the story of this one."""
        rows = self._rows(
            "SELECT l.id FROM articles l JOIN articles a ON l.number = a.lead WHERE a.id = ?",
            [article_id],
        )
        return str(rows[0][0])

    def passages_of(self, article: Article) -> tuple[Passage, ...]:
        """The passages of a stored article; none unless it leads a story."""
        rows = self._rows(
            "SELECT p.ordinal, p.start, p.end FROM passages p "
            "JOIN articles a ON a.number = p.article WHERE a.id = ? ORDER BY p.ordinal",
            [article.id],
        )
        return tuple(
            Passage(article.id, article.version, number, start, end, article.body[start:end])
            for number, start, end in rows
        )

    def sharing(self, bands: Sequence[bytes]) -> list[str]:
        """The ids of the articles that lead a story and share a band, oldest first."""
        rows = self._rows(
            "SELECT DISTINCT a.number, a.id FROM bands b JOIN articles a ON a.number = b.article "
            f"WHERE b.band IN ({marks_for(bands)}) ORDER BY a.number",
            bands,
        )
        return [row[1] for row in rows]


def _key(passage_id: str) -> tuple[str, str, int]:
    """Article id, version and ordinal of a passage id."""
    article_id, _, rest = passage_id.rpartition("@")
    version, _, ordinal = rest.partition("#")
    return article_id, version, int(ordinal)
