"""What somebody said is told first."""

from collections.abc import Callable

import pytest

from assistant import Answer, Assistant
from assistant.extractive.question import Question
from assistant.extractive.sentences import sentences
from assistant.extractive.speech import asks_what_was_said, said_first
from assistant.reader import Reader
from corpus import Article, Corpus

Make = Callable[..., Article]

_LAMP = "The Estrow harbour lamp went out on Monday, and {} had the Estrow harbour lamp mended."


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("What did Ada Moss say about the lamp?", "“It was old,” said Ada Moss, the keeper."),
        ("What did Moss say about the lamp?", "“It was old,” Moss told The Ledger."),
        ("What does Moss say about the lamp?", "Moss, who keeps it, said it was “simply old”."),
        ("What did the keeper say about the lamp?", "“It was old,” the keeper said."),
        ("How did Ada Moss describe the lamp?", "Ada Moss called it “a candle with a pension”."),
        ("What did Moss say about the lamp?", "Moss was at home. “It was old,” she said."),
        ("What did Moss say about the lamp?", "Moss saw no cause to worry. “Old,” she said."),
    ],
)
def test_the_words_of_the_one_who_is_asked_about_come_first(
    corpus: Corpus, article: Make, question: str, quoted: str
) -> None:
    first = _first(corpus, article, question, f"{_LAMP.format('Ada Moss, the keeper,')} {quoted}")
    assert first in quoted
    assert "“" in first


@pytest.mark.parametrize(
    "quoted",
    [
        "“Moss is to blame,” said Tom Orne.",
        "Tom Orne thanked Moss for “a lamp that shines”.",
        "Orne told Moss that it was “simply old”.",
        "“It was old,” said Moss’s brother.",
        "Moss has left, Orne said, “for good”.",
    ],
)
def test_words_of_others_are_not_taken_for_theirs(
    corpus: Corpus, article: Make, quoted: str
) -> None:
    body = f"{_LAMP.format('Ada Moss')} {quoted}"
    with corpus.writing() as writer:
        writer.add([article(title="Lamp", body=body)])
    asked = Question(corpus, "What did Moss say about the lamp?")
    found = sentences(asked, corpus.search("lamp Moss"), corpus.embedder)
    assert said_first(asked, found) == found


def test_words_of_a_namesake_are_not_taken_for_theirs(corpus: Corpus, article: Make) -> None:
    body = f"{_LAMP.format('Ada Moss')} “It was old,” said Tom Moss. “It was dear,” Mr Moss said."
    with corpus.writing() as writer:
        writer.add([article(title="Lamp", body=body)])
    for name, first in (("Ada", "The Estrow"), ("Tom", "“It was")):
        asked = Question(corpus, f"What did {name} Moss say about the Estrow harbour lamp?")
        found = sentences(asked, corpus.search("lamp Moss"), corpus.embedder)
        assert said_first(asked, found)[0].text.startswith(first)


def test_a_question_for_a_thing_keeps_its_order(corpus: Corpus, article: Make) -> None:
    body = f"{_LAMP.format('Ada Moss')} “It was old,” said Ada Moss."
    with corpus.writing() as writer:
        writer.add([article(title="Lamp", body=body)])
    asked = Question(corpus, "Which lamp did Ada Moss say was old?")
    found = sentences(asked, corpus.search("lamp Moss"), corpus.embedder)
    assert said_first(asked, found) == found
    assert not asks_what_was_said(asked.text)


def test_what_somebody_said_is_led_by_nothing_outside_the_quotation(
    corpus: Corpus, article: Make
) -> None:
    body = "“I clean offices on the quay and live in Estrow,” said Ada Moss, 47, of the toll."
    answer = _answer(corpus, article, "What did Ada Moss say about the toll?", body)
    assert answer.statements[0].text == body
    assert answer.lead is None or answer.lead.end <= body.index("”")


def _first(corpus: Corpus, make: Make, question: str, body: str) -> str:
    return _answer(corpus, make, question, body).statements[0].text


def _answer(corpus: Corpus, make: Make, question: str, body: str) -> Answer:
    with corpus.writing() as writer:
        writer.add([make(title="Lamp", body=body)])
    return Assistant(corpus, reader=Reader.load()).ask(question, as_of="2026-03-08")
