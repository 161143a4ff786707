"""Who gives a question up is rid of a silent LLM at once: its threads end, and its connection."""

import asyncio
import socket
from threading import Event
from threading import enumerate as threads
from typing import NoReturn

import pytest
from llama_index.core.llms import MockLLM

from assistant import Assistant
from assistant.llm import load_model
from assistant.llm.line import Line
from assistant.llm.listening import Patience, listen
from assistant.llm.prompt import Prompt

from .conftest import Verbatim, Wired
from .protocols import WORDS, Silent, spec

QUESTION = "Who was appointed director of Orrimar Rail?"
PROMPT = Prompt("Be brief.", "Who?", {})
SOON = 5.0
"""Seconds within which what ends at once has ended, on a machine with much else to do."""


def _ended() -> None:
    """The threads that wait for an LLM, and those that wait for these, end."""
    for one in threads():
        if one.name.startswith(("llm", "events")):
            one.join(SOON)
            assert not one.is_alive(), one.name


@pytest.mark.parametrize("speaks", [True, False])
@pytest.mark.parametrize("kind", list(WORDS))
def test_each_library_lets_go_of_its_connection(silent: Silent, kind: str, *, speaks: bool) -> None:
    silent.words = WORDS[kind] if speaks else ""
    model = load_model(spec(kind, silent))
    heard = listen(lambda: model.stream(PROMPT), Patience(60.0 if speaks else 3.0))
    if speaks:
        assert next(heard) == "Hm"
        heard.close()
    else:
        with pytest.raises(Exception, match="late"):
            next(heard)
    assert silent.left.wait(SOON)
    _ended()


@pytest.mark.parametrize("left", ["cancelled", "closed"])
def test_who_leaves_a_silent_llm_leaves_nothing_behind(
    assistant: Assistant, silent: Silent, left: str
) -> None:
    asked = Assistant(assistant.corpus, llm=spec("openai-like", silent))

    async def cancel() -> None:
        asking = asyncio.create_task(asked.aask(QUESTION))
        assert await asyncio.to_thread(silent.asked.wait, 20)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking

    async def close() -> None:
        events = asked.astream(QUESTION)
        await anext(events), await anext(events)
        waiting = asyncio.create_task(anext(events))
        assert await asyncio.to_thread(silent.asked.wait, 20)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await events.aclose()

    asyncio.run(cancel() if left == "cancelled" else close())
    assert silent.left.wait(SOON)
    _ended()


def test_who_leaves_between_two_tries_is_not_waited_for(assistant: Assistant) -> None:
    tried = Event()

    class Absent(MockLLM):
        def stream_chat(self, *_: object, **__: object) -> NoReturn:
            tried.set()
            raise ConnectionError

    model = load_model(Absent(max_tokens=None))
    patience = Patience(60.0, tries=2, pause=50.0)
    asked = Wired(assistant.corpus, llm=model.llm, checker=Verbatim(), patience=patience)

    async def cancel() -> None:
        asking = asyncio.create_task(asked.aask(QUESTION))
        assert await asyncio.to_thread(tried.wait, 20)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking

    asyncio.run(cancel())
    _ended()


def test_a_connection_that_comes_too_late_is_cut_as_well() -> None:
    line, (ours, theirs) = Line(), socket.socketpair()
    line.hang_up()
    line.add(ours)
    with ours, theirs:
        theirs.settimeout(SOON)
        assert theirs.recv(1) == b""
