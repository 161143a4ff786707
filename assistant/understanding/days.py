"""What an expression of time, such as "5 May", "last week" or "Q3 2022", means: its days."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import datetime, timedelta

from assistant.understanding.calendar import (
    Days,
    ago,
    end_of,
    end_of_day,
    in_year,
    midnight,
    months_before,
    part_of,
    quarter_start,
    span,
    start_of,
)
from assistant.understanding.dates import date_of, numeric, year_of
from assistant.understanding.expressions import (
    BACK,
    DAY_WORD,
    HALVES,
    NUMBER,
    NUMBERS,
    OF_YEAR,
    PART,
    QUARTERS,
    SEASON,
    THIS,
    UNIT,
    UNITS,
    WEEKDAY,
    YEAR,
)


def days_of(words: str, present: datetime, *, said: bool) -> Days | None:
    """The days that an expression of the form `ATOM` means, or None when it means none.

    `said` when a word such as "in" or "since" stands before it: a year or a month without one may
    be anything. Days are those of the calendar in which `present` is given; a week begins on
    Monday; a season is that of the northern hemisphere.
    """
    now = present.replace(tzinfo=None)
    text = " ".join(words.split())
    for pattern, read in _READERS:
        found = pattern.fullmatch(text)
        if found is not None:
            try:
                return read(found, now, said)
            except (OverflowError, ValueError):
                return None  # days that the calendar does not have
    return None


def _quarter(found: re.Match[str], now: datetime, _: bool) -> Days | None:
    """A quarter of a year: without a year, the last that has begun; the last, the one before."""
    if found["three"].lower() == "last" and not found["of"]:
        start = quarter_start(now)
        return span(months_before(start, 3), start)
    return _months(found["three"], found["of"], 3, now)


def _half(found: re.Match[str], now: datetime, _: bool) -> Days | None:
    return _months(found["six"], found["of"], 6, now)


def _months(which: str, of: str | None, length: int, now: datetime) -> Days:
    """So many months of a year: the first, second, third or last run of them."""
    names = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 12 // length}
    number = names.get(which.lower()) or int(re.sub(r"\D", "", which))
    year, month = _said_year(of, now), (number - 1) * length + 1
    if year is None:
        year = now.year - (month > now.month)
    first = datetime(year, month, 1)  # noqa: DTZ001 - in the time zone of the question
    return span(first, months_before(first, -length))._replace(
        named=bool(of and of.isdigit()), year_said=bool(of), either=not of
    )


def _season(found: re.Match[str], now: datetime, _: bool) -> Days | None:
    season = found["season"].lower()
    start = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[season]
    year = _said_year(found["of"], now)
    if year is not None:
        first = datetime(year, start, 1)  # noqa: DTZ001
        return span(first, months_before(first, -3))._replace(named=True, year_said=True)
    first = datetime(now.year, start, 1)  # noqa: DTZ001
    if first > now:
        first = in_year(first, -1)
    last = (found["which"] or "").lower() in ("last", "the past")
    if last and months_before(first, -3) > now:
        first = in_year(first, -1)
    return span(first, months_before(first, -3))._replace(either=not last)


def _rolling(found: re.Match[str], now: datetime, _: bool) -> Days | None:
    """The past three months, the last 24 hours: up to now, from that long ago."""
    count, unit = number_of(found["count"]), found["unit"].lower().removesuffix("s")
    if unit == "hour":
        return Days(now - timedelta(hours=count), now)
    return Days(ago(midnight(now), count, unit), end_of_day(now))


def _calendar(found: re.Match[str], now: datetime, _: bool) -> Days | None:
    """This week, last month: the unit of the calendar; the past week is the last seven days."""
    which, unit = found["which"].lower(), found["unit"].lower()
    part = found["part"] or ""
    if which.endswith("past") or (which.startswith("the ") and which.endswith("last") and not part):
        return Days(ago(midnight(now), 1, unit), end_of_day(now))
    first = start_of(unit, now)
    if unit == "weekend" and first + timedelta(days=2) <= now:
        first, which = ago(first, -1, unit), "last"
    if which.endswith(("last", "previous")):
        first = ago(first, 1, unit)
    elif not part:
        # What is called this week on a Monday began before it.
        least = {"week": 6, "month": 6, "quarter": 30, "year": 30}.get(unit, 0)
        return Days(min(first, midnight(now) - timedelta(days=least)), end_of_day(now))
    return part_of(span(first, end_of(unit, first)), part)


def _ago_point(found: re.Match[str], now: datetime, _: bool) -> Days | None:
    count, unit = number_of(found["count"]), found["unit"].lower().removesuffix("s")
    if unit == "hour":
        moment = now - timedelta(hours=count)
        return Days(moment - timedelta(hours=1), moment + timedelta(hours=1))
    middle = midnight(ago(now, count, unit))
    around = {"day": 0, "week": 3, "fortnight": 3, "weekend": 3, "month": 15, "quarter": 45}
    if found["day"] is not None:  # the very day, or about it
        around = {} if found["day"] == " today" else {"year": 15, "month": 3, "week": 1}
        around = {unit: around.get(unit, 0)}
    margin = timedelta(days=around.get(unit, 182))
    if re.search(r"\b(?:couple|few|several)\b", found["count"], re.IGNORECASE):
        margin = max(margin, timedelta(days=(now - middle).days // 2 + 1))
    return span(midnight(middle - margin), midnight(middle + margin) + timedelta(days=1))


def _before_last(found: re.Match[str], now: datetime, _: bool) -> Days | None:
    unit = found["unit"].lower()
    first = ago(start_of(unit, now), 2, unit)
    return span(first, end_of(unit, first))


def _week_of(found: re.Match[str], now: datetime, _: bool) -> Days | None:
    """The week that holds a day, begins or ends with it."""
    days, how = days_of(found["day"], now, said=True), found["how"].lower()
    if days is None or days.first is None:
        return None
    back = {"of": days.first.weekday(), "ending": 6}.get(how, 0)
    first = days.first - timedelta(days=back)
    return _told_otherwise(days, first, end_of_day(first + timedelta(days=6)))


def _week_of_month(found: re.Match[str], now: datetime, _: bool) -> Days | None:
    """Seven days of a month, or its Saturday and Sunday of that number."""
    month, which = days_of(found["month"], now, said=True), found["which"].lower()
    if month is None or month.first is None or month.last is None:
        return None
    first, length = month.first, 7
    if found["unit"].lower() == "weekend":
        first, length = first + timedelta(days=(5 - first.weekday()) % 7), 2
    weeks = ("first", "second", "third", "last").index(which)
    if which == "last":
        weeks = (midnight(month.last) - first).days // 7
        first = first if length != 7 else midnight(month.last) - timedelta(days=6 + 7 * weeks)  # noqa: PLR2004
    first += timedelta(days=7 * weeks)
    return _told_otherwise(month, first, end_of_day(first + timedelta(days=length - 1)))


def _told_otherwise(days: Days, first: datetime, last: datetime) -> Days:
    """Days around those that are named: articles of them do not say it in these words."""
    return days._replace(first=first, last=last, named=False, year_said=True)


def _days_of_month(found: re.Match[str], now: datetime, _: bool) -> Days | None:
    first, last = (
        days_of(f"{found['month']} {found[name]}{found['year']}", now, said=True)
        for name in ("first", "last")
    )
    if first is None or last is None or first.first is None or last.last is None:
        return None
    if first.first > last.last:
        return None
    days = last._replace(mentions=(*first.mentions, *last.mentions))
    return _told_otherwise(days, first.first, last.last)


def _day_word(found: re.Match[str], now: datetime, _: bool) -> Days | None:
    words = found.group().lower()
    back = 2 if words.startswith("the day before") else words in ("yesterday", "last night")
    day = midnight(now) - timedelta(days=int(back))
    return span(day, day + timedelta(days=1))._replace(nameable=found.group()[0].isupper())


def _weekday(found: re.Match[str], now: datetime, _: bool) -> Days | None:
    names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    back = (now.weekday() - names.index(found["weekday"].lower())) % 7
    if back == 0 and (found["which"] or "").lower() in ("last", "past", "this past"):
        back = 7
    day = midnight(now) - timedelta(days=back)
    which = (found["which"] or "").lower()
    return span(day, day + timedelta(days=1))._replace(
        either=which in ("", "this"), nameable=not which
    )


def _ordinal(found: re.Match[str], now: datetime, said: bool) -> Days | None:
    """The 2nd: the last day of that number."""
    number = int(found["day"])
    if not said or not 1 <= number <= 31:  # noqa: PLR2004
        return None
    month = now.replace(day=1)
    for _ in range(3):
        if number <= monthrange(month.year, month.month)[1]:
            day = midnight(month.replace(day=number))
            if day <= now:
                return span(day, day + timedelta(days=1))._replace(either=True)
        month = months_before(month, 1)
    return None


_Reader = Callable[[re.Match[str], datetime, bool], Days | None]
_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), read)
    for pattern, read in (
        (rf"(?P<part>{PART})?(?:the year |the )?(?P<year>{YEAR})(?P<decade>s)?", year_of),
        (
            rf"(?:the )?(?P<three>Q[1-4]|(?:{QUARTERS})(?= quarter))(?: quarter)?{OF_YEAR}?",
            _quarter,
        ),
        (rf"(?P<of>{YEAR}),? (?P<three>Q[1-4])", _quarter),
        (rf"(?:the )?(?P<six>H[12]|(?:{HALVES})(?= half))(?: half)?{OF_YEAR}", _half),
        (rf"(?:(?P<which>last|this|the past|the) )?(?P<season>{SEASON}){OF_YEAR}?", _season),
        (rf"(?:the )?{BACK} (?P<count>{NUMBER}) (?P<unit>hour|{UNITS})s?", _rolling),
        (
            rf"(?:earlier )?(?P<part>{PART})?(?P<which>the|{THIS}) (?P<unit>{UNIT})",
            _calendar,
        ),
        (rf"(?P<count>{NUMBER}) (?P<unit>hour|{UNITS})s? ago(?P<day> today)?", _ago_point),
        (r"this time (?P<count>last) (?P<unit>week|month|year)(?P<day>)", _ago_point),
        (rf"the (?P<unit>{UNIT}) before last", _before_last),
        (r"(?:the )?week (?P<how>of|beginning|starting|ending)(?: the)? (?P<day>.+)", _week_of),
        (DAY_WORD, _day_word),
        (
            rf"(?:(?P<which>last|this past|this|past) )?(?P<weekday>{WEEKDAY})(?: \w+)?",
            _weekday,
        ),
        (
            r"(?:the )?(?P<which>first|second|third|last) (?P<unit>week(?:end)?) \w+ (?P<month>.+)",
            _week_of_month,
        ),
        (
            r"(?P<month>[a-z.]+) (?P<first>\d{1,2}) ?[-–] ?(?P<last>\d{1,2})(?P<year>.*)",
            _days_of_month,
        ),
        (r"the (?P<day>\d{1,2})(?:st|nd|rd|th)", _ordinal),
        (rf"(?P<day>\d{{1,2}})(?P<sign>[/.])(?P<month>\d{{1,2}})[/.](?P<year>{YEAR})", numeric),
        (r".*", date_of),
    )
)


def _said_year(words: str | None, now: datetime) -> int | None:
    if not words:
        return None
    return int(words) if words.isdigit() else now.year - (words.lower() == "last year")


def number_of(words: str) -> int:
    """The number that words such as "three" or "a couple of" mean; 1 for "last"."""
    if words.isdigit():
        return int(words)
    if words.lower() == "last":
        return 1
    return max(NUMBERS.get(word, 0) for word in words.lower().split())
