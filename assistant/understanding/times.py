"""When a question is about: dates, ranges and words such as "last week" become a period."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from assistant.understanding.calendar import Days, ago, past
from assistant.understanding.days import days_of, number_of
from assistant.understanding.expressions import ATOM, NUMBER
from assistant.understanding.foreign import in_english
from corpus.query import Period

_PLAIN = r"in|on|during|at|of|for|throughout|around|within|over"
_OPEN_END = "since|after|later than"
_BARE_DAY = r"(?<![\d.,:/])(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d.,:/])"
_OPEN_START = r"(?<!day )before|until|till|up to|prior to|earlier than"
_RANGE = re.compile(
    rf"\b(?P<in>between|from|in|on|during|of)?\s*(?P<first>{ATOM}|(?:the )?{_BARE_DAY})"
    r"(?:'s|’s)?\s*"
    rf"(?:\b(?:and|to|until|till|through)\b|–|—|-)\s*(?P<last>{ATOM})"
)
_SAID_RANGE = re.compile(r"\b(?:between|from)\b|–|—|\d-|\b(?:to|until|till|through)\b")
_ONE_SIDED = re.compile(
    rf"\b(?:(?P<open_end>(?i:{_OPEN_END}))|(?P<open_start>(?i:{_OPEN_START}))|(?P<from>(?i:from)))"
    rf"\s+(?P<atom>{ATOM})(?:\s+(?P<on>(?i:onwards?|on|until now|till now|to date)\b))?"
)
_BESIDE = re.compile(
    rf"\b(?P<count>the|{NUMBER}) (?P<unit>day|week|month|year)s? (?P<side>before|after)"
    rf"\s+(?P<atom>{ATOM})",
)
_POINT = re.compile(rf"(?:\b(?P<in>(?i:{_PLAIN}))\s+(?:the\s+)??)?(?P<atom>{ATOM})(?:'s|’s)?")
_RECENT = re.compile(
    r"\b(?:what(?:['’]s| is) new|any(?:thing new| news)|(?:the\s+)?"
    r"(?:latest|newest|most recent(?:ly)?|(?:more\s+)?recent(?:ly)?|lately|currently"
    r"|nowadays|these days|at the moment|right now|so far|up-to-date|up to date|breaking))\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:will|won['’]t|going to|upcoming|next|due(?! to\b)|planned|scheduled|expected)\b",
    re.IGNORECASE,
)
_NOW = re.compile(r"\b(?:now|current|still)\b", re.IGNORECASE)

_NEAR = 60
_OPENERS = frozenset(
    f"{_PLAIN}|{_OPEN_END}|until|till|by|from|between|was|were|is|are|did|does|do|has|had|have|can"
    "|what|which|who|how|why|where|when|the|last|this|past|and|or".split("|")
)
"""Words that are no part of a name even where they begin a question, and so a capital."""


class Times(NamedTuple):
    """What a question says of time.

    `recent` when it asks for what is new. `rest` is the question without the words that only say
    when: days and years stay in it, since articles name them, ranges and "last week" do not.
    """

    period: Period | None
    recent: bool
    rest: str


def find_times(question: str, present: datetime) -> Times:
    """What a question says of time, as seen from the `present`, in the time zone of that.

    Of several times the shortest counts: "What was said this week of what happened since 2005?" A
    time that lies in the future is none that articles are from, and stays a part of the text.
    """
    period, rest = None, question
    found = [
        one for one in _expressions(question, present) if _is_past(one.days, question, present)
    ]
    if found:
        start, end, days = min(found, key=lambda one: _length(one.days))
        period = _period(days, question[start:end], present)
        rest = question if days.named else f"{question[:start]} {question[end:]}"
    recent = bool(_RECENT.search(rest) or (period is None and _NOW.search(rest)))
    return Times(period, recent, _RECENT.sub(" ", rest))


class _Expression(NamedTuple):
    start: int
    end: int
    days: Days


def _is_past(days: Days, question: str, present: datetime) -> bool:
    if days.first is not None and days.first > present.replace(tzinfo=None):
        return False
    return not (days.either and _FUTURE.search(question))


def _length(days: Days) -> timedelta:
    return timedelta.max if days.first is None or days.last is None else days.last - days.first


def _period(days: Days, words: str, present: datetime) -> Period:
    zone = present.tzinfo
    since, until = (
        None if moment is None else moment.replace(tzinfo=zone)
        for moment in (days.first, days.last)
    )
    return Period(
        " ".join(words.split()),
        since,
        until,
        days.mentions,
        relative=not (days.named or days.year_said),
    )


def _expressions(question: str, present: datetime) -> list[_Expression]:
    """The expressions of time and what they mean; a day is none of its own within a range."""
    expressions = list(_foreign(question, present))
    for pattern, read in (
        (_RANGE, _range),
        (_BESIDE, _beside),
        (_ONE_SIDED, _one_sided),
        (_POINT, _point),
    ):
        for found in pattern.finditer(question):
            try:
                days = read(found, question, present)
            except (OverflowError, ValueError):
                continue  # days that the calendar does not have
            start, end = found.span()
            if days is not None and all(
                end <= one.start or one.end <= start for one in expressions
            ):
                expressions.append(_Expression(start, end, days))
    return expressions


def _foreign(question: str, present: datetime) -> Iterator[_Expression]:
    """What a question of another language says of time."""
    for start, end, english in in_english(question):
        found = _expressions(english, present)
        if found:
            yield _Expression(start, end, min(found, key=lambda one: _length(one.days)).days)


def _point(found: re.Match[str], question: str, present: datetime) -> Days | None:
    days = days_of(found["atom"], present, said=bool(found["in"]))
    return None if days is None or _is_name(question, found, days) else days


def _range(found: re.Match[str], _: str, present: datetime) -> Days | None:
    if not _SAID_RANGE.search(found.group()):
        return _both(found, present) if found["in"] and not found["day"] else None
    last = days_of(found["last"], present, said=True)
    if last is None or last.last is None:
        return None
    if found["day"]:
        first = _day_before(last, int(found["day"]))
    else:
        first = days_of(found["first"], present, said=True)
    if first is None or first.first is None:
        return None
    if first.first > last.last or (last.year_said and not first.year_said):
        first = past(first, last.last)
    if first.first is None or first.first > last.last:
        return None
    return Days(first.first, last.last, year_said=True)


def _both(found: re.Match[str], present: datetime) -> Days | None:
    """From the first to the last of two times, as in "in March and April 2022"."""
    one, other = (days_of(found[name], present, said=True) for name in ("first", "last"))
    if one is None or other is None or one.whole_year != other.whole_year:
        return None
    if one.last is None or other.last is None or one.first is None or other.first is None:
        return None
    if other.year_said and not one.year_said:
        one = past(one, other.last)
    return other._replace(
        first=min(one.first or other.first, other.first),
        last=max(one.last or other.last, other.last),
        mentions=(*one.mentions, *other.mentions),
        whole_year=False,
    )


def _day_before(last: Days, number: int) -> Days | None:
    """The 3rd in "from 3 to 5 March": the day of that number in the month of the last day."""
    if last.first is None or last.last is None or last.first.date() != last.last.date():
        return None
    if not 1 <= number <= last.first.day:
        return None
    return last._replace(first=last.first.replace(day=number))


def _beside(found: re.Match[str], _: str, present: datetime) -> Days | None:
    """Three days before 5 March, the week after it."""
    days = days_of(found["atom"], present, said=True)
    if days is None or days.first is None or days.last is None:
        return None
    unit, count = found["unit"], found["count"]
    if count == "the":
        first = ago(days.first, 1, unit)
        if found["side"] == "before":
            return Days(first, days.first - timedelta(seconds=1), either=days.either)
        after = days.last + timedelta(seconds=1)
        return Days(after, ago(after, -1, unit) - timedelta(seconds=1), either=days.either)
    way = 1 if found["side"] == "before" else -1
    first = ago(days.first, way * number_of(count), unit)
    length = days.last - days.first
    margin = timedelta(days={"day": 0, "week": 3, "month": 15}.get(unit, 182))
    return Days(first - margin, first + length + margin, either=days.either)


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
        return Days(start, None, either=days.either)
    if found["open_start"]:
        includes = found["open_start"].lower() in ("until", "till", "up to")
        end = days.last if includes else days.first and days.first - timedelta(seconds=1)
        return Days(None, end, either=days.either)
    return Days(days.first, None, either=days.either)


def _is_name(question: str, found: re.Match[str], days: Days) -> bool:
    """Whether it is a part of a name, such as "Black Friday", or tells one thing from others.

    "The 2020 election" may be told of at any time.
    """
    start, end = found.span("atom")
    if days.whole_year:
        noun = re.match(r"\s+([^\W\d_]+)", question[end : end + _NEAR])
        return noun is not None and noun[1].lower() not in _FUNCTION_WORDS
    if not days.nameable:
        return False
    before = re.search(r"([\w'’-]+)\s+$", question[max(0, start - _NEAR) : start])
    after = re.match(r"(?:'s|’s)?\s+(\S+)", question[end : end + _NEAR])
    if after and after[1][0].isupper():
        return True
    return bool(before and before[1][0].isupper() and before[1].lower() not in _OPENERS)


_FUNCTION_WORDS = frozenset(
    word
    for words in (
        "a an the and or but nor if than that this these those as at by for from in into of on",
        "to with about after before over under since until when while who whom what which where",
        "why how is are was were be been being do does did has have had will would can could may",
        "might must should he she it they we you i his her its their our my not no only also alone",
        "already still onwards",
    )
    for word in words.split()
)
