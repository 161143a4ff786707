"""What an LLM writes, as statements with the keys of the passages that they rest on."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from corpus.sentences import split_sentences

_LONGEST_LINE = 2000
_LONGEST_OUTPUT = 20_000
"""In characters. What an LLM writes beyond them is not read."""

KEY = r"[bcdfghjkmnpqrstvwxz]{3}\d{2}"
"""A key: no word in any language is like it."""

_OPEN, _CLOSE = r"[\[(【{<\s]", r"[\])】}>]"
_BEFORE = r"(?:\^|(?:keys?|sources?|passages?|see)\b[\s:#]*)?"
_BETWEEN = r"[\s,;&/+\-–—\]\[()【】^]*(?:and\b\s*)?"
_LINK = r"(?:\([^\s()]{0,200}\))?"
_KEY = re.compile(KEY, re.IGNORECASE)
_ONE = rf"{_BEFORE}(?<!\w){KEY}(?!\w)"
_GROUP = re.compile(
    rf"{_OPEN}{{0,3}}{_ONE}(?:{_BETWEEN}{_ONE}){{0,20}}{_CLOSE}{{0,3}}{_LINK}", re.IGNORECASE
)
_MARKS = re.compile(
    r"^[ \t]*`{3}.*$|[*_`~]{2,3}|`|^[ \t]*(?:[-*+•>#]+|\d{1,2}[.)])[ \t]+", re.MULTILINE
)
_NUMBERS = re.compile(rf"\s?\[{_BEFORE}\d[\s,;&^\d–—-]{{0,40}}\]", re.IGNORECASE)
_BRACKETED = re.compile(rf"\s*{_OPEN}*[\[(【{{<]")
_WHOLE = re.compile(r"[.!?…][\"”’')*_]*[ \t]*$")
_STOPS = re.compile(r"[\s.!?…”’)*_]*")
_SPACE_BEFORE = re.compile(r"\s+([.,;:!?…])")


class Said(NamedTuple):
    """A statement as an LLM wrote it, with the given keys that stand at it."""

    text: str
    keys: tuple[str, ...]


def read(chunks: Iterable[str], keys: Collection[str]) -> Iterator[Said]:
    """The statements in a stream of text, each as soon as it is complete.

    A statement is a sentence. Its keys stand anywhere in it or after it, in any kind of brackets;
    a sentence without keys takes those of the next one on its line, or those that begin the line.
    Keys that were not given are dropped.
    """
    waiting, read_so_far = "", 0
    for chunk in chunks:
        waiting += chunk
        while (cut := _cut(waiting)) is not None:
            line, waiting = waiting[:cut], waiting[cut:]
            yield from _statements(line, keys)
        read_so_far += len(chunk)
        if read_so_far >= _LONGEST_OUTPUT:
            return
    yield from _statements(waiting, keys)


def _cut(text: str) -> int | None:
    """Where the first complete line, or sentence with its keys, ends; None where nothing does."""
    newline = text.find("\n")
    if newline >= 0:
        line = text[:newline]
    else:
        line, newline = text, len(text)
    for found in _GROUP.finditer(line):
        # More keys may be yet to come: what stands there must be what begins a sentence.
        stops = _STOPS.match(line, found.end())
        after = found.end() if stops is None else stops.end()
        ended = _WHOLE.search(line, 0, found.start()) or _WHOLE.search(line, found.end(), after)
        begins = line[after : after + 1].isalnum() and not line[after].islower()
        if ended and begins and line[found.end() - 1] in "])】}>" and line[after - 1].isspace():
            return after
    if newline < len(text):
        return newline + 1
    return _LONGEST_LINE if len(text) > _LONGEST_LINE else None


def _statements(line: str, given: Collection[str]) -> Iterator[Said]:
    """The sentences of a line with their keys."""
    text, groups, position = "", list[tuple[int, tuple[str, ...]]](), 0
    line = _MARKS.sub("", line)
    for found in _GROUP.finditer(line):
        keys = _keys_in(found.group(), given)
        if keys or _BRACKETED.match(found.group()):
            text += _NUMBERS.sub("", line[position : found.start()])
            groups.append((len(text.rstrip()), keys))
            position = found.end()
    text += _NUMBERS.sub("", line[position:])
    spans = [(a, b) for a, b in split_sentences(text) if any(map(str.isalnum, text[a:b]))]
    leading = _at(groups, lambda place: not spans or place <= spans[0][0])
    own = []
    for number, (start, _) in enumerate(spans):
        upto = spans[number + 1][0] if number + 1 < len(spans) else len(text)
        own.append(_at(groups, lambda place, a=start, b=upto: a < place <= b))  # type: ignore[misc]
    carried: tuple[str, ...] = ()
    for number in reversed(range(len(spans))):
        carried = own[number] = own[number] or carried or leading
    for (start, end), held in zip(spans, own, strict=True):
        yield Said(_tidy(text[start:end]), held)


def _tidy(text: str) -> str:
    return _SPACE_BEFORE.sub(r"\1", " ".join(text.split())).lstrip(",:; ")


def _keys_in(group: str, given: Collection[str]) -> tuple[str, ...]:
    keys = (one.casefold() for one in _KEY.findall(group))
    return tuple(dict.fromkeys(key for key in keys if key in given))


def _at(
    groups: Iterable[tuple[int, tuple[str, ...]]], here: Callable[[int], bool]
) -> tuple[str, ...]:
    """The keys of all groups at these places, each once."""
    return tuple(dict.fromkeys(key for place, keys in groups if here(place) for key in keys))
