"""The extractive answerer: picks the sentences that answer, verbatim. It needs no LLM."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Answer, Citation, Statement, Status
from corpus import Article, Corpus, Hit, Span
from corpus.sentences import split_sentences

_PASSAGES = 6
_STATEMENTS = 3
_NEAR_REPEAT = 0.88
_WORTH_ADDING = 0.78


class Weights(NamedTuple):
    """How much each sign of a good sentence counts."""

    meaning: float = 0.5
    words: float = 0.35
    rank: float = 0.15
    kind: float = 0.1


_WORD = re.compile(r"\w[\w'’-]*")
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|half|dozen)\b", re.IGNORECASE
)
_TIME = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June|July"
    r"|August|September|October|November|December|yesterday|today|tomorrow|May \d|\d{1,2} May"
    r"|[12]\d{3}|\d{1,2}[:.]\d{2}|noon|midnight|[ap]\.?m\b)"
)
_NAME = re.compile(r"(?<=[a-z,;:”\"] )[A-ZÀ-Þ][\w'’-]+|[A-ZÀ-Þ][\w'’.-]+ [A-ZÀ-Þ][\w'’-]+")
_SPEECH = re.compile(r"[“”\"«»„]|\b(?:said|says|told|added|according)\b")
_KINDS = (
    (
        re.compile(
            r"\b(?:how (?:many|much|long|old|far|big|large|high|often)|what (?:share|percentage|percent|number|"
            r"proportion)|at what (?:price|age))\b",
            re.IGNORECASE,
        ),
        _NUMBER,
    ),
    (
        re.compile(r"\b(?:when|what (?:day|date|year|time|month)|since when|until when)\b", re.IGNORECASE),
        _TIME,
    ),
    (re.compile(r"\b(?:who|whom|whose)\b", re.IGNORECASE), _NAME),
    (re.compile(r"\b(?:say|says|said|quote|comment|call|called|warn|warned)\b", re.IGNORECASE), _SPEECH),
)
_ASKING = frozenset(
    ["what", "which", "who", "whom", "whose", "when", "where", "why", "how", "did", "do", "does", "done", "has", "have", "had", "was", "were", "is", "are", "can", "could", "will", "would", "should", "may", "might", "much", "many", "say", "says", "said", "tell", "told", "about", "there", "any", "happen", "happens", "happened", "mean", "means", "be", "been", "being", "give", "gives", "gave", "you", "me", "us", "they", "them", "their", "his", "her", "its", "he", "she", "we", "our", "my", "your", "from", "than", "so", "also", "please", "article", "articles", "news", "report"]
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence that may be a statement, with what speaks for it."""

    article: Article
    span: Span
    hit: int
    score: float
    meaning: float
    vector: NDArray[np.float32]

    @property
    def text(self) -> str:
        return self.article.body[self.span.start : self.span.end]


class Extractive:
    """Answers with a few sentences of the hits, unchanged."""

    def __init__(self, corpus: Corpus, weights: Weights | None = None) -> None:
        """Answer from the passages of this corpus."""
        self._corpus = corpus
        self._weights = weights or Weights()

    def answer(self, question: str, hits: Sequence[Hit]) -> Answer:
        """The sentences of the hits that answer best, each cited, or `not_found`.

        The best comes first, the others in the order of their articles. `not_found` when the
        evidence is too thin, `partial` when it lacks something that the question names.
        """
        asked = _Question(self._corpus, question)
        chosen = self._select(asked, self._candidates(asked, hits))
        status = self._status(asked, chosen, hits)
        if status == "not_found":
            return Answer(question, status, (), (), tuple(hits))
        citations = tuple(
            Citation(number, one.article, one.text, *one.span)
            for number, one in enumerate(chosen, 1)
        )
        statements = tuple(Statement(c.quote, (c.number,)) for c in citations)
        return Answer(question, status, statements, citations, tuple(hits))

    def _candidates(self, asked: "_Question", hits: Sequence[Hit]) -> list[_Candidate]:
        places: list[tuple[int, Span]] = []
        seen: set[str] = set()
        for number, hit in enumerate(hits[:_PASSAGES]):
            for start, end in split_sentences(hit.passage.text, hit.article.language):
                key = " ".join(_WORD.findall(hit.passage.text[start:end].casefold()))
                if key and key not in seen:
                    seen.add(key)
                    places.append(
                        (number, Span(hit.passage.start + start, hit.passage.start + end))
                    )
        if not places:
            return []
        texts = [hits[number].article.body[start:end] for number, (start, end) in places]
        vectors = self._corpus.embedder.embed([asked.text, *texts])
        meanings = vectors[1:] @ vectors[0]
        best = hits[0].score
        candidates = []
        for (number, span), text, vector, meaning in zip(
            places, texts, vectors[1:], meanings, strict=True
        ):
            score = (
                self._weights.meaning * float(meaning)
                + self._weights.words * asked.share(self._corpus.terms(text))
                + self._weights.rank * hits[number].score / best
                + self._weights.kind * asked.wants(text)
            )
            candidates.append(
                _Candidate(hits[number].article, span, number, score, float(meaning), vector)
            )
        return sorted(candidates, key=lambda one: -one.score)

    def _select(self, asked: "_Question", candidates: Sequence[_Candidate]) -> list[_Candidate]:
        """The best candidate, and those after it that are nearly as good and say something new."""
        chosen: list[_Candidate] = []
        for one in candidates:
            if len(chosen) == _STATEMENTS or one.score < _WORTH_ADDING * candidates[0].score:
                break
            if all(float(one.vector @ other.vector) < _NEAR_REPEAT for other in chosen):
                chosen.append(one)
        return chosen[:1] + sorted(chosen[1:], key=lambda one: (one.hit, one.span))

    def _status(
        self, asked: "_Question", chosen: Sequence[_Candidate], hits: Sequence[Hit]
    ) -> Status:
        evidence = [f"{one.article.title}\n{hits[one.hit].passage.text}" for one in chosen]
        terms = [term for text in evidence for term in self._corpus.terms(text)]
        if not chosen:
            return "not_found"
        meaning = max(one.meaning for one in chosen)
        confidence = _sigmoid(
            9.0 * meaning + 4.0 * asked.share(terms) - 3.0 * asked.names_missing(terms) - 6.0
        )
        if confidence < 0.5:
            return "not_found"
        return "partial" if asked.names_missing(terms) > 0.5 else "answered"


class _Question:
    """What a question asks for, as far as words show it."""

    def __init__(self, corpus: Corpus, text: str) -> None:
        self.text = text
        words = _WORD.findall(text)
        content = [word for word in words if word.casefold() not in _ASKING]
        self._weights = corpus.term_weights(corpus.terms(" ".join(content)))
        names = [word for word in content if word[0].isupper() or any(c.isdigit() for c in word)]
        self._names = frozenset(corpus.terms(" ".join(names)))
        self._kinds = [sign for pattern, sign in _KINDS if pattern.search(text)]

    def share(self, terms: Sequence[str]) -> float:
        """The share of the question's content that these terms hold, rare words counting more."""
        return _share(self._weights, terms)

    def names_missing(self, terms: Sequence[str]) -> float:
        """The share of the question's names and numbers that these terms lack; 0 without any."""
        names = {term: w for term, w in self._weights.items() if term in self._names}
        return 1 - _share(names, terms) if names else 0.0

    def wants(self, sentence: str) -> float:
        """1 when the sentence holds the kind of thing that is asked for, else 0."""
        return float(any(sign.search(sentence) for sign in self._kinds))


def _share(weights: dict[str, float], terms: Sequence[str]) -> float:
    total = sum(weights.values())
    held = set(terms)
    return sum(w for term, w in weights.items() if term in held) / total if total else 0.0


def _sigmoid(value: float) -> float:
    return 1 / (1 + exp(-value))
