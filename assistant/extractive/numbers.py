"""What a number that is written in an article comes to."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from assistant.extractive.kinds import Kind, find
from corpus import Span

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_ROUND = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = {word: number for number, word in enumerate(_SMALL.split())}
_TENS = {word: 10 * number for number, word in enumerate(_ROUND.split(), 2)}
_SCALES = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
}
_SHORT = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12}
"""Scales that are written right behind the digits."""
_PARTS = re.compile(r"\d[\d, ]*(?:\.\d+)?|[a-z]+", re.IGNORECASE)

_UNIT = re.compile(r"[\s-]{1,2}(?!(?:more|fewer|less|to|and|or|of|in)\b)([^\W\d_]+)")

_MEASURES = frozenset(
    word
    for words in (
        "$ € £ ¥ % dollar dollars euro euros pound pounds yen yuan rupee rupees franc francs peso",
        "pesos krone kroner krona kronor marks cent cents pence percent",
        "seconds minute minutes hour hours days week weeks month months year years decade decades",
        "century centuries degree degrees",
        "mm cm m km metre metres meter meters kilometre kilometres kilometer kilometers inch",
        "inches feet yard yards mile miles acre acres hectare hectares mph kph",
        "g kg gram grams kilogram kilograms kilo kilos ounce ounces ton tons tonne tonnes litre",
        "litres liter liters gallon gallons watt watts kilowatt kilowatts megawatt megawatts",
    )
    for word in words.split()
)
"""What is measured and paid, not counted piece by piece.

"Mark", "second", "day" and "foot" are left out: "the 5,000 mark", "two second-half goals".
"""
_MEASURED = re.compile(r"\d(?:km|kg|g|cm|mm|ft|mph|kph|[kmg]w)$", re.IGNORECASE)
"""A measure that is written right behind its digits."""
HOW_MANY = re.compile(r"\bhow many ((?:[\w%$€£¥]+\s?){1,3})", re.IGNORECASE)
"""The words behind it say what is counted."""


class Counted(NamedTuple):
    """A number with what it counts: a currency, "%", or the word behind it without its "s"."""

    value: float
    unit: str


def counted(text: str, thing: Span) -> Counted | None:
    """What the number at this place of a text counts; None where it has no value of its own.

    "Thousands" has none. The unit is empty where no word follows at once.
    """
    number = text[thing.start : thing.end]
    value = value_of(number)
    if value is None or number.casefold().rstrip("s") in _SCALES:
        return None
    if sign := re.search(r"[$€£¥%]", number):
        return Counted(value, sign.group())
    if re.search(r"per ?cent", number, re.IGNORECASE):
        return Counted(value, "%")
    behind = _UNIT.match(text, thing.end)
    return Counted(value, behind[1].casefold().rstrip("s") if behind else "")


def all_counted(text: str) -> Iterator[Counted]:
    """All numbers of a text that have a value, with what they count."""
    found = (counted(text, thing) for thing in find(Kind.NUMBER, text))
    return (one for one in found if one is not None)


def asked_to_count(question: str) -> bool:
    """Whether a question asks how many of something there are, rather than of a measure."""
    found = HOW_MANY.search(question)
    return found is not None and _MEASURES.isdisjoint(found[1].casefold().split())


def can_count(text: str, thing: Span) -> bool:
    """Whether the number at this place of a text may tell how many of something there are."""
    if _MEASURED.search(text[thing.start : thing.end]):
        return False
    behind = _UNIT.match(text, thing.end)
    number = counted(text, thing)
    units = {number.unit if number else "", behind[1].casefold() if behind else ""}
    return _MEASURES.isdisjoint(units)


def value_of(text: str) -> float | None:
    """The value of a number as it is written, "$1.2 million" or "forty-one"; None for another."""
    value: float | None = None
    for part in _PARTS.findall(text.casefold()):
        word = part.rstrip("s")
        if part[0].isdigit():
            if value is not None:
                return None
            value = float(re.sub(r"[, ]", "", part))
        elif part in _SHORT and value is not None:
            value *= _SHORT[part]
        elif word in _SCALES:
            value = (1.0 if value is None else value) * _SCALES[word]
        elif part in _UNITS or part in _TENS:
            value = (value or 0.0) + _UNITS.get(part, _TENS.get(part, 0))
        elif part == "half":
            value = (value or 0.0) + 0.5
    return value
