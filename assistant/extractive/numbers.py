"""What a number that is written in an article comes to."""

import re

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
