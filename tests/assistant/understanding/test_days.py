"""What days an expression of time means."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.calendar import past
from assistant.understanding.days import days_of

PRESENT = datetime(2026, 3, 18, 15, 0, tzinfo=UTC)
"""A Wednesday."""


def _days(words: str, present: datetime = PRESENT, *, said: bool = True) -> tuple[str, str] | None:
    found = days_of(words, present, said=said)
    if found is None or found.first is None or found.last is None:
        return None
    return found.first.date().isoformat(), found.last.date().isoformat()


def _day(number: int, month: int = 3, year: int = 2026) -> str:
    return f"{year}-{month:02}-{number:02}"


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        # days with a year
        ("5 March 2026", _day(5), _day(5)),
        ("5th of March 2026", _day(5), _day(5)),
        ("March 5, 2026", _day(5), _day(5)),
        ("march 5th 2026", _day(5), _day(5)),
        ("Sep 3, 2024", _day(3, 9, 2024), _day(3, 9, 2024)),
        ("Sept. 3, 2024", _day(3, 9, 2024), _day(3, 9, 2024)),
        ("Sunday, 8 March 2026", _day(8), _day(8)),
        ("2026-03-05", _day(5), _day(5)),
        ("05.03.2026", _day(5), _day(5)),
        ("17/03/2026", _day(17), _day(17)),
        ("03/17/2026", _day(17), _day(17)),
        ("03/05/2024", _day(5, 3, 2024), _day(5, 3, 2024)),
        ("05/03/2026", _day(5), _day(5)),  # the American reading lies ahead
        ("29 February 2024", _day(29, 2, 2024), _day(29, 2, 2024)),
        # days without one: the last such day
        ("5 March", _day(5), _day(5)),
        ("the 5th of March", _day(5), _day(5)),
        ("Tuesday 3 March", _day(3), _day(3)),
        ("24 December", _day(24, 12, 2025), _day(24, 12, 2025)),
        ("29 February", _day(29, 2, 2024), _day(29, 2, 2024)),
        ("the 2nd", _day(2), _day(2)),
        ("the 25th", _day(25, 2), _day(25, 2)),
        ("the 31st", _day(31, 1), _day(31, 1)),
        # months
        ("March 2022", _day(1, 3, 2022), _day(31, 3, 2022)),
        ("may 2022", _day(1, 5, 2022), _day(31, 5, 2022)),
        ("February of 2024", _day(1, 2, 2024), _day(29, 2, 2024)),
        ("March", _day(1), _day(31)),
        ("May", _day(1, 5, 2025), _day(31, 5, 2025)),
        ("last March", _day(1, 3, 2025), _day(31, 3, 2025)),
        ("last November", _day(1, 11, 2025), _day(30, 11, 2025)),
        # years and decades
        ("2020", _day(1, 1, 2020), _day(31, 12, 2020)),
        ("the year 2020", _day(1, 1, 2020), _day(31, 12, 2020)),
        ("the 1990s", _day(1, 1, 1990), _day(31, 12, 1999)),
        # quarters, halves, seasons
        ("Q1", _day(1, 1), _day(31, 3)),
        ("Q3", _day(1, 7, 2025), _day(30, 9, 2025)),
        ("q3 2022", _day(1, 7, 2022), _day(30, 9, 2022)),
        ("the fourth quarter of last year", _day(1, 10, 2025), _day(31, 12, 2025)),
        ("the last quarter of 2024", _day(1, 10, 2024), _day(31, 12, 2024)),
        ("last quarter", _day(1, 10, 2025), _day(31, 12, 2025)),
        ("this quarter", _day(1, 1), _day(18)),
        ("H1 2025", _day(1, 1, 2025), _day(30, 6, 2025)),
        ("the second half of last year", _day(1, 7, 2025), _day(31, 12, 2025)),
        ("summer 2024", _day(1, 6, 2024), _day(31, 8, 2024)),
        ("the winter of 2020", _day(1, 12, 2020), _day(28, 2, 2021)),
        ("last summer", _day(1, 6, 2025), _day(31, 8, 2025)),
        ("this winter", _day(1, 12, 2025), _day(28, 2)),
        # parts
        ("early March", _day(1), _day(11)),
        ("mid-March", _day(11), _day(21)),
        ("the end of February", _day(19, 2), _day(28, 2)),
        ("late 2024", _day(31, 8, 2024), _day(31, 12, 2024)),
        ("the end of last year", _day(1, 9, 2025), _day(31, 12, 2025)),
        ("the start of the year", _day(1, 1), _day(2, 5)),
        # back from the present
        ("today", _day(18), _day(18)),
        ("this morning", _day(18), _day(18)),
        ("yesterday", _day(17), _day(17)),
        ("last night", _day(17), _day(17)),
        ("the day before yesterday", _day(16), _day(16)),
        ("Monday", _day(16), _day(16)),
        ("friday", _day(13), _day(13)),
        ("Wednesday", _day(18), _day(18)),
        ("last Wednesday", _day(11), _day(11)),
        ("this week", _day(12), _day(18)),
        ("last week", _day(9), _day(15)),
        ("the past week", _day(11), _day(18)),
        ("the last week", _day(11), _day(18)),
        ("the weekend", _day(14), _day(15)),
        ("last weekend", _day(14), _day(15)),
        ("this month", _day(1), _day(18)),
        ("last month", _day(1, 2), _day(28, 2)),
        ("this year", _day(1, 1), _day(18)),
        ("last year", _day(1, 1, 2025), _day(31, 12, 2025)),
        ("the past year", _day(18, 3, 2025), _day(18)),
        ("the last three weeks", _day(25, 2), _day(18)),
        ("the past 10 days", _day(8), _day(18)),
        ("the last 24 hours", _day(17), _day(18)),
        ("last couple of months", _day(18, 1), _day(18)),
        ("two days ago", _day(16), _day(16)),
        ("a week ago", _day(8), _day(14)),
        ("a few days ago", _day(13), _day(17)),
        ("three months ago", _day(3, 12, 2025), _day(2, 1)),
        ("a year ago", _day(17, 9, 2024), _day(16, 9, 2025)),
    ],
)
def test_days_that_an_expression_means(words: str, first: str, last: str) -> None:
    assert _days(words) == (first, last)


@pytest.mark.parametrize(
    ("words", "present", "first", "last"),
    [
        ("yesterday", "2026-01-01", "2025-12-31", "2025-12-31"),
        ("yesterday", "2024-03-01", "2024-02-29", "2024-02-29"),
        ("last month", "2026-01-31", "2025-12-01", "2025-12-31"),
        ("the past month", "2024-03-31", "2024-02-29", "2024-03-31"),
        ("the past year", "2024-02-29", "2023-02-28", "2024-02-29"),
        ("last week", "2026-01-01", "2025-12-22", "2025-12-28"),
        ("last quarter", "2026-01-15", "2025-10-01", "2025-12-31"),
        ("the 31st", "2026-03-01", "2026-01-31", "2026-01-31"),
        ("Sunday", "2026-01-01", "2025-12-28", "2025-12-28"),
        ("this week", "2026-03-16", "2026-03-10", "2026-03-16"),  # on a Monday
        ("this year", "2026-01-02", "2025-12-03", "2026-01-02"),
        ("the weekend", "2026-03-14", "2026-03-14", "2026-03-14"),
        ("last weekend", "2026-03-14", "2026-03-07", "2026-03-08"),
        ("this winter", "2026-01-10", "2025-12-01", "2026-02-28"),
        ("last winter", "2026-01-10", "2024-12-01", "2025-02-28"),
    ],
)
def test_at_the_ends_of_months_and_years(words: str, present: str, first: str, last: str) -> None:
    assert _days(words, datetime.fromisoformat(f"{present}T12:00+00:00")) == (first, last)


@pytest.mark.parametrize(
    "words", ["31 February 2026", "2026-02-30", "31.02.2026", "the 32nd", "the past 999 decades"]
)
def test_days_that_no_calendar_has_mean_none(words: str) -> None:
    assert days_of(words, PRESENT, said=True) is None


@pytest.mark.parametrize("words", ["2022", "May", "the 5th"])
def test_a_bare_year_or_month_may_be_anything(words: str) -> None:
    assert days_of(words, PRESENT, said=False) is None
    assert days_of(words, PRESENT, said=True) is not None


def test_which_days_may_also_lie_ahead() -> None:
    def either(words: str) -> bool:
        days = days_of(words, PRESENT, said=True)
        assert days is not None
        return days.either

    assert all(map(either, ("Monday", "this Sunday", "5 March", "the 5th", "May", "Q3", "summer")))
    assert not any(map(either, ("last Monday", "5 March 2026", "yesterday", "last May", "Q3 2025")))


def test_how_articles_name_a_day() -> None:
    days = days_of("5 March 2026", PRESENT, said=True)
    assert days is not None
    assert set(days.mentions) == {"5 march 2026", "march 5 2026", "mar 5 2026", "2026 03 05"}
    for words in ("yesterday", "March", "last week", "the 5th"):
        found = days_of(words, PRESENT, said=True)
        assert found is not None
        assert found.mentions == ()


def test_the_same_days_of_an_earlier_year() -> None:
    leap = days_of("29 February 2024", PRESENT, said=True)
    assert leap is not None
    moved = past(leap, datetime(2023, 6, 1))  # noqa: DTZ001 - days have no time zone
    assert moved.first == datetime(2023, 2, 28)  # noqa: DTZ001


moments = st.datetimes(timezones=st.just(UTC))


@given(moments)
def test_the_present_lies_in_today(present: datetime) -> None:
    days = days_of("today", present, said=False)
    if days is None:
        assert present.date() in (date.min, date.max)
        return
    assert days.first is not None
    assert days.last is not None
    assert days.first <= present.replace(tzinfo=None) < days.last + timedelta(seconds=1)


@given(moments, st.sampled_from(["day", "week", "month", "quarter", "year"]))
def test_what_is_called_last_ended_before_what_is_called_this(present: datetime, unit: str) -> None:
    before, now = (days_of(f"{which} {unit}", present, said=True) for which in ("last", "this"))
    if unit == "day" or before is None or now is None:
        return
    assert before.last is not None
    assert now.last is not None
    assert before.last < present.replace(tzinfo=None) <= now.last + timedelta(seconds=1)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_day_is_read_as_it_is_written(day: date) -> None:
    for words in (f"{day:%Y-%m-%d}", f"{day:%d.%m.%Y}", f"{day:%-d %B %Y}", f"{day:%B %-d, %Y}"):
        assert _days(words) == (day.isoformat(), day.isoformat()), words


@given(st.integers(1900, 2099), st.integers(1, 12))
def test_a_month_has_all_its_days(year: int, month: int) -> None:
    words = f"{datetime(year, month, 1):%B %Y}"  # noqa: DTZ001
    assert _days(words) == (_day(1, month, year), _day(monthrange(year, month)[1], month, year))
