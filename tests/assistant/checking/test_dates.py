"""Which days agree."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checking.dates import days

THURSDAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("said", "source", "agree"),
    [
        ("5 March", "March 5", True),
        ("5 March 2026", "5 March", True),
        ("5 March 2025", "5 March", False),
        ("on 3 March", "on Tuesday", True),
        ("on 4 March", "on Tuesday", False),
        ("on Tuesday", "on 3 March", True),
        ("on Tuesday", "on Wednesday", False),
        ("on Wednesday", "yesterday", True),
        ("on 4 March 2026", "yesterday", True),
        ("in March 2026", "on Tuesday", True),
        ("in 2026", "on Tuesday", True),
        ("in 2025", "on Tuesday", False),
        ("in 2025", "on 28 December", True),
        ("on Tuesday, 3 March", "on 3rd of March", True),
        ("on Monday, 3 March", "on 3 March", False),
        ("2026-03-05", "today", True),
        ("5 March", "in March", False),
        ("yesterday", "yesterday", True),
        ("yesterday", "on Wednesday", False),
        ("31 June 2026", "31 June 2026", True),
    ],
)
def test_days_agree(said: str, source: str, *, agree: bool) -> None:
    (one,), (other,) = days(said), days(source)
    assert one.agrees(other, THURSDAY) is agree


def test_without_a_day_of_publication_a_weekday_says_only_itself() -> None:
    (tuesday,), (third,) = days("on Tuesday"), days("on 3 March")
    assert not third.agrees(tuesday, None)
    assert tuesday.agrees(tuesday, None)


@pytest.mark.parametrize("text", ["you may go", "the march went on", "1,998 boats", "12345", ""])
def test_what_is_no_day(text: str) -> None:
    assert days(text) == []


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_day_agrees_with_its_weekday_in_the_week_before_publication(day: date) -> None:
    (said,), (weekday,) = days(f"on {day.day} {day:%B %Y}"), days(f"on {day:%A}")
    assert said.agrees(weekday, day)
    assert weekday.agrees(said, None)


@given(st.text(alphabet="0123456789-/ MarchmayTuesday,", max_size=200), st.dates())
def test_any_text_is_read(text: str, published: date) -> None:
    for one in days(text):
        assert 0 <= one.span.start < one.span.end <= len(text)
        list(one.resolved(published))
