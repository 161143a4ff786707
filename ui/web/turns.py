"""What a visitor's conversation holds: turns, each with the passages that its answer cites."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Self

from assistant import Answer, Citation, Reading, Statement, Unsupported, readings
from assistant import Turn as Said
from assistant.answer import Lead, also_in
from assistant.exporting import export
from corpus import Article, Hit, Query, Span

Phase = Literal["searching", "answered", "partial", "not_found", "failed"]

_STEPS = 6
"""How many steps a statement takes to appear, however long it is."""

_WORD = re.compile(r"\S+\s*")


@dataclass(frozen=True, slots=True)
class Card:
    """A citation with the passage around it: both are spans of the article's body.

    `also` names where else the quote stands word for word, `notices` are the corrections and
    updates to show with it.
    """

    number: int
    article: Article
    quote: Span
    passage: Span
    also: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    @classmethod
    def of(cls, citation: Citation, hits: Sequence[Hit], notices: tuple[str, ...] = ()) -> Self:
        """The card of a citation, with the passage that it was retrieved from.

        A quote that crosses passages, or that stands in none of the hits, is shown in its
        paragraphs instead.
        """
        quote = Span(citation.start, citation.end)
        for hit in hits:
            held = hit.passage.start <= quote.start and quote.end <= hit.passage.end
            same = (hit.article.id, hit.passage.version) == (
                citation.article.id,
                citation.article.version,
            )
            if same and held:
                passage = Span(hit.passage.start, hit.passage.end)
                break
        else:
            passage = _paragraphs(citation.article.body, quote)
        also = also_in(citation.article, citation.also)
        return cls(citation.number, citation.article, quote, passage, also, notices)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with what came of it so far.

    `scope` says in words which articles were asked, `dropped` what the visitor took out of the
    question as it was understood. `note` is what there is to say before the statements, or instead
    of them, and `age` what there is to say of how old the articles are. `lead` is the shortest
    answer, where one stands out, `exported` the answer in Markdown, to be taken elsewhere with its
    citations, `said` what later questions may refer to. `remarks` say how the answer came about,
    `unsupported` is what an LLM said without support.
    """

    question: str
    scope: str = ""
    dropped: tuple[str, ...] = ()
    phase: Phase = "searching"
    note: str = ""
    age: str = ""
    remarks: tuple[str, ...] = ()
    unsupported: tuple[Unsupported, ...] = ()
    query: Query | None = None
    statements: tuple[Statement, ...] = ()
    cards: tuple[Card, ...] = ()
    nearest: tuple[Article, ...] = ()
    lead: Lead | None = None
    exported: str = ""
    said: Said | None = None
    complete: bool = False

    def answered(self, answer: Answer) -> "Turn":
        """The turn with its answer."""
        return replace(
            self,
            phase=answer.status,
            note=answer.lead_in,
            age=answer.age,
            remarks=answer.notes,
            unsupported=answer.unsupported,
            query=answer.query,
            statements=answer.statements,
            cards=tuple(
                Card.of(citation, answer.hits, notices)
                for citation, notices in zip(answer.citations, answer.notices, strict=True)
            ),
            nearest=answer.nearest if answer.status == "not_found" else (),
            lead=answer.lead,
            exported=export(answer, "markdown"),
            said=Said.of(answer),
            complete=True,
        )

    def told(self, statement: Statement, citations: Sequence[Citation]) -> "Turn":
        """The turn with one more statement, of an answer that has these citations so far."""
        return replace(
            self,
            phase="answered",
            statements=(*self.statements, statement),
            cards=tuple(Card.of(citation, ()) for citation in citations),
        )

    def failed(self, reason: str) -> "Turn":
        """The turn with a sentence that says why there is no answer."""
        return Turn(self.question, self.scope, self.dropped, "failed", reason, complete=True)

    def without(self, reading: Reading) -> "Turn":
        """The same question, to be asked again without something that was read from it."""
        dropped = (*self.dropped, reading.words)
        return Turn(self.question, self.scope, dropped)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """What was read from the question, and can be taken out of it."""
        found = () if self.query is None else readings(self.query)
        return tuple(one for one in found if one.without is not None)

    @property
    def standalone(self) -> str:
        """The question as it was understood by the turns before it, where it is another one."""
        return "" if self.query is None else self.query.standalone

    @property
    def searched(self) -> str:
        """The text that was searched, where it is not that of the question."""
        if (
            self.query is None
            or self.query.text.split() == (self.standalone or self.question).split()
        ):
            return ""
        return self.query.text

    def lead_in(self, statement: Statement) -> Span | None:
        """Where the lead stands in a statement; None where it does not."""
        quote = next((one.quote for one in self.cards if one.number in statement.citations), None)
        if self.lead is None or quote is None or self.lead.citation not in statement.citations:
            return None
        return Span(self.lead.start - quote.start, self.lead.end - quote.start)

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles that can be opened from the turn, in the order of their numbers."""
        return tuple(card.article for card in self.cards) or self.nearest


def unfold(turn: Turn, known: int = 0) -> Iterator[Turn]:
    """The turn as what follows its first `known` statements appears: a few words more each time.

    A number comes when its statement is whole. However long the answer is, it takes a bounded
    number of steps; the last is the turn itself.
    """
    before, words = (
        sum(len(_WORD.findall(one.text)) for one in statements)
        for statements in (turn.statements[:known], turn.statements)
    )
    stride = max(2, -(-(words - before) // _STEPS))
    for shown in range(before + stride, words, stride):
        yield replace(turn, statements=_first_words(turn.statements, shown), complete=False)
    yield turn


def _first_words(statements: Sequence[Statement], count: int) -> tuple[Statement, ...]:
    shown: list[Statement] = []
    for statement in statements:
        words = _WORD.findall(statement.text)
        if count < len(words):
            if count:
                shown.append(replace(statement, text="".join(words[:count]), citations=()))
            break
        shown.append(statement)
        count -= len(words)
    return tuple(shown)


def _paragraphs(body: str, quote: Span) -> Span:
    end = body.find("\n", quote.end)
    return Span(body.rfind("\n", 0, quote.start) + 1, len(body) if end < 0 else end)
