"""What speaks for a statement in the sentences of its sources, in figures."""

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from math import exp
from typing import NamedTuple

from assistant.checking.sources import Sentence, Sources
from assistant.checking.wording import Wording

QUOTES = 3
"""So many sentences may support a statement together."""

_COMPARED = 4
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
    """Where it passes from one run of source words to another, per word (Grusky et al. 2018)."""
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

    covered: float = 1.28
    beside: float = 1.94
    fragments: float = -3.77
    meaning: float = 3.08
    repeated: float = -6.24
    whole: float = 1.06
    bias: float = -3.66
    threshold: float = 0.651

    def probability(self, signs: Signs) -> float:
        """How probable it is that a reader finds the sources to say the same."""
        evidence = sum(weight * sign for weight, sign in zip(self, signs, strict=False))
        return 1 / (1 + exp(-evidence - self.bias))


class Evidence:
    """The sentences that come nearest to a statement, best first, and what speaks for it."""

    def __init__(self, text: str, wording: Wording, sources: Sources) -> None:
        """Find the sentences by their words; there may be none."""
        self._text = text
        self._wording = wording
        self._sources = sources
        self._share = _Share(wording, sources)
        alone = {one: self._share.of([one]) for one in sources.holding(wording.stems)}
        order = sorted(alone, key=lambda one: -alone[one])[:_CONSIDERED]
        self._nearest = order[:_COMPARED]
        order.sort(key=lambda one: -alone[one] - _beside(wording, one.wording) / 2)
        self.quotes = _quotes(self._share, order) if order else ()

    @cached_property
    def signs(self) -> Signs:
        """What speaks for the statement; to embed the sentences takes most of the check's time."""
        main = self.quotes[0]
        near = [one for one in self._nearest if one is not main and one.is_near(main)]
        cosine, *_ = self._sources.similarities(self._text, [main, *near])
        pairs = [self._sources.similarity_to_both(self._text, main, one) for one in near]
        runs = _runs(self._wording, self._sources)
        told = [token.stem for token in self._wording.tokens if token.stem]
        return Signs(
            covered=self._share.of([main]),
            beside=_beside(self._wording, main.wording),
            fragments=(len(runs) - 1) / len(self._wording.tokens),
            meaning=max([cosine, *pairs]),
            repeated=1 - len(set(told)) / max(1, len(told)),
            whole=float(len(runs) == 1),
        )


class _Share:
    """The share of a statement's words that sentences hold, rare ones counting more."""

    def __init__(self, wording: Wording, sources: Sources) -> None:
        weights, unknown = sources.weights, sources.unknown_weight
        self._weights = {stem: weights.get(stem, unknown) for stem in wording.stems}
        self._total = sum(self._weights.values())

    def of(self, sentences: Sequence[Sentence]) -> float:
        held = frozenset[str]().union(*(one.wording.stems for one in sentences))
        return sum(weight for stem, weight in self._weights.items() if stem in held) / self._total


def _quotes(share: _Share, found: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The first sentence, and up to two that hold most of what it lacks; near ones rather."""
    main, chosen = found[0], [found[0]]
    while len(chosen) < QUOTES:
        had = share.of(chosen)
        gains = {
            one: (share.of([*chosen, one]) - had) * (1.0 if main.is_near(one) else _ELSEWHERE)
            for one in found
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
