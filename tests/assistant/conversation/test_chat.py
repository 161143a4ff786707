"""Conversations with an assistant: what they keep, show and forget."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant import Assistant, Turn, readings

AS_OF = "2026-03-23T08:00+01:00"
RESIGNED = "Why did Gerrit Malvane resign?"


def test_a_follow_up_is_asked_as_it_was_understood(assistant: Assistant) -> None:
    chat = assistant.chat()
    first = chat.ask(RESIGNED, as_of=AS_OF)
    assert first.query.standalone == ""
    assert not any("Understood as" in one for one in first.remarks)
    answer = chat.ask("Who replaced him?", as_of=AS_OF)
    read = "Who replaced Gerrit Malvane?"
    assert answer.question == answer.query.question == "Who replaced him?"
    assert answer.query.standalone == answer.query.text == read
    assert answer.hits == assistant.ask(read, as_of=AS_OF).hits
    assert f"Understood as: {read}" in answer.text
    assert answer.to_dict()["query"]["standalone"] == read
    shown = readings(answer.query)[0]
    assert (shown.label, shown.words) == ("question", read)
    assert [turn.question for turn in chat.turns] == [RESIGNED, read]


def test_more_about_a_source_finds_its_article(assistant: Assistant) -> None:
    chat = assistant.chat()
    known = chat.ask("By how many votes did the Assembly approve the Harbour Bridge?", as_of=AS_OF)
    assert len(known.citations) > 1
    for number in (1, 2):
        meant = known.citations[number - 1].article
        one = assistant.chat(turns=chat.turns)
        found = one.ask(f"tell me more about [{number}]", as_of=AS_OF).hits[0].article
        assert found.title == meant.title


def test_who_said_that_finds_where_it_stands(assistant: Assistant) -> None:
    chat = assistant.chat()
    said = chat.ask("What did Hallward say about the toll?", as_of=AS_OF)
    found = chat.ask("Who said that?", as_of=AS_OF)
    assert found.query.phrases
    phrase = found.query.phrases[0]
    assert any(phrase in " ".join(s.text.split()) for s in said.statements)
    assert any(phrase in " ".join(hit.passage.text.split()) for hit in found.hits)


def test_thanks_are_answered_without_a_search(assistant: Assistant) -> None:
    chat = assistant.chat()
    chat.ask(RESIGNED, as_of=AS_OF)
    thanks = chat.ask("Thanks!", as_of=AS_OF)
    assert (thanks.status, thanks.hits, thanks.remarks) == ("not_found", (), ())
    assert thanks.text.startswith("Nothing was asked")
    read = chat.ask("Who replaced him?", as_of=AS_OF).query.standalone
    assert read == "Who replaced Gerrit Malvane?"
    she = chat.ask("When did she start?", as_of=AS_OF).query.standalone
    assert "Malvane" not in she, "whom the question before called him"


def test_clearing_makes_the_next_question_a_first_one(assistant: Assistant) -> None:
    chat = assistant.chat()
    chat.ask(RESIGNED, as_of=AS_OF)
    chat.clear()
    assert chat.turns == ()
    assert chat.ask("Who replaced him?", as_of=AS_OF).query.standalone == ""


def test_a_question_that_fails_leaves_no_turn(assistant: Assistant) -> None:
    chat = assistant.chat()
    with pytest.raises(ValueError, match="soon"):
        chat.ask(RESIGNED, since="soon")
    assert chat.turns == ()
    assert chat.ask(RESIGNED, as_of=AS_OF).status == "answered"


def test_a_rewrite_may_read_the_question(assistant: Assistant) -> None:
    def rewrite(question: str, turns: Sequence[Turn]) -> str:
        assert turns[-1].question == RESIGNED
        return question.replace("him", "the rail chief Gerrit Malvane")

    chat = assistant.chat(rewrite=rewrite)
    chat.ask(RESIGNED, as_of=AS_OF)
    read = chat.ask("Who replaced him?", as_of=AS_OF).query.standalone
    assert read == "Who replaced the rail chief Gerrit Malvane?"


def test_a_stream_that_is_left_unfinished_holds_nobody_up(assistant: Assistant) -> None:
    chat = assistant.chat()
    left = chat.stream("Who replaced him?", as_of=AS_OF)
    next(left)
    chat.ask(RESIGNED, as_of=AS_OF)
    assert [turn.question for turn in chat.turns] == [RESIGNED]
    left.close()
    assert len(chat.turns) == 1


def test_threads_ask_one_chat_and_many(assistant: Assistant) -> None:
    shared, own = assistant.chat(), [assistant.chat() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        for chat in own:
            pool.submit(shared.ask, RESIGNED, as_of=AS_OF)
            pool.submit(chat.ask, RESIGNED, as_of=AS_OF)
    assert [len(chat.turns) for chat in (shared, *own)] == [4, 1, 1, 1, 1]
    assert {turn.question for turn in shared.turns} == {RESIGNED}
