"""The catalog: articles, their versions and passages in SQLite. It is the truth of a corpus."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection
from typing import NamedTuple

from corpus.article import Article, Passage, digest
from corpus.changes import IN_COMMON, common
from corpus.database import Database
from corpus.filter import Filter
from corpus.identity import canonical_url
from corpus.inputs import Inputs
from corpus.places import Places
from corpus.tables import ARTICLE, article_of, put_article, put_version, where
from corpus.withdrawals import Withdrawals

_LOCAL_ID = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True)
class Version:
    """One stored state of an article's text."""

    version: str
    added: datetime
    title: str
    current: bool


class Names(NamedTuple):
    """The names that a corpus knows: outlets with name and host, authors, sections."""

    outlets: tuple[tuple[str | None, str | None], ...]
    authors: tuple[str, ...]
    sections: tuple[str, ...]


class Placed(NamedTuple):
    """An article with its place in a story.

    `lead` is the id of the article that stands for the story, often its own; only that one has
    passages, and `bands` by which others find it. None for the bands means as stored.
    """

    article: Article
    passages: Sequence[Passage]
    lead: str
    bands: Sequence[bytes] | None


class Catalog:
    """The tables of one corpus. Safe to use from several threads and beside other processes."""

    def __init__(self, path: Path) -> None:
        """Open the catalog at `path`, or make an empty one there.

        Raises:
            CorpusError: when the file is not a catalog, or one of another program version.
        """
        self._database = Database(path)
        self._rows = self._database.rows
        self._writing = self._database.writing
        self.inputs = Inputs(self._database)
        self.places = Places(self._database)
        self.withdrawals = Withdrawals(self._database)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def compact(self) -> None:
        """Give the room of what was removed back to the disk."""
        self._database.vacuum()

    def settle(self) -> None:
        """Shorten the log of what was written, at the end of it."""
        self._database.checkpoint()

    # Facts about the corpus itself

    def meta(self) -> dict[str, str]:
        """What the corpus says of itself: embedding model, chunker, which indexes are current."""
        return dict(self._rows("SELECT name, value FROM meta"))

    def set_meta(self, **values: str) -> None:
        """Write such facts."""
        with self._writing() as db:
            _set_meta(db, values)

    def generation(self) -> int:
        """A number that every change of the corpus raises."""
        rows = self._rows("SELECT value FROM meta WHERE name = 'generation'")
        return int(rows[0][0]) if rows else 0

    # Reading

    def article(self, reference: str, version: str | None = None) -> Article | None:
        """The article with that id or web address, in its current or the given version.

        The address may be in its canonical form, as withdrawals name it.
        """
        which = "a.version" if version is None else "?"
        rows = self._rows(
            f"{ARTICLE} WHERE v.version = {which} AND a.number = "
            "(SELECT number FROM articles WHERE id = ? OR canonical_url = ?"
            " ORDER BY id = ? DESC LIMIT 1)",
            [
                *([] if version is None else [version]),
                reference,
                canonical_url(reference) or reference,
                reference,
            ],
        )
        return article_of(rows[0]) if rows else None

    def articles(self, chosen: Filter, *, limit: int | None = None) -> list[Article]:
        """The articles that the filter lets through, newest first, undated ones last."""
        condition, values = where(chosen)
        rows = self._rows(
            f"{ARTICLE} AND v.version = a.version JOIN articles m ON m.number = a.number "
            f"WHERE {condition} "
            "ORDER BY a.published_at IS NULL, a.published_at DESC, a.number LIMIT ?",
            [*values, -1 if limit is None else limit],
        )
        return [article_of(row) for row in rows]

    def article_ids(self) -> list[str]:
        """The ids of all articles, in the order in which they came."""
        return [row[0] for row in self._rows("SELECT id FROM articles ORDER BY number")]

    def versions(self, article_id: str) -> list[Version]:
        """The stored versions of an article, oldest first."""
        rows = self._rows(
            "SELECT v.version, v.added, v.title, v.version = a.version FROM versions v "
            "JOIN articles a ON a.number = v.article WHERE a.id = ? ORDER BY v.rowid",
            [article_id],
        )
        return [Version(r[0], datetime.fromisoformat(r[1]), r[2], bool(r[3])) for r in rows]

    def outlets(self) -> list[tuple[str | None, int]]:
        """The outlets with their number of articles, most first; unnamed ones by their host."""
        return self._rows(
            "SELECT coalesce(source, host) AS name, count(*) FROM articles "
            "GROUP BY name ORDER BY 2 DESC, 1"
        )

    def names(self) -> Names:
        """The outlets (name and host), authors and sections that the articles name."""
        outlets = self._rows("SELECT DISTINCT source, host FROM articles")
        authors = self._rows("SELECT DISTINCT value FROM articles, json_each(articles.authors)")
        sections = self._rows("SELECT DISTINCT section FROM articles WHERE section IS NOT NULL")
        return Names(
            tuple(outlets), tuple(row[0] for row in authors), tuple(row[0] for row in sections)
        )

    def newest(self, until: datetime) -> datetime | None:
        """The latest publication time up to a moment; None when no article has such a one."""
        rows = self._rows(
            "SELECT max(published_at) FROM articles WHERE published_at <= ?",
            [int(until.timestamp())],
        )
        return None if rows[0][0] is None else datetime.fromtimestamp(rows[0][0], UTC)

    def extent(self) -> tuple[int, int, datetime | None, datetime | None]:
        """The number of articles and of passages, and the oldest and newest publication time."""
        row = self._rows(
            "SELECT count(*), (SELECT count(*) FROM passages), min(published_at), "
            "max(published_at) FROM articles"
        )[0]
        oldest, newest = (None if s is None else datetime.fromtimestamp(s, UTC) for s in row[2:])
        return row[0], row[1], oldest, newest

    # Writing

    def same(self, article: Article) -> Article | None:
        """The stored article that this one is: of the same canonical URL, else of the same id.

        An article that is known by its file only is also the one that this file was before it was
        moved. An id that a stored article with another URL bears is another article's, and so
        is a row number that another input gave to another text.
        """
        url = canonical_url(article.url) if article.url else None
        if url is not None:
            rows = self._rows("SELECT id FROM articles WHERE canonical_url = ?", [url])
            if rows:
                return self.article(rows[0][0])
        rows = self._rows("SELECT canonical_url FROM articles WHERE id = ?", [article.id])
        if not rows and url is None and article.id == digest(article.origin):
            return self._of_file(article)
        if not rows or (url is not None and rows[0][0] is not None):
            return None
        known = self.article(article.id)
        if known is not None and _is_coincidence(article, known):
            return self.article(second_id(article))
        return known

    def _of_file(self, article: Article) -> Article | None:
        """The article that stood in this file before, or with the same text in one that is gone."""
        stood = self.unnamed(article.origin)
        alike = [one for one in stood if one[2] == article.version] or [
            one for one in stood if one[1] == article.title
        ]
        if len(stood) == 1 or len(alike) == 1:  # of a list that was here, any other may be meant
            return self.article((alike or stood)[0][0])
        query = "SELECT id, origin FROM articles WHERE version = ? AND canonical_url IS NULL"
        rows = [row for row in self._rows(query, [article.version]) if is_gone(row[1])]
        return self.article(rows[0][0]) if rows else None

    def unnamed(self, origin: str) -> list[tuple[str, str, str]]:
        """The articles of a file that have no address: id, headline and version, oldest first."""
        return self._rows(
            "SELECT a.id, v.title, a.version FROM articles a "
            "JOIN versions v ON v.article = a.number AND v.version = a.version "
            "WHERE a.origin = ? AND a.canonical_url IS NULL ORDER BY a.number",
            [origin],
        )

    def has(self, article_id: str) -> bool:
        """Whether a stored article has that id."""
        return bool(self._rows("SELECT 1 FROM articles WHERE id = ?", [article_id]))

    def announce(self, passages: Iterable[str]) -> None:
        """Note passages that are about to be written to, or deleted from, the indexes."""
        with self._writing() as db:
            db.executemany("INSERT OR IGNORE INTO pending VALUES (?)", ((p,) for p in passages))

    def pending(self) -> list[str]:
        """What was announced and not withdrawn."""
        return [row[0] for row in self._rows("SELECT passage FROM pending")]

    def withdraw(self, passages: Iterable[str]) -> None:
        """Forget that these were announced: the indexes are in step."""
        with self._writing() as db:
            db.executemany("DELETE FROM pending WHERE passage = ?", ((p,) for p in passages))

    def put(self, placed: Sequence[Placed]) -> None:
        """Make these versions current, with their places and passages; all of them or none."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._writing() as db:
            for article, passages, _, bands in placed:
                number = put_article(db, article)
                put_version(db, number, article, now)
                _put_passages(db, number, passages)
                if bands is not None:
                    _put_bands(db, number, bands)
            _put_leads(db, ((one.article.id, one.lead) for one in placed))
            _raise_generation(db)

    def delete(self, ids: Sequence[str]) -> None:
        """Delete articles with all their versions, and note their passages as pending.

        The inputs they came from count as never read, so that ingesting those brings them back.
        """
        with self._writing() as db:
            for article_id in ids:
                db.execute(
                    "INSERT OR IGNORE INTO pending SELECT a.id || '@' || a.version || '#' || "
                    "p.ordinal FROM passages p JOIN articles a ON a.number = p.article "
                    "WHERE a.id = ?",
                    [article_id],
                )
                db.execute(
                    "DELETE FROM fetches WHERE url IN (SELECT s.input FROM sightings s "
                    "JOIN articles a ON a.number = s.article WHERE a.id = ?)",
                    [article_id],
                )
                db.execute(
                    "DELETE FROM inputs WHERE name IN (SELECT s.input FROM sightings s "
                    "JOIN articles a ON a.number = s.article WHERE a.id = ?)",
                    [article_id],
                )
                db.execute("DELETE FROM articles WHERE id = ?", [article_id])
            _raise_generation(db)

    def switch_indexes(self, placed: Iterable[Placed], **meta: str) -> None:
        """Replace all passages and stories and the facts about the indexes, at once."""
        with self._writing() as db:
            db.execute("DELETE FROM passages")
            db.execute("DELETE FROM bands")
            leads = []
            for article, passages, lead, bands in placed:
                query = "SELECT number FROM articles WHERE id = ?"
                number = db.execute(query, [article.id]).fetchone()[0]
                _put_passages(db, number, passages)
                _put_bands(db, number, bands or ())
                leads.append((article.id, lead))
            _put_leads(db, leads)
            db.execute("DELETE FROM pending")
            _set_meta(db, meta)
            _raise_generation(db)


def second_id(article: Article) -> str:
    """The id of an article whose own id is another one's."""
    url = canonical_url(article.url) if article.url else None
    return digest(url or article.origin, article.id)


def is_gone(origin: str) -> bool:
    """Whether an origin is the path of a file that is no longer there."""
    path = Path(origin)
    return path.is_absolute() and "!/" not in origin and not path.exists()


def _is_coincidence(article: Article, known: Article) -> bool:
    """Whether two articles happen to bear one id that means nothing outside of its input."""
    return (
        _LOCAL_ID.fullmatch(article.id) is not None
        and article.origin != known.origin
        and article.title.casefold() != known.title.casefold()
        and common(article.body, known.body) < IN_COMMON
    )


def _put_passages(db: Connection, number: int, passages: Iterable[Passage]) -> None:
    db.execute("DELETE FROM passages WHERE article = ?", [number])
    db.executemany(
        "INSERT INTO passages VALUES (?, ?, ?, ?)",
        ((number, p.ordinal, p.start, p.end) for p in passages),
    )


def _put_bands(db: Connection, number: int, bands: Iterable[bytes]) -> None:
    db.execute("DELETE FROM bands WHERE article = ?", [number])
    db.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", ((band, number) for band in bands))


def _put_leads(db: Connection, leads: Iterable[tuple[str, str]]) -> None:
    """Point articles to the leads of their stories; pairs of ids."""
    db.executemany(
        "UPDATE articles SET lead = (SELECT number FROM articles WHERE id = ?) WHERE id = ?",
        ((lead, article_id) for article_id, lead in leads),
    )


def _set_meta(db: Connection, values: dict[str, str]) -> None:
    db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())


def _raise_generation(db: Connection) -> None:
    db.execute(
        "INSERT INTO meta VALUES ('generation', '1') "
        "ON CONFLICT DO UPDATE SET value = CAST(value AS INTEGER) + 1"
    )
