"""Amounts in a text, in one form: digits, words, per cent, money, and how exact they mean to be."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpus import Span

_TO_NINETEEN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TO_TWELFTH = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_UNITS = _TO_NINETEEN.split()
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SMALL = {word: float(n) for n, word in enumerate(_UNITS)} | {
    word: 10.0 * n for n, word in enumerate(_TENS, 2)
}
_SCALES = {
    "dozen": 12.0,
    "hundred": 1e2,
    "thousand": 1e3,
    **dict.fromkeys(("million", "mn", "m"), 1e6),
    **dict.fromkeys(("billion", "bn"), 1e9),
    **dict.fromkeys(("trillion", "tn"), 1e12),
    "k": 1e3,
}
_ORDINALS = {word: float(n) for n, word in enumerate(_TO_TWELFTH.split(), 1)}
_MONEY = {
    **dict.fromkeys(("$", "dollar", "dollars", "usd"), "$"),
    **dict.fromkeys(("€", "euro", "euros", "eur"), "€"),
    **dict.fromkeys(("£", "pound", "pounds", "gbp"), "£"),
    **dict.fromkeys(("¥", "yen"), "¥"),
}
_WORD = "|".join(sorted([*_SMALL, "hundred", "thousand", "dozen"], key=len, reverse=True))
_SCALE = r"(?:hundred|thousand|million|billion|trillion|dozen|mn|bn|tn|m|k)\b"
_AMOUNT = re.compile(
    rf"""(?P<money>[$€£¥]\s?)?
    (?:(?<![\w.,])(?P<digits>\d+(?:[.,]\d+)*)(?P<th>st\b|nd\b|rd\b|th\b)?
       (?P<scales>(?:[\s-]?{_SCALE}){{0,2}})
     |\b(?P<words>(?:half[ ])?(?:(?:a|an)[ ](?=(?:hundred|thousand|million|billion|dozen)\b))?
       (?:{_WORD}|million|billion|trillion)\b
       (?:(?:[ -]|[ ]and[ ])(?:{_WORD}|million|billion|trillion)\b){{0,8}})
     |\b(?P<ordinal>{"|".join(_ORDINALS)})\b)
    (?P<after>\s?%|[\s-](?:per[ ]cent|percent|percentage[ ]points?|pc\b)
       |\s(?:dollars?|euros?|pounds?|yen|usd|eur|gbp)\b)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BOUNDS = {
    ">": "more than|over|above|at least|in excess of|upwards of|exceeding|minimum of|or more",
    "<": "less than|fewer than|under|below|at most|up to|nearly|almost|close to|maximum of",
    "~": "about|around|approximately|roughly|some|estimated|circa",
}
_BOUND = re.compile(
    "|".join(
        rf"(?P<{name}>\b(?:{_BOUNDS[sign]})\s+(?:an? |the )?$)"
        for name, sign in (("more", ">"), ("less", "<"), ("rough", "~"))
    ),
    re.IGNORECASE,
)
_SIGN = {"more": ">", "less": "<", "rough": "~"}
_LOOK_BEHIND = 24
_NEAR = 0.25
"""How far "more than" may be from what it rounds, and "about" by less than half of that."""


class Amount(NamedTuple):
    """A number in a text: `unit` is "%", a currency sign, "th" for an ordinal, or empty.

    `bound` is ">" for "more than", "<" for "nearly", "~" for "about", or empty. `step` is the
    unit of its last digit where it is told in thousands or more ("1.2 million": 100,000).
    """

    value: float
    unit: str
    bound: str
    step: float
    span: Span
    """Where it stands, with the words of its bound."""

    def agrees(self, source: "Amount") -> bool:
        """Whether a source that has the other amount bears this one out."""
        if self.unit != source.unit and not (self.unit == "" and source.unit in "$€£¥"):
            return False
        if self.value == source.value:
            return self.bound in ("", "~", source.bound)
        off = source.value - self.value
        if self.bound == "~":
            return abs(off) <= max(self.step / 2, _NEAR / 4 * abs(self.value))
        if self.bound:
            right = off > 0 if self.bound == ">" else off < 0
            return right and abs(off) <= _NEAR * abs(self.value)
        return abs(off) <= self.step / 2


def amounts(text: str) -> list[Amount]:
    """The amounts of a text in order; "one" alone is none, since it is a pronoun, too."""
    return list(_amounts(text))


def _amounts(text: str) -> Iterator[Amount]:
    for found in _AMOUNT.finditer(text):
        step = 0.0
        unit = _unit(found)
        if found["digits"]:
            value, last = _digits(found["digits"])
            scale = _product(re.findall(r"[a-z]+", found["scales"].casefold()))
            if found["th"]:
                unit = "th"
            value, step = value * scale, last * scale if scale > 1 else 0.0
        elif found["ordinal"]:
            value, unit = _ORDINALS[found["ordinal"].casefold()], "th"
        else:
            words = re.findall(r"[a-z]+", found["words"].casefold())
            if words == ["one"]:
                continue
            value = _spelled(words)
        before = _BOUND.search(text[max(0, found.start() - _LOOK_BEHIND) : found.start()])
        bound = _SIGN[before.lastgroup or "rough"] if before else ""
        start = found.start() - len(before[0]) if before else found.start()
        yield Amount(round(value, 6), unit, bound, step, Span(start, found.end()))


def _unit(found: re.Match[str]) -> str:
    after = (found["after"] or "").strip(" -\u00a0").casefold()
    if after.startswith(("%", "per", "pc")):
        return "%"
    return _MONEY.get((found["money"] or "").strip(), "") or _MONEY.get(after, "")


def _digits(text: str) -> tuple[float, float]:
    """The value of "1,200" or "2.5", and the unit of its last digit."""
    plain = re.sub(r"[.,](?=\d{3}(?!\d))", "", text).replace(",", ".")
    whole, *rest = plain.split(".")
    if len(rest) > 1:  # a version, or a date in figures: no decimal
        return float("".join((whole, *rest))), 1.0
    return float(".".join((whole, *rest))), 10.0 ** -len("".join(rest))


def _product(scales: Sequence[str]) -> float:
    value = 1.0
    for scale in scales:
        value *= _SCALES[scale]
    return value


def _spelled(words: Sequence[str]) -> float:
    """The value of "twelve hundred", "twenty one thousand and five" or "half a million"."""
    total, current = 0.0, 0.0
    for word in words:
        if word in _SMALL:
            current += _SMALL[word]
        elif word in ("hundred", "dozen"):
            current = (current or 1.0) * _SCALES[word]
        elif word in _SCALES:
            total += (current or 1.0) * _SCALES[word]
            current = 0.0
    return (total + current) * (0.5 if "half" in words else 1.0)


_RATE = re.compile(
    r"\W*(?:\w+\W+){0,2}?(?:an?|per|each|every)\s+"
    r"(?P<unit>second|minute|hour|day|night|week|fortnight|month|quarter|year|head|person|capita)\b",
    re.IGNORECASE,
)


def rate_of(text: str, amount: Amount) -> str:
    """What a number is told for each of: "year" of "six million marks a year"; or nothing."""
    found = _RATE.match(text, amount.span.end)
    return found["unit"].casefold() if found else ""
