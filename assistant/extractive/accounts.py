"""Where articles tell different numbers of one thing."""

import re
from collections.abc import Sequence

from assistant.answer import show_date
from assistant.checking.dates import days
from assistant.extractive.forms import Line, moment_of
from assistant.extractive.kinds import Kind, words_of
from assistant.extractive.numbers import value_of
from assistant.extractive.question import Question
from assistant.extractive.sentences import Sentence
from corpus import Span
from corpus.notices import corrections

_ACCOUNTS = 3
_AS_GOOD = 2.0
_SAME_SUBJECT = 0.6
_ROUNDED = 0.05
_UNIT = re.compile(r"\W{0,3}(?:[a-z]+ )??([^\W\d_]+)")


def accounts(asked: Question, found: Sequence[Sentence]) -> tuple[Line, ...]:
    """The sentences that tell different numbers, each with its outlet and day, the newest last.

    They are of different articles, nearly as good as the best, alike in meaning, and tell of as
    many of the same things. Empty where the articles agree, or only one tells.
    """
    if asked.kind is not Kind.NUMBER or not found:
        return ()
    told: list[tuple[Sentence, float]] = []
    first = next((one for one in found if len(one.things) == 1), None)
    if first is None or first.score < found[0].score - _AS_GOOD:
        return ()
    unit = _unit(first.text, first.things[0])
    for one in found:
        if len(told) == _ACCOUNTS or one.score < first.score - _AS_GOOD:
            break
        if any(one.article.id == other.article.id for other, _ in told):
            continue
        if float(one.vector @ first.vector) < _SAME_SUBJECT or _apart(asked, one, first):
            continue
        values = {
            value
            for thing in one.things
            if _unit(one.text, thing) == unit
            and (value := value_of(one.text[thing.start : thing.end])) is not None
        }
        if len(values) == 1 and not any(_agree(value, min(values)) for _, value in told):
            told.append((one, values.pop()))
    if len(told) == 1:
        return ()
    told.sort(key=lambda pair: moment_of(pair[0].article))
    return tuple(Line(_label(one, value, told), one) for one, value in told)


def _apart(asked: Question, one: Sentence, first: Sentence) -> bool:
    """Whether two sentences tell of other years, or one of a year that is not asked about."""
    mine, theirs, wanted = (_years(text) for text in (one.text, first.text, asked.text))
    return bool((mine and theirs and mine != theirs) or (mine and wanted and not mine & wanted))


def _years(text: str) -> set[int]:
    return {day.year for day in days(text) if day.year is not None}


def _agree(one: float, other: float) -> bool:
    """Whether one number may be the other, rounded."""
    return abs(one - other) <= _ROUNDED * max(abs(one), abs(other))


def _unit(text: str, thing: Span) -> str:
    """What is counted: the sign of a currency or of per cent, or the word behind the number."""
    number = text[thing.start : thing.end]
    if sign := re.search(r"[$€£¥%]", number):
        return sign.group()
    if re.search(r"per ?cent", number, re.IGNORECASE):
        return "%"
    behind = words_of(text[thing.end :])[:1]
    return behind[0].rstrip("s") if behind else ""


def _label(one: Sentence, value: float, told: Sequence[tuple[Sentence, float]]) -> str:
    names = (one.article.outlet or "outlet unknown", show_date(one.article.published))
    return ", ".join((*names, *(["since corrected"] if _is_corrected(one, value, told) else [])))


def _is_corrected(one: Sentence, value: float, told: Sequence[tuple[Sentence, float]]) -> bool:
    """Whether another of the articles says in a correction that this number was wrong."""
    for other, _ in told:
        body = other.article.body
        wrong = [body[span.start : span.end] for span in corrections(body)]
        if other is not one and any(value in _values(text) for text in wrong):
            return True
    return False


def _values(text: str) -> set[float]:
    numbers = re.findall(r"\d[\d,.]*\d|\d", text)
    return {value for number in numbers if (value := value_of(number)) is not None}
