"""What outlets are called for short: "the Herald", "NHT", "CNN"."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

Name = tuple[str, ...]
"""The words of a name, in lower case."""

_WORDS = re.compile(r"[^\W_]+")


def short_outlets(
    outlets: Sequence[tuple[str | None, str | None]],
) -> tuple[dict[Name, str], frozenset[Name]]:
    """Each outlet, given by name and host, by both and by shorter forms that are its alone.

    And those of the shorter forms that may be places. Of hosts that share a form the shortest is
    meant: "CNN" is cnn.com, not newsletters.cnn.com.
    """
    known: dict[Name, str] = {}
    short: defaultdict[Name, set[tuple[int, str]]] = defaultdict(set)
    places: set[Name] = set()
    for source, host in outlets:
        name = source or host or ""
        if source:
            known[without_article(words_of(source))] = name
            places.add(_without_kind(source))
        if host:
            known.setdefault(words_of(host), name)
        for words in _short_forms(source or ""):
            short[words].add((0, name))
        labels = _labels(host or "")
        short[words_of(labels[-1]) if labels else ()].add((len(labels), name))
    for words, names in short.items():
        least = min(names)
        if sum(one[0] == least[0] for one in names) == 1:
            known.setdefault(words, least[1])
    known.pop((), None)
    return known, frozenset(places & short.keys())


def _labels(host: str) -> list[str]:
    """The parts of a host's name before those that many share."""
    labels = host.split(".")[:-1]
    if len(labels) > 1 and labels[-1] in _SHARED_DOMAINS:
        labels.pop()
    return labels


def _without_kind(source: str) -> Name:
    words = without_article(words_of(source))
    return words[:-1] if words and words[-1] in _KINDS else ()


def _short_forms(source: str) -> Iterator[Name]:
    """What is left of a name without what others share, and its initials.

    "The Quay Herald" is the Herald and "BBC News" the BBC, but the Kellmoor Eye is not Kellmoor:
    what happened in Kellmoor may stand anywhere.
    """
    words = without_article(words_of(source))
    if len(words) > 1:
        if words[-1] in _KINDS:
            yield _without_kind(source)
        elif words[0] not in _KINDS:
            yield words[-1:]
        if len(words) >= LEAST_INITIALS or words[-1] in _INITIALLED:
            yield ("".join(word[0] for word in words),)


_KINDS = frozenset(
    {"news", "agency", "online", "media", "network", "magazine", "radio", "tv", "television"}
)
_INITIALLED = frozenset({"news", "times", "journal", "post", "press"})
LEAST_INITIALS = 3
_SHARED_DOMAINS = frozenset({"co", "com", "org", "net", "gov", "ac"})


def without_article(words: Name) -> Name:
    """A name without "the"."""
    return words[1:] if len(words) > 1 and words[0] == "the" else words


def words_of(name: str) -> Name:
    """The words of a name, in lower case."""
    return tuple(fold(word) for word in _WORDS.findall(name))


def fold(word: str) -> str:
    """A word in the form in which names are compared."""
    return word.casefold()
