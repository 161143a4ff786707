"""Answers in the words of an LLM, over a real connection to a server that does as it is told."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from assistant import Answer, Assistant
from assistant.events import Cited, Discarded, Done, Found, Stated, Understood
from assistant.llm import Patience
from corpus import Article, Corpus

from .conftest import BREAK, CUT, FAST, Asked, Refuse, Server, Verbatim, Wired

QUESTION = "Who was appointed director of Orrimar Rail?"
PELL = "Pell, who did not apply for the post, returns to her old job as head of operations."
UNANIMOUS = "The board’s decision was unanimous."


def honest(asked: Asked) -> Iterator[Any]:
    """Two sentences of an article, with its key."""
    key = asked.key_of(UNANIMOUS)
    yield from (PELL[:20], PELL[20:], f" [{key}]", "\n", UNANIMOUS, f" [{key}]")


def _quotes(answer: Answer) -> list[str]:
    return [one.quote for one in answer.citations]


def _told(answer: Answer) -> list[str]:
    return [one.text for one in answer.statements]


def test_statements_are_shown_with_the_quotes_that_support_them(
    wired: Wired, server: Server
) -> None:
    server.script = honest
    answer = wired.ask(QUESTION)
    assert _told(answer) == [PELL, UNANIMOUS]
    assert _quotes(answer) == [PELL.rstrip("."), UNANIMOUS.rstrip(".")]
    assert [one.citations for one in answer.statements] == [(1,), (2,)]
    assert answer.status == "answered"
    assert answer.notes == ()
    assert answer.unsupported == ()
    assert len(server.asked) == 1
    assert QUESTION in server.asked[0].user


def test_the_llm_is_told_which_days_are_meant(wired: Wired, server: Server) -> None:
    wired.ask("What happened to the trains last week?", as_of="2026-03-11")
    assert "2 March 2026 to 8 March 2026" in server.asked[0].user.splitlines()[-1]


def test_the_llm_is_told_in_which_form_to_tell(wired: Wired, server: Server) -> None:
    question = "Timeline of the derailment"
    assert wired.understand(question).text == "the derailment"
    wired.ask(question)
    assert server.asked[0].user.endswith(question)


def test_one_quote_has_one_number(wired: Wired, server: Server) -> None:
    server.script = lambda asked: [f"{UNANIMOUS} [{asked.key_of(UNANIMOUS)}]\n"] * 2
    answer = wired.ask(QUESTION)
    assert [one.citations for one in answer.statements] == [(1,), (1,)]
    assert len(answer.citations) == 1


def test_what_no_passage_says_is_left_out_and_told_with_its_place(
    wired: Wired, server: Server
) -> None:
    def script(asked: Asked) -> list[str]:
        key = asked.key_of(UNANIMOUS)
        lines = [
            f"{UNANIMOUS} [{key}]",
            f"Castell is a baker. [{key}]",
            f"{PELL} [vvv99]",
            f"{PELL}",
        ]
        return ["\n".join(lines)]

    server.script = script
    answer = wired.ask(QUESTION)
    assert _told(answer) == [UNANIMOUS]
    assert [(one.text, one.place) for one in answer.unsupported] == [
        ("Castell is a baker.", 1),
        (PELL, 1),
        (PELL, 1),
    ]
    assert "baker" not in answer.text
    assert [one.reason for one in answer.unsupported] == [
        "it stands in no passage",
        *["It names no passage that was given."] * 2,
    ]
    assert "~Castell is a baker.~" in answer.told(lambda one: f"~{one.text}~")
    assert answer.to_dict()["unsupported"][0]["place"] == 1


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (["The moon is green. [{key}]"], "is supported"),
        (["The moon is green."], "is supported"),
        (["NOTHING FOUND"], "found no answer"),
        (["nothing found."], "found no answer"),
        ([], "wrote nothing"),
    ],
)
def test_where_nothing_stands_the_articles_answer_and_a_note_says_why(
    assistant: Assistant, wired: Wired, server: Server, lines: list[str], why: str
) -> None:
    server.script = lambda asked: [one.format(key=asked.passages[0][0]) for one in lines]
    answer = wired.ask(QUESTION)
    assert _told(answer) == _told(assistant.ask(QUESTION))
    (note,) = answer.notes
    assert why in note
    assert note in answer.text
    assert answer.to_dict()["notes"] == [note]


def test_without_hits_nobody_is_asked(wired: Wired, server: Server) -> None:
    answer = wired.ask("Who was appointed?", since="2031-01-01")
    assert answer.status == "not_found"
    assert answer.notes == ()
    assert server.asked == []


@pytest.mark.parametrize(
    "case",
    [
        (Refuse(401, "Incorrect API key provided: sk-secret-123"), 1, "key"),
        (Refuse(403), 1, "DATELINE_LLM_KEY"),
        (Refuse(404, "no such model"), 1, "name of the model"),
        (Refuse(429), 3, "HTTP 429"),
        (Refuse(429, headers={"Retry-After": "9999"}), 1, "HTTP 429"),
        (Refuse(500), 3, "HTTP 500"),
        (Refuse(503), 3, "ask again later"),
        (Refuse(400, "strange"), 1, "HTTP 400"),
    ],
)
def test_a_server_that_refuses_is_told_of_and_the_articles_answer(
    assistant: Assistant, wired: Wired, server: Server, case: tuple[Refuse, int, str]
) -> None:
    refusal, tries, note = case
    server.script = lambda _: refusal
    answer = wired.ask(QUESTION)
    assert len(server.asked) == tries
    assert note in answer.notes[0]
    assert "secret" not in answer.notes[0]
    assert _told(answer) == _told(assistant.ask(QUESTION))


def test_a_busy_server_is_asked_again(wired: Wired, server: Server) -> None:
    replies = iter([Refuse(429, headers={"Retry-After": "0.01"}), Refuse(503)])
    server.script = lambda asked: next(replies, None) or honest(asked)
    answer = wired.ask(QUESTION)
    assert _told(answer) == [PELL, UNANIMOUS]
    assert answer.notes == ()
    assert len(server.asked) == 3


def test_a_context_that_is_too_long_is_asked_again_with_fewer_passages(
    wired: Wired, server: Server
) -> None:
    def script(asked: Asked) -> Refuse | list[str]:
        if len(asked.passages) > 2:
            return Refuse(400, "This model's maximum context length is 900 tokens.")
        key, text = asked.passages[0]
        return [f"{text.partition(') ')[2][:60]} [{key}]"]

    server.script = script
    answer = wired.ask(QUESTION)
    assert answer.notes == ()
    assert [len(one.passages) for one in server.asked] == [10, 5, 2]
    server.script = lambda _: Refuse(400, "maximum context length exceeded")
    assert "context window" in wired.ask(QUESTION).notes[0]
    assert len(server.asked[-1].passages) == 1


@pytest.mark.parametrize(
    "end",
    [
        [BREAK],
        [b'data: {"broken\n\n', BREAK],
        [b"event: error\ndata: {oops\n\n"],
    ],
)
def test_a_stream_that_breaks_off_gives_way_to_the_articles(
    assistant: Assistant, wired: Wired, server: Server, end: list[Any]
) -> None:
    server.script = lambda asked: [
        *honest(asked),
        "\nCastell is the new di",
        *end,
    ]
    events = list(wired.stream(QUESTION))
    assert [type(one) for one in events[:6]] == [Understood, Found, Cited, Stated, Cited, Stated][
        :6
    ]
    assert any(isinstance(one, Discarded) for one in events)
    assert isinstance(events[-1], Done)
    answer = events[-1].answer
    assert "broke off" in answer.notes[0]
    assert _told(answer) == _told(assistant.ask(QUESTION))
    after = events[[type(one) for one in events].index(Discarded) :]
    assert [one.statement for one in after if isinstance(one, Stated)] == list(answer.statements)


def test_an_answer_at_the_limit_of_its_length_ends_with_its_last_whole_statement(
    assistant: Assistant, wired: Wired, server: Server
) -> None:
    server.script = lambda asked: [f"{UNANIMOUS} [{asked.key_of(PELL)}]\nPell, who did", CUT]
    answer = wired.ask(QUESTION)
    assert _told(answer) == [UNANIMOUS]
    assert answer.unsupported == ()
    assert "limit of its length" in answer.notes[0]
    server.script = lambda _: ["Pell, who did", CUT]
    answer = wired.ask(QUESTION)
    assert _told(answer) == _told(assistant.ask(QUESTION))
    assert "limit of its length" in answer.notes[0]


def test_no_answer_is_made_of_a_correction(
    tmp_path: Path, article: Callable[..., Article], server: Server
) -> None:
    wrong = "Correction: An earlier version of this article said that the ferry sails at ten."
    with Corpus.open(tmp_path / "corpus", create=True) as corpus:
        with corpus.writing() as writer:
            writer.add([article(body=f"The ferry of Quillbury sails at nine.\n\n{wrong}")])
        wired = Wired(corpus, llm=server.spec, checker=Verbatim())
        server.script = lambda asked: [
            f"{said} [{asked.passages[0][0]}]\n"
            for said in ("The ferry of Quillbury sails at nine.", "the ferry sails at ten.")
        ]
        answer = wired.ask("When does the ferry sail?")
    assert _told(answer) == ["The ferry of Quillbury sails at nine."]
    assert [one.reason for one in answer.unsupported] == ["Only a correction says it."]


def test_nobody_listens_there(assistant: Assistant, server: Server) -> None:
    spec = server.spec.replace(str(server.server_address[1]), "1")
    answer = Wired(assistant.corpus, reader=assistant.reader, llm=spec, checker=Verbatim()).ask(
        QUESTION
    )
    assert "could not be reached" in answer.notes[0]
    assert "127.0.0.1:1" in answer.notes[0]
    assert _told(answer) == _told(assistant.ask(QUESTION))


def test_a_server_that_falls_silent_is_not_waited_for(assistant: Assistant, server: Server) -> None:
    forever = Event()
    server.script = lambda asked: [*honest(asked), "\nMore", forever]
    patience = Patience(seconds=0.5, tries=1)
    wired = Wired(
        assistant.corpus,
        reader=assistant.reader,
        llm=server.spec,
        checker=Verbatim(),
        patience=patience,
    )
    answer = wired.ask(QUESTION)
    forever.set()
    assert "took too long" in answer.notes[0]
    assert _told(answer) == _told(assistant.ask(QUESTION))


def test_statements_come_while_the_llm_still_writes(wired: Wired, server: Server) -> None:
    rest = Event()
    server.script = lambda asked: [f"{UNANIMOUS} [{asked.key_of(UNANIMOUS)}]\n", rest, "Bye."]
    events = wired.stream(QUESTION)
    first = [next(events) for _ in range(4)]
    assert [type(one) for one in first] == [Understood, Found, Cited, Stated]
    rest.set()
    (last,) = events
    assert isinstance(last, Done)
    assert _told(last.answer) == [UNANIMOUS]
    assert [one.text for one in last.answer.unsupported] == ["Bye."]


def test_who_closes_the_stream_is_rid_of_it_and_so_is_the_server(
    wired: Wired, server: Server
) -> None:
    closed = Event()

    def script(asked: Asked) -> Iterator[Any]:
        yield f"{UNANIMOUS} [{asked.key_of(UNANIMOUS)}]\n"
        yield closed
        for _ in range(50_000):
            yield "word " * 20

    server.script = script
    events = wired.stream(QUESTION)
    assert any(isinstance(one, Stated) for one in events)
    events.close()
    closed.set()
    assert server.gone.wait(20)


def test_asynchronous_twins_tell_the_same(wired: Wired, server: Server) -> None:
    server.script = honest

    query = wired.understand(QUESTION)

    async def ask() -> tuple[Answer, list[object], int]:
        events: list[object] = [one async for one in wired.astream(query)]
        return await wired.aask(query), events, len(await wired.asearch(query, k=3))

    answer, events, found = asyncio.run(ask())
    assert answer == wired.ask(query)
    assert events == list(wired.stream(query))
    assert events[-1] == Done(answer)
    assert found == 3


def test_cancelling_an_asynchronous_question_hangs_up(wired: Wired, server: Server) -> None:
    begun, cancelled = Event(), Event()

    def script(_: Asked) -> Iterator[Any]:
        begun.set()
        yield cancelled
        yield from ["word " * 20] * 50_000

    server.script = script

    async def ask() -> None:
        asking = asyncio.create_task(wired.aask(QUESTION))
        assert await asyncio.to_thread(begun.wait, 20)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        cancelled.set()

    asyncio.run(ask())
    assert server.gone.wait(20)


def test_the_extractive_answer_is_told_in_events_as_well(assistant: Assistant) -> None:
    query = assistant.understand(QUESTION)
    answer, events = assistant.ask(query), list(assistant.stream(query))
    assert events[:2] == [Understood(answer.query), Found(answer.hits)]
    assert [one.citation for one in events if isinstance(one, Cited)] == list(answer.citations)
    assert [one.statement for one in events if isinstance(one, Stated)] == list(answer.statements)
    assert events[-1] == Done(answer)


def test_the_key_is_sent_to_its_service_only(
    assistant: Assistant, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another-service")
    server.script = honest
    Wired(assistant.corpus, reader=assistant.reader, llm=server.spec, checker=Verbatim()).ask(
        QUESTION
    )
    monkeypatch.setenv("DATELINE_LLM_KEY", "mine")
    Wired(
        assistant.corpus,
        reader=assistant.reader,
        llm=server.spec,
        checker=Verbatim(),
        patience=FAST,
    ).ask(QUESTION)
    assert [one.authorization for one in server.asked] == ["Bearer none", "Bearer mine"]
