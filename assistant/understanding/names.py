"""Who says it: outlets, authors and sections of the corpus that a question names."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from assistant.understanding.misspelt import Spellings
from assistant.understanding.outlets import (
    LEAST_INITIALS,
    Name,
    fold,
    short_outlets,
    without_article,
    words_of,
)

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
_BY = re.compile(
    r"\b(?:according to|as (?:reported|told|seen|published) (?:by|in)|by|per|via|sources?:?)"
    r"(?:\s+(?:the|both))?\s*$",
    re.IGNORECASE,
)
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
_COMPARED = re.compile(
    r"\b(?:compare|(?:differences?|contrasts?|comparison|disagreements?) between)"
    r"(?:\s+(?:the|both))?\s*$",
    re.IGNORECASE,
)
_AND = re.compile(
    r"['’]?s?\s*(?:,|and|or|versus|vs\.?|with|to|&|from)(?:\s+(?:the|both))?\s*", re.IGNORECASE
)


_JOINED = 4
"""Of how many words the name of a host may consist."""


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

    outlets: dict[Name, str]
    authors: dict[Name, str]
    sections: dict[Name, str]
    places: frozenset[Name]
    """Short forms of outlets that may as well be places or people, such as "Texas"."""
    spelt_outlets: Spellings
    spelt_authors: Spellings

    @classmethod
    def of(
        cls,
        outlets: Iterable[tuple[str | None, str | None]],
        authors: Iterable[str],
        sections: Iterable[str],
    ) -> "Names":
        """The names by their usual spellings; outlets as pairs of name and host."""
        known, places = short_outlets(list(outlets))
        writers = {words: name for name in authors if len(words := words_of(name)) > 1}
        return cls(
            known,
            writers,
            {words: name for name in sections if (words := words_of(name))},
            places,
            Spellings.of({words: known[words] for words in known.keys() - places}),
            Spellings.of(writers),
        )

    def outlet(self, name: str) -> str:
        """The outlet that a usual short form means; any other name, and a host, as it is."""
        if "." in name:
            return name
        return self.outlets.get(without_article(words_of(name)), name)

    def find(self, question: str, knows: Callable[[str], bool] = bool) -> Named:
        """What a question names as its source, by the words around: else it is about them.

        "Who leads CNN?" is about CNN, "What did CNN say?" asks for what stands there. A word that
        `knows` is no misspelling of an outlet.
        """
        tokens = [(found.start(), found.end()) for found in _WORDS.finditer(question)]
        words = [fold(question[start:end]) for start, end in tokens]
        outlets, authors, sections = (
            _places(names, tokens, words) for names in (self.outlets, self.authors, self.sections)
        )
        outlets = _apart([*outlets, *_misspelt(self.spelt_outlets, tokens, words, knows)])
        authors = _apart([*authors, *_misspelt(self.spelt_authors, tokens, words, knows)])
        outlets = _cued(question, _capital(question, outlets), _BEFORE_OUTLET, _AFTER)
        outlets = [one for one in outlets if self._is_outlet(question, one)]
        authors = _cued(question, _capital(question, authors), _BEFORE_AUTHOR, _WRITES)
        authors = _apart(authors, outlets)
        sections = [one for one in sections if _OF_SECTION.match(question[one.end :])]
        sections = _apart(sections, (*outlets, *authors))
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

    def _is_outlet(self, question: str, place: _Place) -> bool:
        """Whether what may be a place is said to be an outlet: Texas says, but does not report."""
        written = question[place.start : place.end]
        if words_of(written) not in self.places or written.isupper():
            return True
        before = question[max(0, place.start - _NEAR) : place.start]
        return bool(_BY.search(before) or _WRITES.match(question[place.end :]))


def _places(
    names: dict[Name, str],
    tokens: Sequence[tuple[int, int]],
    words: Sequence[str],
) -> list[_Place]:
    """Where the names stand in a question, the longest first where several do."""
    longest = max(_JOINED, *map(len, names)) if names else 0
    found: list[_Place] = []
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            said = words[at : at + length]
            # Hosts join what people write apart: "The Week" is theweek.example.
            name = names.get(tuple(said)) or names.get(("".join(said),))
            start, end = tokens[at][0], tokens[at + length - 1][1]
            if name is not None:
                found.append(_Place(start, end, name))
                at += length
                break
        else:
            at += 1
    return found


def _misspelt(
    spelt: Spellings,
    tokens: Sequence[tuple[int, int]],
    words: Sequence[str],
    knows: Callable[[str], bool],
) -> Iterator[_Place]:
    """Where misspelt names stand in a question."""
    for at in range(len(words)):
        meant = spelt.meant(words, at, knows)
        if meant is not None:
            yield _Place(tokens[meant.first][0], tokens[meant.after - 1][1], meant.name)


def _apart(places: Iterable[_Place], taken: Iterable[_Place] = ()) -> list[_Place]:
    """The places in their order; of those that overlap the longest, and none that is taken."""
    kept = list(taken)
    before = len(kept)
    for place in sorted(places, key=lambda one: one.start - one.end):
        if all(place.end <= one.start or one.end <= place.start for one in kept):
            kept.append(place)
    return sorted(kept[before:])


def _capital(question: str, places: Sequence[_Place]) -> list[_Place]:
    """Those that are written as names or addresses are."""
    return [one for one in places if _is_written(question[one.start : one.end])]


def _is_written(name: str) -> bool:
    """Whether a name has a capital, one of two letters two: "AP", but not "ap" or "Ap"."""
    return "." in name or (name.isupper() if len(name) < LEAST_INITIALS else name != name.lower())


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
        if not _AND.fullmatch(between):
            continue
        listed = _COMPARED.search(question[max(0, one.start - _NEAR) : one.start])
        if listed or one in sure or other in sure:
            sure |= {one, other}
    return [place for place in places if place in sure]
