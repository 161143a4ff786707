"""What a written date means: a day, a month or a year, such as "5 May" or "March 2022"."""

import re
from calendar import monthrange
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from assistant.understanding.calendar import Days, months_before, part_of, past, span
from assistant.understanding.expressions import MONTHS, PART, WEEKDAY, YEAR

if TYPE_CHECKING:
    from dateparser.date import DateDataParser


def date_of(found: re.Match[str], now: datetime, said: bool) -> Days | None:
    """What dateparser reads: days and months, with a year or of the last twelve months."""
    text = found.group()
    part = re.match(PART, text)
    bare = text[part.end() :] if part else text
    bare = re.sub(rf"^(?:the |last |this |{WEEKDAY},? )+", "", bare, flags=re.IGNORECASE)
    read = _parser(now).get_date_data(bare.replace(" in ", " "))
    if read.date_obj is None:
        return None
    moment, year_said = read.date_obj.replace(tzinfo=None), re.search(YEAR, text) is not None
    if read.period == "month":
        if not said and not year_said and bare == text:
            return None
        days = _month(moment.year, moment.month)
    else:
        days = span(moment, moment + timedelta(days=1))
    if text.lower().startswith("last ") and days.last is not None and days.last >= now:
        days = past(days, now - timedelta(days=31))
    days = days._replace(
        named=year_said or read.period == "day",
        year_said=year_said,
        either=not year_said and not text.lower().startswith(("last ", "this ")),
        nameable=read.period == "month" and not year_said,
        mentions=_mentions(moment, read.period, year_said=year_said),
    )
    return part_of(days, part.group() if part else "")


def numeric(found: re.Match[str], now: datetime, _: bool) -> Days | None:
    """05.03.2026 begins with the day; of 05/03/2026 the readings are tried, the American first."""
    one, other, year = int(found["day"]), int(found["month"]), int(found["year"])
    orders = ((one, other),) if found["sign"] == "." else ((other, one), (one, other))
    for day, month in orders:
        if 1 <= month <= len(MONTHS) and 1 <= day <= monthrange(year, month)[1]:
            moment = datetime(year, month, day)  # noqa: DTZ001 - in the time zone of the question
            if moment <= now or (day, month) == orders[-1]:
                mentions = _mentions(moment, "day", year_said=True)
                days = span(moment, moment + timedelta(days=1))
                return days._replace(named=True, year_said=True, mentions=mentions)
    return None


def year_of(found: re.Match[str], _: datetime, said: bool) -> Days | None:
    """A year that is said to be one, or a decade."""
    number = int(found["year"])
    if found["decade"]:
        days = span(datetime(number, 1, 1), datetime(number + 10, 1, 1))  # noqa: DTZ001
        return days._replace(named=True, year_said=True, mentions=(f"{number}s",))
    if not (said or found["part"]):
        return None  # "the 2022 elections" may be told of at any time
    days = span(datetime(number, 1, 1), datetime(number + 1, 1, 1))  # noqa: DTZ001
    days = days._replace(named=True, year_said=True, mentions=(str(number),))
    days = part_of(days, found["part"] or "")
    return days._replace(whole_year=not found["part"])


def _mentions(moment: datetime, period: str, *, year_said: bool) -> tuple[str, ...]:
    month = MONTHS[moment.month - 1].lower()
    if period == "month":
        return (f"{month} {moment.year}", f"{month} of {moment.year}") if year_said else ()
    days = (f"{moment.day} {month}", f"{month} {moment.day}")
    short = f"{month[:3]} {moment.day}"
    if not year_said:
        return ()
    named = dict.fromkeys(f"{day} {moment.year}" for day in (*days, short))
    return (*named, moment.strftime("%Y %m %d"))


def _month(year: int, month: int) -> Days:
    first = datetime(year, month, 1)  # noqa: DTZ001 - in the time zone of the question
    return span(first, months_before(first, -1))


def _parser(now: datetime) -> "DateDataParser":
    # Most questions name no date, and dateparser takes a moment to import.
    from dateparser.date import DateDataParser

    return DateDataParser(
        languages=["en"],
        settings={
            "RELATIVE_BASE": now,
            "PREFER_DATES_FROM": "past",
            "PREFER_DAY_OF_MONTH": "first",
        },
    )
