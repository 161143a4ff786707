"""What speaks for a statement in the sentences of its sources, in figures."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from math import log
from typing import NamedTuple

from assistant.checking.sources import Sentence, Sources
from assistant.checking.wording import Wording

_COMPARED = 6
_QUOTES = 3
_WORTH_QUOTING = 0.08
_NEIGHBOURS = 3
_LONG_RUN = 3


class Evidence(NamedTuple):
    """The sentences that come nearest to a statement, best first, and the signs of support."""

    quotes: tuple[Sentence, ...]
    signs: "Signs"


class Signs(NamedTuple):
    """How much speaks for a statement; shares are from 0 to 1, rare words counting more."""

    covered: float
    """The share of its words that its best sentence holds."""
    quoted: float
    """The share that all quoted sentences hold."""
    beside: float
    """The share of its neighbouring words that are neighbours in its best sentence."""
    beside_anywhere: float
    """The share of those that are neighbours in any sentence."""
    order: float
    """The share of its words that its best sentence has in the same order."""
    run: float
    """The share of it that is the longest run of words in any sentence."""
    fragments: float
    """Into how many runs of the sources it falls, per word."""
    meaning: float
    """The cosine to the best sentence."""
    pair: float
    """The cosine to the best sentence and its best neighbour together."""
    pieced: float
    """How many sentences are quoted beyond the first."""
    turned: float
    """The share of the words it shares with its best sentence that are negated in one only."""
    length: float
    """The logarithm of its number of words."""


def weigh(text: str, wording: Wording, sources: Sources) -> Evidence | None:
    """The evidence for a statement of that text; None when the sources hold no word of it."""
    share = _Share(wording, sources)
    order = sorted(sources.sentences, key=lambda one: -share.of([one]))
    nearest = [one for one in order[:_COMPARED] if share.of([one]) > 0]
    if not nearest:
        return None
    cosines = sources.similarities(text, nearest)
    worth = {
        place: share.of([one]) + 0.5 * cosine + 0.5 * _beside(wording, [one])
        for place, (one, cosine) in enumerate(zip(nearest, cosines, strict=True))
    }
    best = max(worth, key=lambda place: worth[place])
    main = nearest[best]
    quotes = _quotes(share, main, sources)
    near = [
        one
        for one in nearest
        if one.hit == main.hit and 0 < abs(one.place - main.place) <= _NEIGHBOURS
    ]
    pairs = [sources.similarity_to_both(text, main, one) for one in near]
    order_share = _in_order(wording, main.wording)
    runs = _runs(wording, sources)
    words = max(1, len(wording.tokens))
    signs = Signs(
        covered=share.of([main]),
        quoted=share.of(quotes),
        beside=_beside(wording, [main]),
        beside_anywhere=_beside(wording, sources.sentences),
        order=order_share,
        run=max(runs, default=0) / words,
        fragments=len(runs) / words,
        meaning=cosines[best],
        pair=max([cosines[best], *pairs]),
        pieced=float(len(quotes) - 1),
        turned=_turned(wording, main.wording),
        length=log(words),
    )
    return Evidence(tuple(quotes), signs)


class _Share:
    """The share of a statement's words that sentences hold, rare ones counting more."""

    def __init__(self, wording: Wording, sources: Sources) -> None:
        weights, unknown = sources.weights, sources.unknown_weight
        self._weights = {stem: weights.get(stem, unknown) for stem in wording.stems}
        self._total = sum(self._weights.values())

    def of(self, sentences: Sequence[Sentence]) -> float:
        if not self._total:
            return 0.0
        held = frozenset[str]().union(*(one.wording.stems for one in sentences))
        return sum(weight for stem, weight in self._weights.items() if stem in held) / self._total


def _quotes(share: _Share, main: Sentence, sources: Sources) -> list[Sentence]:
    """The best sentence, and up to two that hold most of what it lacks; near ones are preferred."""
    chosen = [main]
    while len(chosen) < _QUOTES:
        had = share.of(chosen)

        def gain(one: Sentence, had: float = had) -> float:
            far = one.hit != main.hit or abs(one.place - main.place) > _NEIGHBOURS
            return (share.of([*chosen, one]) - had) * (0.6 if far else 1.0)

        more = max(sources.sentences, key=gain)
        if gain(more) < _WORTH_QUOTING:
            break
        chosen.append(more)
    return chosen


def _beside(wording: Wording, sentences: Sequence[Sentence]) -> float:
    pairs = set(pairwise(wording.keys))
    if not pairs:
        return 0.0
    held = set[tuple[str, str]]().union(*(pairwise(one.wording.keys) for one in sentences))
    return len(pairs & held) / len(pairs)


def _in_order(wording: Wording, other: Wording) -> float:
    matcher = SequenceMatcher(None, wording.keys, other.keys, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / max(1, len(wording.keys))


def _runs(wording: Wording, sources: Sources) -> list[int]:
    """The lengths of the runs of source words that a statement falls into, taken greedily."""
    starts: dict[tuple[str, str], list[tuple[tuple[str, ...], int]]] = {}
    for one in sources.sentences:
        for place, pair in enumerate(pairwise(one.wording.keys)):
            starts.setdefault(pair, []).append((one.wording.keys, place))
    keys, runs, at = wording.keys, [], 0
    while at < len(keys):
        longest = 1
        for other, place in starts.get(tuple(keys[at : at + 2]), ()):  # type: ignore[call-overload]
            size = 2
            while (
                at + size < len(keys)
                and place + size < len(other)
                and keys[at + size] == other[place + size]
            ):
                size += 1
            longest = max(longest, size)
        runs.append(longest)
        at += longest
    return runs


def _turned(wording: Wording, other: Wording) -> float:
    mine = {token.stem: token.negated for token in wording.tokens if token.stem}
    theirs = {token.stem: token.negated for token in other.tokens if token.stem}
    both = mine.keys() & theirs.keys()
    return sum(mine[stem] != theirs[stem] for stem in both) / max(1, len(both))
