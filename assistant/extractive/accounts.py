"""Where articles tell different numbers of one thing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from assistant.answer import show_date
from assistant.checking.dates import days
from assistant.checking.opposites import opposites
from assistant.checking.wording import word_set
from assistant.extractive.forms import Line, moment_of
from assistant.extractive.kinds import Kind, words_of
from assistant.extractive.numbers import Counted, asked_to_count, can_count, counted
from assistant.extractive.question import PEOPLE, STEM, Question
from assistant.extractive.revisions import corrects, revision
from assistant.extractive.sentences import Sentence

_ACCOUNTS = 3
_AS_GOOD = 2.0
_AS_GOOD_READ = 3.0
_RELATED = 6.0
"""How much worse a sentence may be whose number another one names as wrong or as old."""

_SAME_SUBJECT = 0.6
_AS_LIKELY = 4.0
"""How many times less likely than the best answer the reader may find another."""

_ABOUT = 0.6
"""The share of the question's content that a passage holds which tells of a change."""

_ROUNDED = 0.05
_CLAUSE = re.compile(r"[,;:()—–]\s|\s(?:and|but|while|whereas)\s")
_DEGREES = word_set(
    "more above over higher less fewer below under lower up first last before earlier prior after "
    "later following morning evening night largest biggest highest most smallest lowest least "
    "north northern south southern east eastern west western inside outside early "
    "late new old quickly slowly full empty"
)
"""Opposites that may stand beside two numbers of one thing: "more than 40", "fewer than 30"."""

_OPPOSITES = opposites()
_VOTED = re.compile(r"\b(?:vot(?:e|es|ed|ing)|were|was|spoke|\d+) (for|in favou?r|against)\b")


class Account(NamedTuple):
    """A sentence with the number that it tells."""

    sentence: Sentence
    number: Counted


def accounts(asked: Question, found: Sequence[Sentence]) -> tuple[Line, ...]:
    """The sentences that tell different numbers, each with its outlet and day, the newest last.

    They are of different articles and count the same: nearly as good as the best and alike in
    meaning, or linked by an article that says of the one number that it was wrong, or that the
    other took its place. Empty where the articles agree, or only one tells.
    """
    if asked.kind is not Kind.NUMBER:
        return ()
    if asked_to_count(asked.text):
        found = [_with_counts(one) for one in found]
    first = _first(asked, found)
    if first is None:
        return ()
    revised = _revised(first, found)
    told = [first, *revised[:1]]
    for one in _others(asked, first, found):
        known = [other.number.value for other in told]
        new_article = all(one.sentence.article.id != other.sentence.article.id for other in told)
        if new_article and not any(_agree(one.number.value, value) for value in known):
            alone = len(first.sentence.things) == 1 or _read(first.sentence) is not None
            if (alone and _alike(one, first)) or _linked(one, told):
                told.append(one)
        if len(told) == _ACCOUNTS:
            break
    if len(told) == 1:
        return ()
    told.sort(key=lambda one: moment_of(one.sentence.article))
    return tuple(Line(_label(one, told), one.sentence) for one in told)


def _with_counts(one: Sentence) -> Sentence:
    """A sentence without its sums and measures, which count nothing."""
    things = tuple(thing for thing in one.things if can_count(one.text, thing))
    return one if things == one.things else replace(one, things=things)


def _first(asked: Question, found: Sequence[Sentence]) -> Account | None:
    """The best sentence that tells one number of what is asked for."""
    wanted = asked.counted | (PEOPLE & asked.words)
    for one in found:
        if one.score < found[0].score - _AS_GOOD:
            return None
        if _opposed(asked.text, one.text) or not asked.tells_what_is_counted(one.text):
            continue
        if read := _read(one):
            return Account(one, read[1])
        numbers = [number for _, number in _numbers(one)]
        of_wanted = [one for one in numbers if one.unit in wanted]
        units = {one.unit for one in numbers} - {"", "day", "hour", "week", "month", "year"}
        if len(one.things) == 1 and numbers:
            return Account(one, numbers[0])
        of_unit = of_wanted or [one for one in numbers if one.unit in units and len(units) == 1]
        if len(of_unit) == 1:
            return Account(one, of_unit[0])
    return None


def _read(one: Sentence) -> tuple[int, Counted] | None:
    """The number of a sentence that the reader marks as the answer, and where it stands in it."""
    if not one.answers:
        return None
    start, end = one.answers[0].span
    marked = [
        (thing.start, number)
        for thing in one.things
        if start < one.span.start + thing.end and one.span.start + thing.start < end
        if (number := counted(one.text, thing)) is not None
    ]
    return marked[0] if len(marked) == 1 else None


def _numbers(one: Sentence) -> Iterator[tuple[int, Counted]]:
    """The numbers of a sentence, and where they stand in it."""
    for thing in one.things:
        number = counted(one.text, thing)
        if number is not None:
            yield thing.start, number


def _others(asked: Question, first: Account, found: Sequence[Sentence]) -> Iterator[Account]:
    """The sentences that tell one number of the same unit and nothing opposite, the best first."""
    for one in found:
        if one.score < found[0].score - _RELATED:
            return
        numbers = [(at, number) for at, number in _numbers(one) if number.unit == first.number.unit]
        read = _read(one) if _as_likely(one, first.sentence) else None
        if read and (read in numbers or _counts_asked(asked, read[1], first.number)):
            numbers = [read]
        if len({number.value for _, number in numbers}) != 1 or _apart(asked, one, first.sentence):
            continue
        at, number = numbers[0]
        if not _counts_opposites(first, one.text, at):
            yield Account(one, number)


def _counts_asked(asked: Question, *numbers: Counted) -> bool:
    """Whether numbers count what is asked for in different words, as people and marchers."""
    words = {word[:STEM] for word in (*words_of(asked.text), *PEOPLE)}
    return all(one.unit and one.unit[:STEM] in words for one in numbers)


def _revised(first: Account, found: Sequence[Sentence]) -> list[Account]:
    """The sentences that say that another number took the place of one that the first tells."""
    told = {number.value for _, number in _numbers(first.sentence)}
    ones = []
    for one in found:
        if one.score < found[0].score - _RELATED:
            break
        change = revision(one.text)
        later = moment_of(one.article) > moment_of(first.sentence.article)
        # The same number of something else must supersede nothing.
        later &= one.passage_words >= _ABOUT
        if later and change and change[0].value in told and change[1].unit == first.number.unit:
            ones.append(Account(one, change[1]))
    return ones


def _alike(one: Account, first: Account) -> bool:
    """Whether a sentence answers nearly as well as the first, in like words or as the reader says.

    What the reader marks in both as the answer counts the same, however else they are worded.
    """
    worse = first.sentence.score - one.sentence.score
    read = _read(one.sentence)
    if read is not None and read[1] == one.number and _as_likely(one.sentence, first.sentence):
        return worse <= _AS_GOOD_READ
    alike = float(one.sentence.vector @ first.sentence.vector) >= _SAME_SUBJECT
    return alike and worse <= _AS_GOOD


def _as_likely(one: Sentence, first: Sentence) -> bool:
    """Whether the reader thinks nearly as much of what it marks in a sentence as in the first."""
    return bool(one.answers and first.answers) and (
        one.answers[0].probability * _AS_LIKELY >= first.answers[0].probability
    )


def _counts_opposites(first: Account, text: str, at: int) -> bool:
    """Whether a number counts the opposite of what the first does, as the dead and the saved."""
    mine = first.sentence.text
    where = next((at for at, one in _numbers(first.sentence) if one == first.number), 0)
    return _opposed(mine, text) or _opposed(_clause(mine, where), _clause(text, at))


def _clause(text: str, at: int) -> str:
    """The clause of a text in which something stands."""
    edges = [edge for found in _CLAUSE.finditer(text) for edge in found.span()]
    start = max((edge for edge in edges if edge <= at), default=0)
    return text[start : min((edge for edge in edges if edge > at), default=len(text))]


def _opposed(one: str, other: str) -> bool:
    """Whether a text has a word of which only the other has an opposite."""
    sides, theirs = ({side == "against" for side in _VOTED.findall(text)} for text in (one, other))
    if sides and theirs and not sides & theirs:
        return True
    words, others = set(words_of(one)), set(words_of(other))
    mine = words - others - _DEGREES
    return any(_OPPOSITES.get(word, frozenset()) & (others - words) for word in mine)


def _apart(asked: Question, one: Sentence, first: Sentence) -> bool:
    """Whether two sentences tell of other years, or one of a year that is not asked about."""
    mine, theirs, wanted = (_years(text) for text in (one.text, first.text, asked.text))
    return bool((mine and theirs and mine != theirs) or (mine and wanted and not mine & wanted))


def _years(text: str) -> set[int]:
    return {day.year for day in days(text) if day.year is not None}


def _agree(one: float, other: float) -> bool:
    """Whether one number may be the other, rounded."""
    return abs(one - other) <= _ROUNDED * max(abs(one), abs(other))


def _linked(one: Account, told: Sequence[Account]) -> bool:
    return _note(one, told).startswith(("since", "superseded"))


def _label(one: Account, told: Sequence[Account]) -> str:
    article = one.sentence.article
    names = (article.outlet or "outlet unknown", show_date(article.published), _note(one, told))
    return ", ".join(filter(None, names))


def _note(one: Account, told: Sequence[Account]) -> str:
    """What the others say of a number: that it was wrong, or that another took its place.

    Where the same outlet gave another number later, that it did; what that means, nobody says.
    """
    mine = one.sentence.article
    others = [other for other in told if other.sentence.article.id != mine.id]
    if any(corrects(each.sentence.article, one.number, each.number.value) for each in others):
        return "since corrected"
    for other in others:
        theirs = other.sentence.article
        if moment_of(theirs) <= moment_of(mine):
            continue
        change = revision(other.sentence.text)
        if change and change[0] == one.number:
            return f"superseded on {show_date(theirs.published)}"
        if set(mine.outlet_names) & set(theirs.outlet_names):
            return f"newer number on {show_date(theirs.published)}"
    return ""
