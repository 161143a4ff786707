"""The check of a statement against the articles that it cites."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from assistant.checking.case import case_of
from assistant.checking.rules import objection
from assistant.checking.signs import QUOTES, Decision, Evidence
from assistant.checking.sources import Sentence, Sources
from assistant.checking.wording import Token, Wording, read_wording
from corpus import Hit
from corpus.embedding import Embedder
from corpus.sentences import split_sentences

MAX_CHARS = 2_000
"""A longer text is no statement, and is not supported."""

_CERTAIN = 0.99
_REFUSED = 0.02
_CACHED = 50_000


class Quote(NamedTuple):
    """A sentence that supports a statement: `hits[hit].article.body[start:end]`."""

    hit: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the cited articles say what a statement says.

    `quotes` are whole sentences, verbatim, at most three, the best first: those that support it,
    or the nearest ones where it is not supported. `probability` is how probably a reader finds
    it supported. `reason` says for a person why it is not; empty when it is.
    """

    supported: bool
    quotes: tuple[Quote, ...]
    probability: float
    reason: str


class Finding(NamedTuple):
    """What speaks for one sentence, and the objection of the first rule that it breaks, if any."""

    quotes: tuple[Sentence, ...]
    evidence: Evidence
    objection: str


class Read(Protocol):
    """What the check needs of a corpus."""

    embedder: Embedder

    def terms(self, text: str) -> list[str]:
        """The stems of a text."""


class Checker:
    """Checks statements against the articles they cite. Safe to use from several threads."""

    def __init__(self, corpus: Read, decision: Decision | None = None) -> None:
        """Check with the embedding model and the stems of this corpus."""
        self._corpus = corpus
        self._decision = decision or Decision()
        self._stems: dict[str, str] = {}

    def read(self, sources: Sequence[Hit]) -> Sources:
        """The sources in the form in which they are compared, for all statements that cite them."""
        return Sources(sources, self._corpus.embedder, self._stem)

    def check(self, statement: str, sources: Sequence[Hit] | Sources) -> Verdict:
        """Whether the articles of these hits say what the statement says.

        Each of its sentences must be supported; the least certain one decides. Sources that were
        `read` before are not read again.
        """
        if len(statement) > MAX_CHARS:
            return Verdict(
                supported=False,
                quotes=(),
                probability=0.0,
                reason=f"It is longer than {MAX_CHARS:,} characters.",
            )
        known = sources if isinstance(sources, Sources) else self.read(sources)
        texts = [statement[start:end] for start, end in split_sentences(statement)]
        parts = [(text, read_wording(text, self._stem)) for text in texts]
        telling = [(text, wording) for text, wording in parts if wording.stems]
        if not telling or not known.sentences:
            return Verdict(
                supported=False,
                quotes=(),
                probability=0.0,
                reason="It says nothing that sources could support.",
            )
        verdicts = [self._check(text, wording, known) for text, wording in telling]
        weakest = min(verdicts, key=lambda one: (one.supported, one.probability))
        quotes = tuple(dict.fromkeys(quote for one in verdicts for quote in one.quotes))
        if weakest.supported and len(quotes) > QUOTES:
            reason = f"It takes more than {QUOTES} sentences of the sources to say this."
            return Verdict(
                supported=False, quotes=quotes[:QUOTES], probability=_REFUSED, reason=reason
            )
        return Verdict(weakest.supported, quotes[:QUOTES], weakest.probability, weakest.reason)

    def examine(self, text: str, sources: Sources) -> Finding | None:
        """What is found for one sentence before it is decided; None when no word of it is there."""
        wording = _in_terms_of(read_wording(text, self._stem), sources)
        evidence = Evidence(text, wording, sources)
        if not evidence.quotes:
            return None
        case = case_of(wording, evidence.quotes, sources, self._is_word)
        return Finding(case.quotes[:QUOTES], evidence, objection(case) or "")

    def _check(self, text: str, wording: Wording, sources: Sources) -> Verdict:
        """The verdict on one sentence."""
        same = next((one for one in sources.sentences if one.wording.keys == wording.keys), None)
        if same is not None:
            return Verdict(supported=True, quotes=(_quote(same),), probability=_CERTAIN, reason="")
        if not wording.predicates:
            reason = "It names something, and says nothing of it."
            return Verdict(supported=False, quotes=(), probability=0.0, reason=reason)
        found = self.examine(text, sources)
        if found is None:
            return Verdict(
                supported=False,
                quotes=(),
                probability=0.0,
                reason="No sentence of the sources has a word of this.",
            )
        quotes = tuple(map(_quote, found.quotes))
        if found.objection:
            return Verdict(
                supported=False, quotes=quotes, probability=_REFUSED, reason=found.objection
            )
        probability = self._decision.probability(found.evidence.signs)
        supported = probability >= self._decision.threshold
        reason = "" if supported else "No sentence of the sources says this clearly enough."
        return Verdict(supported, quotes, probability, reason)

    def _stem(self, word: str) -> str:
        stem = self._stems.get(word)
        if stem is None:
            if len(self._stems) >= _CACHED:
                self._stems.clear()
            stem = self._stems[word] = " ".join(self._corpus.terms(word))
        return stem

    def _is_word(self, word: str) -> bool:
        return self._corpus.embedder.count([word])[0] == 1


def _quote(one: Sentence) -> Quote:
    return Quote(one.hit, *one.span)


def _in_terms_of(wording: Wording, sources: Sources) -> Wording:
    """The wording with its numbers and days told as the sources tell those that agree."""
    told: dict[int, str] = {}
    for one in sources.sentences:
        for token in one.wording.tokens:
            if token.kind == "word":
                continue
            for amount in wording.amounts:
                if any(amount.agrees(o) and o.span == token.span for o in one.wording.amounts):
                    told.setdefault(amount.span.start, token.key)
            for day in wording.days:
                if any(
                    day.agrees(o, one.published) and o.span == token.span for o in one.wording.days
                ):
                    told.setdefault(day.span.start, token.key)

    def renamed(token: Token) -> Token:
        key = told.get(token.span.start, token.key) if token.kind != "word" else token.key
        return token if key == token.key else token._replace(key=key, stem=key)

    tokens = tuple(map(renamed, wording.tokens))
    return Wording(wording.text, tokens, wording.amounts, wording.days, wording.quotations)
