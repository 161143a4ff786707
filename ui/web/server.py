"""The web server of the page: on one address, talking to nobody else."""

import logging
import socket
import webbrowser
from collections.abc import Sequence
from contextlib import suppress
from errno import EACCES, EADDRINUSE
from importlib.resources import files

import gradio as gr
import uvicorn
from fastapi import FastAPI

from assistant import Assistant
from ui.web.app import create_app
from ui.web.guard import Guard
from ui.web.theme import HEAD, theme

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - names them, binds nothing


class AddressError(OSError):
    """The page cannot be served there; the message says why and what to do."""


def serve(
    assistant: Assistant,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    examples: Sequence[str] = (),
    open_browser: bool = False,
) -> None:
    """Serve the chat until Ctrl-C.

    Raises:
        AddressError: when the port is taken, or the host is no address of this machine.
    """
    listener = listen(host, port)
    url = f"http://{_shown(host)}:{listener.getsockname()[1]}"
    server = make_server(assistant, host=host, examples=examples)
    print(f"Dateline is at {url} (Ctrl-C ends it)", flush=True)  # noqa: T201 - what it is for
    if open_browser:
        webbrowser.open(url)
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 is any free one.

    Raises:
        AddressError: when that is not possible.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == EADDRINUSE:
            raise AddressError(
                f"port {port} of {host} is taken: end the program that uses it, "
                "or choose another with --port"
            ) from error
        if error.errno == EACCES:
            raise AddressError(
                f"port {port} is reserved for the system: choose one above 1023 with --port"
            ) from error
        raise AddressError(
            f"{host} is no address of this machine that can be listened on: "
            "leave --host out to serve this machine only"
        ) from error


def make_server(
    assistant: Assistant, *, host: str = "127.0.0.1", examples: Sequence[str] = ()
) -> uvicorn.Server:
    """A server of the page that waits to be run on a socket."""
    hosts = (*_LOOPBACK, host) if host in _LOOPBACK else ()
    return _Server(
        uvicorn.Config(
            # Made when the server runs: without a running event loop, gradio makes some of its
            # own and leaves them open.
            lambda: Guard(_mount(assistant, examples), hosts),
            factory=True,
            log_level="error",
            access_log=False,
            timeout_graceful_shutdown=1,
        )
    )


def _mount(assistant: Assistant, examples: Sequence[str]) -> FastAPI:
    app: FastAPI = gr.mount_gradio_app(
        FastAPI(docs_url=None, redoc_url=None, openapi_url=None),
        create_app(assistant, examples=examples),
        path="/",
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        mcp_server=False,
        enable_monitoring=False,
        pwa=False,
        show_error=False,
        theme=theme(),
        css=(files("ui.web") / "style.css").read_text("utf-8"),
        head=HEAD,
    )
    return app


class _Server(uvicorn.Server):
    """A server that does not complain when it is ended while pages are open."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Each open page holds a connection, which is cut now.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


def _shown(host: str) -> str:
    if host in _EVERYWHERE:
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
