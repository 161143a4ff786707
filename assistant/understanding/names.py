"""Who says it: outlets, authors and sections of the corpus that a question names."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

_WORDS = re.compile(r"[^\W_]+")
_SAYING = (
    r"says?|said|saying|writes?|wrote|written|writing|reports?|reported|reporting"
    r"|publish(?:es|ed)?"
    r"|claim(?:s|ed)?|describe[sd]?|covers?|covered|covering|coverage|tells?|told|argues?|argued"
    r"|call(?:s|ed)?|put|quotes?|quoted|agree|disagree|differ|compare|think|make of"
    r"|made of|mentions?"
)
_PIECES = (
    r"articles?|stor(?:y|ies)|reports?|reporting|pieces?|coverage|editorials?|interviews?|columns?"
    r"|accounts?|versions?|headlines?|news|reporters?|journalists?|correspondents?|view|take"
)
_BEFORE_OUTLET = re.compile(
    rf"(?:\baccording to|\bas (?:reported|told|seen|published) (?:by|in)|\bin|\bper|\bvia"
    rf"|\b(?:{_SAYING}|{_PIECES}) (?:by|in|of|from|on|to)|\bsources?:?)(?:\s+(?:the|both))?\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(rf"\s*(?:['’]s?\s+(?:\w+\s+)?(?:{_PIECES})|(?:{_SAYING}))\b", re.IGNORECASE)
_BEFORE_AUTHOR = re.compile(
    rf"(?:\b(?:{_PIECES}|written|reported|published|wrote|signed)(?: \w+)? by)\s*$", re.IGNORECASE
)
_WRITES = re.compile(
    rf"\s*(?:['’]s?\s+(?:\w+\s+)?(?:{_PIECES})|(?:writes?|wrote|written|reports?|reported|publish(?:es|ed)?))\b",
    re.IGNORECASE,
)
_SECTION = r"(?:section|pages?|desk|category|rubric)"
_OF_SECTION = re.compile(rf"\s+{_SECTION}\b", re.IGNORECASE)
_REPORTING = (
    r"writes?|wrote|written|writing|reports?|reported|reporting|publish(?:es|ed)?|covers?|covered"
    r"|covering|coverage|articles?|stor(?:y|ies)|accounts?|versions?|news"
)
_NEAR = 60
"""In how many letters before and after a name the words stand that say what it is."""
_LEADING_TO = re.compile(
    rf"(?:\b(?:{_REPORTING})\s+)?"
    r"\b(?:according to|as \w+ (?:by|in)|in|by|from|per|via)?(?:\s*\bthe)?\s*$",
    re.IGNORECASE,
)
_LEADING_ON = re.compile(
    rf"^(?:['’]s?\b)?(?:\s+{_SECTION}\b)?(?:\s+(?:{_REPORTING})\b)?", re.IGNORECASE
)
_AND = re.compile(
    r"['’]?s?\s*(?:,|and|or|versus|vs\.?|with|to|&|from)(?:\s+(?:the|both))?\s*", re.IGNORECASE
)


class Named(NamedTuple):
    """The outlets, authors and sections that a question names, and the question without them."""

    outlets: tuple[str, ...]
    authors: tuple[str, ...]
    sections: tuple[str, ...]
    rest: str


class _Place(NamedTuple):
    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Names:
    """The names that a corpus knows, by what a question may call them."""

    outlets: dict[tuple[str, ...], str]
    authors: dict[tuple[str, ...], str]
    sections: dict[tuple[str, ...], str]

    @classmethod
    def of(
        cls,
        outlets: Iterable[tuple[str | None, str | None]],
        authors: Iterable[str],
        sections: Iterable[str],
    ) -> "Names":
        """The names by their usual spellings; outlets as pairs of name and host."""
        return cls(
            _outlets(list(outlets)),
            {words: name for name in authors if len(words := _words(name)) > 1},
            {words: name for name in sections if (words := _words(name))},
        )

    def outlet(self, name: str) -> str:
        """The outlet that a usual short form means; any other name, and a host, as it is."""
        if "." in name:
            return name
        return self.outlets.get(_without_article(_words(name)), name)

    def find(self, question: str) -> Named:
        """What a question names as its source, by the words around: else it is about them.

        "Who leads CNN?" is about CNN, "What did CNN say?" asks for what stands there.
        """
        tokens = [(found.start(), found.end()) for found in _WORDS.finditer(question)]
        words = [_fold(question[start:end]) for start, end in tokens]
        outlets, authors, sections = (
            _places(names, tokens, words) for names in (self.outlets, self.authors, self.sections)
        )
        outlets = _cued(question, _capital(question, outlets), _BEFORE_OUTLET, _AFTER)
        authors = _cued(question, _capital(question, authors), _BEFORE_AUTHOR, _WRITES)
        sections = [one for one in sections if _OF_SECTION.match(question[one.end :])]
        rest = question
        for place in sorted((*outlets, *authors, *sections), reverse=True):
            near = max(0, place.start - _NEAR)
            before = rest[:near] + _LEADING_TO.sub("", rest[near : place.start])
            on = _LEADING_ON.match(rest[place.end : place.end + _NEAR])
            rest = f"{before} {rest[place.end + (on.end() if on else 0) :]}".lstrip(" ,;:")
        return Named(
            tuple(dict.fromkeys(place.name for place in outlets)),
            tuple(dict.fromkeys(place.name for place in authors)),
            tuple(dict.fromkeys(place.name for place in sections)),
            rest,
        )


def _places(
    names: dict[tuple[str, ...], str],
    tokens: Sequence[tuple[int, int]],
    words: Sequence[str],
) -> list[_Place]:
    """Where the names stand in a question, the longest first where several do."""
    longest = max(map(len, names), default=0)
    found: list[_Place] = []
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            name = names.get(tuple(words[at : at + length]))
            start, end = tokens[at][0], tokens[at + length - 1][1]
            if name is not None:
                found.append(_Place(start, end, name))
                at += length
                break
        else:
            at += 1
    return found


def _capital(question: str, places: Sequence[_Place]) -> list[_Place]:
    """Those that are written as names or addresses are."""
    return [one for one in places if _is_written(question[one.start : one.end])]


def _is_written(name: str) -> bool:
    """Whether a name has a capital, one of two letters two: "AP", but not "ap" or "Ap"."""
    return "." in name or (name.isupper() if len(name) < _LEAST_INITIALS else name != name.lower())


def _cued(
    question: str, places: Sequence[_Place], before: re.Pattern[str], after: re.Pattern[str]
) -> list[_Place]:
    """Those of the places whose surroundings say that they are sources, and what is listed so."""
    sure = {
        place
        for place in places
        if before.search(question[max(0, place.start - _NEAR) : place.start])
        or after.match(question[place.end : place.end + _NEAR])
    }
    neighbours = list(pairwise(places))
    for one, other in (*reversed(neighbours), *neighbours):
        between = question[one.end : other.start]
        if (one in sure or other in sure) and _AND.fullmatch(between):
            sure |= {one, other}
    return [place for place in places if place in sure]


def _outlets(outlets: Sequence[tuple[str | None, str | None]]) -> dict[tuple[str, ...], str]:
    """Each outlet by its name and host, and by shorter forms that are its alone."""
    known: dict[tuple[str, ...], str] = {}
    short: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for source, host in outlets:
        name = source or host or ""
        if source:
            known[_without_article(_words(source))] = name
        if host:
            known.setdefault(_words(host), name)
        for words in _short_forms(source or "", host or ""):
            short[words].add(name)
    for words, names in short.items():
        if len(names) == 1:
            known.setdefault(words, next(iter(names)))
    known.pop((), None)
    return known


def _short_forms(source: str, host: str) -> Iterator[tuple[str, ...]]:
    """What is left of a name without what others share, its initials, and a host's own name.

    "The Quay Herald" is the Herald and "BBC News" the BBC, but the Kellmoor Eye is not Kellmoor:
    what happened in Kellmoor may stand anywhere.
    """
    words = _without_article(_words(source))
    if len(words) > 1:
        if words[-1] in _KINDS:
            yield words[:-1]
        elif words[0] not in _KINDS:
            yield words[-1:]
        if len(words) >= _LEAST_INITIALS or words[-1] in _INITIALLED:
            yield ("".join(word[0] for word in words),)
    labels = host.split(".")[:-1]
    if len(labels) > 1 and labels[-1] in _SHARED_DOMAINS:
        labels.pop()
    if labels:
        yield _words(labels[-1])


_KINDS = frozenset(
    {"news", "agency", "online", "media", "network", "magazine", "radio", "tv", "television"}
)
_INITIALLED = frozenset({"news", "times", "journal", "post", "press"})
_LEAST_INITIALS = 3
_SHARED_DOMAINS = frozenset({"co", "com", "org", "net", "gov", "ac"})


def _without_article(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[1:] if len(words) > 1 and words[0] == "the" else words


def _words(name: str) -> tuple[str, ...]:
    return tuple(_fold(word) for word in _WORDS.findall(name))


def _fold(word: str) -> str:
    return word.casefold()
