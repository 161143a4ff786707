"""Reads ahead: one thread makes what another one is going to want."""

from collections.abc import Generator, Iterable
from contextlib import suppress
from queue import Empty, Queue
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")

_TURN = 0.2


class _End:
    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def ahead(items: Iterable[T], depth: int, stop: Event | None = None) -> Generator[T, None, None]:
    """The items, in order, made in a thread that runs up to `depth` of them ahead.

    An error of `items` is raised where it would have been without the thread. Closing the
    iterator waits for the item that is being made, and no further. When `stop` is set there are
    no more items, and nobody waits for the one that is being made, which may take its time.
    """
    stop = stop or Event()
    waiting: Queue[T | _End] = Queue(depth)
    stopped = Event()

    def make() -> None:
        error: BaseException | None = None
        try:
            for item in items:
                waiting.put(item)
                if stopped.is_set():
                    break
        except BaseException as raised:  # noqa: BLE001 - raised again by the other thread
            error = raised
        waiting.put(_End(error))

    thread = Thread(target=make, name="ahead", daemon=True)
    thread.start()
    item: T | _End | None = None
    try:
        while not stop.is_set():
            with suppress(Empty):
                item = waiting.get(timeout=_TURN)
                if isinstance(item, _End):
                    break
                yield item
        if isinstance(item, _End) and item.error is not None:
            raise item.error
    finally:
        stopped.set()
        while not isinstance(item, _End) and not stop.is_set():
            with suppress(Empty):
                item = waiting.get(timeout=_TURN)
        if isinstance(item, _End):
            thread.join()
