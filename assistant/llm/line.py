"""Connections to the servers of LLMs, on which somebody else than who listens can hang up."""

import socket
from contextlib import suppress
from contextvars import ContextVar
from threading import Lock
from typing import Any, NamedTuple

from assistant.llm.trouble import LLMError


class Line:
    """The connection that a request of this thread is made over."""

    def __init__(self) -> None:
        """No connection yet."""
        self._lock = Lock()
        self._stream: Any = None
        self._over = False

    def use(self) -> None:
        """Have the requests that this thread makes from now on use it."""
        _line.set(self)

    def hang_up(self) -> None:
        """End the request, also while a thread waits for the server; it gets an error."""
        with self._lock:
            self._over = True
            stream = self._stream
        _shut(stream)

    def heard(self, event: str, facts: dict[str, Any]) -> None:
        """Take note of a connection; httpcore's "trace" extension tells of each."""
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            with self._lock:
                self._stream = stream = facts["return_value"]
                over = self._over
            if over:
                _shut(stream)


_line: ContextVar[Line | None] = ContextVar("line", default=None)


class _Limits(NamedTuple):
    """As `httpx.Limits`; a connection that is kept for later would be told of only once."""

    max_connections: int = 100
    max_keepalive_connections: int = 0
    keepalive_expiry: float = 5.0


def settings() -> dict[str, Any]:
    """What a client of httpx, or of a library that goes on from it, has to be made with."""
    hooks = {"request": [_connect], "response": [_refuse_page]}
    return {"limits": _Limits(), "event_hooks": hooks, "follow_redirects": True}


def _connect(request: Any) -> None:  # noqa: ANN401 - a library's
    line = _line.get()
    if line is not None:
        request.extensions = {**request.extensions, "trace": line.heard}


def _refuse_page(response: Any) -> None:  # noqa: ANN401 - a library's
    """Refuse what only a server of web pages sends: the libraries would read it as an empty text.

    Raises:
        LLMError: when it is a page.
    """
    if response.is_success and response.headers.get("Content-Type", "").startswith("text/html"):
        raise LLMError("strange")


def _shut(stream: Any) -> None:  # noqa: ANN401 - httpcore's
    connection = None if stream is None else stream.get_extra_info("socket")
    if connection is not None:
        # Closing alone would not wake who reads from it; nothing is there to shut after its end.
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
