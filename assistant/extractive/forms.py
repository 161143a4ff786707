"""Answers that are more than a few sentences: courses of events, comparisons, accounts."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from assistant.answer import show_date
from assistant.checking.dates import days
from assistant.extractive.selection import repeats
from assistant.extractive.sentences import Sentence
from corpus import Article, Query

_COURSE = re.compile(
    r"\b(?:timeline|chronology|chronicle|sequence of events|course of events|step by step)\b"
    r"|\bwhat (?:has |have )?(?:ever )?happened\b.*\bsince\b"
    r"|\bhow (?:did|has|have)\b.*\b(?:unfold|develop|evolve)(?:ed)?\b",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(
    r"\b(?:(?:of|from|before|after|by|than|for)(?: the)? |(?:since|until|till)\b[^,.;]*)$",
    re.IGNORECASE,
)
"""Before a day on which something else happens: "closed since the landslip of 3 March"."""
_AHEAD = re.compile(
    r"\b(?:will|shall|(?:is|are|was|were) (?:to|due|going)|(?:set|plans?|planned) to)\b",
    re.IGNORECASE,
)
"""A weekday beside these words may be the next one as well as the last one."""
_EVENTS = 8
_EVENTS_A_DAY = 2
_WORTH_TELLING = 5.0
_WORDS_ABOUT = 0.2
_MEANING_ABOUT = 0.3
"""An event has so much to do with what is asked by itself, not only by its article."""

_OF_EACH = 2
_WORTH_COMPARING = 1.5


class Line(NamedTuple):
    """A sentence that is shown, with what stands before it."""

    label: str
    sentence: Sentence


def tells_a_course(query: Query) -> bool:
    """Whether a question asks for events in their order."""
    return not query.parts and bool(_COURSE.search(query.whole))


def course(found: Sequence[Sentence]) -> tuple[Line, ...]:
    """A line an event, the oldest first, dated by the day that its sentence or article tells."""
    told: list[tuple[date, Sentence]] = []
    for one in found:
        if len(told) == _EVENTS or one.score < found[0].score - _WORTH_TELLING:
            break
        if one.words < _WORDS_ABOUT and one.meaning < _MEANING_ABOUT:
            continue
        day = day_of(one)
        same_day = sum(other == day for other, _ in told)
        if day and same_day < _EVENTS_A_DAY and not repeats(one, [other for _, other in told]):
            told.append((day, one))
    told.sort(key=lambda pair: (pair[0], moment_of(pair[1].article)))
    return tuple(Line(show_date(day), one) for day, one in told)


def day_of(one: Sentence) -> date | None:
    """The day of what a sentence tells: the one it names, else that on which it was published.

    None where it names a day that is not known in full, or tells of another year. A day that it
    only counts from, or that something else is of, is not its own.
    """
    published = one.article.published
    if published is None:
        return None
    written = published.date()
    ahead = _AHEAD.search(one.text) is not None
    named = [
        day
        for day in days(one.text)
        if not _BACKGROUND.search(one.text, 0, day.span.start)
        and not (ahead and day.weekday is not None and day.month is None)
    ]
    for day in named:
        for full in day.resolved(written):
            if full.year and full.month and full.day and full.weekday is not None:
                resolved = date(full.year, full.month, full.day)
                if resolved <= written:
                    return resolved
    return None if any(day.year or day.month for day in named) else written


def moment_of(article: Article) -> datetime:
    """When an article was published; long ago where nobody knows."""
    return article.published or datetime.min.replace(tzinfo=UTC)


def compared(query: Query, found: Sequence[Sequence[Sentence]]) -> tuple[Line, ...]:
    """What each part of a comparison is told, one after the other; `found` is in their order.

    What two outlets print in the same words is told of both: that is how they compare.
    """
    lines: list[Line] = []
    for label, ones in zip(_labels(query), found, strict=True):
        chosen: list[Sentence] = []
        for one in ones:
            if len(chosen) == _OF_EACH or one.score < ones[0].score - _WORTH_COMPARING:
                break
            told = (line.sentence for line in lines if line.sentence.article.id == one.article.id)
            if not repeats(one, (*chosen, *told)):
                chosen.append(one)
        lines.extend(Line(label, one) for one in chosen)
    return tuple(lines)


def _labels(query: Query) -> Iterator[str]:
    """What tells the parts apart: their outlets, or the words that only one of them has."""
    texts = [part.text.split() for part in query.parts]
    for number, part in enumerate(query.parts):
        if part.chosen.sources and part.chosen.sources != query.chosen.sources:
            yield " and ".join(part.chosen.sources)
            continue
        others = {word for other, words in enumerate(texts) if other != number for word in words}
        own = [word for word in texts[number] if word not in others]
        yield " ".join(own).strip(" ,?!") or part.text
