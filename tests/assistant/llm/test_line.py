"""Giving up an LLM that says nothing: its connection ends, and all that waited for it."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextvars import copy_context
from functools import partial
from threading import Event, Thread
from typing import Any

import pytest

from assistant import Assistant
from assistant.events import Done, Stated, given_up
from assistant.llm import load_model
from assistant.llm.listening import Patience, listen
from assistant.llm.prompt import make_prompt

from .conftest import HANG, Asked, Server, Wired

QUESTION = "Who was appointed director of Orrimar Rail?"
SENTENCE = "The board’s decision was unanimous."
LONG = Patience(seconds=100.0)


@pytest.mark.parametrize("silent_from", ["its first byte", "its first word"])
def test_cancelling_hangs_up_on_a_silent_llm(
    wired: Wired, server: Server, silent_from: str
) -> None:
    begun = Event()

    def script(_: Asked) -> Any:  # noqa: ANN401
        begun.set()
        return HANG if silent_from == "its first byte" else ["The ", HANG]

    server.script = script

    async def ask() -> None:
        asking = asyncio.create_task(wired.aask(QUESTION))
        assert await asyncio.to_thread(begun.wait, 20)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking

    asyncio.run(ask())
    assert server.gone.wait(20)
    _all_end()


def test_closing_a_stream_hangs_up_on_an_llm_that_fell_silent(wired: Wired, server: Server) -> None:
    def script(asked: Asked) -> Iterator[Any]:
        yield f"{SENTENCE} [{asked.key_of(SENTENCE)}]\nThen "
        yield HANG

    server.script = script
    events = wired.stream(QUESTION)
    first = next(one for one in events if isinstance(one, Stated | Done))
    assert isinstance(first, Stated)
    assert first.statement.text == SENTENCE
    assert not server.gone.is_set()
    events.close()
    assert server.gone.wait(20)
    _all_end()


@pytest.mark.parametrize(
    ("llm", "variable", "path"),
    [
        ("ollama/any", "OLLAMA_HOST", ""),
        ("openai/gpt-4o", "OPENAI_API_BASE", "/v1"),
        ("anthropic/claude-sonnet-4-5", "ANTHROPIC_BASE_URL", ""),
    ],
)
def test_every_service_is_hung_up_on(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, llm: str, variable: str, path: str
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    for key in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.setenv(key, "any")
    asked, gone, nobody_waits = Event(), Event(), Event()
    told: list[str] = []

    def serve(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with connection:
            connection.settimeout(20)
            while data := connection.recv(65536):
                if data:
                    asked.set()
            gone.set()

    def wait() -> None:
        given_up.set(nobody_waits)
        try:
            list(listen(partial(model.stream, prompt), LONG))
        except CancelledError:
            told.append("cancelled")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        monkeypatch.setenv(variable, f"http://127.0.0.1:{listening.getsockname()[1]}{path}")
        model = load_model(llm)
        prompt = make_prompt(QUESTION, assistant.search(QUESTION, k=2), window=4000, count=len)
        serving = Thread(target=serve, args=[listening], daemon=True)
        waiting = Thread(target=copy_context().run, args=[wait], daemon=True)
        serving.start()
        waiting.start()
        assert asked.wait(20)
        nobody_waits.set()
        waiting.join(20)
        assert told == ["cancelled"]
        assert gone.wait(20)
        serving.join(20)
    _all_end()


def _all_end() -> None:
    """See all threads that waited for the LLM to their end."""
    for one in threading.enumerate():
        if one.name.startswith(("llm", "events")):
            one.join(20)
            assert not one.is_alive(), one.name
