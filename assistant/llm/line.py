"""The connections of one request to an LLM, which another thread can cut.

A thread that waits for a silent server wakes when its socket is shut down, and by nothing else:
closing the response, or the file of the socket, leaves it waiting.
"""

import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from contextvars import ContextVar
from threading import Lock
from typing import Any

from assistant.llm.trouble import LLMError

_CONNECTING = 10.0
"""Seconds for which a server may be tried: until it answers, there is nothing to shut down."""
_OPENED = {"connection.connect_tcp.complete", "connection.start_tls.complete"}


class Line:
    """What one request opened; any thread may hang it up."""

    def __init__(self) -> None:
        """Nothing is open yet."""
        self._lock = Lock()
        self._sockets: list[socket.socket] = []
        self._hung_up = False

    @property
    def hung_up(self) -> bool:
        """Whether nobody listens any more."""
        return self._hung_up

    def hang_up(self) -> None:
        """Cut what is open, and what will be opened."""
        with self._lock:
            self._hung_up = True
            for one in self._sockets:
                _cut(one)

    def use(self) -> None:
        """Take the connections that this thread opens from now on for those of this line."""
        _LINE.set(self)

    def add(self, opened: socket.socket) -> None:
        """Note a connection."""
        with self._lock:
            self._sockets.append(opened)
            if self._hung_up:
                _cut(opened)


_LINE: ContextVar[Line | None] = ContextVar("line", default=None)


def hooks() -> dict[str, list[Callable[[Any], None]]]:
    """The `event_hooks` of an httpx client: they note its connections, and turn pages away."""
    return {"request": [_note], "response": [_refuse_page]}


def _note(request: Any) -> None:  # noqa: ANN401 - a request of whatever httpx a library has
    line = _LINE.get()
    if line is None:
        return

    def traced(event: str, info: Mapping[str, Any]) -> None:
        if event in _OPENED:
            line.add(info["return_value"].get_extra_info("socket"))

    known = request.extensions
    waits = {**known.get("timeout", {}), "connect": _CONNECTING}
    request.extensions = {**known, "trace": traced, "timeout": waits}
    # A connection that was kept from another question would not be noted.
    request.headers["Connection"] = "close"


def _refuse_page(response: Any) -> None:  # noqa: ANN401
    """Refuse what only a server of web pages sends: the libraries would read it as an empty text.

    Raises:
        LLMError: when it is a page.
    """
    if response.is_success and response.headers.get("Content-Type", "").startswith("text/html"):
        raise LLMError("strange")


def _cut(one: socket.socket) -> None:
    with suppress(OSError):  # closed already
        one.shutdown(socket.SHUT_RDWR)
