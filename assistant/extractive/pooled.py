"""Several passages read as one: what answers in most of them, and most probably, and nearest."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp
from typing import NamedTuple

from assistant.extractive.kinds import key_of
from assistant.reader import Reader, Reading, Source
from corpus import Hit, Span

PASSAGES = 5
"""How many passages are read and quoted: more take longer, and hardly answer."""
_STEEPNESS = 4.0
_WHO = re.compile(r"\bwhom?\b", re.IGNORECASE)
_WORD = re.compile(r"\w[\w-]*")
_NEXT_NAME = re.compile(r" ([A-ZÀ-Þ][\w-]*)")


class Place(NamedTuple):
    """Where an answer stands: in which of the texts, and where in it."""

    text: int
    span: Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """An answer, how likely it is the right one (from 0 to 1), and its places, the best first.

    `probability` is that of all places together.
    """

    text: str
    probability: float
    places: tuple[Place, ...]


def read(reader: Reader, question: str, hits: Sequence[Hit]) -> list[Candidate]:
    """The answers that the passages of the hits give together, the likeliest first.

    Their places are those of the hits, and in their passages. The passage of a better hit weighs
    more, and so does, where new articles are preferred, one nearer to the present.
    """
    sources = [Source(hit.passage.text, hit.article.title) for hit in hits]
    best = max((hit.score for hit in hits), default=0.0)
    weights = [exp(_STEEPNESS * (hit.score / best - 1)) if best > 0 else 1.0 for hit in hits]
    readings = reader.read(question, sources)
    if _WHO.search(question):
        named = frozenset(_WORD.findall(question))
        readings = [
            _without_named(named, source.text, one)
            for source, one in zip(sources, readings, strict=True)
        ]
    return pooled(sources, readings, weights)


def _without_named(named: frozenset[str], text: str, one: Reading) -> Reading:
    """A reading without the first names of those whom the question names: others are asked for."""

    def is_first_name(span: Span) -> bool:
        behind = _NEXT_NAME.match(text, span.end)
        return text[span.start].isupper() and behind is not None and behind[1] in named

    return replace(one, spans=tuple(it for it in one.spans if not is_first_name(it.span)))


def pooled(
    sources: Sequence[Source], readings: Sequence[Reading], weights: Sequence[float]
) -> list[Candidate]:
    """The answers that the texts give together, the likeliest first.

    A span counts as much as its text is likely to answer, times its probability there, times the
    weight of the text; `weights` are made to sum to 1. Spans of one wording add up.
    """
    whole = sum(weights) or 1.0
    found: defaultdict[str, list[tuple[float, Place]]] = defaultdict(list)
    for number, (source, reading) in enumerate(zip(sources, readings, strict=True)):
        share = weights[number] / whole * reading.answers
        for one in reading.spans:
            key = key_of(source.text[one.span.start : one.span.end])
            if key:
                found[key].append((share * one.probability, Place(number, one.span)))
    candidates = []
    for ones in found.values():
        ones.sort(key=lambda one: -one[0])
        text, span = ones[0][1]
        total = sum(share for share, _ in ones)
        places = tuple(place for _, place in ones)
        candidates.append(Candidate(sources[text].text[slice(*span)], total, places))
    return sorted(candidates, key=lambda one: -one.probability)
