"""From a question in a conversation to one that can be read without it."""

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.conversation.ellipsis import completed
from assistant.conversation.names import Name, names_in
from assistant.conversation.pointing import pointed_at
from assistant.conversation.words import content, words_of
from assistant.conversation.turn import LAST, Said, Turn, names_of

Rewrite = Callable[[str, Sequence[Turn]], str | None]
"""What may say a follow-up as a stand-alone question, such as a language model."""

LONGEST = 400
"""How many characters a stand-alone question may be longer than the question."""

_WORD = re.compile(r"\w+")
_PRONOUN = re.compile(
    r"\b(?:(?P<he>he|him|himself|his)|(?P<she>she|herself|hers?)|(?P<it>itself|its?)"
    r"|(?P<they>they|them|themselves|theirs?))\b(?!['’](?:s|d|ll|re|ve)?\b)?",
    re.IGNORECASE,
)
_OWNING = frozenset({"his", "her", "its", "their"})
_NOT_HERS = re.compile(r"\s*(?:[?.!,;]|$|(?:to|in|on|at|for|with|from|and|or|as|by|about)\b)")
_EMPTY_IT = re.compile(
    r"\b(?:is|was) it (?:true|known|clear|possible|likely|raining|legal|safe)\b", re.IGNORECASE
)
_FITS = {
    "he": {"he": 1.0, "person": 1.0, "unknown": 0.7},
    "she": {"she": 1.0, "person": 1.0, "unknown": 0.7},
    "it": {"thing": 1.0, "unknown": 0.8, "place": 0.5, "person": 0.4},
    "they": {"thing": 1.0, "unknown": 1.0, "person": 0.9, "he": 0.6, "she": 0.6, "place": 0.4},
}
"""How well a pronoun fits a kind of name; `_MISFIT` where it does not say."""
_MISFIT = 0.1
_THERE = re.compile(
    r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\bthere\b(?=\s*(?:[?.!,]|$|in\b|and\b|on\b))",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"\b(?:the|this|that)\s+(?P<noun>[a-z]{3,})\b", re.IGNORECASE)
_WHAT_IS = re.compile(
    r"^\W*what(?: (?:is|are|was|were)|['’]s) (?:meant by|(?!the\b|some\b|his\b)[\w\W]+$)|^what does [\w\W]+ mean\b", re.IGNORECASE
)
_LAST_SAID = re.compile(
    r"\b(?:else|others?|another|besides|more)\b|\b(?:this|these|those)\b(?! (?:week|month|year"
    r"|morning|evening|summer|autumn|winter|spring|weekend)s?\b)"
    r"|\b(?:is|was|did|does|do|of|about|after|before|for|with|in|at|on|by|from|during) that\b"
    r"|\bthat\s*[?.!]*$",
    re.IGNORECASE,
)
"""Words by which a question refers to what was said just before it."""
_SAID_NAMES = 3
"""How many names of what was said just before it such a question takes over."""
_NEW_TOPIC = 3
"""How many words a question has at least that is on a new topic when none of them was said."""


def standalone(question: str, turns: Sequence[Turn], rewrite: Rewrite | None = None) -> str:
    """The question as one that can be read without the turns before it, the last of which count.

    A question that is complete, and one on a new topic, comes back as it is; so does any first
    question. What `rewrite` makes of the question counts if it holds all words of the question but
    those that refer to something; without it, or where it returns None, rules of this package do.
    """
    if not turns or not question.strip():
        return question
    if rewrite is not None:
        said = rewrite(question, turns)
        if said and _keeps(question, said) and len(said) <= len(question) + LONGEST:
            return said
    found = pointed_at(question, turns[-1])
    if found is None:
        full = completed(question, turns[-1])
        found = _named(full, turns) if full == question else full
    return found if len(found) <= len(question) + LONGEST else question


def _keeps(question: str, rewritten: str) -> bool:
    """Whether the words of a question stand in what was made of it, but for pronouns."""
    left = _PRONOUN.sub(" ", question)
    return set(_WORD.findall(left.casefold())) <= set(_WORD.findall(rewritten.casefold()))


def _named(question: str, turns: Sequence[Turn]) -> str:
    """The question with names in place of what only refers to them, and with those it lacks."""
    said = names_of(turns)
    own = names_in(question, opening=True)
    text, meant = _without_pronouns(question, own, said)
    text, called = _with_names(text, said)
    meant += called
    about: list[str] = []
    if not (own or meant or _held(question, said)) and _goes_on(question, turns):
        about += [one.name.text for one in said[:1]] or [turns[-1].question.strip(" ?.!")]
    if _LAST_SAID.search(question):
        answer = [one for part in turns[-1].statements[:1] for one in names_in(part)]
        about += [one.text for one in answer[:_SAID_NAMES]]
    held = set(_WORD.findall(text.casefold()))
    about = [one for one in dict.fromkeys(about) if not held.issuperset(words_of(one))]
    return _in_full(_with(text, about) if about else text, own, said) if about or meant else question


def _in_full(question: str, own: Sequence[Name], said: Sequence[Said]) -> str:
    """The question with the whole of a name where it has a part of one that was said."""
    for name in own:
        fuller = [one.name.text for one in said if name.words < one.name.words]
        if len(fuller) == 1 and name.text.isalpha():
            question = re.sub(rf"\b{re.escape(name.text)}\b", lambda _: fuller[0], question, count=1)
    return question


def _with_names(text: str, said: Sequence[Said]) -> tuple[str, list[str]]:
    """The text with names for what it calls by their last word, as "the bridge", and these names."""
    for found in _DEFINITE.finditer(text):
        for one in said:
            *first, last = one.name.text.split()
            if first and last.casefold() == found["noun"].casefold():
                start, end = found.span()
                return f"{text[:start]}the {one.name.text}{text[end:]}", [one.name.text]
    return text, []


def _without_pronouns(
    text: str, own: Sequence[Name], said: Sequence[Said]
) -> tuple[str, list[str]]:
    """The text with names for its pronouns, and these names; one that has its name before it stays."""
    meant: dict[str, str] = {}
    parts, end = [], 0
    for found in _PRONOUN.finditer(text):
        kind = found.lastgroup or ""
        before = text[: found.start()]
        bound = kind in ("he", "she") and any(one.text in before and _fit(kind, one) > _MISFIT for one in own)
        if bound or kind in meant or not said or _EMPTY_IT.search(before + found[0] + text[found.end() :][:12]):
            continue
        # Two pronouns mean two names.
        others = [one for one in said if one.name.text not in meant.values()] or said
        name = meant[kind] = _best(kind, others)
        word = found[0].casefold()
        owning = word in _OWNING and not (word == "her" and _NOT_HERS.match(text[found.end() :]))
        parts += [text[end : found.start()], f"{name}’s" if owning else name]
        end = found.end()
    return "".join([*parts, text[end:]]), list(meant.values())


def _best(kind: str, said: Sequence[Said]) -> str:
    return max(said, key=lambda one: _fit(kind, one.name) * one.count).name.text


def _fit(kind: str, name: Name) -> float:
    return _FITS[kind].get(name.kind, _MISFIT)


def _held(question: str, said: Sequence[Said]) -> bool:
    """Whether a name that was said stands in the question in small letters."""
    words = set(_WORD.findall(question.casefold()))
    return any(words & one.name.words - _SMALL for one in said)


_SMALL = frozenset("the of and for a in on".split())


def _goes_on(question: str, turns: Sequence[Turn]) -> bool:
    """Whether a question without names goes on with what was spoken of.

    One that asks what a word means does not, nor one of several words of which none was said.
    """
    if _WHAT_IS.search(question):
        return False
    words = content(question)
    if len(words) < _NEW_TOPIC:
        return True
    spoken = " ".join([one for turn in turns[-LAST:] for one in (turn.question, *turn.statements, *turn.titles)])
    return bool(set(words) & set(content(spoken)))


def _with(text: str, about: Sequence[str]) -> str:
    """The text with names in brackets before the mark at its end."""
    body = text.rstrip(" ?.!")
    return f"{body} ({', '.join(about)}){text[len(body):].strip() or ''}"
