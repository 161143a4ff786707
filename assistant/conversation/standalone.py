"""From a question in a conversation to one that can be read without it."""

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.conversation.ellipsis import asked_before, completed, new_subject
from assistant.conversation.names import names_in
from assistant.conversation.pointing import pointed_at
from assistant.conversation.references import PRONOUN, in_full, resolved
from assistant.conversation.terms import terms
from assistant.conversation.turn import LAST, Said, Turn, names_of, turns_away
from assistant.conversation.words import content_of, words_of
from assistant.understanding.asking import without_courtesy

Rewrite = Callable[[str, Sequence[Turn]], str | None]
"""What may say a follow-up as a stand-alone question, such as a language model."""

ADDED = 400
"""How many characters a stand-alone question may be longer than the question."""

_LONGEST = 1000
"""A question of more characters refers to nothing outside."""

_MEANING = re.compile(
    r"^\W*what(?:(?: is| are| was| were|['’]s) (?:meant by|(?!the\b|some\b))| does .+ mean\b)",
    re.IGNORECASE,
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
_TOPICS = 2
"""How many names are taken over by a question that has none."""
_AS_MUCH = 0.8
_NEW_TOPIC = 3
"""How many words a question has at least that is on a new topic when none of them was said."""
_SPOKEN = 0.5
"""Which share of them, at least, has been said where it goes on with what was spoken of."""

_NO_NAME_ALONE = frozenset(["the", "of", "and", "for", "a", "in", "on"])


def standalone(question: str, turns: Sequence[Turn], rewrite: Rewrite | None = None) -> str:
    """The question as one that can be read without the turns before it, the last of which count.

    A question that is complete, and one on a new topic, comes back as it is; so does any first
    question. What `rewrite` makes of the question counts if it keeps the question's words, except
    pronouns; without it, or where it returns None, the rules of this package do. Thanks are no
    question, and no turn.
    """
    turns = [turn for turn in turns if without_courtesy(turn.question)]
    asked = without_courtesy(question)
    if not turns or not asked.strip() or len(question) > _LONGEST:
        return question
    if rewrite is not None:
        said = rewrite(question, turns)
        if said and _keeps(said, asked) and len(said) <= len(question) + ADDED:
            return said
    last = turns[-1]._replace(question=asked_before(turns[-1].question))
    found = pointed_at(asked, last) or completed(asked, last) or _named(asked, turns)
    return question if found == asked or len(found) > len(question) + ADDED else found


def _keeps(rewritten: str, question: str) -> bool:
    """Whether the words of a question stand in what was made of it, but for pronouns."""
    return words_of(PRONOUN.sub(" ", question)) <= words_of(rewritten)


def _named(question: str, turns: Sequence[Turn]) -> str:
    """The question with names in place of what only refers to them, and with those it lacks."""
    said = names_of(turns)
    own = names_in(question, opening=True)
    text, changed = resolved(question, own, said)
    about = list(_last_said(turns[-1])) if _LAST_SAID.search(question) else []
    if not (own or changed or _holds(question, said)) and _goes_on(question, turns):
        about[:0] = _topic(said, turns[-1])
    held = words_of(text)
    about = [one for one in dict.fromkeys(about) if not words_of(one) <= held]
    if not about and not changed:
        return question
    if about:
        # A question that says neither whom nor what it is about leaves out more than names.
        about += terms(question, " ".join([text, *about]), turns)
    return in_full(_with(text, about), own, said)


def _topic(said: Sequence[Said], last: Turn) -> list[str]:
    """The name that was most spoken of, with one as much so; the last question without names."""
    if not said:
        return [last.question.strip(" ?.!")]
    return [one.name.text for one in said[:_TOPICS] if one.weight >= _AS_MUCH * said[0].weight]


def _last_said(last: Turn) -> Iterator[str]:
    """The names in the first statement of the last answer."""
    for statement in last.statements[:1]:
        yield from (one.text for one in names_in(statement)[:_SAID_NAMES])


def _holds(question: str, said: Sequence[Said]) -> bool:
    """Whether a part of a name that was said stands in the question, in whatever letters."""
    words = words_of(question) - _NO_NAME_ALONE
    return any(words & one.name.words for one in said)


def _goes_on(question: str, turns: Sequence[Turn]) -> bool:
    """Whether a question without names goes on with what was spoken of.

    One that asks what a word means does not, nor one that turns to what was not said before, nor
    one of several words of which none was said.
    """
    if _MEANING.match(question) or turns_away(question, turns[-LAST:]):
        return False
    asked = content_of([question])
    spoken = content_of(text for turn in turns[-LAST:] for text in turn.texts)
    subject = content_of([new_subject(question)])
    if subject and not subject & spoken:
        return False
    return len(asked) < _NEW_TOPIC or len(asked & spoken) >= _SPOKEN * len(asked)


def _with(text: str, about: Sequence[str]) -> str:
    """The text with names in brackets before the mark at its end."""
    if not about:
        return text
    body = text.rstrip(" ?.!")
    return f"{body} ({', '.join(about)}){text[len(body) :].strip()}"
