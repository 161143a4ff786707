"""Hybrid retrieval: dense and lexical rankings, fused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article, Passage
from corpus.catalog import Catalog
from corpus.filter import Filter
from corpus.indexes import Indexes
from corpus.vectors import Vectors

DEPTH = 100
"""How many passages each of the two rankings contributes."""

RRF_K = 60
DENSE_WEIGHT = 0.5
RECENCY_HALF_LIFE_DAYS = 21.0

_FEW = 2000
_DAY = 86400


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with the reasons it was retrieved.

    The ranks count from 1 and are None where that ranking did not hold the passage; so is
    `similarity`, the cosine between the embeddings of passage and question. `score` is
    comparable within one search only. `also` are the articles that carry the same text.
    """

    article: Article
    passage: Passage
    score: float
    dense_rank: int | None
    lexical_rank: int | None
    similarity: float | None
    also: tuple[Article, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The hit as JSON values."""
        return {
            "article": self.article.to_dict(),
            "passage": self.passage.to_dict(),
            "score": self.score,
            "dense_rank": self.dense_rank,
            "lexical_rank": self.lexical_rank,
            "similarity": self.similarity,
            "also": [article.to_dict(body=False) for article in self.also],
        }


class Fused(NamedTuple):
    """An id with its fused score and its rank in each ranking."""

    id: str
    score: float
    dense_rank: int | None
    lexical_rank: int | None


def fuse(dense: Sequence[str], lexical: Sequence[str]) -> list[Fused]:
    """Reciprocal rank fusion of two rankings of ids, best first; the dense one weighs half.

    A rank r adds weight / (60 + r) to an id's score (Cormack, Clarke and Buettcher, SIGIR
    2009). Equal scores keep the lexical order, so that the result does not vary.
    """
    dense_ranks = {passage_id: rank for rank, passage_id in enumerate(dense, 1)}
    lexical_ranks = {passage_id: rank for rank, passage_id in enumerate(lexical, 1)}
    fused = []
    for passage_id in dict.fromkeys((*lexical, *dense)):
        in_dense, in_lexical = dense_ranks.get(passage_id), lexical_ranks.get(passage_id)
        score = (DENSE_WEIGHT / (RRF_K + in_dense) if in_dense else 0.0) + (
            1 / (RRF_K + in_lexical) if in_lexical else 0.0
        )
        fused.append(Fused(passage_id, score, in_dense, in_lexical))
    return sorted(fused, key=lambda one: -one.score)


def recency(published: int | None, as_of: datetime | None) -> float:
    """The factor by which nearness to a day raises a score: 2 on that day, towards 1 far from it.

    It halves its effect every `RECENCY_HALF_LIFE_DAYS`. Without a day, or for an article
    without a date, it is 1. `published` is in seconds since 1970, UTC.
    """
    if as_of is None or published is None:
        return 1.0
    days = abs(as_of.timestamp() - published) / _DAY
    return float(1 + 0.5 ** (days / RECENCY_HALF_LIFE_DAYS))


def hybrid_search(
    catalog: Catalog,
    indexes: Indexes,
    *,
    text: str,
    embedding: NDArray[np.float32],
    count: int,
    chosen: Filter,
    as_of: datetime | None = None,
) -> tuple[Hit, ...]:
    """The best `count` current passages for a text and its embedding, best first."""
    depth = max(DEPTH, count)
    by_meaning = _nearest(catalog, indexes.vectors, embedding, depth, chosen)
    by_words = indexes.lexical.query(
        text, depth, since=chosen.since_seconds, until=chosen.until_seconds, outlets=chosen.outlets
    )
    fused = fuse(list(by_meaning), by_words)
    times = catalog.places.eligible([one.id for one in fused], chosen)
    ranked = sorted(
        (
            one._replace(score=one.score * recency(times[one.id], as_of))
            for one in fused
            if one.id in times
        ),
        key=lambda one: -one.score,
    )[: 2 * count]
    found = catalog.places.passages([one.id for one in ranked], chosen)
    hits = (
        Hit(
            article,
            passage,
            one.score,
            one.dense_rank,
            one.lexical_rank,
            by_meaning.get(one.id),
            also,
        )
        for one in ranked
        if one.id in found
        for article, passage, also in [found[one.id]]
    )
    return tuple(islice(hits, count))


def _nearest(
    catalog: Catalog,
    vectors: Vectors,
    embedding: NDArray[np.float32],
    depth: int,
    chosen: Filter,
) -> dict[str, float]:
    """The nearest passages, with their cosine, that the filter lets through.

    The vector store knows nothing of dates and outlets: few eligible passages are named to it,
    and among many, enough are asked for that `depth` of them should be left.
    """
    if not chosen:
        return vectors.query(embedding, depth)
    eligible = catalog.places.count_passages(chosen)
    if eligible <= _FEW:
        return vectors.query(embedding, depth, among=catalog.places.passage_ids(chosen))
    total = catalog.places.count_passages(Filter())
    wanted = depth * total // eligible
    while True:
        nearest = vectors.query(embedding, wanted)
        passing = catalog.places.eligible(list(nearest), chosen)
        if len(passing) >= depth or wanted >= total:
            kept = [(one, cosine) for one, cosine in nearest.items() if one in passing]
            return dict(kept[:depth])
        wanted *= 2
