"""What happens while a question is answered, in order."""

import asyncio
from collections.abc import AsyncGenerator, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Event as Flag

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


class GivenUp(Exception):  # noqa: N818 - nothing went wrong
    """Nobody waits any more for the answer that a thread works on."""


_NEVER = Flag()
_GIVEN_UP: ContextVar[Flag] = ContextVar("given up", default=_NEVER)


def pause(seconds: float) -> None:
    """Wait so long, while somebody waits for the answer that this thread works on.

    Raises:
        GivenUp: as soon as nobody does.
    """
    if _GIVEN_UP.get().wait(seconds):
        raise GivenUp


async def awaited(events: Generator[Event, None, None]) -> AsyncGenerator[Event, None]:
    """The events for asynchronous programs: each is waited for in a thread.

    Closing this, or cancelling who waits, closes them.
    """
    given_up = Flag()
    executor = ThreadPoolExecutor(
        1, thread_name_prefix="events", initializer=_GIVEN_UP.set, initargs=(given_up,)
    )
    try:
        while event := await asyncio.wrap_future(executor.submit(next, events, None)):
            yield event
    finally:
        given_up.set()
        # After the step that is under way, which ends at its next `pause`: a generator cannot be
        # closed within one.
        executor.submit(events.close)
        executor.shutdown(wait=False)


async def awaited_answer(events: Generator[Event, None, None]) -> Answer:
    """The answer that the events end with, waited for in a thread."""
    async with aclosing(awaited(events)) as waiting:
        return answer_of([event async for event in waiting])
