"""The shortest answer: the thing in the first statement that is asked for, when one stands out."""

import re
from collections.abc import Sequence
from math import exp
from typing import NamedTuple

from assistant.extractive.kinds import Kind, words_of
from assistant.extractive.question import Question
from assistant.extractive.sentences import PASSAGES, Sentence, key_of
from corpus import Span

_WORD = re.compile(r"\w[\w'’-]*")
_SHORT = {Kind.NUMBER, Kind.TIME, Kind.PLACE, Kind.NAME}
_FAR = 10
"""Characters after which what is near to a word of the question counts half."""


class Weights(NamedTuple):
    """How much each sign of the thing that is asked for counts, on a scale of log-odds.

    Fitted as those of sentences. `stands_out` is how likely the best of a sentence has to be.
    """

    agreement: float = 3.5
    near: float = 0.7
    begins: float = 0.5
    alone: float = -0.9
    stands_out: float = 0.6


def lead_of(
    asked: Question, first: Sentence, found: Sequence[Sentence], weights: Weights | None = None
) -> Span | None:
    """Where in the body the thing stands that is asked for; None when none stands out.

    A thing counts more when more articles hold it, and when words of the question stand near.
    """
    weights = weights or Weights()
    if asked.kind not in _SHORT or not first.things:
        return None
    odds = [exp(_score(_signs(asked, first, thing, found), weights)) for thing in first.things]
    likely, best = max(zip((one / sum(odds) for one in odds), first.things, strict=True))
    if likely < weights.stands_out:
        return None
    return Span(first.span.start + best.start, first.span.start + best.end)


def _score(signs: Sequence[float], weights: Weights) -> float:
    return sum(weight * sign for weight, sign in zip(weights, signs, strict=False))


def _signs(
    asked: Question, first: Sentence, thing: Span, found: Sequence[Sentence]
) -> tuple[float, float, float, float]:
    """What the weights are for, in their order."""
    text = first.text
    key = key_of(text[thing.start : thing.end])
    holding = {
        one.article.id
        for one in found
        if any(key_of(one.text[other.start : other.end]) == key for other in one.things)
    }
    near = sum(
        1 / (1 + min(abs(word.start() - thing.end), abs(thing.start - word.end())) / _FAR)
        for word in _WORD.finditer(text)
        if (word.end() <= thing.start or thing.end <= word.start()) and asked.names(word.group())
    )
    begins = thing.start < len(words_of(text)[0])
    return len(holding) / PASSAGES, near, float(begins), float(" " not in key)
