"""The catalog: articles, their versions and passages in SQLite. It is the truth of a corpus."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any

from corpus.article import Article, Passage
from corpus.errors import CorpusError
from corpus.filter import Filter
from corpus.identity import canonical_url
from corpus.tables import ARTICLE, SCHEMA, TABLES, article_of, put_article, where


@dataclass(frozen=True, slots=True)
class Version:
    """One stored state of an article's text."""

    version: str
    added: datetime
    title: str
    current: bool


class Catalog:
    """The tables of one corpus. Safe to use from several threads and beside other processes."""

    def __init__(self, path: Path) -> None:
        """Open the catalog at `path`, or make an empty one there.

        Raises:
            CorpusError: when the file is not a catalog, or one of another program version.
        """
        self._lock = RLock()
        try:
            self._db = sqlite3.connect(
                path, isolation_level=None, check_same_thread=False, timeout=30
            )
        except sqlite3.Error as error:
            raise CorpusError(f"{path} cannot be opened: {error}") from error
        try:
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute("PRAGMA foreign_keys = ON")
            self._prepare(path)
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise CorpusError(
                f"{path} cannot be read as a catalog ({error}): "
                "put a copy of it back, or ingest into another directory"
            ) from error
        except CorpusError:
            self._db.close()
            raise

    def _prepare(self, path: Path) -> None:
        with self._writing() as db:
            found = db.execute("PRAGMA user_version").fetchone()[0]
            if found == 0:
                for statement in TABLES.split(";\n"):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {SCHEMA}")
            elif found != SCHEMA:
                raise CorpusError(
                    f"{path} has the format {found} and this program reads {SCHEMA}: "
                    "open it with the version of Dateline that made it, or ingest into a new corpus"
                )

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it or nothing."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._db.execute(query, values).fetchall()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

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
        """The article with that id or web address, in its current or the given version."""
        which = "a.version" if version is None else "?"
        rows = self._rows(
            f"{ARTICLE} WHERE v.version = {which} AND a.number = "
            "(SELECT number FROM articles WHERE id = ? OR canonical_url = ?"
            " ORDER BY id = ? DESC LIMIT 1)",
            [
                *([] if version is None else [version]),
                reference,
                canonical_url(reference),
                reference,
            ],
        )
        return article_of(rows[0]) if rows else None

    def articles(self, chosen: Filter, *, limit: int | None = None) -> list[Article]:
        """The articles that the filter lets through, newest first, undated ones last."""
        condition, values = where(chosen)
        rows = self._rows(
            f"{ARTICLE} AND v.version = a.version WHERE {condition} "
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

    def eligible(self, ids: Sequence[str], chosen: Filter) -> dict[str, int | None]:
        """Those of the passage ids that are current and that the filter lets through.

        Each with the publication time of its article, in seconds since 1970, or None.
        """
        condition, values = where(chosen)
        found: dict[str, int | None] = {}
        for first in range(0, len(ids), 500):
            keys = list(map(_key, ids[first : first + 500]))
            marks = ",".join(["(?, ?, ?)"] * len(keys))
            rows = self._rows(
                f"WITH wanted (id, version, ordinal) AS (VALUES {marks}) "
                "SELECT w.id || '@' || w.version || '#' || w.ordinal, a.published_at FROM wanted w "
                "JOIN articles a ON a.id = w.id AND a.version = w.version "
                "JOIN passages p ON p.article = a.number AND p.ordinal = w.ordinal "
                f"WHERE {condition}",
                [*(value for key in keys for value in key), *values],
            )
            found.update(rows)
        return found

    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Article, Passage]]:
        """The passages with these ids that are current, each with its article."""
        found: dict[str, tuple[Article, Passage]] = {}
        articles: dict[str, Article | None] = {}
        for passage_id in ids:
            article_id, version, ordinal = _key(passage_id)
            if article_id not in articles:
                articles[article_id] = self.article(article_id, version)
            article = articles[article_id]
            rows = self._rows(
                "SELECT p.start, p.end FROM passages p JOIN articles a ON a.number = p.article "
                "WHERE a.id = ? AND a.version = ? AND p.ordinal = ?",
                [article_id, version, ordinal],
            )
            if article is not None and rows:
                start, end = rows[0]
                text = article.body[start:end]
                passage = Passage(article_id, version, ordinal, start, end, text)
                found[passage_id] = (article, passage)
        return found

    def count_passages(self, chosen: Filter) -> int:
        """How many passages the filter lets through."""
        condition, values = where(chosen)
        rows = self._rows(
            "SELECT count(*) FROM passages p JOIN articles a ON a.number = p.article "
            f"WHERE {condition}",
            values,
        )
        return int(rows[0][0])

    def passage_ids(self, chosen: Filter) -> list[str]:
        """The ids of the passages that the filter lets through."""
        condition, values = where(chosen)
        rows = self._rows(
            "SELECT a.id || '@' || a.version || '#' || p.ordinal FROM passages p "
            f"JOIN articles a ON a.number = p.article WHERE {condition}",
            values,
        )
        return [row[0] for row in rows]

    def outlets(self) -> list[tuple[str | None, int]]:
        """The outlets with their number of articles, most first; unnamed ones by their host."""
        return self._rows(
            "SELECT coalesce(source, host) AS name, count(*) FROM articles "
            "GROUP BY name ORDER BY 2 DESC, 1"
        )

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

        An id that a stored article with another URL bears is another article's.
        """
        url = canonical_url(article.url) if article.url else None
        if url is not None:
            rows = self._rows("SELECT id FROM articles WHERE canonical_url = ?", [url])
            if rows:
                return self.article(rows[0][0])
        rows = self._rows("SELECT canonical_url FROM articles WHERE id = ?", [article.id])
        if not rows or (url is not None and rows[0][0] is not None):
            return None
        return self.article(article.id)

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

    def put(self, articles: Iterable[tuple[Article, Sequence[Passage]]]) -> None:
        """Make these versions current, with their passages; all of them or none."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._writing() as db:
            for article, passages in articles:
                number = put_article(db, article)
                spans = json.dumps([list(span) for span in article.headings])
                db.execute(
                    "INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?) "
                    "ON CONFLICT DO UPDATE SET headings = excluded.headings",
                    [number, article.version, now, article.title, article.body, spans],
                )
                db.execute("DELETE FROM passages WHERE article = ?", [number])
                db.executemany(
                    "INSERT INTO passages VALUES (?, ?, ?, ?)",
                    ((number, p.ordinal, p.start, p.end) for p in passages),
                )
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
                    "DELETE FROM origins WHERE origin IN (SELECT s.origin FROM sightings s "
                    "JOIN articles a ON a.number = s.article WHERE a.id = ?)",
                    [article_id],
                )
                db.execute("DELETE FROM articles WHERE id = ?", [article_id])
            _raise_generation(db)

    def switch_indexes(
        self, passages: Iterable[tuple[str, Sequence[Passage]]], **meta: str
    ) -> None:
        """Replace all passages (by article id) and the facts about the indexes, at once."""
        with self._writing() as db:
            db.execute("DELETE FROM passages")
            for article_id, spans in passages:
                db.executemany(
                    "INSERT INTO passages SELECT number, ?, ?, ? FROM articles WHERE id = ?",
                    ((p.ordinal, p.start, p.end, article_id) for p in spans),
                )
            db.execute("DELETE FROM pending")
            _set_meta(db, meta)
            _raise_generation(db)

    # Inputs

    def origin(self, origin: str) -> tuple[str, int] | None:
        """The digest of an input when it was last read to its end, and how many articles it had."""
        rows = self._rows("SELECT digest, articles FROM origins WHERE origin = ?", [origin])
        return rows[0] if rows else None

    def was_sighted(self, origin: str, record: str) -> bool:
        """Whether an input held this very record when it was last read to its end."""
        query = "SELECT 1 FROM sightings WHERE origin = ? AND record = ?"
        return bool(self._rows(query, [origin, record]))

    def set_origin(
        self, origin: str, digest: str, count: int, records: Iterable[tuple[str, str]]
    ) -> None:
        """Note that an input was read to its end: its digest, and (article id, record) pairs."""
        with self._writing() as db:
            db.execute("DELETE FROM origins WHERE origin = ?", [origin])
            db.execute("INSERT INTO origins VALUES (?, ?, ?)", [origin, digest, count])
            db.executemany(
                "INSERT OR IGNORE INTO sightings SELECT ?, ?, number FROM articles WHERE id = ?",
                ((origin, record, article_id) for article_id, record in records),
            )


def _key(passage_id: str) -> tuple[str, str, int]:
    """Article id, version and ordinal of a passage id."""
    article_id, _, rest = passage_id.rpartition("@")
    version, _, ordinal = rest.partition("#")
    return article_id, version, int(ordinal)


def _set_meta(db: sqlite3.Connection, values: dict[str, str]) -> None:
    db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())


def _raise_generation(db: sqlite3.Connection) -> None:
    db.execute(
        "INSERT INTO meta VALUES ('generation', '1') "
        "ON CONFLICT DO UPDATE SET value = CAST(value AS INTEGER) + 1"
    )
