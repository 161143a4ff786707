"""How good lists of passages are: where the right article stands, and whether an answer does."""

from collections.abc import Callable, Collection, Sequence
from statistics import fmean
from typing import NamedTuple

from assistant.reader.training.measuring import normalised

DEPTHS = (1, 3, 5, 10)
"""Hit rates are told at these ranks; the last is that of the mean reciprocal rank, too."""

CONTEXTS = (1000, 2000)
"""Word pieces of the embedding model in which an answer is looked for."""

HEADINGS = (
    *(f"hit@{depth}" for depth in DEPTHS),
    f"MRR@{DEPTHS[-1]}",
    *(f"answer in {size:,}" for size in CONTEXTS),
)

_COUNTED = 10
"""So many passages are counted at once, until a context is full."""


class Found(NamedTuple):
    """A passage as a search found it: the story that it is of, and its text."""

    story: str
    text: str


class Scored(NamedTuple):
    """What one list is worth: the rank of the right article, and in which contexts an answer is."""

    rank: int | None
    answered: tuple[bool, ...]


def stories(found: Sequence[Found]) -> list[str]:
    """The stories in the order of their best passages."""
    return list(dict.fromkeys(one.story for one in found))


def rank(found: Sequence[Found], gold: Collection[str]) -> int | None:
    """The rank of the first story that is right, from 1; None when it is not among the first."""
    first = enumerate(stories(found)[: DEPTHS[-1]], 1)
    return next((number for number, story in first if story in gold), None)


def answered(
    found: Sequence[Found],
    answers: Collection[str],
    count: Callable[[Sequence[str]], Sequence[int]],
) -> tuple[bool, ...]:
    """Whether one of the answers stands, word by word, in each of the `CONTEXTS`.

    `count` counts the word pieces of texts. Passages fill a context in their order; the last is
    cut where it ends, so that long passages have as much room as short ones.
    """
    texts: list[str] = []
    sizes: list[int] = []
    while len(texts) < len(found) and sum(sizes) < CONTEXTS[-1]:
        more = [one.text for one in found[len(texts) :][:_COUNTED]]
        texts.extend(more)
        sizes.extend(count(more))
    wanted = [f" {answer} " for answer in map(normalised, answers) if answer]
    contexts = (normalised("\n".join(_filling(texts, sizes, size))) for size in CONTEXTS)
    return tuple(any(one in f" {context} " for one in wanted) for context in contexts)


def _filling(texts: Sequence[str], sizes: Sequence[int], room: int) -> list[str]:
    filling: list[str] = []
    for text, size in zip(texts, sizes, strict=True):
        if size > room:
            words = text.split()
            return [*filling, " ".join(words[: len(words) * room // size])]
        filling.append(text)
        room -= size
    return filling


def cells(scored: Sequence[Scored]) -> list[str]:
    """The means over all questions in the order of `HEADINGS`; dashes where there are none."""
    if not scored:
        return ["-"] * len(HEADINGS)
    ranks = [one.rank for one in scored]
    hits = [fmean(one is not None and one <= depth for one in ranks) for depth in DEPTHS]
    reciprocal = fmean(1 / one if one is not None else 0.0 for one in ranks)
    answers = [fmean(one.answered[number] for one in scored) for number in range(len(CONTEXTS))]
    return [f"{value:.3f}" for value in (*hits, reciprocal, *answers)]
