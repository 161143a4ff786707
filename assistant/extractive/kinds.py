"""What kind of thing a question asks for, and where a sentence holds such things."""

import re
from collections.abc import Iterator
from enum import StrEnum

from corpus import Span


class Kind(StrEnum):
    """What answers a question, as far as its words show it."""

    NUMBER = "number"
    TIME = "time"
    PLACE = "place"
    NAME = "name"
    QUOTE = "quote"
    REASON = "reason"


def _asks(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


_ASKED = (
    (
        Kind.NUMBER,
        _asks(
            "how (?:many|much|long|old|far|big|large|high|tall|fast|heavy|often|deep|wide)"
            "|at what (?:price|age|rate)"
            "|(?:what|which) (?:share|percentage|percent|per cent|proportion|fraction|amount)"
            "|(?:what|which) (?:is|was|were|are)? ?(?:the )?(?:total )?number"
        ),
    ),
    (
        Kind.TIME,
        _asks(
            "when|how soon|(?:what|which) (?:day|date|year|time|month|week|season|decade|century)"
        ),
    ),
    (
        Kind.PLACE,
        _asks(
            "where|(?:what|which)(?: [a-z]+){0,2} (?:country|state|city|town|village|place|island"
            "|county|region|province|nation|continent|river|street|district|venue)"
        ),
    ),
    (Kind.REASON, _asks("why|what (?:caused|led to|is the reason|was the reason)|for what reason")),
    (
        Kind.QUOTE,
        _asks("(?:did|does|do|has|have|had) .{2,60}(?:say|said|tell|told|call|called|describe)"),
    ),
    (Kind.NAME, _asks("who|whom|whose|which|what(?:'s|’s)? (?:is|was|are|were)? ?(?:the )?name")),
)
"""In this order: "which country" asks for a place rather than for any name."""

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.|Feb\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\.)"
)
_DIGITS = r"\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_COUNTED = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|half|dozens?|hundreds?|thousands?)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?"
)
_SCALE = r"(?: ?%|[- ](?:per ?cent|percent|hundred|thousand|million|billion|trillion|dozen))"
_UNIT = r"(?:mn?|bn|tn|k|kg|g|km|cm|mm|ft|mph|kph|mw|gw|kw)\b"
"""What is written right behind a number: thousands and more, or what is measured."""
_FOUND = {
    # Taken whole or not at all: the "1" of "£1.9m" would be another number.
    Kind.NUMBER: re.compile(
        rf"(?<![\w.,:])(?:[$€£¥]\s?)?(?>{_DIGITS}|\b{_COUNTED})(?>{_SCALE}*)"
        rf"(?![.,:]\d)(?:{_UNIT}|(?!\w))",
        re.IGNORECASE,
    ),
    Kind.TIME: re.compile(
        rf"\b(?:(?:\d{{1,2}}(?:st|nd|rd|th)? )?{_MONTH}(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?"
        rf"(?:,? (?:of )?[12]\d{{3}}\b)?"
        r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|tomorrow"
        r"|(?:next|last|this) (?:week|month|year|spring|summer|autumn|fall|winter)"
        r"|(?:1[5-9]|20)\d\d\b|\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?|noon|midnight"
        r"|\d{1,2} ?[ap]\.?m\.?)"
    ),
    Kind.QUOTE: re.compile(r"[“\"„«][^“”\"„«»]{3,600}[”\"»]"),
    Kind.REASON: re.compile(
        r"\b(?:because|due to|owing to|thanks to|as a result|result of|so that|in order to"
        r"|caused by|amid|to (?:avoid|prevent|protect|save|help|reduce)"
        # Not of time: "since 2019", "after Monday", "over 40", "takes over".
        r"|(?:since|(?<!takes )(?<!took )(?<!take )over|after|following)"
        r"(?! (?:\d|(?:last|early|late|next)\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
        rf"|{_MONTH})))\b",
        re.IGNORECASE,
    ),
}
_NAMES = re.compile(
    r"(?<![\w])(?:[A-ZÀ-Þ][\w&.'’-]*|[a-z]?[A-Z][\w&'’-]+)"
    r"(?: (?:(?:of|de|van|von|der|del|da|di|la|al|bin|the|and|for) (?:the )?)?"
    r"(?:[A-ZÀ-Þ][\w&.'’-]*|\d+\b))*"
    r"|[“\"‘][A-ZÀ-Þ][^“”\"‘’.,!?]{1,60}[”\"’]"
)
_NO_NAME = frozenset(
    word
    for words in (
        "the a an this that these those it its he she they we i you his her their our my your",
        "in on at to for from by with and but or as if when while after before since until",
        "although there because here what which who why how where no not yes one two three some",
        "many most more all much both each every another other such so then now also however",
        "meanwhile still yet even only just monday tuesday wednesday thursday friday saturday",
        "sunday january february march april may june july august september october november",
        "december according mr mrs ms dr",
    )
    for word in words.split()
)
_PLACED = re.compile(
    r"\b(?:in|at|from|near|to|of|across|outside|into|off)(?: the)? $", re.IGNORECASE
)
_POSSESSIVE = re.compile(r"['’]s?$")


_WORD = re.compile(r"\w[\w'’-]*")


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, without marks between them."""
    return _WORD.findall(text.casefold())


def kind_of(question: str) -> Kind | None:
    """What a question asks for; None when its words do not show it."""
    return next((kind for kind, asked in _ASKED if asked.search(question)), None)


def find(kind: Kind | None, sentence: str) -> Iterator[Span]:
    """Where a sentence holds things of a kind; of None, all names and numbers."""
    if kind in (Kind.NAME, Kind.PLACE, None):
        yield from _names(sentence)
    if kind is None:
        yield from find(Kind.NUMBER, sentence)
    pattern = _FOUND.get(kind) if kind is not None else None
    if pattern is not None:
        for found in pattern.finditer(sentence):
            if kind is not Kind.NUMBER or not _is_year(found.group()):
                yield Span(*found.span())


def is_placed(sentence: str, thing: Span) -> bool:
    """Whether the words before a thing say that something is there, or comes from there."""
    return bool(_PLACED.search(sentence, 0, thing.start))


def _is_year(text: str) -> bool:
    return bool(re.fullmatch(r"(?:1[5-9]|20)\d\d", text))


def _names(sentence: str) -> Iterator[Span]:
    for found in _NAMES.finditer(sentence):
        # Words that only begin the sentence, or stand before a name, are no part of it.
        text = found.group().rstrip(".,")
        name = text
        while (first := name.partition(" "))[0].strip('“"‘”’').casefold() in _NO_NAME:
            name = first[2]
        name = _POSSESSIVE.sub("", name)
        if name:
            start = found.start() + text.rindex(name)
            yield Span(start, start + len(name))


def key_of(text: str) -> str:
    """What two spellings of a thing have in common."""
    words = words_of(text)
    return " ".join(words[1:] if words[:1] in (["the"], ["a"], ["an"]) else words)
