"""Names that a question misspells: one letter off, or two of a long word, as in "Reuturs"."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assistant.understanding.outlets import Name
from corpus.lexical import alike

_LEAST = 5
"""A shorter word may as well be another."""
_LEAST_KNOWN = 6
"""A word that articles hold is still misspelt in a name that is right otherwise."""


class Meant(NamedTuple):
    """A name that a question misspells, and from where to where among its words."""

    first: int
    after: int
    name: str


@dataclass(frozen=True, slots=True)
class Spellings:
    """The words of names, by their first letters, and the names that hold each."""

    names: Mapping[Name, str]
    words: dict[str, list[str]]
    holding: dict[str, list[Name]]

    @classmethod
    def of(cls, names: Mapping[Name, str]) -> "Spellings":
        """The spellings of names, by their words."""
        holding: defaultdict[str, list[Name]] = defaultdict(list)
        for name in names:
            for word in dict.fromkeys(name):
                holding[word].append(name)
        words: defaultdict[str, list[str]] = defaultdict(list)
        for word in holding:
            words[word[:1]].append(word)
        return cls(names, dict(words), dict(holding))

    def meant(self, words: Sequence[str], at: int, knows: Callable[[str], bool]) -> Meant | None:
        """The name of which the word there is a misspelling.

        All its other words are right. None where two names are as near, or where the word is one
        that `knows` and nothing else speaks for the name.
        """
        word = words[at]
        if len(word) < _LEAST or word in self.holding:
            return None
        near = alike(word, self.words.get(word[:1], ()))
        found = [
            (distance, at - name.index(right), name)
            for right, distance in near.items()
            for name in self.holding[right]
            if _fits(name, right, words, at)
        ]
        if not found:
            return None
        distance, first, name = min(found)
        nearest = {self.names[one] for far, _, one in found if far == distance}
        alone = len(name) == 1 or len(word) < _LEAST_KNOWN
        if len(nearest) > 1 or (alone and knows(word)):
            return None
        return Meant(first, first + len(name), self.names[name])


def _fits(name: Name, right: str, words: Sequence[str], at: int) -> bool:
    place = name.index(right)
    start = at - place
    if start < 0:
        return False
    beside = (*words[start:at], right, *words[at + 1 : start + len(name)])
    return beside == name
