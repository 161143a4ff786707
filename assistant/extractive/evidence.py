"""Whether the articles tell: one decision over what speaks for it."""

from collections.abc import Sequence
from math import exp, log10
from typing import NamedTuple

from assistant.answer import Status
from assistant.extractive.sentences import Sentence

_BEST = 4
_PARTIAL_NAMES_MISSING = 0.3


class Evidence(NamedTuple):
    """What speaks for it that the articles tell.

    `passage_words` is the largest share of the question's content that a passage holds, `meaning`
    the largest cosine of a sentence, `score` the score of the best sentence, `names_missing` the
    share of the question's names that the passage lacks which lacks the fewest. `size` is the
    decimal logarithm of the number of passages: the more there are, the nearer comes what does not
    answer. What the reader finds is a part of the score.
    """

    passage_words: float
    meaning: float
    score: float
    names_missing: float
    size: float


class Decision(NamedTuple):
    """The logistic regression that decides whether the articles tell.

    Fitted on questions about real news, each once with and once without the articles that answer
    it and all passages that hold the answer (`tests/benchmarks/fitting.py`). One archive tells
    nothing of `size`: its weight is from the sample articles beside it.
    """

    passage_words: float
    meaning: float
    score: float
    names_missing: float
    size: float
    bias: float
    threshold: float

    def probability(self, evidence: Evidence) -> float:
        """How likely it is that so much evidence answers, from 0 to 1."""
        terms = zip(self, evidence, strict=False)
        return 1 / (1 + exp(-self.bias - sum(weight * sign for weight, sign in terms)))

    def tells(self, evidence: Evidence) -> bool:
        """Whether that much evidence is enough."""
        return self.probability(evidence) >= self.threshold


UNREAD = Decision(2.7, 3.3, 0.26, -1.1, -0.44, bias=-5.7, threshold=0.42)
"""Without a reader."""
READ = Decision(0.9, 3.2, 0.59, -1.1, -0.44, bias=-3.9, threshold=0.40)
"""With one."""


def evidence_of(found: Sequence[Sentence], size: int) -> Evidence:
    """What speaks for the sentences that were found, the best first; there is at least one.

    `size` is the number of passages that were searched.
    """
    best = found[:_BEST]
    return Evidence(
        max(one.passage_words for one in best),
        max(one.meaning for one in found),
        found[0].score,
        min(one.names_missing for one in best),
        log10(max(size, 1)),
    )


def status_of(found: Sequence[Sentence], size: int, decision: Decision) -> Status:
    """How far the sentences that were found answer; they are in order, the best first.

    `partial` where all passages lack something that the question names.
    """
    if not found:
        return "not_found"
    evidence = evidence_of(found, size)
    if not decision.tells(evidence):
        return "not_found"
    return "partial" if evidence.names_missing > _PARTIAL_NAMES_MISSING else "answered"
