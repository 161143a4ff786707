"""The extractive answerer: picks the sentences that answer, verbatim. It needs no LLM."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Answer, Citation, Statement, Status
from assistant.question import Question, words_of
from corpus import Article, Corpus, Hit, Query, Span
from corpus.notices import corrections
from corpus.sentences import split_sentences

_PASSAGES = 6
_STATEMENTS = 4
_SAME_MEANING = 0.88
_SAME_WORDS = 0.8
_WORTH_ADDING = 0.85
_PARTIAL_NAMES_MISSING = 0.3


class Weights(NamedTuple):
    """How much each sign of a good sentence counts."""

    meaning: float = 0.4
    words: float = 0.4
    passage_words: float = 0.4
    passage_rank: float = 0.4
    kind: float = 0.25


class Decision(NamedTuple):
    """The logistic regression that decides whether the articles tell.

    Fitted on questions about real news and about the sample articles, each once with and once
    without the articles that answer it. On 244 other news questions it wrongly refuses 4 %, and
    refuses 45 % of those whose answer was taken away.
    """

    similarity: float = 1.49
    words: float = 3.82
    names_missing: float = -1.6
    bias: float = -2.72
    threshold: float = 0.45

    def tells(self, similarity: float, words: float, names_missing: float) -> bool:
        """Whether that much evidence is enough.

        `similarity` is the best cosine of a hit, `words` and `names_missing` are the shares of
        the question's content that a passage holds, and of its names that it lacks.
        """
        evidence = (
            self.similarity * similarity
            + self.words * words
            + self.names_missing * names_missing
            + self.bias
        )
        return 1 / (1 + exp(-evidence)) >= self.threshold


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence that may be a statement, with what speaks for it."""

    article: Article
    span: Span
    rank: int
    score: float
    vector: NDArray[np.float32]
    around: frozenset[str]
    """The terms of its passage and headline."""

    @property
    def text(self) -> str:
        return self.article.body[self.span.start : self.span.end]


def _copies_with(chosen: _Candidate, hits: Sequence[Hit]) -> tuple[Article, ...]:
    """The copies of an article that hold the same sentence; a near copy may lack it."""
    also = next(hit.also for hit in hits if hit.article.id == chosen.article.id)
    return tuple(copy for copy in also if chosen.text in copy.body)


class Extractive:
    """Answers with a few sentences of the hits, unchanged."""

    def __init__(
        self,
        corpus: Corpus,
        weights: Weights | None = None,
        decision: Decision | None = None,
    ) -> None:
        """Answer from the passages of this corpus."""
        self._corpus = corpus
        self._weights = weights or Weights()
        self._decision = decision or Decision()

    def answer(self, query: Query, hits: Sequence[Hit]) -> Answer:
        """The sentences of the hits that answer best, each cited, or `not_found`.

        The best comes first, the others in the order of their articles. `not_found` when the
        evidence is too thin, `partial` when it lacks something that the question names.
        """
        asked = Question(self._corpus, query.text)
        chosen = _select(self._candidates(asked, hits))
        status = _status(asked, chosen, hits, self._decision)
        if status == "not_found":
            return Answer(query.question, status, (), (), tuple(hits), query)
        citations = tuple(
            Citation(number, one.article, one.text, *one.span, _copies_with(one, hits))
            for number, one in enumerate(chosen, 1)
        )
        statements = tuple(Statement(c.quote, (c.number,)) for c in citations)
        return Answer(query.question, status, statements, citations, tuple(hits), query)

    def _candidates(self, asked: Question, hits: Sequence[Hit]) -> list[_Candidate]:
        places: list[tuple[int, Span]] = []
        seen: set[str] = set()
        for number, hit in enumerate(hits[:_PASSAGES]):
            for span in _sentences(hit):
                key = " ".join(words_of(hit.article.body[span.start : span.end]))
                if key and key not in seen:
                    seen.add(key)
                    places.append((number, span))
        if not places:
            return []
        texts = [hits[number].article.body[start:end] for number, (start, end) in places]
        vectors = self._corpus.embedder.embed([asked.text, *texts])
        around = [
            asked.terms(f"{hit.article.title}\n{hit.passage.text}") for hit in hits[:_PASSAGES]
        ]
        candidates = []
        for (number, span), text, vector in zip(places, texts, vectors[1:], strict=True):
            score = (
                self._weights.meaning * float(vector @ vectors[0])
                + self._weights.words * asked.share(asked.terms(text))
                + self._weights.passage_rank * hits[number].score / hits[0].score
                + self._weights.passage_words * asked.share(around[number])
                + self._weights.kind * asked.wants(text)
            )
            article = hits[number].article
            candidates.append(_Candidate(article, span, number, score, vector, around[number]))
        return sorted(candidates, key=lambda one: -one.score)


def _sentences(hit: Hit) -> Iterator[Span]:
    """The sentences of a passage, except where its article tells what it got wrong."""
    wrong = corrections(hit.article.body)
    for start, end in split_sentences(hit.passage.text, hit.article.language):
        span = Span(hit.passage.start + start, hit.passage.start + end)
        if not any(one.start <= span.start < one.end for one in wrong):
            yield span


def _select(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """The best candidate, and those that are nearly as good and say something new."""
    chosen: list[_Candidate] = []
    for one in candidates:
        if len(chosen) == _STATEMENTS or one.score < _WORTH_ADDING * candidates[0].score:
            break
        if not any(_repeats(one, other) for other in chosen):
            chosen.append(one)
    return chosen[:1] + sorted(chosen[1:], key=lambda one: (one.rank, one.span))


def _repeats(one: _Candidate, other: _Candidate) -> bool:
    """Whether two sentences say the same: in meaning, or as one print of a text and another."""
    if float(one.vector @ other.vector) >= _SAME_MEANING:
        return True
    words, others = set(words_of(one.text)), set(words_of(other.text))
    return len(words & others) >= _SAME_WORDS * min(len(words), len(others))


def _status(
    asked: Question, chosen: Sequence[_Candidate], hits: Sequence[Hit], decision: Decision
) -> Status:
    if not chosen:
        return "not_found"
    similarity = max(hit.similarity or 0.0 for hit in hits)
    evidence = [(asked.share(one.around), asked.names_missing(one.around)) for one in chosen]
    missing = [lacks for words, lacks in evidence if decision.tells(similarity, words, lacks)]
    if not missing:
        return "not_found"
    return "partial" if min(missing) > _PARTIAL_NAMES_MISSING else "answered"
