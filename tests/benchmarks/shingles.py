r"""How alike an extracted text and the one marked by hand are: shared runs of four words.

The measure of the article-extraction benchmark: runs of four word tokens (`\w+`, case kept),
counted as often as they occur; precision and recall a page, and their means over the pages.
"""

import re
from collections import Counter
from collections.abc import Sequence
from random import Random
from statistics import fmean
from typing import NamedTuple

SHINGLE_WORDS = 4
_ROUNDS, _TAIL = 1000, 0.025
_WORD = re.compile(r"\w+")


class Score(NamedTuple):
    """Precision and recall, of one page or as means of several: each from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The runs of four words of a text and how often each occurs; a shorter text is one run."""
    words = _WORD.findall(text)
    runs = (
        tuple(words[start : start + SHINGLE_WORDS])
        for start in range(max(1, len(words) - SHINGLE_WORDS + 1))
    )
    return Counter(runs) if words else Counter()


def score(found: str, marked: str) -> Score:
    """How much of what was found is marked, and how much of what is marked was found.

    Where nothing was to be found and nothing was, both are 1.
    """
    ours, theirs = shingles(found), shingles(marked)
    if not ours and not theirs:
        return Score(1.0, 1.0)
    shared = (ours & theirs).total()
    return Score(shared / ours.total() if ours else 0.0, shared / theirs.total() if theirs else 0.0)


def mean(scores: Sequence[Score]) -> Score:
    """The mean precision and the mean recall; their F1 is that of the set."""
    return Score(fmean(one.precision for one in scores), fmean(one.recall for one in scores))


def spread(scores: Sequence[Score], seed: int = 1) -> tuple[float, float]:
    """The range in which the F1 of the set lies in 95 of 100 draws of as many pages from it."""
    random = Random(seed)  # noqa: S311 - a sample, no secret
    draws = sorted(mean(random.choices(scores, k=len(scores))).f1 for _ in range(_ROUNDS))
    cut = int(_ROUNDS * _TAIL)
    return draws[cut], draws[-cut - 1]
