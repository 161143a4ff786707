"""What speaks for a statement in the sentences of its sources, in figures."""

from collections.abc import Sequence
from itertools import pairwise
from math import exp
from typing import NamedTuple

from assistant.checking.sources import Sentence, Sources
from assistant.checking.wording import Wording

QUOTES = 3
"""So many sentences may support a statement together."""

_COMPARED = 6
_CONSIDERED = 20
_WORTH_QUOTING = 0.08
_ELSEWHERE = 0.6


class Signs(NamedTuple):
    """How much speaks for a statement, in shares from 0 to 1."""

    covered: float
    """What its best sentence holds of its words, rare ones counting more."""
    beside: float
    """How many of its neighbouring words are neighbours in its best sentence."""
    fragments: float
    """Into how many runs of words of the sources it falls, per word (Grusky et al. 2018)."""
    meaning: float
    """The cosine to its best sentence, alone or together with one near to it."""
    repeated: float
    """How many of its words it has said before, as models do that lose the thread."""
    whole: float
    """1 where it is one run of a source's words, else 0."""


class Decision(NamedTuple):
    """The logistic regression that says how probably a reader finds a statement supported.

    Fitted by `tests/benchmarks/faithfulness.py` to sentences that three people judged each. At
    the threshold nine of ten statements that pass were found supported by most of them.
    """

    covered: float = 1.67
    beside: float = 1.61
    fragments: float = -3.73
    meaning: float = 2.71
    repeated: float = -7.01
    whole: float = 1.17
    bias: float = -3.18
    threshold: float = 0.604

    def probability(self, signs: Signs) -> float:
        """How probable it is that a reader finds the sources to say the same."""
        evidence = sum(weight * sign for weight, sign in zip(self, signs, strict=False))
        return 1 / (1 + exp(-evidence - self.bias))


class Evidence(NamedTuple):
    """The sentences that come nearest to a statement, best first, and what speaks for it."""

    quotes: tuple[Sentence, ...]
    signs: Signs


def weigh(text: str, wording: Wording, sources: Sources) -> Evidence | None:
    """The evidence for a statement of that text; None when the sources hold no word of it."""
    share = _Share(wording, sources)
    alone = {one: share.of([one]) for one in sources.holding(wording.stems)}
    order = sorted(alone, key=lambda one: -alone[one])[:_CONSIDERED]
    nearest = order[:_COMPARED]
    if not nearest:
        return None
    cosines = dict(zip(nearest, sources.similarities(text, nearest), strict=True))
    beside = {one: _beside(wording, one.wording) for one in nearest}
    main = max(nearest, key=lambda one: alone[one] + (cosines[one] + beside[one]) / 2)
    pairs = [
        sources.similarity_to_both(text, main, one)
        for one in nearest
        if one is not main and one.is_near(main)
    ]
    runs = _runs(wording, sources)
    told = [token.stem for token in wording.tokens if token.stem]
    signs = Signs(
        covered=alone[main],
        beside=beside[main],
        fragments=len(runs) / len(wording.tokens),
        meaning=max([cosines[main], *pairs]),
        repeated=1 - len(set(told)) / max(1, len(told)),
        whole=float(len(runs) == 1),
    )
    return Evidence(_quotes(share, main, order), signs)


class _Share:
    """The share of a statement's words that sentences hold, rare ones counting more."""

    def __init__(self, wording: Wording, sources: Sources) -> None:
        weights, unknown = sources.weights, sources.unknown_weight
        self._weights = {stem: weights.get(stem, unknown) for stem in wording.stems}
        self._total = sum(self._weights.values())

    def of(self, sentences: Sequence[Sentence]) -> float:
        held = frozenset[str]().union(*(one.wording.stems for one in sentences))
        return sum(weight for stem, weight in self._weights.items() if stem in held) / self._total


def _quotes(share: _Share, main: Sentence, others: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The best sentence, and up to two that hold most of what it lacks; near ones rather."""
    chosen = [main]
    while len(chosen) < QUOTES:
        had = share.of(chosen)
        gains = {
            one: (share.of([*chosen, one]) - had) * (1.0 if main.is_near(one) else _ELSEWHERE)
            for one in others
        }
        more = max(gains, key=lambda one: gains[one])
        if gains[more] < _WORTH_QUOTING:
            break
        chosen.append(more)
    return tuple(chosen)


def _beside(wording: Wording, other: Wording) -> float:
    pairs = set(pairwise(wording.keys))
    return len(pairs & set(pairwise(other.keys))) / max(1, len(pairs))


def _runs(wording: Wording, sources: Sources) -> list[int]:
    """The lengths of the runs of source words that a statement falls into, taken greedily."""
    keys = wording.keys
    runs: list[int] = []
    at = 0
    while at < len(keys):
        longest = 1
        for other, place in sources.places.get(keys[at : at + 2], ()):
            size = 2
            while keys[at + size : at + size + 1] == other[place + size : place + size + 1] != ():
                size += 1
            longest = max(longest, size)
        runs.append(longest)
        at += longest
    return runs
