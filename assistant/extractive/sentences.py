"""The sentences of the hits, with what speaks for each being an answer."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.extractive.kinds import Kind, find, is_placed, key_of, words_of
from assistant.extractive.pooled import PASSAGES, Candidate
from assistant.extractive.question import Question
from assistant.extractive.revisions import revision
from assistant.extractive.whole import surroundings, whole
from corpus import Article, Hit, Span
from corpus.embedding import Embedder
from corpus.notices import corrections
from corpus.sentences import split_sentences

_MANY = 3
EMBEDDED = 8
"""How many sentences are looked at closely where a reader says which."""
_UNLIKELY = 0.01
"""Added to what the reader says, so that nothing is impossible."""


class Weights(NamedTuple):
    """How much each sign of a sentence that answers counts, on a scale of log-odds.

    Fitted by softmax over the sentences of the best passages for questions about real news, of
    which it is known how they are answered. `number` is for holding a number that the question
    names, `read` for what the reader finds in it, as a logarithm.
    """

    meaning: float
    words: float
    passage_words: float
    passage: float
    opening: float
    agreement: float
    place: float
    things: float
    number: float
    read: float


UNREAD = Weights(3.4, 2.0, 2.5, 7.4, 0.7, 1.7, 0.7, 1.5, 1.3, 0.0)
"""Without a reader."""
READ = Weights(0.0, 1.2, 2.6, 4.5, 0.0, 0.2, 0.0, 1.5, 1.7, 1.05)
"""With one, which knows what a sentence means: only the best sentences are embedded then."""


class Marked(NamedTuple):
    """What the reader found: where in the body, and how likely it is the right answer."""

    span: Span
    probability: float


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that may be a statement, with what speaks for it.

    `rank` is that of its hit, from 0; `vector` is its embedding, `meaning` the cosine between it
    and the question; `words` and `passage_words` are the shares of the question's content that it
    and its passage with the headline hold, `names_missing` the share of the question's names that
    this passage lacks. `things` are where it holds something of the kind that is asked for and that
    the question does not name, `agreement` the share of the articles that hold the same. `whole` is
    the sentence with what it cannot be understood or quoted without. `answers` are what the reader
    found in it, the likeliest first; without a reader there are none.
    """

    hit: Hit
    rank: int
    span: Span
    whole: Span
    opens: bool
    words: float
    passage_words: float
    names_missing: float
    holds_number: bool
    things: tuple[Span, ...]
    agreement: float
    answers: tuple[Marked, ...]
    vector: NDArray[np.float32] = field(default_factory=lambda: np.empty(0, np.float32))
    meaning: float = 0.0
    score: float = 0.0

    @property
    def article(self) -> Article:
        """The article it stands in."""
        return self.hit.article

    @property
    def text(self) -> str:
        """The sentence as it stands there."""
        return self.article.body[self.span.start : self.span.end]

    @property
    def read(self) -> float:
        """How likely it is, to the reader, that the right answer stands in it."""
        return sum(one.probability for one in self.answers)

    @property
    def quote(self) -> str:
        """It with what belongs to it."""
        return self.article.body[self.whole.start : self.whole.end]


def sentences(
    asked: Question,
    hits: Sequence[Hit],
    embedder: Embedder,
    answers: Sequence[Candidate] | None = None,
    most: int | None = EMBEDDED,
) -> list[Sentence]:
    """The sentences of the hits, each once, the best first.

    `answers` are what the reader found in the passages of the hits, which are its texts; with them
    only the best few sentences are returned, at `most` so many.
    """
    found = list(_different(hits))
    if not found:
        return []
    texts = [hits[rank].article.body[span.start : span.end] for rank, span, *_ in found]
    around = [asked.terms(f"{hit.article.title}\n{hit.passage.text}") for hit in hits]
    things = [tuple(_new(asked, text)) for text in texts]
    agreement = _agreement([hits[rank] for rank, *_ in found], texts, things)
    ones = [
        Sentence(
            hits[rank],
            rank,
            span,
            whole(hits[rank].article.body, span, around_it),
            opens=opens,
            words=asked.share(terms),
            passage_words=asked.share(around[rank]),
            names_missing=asked.names_missing(around[rank]),
            holds_number=not asked.numbers.isdisjoint(terms),
            things=held,
            agreement=agree,
            answers=tuple(_within(span, rank, hits[rank].passage.start, answers or ())),
        )
        for (rank, span, opens, around_it), terms, held, agree in zip(
            found, map(asked.terms, texts), things, agreement, strict=True
        )
    ]
    best = max(hit.score for hit in hits)
    if answers is None:
        return _ranked(_embedded(ones, asked, embedder), asked.kind, best, UNREAD)
    ranked = _ranked(ones, asked.kind, best, READ)
    # What a later number took the place of must not look as if it still held.
    revising = [one for one in ranked[most:] if revision(one.text)] if most else []
    chosen = [*ranked[:most], *(revising if asked.kind is Kind.NUMBER else [])]
    return _ranked(_embedded(chosen, asked, embedder), asked.kind, best, READ)


def _embedded(ones: Sequence[Sentence], asked: Question, embedder: Embedder) -> list[Sentence]:
    """The sentences with their vectors."""
    question, *vectors = embedder.embed([asked.text, *(one.text for one in ones)])
    return [
        replace(one, vector=vector, meaning=float(vector @ question))
        for one, vector in zip(ones, vectors, strict=True)
    ]


def _ranked(
    ones: Sequence[Sentence], kind: Kind | None, best: float, weights: Weights
) -> list[Sentence]:
    """The sentences with their scores, the best first."""
    scored = [replace(one, score=score(signs(one, kind, best), weights)) for one in ones]
    return sorted(scored, key=lambda one: -one.score)


def _within(span: Span, rank: int, start: int, answers: Sequence[Candidate]) -> Iterator[Marked]:
    """What the reader found in a sentence of a passage that starts there in its body."""
    for one in answers:
        for text, (first, last) in one.places:
            if text == rank and span.start <= start + first and start + last <= span.end:
                yield Marked(Span(start + first, start + last), one.probability)
                break


def signs(one: Sentence, kind: Kind | None, best: float) -> Weights:
    """What speaks for a sentence, each sign in the place of its weight.

    `kind` is what is asked for, `best` the score of the best hit.
    """
    placed = kind is Kind.PLACE and any(is_placed(one.text, thing) for thing in one.things)
    return Weights(
        meaning=one.meaning,
        words=one.words,
        passage_words=one.passage_words,
        passage=one.hit.score / best if best > 0 else 0.0,
        opening=float(one.opens),
        agreement=one.agreement,
        place=float(placed),
        things=min(len(one.things), _MANY) / _MANY,
        number=float(one.holds_number),
        read=log(one.read + _UNLIKELY),
    )


def score(found: Weights, weights: Weights) -> float:
    """How much the signs of a sentence count together."""
    return sum(sign * weight for sign, weight in zip(found, weights, strict=True))


def _different(hits: Sequence[Hit]) -> Iterator[tuple[int, Span, bool, list[Span]]]:
    """The sentences of the hits without repetitions.

    Of each the rank of its hit, its place, whether it opens the passage, and those around it.
    """
    seen: set[str] = set()
    for rank, hit in enumerate(hits):
        spans = spans_of(hit)
        around = surroundings(hit.article, spans)
        for span in spans:
            key = " ".join(words_of(hit.article.body[span.start : span.end]))
            if key and key not in seen:
                seen.add(key)
                yield rank, span, span == spans[0], around


def _new(asked: Question, text: str) -> Iterator[Span]:
    """What a sentence holds of the kind that is asked for, except what the question names."""
    for thing in find(asked.kind, text):
        key = key_of(text[thing.start : thing.end])
        if key and not asked.words.issuperset(key.split()):
            yield thing


def _agreement(
    hits: Sequence[Hit], texts: Sequence[str], things: Sequence[Sequence[Span]]
) -> list[float]:
    """For each sentence the share of the articles that hold one of its things, too."""
    keys = [
        {key_of(text[thing.start : thing.end]) for thing in held}
        for text, held in zip(texts, things, strict=True)
    ]
    holding: defaultdict[str, set[str]] = defaultdict(set)
    for hit, held in zip(hits, keys, strict=True):
        for key in held:
            holding[key].add(hit.article.id)
    # Of all passages, so that one article alone agrees with nobody.
    return [max((len(holding[key]) for key in held), default=0) / PASSAGES for held in keys]


def spans_of(hit: Hit) -> list[Span]:
    """The sentences of a passage, except where its article tells what it got wrong."""
    wrong = corrections(hit.article.body)
    spans = (
        Span(hit.passage.start + start, hit.passage.start + end)
        for start, end in split_sentences(hit.passage.text, hit.article.language)
    )
    return [span for span in spans if not any(one.start <= span.start < one.end for one in wrong)]
