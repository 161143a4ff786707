"""What happens while a question is answered, in order."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answer import Answer, Citation, Statement
from corpus import Hit, Query


@dataclass(frozen=True, slots=True)
class Understood:
    """The question was understood as this query."""

    query: Query


@dataclass(frozen=True, slots=True)
class Found:
    """These passages were retrieved, best first."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation that the next statement is the first to need."""

    citation: Citation


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement of the answer; its citations came before."""

    statement: Statement


@dataclass(frozen=True, slots=True)
class Discarded:
    """The statements and citations so far do not count, for this reason; others follow."""

    reason: str


@dataclass(frozen=True, slots=True)
class Done:
    """The whole answer. It is the last event, and holds what the events before it told."""

    answer: Answer


Event = Understood | Found | Cited | Stated | Discarded | Done


def events_of(answer: Answer) -> Iterator[Event]:
    """The events of an answer that is there at once: what it says, and that it is done."""
    citations = {one.number: one for one in answer.citations}
    for statement in answer.statements:
        for number in statement.citations:
            if number in citations:
                yield Cited(citations.pop(number))
        yield Stated(statement)
    yield Done(answer)
