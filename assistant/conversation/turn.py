"""What a follow-up question may refer to: the turns before it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.conversation.names import Name, longest, names_in

LAST = 6
"""How many of the last turns a question may refer to."""

_FADING = 0.8
"""What a name weighs that was said one turn earlier."""

_ASKED = 5.0
"""What a name weighs that was asked about, of one in an answer; later ones in a question more."""


class Turn(NamedTuple):
    """A question as it was understood, with what was said to it.

    `statements` are the sentences of the answer, `titles` the headlines of its sources in the
    order of their numbers: those that came nearest where nothing was found.
    """

    question: str
    statements: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


class Said(NamedTuple):
    """A name of the last turns, in full, with how much it was spoken of."""

    name: Name
    weight: float


def names_of(turns: Sequence[Turn]) -> list[Said]:
    """The names of the last turns, those first of which most was spoken, and most lately."""
    said = list(_said(turns))
    known = [name for name, _ in said]
    found: dict[str, Said] = {}
    for name, weight in said:
        full = longest(name, known)
        before = found.get(full.text, Said(full._replace(kind=name.kind), 0.0))
        kind = name.kind if before.name.kind == "unknown" else before.name.kind
        article = before.name.article or full.article
        found[full.text] = Said(full._replace(kind=kind, article=article), before.weight + weight)
    return sorted(found.values(), key=lambda one: -one.weight)


def _said(turns: Sequence[Turn]) -> Iterator[tuple[Name, float]]:
    """The names of the last turns as they were said, with what each weighs."""
    fresh = 1.0
    for turn in reversed(turns[-LAST:]):
        for place, name in enumerate(names_in(turn.question, opening=True)):
            yield name, (_ASKED + place) * fresh
        for statement in turn.statements:
            for name in names_in(statement):
                yield name, fresh
        fresh *= _FADING
