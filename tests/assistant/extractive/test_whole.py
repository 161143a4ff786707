"""What belongs to a sentence."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.extractive.whole import surroundings, whole
from corpus import Article, Span
from corpus.sentences import split_sentences


def _spans(body: str) -> list[Span]:
    return [Span(*span) for span in split_sentences(body)]


def _whole(body: str, words: str) -> str:
    """What belongs to the sentence that holds these words."""
    spans = _spans(body)
    one = next(span for span in spans if words in body[span.start : span.end])
    start, end = whole(body, one, spans)
    return body[start:end]


def test_a_pronoun_brings_the_sentence_that_says_who() -> None:
    body = "Ilse Tarrant left the council. She had served for nine years. Nobody replaced her."
    assert _whole(body, "nine") == "Ilse Tarrant left the council. She had served for nine years."
    assert _whole(body, "Nobody") == "Nobody replaced her."


@pytest.mark.parametrize("quote", ["“It cannot stay,” she said.", "“It cannot stay.”"])
def test_a_quote_whose_speaker_is_named_before_brings_that_sentence(quote: str) -> None:
    body = f"Ilse Tarrant looked at the bridge. {quote} Nobody replied."
    assert _whole(body, "stay") == f"Ilse Tarrant looked at the bridge. {quote}"
    named = "Ilse Tarrant looked at the bridge. “It cannot stay,” said Osk Tarn."
    assert _whole(named, "stay") == "“It cannot stay,” said Osk Tarn."


@pytest.mark.parametrize(
    "sentence",
    [
        "She had served for nine years.",
        "Later she spoke of nine years.",
        "But on Monday she asked for nine years more.",
        "“Those were nine good years,” she said.",
        "“Those were nine good years,” she said. “I am tired.”",
    ],
)
def test_who_is_meant_is_said_by_the_paragraph_before(sentence: str) -> None:
    body = f"Ilse Tarrant left the council.\n\n{sentence}\n\nNobody replaced her."
    last = re.split(r"(?<=\.) ", sentence)[-1]
    assert _whole(body, last) == f"Ilse Tarrant left the council.\n\n{sentence}"


@pytest.mark.parametrize(
    "body",
    [
        "Ilse Tarrant left the council.\n\nThis was after nine years.",
        "Ilse Tarrant left the council.\n\nOsk Tarn said she had served for nine years.",
        "It rained.\n\nShe had served for nine years.",
        "Ilse Tarrant’s farewell\n\nShe had served for nine years.",
        "Ilse Tarrant left the council.\n\n“It was nine years.”",
    ],
)
def test_another_sentence_of_another_paragraph_is_not_brought(body: str) -> None:
    assert _whole(body, "nine") == body.split("\n\n")[1]


def test_a_quote_of_several_sentences_is_kept_together() -> None:
    body = "It rained. “The dam will hold. It always has,” said Osk Tarn. Few believed it."
    assert _whole(body, "hold") == "“The dam will hold. It always has,” said Osk Tarn."
    assert _whole(body, "Tarn") == "“The dam will hold. It always has,” said Osk Tarn."


def test_a_quote_that_never_ends_is_no_reason_to_take_more() -> None:
    body = "“The dam will hold. It always has. Rain fell. Wind blew. Snow came. All was white."
    assert "white" not in _whole(body, "hold")


@given(st.lists(st.sampled_from(["She left.", "“Go.", "He said.”", "\n\n", "It rained. "])))
def test_it_holds_the_sentence_and_begins_and_ends_with_sentences(parts: list[str]) -> None:
    body = " ".join(parts)
    spans = _spans(body)
    for span in spans:
        start, end = whole(body, span, spans)
        assert start <= span.start < span.end <= end
        assert start in {one.start for one in spans}
        assert end in {one.end for one in spans}


MET = (
    "The council met. Ilse Tarrant spoke. She left at noon. Nobody voted.\n\n"
    "“It is old.\nIt fell,” said Osk Tarn. The mayor agreed."
)


@pytest.mark.parametrize(
    ("passage", "words", "found"),
    [
        ("She left at noon. Nobody voted.", "left", "Ilse Tarrant spoke. She left at noon."),
        ("Nobody voted.\n\n“It is old.", "old", "“It is old.\nIt fell,” said Osk Tarn."),
        ("It fell,” said Osk Tarn.", "fell", "“It is old.\nIt fell,” said Osk Tarn."),
        ("Nobody voted.", "voted", "Nobody voted."),
    ],
)
def test_what_belongs_to_a_sentence_may_stand_beyond_its_passage(
    article: Callable[..., Article], passage: str, words: str, found: str
) -> None:
    start = MET.index(passage)
    spans = [one for one in _spans(MET) if start <= one.start < start + len(passage)]
    one = next(one for one in spans if words in MET[slice(*one)])
    begin, end = whole(MET, one, surroundings(article(body=MET), spans))
    assert MET[begin:end] == found


def test_a_heading_or_a_cut_sentence_says_nothing_of_who_is_meant(
    article: Callable[..., Article],
) -> None:
    heading = "What Ilse Tarrant said!"
    body = f"{'x' * 1000} of Osk Tarn. {heading}\n\nShe left at noon."
    headed = body.index(heading)
    spans = _spans(body)[-1:]
    one = article(body=body, headings=(Span(headed, headed + len(heading)),))
    assert surroundings(one, spans) == spans
