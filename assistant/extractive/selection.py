"""Which sentences are shown, and in what order."""

from collections.abc import Iterable, Sequence

from assistant.extractive.kinds import words_of
from assistant.extractive.sentences import Sentence

STATEMENTS = 5
WORDS = 83
"""How long an answer is at most, unless its first statement alone is longer."""

_SAME_MEANING = 0.88
_SAME_WORDS = 0.8
_BREVITY = 0.04
"""What each word costs, in log-odds."""

_WORTH_ADDING = 6.0
"""How much worse than the best, in log-odds, a sentence may be."""


def select(found: Sequence[Sentence]) -> list[Sentence]:
    """The best sentence, then those that say more, in the order of their articles.

    They are given by their scores, the best first, and chosen as many as there is room for, short
    ones before long ones that are as good.
    """
    chosen: list[Sentence] = []
    words = 0
    worth = sorted(found[1:], key=lambda one: _BREVITY * len(one.quote.split()) - one.score)
    for one in (*found[:1], *worth):
        if len(chosen) == STATEMENTS:
            break
        if one.score < found[0].score - _WORTH_ADDING:
            continue
        length = len(one.quote.split())
        if chosen and (words + length > WORDS or repeats(one, chosen)):
            continue
        chosen.append(one)
        words += length
    return chosen[:1] + sorted(chosen[1:], key=lambda one: (one.rank, one.span))


def repeats(one: Sentence, others: Iterable[Sentence]) -> bool:
    """Whether a sentence says what another does: in meaning, as a print of it, or within it."""
    return any(_same(one, other) for other in others)


def _same(one: Sentence, other: Sentence) -> bool:
    if float(one.vector @ other.vector) >= _SAME_MEANING:
        return True
    if one.article.id == other.article.id and (
        one.whole.start < other.whole.end and other.whole.start < one.whole.end
    ):
        return True
    words, others = set(words_of(one.text)), set(words_of(other.text))
    return len(words & others) >= _SAME_WORDS * min(len(words), len(others))
