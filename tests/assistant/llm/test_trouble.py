"""What is told of a server that goes wrong, for each protocol: true, and of use."""

import json

import pytest

from assistant import Assistant

from .conftest import FAST, Verbatim, Wired
from .protocols import WORDS, Brief, spec

QUESTION = "Who was appointed director of Orrimar Rail?"
PAGE = "<!DOCTYPE html><html><body>It works!</body></html>"
REPORT = {"error": {"message": "no memory, key sk-secret", "type": "overloaded_error"}}
REPORTS = {
    "openai-like": f"data: {json.dumps(REPORT)}\n\n",
    "ollama": json.dumps({"error": "no memory, key sk-secret"}) + "\n",
    "anthropic": f"event: error\ndata: {json.dumps({'type': 'error', **REPORT})}\n\n",
}
OVERFLOWS = {kind: one.replace("no memory", "too many tokens") for kind, one in REPORTS.items()}
HALF = {
    "openai-like": 'data: {"id": "c", "cho',
    "ollama": '{"model": "m", "mess',
    "anthropic": 'event: content_block_delta\ndata: {"type": "cont',
}


def _note(assistant: Assistant, brief: Brief, kind: str, words: str, sent: str = "") -> str:
    """What is told when a server says these words, and hangs up."""
    brief.words, brief.kind = words, sent
    llm = spec(kind, brief)
    asked = Wired(
        assistant.corpus, reader=assistant.reader, llm=llm, checker=Verbatim(), patience=FAST
    )
    answer = asked.ask(QUESTION)
    assert [one.text for one in answer.statements] == [
        one.text for one in assistant.ask(QUESTION).statements
    ]
    (note,) = answer.notes
    assert "secret" not in note
    assert "own messages" not in note
    return note


KINDS = pytest.mark.parametrize("kind", list(REPORTS))


@KINDS
def test_a_page_is_no_llm(assistant: Assistant, brief: Brief, kind: str) -> None:
    note = _note(assistant, brief, kind, PAGE, "text/html; charset=utf-8")
    assert "did not answer as an LLM does: check the address" in note


@KINDS
def test_an_empty_stream_is_not_taken_for_an_answer(
    assistant: Assistant, brief: Brief, kind: str
) -> None:
    note = _note(assistant, brief, kind, "")
    assert "wrote nothing" in note
    assert "found no answer" not in note


@KINDS
@pytest.mark.parametrize("half", [True, False])
def test_a_stream_that_breaks_in_the_middle_is_told_as_broken(
    assistant: Assistant, brief: Brief, kind: str, *, half: bool
) -> None:
    said = WORDS[kind] + (HALF[kind] if half else "")
    assert "broke off before its answer was complete" in _note(assistant, brief, kind, said)


@KINDS
@pytest.mark.parametrize("begun", [True, False])
def test_an_error_in_the_stream_is_told_as_one(
    assistant: Assistant, brief: Brief, kind: str, *, begun: bool
) -> None:
    said = (WORDS[kind] if begun else "") + REPORTS[kind]
    assert "reported an error of its own" in _note(assistant, brief, kind, said)


@KINDS
def test_an_overflow_that_is_told_in_the_stream_is_one(
    assistant: Assistant, brief: Brief, kind: str
) -> None:
    assert "larger context window" in _note(assistant, brief, kind, OVERFLOWS[kind])


def test_json_of_something_else_is_no_llm(assistant: Assistant, brief: Brief) -> None:
    assert "check the address" in _note(assistant, brief, "ollama", '{"hello": "world"}\n')
    assert "may be no LLM" in _note(assistant, brief, "openai-like", '{"hello": "world"}')
