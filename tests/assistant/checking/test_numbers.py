"""Which numbers agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checking.numbers import amounts


@pytest.mark.parametrize(
    ("said", "source", "agree"),
    [
        ("1,200", "1.2 thousand", True),
        ("1,200", "twelve hundred", True),
        ("1,200", "1200", True),
        ("9 million", "nine million", True),
        ("half a million", "500,000", True),
        ("twenty-one", "21", True),
        ("a dozen", "12", True),
        ("30%", "30 per cent", True),
        ("30 percent", "30 per cent", True),
        ("30%", "30", False),
        ("30", "30%", False),
        ("$5", "5 dollars", True),
        ("$5", "€5", False),
        ("5 million", "$5m", True),
        ("third", "3rd", True),
        ("third", "3", False),
        ("about 1,200", "1,187", True),
        ("about 1,200", "1,587", False),
        ("more than 1,000", "1,187", True),
        ("more than 1,000", "1,000", False),
        ("more than 1,000", "950", False),
        ("more than 1,000", "9,000", False),
        ("nearly 1,000", "980", True),
        ("nearly 1,000", "1,020", False),
        ("1.2 million", "1,187,000", True),
        ("1.2 million", "1,287,000", False),
        ("40", "about 40", True),
        ("40", "41", False),
        ("2.5", "2,5", True),
    ],
)
def test_numbers_agree(said: str, source: str, *, agree: bool) -> None:
    (one,) = amounts(said)
    assert any(one.agrees(other) for other in amounts(source)) is agree


@pytest.mark.parametrize("text", ["one of them", "the A320", "none", "", "anyone", "tension"])
def test_what_is_no_number(text: str) -> None:
    assert amounts(text) == []


@given(st.integers(0, 10**12))
def test_a_number_agrees_with_itself_however_it_is_written(number: int) -> None:
    (one,), (other,) = amounts(f"{number:,}"), amounts(str(number))
    assert one.value == other.value == number
    assert one.agrees(other)


@given(st.text(alphabet="0123456789.,$%- andmillionhundredtwohalf", max_size=300))
def test_any_text_is_read(text: str) -> None:
    for one in amounts(text):
        assert 0 <= one.span.start < one.span.end <= len(text)
