"""What a follow-up question may refer to: the turns before it."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.answer import Answer
from assistant.conversation.names import Kind, Name, called_in, longest, names_in, thing_in
from assistant.conversation.words import content_of, words_of

LAST = 6
"""How many of the last turns a question may refer to."""

_READ, _LONGEST = 8, 1000
"""How many statements and headlines of a turn are read, and how many characters of each text."""

_FADING = 0.8
"""What a name weighs that was said one turn earlier."""

_LEFT = 0.1
"""What a name weighs that was said before the question that begins a topic."""

_ASKED = 5.0
"""What a name weighs that was asked about, of one in an answer; later ones in a question more."""

_NOUN = re.compile(
    r"\bthe\s+(?!(?:same|other|others|rest|first|second|third|last|next|latest|reason|result|one|ones)\b)"
    r"(?P<noun>[a-zà-þ]{3,})\b"
)

_SURE: dict[Kind, int] = {
    **dict.fromkeys(("thing", "group", "place"), 1),
    "unknown": 0,
    "person": 1,
    "he": 2,
    "she": 2,
}
"""Which kind of a name holds where it was said several times: that which tells more, else the
first."""


class Turn(NamedTuple):
    """A question as it was understood, with what was said to it.

    `statements` are the sentences of the answer, `titles` the headlines of its sources in the
    order of their numbers: those that came nearest where nothing was found. `asked` is the question
    in the words of who asked it, which may tell of whom it speaks: of "him". `told` is all that the
    sources tell about, as `content_of` their texts; empty where that is not known.
    """

    question: str
    statements: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    asked: str = ""
    told: frozenset[str] = frozenset()

    @property
    def texts(self) -> tuple[str, ...]:
        """What was said in it, the beginning of each."""
        said = (self.question, *self.statements[:_READ], *self.titles[:_READ])
        return tuple(text[:_LONGEST] for text in said)

    @classmethod
    def of(cls, answer: Answer) -> "Turn":
        """The turn of a question that was answered."""
        articles = [citation.article for citation in answer.citations] or answer.nearest
        return cls(
            answer.query.standalone or answer.question,
            tuple(statement.text for statement in answer.statements),
            tuple(article.title or "" for article in articles),
            answer.question,
            content_of(f"{article.title or ''}\n{article.body}" for article in articles),
        )


class Said(NamedTuple):
    """A name of the last turns, in full, with how much it was spoken of."""

    name: Name
    weight: float


def turns_away(question: str, turns: Sequence[Turn]) -> bool:
    """Whether a question is about a thing, "the match", of which no source of the turns tells.

    What somebody asks next of a story stands in it, as a rule: another thing is another story.
    """
    things = content_of(found["noun"] for found in _NOUN.finditer(question))
    if not things or not turns or not turns[-1].told:
        return False
    heard = content_of(text for turn in turns for text in turn.texts)
    return not things & heard.union(*(turn.told for turn in turns))


def names_of(turns: Sequence[Turn]) -> list[Said]:
    """The names of the last turns, those first of which most was spoken, and most lately."""
    said = list(_said(turns))
    known = {name.text: name for name, _ in said if not name.text[0].islower()}.values()
    found: dict[str, Said] = {}
    for name, weight in said:
        full = longest(name, known)
        before = found.get(full.text, Said(full._replace(kind=name.kind), 0.0))
        kind = max(before.name.kind, name.kind, key=_SURE.__getitem__)
        article = before.name.article or full.article
        found[full.text] = Said(full._replace(kind=kind, article=article), before.weight + weight)
    return sorted(found.values(), key=lambda one: -one.weight)


def _said(turns: Sequence[Turn]) -> Iterator[tuple[Name, float]]:
    """The names of the last turns as they were said, with what each weighs."""
    fresh = 1.0
    last = turns[-LAST:]
    for place, turn in reversed(list(enumerate(last))):
        asked = names_in(turn.question[:_LONGEST], opening=True)
        for order, name in enumerate(_as_called(asked, turn.asked[:_LONGEST])):
            yield name, (_ASKED + order) * fresh
        thing = thing_in(turn.question[:_LONGEST]) if place == len(last) - 1 else None
        if thing is not None:
            yield thing, _ASKED
        for statement in turn.statements[:_READ]:
            for name in names_in(statement[:_LONGEST]):
                yield name, fresh
        away = not asked and turns_away(turn.question, last[:place])
        fresh *= _FADING if not away and _goes_on(asked, last[:place]) else _LEFT


def _as_called(names: Sequence[Name], asked: str) -> Iterator[Name]:
    """The names of a question; the first that stands for a "he" or "she" of who asked is that."""
    called = called_in(asked)
    for name in names:
        if called and _SURE[name.kind] < _SURE[called] and not name.words & words_of(asked):
            yield name._replace(kind=called)
            called = None
        else:
            yield name


def _goes_on(asked: Sequence[Name], before: Sequence[Turn]) -> bool:
    """Whether a question with these names goes on with what turns were about: its names say so."""
    spoken = words_of(" ".join(text for turn in before for text in turn.texts))
    return not asked or any(name.own_words & spoken for name in asked)
