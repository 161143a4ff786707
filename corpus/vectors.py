"""The vector store: passage id and embedding in Chroma, and nothing else."""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock, RLock

import chromadb
import numpy as np
from chromadb.api.collection_configuration import CreateHNSWConfiguration
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings, System
from numpy.typing import NDArray

_BATCH = 2000
_HNSW = CreateHNSWConfiguration(
    space="cosine", max_neighbors=16, ef_construction=100, ef_search=150
)
_OPENING = Lock()
"""Chroma's table of systems is one for the whole process."""


class Vectors:
    """The embeddings of the passages in one directory. Safe to use from several threads."""

    def __init__(self, directory: Path) -> None:
        """Open the store in `directory`, or make an empty one there."""
        self._directory = directory
        self._lock = RLock()
        self._open()

    def _open(self) -> None:
        # Chroma hands every client of one path in a process the same system, which never sees
        # what other processes write. Each store here gets a system of its own instead.
        path = str(self._directory)
        with _OPENING:
            SharedSystemClient._identifier_to_system.pop(path, None)  # noqa: SLF001
            client = chromadb.PersistentClient(path, Settings(anonymized_telemetry=False))
            found = SharedSystemClient._identifier_to_system.pop(path)  # noqa: SLF001
        self._system: System | None = found
        self._collection = client.get_or_create_collection(
            "passages", embedding_function=None, configuration={"hnsw": _HNSW}
        )

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

    def query(
        self, embedding: NDArray[np.float32], count: int, *, among: Sequence[str] | None = None
    ) -> dict[str, float]:
        """The at most `count` nearest passages with their cosine, nearest first.

        With `among`, only these ids are considered.
        """
        with self._lock:
            count = min(count, self._collection.count() if among is None else len(among))
            if count == 0:
                return {}
            found = self._collection.query(
                query_embeddings=embedding.reshape(1, -1),
                ids=None if among is None else list(among),
                n_results=count,
                include=["distances"],
            )
        distances = (found["distances"] or [[]])[0]
        return {one: 1 - float(far) for one, far in zip(found["ids"][0], distances, strict=True)}

    def ids(self) -> set[str]:
        """All stored ids."""
        with self._lock:
            return set(self._collection.get(include=[])["ids"])

    def close(self) -> None:
        """Release the files and the memory; closing twice is no error."""
        with self._lock:
            if self._system is not None:
                self._system.stop()
                self._system = None
