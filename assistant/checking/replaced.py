"""What a statement has where an otherwise like sentence has something else."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from assistant.checking.case import Case, shown
from assistant.checking.names import missing
from assistant.checking.wording import Token, Wording

_REPLACED = 3
_SIMILAR = 0.6


def other_in_its_place(case: Case) -> str | None:
    """A number, day or name where an otherwise like sentence has another."""
    named = {token.span for name in case.names for token in name}
    for mine, theirs in _replaced(case.statement, case.main):
        for token in mine:
            if token.stem in {one.stem for one in theirs}:
                continue
            if token.kind == "word" and token.span not in named:
                continue
            others = [
                one
                for one in theirs
                if one.kind == token.kind
                and (token.kind != "word" or one.key in case.sources.proper)
            ]
            rivals = [one for one in others if one.key not in case.statement.words]
            if (rivals and not _same_thing(token, rivals, case)) or (others and not rivals):
                there = case.main.text[slice(*others[0].span)]
                return f"The source has {there.strip()} in place of {shown(case, token.span)}."
    return None


def _same_thing(token: Token, rivals: Sequence[Token], case: Case) -> bool:
    """Whether the rivals say the same in another form."""
    starts = {one.span.start for one in rivals}
    main = case.quotes[0]
    if token.kind == "amount":
        amounts = [one for one in case.main.amounts if one.span.start in starts]
        mine = next(one for one in case.statement.amounts if one.span == token.span)
        return any(mine.agrees(one) for one in amounts)
    if token.kind == "day":
        found = [one for one in case.main.days if one.span.start in starts]
        day = next(one for one in case.statement.days if one.span == token.span)
        return any(day.agrees(one, main.published) for one in found)
    # "R." for "Ruben", "WMA" for "World Meadow Alliance".
    name = next(run for run in case.names if token in run)
    return token.key not in case.main.words and not missing(name, [case.main])


def _replaced(
    statement: Wording, source: Wording
) -> Iterator[tuple[tuple[Token, ...], tuple[Token, ...]]]:
    """What differs between two sentences that are otherwise much alike: few words for few."""
    matcher = SequenceMatcher(None, statement.keys, source.keys, autojunk=False)
    blocks = matcher.get_opcodes()
    same = sum(end - start for kind, start, end, _, _ in blocks if kind == "equal")
    if same < _SIMILAR * len(statement.keys):
        return
    for kind, start, end, left, right in blocks:
        mine, theirs = statement.tokens[start:end], source.tokens[left:right]
        if kind == "replace" and max(len(mine), len(theirs)) <= 2 * _REPLACED:
            yield mine, theirs
