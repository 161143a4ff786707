"""What a question asks for, and where a sentence holds it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.extractive.kinds import Kind, find, is_placed, kind_of
from corpus import Span


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many ferries sailed?", Kind.NUMBER),
        ("What percentage of voters stayed at home?", Kind.NUMBER),
        ("How much did the bridge cost?", Kind.NUMBER),
        ("When did the mill close?", Kind.TIME),
        ("In which year was the tower built?", Kind.TIME),
        ("Where is the new depot?", Kind.PLACE),
        ("Which coastal town lost its pier?", Kind.PLACE),
        ("Who designed the bridge?", Kind.NAME),
        ("Which company runs the ferry?", Kind.NAME),
        ("Why was the vote put off?", Kind.REASON),
        ("What did the mayor say about the tunnel?", Kind.QUOTE),
        ("Tell me about the flood", None),
        ("Is the bridge open?", None),
    ],
)
def test_what_a_question_asks_for(question: str, kind: Kind | None) -> None:
    assert kind_of(question) is kind


@pytest.mark.parametrize(
    ("kind", "sentence", "things"),
    [
        (
            Kind.NUMBER,
            "In 2024 it cost $1.2 million, or 4 per cent more.",
            ["$1.2 million", "4 per cent"],
        ),
        (Kind.NUMBER, "The dam cost £1.9m, not £3bn.", ["£1.9m", "£3bn"]),
        (Kind.NUMBER, "It weighs 12.5kg after 1,250km.", ["12.5kg", "1,250km"]),
        (Kind.NUMBER, "At 9.30pm or 10:45 it was 5,14.", []),
        (Kind.NUMBER, "Forty-one members and two clerks stayed.", ["Forty-one", "two"]),
        (Kind.TIME, "It shut on 9 May 1998, a Saturday.", ["9 May 1998", "Saturday"]),
        (Kind.TIME, "Work began in March and ended at 18:30.", ["March", "18:30"]),
        (
            Kind.NAME,
            "The chief executive, Gerrit Malvane, left Orrim Gas.",
            ["Gerrit Malvane", "Orrim Gas"],
        ),
        (Kind.NAME, "But the Bank of Kellmoor’s chair stayed.", ["Bank of Kellmoor"]),
        (Kind.NAME, "It was on Monday that she left.", []),
        (Kind.QUOTE, "“I will stay,” she said.", ["“I will stay,”"]),
        (Kind.REASON, "She left after a quarrel.", ["after"]),
        (Kind.REASON, "Since 2019 head, she takes over after Monday for over 40 days.", []),
        (Kind.REASON, "It was shut because of rust.", ["because"]),
        (None, "At Estrow, 12 boats sank.", ["Estrow", "12"]),
    ],
)
def test_things_are_found_where_they_stand(
    kind: Kind | None, sentence: str, things: list[str]
) -> None:
    assert [sentence[start:end] for start, end in find(kind, sentence)] == things


@given(st.sampled_from([*Kind, None]), st.text(max_size=300))
def test_what_is_found_lies_within_the_sentence(kind: Kind | None, sentence: str) -> None:
    for start, end in find(kind, sentence):
        assert 0 <= start < end <= len(sentence)
        assert sentence[start:end].strip()


def test_a_place_shows_in_the_words_before_it() -> None:
    sentence = "Orrim Gas built it in Port Estrow."
    at = sentence.index("Port")
    assert is_placed(sentence, Span(at, at + 11))
    assert not is_placed(sentence, Span(0, 9))
