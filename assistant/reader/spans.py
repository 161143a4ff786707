"""From the reader's scores to spans: which runs of word pieces answer, and how probably."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.reader.windows import Window
from corpus import Span

LONGEST = 30
"""Word pieces of the longest span."""
_LEAST = -30.0
"""The margin of a text in which nothing can be marked: as low as any, but a number to fit with."""
_KEPT = 5
_CONSIDERED = 60
_POINTS = ".,"
_OPENING, _CLOSING = "“„«", "”»"


@dataclass(frozen=True, slots=True)
class Found:
    """A span of a text that may answer, and how probable it is that it does, from 0 to 1."""

    span: Span
    probability: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of one text.

    `spans` are the likeliest, best first, none overlapping another; their probabilities are those
    in case the text answers at all, and `answers` is how probable that is, from 0 to 1. `margin` is
    the score of the best span less that of no answer.
    """

    spans: tuple[Found, ...]
    answers: float
    margin: float


def reading(
    text: str,
    windows: Sequence[Window],
    scores: Sequence[NDArray[np.float32]],
    sentences: Sequence[Span],
    calibration: tuple[float, float],
) -> Reading:
    """What the scores of a text's windows say (of each a row a piece: start and end).

    A span's score is that of its first piece as a start and its last as an end (Devlin et al.
    2019); it lies within one of the `sentences`, and cuts no word or number. `calibration` turns
    the margin into a probability: the scale and the bias of a logistic function (Platt 1999).
    """
    candidates: dict[Span, float] = {}
    nothing = np.inf
    for window, score in zip(windows, scores, strict=True):
        nothing = min(nothing, float(score[0].sum()))
        for span, worth in _candidates(text, window, score, sentences):
            candidates[span] = max(worth, candidates.get(span, -np.inf))
    if not candidates:
        return Reading((), 0.0, _LEAST)
    ranked = sorted(candidates, key=lambda span: -candidates[span])
    best = candidates[ranked[0]]
    weights = {span: float(np.exp(candidates[span] - best)) for span in ranked}
    whole = sum(weights.values())
    kept: list[Found] = []
    for span in ranked:
        if len(kept) == _KEPT:
            break
        if all(span.end <= one.span.start or one.span.end <= span.start for one in kept):
            kept.append(Found(span, weights[span] / whole))
    scale, bias = calibration
    margin = max(best - nothing, _LEAST)
    return Reading(tuple(kept), float(1 / (1 + np.exp(-scale * margin - bias))), margin)


def _candidates(
    text: str, window: Window, score: NDArray[np.float32], sentences: Sequence[Span]
) -> list[tuple[Span, float]]:
    """The best spans of a window with their scores."""
    inside = np.flatnonzero(window.starts >= 0)
    if not len(inside) or not sentences:
        return []
    starts, ends = window.starts[inside], window.ends[inside]
    sentence = np.searchsorted([one.start for one in sentences], starts, side="right") - 1
    until = np.array([one.end for one in sentences])[sentence]
    # A row a start, a column a length: longer spans are not looked at.
    places = np.arange(len(inside))
    last = places[:, None] + np.arange(min(LONGEST, len(inside)))
    within = last < len(inside)
    last = np.where(within, last, 0)
    begins = np.array([not _cuts(text, at) for at in starts.tolist()])
    stops = np.array([not _cuts(text, at) for at in ends.tolist()])
    within &= begins[:, None] & stops[last]
    sums = score[inside, 0][:, None] + score[inside, 1][last]
    sums = np.where(within & (ends[last] <= until[:, None]), sums, -np.inf)
    count = min(_CONSIDERED, sums.size)
    best = np.argpartition(sums, sums.size - count, axis=None)[sums.size - count :]
    rows, lengths = np.unravel_index(best, sums.shape)
    return [
        (Span(int(starts[row]), int(ends[last[row, length]])), float(sums[row, length]))
        for row, length in zip(rows, lengths, strict=True)
        if np.isfinite(sums[row, length])
    ]


def _cuts(text: str, at: int) -> bool:
    """Whether a place lies within a word or a number: "4,200" is none of 200."""
    before, behind = text[max(0, at - 2) : at], text[at : at + 2]
    if not before or not behind:
        return False
    if before[-1].isalnum() and behind[0].isalnum():
        return True
    if len(before) == 2 and before[0].isdigit() and before[1] in _POINTS:  # noqa: PLR2004
        return behind[0].isdigit()
    return before[-1].isdigit() and behind[0] in _POINTS and behind[1:].isdigit()


def units(text: str, sentences: Sequence[Span]) -> list[Span]:
    """The sentences of a text, those within one quotation taken together: an answer may be both.

    A quotation that does not end in the text joins nothing.
    """
    joined: list[Span] = []
    for span in sentences:
        before = joined[-1] if joined else None
        if before and _is_open(text[before.start : before.end]) and _closes(text[before.end :]):
            joined[-1] = Span(before.start, span.end)
        else:
            joined.append(Span(*span))
    return joined


def _closes(text: str) -> bool:
    """Whether a quotation that is open where a text begins ends in it."""
    closing = [at for mark in _CLOSING if (at := text.find(mark)) >= 0]
    opening = [at for mark in _OPENING if (at := text.find(mark)) >= 0]
    return bool(closing) and (not opening or min(closing) < min(opening))


def _is_open(text: str) -> bool:
    """Whether a quotation begins in a text and does not end there."""
    return max(map(text.rfind, _OPENING)) > max(map(text.rfind, _CLOSING))
