"""The SQLite file of a corpus: opening it, reading rows, transactions."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

from corpus.errors import CorpusError
from corpus.tables import SCHEMA, TABLES, UPGRADES


class Database:
    """One connection. Safe to use from several threads and beside other processes."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`, or make one with empty tables there.

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
        if self.rows("PRAGMA user_version") == [(SCHEMA,)]:
            return
        with self.writing() as db:
            found = db.execute("PRAGMA user_version").fetchone()[0]
            steps = [TABLES] if found == 0 else list(map(UPGRADES.get, range(found, SCHEMA)))
            if found > SCHEMA or None in steps:
                raise CorpusError(
                    f"{path} has the format {found} and this program reads {SCHEMA}: "
                    "open it with the version of Dateline that made it, or ingest into a new corpus"
                )
            for step in filter(None, steps):
                for statement in step.split(";\n"):
                    db.execute(statement)
            db.execute(f"PRAGMA user_version = {SCHEMA}")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it or nothing."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self._lock:
            return self._db.execute(query, values).fetchall()

    def checkpoint(self) -> None:
        """Move what was written from the log to the file, as far as no reader needs it there."""
        with self._lock:
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def vacuum(self) -> None:
        """Give the room of deleted rows back to the disk."""
        with self._lock:
            self._db.execute("VACUUM")
        self.checkpoint()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()
