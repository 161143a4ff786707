"""A web site on this machine, and a clock that nobody waits for."""

import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ingest.web.addresses import IP, anywhere
from ingest.web.client import Client, Timing

Headers = dict[str, str]


@dataclass
class Answer:
    """What the site answers: a status, headers, a body."""

    body: bytes | str = b""
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Headers = field(default_factory=dict)


@dataclass
class Clock:
    """Time that passes only when someone sleeps; keeps how long each did."""

    seconds: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.seconds += seconds

    @property
    def timing(self) -> Timing:
        return Timing(lambda: self.seconds, self.sleep, lambda: 0.5)


class Site:
    """A server on 127.0.0.1: pages by path, and the requests that came for them."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        """Serve nothing yet; over secure connections if there is what they need."""
        self.pages: dict[str, Answer | Callable[[Headers], Answer] | list[Answer]] = {}
        self.raw: dict[str, Callable[[Callable[[bytes], object]], object]] = {}
        self.asked: list[tuple[str, Headers]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                site.asked.append((self.path, headers))
                if self.path in site.raw:
                    site.raw[self.path](self.wfile.write)
                    return
                page = site.pages.get(self.path, Answer("Gone.", status=404))
                if isinstance(page, list):
                    page = page.pop(0) if len(page) > 1 else page[0]
                answer = page(headers) if callable(page) else page
                body = answer.body.encode() if isinstance(answer.body, str) else answer.body
                self.send_response(answer.status)
                self.send_header("Content-Length", str(len(body)))
                if answer.media_type:
                    self.send_header("Content-Type", answer.media_type)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None: ...

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None: ...  # a client that has had enough

        self._server = Server(("127.0.0.1", 0), Handler)
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def paths(self) -> list[str]:
        """The paths asked for, in their order, without the robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy of the machine that the tests run on."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def site() -> Iterator[Site]:
    """A web site without pages."""
    opened = Site()
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still."""
    return Clock()


@pytest.fixture
def connect(clock: Clock) -> Iterator[Callable[..., Client]]:
    """A factory of clients with that clock, and names that all lead to this machine."""
    clients: list[Client] = []

    def make(
        permitted: Callable[[IP], bool] = anywhere, names: dict[str, list[str]] | None = None
    ) -> Client:
        def resolve(host: str, _: int) -> list[str]:
            if names is not None and host not in names:
                raise OSError("unknown")
            return names[host] if names else ["127.0.0.1"]

        clients.append(Client(permitted, resolve=resolve, timing=clock.timing))
        return clients[-1]

    yield make
    for client in clients:
        client.__exit__()


@pytest.fixture
def client(connect: Callable[..., Client]) -> Client:
    """A client that may connect to this machine."""
    return connect()
