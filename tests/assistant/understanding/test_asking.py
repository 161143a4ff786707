"""What of a question says nothing of its subject."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.asking import said_of, told_as, without_courtesy


@pytest.mark.parametrize(
    "said", ["Thanks", "Thank you!", "OK", "ok, thanks a lot.", "Great, got it", "Good morning"]
)
def test_what_is_only_polite_asks_nothing(said: str) -> None:
    assert without_courtesy(said) == ""


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("Thanks! Who left Tarn?", "Who left Tarn?"),
        ("ok thanks, and when?", "and when?"),
        ("OK – who left Tarn?", "who left Tarn?"),
        ("Thanks for the help. Who left Tarn?", "Who left Tarn?"),
    ],
)
def test_thanks_before_a_question_are_left_out(said: str, question: str) -> None:
    assert without_courtesy(said) == question


@pytest.mark.parametrize(
    "question",
    [
        *("Thanks to whom was the ferry saved?", "Great Harbour fair", "Who said thanks?"),
        *("Good Hope lighthouse", "Hello Vell, who is he?", "Which great, old trees fell?"),
        *("", "?", "no ferry"),
    ],
)
def test_what_asks_stays_whole(question: str) -> None:
    assert without_courtesy(question) == question


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("Timeline of the flood", "the flood"),
        ("Summarise the flood.", "the flood."),
        ("Please summarize what happened in Tarn", "what happened in Tarn"),
        ("Can you give me a short summary of the news on Tarn?", "the news on Tarn?"),
        ("I'd like an overview of the strike", "the strike"),
        ("What is the sequence of events of the flood?", "the flood?"),
        ("Sum up for us the match", "the match"),
    ],
)
def test_how_it_is_to_be_told_is_not_what_it_is_about(question: str, subject: str) -> None:
    told = told_as(question)
    assert told.subject == subject
    assert told.form + told.subject == question


@pytest.mark.parametrize(
    "question",
    [
        *("Who wrote the summary of the report?", "Timeline", "Give me the ferry", "Summarise"),
        *("Which overview of Tarn is the oldest?", "What is the toll?", "Show me the bridge"),
    ],
)
def test_what_asks_for_no_form_stays_whole(question: str) -> None:
    assert told_as(question) == ("", question)


@pytest.mark.parametrize(
    ("rest", "subject"),
    [
        ("What did say about the flood?", "What about the flood?"),
        ("What do and say about the flood?", "What about the flood?"),
        ("What did on the flood?", "What about the flood?"),
        ("What does have to say about Vell?", "What about Vell?"),
        ("What did Vell say about the flood?", "What did Vell say about the flood?"),
        ("How did the farmer report on the flood?", "How did the farmer report on the flood?"),
    ],
)
def test_what_outlets_are_asked_about(rest: str, subject: str) -> None:
    assert said_of(rest) == subject


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert text.endswith(without_courtesy(text))
    assert "".join(told_as(text)) == text
    assert said_of(text) == text or said_of(text).startswith("What about ")


def test_a_long_text_is_read_in_time() -> None:
    for word in ("thanks ", "ok, ", "please ", "and ", "the ", "a timeline ", "  "):
        long = word * 20_000
        without_courtesy(long)
        told_as(f"please {long}")
        said_of(f"what did {long}")
