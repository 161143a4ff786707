"""Answers that are more than a few sentences: courses of events, comparisons, accounts."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.answer import show_date
from assistant.extractive.selection import repeats
from assistant.extractive.sentences import Sentence
from corpus import Query

_COURSE = re.compile(
    r"\b(?:timeline|chronology|chronicle|sequence of events|course of events|step by step)\b"
    r"|\bwhat (?:has |have )?(?:ever )?happened\b.*\bsince\b"
    r"|\bhow (?:did|has|have)\b.*\b(?:unfold|develop|evolve)(?:ed)?\b",
    re.IGNORECASE,
)
_EVENTS = 8
_WORTH_TELLING = 5.0
_OF_EACH = 2
_WORTH_COMPARING = 1.5


class Line(NamedTuple):
    """A sentence that is shown, with what stands before it."""

    label: str
    sentence: Sentence


def tells_a_course(query: Query) -> bool:
    """Whether a question asks for events in their order."""
    return not query.parts and bool(_COURSE.search(query.question))


def course(found: Sequence[Sentence]) -> tuple[Line, ...]:
    """One line a day that articles tell of, the oldest first; those without a date are left out."""
    days: dict[object, Sentence] = {}
    for one in found:
        published = one.article.published
        if len(days) == _EVENTS or one.score < found[0].score - _WORTH_TELLING:
            break
        if published and published.date() not in days and not repeats(one, days.values()):
            days[published.date()] = one
    told = sorted(days.values(), key=lambda one: str(one.article.published))
    return tuple(Line(show_date(one.article.published), one) for one in told)


def compared(query: Query, found: Sequence[Sequence[Sentence]]) -> tuple[Line, ...]:
    """What each part of a comparison is told, one after the other; `found` is in their order."""
    lines: list[Line] = []
    for label, ones in zip(_labels(query), found, strict=True):
        chosen: list[Sentence] = []
        for one in ones:
            if len(chosen) == _OF_EACH or one.score < ones[0].score - _WORTH_COMPARING:
                break
            if not repeats(one, (*chosen, *(line.sentence for line in lines))):
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
