"""What a sentence tells in one clause, a statement must not tell with the words of another."""

import re
from collections.abc import Sequence

from assistant.checking.opposites import OPPOSITES
from assistant.checking.wording import Token, Wording, word_set

_PART = re.compile(
    r",\s|[;:()]|\s[–—]\s|\b(?:but|although|though|while|whereas|because|after|before|when|and)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"[;]|,?\s(?:but|while|whereas)\b|\band\b", re.IGNORECASE)
_ENOUGH = 2
_CLAUSE = 4
"""Fewer words are no clause, but an addition: "now 27"."""
_SEASONS = word_set("spring summer autumn winter half quarter earli late")
"""Stems that belong to a day: they share nothing else."""

_VALUE = "<>~.0123456789e+"

Clause = Sequence[Token]


def _clauses(wording: Wording, edge: re.Pattern[str]) -> list[list[Token]]:
    edges = [found.start() for found in edge.finditer(wording.text)]
    found: list[list[Token]] = [[]]
    before = 0
    for token in wording.tokens:
        if any(before <= one < token.span.end for one in edges):
            found.append([])
        before = token.span.end
        found[-1].append(token)
    return [clause for clause in found if clause]


def exchanged_figures(statement: Wording, source: Wording) -> str:
    """The figure of a clause of which the source tells another: "5 per cent in March".

    It is one where two figures that stand together in the statement stand in two clauses of the
    source, each beside one of the other's kind. Returns that figure as the source has it.
    """
    theirs = _clauses(source, _PART)
    for mine in _clauses(statement, _PART):
        figures = [token for token in mine if token.kind != "word"]
        places = {one.key: _holding(one.key, theirs) for one in figures}
        for one in figures:
            for other in figures:
                here, there = places[one.key], places[other.key]
                if here is None or there is None or here is there or one.kind == other.kind:
                    continue
                rival = _rival(other, here, statement)
                if rival and _rival(one, there, statement):
                    return source.text[slice(*rival.span)].strip()
    return ""


def foreign_figure(statement: Wording, source: Wording) -> tuple[str, str] | None:
    """A figure of one clause that a statement tells with nothing but the words of another.

    Returns it as the statement and the words of its clause as the source has them.
    """
    theirs = _clauses(source, _PART)
    told = _words(statement.tokens)
    for token in statement.tokens:
        if token.kind == "word":
            continue
        holding = [clause for clause in theirs if any(one.key == token.key for one in clause)]
        if not holding or any(
            len(one) < _CLAUSE or (_words(one) & told) - _SEASONS for one in holding
        ):
            continue
        others = [clause for clause in theirs if len(_words(clause) & told) >= _ENOUGH]
        if others:
            clause = holding[0]
            part = source.text[clause[0].span.start : clause[-1].span.end]
            return statement.text[slice(*token.span)].strip(), part
    return None


def opposite_of_another(statement: Wording, source: Wording) -> tuple[str, str] | None:
    """A word of one clause in place of its opposite in that from which the other words are.

    It is one where those behind it speak for that clause, too: not in "the bath was opposed by
    Tarn" of "the new bath was backed by Roon but opposed by Tarn". Returns both.
    """
    theirs = _clauses(source, _WHOLE)
    for mine in _clauses(statement, _WHOLE):
        for place, token in enumerate(mine):
            against = OPPOSITES.get(token.key)
            have = [clause for clause in theirs if _holds(token, clause)]
            if not against or not have:
                continue
            others = [*mine[:place], *mine[place + 1 :]], mine[place + 1 :]
            for clause in theirs:
                if not all(
                    _shared(part, clause) > _shared(part, one) for one in have for part in others
                ):
                    continue
                for one in clause:
                    same = any(one.key == word.key for word in mine)
                    if one.key in against and one.negated == token.negated and not same:
                        return token.key, one.key
    return None


def _shared(part: Clause, clause: Clause) -> int:
    """How many of the words, numbers and days of a part a clause has."""
    mine, theirs = ({one.stem for one in side if one.stem} for side in (part, clause))
    return len(mine & theirs)


def _holds(token: Token, clause: Clause) -> bool:
    return any(one.key == token.key or (one.stem and one.stem == token.stem) for one in clause)


def _holding(key: str, clauses: Sequence[Clause]) -> Clause | None:
    """The one clause that has the figure."""
    found = [clause for clause in clauses if any(one.key == key for one in clause)]
    return found[0] if len(found) == 1 else None


def _rival(token: Token, clause: Clause, statement: Wording) -> Token | None:
    """Another figure of the same kind and unit in a clause, which the statement has not."""
    return next(
        (
            one
            for one in clause
            if one.kind == token.kind
            and one.key not in statement.words
            and (one.kind == "day" or one.key.strip(_VALUE) == token.key.strip(_VALUE))
        ),
        None,
    )


def _words(tokens: Clause) -> set[str]:
    return {one.stem for one in tokens if one.stem and one.kind == "word"}
