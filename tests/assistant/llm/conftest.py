"""A server of OpenAI's protocol that does what a test tells it, and a checker of quotes."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, NamedTuple

import pytest

from assistant import Assistant
from assistant.llm import Generative, Patience, load_model
from corpus import Hit

from .protocols import Brief

MODEL = "scripted"
FAST = Patience(seconds=20.0, tries=3, pause=0.01)


class Asked(NamedTuple):
    """What a server was asked: the prompt as the LLM reads it, and its key."""

    system: str
    user: str
    authorization: str

    @property
    def passages(self) -> list[tuple[str, str]]:
        """The keys and texts of the passages in the data block."""
        found = re.search(
            r"^<passages (\S+)>\n(.*)^</passages \1>$", self.user, re.DOTALL | re.MULTILINE
        )
        assert found is not None
        lines = found.group(2).splitlines()
        split = [re.fullmatch(r"\[(\w+)\] (.*)", line) for line in lines]
        assert all(split), lines
        return [(one.group(1), one.group(2)) for one in split if one]

    def key_of(self, words: str) -> str:
        """The key of the passage that holds these words."""
        return next(key for key, text in self.passages if words in text)


@dataclass
class Refuse:
    """An answer with this status and message."""

    status: int
    message: str = "no"
    headers: dict[str, str] = field(default_factory=dict)


BREAK = object()
"""In a script: the connection is closed, and nothing more is said."""

HANG = object()
"""In a script, or instead of one: nothing is said until the client hangs up."""

CUT = object()
"""In a script: the limit of length is reached."""

Script = Callable[[Asked], Any]


class Server(ThreadingHTTPServer):
    """Answers with what `script` makes of a request: chunks (text, events to wait for), or else."""

    daemon_threads = True

    def __init__(self) -> None:
        """Listen on a free port of this machine."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script: Script = lambda _: ["Nothing."]
        self.asked: list[Asked] = []
        self.gone = Event()
        """Set when a client hung up while it was written to."""

    @property
    def spec(self) -> str:
        """How the LLM on it is named."""
        return f"openai-like/{MODEL}@http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, *_: Any) -> None:  # noqa: ANN401
        """Clients hang up in some tests."""


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        system, user = (one["content"] for one in body["messages"])
        assert body["stream"]
        assert self.path == "/v1/chat/completions"
        asked = Asked(system, user, self.headers.get("Authorization", ""))
        self.server.asked.append(asked)
        said = self.server.script(asked)
        if isinstance(said, Refuse):
            self._refuse(said)
            return
        if said is HANG:
            self._hang()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        try:
            for one in said:
                if one is BREAK:
                    return
                if one is HANG:
                    self._hang()
                    return
                if one is CUT:
                    self._chunk({}, "length")
                    return
                if isinstance(one, Event):
                    assert one.wait(20)
                elif isinstance(one, bytes):
                    self._write(one)
                else:
                    self._chunk({"content": one}, None)
            self._chunk({}, "stop")
            self._write(b"data: [DONE]\n\n")
        except OSError:
            self.server.gone.set()

    def _hang(self) -> None:
        """Wait for the client's end of the connection."""
        with suppress(ConnectionError):
            assert self.connection.recv(1) == b""
        self.server.gone.set()

    def _refuse(self, said: Refuse) -> None:
        data = json.dumps({"error": {"message": said.message, "code": None}}).encode()
        self.send_response(said.status)
        for name, value in said.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _chunk(self, delta: dict[str, str], ending: str | None) -> None:
        choice = {"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": ending}
        value = {
            "id": "c",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": MODEL,
            "choices": [choice],
        }
        self._write(f"data: {json.dumps(value)}\n\n".encode())

    def _write(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()

    def log_message(self, *_: Any) -> None:  # noqa: ANN401
        """Say nothing."""


class Quoting(NamedTuple):
    """A verdict."""

    supported: bool
    quotes: tuple[tuple[int, int, int], ...] = ()
    reason: str = ""


class Verbatim:
    """Supports what stands word for word in a passage."""

    def check(self, statement: str, sources: Sequence[Hit]) -> Quoting:
        """The place of the statement in the first source that has it."""
        for number, hit in enumerate(sources):
            at = hit.passage.text.find(statement.rstrip("."))
            if at >= 0:
                start = hit.passage.start + at
                return Quoting(
                    supported=True, quotes=((number, start, start + len(statement.rstrip("."))),)
                )
        return Quoting(supported=False, reason="it stands in no passage")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The server, running."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    running = Server()
    thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join(20)
    assert not thread.is_alive()


class Wired(Assistant):
    """An assistant whose LLM is waited for no longer than a test wants."""

    def __init__(self, *arguments: Any, patience: Patience = FAST, **options: Any) -> None:  # noqa: ANN401
        """As any assistant."""
        super().__init__(*arguments, **options)
        model = load_model(options["llm"])
        self._generative = Generative(model, options["checker"], self._extractive, patience)


@pytest.fixture
def wired(assistant: Assistant, server: Server) -> Wired:
    """An assistant for the sample articles with the LLM of the server."""
    return Wired(assistant.corpus, reader=assistant.reader, llm=server.spec, checker=Verbatim())


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> Iterator[Brief]:
    """The server, running, and known to all libraries."""
    running = Brief()
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-x")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-x")
    monkeypatch.setenv("OPENAI_API_BASE", f"{running.address}/v1")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", running.address)
    monkeypatch.setenv("OLLAMA_HOST", running.address)
    thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join(20)
