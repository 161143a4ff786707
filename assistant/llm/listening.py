"""Asks an LLM and listens: within a time limit, with retries, and no longer than wanted."""

import time
from collections.abc import Callable, Generator
from concurrent.futures import CancelledError
from contextlib import closing
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import NamedTuple

from assistant.events import given_up
from assistant.llm.line import Line
from assistant.llm.trouble import LLMError, trouble_of

_LONGEST = 100_000
"""In characters: nobody reads what comes after so much."""
_GLANCE = 0.2
"""After how many seconds of waiting it is asked whether anybody waits still."""


class Patience(NamedTuple):
    """How long an LLM is waited for, in seconds, and how often it is asked while it is busy.

    The pause between two tries doubles each time.
    """

    seconds: float = 120.0
    tries: int = 3
    pause: float = 0.5


def listen(
    ask: Callable[[], Generator[str, None, None]], patience: Patience
) -> Generator[str, None, None]:
    """The text that an LLM writes, in chunks as they come.

    What is busy or cannot be reached is asked again, until it has begun to write. Closing the
    iterator returns at once and hangs up; of what the LLM still writes at most one chunk is read.

    Raises:
        LLMError: when it cannot be asked, does not end in time, or breaks off.
        CancelledError: when the question was given up (`assistant.events.given_up`).
    """
    end = time.monotonic() + patience.seconds
    pause = patience.pause
    for turn in range(1, patience.tries + 1):
        begun = False
        try:
            with closing(_pumped(ask, end)) as chunks:
                for chunk in chunks:
                    begun = True
                    yield chunk
        except LLMError as error:
            waits = max(pause, error.wait)
            again = error.kind in ("busy", "unreachable") and turn < patience.tries
            if begun and error.kind in ("unreachable", "strange"):
                raise LLMError("broken") from error
            if begun or not again or time.monotonic() + waits >= end:
                raise
            if _is_given_up(waits):
                raise CancelledError from None
            pause *= 2
        else:
            return


def _pumped(
    ask: Callable[[], Generator[str, None, None]], end: float
) -> Generator[str, None, None]:
    """What `ask` yields, read in another thread, so that waiting for it can end at any moment."""
    came: SimpleQueue[str | LLMError | None] = SimpleQueue()
    stopped = Event()
    line = Line()

    def pump() -> None:
        line.use()
        length = 0
        try:
            with closing(ask()) as chunks:
                for chunk in chunks:
                    came.put(chunk)
                    length += len(chunk)
                    if stopped.is_set() or length > _LONGEST:
                        break
        except Exception as error:  # noqa: BLE001 - any library's, told by the thread that waits
            came.put(trouble_of(error))
        else:
            came.put(None)

    # A thread that hangs in a silent connection must not keep the program from ending.
    Thread(target=pump, name="llm", daemon=True).start()
    try:
        while (item := _next(came, end)) is not None:
            yield item
    finally:
        stopped.set()
        line.hang_up()


def _next(came: "SimpleQueue[str | LLMError | None]", end: float) -> str | None:
    """What comes next; None where nothing more comes."""
    while True:
        left = end - time.monotonic()
        try:
            item = came.get(timeout=min(_GLANCE, max(0.0, left)))
        except Empty:
            if _is_given_up():
                raise CancelledError from None
            if left <= _GLANCE:
                raise LLMError("late") from None
        else:
            if isinstance(item, LLMError):
                raise item
            return item


def _is_given_up(seconds: float = 0.0) -> bool:
    """Whether nobody waits for the answer any more, or within so many seconds."""
    signal = given_up.get()
    if signal is not None:
        return signal.wait(seconds)
    time.sleep(seconds)
    return False
