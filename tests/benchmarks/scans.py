"""Searches by embedding that know dates and outlets: an exact scan, and Chroma's own filter."""

import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import chromadb
import numpy as np
from chromadb.config import Settings
from numpy.typing import NDArray

from corpus import Filter
from corpus.article import outlet_name

from .archive import Archive, say

if TYPE_CHECKING:
    from chromadb import Collection

COUNT = 20
"""How many passages each finds."""

_BATCH = 2000
_DONE = "complete"
_UNDATED = -(2**62)
Matrix = NDArray[np.float32]


class Passages(NamedTuple):
    """Passages in rows: ids, embeddings, and when (seconds since 1970) and where each was printed.

    That is said of the article that leads a story; its copies do not count here.
    """

    ids: Sequence[str]
    embeddings: Matrix
    published: NDArray[np.int64]
    outlets: NDArray[np.str_]


def passages_of(archive: Archive, folder: Path) -> Passages:
    """All passages of an archive; the embeddings are kept in a file of the folder."""
    ids = [one.id for one in archive.passages]
    articles = {one.id: one for one in archive.articles}
    printed = [articles[one.article_id] for one in archive.passages]
    return Passages(
        ids,
        _embeddings(archive, ids, folder / "embeddings.npy"),
        np.array(
            [int(one.published.timestamp()) if one.published else _UNDATED for one in printed]
        ),
        np.array([outlet_name(one.outlet or "") for one in printed]),
    )


def _embeddings(archive: Archive, ids: Sequence[str], path: Path) -> Matrix:
    with suppress(FileNotFoundError):
        stored: Matrix = np.load(path)
        return stored
    found = archive.indexes.vectors.embeddings(ids)
    rows = np.stack([found[one] for one in ids])
    np.save(path, rows)
    return rows


class Scan:
    """The exact search: all embeddings are compared, and those left out that do not pass."""

    def __init__(self, passages: Passages) -> None:
        """Search these passages."""
        self._passages = passages

    def query(self, embedding: Matrix, chosen: Filter) -> NDArray[np.float32]:
        """The cosines of the nearest passages that the filter lets through, nearest first."""
        scores = self._passages.embeddings @ embedding
        passing = np.ones(len(scores), dtype=bool)
        if chosen.since_seconds is not None:
            passing &= self._passages.published >= chosen.since_seconds
        if chosen.until_seconds is not None:
            passing &= self._passages.published <= chosen.until_seconds
        if chosen.outlets:
            passing &= np.isin(self._passages.outlets, chosen.outlets)
        scores = scores[passing]
        if len(scores) > COUNT:
            scores = scores[np.argpartition(-scores, COUNT)[:COUNT]]
        return np.sort(scores)[::-1]


class Where:
    """Chroma's own filter: dates and outlets are metadata of its collection."""

    def __init__(self, passages: Passages, vectors: Path, folder: Path) -> None:
        """Open the collection in the folder, made there of a corpus's vectors if need be."""
        made = (folder / _DONE).exists()
        if not made:
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(vectors, folder)
        # A client can be closed, which the type of the function that makes one does not say.
        self._client: Any = chromadb.PersistentClient(
            str(folder), Settings(anonymized_telemetry=False)
        )
        self._collection: Collection = self._client.get_collection(
            "passages", embedding_function=None
        )
        if not made:
            say(f"adding dates and outlets to a collection of {len(passages.ids):,} passages")
            self._tell(passages)
            (folder / _DONE).touch()

    def _tell(self, passages: Passages) -> None:
        facts: list[Any] = [
            {"published": int(published), "outlet": str(outlet)}
            for published, outlet in zip(passages.published, passages.outlets, strict=True)
        ]
        for first in range(0, len(passages.ids), _BATCH):
            rows = slice(first, first + _BATCH)
            self._collection.update(ids=list(passages.ids[rows]), metadatas=facts[rows])

    def query(self, embedding: Matrix, chosen: Filter) -> int:
        """How many passages were found near to the embedding that the filter lets through."""
        conditions: list[Any] = []
        if chosen.since_seconds is not None:
            conditions.append({"published": {"$gte": chosen.since_seconds}})
        if chosen.until_seconds is not None:
            conditions.append({"published": {"$lte": chosen.until_seconds}})
        conditions.extend({"outlet": one} for one in chosen.outlets)
        where: Any = {"$and": conditions} if len(conditions) > 1 else next(iter(conditions), None)
        found = self._collection.query(
            query_embeddings=embedding.reshape(1, -1),
            n_results=COUNT,
            where=where,
            include=["distances"],
        )
        return len(found["ids"][0])

    def close(self) -> None:
        """Release files and memory."""
        self._client.close()
