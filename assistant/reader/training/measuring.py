"""How good a reader is: the metrics of SQuAD, and how well it refuses."""

import re
import string
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from assistant.reader.reader import Reader
from assistant.reader.spans import Reading
from assistant.reader.training.examples import Example
from assistant.reader.windows import Source

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_MARKS = str.maketrans("", "", f"{string.punctuation}“”‘’")
"""SQuAD knows those of ASCII; newspapers print curly quotes, or do not."""


class Score(NamedTuple):
    """Shares from 0 to 1 of the best span: whether it is exactly right, and its words' F1."""

    exact: float
    f1: float


def read_all(reader: Reader, examples: Iterable[Example]) -> list[Reading]:
    """What the reader makes of each example."""
    found: list[Reading] = []
    for question, ones in groupby(examples, key=lambda one: one.question):
        found.extend(reader.read(question, [Source(one.text, one.headline) for one in ones]))
    return found


def spans_score(examples: Sequence[Example], readings: Sequence[Reading]) -> Score:
    """How right the best spans are where there is an answer (Rajpurkar et al. 2016)."""
    scores = [
        _score(one.text[slice(*reading.spans[0].span)] if reading.spans else "", one.answers)
        for one, reading in zip(examples, readings, strict=True)
        if one.answers
    ]
    return Score(*np.mean(scores, axis=0).tolist())


def roc_area(examples: Sequence[Example], readings: Sequence[Reading]) -> float:
    """The area under the ROC curve of the margin, answerable against unanswerable."""
    answered = [one.answer is not None for one in examples]
    return float(roc_auc_score(answered, [one.margin for one in readings]))


def calibration(examples: Sequence[Example], readings: Sequence[Reading]) -> tuple[float, float]:
    """Scale and bias of the logistic function that turns margins into probabilities."""
    margins = [[one.margin] for one in readings]
    fitted = LogisticRegression().fit(margins, [one.answer is not None for one in examples])
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def normalised(text: str) -> str:
    """A text as SQuAD compares it: in lower case, without punctuation and articles."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_MARKS)).split())


def _score(text: str, answers: Sequence[str]) -> Score:
    found = [_compared(text, answer) for answer in answers]
    return Score(max(one.exact for one in found), max(one.f1 for one in found))


def _compared(text: str, answer: str) -> Score:
    return Score(float(normalised(text) == normalised(answer)), f1(text, answer))


def f1(text: str, answer: str) -> float:
    """The harmonic mean of precision and recall of the words, as SQuAD computes it."""
    words, wanted = normalised(text).split(), normalised(answer).split()
    common = sum((Counter(words) & Counter(wanted)).values())
    return 2 * common / (len(words) + len(wanted)) if common else float(words == wanted)
