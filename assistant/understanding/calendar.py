"""Runs of days, and the units of the calendar: where they begin, and what lies before them."""

from calendar import monthrange
from datetime import datetime, timedelta
from typing import NamedTuple

_SECOND = timedelta(seconds=1)


class Days(NamedTuple):
    """The days that an expression means, as moments without a time zone; None is open.

    `named` when articles may name them in the same words, `year_said` when the words name the year,
    `either` when they may as well mean days to come, `nameable` when they may be a part of a name,
    `whole_year` when they are nothing but a year.
    `mentions` is how an article written at any time names them.
    """

    first: datetime | None
    last: datetime | None
    named: bool = False
    year_said: bool = False
    either: bool = False
    nameable: bool = False
    whole_year: bool = False
    mentions: tuple[str, ...] = ()


def past(days: Days, until: datetime) -> Days:
    """The same days of the latest year in which they begin before a moment."""
    if days.first is None or days.last is None:
        return days
    first, last = days.first, days.last
    years = until.year - first.year
    if in_year(first, years) > until:
        years -= 1
    return days._replace(first=in_year(first, years), last=in_year(last, years))


def span(first: datetime, after: datetime) -> Days:
    """The days from one moment up to another, which is no longer one of them."""
    return Days(first, after - _SECOND)


def part_of(days: Days, part: str) -> Days:
    """The early, middle or late third of some days."""
    word = part.lower().removeprefix("the ").split()[0].rstrip("-") if part.strip() else ""
    if not word or days.first is None or days.last is None:
        return days
    third = (days.last - days.first) / 3
    if word in ("early", "start", "beginning"):
        return days._replace(last=end_of_day(days.first + third))
    if word in ("mid", "middle"):
        return days._replace(first=midnight(days.first + third), last=end_of_day(days.last - third))
    return days._replace(first=midnight(days.last - third))


def start_of(unit: str, now: datetime) -> datetime:
    """The first moment of the unit of the calendar that holds a moment, or held it last."""
    day = midnight(now)
    starts = {
        "week": day - timedelta(days=day.weekday()),
        "fortnight": day - timedelta(days=day.weekday()),
        "weekend": day - timedelta(days=(day.weekday() - 5) % 7),
        "month": day.replace(day=1),
        "quarter": quarter_start(now),
        "year": day.replace(month=1, day=1),
        "decade": day.replace(year=day.year // 10 * 10, month=1, day=1),
    }
    return starts.get(unit, day)


def end_of(unit: str, start: datetime) -> datetime:
    """The first moment after the unit that starts then."""
    if unit == "weekend":
        return start + timedelta(days=2)
    return ago(start, -1, unit)


def ago(moment: datetime, count: int, unit: str) -> datetime:
    """So many units before a moment."""
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
    if unit in months:
        return months_before(moment, count * months[unit])
    return moment - timedelta(days=count * {"day": 1, "fortnight": 14}.get(unit, 7))


def months_before(moment: datetime, count: int) -> datetime:
    """So many months before a moment: the same day, or the last of a month that is shorter."""
    index = moment.year * 12 + moment.month - 1 - count
    year, month = index // 12, index % 12 + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))


def quarter_start(now: datetime) -> datetime:
    """The first moment of the quarter that holds a moment."""
    return midnight(now).replace(month=(now.month - 1) // 3 * 3 + 1, day=1)


def midnight(moment: datetime) -> datetime:
    """The first moment of a day."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def end_of_day(moment: datetime) -> datetime:
    """The last second of a day."""
    return midnight(moment) + timedelta(days=1) - _SECOND


def in_year(moment: datetime, years: int) -> datetime:
    """So many years after a moment: the same day, or 28 February for the 29th."""
    year = moment.year + years
    return moment.replace(year=year, day=min(moment.day, monthrange(year, moment.month)[1]))
