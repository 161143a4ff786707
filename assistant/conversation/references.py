"""Names in place of what only refers to them: pronouns, "the bridge", a surname."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.conversation.names import Name
from assistant.conversation.turn import Said

PRONOUN = re.compile(
    r"\b(?:(?P<he>he|him|himself|his)|(?P<she>she|herself|hers?)|(?P<it>itself|its?)"
    r"|(?P<they>they|them|themselves|theirs?))\b",
    re.IGNORECASE,
)
_OWNING = frozenset({"his", "her", "its", "their"})
_NO_OWNER = re.compile(
    r"\W*(?:$|(?:to|in|on|at|for|with|from|and|or|as|by|about)\b)", re.IGNORECASE
)
_EMPTY_IT = re.compile(
    r"\b(?:is|was) it(?= (?:true|known|clear|possible|likely|legal|safe)\b)", re.IGNORECASE
)
_NOBODY = dict.fromkeys(("thing", "group", "place"), 0.0)
_FITS = {
    "he": {"he": 1.0, "person": 1.0, "unknown": 0.7, "she": 0.0, **_NOBODY},
    "she": {"she": 1.0, "person": 1.0, "unknown": 0.7, "he": 0.0, **_NOBODY},
    "it": {"thing": 1.0, "unknown": 0.8, "group": 0.7, "place": 0.5, "person": 0.4},
    "they": {
        "group": 1.0,
        "unknown": 1.0,
        "person": 0.9,
        "thing": 0.8,
        "he": 0.9,
        "she": 0.9,
        "place": 0.4,
    },
}
"""How well a pronoun fits a name of a kind, 0 where it never means it; `_MISFIT` where it does not
say."""
_MISFIT = 0.1
_SUBJECT = re.compile(
    r"^\W*(?:how many|which|what) (?!.*\b(?:did|do|does|is|are|was|were|has|have|had|will|would|can"
    r"|could|should)\b)",
    re.IGNORECASE,
)
"""What begins a question with a subject of its own, as "How many fishermen lost ..." does."""
_DEFINITE = re.compile(r"\b(?:the|this|that)\s+(?P<noun>[^\W\d_]{3,})\b", re.IGNORECASE)


class Resolved(NamedTuple):
    """A question with names for its references, and whether it had any."""

    text: str
    changed: bool


def resolved(question: str, own: Sequence[Name], said: Sequence[Said]) -> Resolved:
    """The question with names that were said for what refers to them; `own` are those it has."""
    text = _in_full_words(_without_pronouns(question, own, said), said)
    return Resolved(text, text != question)


def in_full(question: str, own: Sequence[Name], said: Sequence[Said]) -> str:
    """The question with the whole of a name where it has a part of one that was said."""
    for name in own:
        fuller = [one.name.text for one in said if name.words < one.name.words]
        if len(fuller) == 1 and name.text.isalpha():
            question = re.sub(rf"\b{name.text}\b", fuller[0].replace("\\", ""), question, count=1)
    return question


def _without_pronouns(text: str, own: Sequence[Name], said: Sequence[Said]) -> str:
    """The text with a name for the first pronoun of each kind; further ones refer to it."""
    meant: dict[str, Name] = {}
    parts, end = [], 0
    empty = {found.end() for found in _EMPTY_IT.finditer(text)}
    for found in PRONOUN.finditer(text):
        kind = found.lastgroup or ""
        left = [one.name for one in said if one.name not in meant.values()]
        if kind in meant or not left or found.end() in empty:
            continue
        before = text[: found.start()]
        if _named_before(kind, before, own) or (kind == "they" and _SUBJECT.match(before)):
            continue
        best = max(said, key=lambda one: (one.name in left) * _weight(kind, one))
        if not _weight(kind, best):
            continue
        meant[kind] = best.name
        name = best.name.phrase
        owns = found[0].casefold() in _OWNING and not (
            found[0].casefold() == "her" and _NO_OWNER.match(text[found.end() :])
        )
        parts += [text[end : found.start()], f"{name}’s" if owns else name]
        end = found.end()
    return "".join([*parts, text[end:]])


def _named_before(kind: str, before: str, own: Sequence[Name]) -> bool:
    """Whether a question names before a "he" or "she" whom it means, as "Did Sule say she ..."."""
    return kind in ("he", "she") and any(
        one.text in before and _FITS[kind].get(one.kind, _MISFIT) > _MISFIT for one in own
    )


def _weight(kind: str, one: Said) -> float:
    return _FITS[kind].get(one.name.kind, _MISFIT) * one.weight


def _in_full_words(text: str, said: Sequence[Said]) -> str:
    """The text with the name of what it calls by the last word of it, as in "the bridge"."""
    nouns = {one.name.text.split()[-1].casefold(): one.name for one in reversed(said)}
    for found in _DEFINITE.finditer(text):
        name = nouns.get(found["noun"].casefold())
        if name is not None and " " in name.text:
            return f"{text[: found.start()]}the {name.text}{text[found.end() :]}"
    return text
