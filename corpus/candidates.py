"""The passages that may be hits: found by meaning, by words, and in the time that is meant."""

from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.filter import Filter
from corpus.indexes import Indexes
from corpus.places import Places
from corpus.query import Query

DEPTH = 100
"""How many passages each ranking contributes."""

_FEW = 300
_WIDE, _WIDEST = 4, 6
_NEW = timedelta(days=60)
"""Where new articles are preferred, those of so many days are searched by themselves, too."""
_TOLERANCE = timedelta(days=1)
"""By how much a publication time may be off: a date is that of some time zone."""


class Candidate(NamedTuple):
    """A passage with what speaks for it.

    The ranks count from 1. `similarity` is the cosine between passage and question, `text` and
    `headline` are the BM25 scores of both. `published` is in seconds since 1970, UTC; `named`
    says that the passage names the time that the question names, `quoted` that it holds one of the
    phrases.
    """

    id: str
    published: int | None
    dense_rank: int | None
    lexical_rank: int | None
    similarity: float
    text: float
    headline: float
    named: bool
    quoted: bool
    embedding: NDArray[np.float32]


def candidates(
    places: Places, indexes: Indexes, query: Query, embedding: NDArray[np.float32], depth: int
) -> list[Candidate]:
    """The current passages that may be hits, each once, in no order that means anything.

    They are the `depth` best of both rankings, and as many of the time that the question names,
    or of the newest where those are preferred.
    """
    near = _near(indexes, query.chosen, embedding, depth)
    lexical = list(indexes.lexical.query(query.text, depth, query.chosen, query.phrases))
    if query.phrases and not lexical:  # a quote from memory
        lexical = list(indexes.lexical.query(query.text, depth, query.chosen))
    meant = _meant(query)
    if meant is not None:
        in_time = indexes.lexical.query(query.text, depth, meant)
        near = [*near[:depth], *_passing(places, near[depth:], meant)]
        wanted = dict.fromkeys((*lexical, *in_time, *near))
    else:
        wanted = dict.fromkeys((*lexical, *near[:depth]))
    times = places.eligible(list(wanted), query.chosen)
    ids = list(times)
    vectors = indexes.vectors.embeddings(ids)
    text, headline = (
        indexes.lexical.scores(query.text, ids, field) for field in ("text", "headline")
    )
    mentions = query.period.mentions if query.period is not None else ()
    named = indexes.lexical.holding(mentions, ids)
    quoted = indexes.lexical.holding(query.phrases, ids)
    dense_ranks = {one: rank for rank, one in enumerate(near[:depth], 1)}
    lexical_ranks = {one: rank for rank, one in enumerate(lexical, 1)}
    return [
        Candidate(
            one,
            times[one],
            dense_ranks.get(one),
            lexical_ranks.get(one),
            float(vectors[one] @ embedding),
            text.get(one, 0.0),
            headline.get(one, 0.0),
            one in named,
            one in quoted,
            vectors[one],
        )
        for one in ids
        if one in vectors
    ]


def _near(
    indexes: Indexes, chosen: Filter, embedding: NDArray[np.float32], depth: int
) -> list[str]:
    """The nearest passages that the filter lets through, nearest first, at least `depth` if it can.

    The vector store knows nothing of dates and outlets. Few eligible passages are all compared;
    among many, so many are asked for that some remain, and what is found by words is compared
    with the question anyway.
    """
    if not chosen:
        return list(indexes.vectors.query(embedding, _WIDE * depth))
    eligible, ids = indexes.lexical.passing(chosen, _FEW)
    if eligible <= _FEW:
        vectors = indexes.vectors.embeddings(ids)
        return sorted(vectors, key=lambda one: -float(vectors[one] @ embedding))
    nearest = indexes.vectors.query(embedding, _WIDEST * depth)
    passing = indexes.lexical.among(list(nearest), chosen)
    return [one for one in nearest if one in passing]


def _passing(places: Places, ids: list[str], chosen: Filter) -> list[str]:
    return list(places.eligible(ids, chosen)) if ids else []


def _meant(query: Query) -> Filter | None:
    """What is searched once more by itself: the time that the question names, or the newest."""
    chosen = query.chosen
    if chosen.since is not None or chosen.until is not None:
        return None
    if query.period is not None:
        time = query.period.filter
        return replace(chosen, since=time.since, until=time.until)
    if query.recency and query.present is not None:
        try:
            since, until = query.present - _NEW, query.present + _TOLERANCE
        except OverflowError:  # an end of the calendar, where no article is
            return None
        return replace(chosen, since=since, until=until)
    return None
