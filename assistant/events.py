"""What happens while a question is answered, in order."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from contextvars import ContextVar, copy_context
from dataclasses import dataclass
from functools import partial

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


given_up: ContextVar[threading.Event | None] = ContextVar("given_up", default=None)
"""Is set where nobody waits any more for what this thread makes."""

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

    Closing this, or cancelling who waits, closes them, and gives up the step that is under way.
    """
    executor = ThreadPoolExecutor(1, thread_name_prefix="events")
    nobody_waits, context = threading.Event(), copy_context()
    context.run(given_up.set, nobody_waits)
    try:
        step = partial(context.run, partial(next, events, None))
        while event := await asyncio.wrap_future(executor.submit(step)):
            yield event
    finally:
        nobody_waits.set()
        # After the step that is under way: a generator cannot be closed within one.
        executor.submit(events.close)
        executor.shutdown(wait=False)


async def awaited_answer(events: Generator[Event, None, None]) -> Answer:
    """The answer that the events end with, waited for in a thread."""
    async with aclosing(awaited(events)) as waiting:
        return answer_of([event async for event in waiting])
