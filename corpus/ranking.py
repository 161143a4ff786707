"""How candidates are weighed against each other, and kept from saying the same."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from math import log, log1p, nan
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.candidates import Candidate
from corpus.query import Period, Query, days_between

_REPETITION = 0.1
_CONSIDERED = 10
_LONGEST = 365.0


class Weights(NamedTuple):
    """How much each sign of a good passage counts.

    Fitted to questions about real news, of which is known in which articles their answers stand:
    softmax over the articles that were found, the best passage speaking for each.
    """

    words: float = 0.75
    meaning: float = 0.88
    support: float = 0.05
    """For each further passage of the article that was found, on a scale of logarithms."""
    place: float = -0.11
    """For each passage of the article before it, likewise: news tells the main thing first."""
    recency: float = 0.35
    period: float = 0.8
    named: float = 0.5
    """For a passage that names the time that is meant, wherever it was published."""
    quoted: float = 1.0
    """For a passage that holds what the question quotes."""
    half_life: float = 30.0
    """Days in which the preference for what is new halves."""


class Ranked(NamedTuple):
    """A candidate with its score."""

    candidate: Candidate
    score: float


def rank(
    found: Sequence[Candidate], query: Query, count: int, weights: Weights | None = None
) -> list[Ranked]:
    """The best `count` candidates with their scores, best first, repetitions after others.

    A score is a weighted sum of how well its words fit, its cosine, how many passages of the
    article were found, how early it stands there, whether it holds what is quoted, and how near it
    is to the time that is meant. What has no date counts there as what was found does on average.
    """
    return list(_apart(found, _scores(found, query, weights or Weights()), count))


def _scores(found: Sequence[Candidate], query: Query, weights: Weights) -> NDArray[np.float64]:
    articles = Counter(one.article for one in found)
    scores: NDArray[np.float64] = (
        weights.words * np.array([one.words for one in found])
        + weights.meaning * np.array([one.similarity for one in found])
        + weights.support * np.array([log(articles[one.article]) for one in found])
        + weights.place * np.array([log1p(one.place) for one in found])
        + weights.quoted * np.array([one.quoted for one in found])
        + _timely(found, query, weights)
    )
    return scores


def _timely(found: Sequence[Candidate], query: Query, weights: Weights) -> NDArray[np.float64]:
    """What nearness to the time that is meant adds."""
    worth = np.array(
        [nan if one.published is None else _worth(one.published, query, weights) for one in found]
    )
    dated = worth[~np.isnan(worth)]
    worth = np.where(np.isnan(worth), dated.mean() if dated.size else 0.0, worth)
    if query.period is not None:
        worth = np.maximum(worth, weights.named * np.array([one.named for one in found]))
    return worth


def _worth(published: int, query: Query, weights: Weights) -> float:
    """What the day of an article adds: that it lies in the period, and that it is near.

    Nearness counts for nothing where the period that is meant has ended.
    """
    inside, near = 0.0, 0.0
    if query.period is not None:
        inside = weights.period * _inside(query.period, published, query.present)
    if query.present is not None and not _has_ended(query.period, query.present):
        days = days_between(query.present, published)
        if days >= -1:  # else it was written after the present of the question
            near = query.recency * weights.recency * _halved(max(days, 0.0) / weights.half_life)
    return inside + near


def _has_ended(period: Period | None, present: datetime) -> bool:
    return period is not None and period.until is not None and period.until < present


def _inside(period: Period, published: int, present: datetime | None) -> float:
    """1 for what was published in a period, less the further from it, by its length."""
    return _halved(
        4 * period.distance(published) / max(4.0, min(_length(period, present), _LONGEST))
    )


def _length(period: Period, present: datetime | None) -> float:
    """How long a period is, in days: one that is open, as far as it is from the present."""
    edge = period.since or period.until
    if period.days < float("inf") or present is None or edge is None:
        return period.days
    return abs(days_between(present, int(edge.timestamp())))


def _halved(times: float) -> float:
    return float(0.5**times)


def _apart(found: Sequence[Candidate], scores: NDArray[np.float64], count: int) -> Iterator[Ranked]:
    """The candidates as they are shown: less worth for each of the same article before.

    Copies of a text are one article here. On news this keeps more articles, and more answers, among
    the first than maximal marginal relevance does.
    """
    # Equal scores keep the order of their names, so that the result does not vary.
    order = sorted(range(len(found)), key=lambda one: (-scores[one], found[one].id))
    worth = {one: float(scores[one]) for one in order[: _CONSIDERED * count]}
    articles = {one: found[one].article for one in worth}
    for _ in range(count):
        if not worth:
            return
        one = max(worth, key=lambda other: worth[other])
        yield Ranked(found[one], worth.pop(one))
        for other in worth:
            if articles[one] == articles[other]:
                worth[other] -= _REPETITION
