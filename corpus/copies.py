"""What a copy of a text holds of it, word for word."""

import difflib
import re

from corpus.article import Span

_WORD = re.compile(r"\w+")
_SHINGLE = 4
_ADDED = 8
"""How many words in a row a copy may have of its own: a by-line, another word, but no sentence."""


def adds_nothing(copy: str, lead: str) -> bool:
    """Whether all that a copy says stands in the text that is to lead its story.

    What it says beyond that would not be found, since only the lead is searched.
    """
    words, known = _words(copy), _shingles(_words(lead))
    alone = 0
    covered = [False] * len(words)
    for first in range(len(words) - _SHINGLE + 1):
        if tuple(words[first : first + _SHINGLE]) in known:
            covered[first : first + _SHINGLE] = [True] * _SHINGLE
    for is_known in covered:
        alone = 0 if is_known else alone + 1
        if alone > _ADDED:
            return False
    return True


def counterpart(passage: str, body: str) -> Span | None:
    """Where a copy holds the words of a passage, or the longest run of them, at least half.

    Punctuation, white space and case may differ. None where it holds less.
    """
    start = body.find(passage)
    if start >= 0:
        return Span(start, start + len(passage))
    places = [match.span() for match in _WORD.finditer(body)]
    wanted, there = _words(passage), [body[a:b].casefold() for a, b in places]
    run = difflib.SequenceMatcher(None, wanted, there, autojunk=False).find_longest_match()
    if run.size * 2 < max(1, len(wanted)):
        return None
    start, end = places[run.b][0], places[run.b + run.size - 1][1]
    while start > 0 and not body[start - 1].isspace():
        start -= 1
    while end < len(body) and not body[end].isspace():
        end += 1
    return Span(start, end)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _shingles(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[n : n + _SHINGLE]) for n in range(len(words) - _SHINGLE + 1)}
