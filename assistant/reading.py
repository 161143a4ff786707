"""A query in words: all that was read from a question, and the query without each of it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from assistant.answer import show_date
from corpus import Query


class Reading(NamedTuple):
    """One thing that a query says.

    `label` is its kind, such as "outlet", `words` is what a person reads. `without` is the same
    query without it, where it was read from the question; None for the rest.
    """

    label: str
    words: str
    without: Query | None = None


def readings(query: Query) -> tuple[Reading, ...]:
    """All that a query says, in the order in which it is shown."""
    return (
        *([Reading("question", query.standalone)] if query.standalone else []),
        Reading("searched", query.text),
        *_parts(query),
        *(Reading("phrase", f"“{one}”", _without_phrase(query, one)) for one in query.phrases),
        *(
            Reading("spelling", f"{right} for {wrong}", _unmended(query, wrong, right))
            for wrong, right in query.spelling
        ),
        *_time(query),
        *_sources(query),
    )


def _parts(query: Query) -> Iterator[Reading]:
    texts = tuple(dict.fromkeys(part.text for part in query.parts))
    if len(texts) > 1:
        words = " and ".join(f"“{text}”" for text in texts)
        yield Reading("compared", words, replace(query, parts=()))
    elif query.parts:
        yield Reading("compared", "each outlet by itself")


def _time(query: Query) -> Iterator[Reading]:
    period, chosen = query.period, query.chosen
    if chosen.since is not None or chosen.until is not None:
        yield Reading("only", show_days(chosen.since, chosen.until))
    if period is not None:
        days = show_days(period.since, period.until)
        without = _everywhere(query, lambda one: replace(one, period=None))
        yield Reading("dates", f"{days} (“{period.words}”)", without)
    elif query.recency > 1:
        without = _everywhere(query, lambda one: replace(one, recency=0.0, latest=False))
        yield Reading("order", "new articles first", without)
    else:
        yield Reading("order", "new articles preferred" if query.recency else "new and old alike")
    if query.asked is not None:
        asked = show_date(query.asked)
        newest = f"{show_date(query.newest)}, the newest article; asked on " if query.newest else ""
        yield Reading("as of", newest + asked)


def _sources(query: Query) -> Iterator[Reading]:
    chosen, given = query.chosen, query.given
    for label, names, known in (
        ("outlet", chosen.sources, given.sources),
        ("author", chosen.authors, given.authors),
        ("section", chosen.sections, given.sections),
    ):
        for name in names:
            yield Reading(
                label, name, _without_name(query, label, name) if names != known else None
            )


def _without_name(query: Query, label: str, name: str) -> Query:
    """The query without the outlet, author or section of that name, and without its part."""
    field = {"outlet": "sources", "author": "authors", "section": "sections"}[label]

    def drop(one: Query) -> Query:
        left = tuple(other for other in getattr(one.chosen, field) if other != name)
        change: dict[str, Any] = {field: left}
        return replace(one, chosen=replace(one.chosen, **change))

    parts = query.parts
    if label == "outlet":
        parts = tuple(part for part in parts if part.chosen.sources != (name,))
    return _everywhere(replace(query, parts=parts if len(parts) > 1 else ()), drop)


def _without_phrase(query: Query, phrase: str) -> Query:
    def drop(one: Query) -> Query:
        return replace(one, phrases=tuple(other for other in one.phrases if other != phrase))

    return _everywhere(query, drop)


def _unmended(query: Query, wrong: str, right: str) -> Query:
    """The query with a word as it was written."""

    def put_back(one: Query) -> Query:
        text = re.sub(rf"\b{re.escape(right)}\b", lambda _: wrong, one.text)
        spelling = tuple(pair for pair in one.spelling if pair != (wrong, right))
        return replace(one, text=text, spelling=spelling)

    return _everywhere(query, put_back)


def _everywhere(query: Query, change: Callable[[Query], Query]) -> Query:
    """The query with something changed, in its parts as well."""
    return replace(change(query), parts=tuple(map(change, query.parts)))


def show_days(since: datetime | None, until: datetime | None) -> str:
    """A time as days, such as "1 March 2026 to 31 March 2026" or "since 5 March 2026"."""
    if since is not None and until is not None:
        first, last = show_date(since), show_date(until)
        return first if first == last else f"{first} to {last}"
    if since is not None:
        return f"since {show_date(since)}"
    return "at any time" if until is None else f"until {show_date(until)}"
