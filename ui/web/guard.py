"""What stands between the network and gradio: it lets through what the page needs, no more."""

from collections.abc import Sequence
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS = {
    # Gradio's own page needs inline scripts and `Function`; nothing may come from elsewhere.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; worker-src 'self' blob:; "
        "base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

_API = "/gradio_api/"
_USED = ("queue/", "run/", "heartbeat/", "info", "cancel", "reset", "startup-events", "app_id")
"""Of gradio's API; uploads, files, proxies and recordings are not of it."""


class Guard:
    """An ASGI application around the page's own."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str] = ()) -> None:
        """Let requests pass that name one of these hosts; without any, all hosts."""
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "websocket":
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if not self._is_meant(scope):
            refusal = PlainTextResponse(
                "Dateline serves its own page only, at its own address.", HTTPStatus.FORBIDDEN
            )
            await refusal(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self._app(scope, receive, send_guarded)

    def _is_meant(self, scope: Scope) -> bool:
        headers, path = Headers(scope=scope), str(scope["path"])
        # Another site's page may name this server under a host of its own.
        if self._hosts and _host_of(headers.get("host", "")) not in self._hosts:
            return False
        # A browser says so where another site's page asks.
        if scope["method"] != "GET" and headers.get("sec-fetch-site", "same-origin") not in (
            "same-origin",
            "none",
        ):
            return False
        if path.startswith(_API):
            return path.removeprefix(_API).startswith(_USED)
        return not path.startswith(("/monitoring", "/login", "/logout"))


def _host_of(header: str) -> str:
    host, _, port = header.rpartition(":")
    return (host if host and port.isdigit() else header).strip("[]").lower()
