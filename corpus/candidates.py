"""The passages that may be hits: found by meaning, by words, and in the time that is meant."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.embedding import Embedder
from corpus.filter import Filter
from corpus.indexes import Indexes
from corpus.places import Places
from corpus.query import Query

DEPTH = 60
"""How many passages each ranking contributes."""

_BESIDE = ThreadPoolExecutor(thread_name_prefix="lexical")
"""Words are looked up beside the embedding of the question and the comparison of meanings, which
take as long."""

_FEW = 300
"""So few passages that a filter lets through are all compared with the question."""

_WIDE, _WIDEST = 3, 6
_NEW = timedelta(days=60)
"""Where new articles are preferred, those of so many days are searched by themselves, too."""
_TOLERANCE = timedelta(days=1)
"""By how much a publication time may be off: a date is that of some time zone."""


class Candidate(NamedTuple):
    """A passage with what speaks for it.

    The ranks count from 1. `similarity` is the cosine between passage and question, `words` is how
    well its words fit, from 0 to 1. `published` is in seconds since 1970, UTC; `named` says that
    the passage names the time that the question names, `quoted` that it holds one of the phrases.
    """

    id: str
    published: int | None
    dense_rank: int | None
    lexical_rank: int | None
    similarity: float
    words: float
    named: bool
    quoted: bool

    @property
    def article(self) -> str:
        """The id of its article."""
        return self.id.rpartition("@")[0]

    @property
    def place(self) -> int:
        """How many passages of its article stand before it."""
        return int(self.id.rpartition("#")[2])


def candidates(
    places: Places, indexes: Indexes, embedder: Embedder, query: Query, depth: int
) -> list[Candidate]:
    """The current passages that may be hits, each once, in no order that means anything.

    They are the `depth` best of both rankings, and as many of the time that the question names,
    or of the newest where those are preferred.
    """
    meant = _meant(query)
    passing = _BESIDE.submit(indexes.lexical.passing, query.chosen, _FEW)
    by_words = _BESIDE.submit(_by_words, indexes, query, meant, depth)
    embedding = embedder.embed([query.text], query=True)[0]
    near = _near(indexes, query.chosen, embedding, depth, passing.result())
    dense, further = list(near)[:depth], list(near)[depth:]
    timely = indexes.lexical.among(further, meant) if meant is not None else set()
    lexical, newest = by_words.result()
    wanted = list(dict.fromkeys((*lexical, *dense, *newest, *timely)))
    fit = _BESIDE.submit(indexes.lexical.fit, query.text, wanted, max(lexical.values(), default=0))
    times = places.eligible(wanted, query.chosen)
    far = indexes.vectors.embeddings([one for one in times if one not in near])
    similarity = near | {one: float(vector @ embedding) for one, vector in far.items()}
    ids = [one for one in times if one in similarity]
    mentions = query.period.mentions if query.period is not None else ()
    named = indexes.lexical.holding(mentions, ids)
    quoted = indexes.lexical.holding(query.phrases, ids)
    dense_ranks = {one: rank for rank, one in enumerate(dense, 1)}
    lexical_ranks = {one: rank for rank, one in enumerate(lexical, 1)}
    words = fit.result()
    return [
        Candidate(
            one,
            times[one],
            dense_ranks.get(one),
            lexical_ranks.get(one),
            similarity[one],
            words.get(one, 0.0),
            one in named,
            one in quoted,
        )
        for one in ids
    ]


def _by_words(
    indexes: Indexes, query: Query, meant: Filter | None, depth: int
) -> tuple[dict[str, float], dict[str, float]]:
    """The best passages by BM25 with their scores, and those of the time that is meant."""
    lexical = indexes.lexical.query(query.text, depth, query.chosen, query.phrases)
    if query.phrases and not lexical:  # a quote from memory
        lexical = indexes.lexical.query(query.text, depth, query.chosen)
    timely = indexes.lexical.query(query.text, depth, meant) if meant is not None else {}
    return lexical, timely


def _near(
    indexes: Indexes,
    chosen: Filter,
    embedding: NDArray[np.float32],
    depth: int,
    passing: Sequence[str] | None,
) -> dict[str, float]:
    """The nearest passages that the filter lets through with their cosine, nearest first.

    They are several times `depth`, as far as they go: the vector store knows nothing of dates and
    outlets, and some of them have to remain. Few eligible passages are all compared; what is found
    by words is compared with the question anyway.
    """
    if not chosen:
        return indexes.vectors.query(embedding, _WIDE * depth)
    if passing is not None:
        found = indexes.vectors.embeddings(passing)
        cosines = {one: float(vector @ embedding) for one, vector in found.items()}
        return dict(sorted(cosines.items(), key=lambda pair: -pair[1]))
    nearest = indexes.vectors.query(embedding, _WIDEST * depth)
    let_through = indexes.lexical.among(list(nearest), chosen)
    return {one: cosine for one, cosine in nearest.items() if one in let_through}


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
