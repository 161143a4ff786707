"""When something was published: one strict reader for every way to write a time."""

import functools
import math
import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, cast

FIRST_YEAR, LAST_YEAR = 1000, 2100
"""The years that a date may lie in; anything else is a slip of the pen or a placeholder."""

MAX_LENGTH = 100
"""The longest text that is tried as a date."""

_FIRST_EPOCH, _LAST_EPOCH = -2_208_988_800, 4_102_444_800  # 1900 and 2100, in seconds

# The languages whose month names are known. Naming them keeps the search for one short.
_LANGUAGES = [
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "pl",
    "sv",
    "da",
    "nb",
    "fi",
    "cs",
    "sk",
    "hu",
    "ro",
    "el",
    "tr",
    "ru",
    "uk",
    "bg",
    "hr",
    "ko",
    "ja",
    "zh",
    "vi",
    "id",
    "th",
    "hi",
    "he",
    "ar",
    "fa",
]

_ISO = re.compile(
    r"(\d{4})([-/.])\s?(\d{1,2})\2\s?(\d{1,2})\.?"
    r"(?:(?:\s*T|\s*,?\s+)(\d{1,2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,9}))?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?(?:\s+UTC|\s+GMT)?)?",
    re.IGNORECASE,
)
_WEEK = re.compile(r"\d{4}-?W\d{2}-?\d(?:T[\d:]+(?:Z|[+-]\d{2}:?\d{2})?)?")
_COMPACT = re.compile(r"\d{8}(?:T?\d{4}(?:\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?")
_RFC_2822 = re.compile(
    r"(?:[A-Z][a-z]{2},\s*)?\d{1,2} [A-Z][a-z]{2} (?:\d{4}|\d{2}) \d{1,2}:\d{2}(?::\d{2})? "
    r"(?:[+-]\d{4}|GMT|UT|UTC|Z|[ECMP][SD]T)"
)
_NUMERIC = re.compile(r"(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4})(?!\d)\.?(.*)", re.DOTALL)
_EPOCH = re.compile(r"-?\d{9,13}(?:\.\d+)?")
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
_DAY = re.compile(r"(?<![\d:])(?:0?[1-9]|[12]\d|3[01])(?![\d:])")
_HOUR_ONLY = re.compile(r"(?:\bum )?\b(\d{1,2}) Uhr\b")
_TWO_ZONES = re.compile(r"\bIST\b")  # India, Ireland and Israel
_US_ZONES = {"ET": "America/New_York", "CT": "America/Chicago"}
_US_ZONES |= {"MT": "America/Denver", "PT": "America/Los_Angeles"}
_US_ZONE = re.compile(r"(?<=[\dmM.])\s*\b(ET|CT|MT|PT)\b")


def parse_time(value: object) -> datetime | None:
    """The time that `value` states, always with a time zone, or None when it states none.

    Takes datetimes and dates, epoch seconds or milliseconds (1900 to 2100), ISO 8601, RFC 2822,
    and dates written out in many languages. What has no zone is in UTC, a bare date is its
    midnight. Nothing is filled in: a text without day, month and year is no date, and neither
    is one that depends on when it is read ("yesterday").

    Raises:
        ValueError: when `value` is no date, or could be two different ones.
    """
    if value is None:
        return None
    if isinstance(value, datetime):
        return _checked(value)
    if isinstance(value, date):
        return _checked(datetime.combine(value, time(), UTC))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value)
    if not isinstance(value, str):
        raise ValueError(f"a {type(value).__name__} is not a date")  # noqa: TRY004 - a bad value
    text = " ".join(value.split())
    return _from_text(text) if text else None


def _checked(moment: datetime) -> datetime:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(f"the year {moment.year} is not plausible")
    return moment if moment.utcoffset() is not None else moment.replace(tzinfo=UTC)


_SMALLEST_EPOCH = 100_000_000
"""Seconds since 1970 of a day in 1973: articles dated so, and older, are dated in words."""

_SMALLEST_MILLISECONDS = 100_000_000_000
"""Milliseconds since 1970 of the same day; as seconds it would be in the year 5138."""


def _from_number(number: float) -> datetime:
    """An epoch in seconds or milliseconds, or a date written as the number 20260305."""
    if number == 0:
        raise ValueError("0 is a placeholder, not a date")
    if isinstance(number, int) and FIRST_YEAR <= number <= LAST_YEAR:
        raise ValueError(f"{number} is only a year")
    if isinstance(number, int) and 19_000_101 <= number <= 21_001_231:  # noqa: PLR2004
        return _from_text(str(number))
    if abs(number) < _SMALLEST_EPOCH:  # a day counted by a spreadsheet, or no date at all
        raise ValueError(f"{number} is too small for a time")
    seconds = number if abs(number) < _SMALLEST_MILLISECONDS else number / 1000
    if not math.isfinite(seconds) or not _FIRST_EPOCH <= seconds <= _LAST_EPOCH:
        raise ValueError(f"{number} is not a time between 1900 and 2100")
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)


def _from_text(text: str) -> datetime:
    moment = _from_iso(text)
    if moment is not None:
        return _checked(moment)
    if len(text) > MAX_LENGTH:
        raise ValueError(f"{text[:40]!r}... is too long for a date")
    if _EPOCH.fullmatch(text):
        return _from_number(float(text))
    if _RFC_2822.fullmatch(text):
        try:
            return _checked(parsedate_to_datetime(text))
        except (ValueError, OverflowError) as error:
            raise ValueError(f"{text!r} is not a date") from error
    return _from_words(text)


def _from_iso(text: str) -> datetime | None:
    """ISO 8601 and its everyday relatives; None when the text has another form."""
    try:
        if len(text) >= len("2026-03-05") and text[4] == text[7] == "-":
            return datetime.fromisoformat(text)
    except ValueError:
        pass  # one of the forms below, or none
    match = _ISO.fullmatch(text)
    try:
        if match:
            year, _, month, day, clock, fraction, zone = match.groups()
            exact = f"{year}-{month:>02}-{day:>02}"
            if clock:
                zone = "+00:00" if (zone or "Z").upper() in ("Z", "UTC", "GMT") else zone
                exact += f"T{clock:0>{8 if clock.count(':') == 2 else 5}}"  # noqa: PLR2004
                exact += (f".{fraction[:6]:0<6}" if fraction else "") + zone
            return datetime.fromisoformat(exact)
        if _WEEK.fullmatch(text):
            return datetime.fromisoformat(text)
        if _COMPACT.fullmatch(text):
            digits, clock = text[:8], text[8:].removeprefix("T")
            return datetime.fromisoformat(f"{digits}T{clock}" if clock else digits)
    except ValueError as error:
        raise ValueError(f"{text!r} is not a date in the calendar") from error
    return None


def _from_words(text: str) -> datetime:
    text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() and c > "9" else c for c in text)
    order = "DMY"
    numeric = _NUMERIC.fullmatch(text)
    if numeric:
        order = _order(numeric, text)
    elif not any(char.isalpha() for char in text):
        raise ValueError(f"{text!r} is not a date")
    if not _YEAR.search(text) or not _DAY.search(text):
        raise ValueError(f"{text!r} is not a date with day, month and year")
    if _TWO_ZONES.search(text):
        raise ValueError(f"{text!r} could be two times: IST names several time zones")
    zone = _US_ZONE.search(text)
    bare = text[: zone.start()] + text[zone.end() :] if zone else text
    moment = _search(_HOUR_ONLY.sub(r"\1:00", bare), order)
    if moment is None:
        raise ValueError(f"{text!r} is not a date")
    if zone:  # "ET" is summer or winter time, as the day decides
        moment = _in_zone(moment, _US_ZONES[zone[1]])
    return _checked(moment)


def _order(numeric: re.Match[str], text: str) -> str:
    """Which of the two small numbers of a date is the day: `DMY` or `MDY`."""
    first, second = int(numeric[1]), int(numeric[3])
    if first > 12 or first == second or numeric[2] == ".":  # noqa: PLR2004 - months
        return "DMY"  # dots are written only where the day comes first
    if second > 12:  # noqa: PLR2004
        return "MDY"
    raise ValueError(f"{text!r} could be two dates: day and month are ambiguous")


@functools.lru_cache(maxsize=4096)  # a failed search through all languages takes milliseconds
def _search(text: str, order: str) -> datetime | None:
    import dateparser  # slow, and rarely needed

    settings = {
        "STRICT_PARSING": True,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["absolute-time"],
        "DATE_ORDER": order,
        "RETURN_AS_TIMEZONE_AWARE": True,
        "TIMEZONE": "UTC",
    }
    parse = cast("Any", dateparser).parse
    try:
        found = parse(text, languages=_LANGUAGES, settings=settings)
    except (ValueError, OverflowError, TypeError, KeyError, AttributeError, RecursionError):
        return None  # it stumbles over odd input in many ways
    return cast("datetime", found).astimezone(UTC) if found else None


def _in_zone(moment: datetime, name: str) -> datetime:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return moment.replace(tzinfo=ZoneInfo(name)).astimezone(UTC)
    except ZoneInfoNotFoundError as error:
        raise ValueError("this machine knows no time zones; install tzdata") from error
