"""Reads ahead: one thread makes what another one is going to want."""

from collections.abc import Generator, Iterable
from queue import Queue
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")


class _End:
    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def ahead(items: Iterable[T], depth: int) -> Generator[T, None, None]:
    """The items, in order, made in a thread that runs up to `depth` of them ahead.

    An error of `items` is raised where it would have been without the thread. Closing the
    iterator waits for the item that is being made, and no further.
    """
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

    thread = Thread(target=make, name="ahead")
    thread.start()
    item: T | _End | None = None
    try:
        while not isinstance(item := waiting.get(), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        stopped.set()
        while not isinstance(item, _End):
            item = waiting.get()
        thread.join()
