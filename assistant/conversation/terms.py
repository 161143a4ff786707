"""Which words of what was said before a question that is not complete also means.

Query resolution by term classification (Voskarides et al. 2020), with signs that need no model.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from math import exp
from typing import NamedTuple

from assistant.conversation.turn import LAST, Turn
from assistant.conversation.words import is_content, words_of

_WORD = re.compile(r"\w+")
_POINTS = re.compile(r"\b(?:this|that|these|those)\b", re.IGNORECASE)
_MANY = 5
_MOST = 8
"""How many words are added at most."""


class Weights(NamedTuple):
    """How much each sign of a word that is meant counts, on a scale of log-odds.

    A logistic regression, fitted on follow-up questions with a person's stand-alone questions.
    """

    last_question: float = 0.8
    last_answer: float = 1.2
    first_question: float = 2.0
    often: float = 2.8
    pointed: float = 0.7
    bias: float = -4.4
    threshold: float = 0.22


class Signs(NamedTuple):
    """What speaks for a word, from 0 to 1: where it was said, how often, and what points there.

    `pointed`: it stands in the last answer, and the question says "this" or "that".
    """

    last_question: float
    last_answer: float
    first_question: float
    often: float
    pointed: float


def terms(
    question: str, held: str, turns: Sequence[Turn], weights: Weights | None = None
) -> list[str]:
    """The words that a question also means and `held` lacks, those together that were said so."""
    weights = weights or Weights()
    lacking = words_of(question) | words_of(held)
    probable = {
        word: probability(signs, weights)
        for word, signs in signs_of(question, turns).items()
        if word not in lacking
    }
    likely = [one for one in probable if probable[one] >= weights.threshold]
    chosen = set(sorted(likely, key=lambda word: -probable[word])[:_MOST])
    return list(_phrases(chosen, turns))


def probability(signs: Signs, weights: Weights) -> float:
    """How likely it is that a word with these signs is meant, from 0 to 1."""
    parts = zip(weights, signs, strict=False)
    return 1 / (1 + exp(-weights.bias - sum(weight * sign for weight, sign in parts)))


def signs_of(question: str, turns: Sequence[Turn]) -> dict[str, Signs]:
    """The words of content of the last turns, and of the first question, that a question lacks."""
    turns = turns[-LAST:]
    last, own = turns[-1], words_of(question)
    asked, answered = words_of(last.question), words_of(" ".join(last.statements[:1]))
    first = words_of(turns[0].question)
    said = [words_of(text) for turn in turns for text in (turn.question, *turn.statements[:1])]
    points = bool(_POINTS.search(question))
    return {
        word: Signs(
            float(word in asked),
            float(word in answered),
            float(word in first),
            min(sum(word in text for text in said), _MANY) / _MANY,
            float(points and word in answered),
        )
        for word in set().union(*said) - own
        if is_content(word)
    }


def _phrases(chosen: set[str], turns: Sequence[Turn]) -> Iterator[str]:
    """The chosen words as they were said, those together that stand together; each once."""
    left = set(chosen)
    for turn in reversed(turns[-LAST:]):
        for text in (turn.question, *turn.statements[:1]):
            for wanted, run in groupby(
                _WORD.findall(text), key=lambda token: bool(words_of(token) & left)
            ):
                phrase = " ".join(run)
                if wanted and words_of(phrase) & left:
                    left -= words_of(phrase)
                    yield phrase
