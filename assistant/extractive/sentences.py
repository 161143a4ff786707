"""The sentences of the hits, with what speaks for each being an answer."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.extractive.kinds import Kind, find, is_placed, key_of, words_of
from assistant.extractive.question import Question
from assistant.extractive.whole import whole
from corpus import Article, Hit, Span
from corpus.embedding import Embedder
from corpus.notices import corrections
from corpus.sentences import split_sentences

PASSAGES = 6
"""How many passages sentences are taken from."""

_MANY = 3


class Weights(NamedTuple):
    """How much each sign of a sentence that answers counts, on a scale of log-odds.

    Fitted by softmax over the sentences of the best six passages for questions about real news, of
    which it is known how they are answered.
    """

    meaning: float = 3.4
    words: float = 2.0
    passage_words: float = 2.5
    passage: float = 7.4
    opening: float = 0.7
    agreement: float = 2.0
    place: float = 0.7
    things: float = 1.5
    number: float = 1.3
    """For holding a number that the question names."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that may be a statement, with what speaks for it.

    `rank` is that of its hit, from 0; `meaning` the cosine between it and the question, `words` and
    `passage_words` the shares of the question's content that it and its passage with the headline
    hold, `names_missing` the share of the question's names that this passage lacks. `things` are
    where it holds something of the kind that is asked for and that the question does not name,
    `agreement` the share of the articles that hold the same. `whole` is the sentence with what it
    cannot be understood or quoted without.
    """

    hit: Hit
    rank: int
    span: Span
    whole: Span
    opens: bool
    vector: NDArray[np.float32]
    meaning: float
    words: float
    passage_words: float
    names_missing: float
    holds_number: bool
    things: tuple[Span, ...]
    agreement: float = 0.0
    score: float = field(default=0.0)

    @property
    def article(self) -> Article:
        """The article it stands in."""
        return self.hit.article

    @property
    def text(self) -> str:
        """The sentence as it stands there."""
        return self.article.body[self.span.start : self.span.end]

    @property
    def quote(self) -> str:
        """It with what belongs to it."""
        return self.article.body[self.whole.start : self.whole.end]


def sentences(
    asked: Question, hits: Sequence[Hit], embedder: Embedder, weights: Weights
) -> list[Sentence]:
    """The sentences of the hits, each once, the best first."""
    found = list(_different(hits))
    if not found:
        return []
    texts = [hits[rank].article.body[span.start : span.end] for rank, span, _ in found]
    vectors = embedder.embed([asked.text, *texts])
    around = [asked.terms(f"{hit.article.title}\n{hit.passage.text}") for hit in hits]
    things = [tuple(_new(asked, text)) for text in texts]
    agreement = _agreement([hits[rank] for rank, _, _ in found], texts, things)
    ones = [
        Sentence(
            hits[rank],
            rank,
            span,
            whole(hits[rank].article.body, span, spans),
            opens=span == spans[0],
            vector=vector,
            meaning=float(vector @ vectors[0]),
            words=asked.share(terms),
            passage_words=asked.share(around[rank]),
            names_missing=asked.names_missing(around[rank]),
            holds_number=not asked.numbers.isdisjoint(terms),
            things=held,
            agreement=agree,
        )
        for (rank, span, spans), text, terms, vector, held, agree in zip(
            found, texts, map(asked.terms, texts), vectors[1:], things, agreement, strict=True
        )
    ]
    best = max(hit.score for hit in hits)
    scored = [replace(one, score=_score(one, asked.kind, best, weights)) for one in ones]
    return sorted(scored, key=lambda one: -one.score)


def _score(one: Sentence, kind: Kind | None, best: float, weights: Weights) -> float:
    placed = kind is Kind.PLACE and any(is_placed(one.text, thing) for thing in one.things)
    return (
        weights.meaning * one.meaning
        + weights.words * one.words
        + weights.passage_words * one.passage_words
        + weights.passage * (one.hit.score / best if best > 0 else 0.0)
        + weights.opening * one.opens
        + weights.agreement * one.agreement
        + weights.place * placed
        + weights.things * min(len(one.things), _MANY) / _MANY
        + weights.number * one.holds_number
    )


def _different(hits: Sequence[Hit]) -> Iterator[tuple[int, Span, list[Span]]]:
    """The sentences of the hits without repetitions: rank of the hit, place, and its sentences."""
    seen: set[str] = set()
    for rank, hit in enumerate(hits):
        spans = spans_of(hit)
        for span in spans:
            key = " ".join(words_of(hit.article.body[span.start : span.end]))
            if key and key not in seen:
                seen.add(key)
                yield rank, span, spans


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
