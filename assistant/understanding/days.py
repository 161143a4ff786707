"""One expression of time, such as "5 May", "last week" or "Q3 2022", and the days it means."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTH = (
    r"(?:(?i:January|February|April|June|July|August|September|October|November|December)|March|May"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_SURE_MONTH = f"(?i:{_MONTH})"
"""Beside a day or a year, "march" and "may" are months also in lower case."""
_YEAR = r"(?:19|20)\d\d"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_WEEKDAY = r"(?i:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_UNITS = "day|week|weekend|fortnight|month|quarter|year|decade"
_UNIT = f"(?:{_UNITS})"
_BACK = "(?:last|past|previous)"
_THIS = f"(?:the )?(?:this|current|{_BACK})"
_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "",
            "a an one",
            "two couple",
            "three few",
            "four",
            "five several",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve dozen",
        )
    )
    for word in words.split()
}
_NUMBER = rf"(?:\d{{1,3}}|a couple of|a few|a dozen|(?:{'|'.join(_NUMBERS)})(?: of)?)"
_QUARTERS = "first|second|third|fourth|last|1st|2nd|3rd|4th"
_QUARTER = rf"(?:[Qq][1-4]|(?:the )?(?:{_QUARTERS}) quarter)"
_HALVES = "first|second|1st|2nd"
_HALF = rf"(?:H[12]|(?:the )?(?:{_HALVES}) half)"
_SEASON = r"(?i:spring|summer|autumn|fall|winter)"
_PART = r"(?i:(?:the )?(?:early|mid|late|start of|beginning of|middle of|end of)[ -])"
_OF = r"(?:,? (?:of |in )?)"
_OF_YEAR = rf"(?:{_OF}(?P<of>{_YEAR}|last year|this year))"
_TODAY = "today|tonight|this (?:morning|afternoon|evening)"
_DAY_WORD = f"the day before yesterday|yesterday|last night|{_TODAY}"

ATOM = (
    "(?:"
    + "|".join(
        (
            rf"{_YEAR}-\d\d-\d\d",
            rf"\d{{1,2}}[/.]\d{{1,2}}[/.]{_YEAR}",
            rf"(?:{_WEEKDAY},? )?(?:the )?{_DAY} (?:of )?{_SURE_MONTH}\b(?:,? {_YEAR}\b)?",
            rf"(?:{_WEEKDAY},? )?{_MONTH} {_DAY}\b(?!\d|,\d)(?:,? {_YEAR}\b)?",
            rf"{_PART}?{_SURE_MONTH}{_OF}{_YEAR}\b",
            rf"{_QUARTER}(?:{_OF}(?:{_YEAR}\b|last year|this year))?",
            rf"{_HALF}{_OF}(?:{_YEAR}\b|last year|this year)",
            rf"(?i:last|this|the past|the) {_SEASON}\b(?:{_OF}{_YEAR}\b)?",
            rf"{_SEASON}{_OF}{_YEAR}\b",
            rf"(?<=\b[Ii]n )(?:{_SEASON}|(?i:March|May))\b",
            rf"(?:(?i:last|this) |{_PART})?{_MONTH}\b",
            rf"{_PART}(?i:(?:the|this|last) (?:week|month|quarter|year|decade))\b",
            rf"{_PART}?(?:the year )?(?:the )?{_YEAR}s?\b",
            rf"(?i:(?:the )?(?:past|last|previous) {_NUMBER} {_UNIT}s?)\b(?! of {_YEAR})",
            r"(?i:(?:the )?(?:past|last|previous) \d+ hours)\b",
            rf"(?i:the (?:past|last|previous) {_UNIT})\b",
            rf"(?i:(?:earlier )?(?:this|last|the current|current|past|previous) {_UNIT})\b",
            r"(?i:the weekend)\b",
            rf"(?<![\d.,])(?i:{_NUMBER} (?:hour|{_UNITS})s? ago)\b",
            rf"(?i:{_DAY_WORD})\b",
            rf"(?:(?i:last|this|past) )?{_WEEKDAY}\b",
            r"the \d{1,2}(?:st|nd|rd|th)\b(?! \w)",
        )
    )
    + ")"
)
"""A regular expression of one expression of time, with capitals where a question has them."""

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


def past(days: Days, until: datetime) -> Days:
    """The same days of the latest year in which they begin before a moment."""
    if days.first is None or days.last is None:
        return days
    first, last = days.first, days.last
    years = until.year - first.year
    if _in_year(first, years) > until:
        years -= 1
    return days._replace(first=_in_year(first, years), last=_in_year(last, years))


def _in_year(moment: datetime, years: int) -> datetime:
    year = moment.year + years
    return moment.replace(year=year, day=min(moment.day, monthrange(year, moment.month)[1]))


def _date(found: re.Match[str], now: datetime, said: bool) -> Days | None:
    """What dateparser reads: days and months, with a year or of the last twelve months."""
    text = found.group()
    part = re.match(_PART, text)
    bare = text[part.end() :] if part else text
    bare = re.sub(rf"^(?:the |last |this |{_WEEKDAY},? )+", "", bare, flags=re.IGNORECASE)
    read = _parser(now).get_date_data(bare.replace(" in ", " "))
    if read.date_obj is None:
        return None
    moment, year_said = read.date_obj.replace(tzinfo=None), re.search(_YEAR, text) is not None
    if read.period == "month":
        if not said and not year_said and bare == text:
            return None
        days = _month(moment.year, moment.month)
    else:
        days = _span(moment, moment + timedelta(days=1))
    if text.lower().startswith("last ") and days.last is not None and days.last >= now:
        days = past(days, now - timedelta(days=31))
    days = days._replace(
        named=year_said or read.period == "day",
        year_said=year_said,
        either=not year_said and not text.lower().startswith(("last ", "this ")),
        nameable=read.period == "month" and not year_said,
        mentions=_mentions(moment, read.period, year_said=year_said),
    )
    return _part_of(days, part.group() if part else "")


def _numeric(found: re.Match[str], now: datetime, _: bool) -> Days | None:
    """05.03.2026 begins with the day; of 05/03/2026 the readings are tried, the American first."""
    one, other, year = int(found["day"]), int(found["month"]), int(found["year"])
    orders = ((one, other),) if found["sign"] == "." else ((other, one), (one, other))
    for day, month in orders:
        if 1 <= month <= len(_MONTHS) and 1 <= day <= monthrange(year, month)[1]:
            moment = datetime(year, month, day)  # noqa: DTZ001 - in the time zone of the question
            if moment <= now or (day, month) == orders[-1]:
                mentions = _mentions(moment, "day", year_said=True)
                days = _span(moment, moment + timedelta(days=1))
                return days._replace(named=True, year_said=True, mentions=mentions)
    return None


def _mentions(moment: datetime, period: str, *, year_said: bool) -> tuple[str, ...]:
    month = _MONTHS[moment.month - 1].lower()
    if period == "month":
        return (f"{month} {moment.year}", f"{month} of {moment.year}") if year_said else ()
    days = (f"{moment.day} {month}", f"{month} {moment.day}")
    short = f"{month[:3]} {moment.day}"
    if not year_said:
        return ()
    named = dict.fromkeys(f"{day} {moment.year}" for day in (*days, short))
    return (*named, moment.strftime("%Y %m %d"))


def _year(found: re.Match[str], _: datetime, said: bool) -> Days | None:
    number = int(found["year"])
    if found["decade"]:
        days = _span(datetime(number, 1, 1), datetime(number + 10, 1, 1))  # noqa: DTZ001
        return days._replace(named=True, year_said=True, mentions=(f"{number}s",))
    if not (said or found["part"]):
        return None  # "the 2022 elections" may be told of at any time
    days = _span(datetime(number, 1, 1), datetime(number + 1, 1, 1))  # noqa: DTZ001
    days = days._replace(named=True, year_said=True, mentions=(str(number),))
    days = _part_of(days, found["part"] or "")
    return days._replace(whole_year=not found["part"])


def _quarter(found: re.Match[str], now: datetime, _: bool) -> Days | None:
    """A quarter of a year: without a year, the last that has begun; the last, the one before."""
    if found["three"].lower() == "last" and not found["of"]:
        start = _quarter_start(now)
        return _span(_months_before(start, 3), start)
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
    return _span(first, _months_before(first, -length))._replace(
        named=bool(of and of.isdigit()), year_said=bool(of), either=not of
    )


def _season(found: re.Match[str], now: datetime, _: bool) -> Days | None:
    season = found["season"].lower()
    start = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[season]
    year = _said_year(found["of"], now)
    if year is not None:
        first = datetime(year, start, 1)  # noqa: DTZ001
        return _span(first, _months_before(first, -3))._replace(named=True, year_said=True)
    first = datetime(now.year, start, 1)  # noqa: DTZ001
    if first > now:
        first = _in_year(first, -1)
    last = (found["which"] or "").lower() in ("last", "the past")
    if last and _months_before(first, -3) > now:
        first = _in_year(first, -1)
    return _span(first, _months_before(first, -3))._replace(either=not last)


def _rolling(found: re.Match[str], now: datetime, _: bool) -> Days | None:
    """The past three months, the last 24 hours: up to now, from that long ago."""
    count, unit = _number(found["count"]), found["unit"].lower().removesuffix("s")
    if unit == "hour":
        return Days(now - timedelta(hours=count), now)
    return Days(_ago(_midnight(now), count, unit), _end_of_day(now))


def _calendar(found: re.Match[str], now: datetime, _: bool) -> Days | None:
    """This week, last month: the unit of the calendar; the past week is the last seven days."""
    which, unit = found["which"].lower(), found["unit"].lower()
    part = found["part"] or ""
    if which.endswith("past") or (which.startswith("the ") and which.endswith("last") and not part):
        return Days(_ago(_midnight(now), 1, unit), _end_of_day(now))
    first = _start(unit, now)
    if unit == "weekend" and first + timedelta(days=2) <= now:
        first, which = _ago(first, -1, unit), "last"
    if which.endswith(("last", "previous")):
        first = _ago(first, 1, unit)
    elif not part:
        # What is called this week on a Monday began before it.
        least = {"week": 6, "month": 6, "quarter": 30, "year": 30}.get(unit, 0)
        return Days(min(first, _midnight(now) - timedelta(days=least)), _end_of_day(now))
    return _part_of(_span(first, _end(unit, first)), part)


def _ago_point(found: re.Match[str], now: datetime, _: bool) -> Days | None:
    count, unit = _number(found["count"]), found["unit"].lower().removesuffix("s")
    if unit == "hour":
        moment = now - timedelta(hours=count)
        return Days(moment - timedelta(hours=1), moment + timedelta(hours=1))
    middle = _midnight(_ago(now, count, unit))
    around = {"day": 0, "week": 3, "fortnight": 3, "weekend": 3, "month": 15, "quarter": 45}
    margin = timedelta(days=around.get(unit, 182))
    if re.search(r"\b(?:couple|few|several)\b", found["count"], re.IGNORECASE):
        margin = max(margin, timedelta(days=(now - middle).days // 2 + 1))
    return _span(_midnight(middle - margin), _midnight(middle + margin) + timedelta(days=1))


def _day_word(found: re.Match[str], now: datetime, _: bool) -> Days | None:
    words = found.group().lower()
    back = 2 if words.startswith("the day before") else words in ("yesterday", "last night")
    day = _midnight(now) - timedelta(days=int(back))
    return _span(day, day + timedelta(days=1))._replace(nameable=found.group()[0].isupper())


def _weekday(found: re.Match[str], now: datetime, _: bool) -> Days | None:
    names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    back = (now.weekday() - names.index(found["weekday"].lower())) % 7
    if back == 0 and (found["which"] or "").lower() in ("last", "past"):
        back = 7
    day = _midnight(now) - timedelta(days=back)
    which = (found["which"] or "").lower()
    return _span(day, day + timedelta(days=1))._replace(
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
            day = _midnight(month.replace(day=number))
            if day <= now:
                return _span(day, day + timedelta(days=1))._replace(either=True)
        month = _months_before(month, 1)
    return None


_Reader = Callable[[re.Match[str], datetime, bool], Days | None]
_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), read)
    for pattern, read in (
        (rf"(?P<part>{_PART})?(?:the year |the )?(?P<year>{_YEAR})(?P<decade>s)?", _year),
        (
            rf"(?:the )?(?P<three>Q[1-4]|(?:{_QUARTERS})(?= quarter))(?: quarter)?{_OF_YEAR}?",
            _quarter,
        ),
        (rf"(?:the )?(?P<six>H[12]|(?:{_HALVES})(?= half))(?: half)?{_OF_YEAR}", _half),
        (rf"(?:(?P<which>last|this|the past|the) )?(?P<season>{_SEASON}){_OF_YEAR}?", _season),
        (rf"(?:the )?{_BACK} (?P<count>{_NUMBER}) (?P<unit>hour|{_UNITS})s?", _rolling),
        (
            rf"(?:earlier )?(?P<part>{_PART})?(?P<which>the|{_THIS}) (?P<unit>{_UNIT})",
            _calendar,
        ),
        (rf"(?P<count>{_NUMBER}) (?P<unit>hour|{_UNITS})s? ago", _ago_point),
        (_DAY_WORD, _day_word),
        (rf"(?:(?P<which>last|this|past) )?(?P<weekday>{_WEEKDAY})", _weekday),
        (r"the (?P<day>\d{1,2})(?:st|nd|rd|th)", _ordinal),
        (rf"(?P<day>\d{{1,2}})(?P<sign>[/.])(?P<month>\d{{1,2}})[/.](?P<year>{_YEAR})", _numeric),
        (r".*", _date),
    )
)


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


def _span(first: datetime, after: datetime) -> Days:
    return Days(first, after - _SECOND)


def _month(year: int, month: int) -> Days:
    first = datetime(year, month, 1)  # noqa: DTZ001 - in the time zone of the question
    return _span(first, _months_before(first, -1))


def _part_of(days: Days, part: str) -> Days:
    """The early, middle or late third of some days."""
    word = part.lower().removeprefix("the ").split()[0].rstrip("-") if part.strip() else ""
    if not word or days.first is None or days.last is None:
        return days
    third = (days.last - days.first) / 3
    if word in ("early", "start", "beginning"):
        return days._replace(last=_end_of_day(days.first + third))
    if word in ("mid", "middle"):
        return days._replace(
            first=_midnight(days.first + third), last=_end_of_day(days.last - third)
        )
    return days._replace(first=_midnight(days.last - third))


def _said_year(words: str | None, now: datetime) -> int | None:
    if not words:
        return None
    return int(words) if words.isdigit() else now.year - (words.lower() == "last year")


def _number(words: str) -> int:
    if words.isdigit():
        return int(words)
    return max(_NUMBERS.get(word, 0) for word in words.lower().split())


def _start(unit: str, now: datetime) -> datetime:
    """The first moment of the unit of the calendar that holds a moment, or held it last."""
    day = _midnight(now)
    starts = {
        "week": day - timedelta(days=day.weekday()),
        "fortnight": day - timedelta(days=day.weekday()),
        "weekend": day - timedelta(days=(day.weekday() - 5) % 7),
        "month": day.replace(day=1),
        "quarter": _quarter_start(now),
        "year": day.replace(month=1, day=1),
        "decade": day.replace(year=day.year // 10 * 10, month=1, day=1),
    }
    return starts.get(unit, day)


def _end(unit: str, start: datetime) -> datetime:
    """The first moment after the unit that starts then."""
    if unit == "weekend":
        return start + timedelta(days=2)
    return _ago(start, -1, unit)


def _ago(moment: datetime, count: int, unit: str) -> datetime:
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
    if unit in months:
        return _months_before(moment, count * months[unit])
    return moment - timedelta(days=count * {"day": 1, "fortnight": 14}.get(unit, 7))


def _months_before(moment: datetime, count: int) -> datetime:
    index = moment.year * 12 + moment.month - 1 - count
    year, month = index // 12, index % 12 + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))


def _quarter_start(now: datetime) -> datetime:
    return _midnight(now).replace(month=(now.month - 1) // 3 * 3 + 1, day=1)


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _end_of_day(moment: datetime) -> datetime:
    return _midnight(moment) + timedelta(days=1) - _SECOND
