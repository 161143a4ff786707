"""The shortest answer: the thing in the first statement that is asked for, when one stands out."""

import re
from collections.abc import Sequence
from math import exp
from typing import NamedTuple

from assistant.extractive.kinds import Kind, is_placed, key_of
from assistant.extractive.numbers import asked_to_count, can_count
from assistant.extractive.pooled import PASSAGES
from assistant.extractive.question import Question
from assistant.extractive.sentences import Sentence
from assistant.extractive.speech import asks_what_was_said
from corpus import Span

_WHO = re.compile(r"\bwhom?\b", re.IGNORECASE)
_NO_PERSON = re.compile(r"[,\d]")
_WORD = re.compile(r"\w[\w'’-]*")
_SHORT = {Kind.NUMBER, Kind.TIME, Kind.PLACE, Kind.NAME}
_YES_OR_NO = re.compile(
    r"\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|shall|may|might"
    r"|must)(?:n['’]t)?\b(?!.*\bor\b)",
    re.IGNORECASE,
)
_NO_THING = re.compile(
    r"\bwhat (?:(?:has |have |had |is )?happen\w*"
    r"|(?:did|does|has|have|had) [^?]{2,60} (?:find|found|decided?|concluded?|ruled?))\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:instead of|rather than|other than|unlike|(?:up|down) from|not(?! only\b)(?: [\w’']+)?"
    r"(?: (?:on|in|at|by|for|to|with|from|until|before))?) (?:the |an? )?[$€£¥]?$",
    re.IGNORECASE,
)
"""What stands behind these words is not what is so."""
_DENYING = re.compile(
    r"\b(?:not|never|instead|rather|previous\w*|before)\b|n['’]t\b", re.IGNORECASE
)
_FAR = 10
"""Characters after which what is near to a word of the question counts half."""


class Weights(NamedTuple):
    """How much each sign of the thing that is asked for counts, on a scale of log-odds.

    A logistic regression, fitted on the best sentences for questions about real news. `threshold`
    is how likely it has to be: a wrong lead is worse than none.
    """

    agreement: float = 1.6
    near: float = 0.4
    only: float = 2.2
    late: float = -0.8
    bias: float = -3.1
    threshold: float = 0.55


LIKELY = 0.07
"""How likely what the reader found has to be."""


def read_lead(asked: Question, first: Sentence, likely: float = LIKELY) -> Span | None:
    """Where in the body the reader found the answer; None when it is not sure.

    What cannot be meant is passed over: a place for who, words for a number, a sum of money for how
    many people, for what somebody said all that stands in no quotation marks, and what the sentence
    denies. A reason is no thing, nor is what happened, and what is answered by yes or no has none.
    """
    if asked.kind is Kind.REASON or _asks_for_no_thing(asked.text):
        return None
    fitting = [one for one in first.answers if _fits(asked, first, one.span)]
    best = max(fitting, key=lambda one: one.probability, default=None)
    return _trimmed(first, best.span) if best and best.probability >= likely else None


def _trimmed(first: Sentence, span: Span) -> Span:
    """A span without the point that ends its sentence, which is none of an abbreviation."""
    text = first.article.body[span.start : span.end]
    last = text.split()[-1]
    ends = span.end == first.span.end and last.endswith(".") and "." not in last[:-1]
    return Span(span.start, span.end - ends) if len(last) > 1 else span


def _fits(asked: Question, first: Sentence, span: Span) -> bool:
    within = Span(span.start - first.span.start, span.end - first.span.start)
    if _is_denied(asked, first, within):
        return False
    if asks_what_was_said(asked.text):
        return any(one.start <= within.start and within.end <= one.end for one in first.things)
    if _WHO.search(asked.text):
        text = first.text[slice(*within)]
        return not is_placed(first.text, within) and not _NO_PERSON.search(text)
    if asked.kind is Kind.NUMBER and not asked.tells_what_is_counted(first.text):
        return False
    if asked.kind in (Kind.NUMBER, Kind.TIME):
        return any(
            one.start < within.end and within.start < one.end for one in _meant(asked, first)
        )
    return True


def _asks_for_no_thing(question: str) -> bool:
    return bool(_YES_OR_NO.match(question) or _NO_THING.search(question))


def _is_denied(asked: Question, first: Sentence, thing: Span) -> bool:
    """Whether a sentence says of a thing that it is not so: "instead of 3.50", "not on Monday"."""
    denied = _DENIED.search(first.text, 0, thing.start)
    return denied is not None and not _DENYING.search(asked.text)


def _meant(asked: Question, first: Sentence) -> list[Span]:
    """The things of a sentence, where it is asked how many no measures and sums of money."""
    counts = asked.kind is Kind.NUMBER and asked_to_count(asked.text)
    return [one for one in first.things if not counts or can_count(first.text, one)]


def lead_of(
    asked: Question, first: Sentence, found: Sequence[Sentence], weights: Weights | None = None
) -> Span | None:
    """Where in the body the thing stands that is asked for; None when none stands out.

    A thing counts more when more articles hold it, when words of the question stand near, and when
    it is the only one.
    """
    weights = weights or Weights()
    if asked.kind not in _SHORT or _asks_for_no_thing(asked.text):
        return None
    likely = [
        (1 / (1 + exp(-weights.bias - _score(_signs(asked, first, thing, found), weights))), thing)
        for thing in _meant(asked, first)
        if _can_stand_alone(asked.kind, first.text[thing.start : thing.end])
        and not _is_denied(asked, first, thing)
    ]
    probability, best = max(likely, default=(0.0, Span(0, 0)))
    if probability < weights.threshold:
        return None
    return Span(first.span.start + best.start, first.span.start + best.end)


def _can_stand_alone(kind: Kind, text: str) -> bool:
    """Whether a thing is an answer by itself, as "one" or "half" is not."""
    return kind is not Kind.NUMBER or any(sign.isdigit() for sign in text)


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
    return len(holding) / PASSAGES, near, 1 / len(first.things), thing.start / len(text)
