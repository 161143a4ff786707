"""Hybrid retrieval: passages found by meaning and by words, weighed, and kept apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from corpus.article import Article, Passage
from corpus.candidates import DEPTH, candidates
from corpus.catalog import Catalog
from corpus.embedding import Embedder
from corpus.indexes import Indexes
from corpus.query import Query
from corpus.ranking import Ranked, rank


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with the reasons it was retrieved.

    The ranks count from 1 and are None where that ranking did not hold the passage.
    `similarity` is the cosine between the embeddings of passage and question. `score` is
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


def hybrid_search(
    catalog: Catalog, indexes: Indexes, embedder: Embedder, query: Query, count: int
) -> tuple[Hit, ...]:
    """The best `count` current passages for a query, best first.

    Of a comparison, the best for each part take turns.
    """
    if query.parts:
        lists = [hybrid_search(catalog, indexes, embedder, part, count) for part in query.parts]
        turns = [hit for turn in zip_longest(*lists) for hit in turn if hit is not None]
        return tuple({hit.passage.id: hit for hit in reversed(turns)}.values())[::-1][:count]
    found = candidates(catalog.places, indexes, embedder, query, max(DEPTH, count))
    ranked = rank(found, query, 2 * count)
    hits: list[Hit] = []
    # A copy that a filter lets through may lack a passage; then those after it take its place.
    for part in (ranked[:count], ranked[count:]):
        if len(hits) < count:
            hits.extend(_hits(catalog, part, query))
    return tuple(hits[:count])


def _hits(catalog: Catalog, ranked: Sequence[Ranked], query: Query) -> Iterator[Hit]:
    shown = catalog.places.passages([one.candidate.id for one in ranked], query.chosen)
    for candidate, score in ranked:
        if candidate.id in shown:
            article, passage, also = shown[candidate.id]
            ranks = (candidate.dense_rank, candidate.lexical_rank)
            yield Hit(article, passage, score, *ranks, candidate.similarity, also)
