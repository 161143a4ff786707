"""When a question is about: dates, ranges and words such as "last week" become a period."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from assistant.understanding.days import ATOM, Days, days_of, past
from corpus.query import Period

_PLAIN = r"in|on|during|at|of|for|throughout|around|within|over"
_OPEN_END = r"since|after|later than|starting|beginning"
_OPEN_START = r"(?<!day )before|until|till|up to|prior to|earlier than"
_RANGE = re.compile(
    rf"\b(?:between|from|in|during|of)?\s*(?P<first>{ATOM})(?:'s|’s)?\s*"
    rf"(?:\b(?:and|to|until|till|through)\b|–|—|-)\s*(?P<last>{ATOM})"
)
_SAID_RANGE = re.compile(r"\b(?:between|from)\b|–|—|\d-|\b(?:to|until|till|through)\b")
_ONE_SIDED = re.compile(
    rf"\b(?:(?P<open_end>(?i:{_OPEN_END}))|(?P<open_start>(?i:{_OPEN_START}))|(?P<from>(?i:from)))"
    rf"\s+(?P<atom>{ATOM})(?:\s+(?P<on>(?i:onwards?|on)\b))?"
)
_POINT = re.compile(rf"(?:\b(?P<in>(?i:{_PLAIN}))\s+(?:the\s+)?)?(?P<atom>{ATOM})(?:'s|’s)?")
_RECENT = re.compile(
    r"\b(?:the\s+)?(?:latest|newest|most recent(?:ly)?|(?:more\s+)?recent(?:ly)?|lately|currently"
    r"|nowadays|these days|at the moment|right now|so far|up-to-date|up to date|breaking)\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(r"\b(?:will|won't|going to|upcoming|next)\b", re.IGNORECASE)
_NOW = re.compile(r"\b(?:now|current|still)\b", re.IGNORECASE)


class Times(NamedTuple):
    """What a question says of time.

    `recent` when it asks for what is new. `rest` is the question without the words that only say
    so: dates stay in it, since articles name them, "last week" and "latest" do not.
    """

    period: Period | None
    recent: bool
    rest: str


def find_times(question: str, present: datetime) -> Times:
    """What a question says of time, as seen from the `present`, in the time zone of that.

    The first expression that can be read counts, a range before a single day. A time that lies in
    the future is none that articles are from, and stays a part of the text.
    """
    for start, end, days, words in _expressions(question, present):
        if days.first is not None and days.first > present.replace(tzinfo=None):
            continue
        if not days.year_said and _FUTURE.search(question):
            continue
        rest = question if days.mentions else f"{question[:start]} {question[end:]}"
        recent = _RECENT.search(rest) is not None
        return Times(_period(days, words, present), recent, _RECENT.sub(" ", rest))
    recent = _RECENT.search(question) is not None
    rest = _RECENT.sub(" ", question)
    return Times(None, recent or _NOW.search(question) is not None, rest)


def _period(days: Days, words: str, present: datetime) -> Period:
    zone = present.tzinfo
    since, until = (
        None if moment is None else moment.replace(tzinfo=zone)
        for moment in (days.first, days.last)
    )
    return Period(" ".join(words.split()), since, until, days.mentions, relative=not days.absolute)


def _expressions(question: str, present: datetime) -> Iterator[tuple[int, int, Days, str]]:
    """Each expression of time: where it stands, what it means, and its words."""
    for found in _RANGE.finditer(question):
        days = _range(found, present)
        if days is not None and _SAID_RANGE.search(found.group()):
            yield *found.span(), days, found.group()
    for found in _ONE_SIDED.finditer(question):
        days = _one_sided(found, question, present)
        if days is not None:
            yield *found.span(), days, found.group()
    for found in _POINT.finditer(question):
        days = days_of(found["atom"], present, said=bool(found["in"]))
        if days is not None and not _is_name(question, found, days):
            yield *found.span(), days, found.group()


def _range(found: re.Match[str], present: datetime) -> Days | None:
    first, last = (days_of(found[side], present, said=True) for side in ("first", "last"))
    if first is None and last is not None and found["first"].isdigit():
        return None
    if first is None or last is None or first.first is None or last.last is None:
        return None
    if last.year_said and not first.year_said:
        first = past(first, last.last)
    if first.first is not None and first.first > last.last:
        first = past(first, last.last)
    if first.first is None or first.first > last.last:
        return None
    return Days(first.first, last.last, absolute=first.absolute and last.absolute, year_said=True)


def _one_sided(found: re.Match[str], question: str, present: datetime) -> Days | None:
    if found["from"] and not found["on"]:
        return None
    days = days_of(found["atom"], present, said=True)
    if days is None or _is_name(question, found, days):
        return None
    opens = (found["open_end"] or "").lower()
    if opens in ("after", "later than"):
        # "After the 5th" leaves the 5th out; "since" holds it.
        start = days.last + timedelta(seconds=1) if days.last else None
        return Days(start, None, absolute=days.absolute)
    if found["open_start"]:
        includes = found["open_start"].lower() in ("until", "till", "up to")
        end = days.last if includes else days.first and days.first - timedelta(seconds=1)
        return Days(None, end, absolute=days.absolute)
    return Days(days.first, None, absolute=days.absolute)


def _is_name(question: str, found: re.Match[str], days: Days) -> bool:
    """Whether a weekday, a month or an ordinal is a part of a name, such as "Black Friday"."""
    if not days.nameable:
        return False
    start, end = found.span("atom")
    before = re.search(r"(\S+)\s+$", question[:start])
    after = re.match(r"(?:'s|’s)?\s+(\S+)", question[end:])
    if after and after[1][0].isupper():
        return True
    return bool(before and before[1][0].isupper() and before.start() > 0)
