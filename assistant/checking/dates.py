"""Days in a text, as far as it tells them, and whether a source bears them out."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from corpus import Span

_CALENDAR = "january february march april may june july august september october november december"
_MONTHS = _CALENDAR.split()
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS) + "|sept"
_WEEKDAY = "|".join(_WEEKDAYS)
_DAY = r"(?P<{}>\d{{1,2}})(?:st|nd|rd|th)?"
_YEAR = r"(?P<{}>(?:19|20)\d\d)(?![\d,.]\d)"
_DATE = re.compile(
    rf"""\b(?:
      (?:(?P<weekday>{_WEEKDAY}),?[ ])?(?:
         {_DAY.format("d1")}(?:[ ]of)?[ ](?P<m1>{_MONTH})\b\.?(?:,?[ ]{_YEAR.format("y1")})?
        |(?P<m2>{_MONTH})\b\.?[ ]{_DAY.format("d2")}\b(?!,\d{{3}})(?:,?[ ]{_YEAR.format("y2")})?
        |(?P<y3>(?:19|20)\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)\b)
      |(?P<m4>{_MONTH})\b\.?,?[ ]{_YEAR.format("y4")}
      |(?P<alone>{_WEEKDAY})s?\b
      |(?P<relative>yesterday|today|tonight|tomorrow)\b
      |(?<=\b(?:in|of)[ ])(?P<m5>{_MONTH})\b|(?<=\b(?:last|next|late|this)[ ])(?P<m6>{_MONTH})\b
      |(?<=\b(?:since|until|early)[ ])(?P<m7>{_MONTH})\b
      |{_YEAR.format("y8")}\b)""",
    re.VERBOSE | re.IGNORECASE,
)
_RELATIVE = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_WEEK = 7
_HALF_YEAR = 182


class Day(NamedTuple):
    """What a text tells of a day; None where it does not. Weekdays count from Monday, 0."""

    year: int | None
    month: int | None
    day: int | None
    weekday: int | None
    relative: int | None
    """Days from the one on which it was written: -1 for "yesterday"."""
    span: Span

    def agrees(self, source: "Day", published: date | None) -> bool:
        """Whether a source published then, that tells the other day, bears this one out."""
        return any(self._fits(one) for one in source.resolved(published))

    def _fits(self, other: "Day") -> bool:
        if self.relative is not None:
            return self.relative == other.relative
        pairs = zip(self[:4], other[:4], strict=True)
        return all(mine is None or mine == theirs for mine, theirs in pairs)

    def resolved(self, published: date | None) -> Iterator["Day"]:
        """The days that this may be, told in full where the day of publication allows it."""
        yield self
        if self.year and self.month and self.day:
            yield from self._full(self.year, self.month, self.day)
        elif published is None:
            return
        elif self.relative is not None:
            yield self._of(published + timedelta(days=self.relative))
        elif self.weekday is not None and self.month is None:
            # "On Tuesday" is told of the last one as of the next.
            back = (published.weekday() - self.weekday) % _WEEK
            yield self._of(published - timedelta(days=back))
            yield self._of(published + timedelta(days=_WEEK - back))
        elif self.month and self.year is None:
            middle = date(published.year, self.month, min(self.day or 15, 28))
            off = (middle - published).days
            year = published.year - (off > _HALF_YEAR) + (off < -_HALF_YEAR)
            yield self._replace(year=year)
            if self.day:
                yield from self._full(year, self.month, self.day)

    def _full(self, year: int, month: int, day: int) -> Iterator["Day"]:
        try:
            yield self._of(date(year, month, day))
        except ValueError:  # the 31st of June
            return

    def _of(self, day: date) -> "Day":
        return Day(day.year, day.month, day.day, day.weekday(), self.relative, self.span)


def days(text: str) -> list[Day]:
    """The days, weekdays, months and years that a text names, in order."""
    return [_read(found) for found in _DATE.finditer(text)]


def _read(found: re.Match[str]) -> Day:
    parts = {name: value for name, value in found.groupdict().items() if value is not None}
    weekday = parts.get("weekday") or parts.get("alone")
    relative = parts.get("relative")
    numbers = {name[0]: value for name, value in parts.items() if name[1:].isdigit()}
    month = numbers.get("m")
    return Day(
        int(numbers["y"]) if "y" in numbers else None,
        None if month is None else _month(month),
        int(numbers["d"]) if "d" in numbers else None,
        None if weekday is None else _WEEKDAYS.index(weekday.casefold()),
        None if relative is None else _RELATIVE[relative.casefold()],
        Span(*found.span()),
    )


def _month(text: str) -> int | None:
    if text.isdigit():
        return int(text) if 1 <= int(text) <= len(_MONTHS) else None
    return next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(text[:3].casefold()))
