"""Asks an LLM and listens: within a time limit, with retries, and no longer than wanted."""

import time
from collections.abc import Callable, Generator
from contextlib import closing
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import NamedTuple

from assistant.llm.trouble import LLMError, trouble_of

_LONGEST = 100_000
"""In characters: nobody reads what comes after so much."""


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
    iterator returns at once; of what the LLM still writes at most one chunk is read.

    Raises:
        LLMError: when it cannot be asked, does not end in time, or breaks off.
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
            if begun and error.kind == "unreachable":
                raise LLMError("broken") from error
            if begun or not again or time.monotonic() + waits >= end:
                raise
            time.sleep(waits)
            pause *= 2
        else:
            return


def _pumped(
    ask: Callable[[], Generator[str, None, None]], end: float
) -> Generator[str, None, None]:
    """What `ask` yields, read in another thread, so that waiting for it can end at any moment."""
    came: SimpleQueue[str | LLMError | None] = SimpleQueue()
    stopped = Event()

    def pump() -> None:
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
        while True:
            try:
                item = came.get(timeout=max(0.0, end - time.monotonic()))
            except Empty:
                raise LLMError("late") from None
            if item is None:
                return
            if isinstance(item, LLMError):
                raise item
            yield item
    finally:
        stopped.set()
