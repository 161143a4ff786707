"""The vector store: passage id and embedding in Chroma, and nothing else."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock, RLock

import chromadb
import numpy as np
from chromadb import Collection
from chromadb.api.collection_configuration import CreateHNSWConfiguration
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings, System
from numpy.typing import NDArray

_BATCH = 2000
_HNSW = CreateHNSWConfiguration(
    space="cosine", max_neighbors=16, ef_construction=100, ef_search=150
)
_SYNCED = 1000
"""So many changes Chroma gathers before it writes its index, which has 100 places at first."""

_LENGTH_BYTES = 4
"""What each place of the index takes in the file `length.bin`."""

_OPENING = Lock()
"""Chroma's table of systems is one for the whole process."""


class Vectors:
    """The embeddings of the passages in one directory. Safe to use from several threads."""

    def __init__(self, directory: Path) -> None:
        """Open the store in `directory`, or make an empty one there."""
        self._directory = directory
        self._lock = RLock()
        self._system: System | None
        self._open()

    def _open(self) -> None:
        if not self._directory.exists():
            _make(self._directory)
        self._system, self._collection = _connect(self._directory)

    def reload(self) -> None:
        """See what other processes have written since this store was opened."""
        with self._lock:
            self.close()
            self._open()

    def upsert(self, ids: Sequence[str], embeddings: NDArray[np.float32]) -> None:
        """Store the embeddings (one row of unit length an id), replacing those of known ids."""
        with self._lock:
            for first in range(0, len(ids), _BATCH):
                rows = slice(first, first + _BATCH)
                self._collection.upsert(ids=list(ids[rows]), embeddings=embeddings[rows])

    def delete(self, ids: Sequence[str]) -> None:
        """Forget these ids; unknown ones are no error."""
        with self._lock:
            for first in range(0, len(ids), _BATCH):
                self._collection.delete(ids=list(ids[first : first + _BATCH]))

    def query(self, embedding: NDArray[np.float32], count: int) -> dict[str, float]:
        """The at most `count` nearest passages with their cosine, nearest first."""
        with self._lock:
            found = self._collection.query(
                query_embeddings=embedding.reshape(1, -1), n_results=count, include=["distances"]
            )
        distances = (found["distances"] or [[]])[0]
        return {one: 1 - float(far) for one, far in zip(found["ids"][0], distances, strict=True)}

    def ids(self) -> set[str]:
        """All stored ids."""
        with self._lock:
            return set(self._collection.get(include=[])["ids"])

    def embeddings(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The embeddings of those of the ids that are stored, so that none is made twice."""
        found: dict[str, NDArray[np.float32]] = {}
        with self._lock:
            for first in range(0, len(ids), _BATCH):
                rows = self._collection.get(
                    ids=list(ids[first : first + _BATCH]), include=["embeddings"]
                )
                kept = np.asarray(rows["embeddings"], dtype=np.float32)
                found.update(zip(rows["ids"], kept, strict=True))
        return found

    def waste(self) -> float:
        """The share of the index, from 0 to 1, that embeddings take which are no longer stored.

        Chroma's HNSW index marks what is deleted or replaced and never uses its place again.
        """
        with self._lock:
            files = self._directory.glob("*/length.bin")
            places = sum(path.stat().st_size for path in files) // _LENGTH_BYTES
            stored = self._collection.count()
        return max(0.0, 1 - stored / places) if places >= _SYNCED else 0.0

    def close(self) -> None:
        """Release the files and the memory; closing twice is no error."""
        with self._lock:
            if self._system is not None:
                self._system.stop()
                self._system = None


def _connect(directory: Path) -> tuple[System, Collection]:
    # Chroma hands every client of one path in a process the same system, which never sees
    # what other processes write. Each store here gets a system of its own instead.
    path = str(directory)
    with _OPENING:
        SharedSystemClient._identifier_to_system.pop(path, None)  # noqa: SLF001
        client = chromadb.PersistentClient(path, Settings(anonymized_telemetry=False))
        system = SharedSystemClient._identifier_to_system.pop(path)  # noqa: SLF001
    collection = client.get_or_create_collection(
        "passages", embedding_function=None, configuration={"hnsw": _HNSW}
    )
    return system, collection


def _make(directory: Path) -> None:
    """Make an empty store, which is seen by other processes when it is complete.

    Chroma queues embeddings in its database until the index has them, and keeps the emptied
    pages, which of a small corpus are half of its size. The database is told to give them back
    at once, which has to be before its first table.
    """
    directory.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=directory.parent) as scratch:
        new = Path(scratch) / "new"
        new.mkdir()
        with closing(sqlite3.connect(new / "chroma.sqlite3")) as database:
            database.execute("PRAGMA auto_vacuum = FULL")
            database.execute("VACUUM")
        system, _ = _connect(new)
        system.stop()
        with suppress(OSError):  # another process was faster
            new.rename(directory)
