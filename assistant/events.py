"""What happens while a question is answered, in order."""

import asyncio
from collections.abc import AsyncGenerator, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
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


def answer_of(events: Iterable[Event]) -> Answer:
    """The answer that the events end with."""
    return next(event.answer for event in events if isinstance(event, Done))


async def awaited(events: Generator[Event, None, None]) -> AsyncGenerator[Event, None]:
    """The events for asynchronous programs: each is waited for in a thread.

    Closing this, or cancelling who waits, closes them.
    """
    executor = ThreadPoolExecutor(1, thread_name_prefix="events")
    try:
        while event := await asyncio.wrap_future(executor.submit(next, events, None)):
            yield event
    finally:
        # After the step that is under way: a generator cannot be closed within one.
        executor.submit(events.close)
        executor.shutdown(wait=False)


async def awaited_answer(events: Generator[Event, None, None]) -> Answer:
    """The answer that the events end with, waited for in a thread."""
    async with aclosing(awaited(events)) as waiting:
        return answer_of([event async for event in waiting])
