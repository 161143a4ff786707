"""Which articles a question, a list or a removal is about."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from corpus.article import outlet_name

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Filter:
    """Lets articles through by time, outlet, author and section; an empty one lets all through.

    `since` and `until` are both inclusive, and where one is given, an article without a date
    is not let through. `sources` are names of outlets or hosts of web addresses, `authors` and
    `sections` are names, all in any case; one of each that is given has to fit.
    """

    since: datetime | None = None
    until: datetime | None = None
    sources: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a range of days that no article could be in.

        Raises:
            ValueError: when `since` comes after `until`.
        """
        if self.since is not None and self.until is not None and self.since > self.until:
            raise ValueError(
                f"since {self.since.date()} comes after until {self.until.date()}: swap the dates"
            )

    @property
    def since_seconds(self) -> int | None:
        """`since` in whole seconds since 1970, UTC."""
        return None if self.since is None else int(self.since.timestamp())

    @property
    def until_seconds(self) -> int | None:
        """`until` in whole seconds since 1970, UTC."""
        return None if self.until is None else int(self.until.timestamp())

    @property
    def outlets(self) -> tuple[str, ...]:
        """`sources` in the form in which they are compared."""
        return tuple(map(outlet_name, self.sources))

    def __bool__(self) -> bool:
        """Whether it holds anything back."""
        return self != Filter()


def fold(name: str) -> str:
    """The name of an author or a section in the form in which filters compare it."""
    return " ".join(name.casefold().split())


def start_of(moment: datetime | date | str | None) -> datetime | None:
    """The first instant of a day, or the moment itself; text in ISO 8601; UTC where unsaid.

    Raises:
        ValueError: when the text is no date or time of that form.
    """
    return _instant(moment, timedelta(0))


def end_of(moment: datetime | date | str | None) -> datetime | None:
    """The last second of a day, or the moment itself; text in ISO 8601; UTC where unsaid.

    Raises:
        ValueError: when the text is no date or time of that form.
    """
    return _instant(moment, timedelta(days=1, seconds=-1))


def _instant(moment: datetime | date | str | None, into_day: timedelta) -> datetime | None:
    if isinstance(moment, str):
        moment = _parse(moment.strip())
    if moment is None:
        return None
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time.min, UTC) + into_day
    return moment if moment.utcoffset() is not None else moment.replace(tzinfo=UTC)


def _parse(text: str) -> datetime | date:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"{text!r} is no date: write it as 2026-03-05 or 2026-03-05T14:00+01:00"
        ) from None
