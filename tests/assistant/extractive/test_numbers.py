"""What written numbers come to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.extractive.numbers import value_of


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


@given(st.text(max_size=40))
def test_nothing_raises(text: str) -> None:
    value_of(text)
