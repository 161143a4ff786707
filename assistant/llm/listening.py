"""Asks an LLM and listens: within a time limit, with retries, and no longer than wanted."""

import time
from collections.abc import Callable, Generator
from contextlib import closing
from queue import Empty, SimpleQueue
from threading import Thread
from typing import NamedTuple

from assistant.events import pause
from assistant.llm.line import Line
from assistant.llm.trouble import LLMError, trouble_of

_LONGEST = 100_000
"""In characters: nobody reads what comes after so much."""

_LOOK = 0.1
"""Seconds after which a silence is broken off, when nobody waits for its end any more."""


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
    iterator returns at once and hangs up; where a connection is not known (that of a llama-index
    LLM made elsewhere), it ends with its next chunk, or its own limit of time.

    Raises:
        LLMError: when it cannot be asked, does not end in time, or breaks off.
        GivenUp: when nobody waits for the answer any more.
    """
    end = time.monotonic() + patience.seconds
    between = patience.pause
    for turn in range(1, patience.tries + 1):
        begun = False
        try:
            with closing(_pumped(ask, end)) as chunks:
                for chunk in chunks:
                    begun = True
                    yield chunk
        except LLMError as error:
            waits = max(between, error.wait)
            again = error.kind in ("busy", "unreachable") and turn < patience.tries
            if begun and error.kind in ("unreachable", "strange"):
                raise LLMError("broken") from error
            if begun or not again or time.monotonic() + waits >= end:
                raise
            pause(waits)
            between *= 2
        else:
            return


def _pumped(
    ask: Callable[[], Generator[str, None, None]], end: float
) -> Generator[str, None, None]:
    """What `ask` yields, read in another thread, so that waiting for it can end at any moment."""
    came: SimpleQueue[str | LLMError | None] = SimpleQueue()
    line = Line()

    def pump() -> None:
        length = 0
        line.use()
        try:
            with closing(ask()) as chunks:
                for chunk in chunks:
                    came.put(chunk)
                    length += len(chunk)
                    if line.hung_up or length > _LONGEST:
                        break
        except Exception as error:  # noqa: BLE001 - any library's, told by the thread that waits
            came.put(trouble_of(error))
        else:
            came.put(None)

    # A thread that hangs in a silent connection must not keep the program from ending.
    Thread(target=pump, name="llm", daemon=True).start()
    try:
        while True:
            item = _next(came, end)
            if item is None:
                return
            if isinstance(item, LLMError):
                raise item
            yield item
    finally:
        line.hang_up()


def _next(came: "SimpleQueue[str | LLMError | None]", end: float) -> str | LLMError | None:
    """What comes next, waited for in short steps: who waits may be gone by then."""
    while True:
        left = end - time.monotonic()
        try:
            return came.get(timeout=max(0.0, min(left, _LOOK)))
        except Empty:
            pause(0.0)
            if left <= 0:
                return LLMError("late")
