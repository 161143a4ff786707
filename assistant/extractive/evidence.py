"""Whether the articles tell: one decision over what speaks for it."""

from collections.abc import Sequence
from math import exp
from typing import NamedTuple

from assistant.answer import Status
from assistant.extractive.sentences import Sentence
from corpus import Hit

_BEST = 4
_NEAREST = 5
_PARTIAL_NAMES_MISSING = 0.3


class Evidence(NamedTuple):
    """What speaks for it that the articles tell.

    `passage_words` and `words` are the largest shares of the question's content that a passage and
    a sentence hold, `meaning` the largest cosine of a sentence, `nearness` the mean cosine of the
    first hits, `score` the score of the best sentence, `names_missing` the share of the question's
    names that the passage lacks which lacks the fewest.
    """

    passage_words: float
    words: float
    meaning: float
    nearness: float
    score: float
    names_missing: float


class Decision(NamedTuple):
    """The logistic regression that decides whether the articles tell.

    Fitted on questions about real news and about the sample articles, each once with and once
    without the articles that answer it.
    """

    passage_words: float = 1.0
    words: float = 1.0
    meaning: float = 1.0
    nearness: float = 1.0
    score: float = 0.1
    names_missing: float = -1.0
    bias: float = -2.0
    threshold: float = 0.45

    def probability(self, evidence: Evidence) -> float:
        """How likely it is that so much evidence answers, from 0 to 1."""
        terms = zip(self, evidence, strict=False)
        return 1 / (1 + exp(-self.bias - sum(weight * sign for weight, sign in terms)))

    def tells(self, evidence: Evidence) -> bool:
        """Whether that much evidence is enough."""
        return self.probability(evidence) >= self.threshold


def evidence_of(found: Sequence[Sentence], hits: Sequence[Hit]) -> Evidence:
    """What speaks for the sentences that were found, the best first; there is at least one."""
    best = found[:_BEST]
    nearest = [hit.similarity or 0.0 for hit in hits[:_NEAREST]]
    return Evidence(
        max(one.passage_words for one in best),
        max(one.words for one in found),
        max(one.meaning for one in found),
        sum(nearest) / len(nearest),
        found[0].score,
        min(one.names_missing for one in best),
    )


def status_of(found: Sequence[Sentence], hits: Sequence[Hit], decision: Decision) -> Status:
    """How far the sentences that were found answer; they are in order, the best first.

    `partial` where all passages lack something that the question names.
    """
    if not found:
        return "not_found"
    evidence = evidence_of(found, hits)
    if not decision.tells(evidence):
        return "not_found"
    return "partial" if evidence.names_missing > _PARTIAL_NAMES_MISSING else "answered"
