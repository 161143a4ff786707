"""What has changed between two versions of a text."""

import difflib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from corpus.article import Article
from corpus.sentences import split_sentences

_WORDS = re.compile(r"\w+")
_SHINGLE = 3
IN_COMMON = 0.1
"""The share of three-word runs below which two texts have nothing in common but phrases."""

_ENOUGH = 30
"""How many such runs a text must have for this to tell anything."""


class Part(NamedTuple):
    """Sentences that stand in both versions, only in the older, or only in the newer."""

    kind: Literal["same", "gone", "new"]
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """A version of an article, and what it changed of the one before.

    `reused` says that nothing of the one before is left: its address was used again for another
    article. The first version has no `parts`.
    """

    article: Article
    added: datetime
    current: bool
    parts: tuple[Part, ...] = ()
    reused: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The step as JSON values."""
        return {
            "version": self.article.version,
            "added": self.added.isoformat(),
            "current": self.current,
            "title": self.article.title,
            "reused": self.reused,
            "parts": [part._asdict() for part in self.parts],
        }


def nothing_in_common(one: str, other: str) -> bool:
    """Whether hardly any run of three words of the shorter text stands in the longer one.

    Of a text of a line or two nobody can tell, and the answer is no.
    """
    if one == other:
        return False
    shorter = min(_shingles(one), _shingles(other), key=len)
    return len(shorter) >= _ENOUGH and common(one, other) < IN_COMMON


def common(one: str, other: str) -> float:
    """The share, from 0 to 1, of three-word runs of the shorter text that stand in the other."""
    shorter, longer = sorted((_shingles(one), _shingles(other)), key=len)
    return len(shorter & longer) / len(shorter) if shorter else 0.0


def changes(older: str, newer: str, language: str | None = None) -> list[Part]:
    """The two texts sentence by sentence, in order, what went before what came.

    Sentences are compared regardless of white space.
    """
    before, after = _sentences(older, language), _sentences(newer, language)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    parts: list[Part] = []
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            parts += [Part("same", text) for text in before[i:j]]
        else:
            parts += [Part("gone", text) for text in before[i:j]]
            parts += [Part("new", text) for text in after[k:m]]
    return parts


def _sentences(text: str, language: str | None) -> list[str]:
    return [" ".join(text[start:end].split()) for start, end in split_sentences(text, language)]


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = _WORDS.findall(text.lower())
    size = min(_SHINGLE, len(words))
    return {tuple(words[n : n + size]) for n in range(len(words) - size + 1)} if words else set()
