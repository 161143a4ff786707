"""What the catalog remembers of inputs: which were read, what of them failed, where to look again.

An input is a file, or an address that something was fetched from. Names of files that are no text
(PEP 383) are stored as their bytes.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from corpus.database import Database


class Failed(NamedTuple):
    """Something of an input that could not be read when it was read last."""

    input: str
    where: str
    reason: str
    at: datetime

    def to_dict(self) -> dict[str, Any]:
        """The failure as JSON values."""
        shown = self.input.encode("utf-8", "replace").decode()
        return {**self._asdict(), "input": shown, "at": self.at.isoformat()}


class Source(NamedTuple):
    """A folder, file or address that is read again at every refresh.

    `limit` is the most articles that one refresh takes from an address.
    """

    address: str
    added: datetime
    limit: int | None

    def to_dict(self) -> dict[str, Any]:
        """The source as JSON values."""
        return {**self._asdict(), "added": self.added.isoformat()}


class Fetch(NamedTuple):
    """What tells whether an address has changed since it was fetched (RFC 9110, section 8.8)."""

    etag: str | None
    modified: str | None


class Inputs:
    """The tables about inputs."""

    def __init__(self, database: Database) -> None:
        """Use the tables of an opened database."""
        self._database = database

    def read(self, name: str) -> tuple[str, int] | None:
        """The digest of an input when it was last read to its end, and how many articles it had."""
        rows = self._database.rows("SELECT digest, articles FROM inputs WHERE name = ?", [name])
        return rows[0] if rows else None

    def sighted(self, name: str, record: str) -> str | None:
        """The id of the article that this very record was, if the input held it when last read."""
        rows = self._database.rows(
            "SELECT a.id FROM sightings s JOIN articles a ON a.number = s.article "
            "WHERE s.input = ? AND s.record = ?",
            [name, record],
        )
        return str(rows[0][0]) if rows else None

    def set_read(
        self,
        name: str,
        digest: str,
        records: Sequence[tuple[str, str]],
        failures: Iterable[tuple[str, str]],
    ) -> None:
        """Note that an input was read to its end.

        `digest` is that of its bytes, `records` are pairs of article id and record, `failures` of
        place and reason. Where there is neither digest nor record, nothing came of reading it: it
        is to be read again, and what it held before is still known.
        """
        with self._database.writing() as db:
            stored = _stored(name)
            if digest or records:
                db.execute("DELETE FROM inputs WHERE name = ?", [stored])
                db.execute("INSERT INTO inputs VALUES (?, ?, ?)", [stored, digest, len(records)])
                db.executemany(
                    "INSERT OR IGNORE INTO sightings "
                    "SELECT ?, ?, number FROM articles WHERE id = ?",
                    ((stored, record, article_id) for article_id, record in records),
                )
            else:
                db.execute("UPDATE inputs SET digest = '' WHERE name = ?", [stored])
            db.execute("DELETE FROM failures WHERE input = ?", [stored])
            now = datetime.now(UTC).isoformat(timespec="seconds")
            db.executemany(
                "INSERT INTO failures VALUES (?, ?, ?, ?)",
                ((stored, where, reason, now) for where, reason in failures),
            )

    def forget_failures(self, names: Iterable[str]) -> None:
        """Forget what failed of these inputs, as of those that are gone for good."""
        with self._database.writing() as db:
            stored = ((_stored(name),) for name in names)
            db.executemany("DELETE FROM failures WHERE input = ?", stored)

    def failures(self) -> list[Failed]:
        """Everything that could not be read when its input was read last, oldest first."""
        rows = self._database.rows("SELECT input, place, reason, at FROM failures ORDER BY rowid")
        return [Failed(_named(r[0]), r[1], r[2], datetime.fromisoformat(r[3])) for r in rows]

    # What was fetched, and from where

    def fetched(self, url: str) -> Fetch | None:
        """What was said of an address when it was fetched last; None when nothing ever came of it.

        What was read from it with a failure is to be read again: there is nothing to compare.
        """
        query = "SELECT etag, modified FROM fetches WHERE url = ?"
        rows = self._database.rows(query, [url])
        if rows:
            return Fetch(*rows[0])
        known = self.read(url)
        return Fetch(None, None) if known is not None and known[1] else None

    def set_fetched(self, url: str, fetch: Fetch) -> None:
        """Remember what was said of an address whose articles are in: nothing of it fails now."""
        with self._database.writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO fetches (url, etag, modified) VALUES (?, ?, ?)",
                [url, fetch.etag, fetch.modified],
            )
            db.execute("DELETE FROM failures WHERE input = ?", [url])

    def sources(self) -> list[Source]:
        """What is read again at every refresh, in the order in which it was added."""
        rows = self._database.rows("SELECT address, added, most FROM sources ORDER BY rowid")
        return [Source(r[0], datetime.fromisoformat(r[1]), r[2]) for r in rows]

    def add_source(self, address: str, limit: int | None) -> bool:
        """Remember a source; False when it was known, and only its limit may have changed."""
        with self._database.writing() as db:
            known = db.execute("SELECT 1 FROM sources WHERE address = ?", [address]).fetchone()
            now = datetime.now(UTC).isoformat(timespec="seconds")
            db.execute(
                "INSERT INTO sources VALUES (?, ?, ?) "
                "ON CONFLICT DO UPDATE SET most = excluded.most",
                [address, now, limit],
            )
        return known is None

    def remove_source(self, address: str) -> bool:
        """Forget a source, not its articles; False when there was none."""
        with self._database.writing() as db:
            return db.execute("DELETE FROM sources WHERE address = ?", [address]).rowcount > 0


def _stored(name: str) -> str | bytes:
    try:
        name.encode()
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogatepass")
    return name


def _named(stored: str | bytes) -> str:
    return stored if isinstance(stored, str) else stored.decode("utf-8", "surrogatepass")
