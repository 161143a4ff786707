"""What is searched: a question as it was understood, which callers can see and change."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any, Self

from corpus.filter import Filter

_DAY = 86400


@dataclass(frozen=True, slots=True)
class Period:
    """The time that a question names: from `since` to `until`, inclusive; None leaves it open.

    `words` are the words that name it, such as "in March 2022". `mentions` are the ways in which
    an article written at another time may name it, in lower case; empty for open and relative
    times. `relative` when they mean another time whenever they are said, as "last week" does.
    """

    words: str
    since: datetime | None = None
    until: datetime | None = None
    mentions: tuple[str, ...] = ()
    relative: bool = False

    def __post_init__(self) -> None:
        """Refuse times that cannot be compared, or that no article could be in.

        Raises:
            ValueError: when a time lacks its time zone, or `since` comes after `until`.
        """
        for moment in (self.since, self.until):
            if moment is not None and moment.utcoffset() is None:
                raise ValueError(f"the period {self.words!r} has a time without a time zone")
        if self.since is not None and self.until is not None and self.since > self.until:
            raise ValueError(f"the period {self.words!r} ends before it begins")

    def distance(self, published: int) -> float:
        """How many days a publication time (seconds since 1970, UTC) lies outside; 0 inside.

        A time of exactly midnight in UTC is a day without a time of day: it belongs to that day
        wherever the question is asked.
        """
        if published % _DAY == 0:
            return self._days_outside(datetime.fromtimestamp(published, UTC))
        early = 0.0 if self.since is None else self.since.timestamp() - published
        late = 0.0 if self.until is None else published - self.until.timestamp()
        return max(early, late, 0.0) / _DAY

    def _days_outside(self, day: datetime) -> float:
        early = 0 if self.since is None else (self.since.date() - day.date()).days
        late = 0 if self.until is None else (day.date() - self.until.date()).days
        return float(max(early, late, 0))

    @property
    def days(self) -> float:
        """How long it is, in days; infinite when it is open."""
        if self.since is None or self.until is None:
            return float("inf")
        return (self.until - self.since).total_seconds() / _DAY

    @property
    def filter(self) -> Filter:
        """The filter that lets through all that may lie within it."""
        since, until = self.since, self.until
        if since is not None:
            since = min(since, datetime.combine(since.date(), time.min, UTC))
        if until is not None:
            until = max(until, datetime.combine(until.date(), time.min, UTC))
        return Filter(since, until)

    def to_dict(self) -> dict[str, Any]:
        """The period as JSON values, times in ISO 8601."""
        return {
            "words": self.words,
            "since": self.since and self.since.isoformat(),
            "until": self.until and self.until.isoformat(),
            "relative": self.relative,
        }


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it is searched.

    `text` is searched by meaning and by words, `phrases` as they stand. Only articles that `chosen`
    lets through are found; those of the `period` are preferred strongly. `present` is the moment
    that articles near to are preferred, `recency` how much: 0 not at all, 1 as for any question,
    more when it asks for what is new, which `latest` says even where no preference is wanted. A
    query with `parts` is a comparison: each part is searched, and has its place among the hits.
    `spelling` are the words that were mended, each with what it was read as. `newest` is set where
    the corpus ends before the present of the question: the publication time of its newest article,
    which stands for the present then. `asked` is when the question is asked, `given` the part of
    `chosen` that came with the question: the rest of it was read from the question. `standalone` is
    how a question in a conversation reads without the turns before it, where that is another one.
    """

    question: str
    text: str
    phrases: tuple[str, ...] = ()
    chosen: Filter = field(default_factory=Filter)
    period: Period | None = None
    present: datetime | None = None
    recency: float = 1.0
    latest: bool = False
    parts: tuple["Query", ...] = ()
    spelling: tuple[tuple[str, str], ...] = ()
    newest: datetime | None = None
    asked: datetime | None = None
    given: Filter = field(default_factory=Filter)
    standalone: str = ""

    @classmethod
    def of(cls, text: str, chosen: Filter | None = None) -> Self:
        """The query that searches a text as it stands, at no particular time."""
        chosen = chosen or Filter()
        return cls(text, text, chosen=chosen, recency=0.0, given=chosen)

    @property
    def whole(self) -> str:
        """The question as it was understood: without the turns before it, misspelt words mended."""
        return respelt(self.standalone or self.question, self.spelling)

    @property
    def outdated(self) -> bool:
        """Whether it asks for what is new, or for a time that the articles do not reach."""
        if self.newest is None or self.chosen.until is not None:
            return False
        period = self.period
        if period is None:
            return self.latest
        begins_after = period.since is not None and period.since > self.newest
        return period.relative or period.until is None or begins_after

    def to_dict(self) -> dict[str, Any]:
        """The query as JSON values, times in ISO 8601."""
        return {
            "standalone": self.standalone,
            "text": self.text,
            "phrases": list(self.phrases),
            "since": self.chosen.since and self.chosen.since.isoformat(),
            "until": self.chosen.until and self.chosen.until.isoformat(),
            "sources": list(self.chosen.sources),
            "authors": list(self.chosen.authors),
            "sections": list(self.chosen.sections),
            "period": self.period and self.period.to_dict(),
            "present": self.present and self.present.isoformat(),
            "recency": self.recency,
            "latest": self.latest,
            "newest": self.newest and self.newest.isoformat(),
            "asked": self.asked and self.asked.isoformat(),
            "spelling": [list(pair) for pair in self.spelling],
            "parts": [part.to_dict() for part in self.parts],
        }


def respelt(text: str, spelling: Iterable[tuple[str, str]]) -> str:
    """A text in which each first word of a pair is written as the second."""
    for wrong, right in spelling:
        text = re.sub(rf"\b{re.escape(wrong)}\b", right.replace("\\", r"\\"), text)
    return text


def days_between(one: datetime, published: int) -> float:
    """How many days lie between a moment and a publication time; negative when it is later."""
    return timedelta(seconds=one.timestamp() - published) / timedelta(days=1)
