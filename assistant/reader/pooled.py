"""Several passages read as one: what answers in most of them, and most probably, and nearest."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.extractive.sentences import key_of
from assistant.reader.spans import Found, Reading
from assistant.reader.windows import Source
from corpus import Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """An answer, and where it stands best: in which of the texts, and at which place.

    `probability` is that of all places together, from 0 to 1; `texts` are those that hold it.
    """

    text: str
    probability: float
    place: int
    span: Span
    texts: frozenset[int]


def pooled(
    sources: Sequence[Source], readings: Sequence[Reading], weights: Sequence[float]
) -> list[Candidate]:
    """The answers that the texts give together, the likeliest first.

    A span counts as much as its text is likely to answer, times its probability there, times the
    weight of the text; `weights` are made to sum to 1. Spans of one wording add up.
    """
    whole = sum(weights) or 1.0
    places: defaultdict[str, list[tuple[float, int, Found]]] = defaultdict(list)
    for place, (source, reading) in enumerate(zip(sources, readings, strict=True)):
        share = weights[place] / whole * reading.answers
        for found in reading.spans:
            key = key_of(source.text[found.span.start : found.span.end])
            if key:
                places[key].append((share * found.probability, place, found))
    candidates = []
    for ones in places.values():
        _, place, best = max(ones, key=lambda one: one[0])
        text = sources[place].text[best.span.start : best.span.end]
        total = sum(share for share, _, _ in ones)
        texts = frozenset(place for _, place, _ in ones)
        candidates.append(Candidate(text, total, place, best.span, texts))
    return sorted(candidates, key=lambda one: -one.probability)
