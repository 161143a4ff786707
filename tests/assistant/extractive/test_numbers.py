"""What written numbers come to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.extractive.kinds import Kind, find
from assistant.extractive.numbers import asked_to_count, can_count, value_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("41", 41),
        ("1,234,500", 1234500),
        ("$1.2 million", 1.2e6),
        ("4.8 per cent", 4.8),
        ("forty-one", 41),
        ("Two hundred", 200),
        ("three dozen", 36),
        ("thousands", 1000),
        ("half", 0.5),
        ("£1.9m", 1.9e6),
        ("£3bn", 3e9),
        ("12.5kg", 12.5),
        ("Kellmoor", None),
        ("", None),
    ],
)
def test_written_numbers(text: str, value: float | None) -> None:
    assert value_of(text) == value


@given(st.integers(0, 10**12))
def test_digits_are_read_with_and_without_commas(number: int) -> None:
    assert value_of(f"{number:,}") == value_of(str(number)) == number


@pytest.mark.parametrize(
    ("question", "counts"),
    [
        ("How many votes did the bridge get?", True),
        ("How many people marched?", True),
        ("How many million marks did it cost?", False),
        ("How many years did it take?", False),
        ("How many inches of rain fell?", False),
        ("How many per cent voted?", False),
        ("How much did it cost?", False),
        ("How many?", False),
    ],
)
def test_how_many_asks_for_a_count_unless_of_a_measure(question: str, counts: bool) -> None:
    assert asked_to_count(question) is counts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("41 votes", True),
        ("forty-one", True),
        ("€410 million", False),
        ("410 million marks", False),
        ("4.8 per cent", False),
        ("12 kilometres", False),
        ("6 feet", False),
        ("12 inches", False),
        ("12km", False),
        ("3 centuries", False),
        ("the 5,000 mark", True),
        ("1,000 foot soldiers", True),
        ("thousands of people", True),
    ],
)
def test_sums_and_measures_count_nothing(text: str, counts: bool) -> None:
    (thing,) = find(Kind.NUMBER, text)
    assert can_count(text, thing) is counts


@given(st.text(max_size=40))
def test_nothing_raises(text: str) -> None:
    value_of(text)
    asked_to_count(f"How many {text}")
