"""What a comparison compares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.parts import parts_of, subject_of


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Compare rents in Tarnholt and Kellmoor.", ["rents in Tarnholt", "rents in Kellmoor"]),
        ("Compare the ferry with the bridge", ["the ferry", "the bridge"]),
        ("What is the difference between the ferry and the tram?", ["the ferry", "the tram"]),
        ("the ferry versus the bridge", ["the ferry", "the bridge"]),
        ("Do Fenn and Sule agree on the toll?", ["Fenn the toll", "Sule the toll"]),
        (
            "Which is older, the ferry or the bridge?",
            ["the ferry Which is older", "the bridge Which is older"],
        ),
        (
            "Compare Fenn's plans with Sule's plans for the port",
            ["Fenn's plans for the port", "Sule's plans for the port"],
        ),
    ],
)
def test_each_side_is_searched_with_what_they_share(question: str, parts: list[str]) -> None:
    found = [sorted(part.split()) for part in parts_of(question)]
    assert found == [sorted(part.split()) for part in parts]


@pytest.mark.parametrize(
    "question",
    [
        *("Who built the bridge and the ferry landing?", "What did Fenn and Sule say?"),
        *("Is the bridge open or closed?", "Compare the ferry with the ferry", "", "compare"),
        "How much did the ferry and the bridge cost?",
    ],
)
def test_a_question_that_only_names_two_things_is_no_comparison(question: str) -> None:
    assert parts_of(question) == ()


def test_what_outlets_are_compared_on() -> None:
    assert subject_of("How do and differ on the turnout?").split() == ["the", "turnout?"]
    assert subject_of("Compare and coverage of the storm").strip() == "coverage of the storm"


_WORDS = "compare with and versus vs. both or agree differ on between difference A's B , : Q ?"


@given(st.text() | st.lists(st.sampled_from(_WORDS.split())).map(" ".join))
def test_any_question_has_two_parts_or_none(question: str) -> None:
    parts = parts_of(question)
    assert len(parts) in (0, 2)
    assert all(part.strip() for part in parts)


def test_a_long_question_is_read_in_time() -> None:
    for word in ("and ", "compare ", "or, ", "vs. ", "A's ", "  ", "both a and "):
        parts_of("compare a" + word * 3000)
        parts_of("is " + word * 3000)
