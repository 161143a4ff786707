"""The sentences of the cited articles, read once for all statements of an answer."""

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

import numpy as np

from assistant.checking.wording import Stem, Wording, plain, read_wording
from corpus import Hit, Span
from corpus.embedding import Embedder
from corpus.notices import corrections
from corpus.sentences import split_sentences

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SENTENCES = 200
"""So many sentences of an article are read: those nearest to the passage that was found."""

_LONGEST = 2_000
"""Longer "sentences" are tables and lists without points: they are quoted by nobody."""


_NEAR = 3


@dataclass(frozen=True, eq=False)
class Sentence:
    """One sentence of a cited article: `hits[hit].article.body[span.start : span.end]`."""

    hit: int
    place: int
    """Which sentence of its article it is."""
    span: Span
    wording: Wording
    published: date | None

    def is_near(self, other: "Sentence") -> bool:
        """Whether the other stands a few sentences before or behind it in the same article."""
        return self.hit == other.hit and abs(self.place - other.place) <= _NEAR


class Sources:
    """What the cited articles say. One object serves all statements of one answer."""

    def __init__(self, hits: Sequence[Hit], embedder: Embedder, stem: Stem) -> None:
        """Read the articles of these hits; of several hits of one article the first counts."""
        self.hits = tuple(hits)
        self._embedder = embedder
        self._stem = stem
        first = {hit.article.id: number for number, hit in reversed(list(enumerate(hits)))}
        self.sentences = [one for number in sorted(first.values()) for one in self._read(number)]
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def _read(self, number: int) -> Iterator[Sentence]:
        hit = self.hits[number]
        article, body = hit.article, hit.article.body
        wrong = [*corrections(body), *article.headings]
        spans = [
            span
            for span in split_sentences(body, article.language)
            if span.end - span.start <= _LONGEST
            and not any(one.start <= span.start < one.end for one in wrong)
        ]
        found = next((n for n, span in enumerate(spans) if span.end > hit.passage.start), 0)
        first = max(0, min(found - _SENTENCES // 2, len(spans) - _SENTENCES))
        published = None if article.published is None else article.published.date()
        for place, span in enumerate(spans[first : first + _SENTENCES], first):
            text = body[span.start : span.end]
            yield Sentence(number, place, span, read_wording(text, self._stem), published)

    @cached_property
    def weights(self) -> dict[str, float]:
        """How much each stem tells: the fewer of the sentences hold it, the more."""
        holding = Counter(stem for one in self.sentences for stem in one.wording.stems)
        total = len(self.sentences)
        return {stem: log(1 + total / count) for stem, count in holding.items()}

    @cached_property
    def places(self) -> dict[tuple[str, ...], list[tuple[tuple[str, ...], int]]]:
        """Where two words stand beside each other: all words of the sentence, and the place."""
        found: dict[tuple[str, ...], list[tuple[tuple[str, ...], int]]] = {}
        for one in self.sentences:
            for place, pair in enumerate(pairwise(one.wording.keys)):
                found.setdefault(pair, []).append((one.wording.keys, place))
        return found

    def holding(self, stems: AbstractSet[str]) -> list[Sentence]:
        """The sentences that hold one of the stems, in order."""
        return [one for one in self.sentences if not stems.isdisjoint(one.wording.stems)]

    @cached_property
    def unknown_weight(self) -> float:
        """What a stem tells that no sentence holds."""
        return log(2 + len(self.sentences))

    @cached_property
    def proper(self) -> frozenset[str]:
        """The words that are written with a capital inside sentences, and never without."""
        tokens = [one.wording.tokens for one in self.sentences]
        inside = {token.key for found in tokens for token in found[1:] if token.capital}
        return frozenset(inside) - {
            token.key for found in tokens for token in found if not token.capital
        }

    @cached_property
    def headlines(self) -> tuple[Wording, ...]:
        """The headlines, with the outlets and authors, whose names a statement may use."""
        return tuple(
            read_wording(
                "\n".join((hit.article.title, hit.article.outlet or "", *hit.article.authors)),
                self._stem,
            )
            for hit in self.hits
        )

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The bodies as quotations are looked for in them."""
        return tuple(plain(hit.article.body).casefold() for hit in self.hits)

    def similarities(self, statement: str, chosen: Sequence[Sentence]) -> list[float]:
        """The cosines of a statement to sentences, which are embedded once."""
        texts = [self._text(one) for one in chosen]
        new = [text for text in dict.fromkeys([statement, *texts]) if text not in self._vectors]
        if new:
            self._vectors |= dict(zip(new, self._embedder.embed(new), strict=True))
        mine = self._vectors[statement]
        return [float(mine @ self._vectors[text]) for text in texts]

    def similarity_to_both(self, statement: str, one: Sentence, other: Sentence) -> float:
        """The cosine of a statement to two sentences together; both have been embedded."""
        both = self._vectors[self._text(one)] + self._vectors[self._text(other)]
        return float(self._vectors[statement] @ both / (np.linalg.norm(both) or 1.0))

    def _text(self, one: Sentence) -> str:
        return self.hits[one.hit].article.body[one.span.start : one.span.end]
