"""Names in a statement, and whether a text holds them under the same or a shorter form."""

import re
from collections.abc import Callable, Iterable, Sequence

from assistant.checking.wording import Token, Wording, word_set

_BEGINS = re.compile(r"(?:^|[.!?:;\"(]\s*)[\"'(]*$")
_TITLES = word_set("mr mrs ms miss sir dame lord lady dr prof professor i i'm i've i'll the a an")
_JOINING = word_set("of the and for de la")
_ENDINGS = ("s", "n", "an", "ian", "ese", "ish", "i", "y")
_SHORTEST = 4
_SHORTEST_INITIALS = 2
_LATE = 0.6
"""With a larger share of capitals than this a statement is set like a headline."""

Known = Callable[[str], bool]
"""Whether a word is one of the language, rather than a name."""


def names(wording: Wording, known: Known) -> list[tuple[Token, ...]]:
    """The names of a statement: runs of words that begin with a capital, without titles.

    A word that begins a sentence is a name where a name goes on behind it, or where the language
    has no such word.
    """
    found: list[list[Token]] = []
    last = -2
    for place, token in enumerate(wording.tokens):
        if not token.capital or token.kind != "word" or token.key in _TITLES:
            continue
        if not token.stem and len(token.key) > _SHORTEST_INITIALS:
            continue  # "What", "However": begins a sentence
        run = place == last + 1 and wording.text[: token.span.start].endswith((" ", "-", "."))
        if run:
            found[-1].append(token)
        else:
            found.append([token])
        last = place
    return [tuple(run) for run in found if len(run) > 1 or _is_name(run[0], wording, known)]


def _is_name(token: Token, wording: Wording, known: Known) -> bool:
    capitals = [one.capital for one in wording.tokens if one.stem and one.kind == "word"]
    headline = len(capitals) > _SHORTEST and sum(capitals) > _LATE * len(capitals)
    if headline or _BEGINS.search(wording.text[: token.span.start]):
        return not known(token.key)
    return True


def missing(name: Sequence[Token], texts: Iterable[Wording]) -> list[str]:
    """The words of a name that none of the texts holds, as they are written in lower case."""
    held = list(texts)
    if _initials_stand(name, held):
        return []
    words = frozenset[str]().union(*(one.words for one in held))
    stems = frozenset[str]().union(*(one.stems for one in held))
    return [
        token.key
        for token in name
        if token.stem not in stems and not _stands(token.key, words, initials=len(name) > 1)
    ]


def _stands(word: str, words: frozenset[str], *, initials: bool) -> bool:
    if word in words or (initials and len(word) == 1 and any(w.startswith(word) for w in words)):
        return True
    return len(word) >= _SHORTEST and any(
        word == other + ending or other == word + ending
        for ending in _ENDINGS
        for other in (word + ending, word.removesuffix(ending))
        if other in words and len(other) >= _SHORTEST
    )


def _initials_stand(name: Sequence[Token], texts: Sequence[Wording]) -> bool:
    """Whether "WHO" stands as "World Health Organization" in a text, or the other way round."""
    if len(name) == 1 and len(name[0].key) > _SHORTEST_INITIALS:
        return any(name[0].key in _acronyms(one) for one in texts)
    letters = "".join(token.key[0] for token in name if token.key not in _JOINING)
    if len(letters) <= _SHORTEST_INITIALS:
        return False
    return any(
        token.key == letters and token.capital and one.text[slice(*token.span)].isupper()
        for one in texts
        for token in one.tokens
    )


def _acronyms(wording: Wording) -> set[str]:
    """The initials of all runs of capitalised words of a text."""
    runs, current = [], ""
    for token in wording.tokens:
        if token.capital and token.stem:
            current += token.key[0]
        elif token.key not in _JOINING:
            runs.append(current)
            current = ""
    return {run for run in [*runs, current] if len(run) > _SHORTEST_INITIALS}
