"""What a statement has where an otherwise like sentence has something else."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from assistant.checking.case import Case, shown
from assistant.checking.names import missing
from assistant.checking.wording import Token, Wording, word_set

_REPLACED = 3
_SIMILAR = 0.6
_ALL_BUT = 0.8
_TIMES = word_set("after following before during amid since until who which did does do")
_NO_THING = word_set("he she it they we you i him her them the a an")


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


def other_word(case: Case) -> str | None:
    """A word that the article has elsewhere, in a sentence that is the source's but for it."""
    differing = list(_replaced(case.statement, case.main, _ALL_BUT))
    for mine, theirs in differing if len(differing) == 1 else ():
        told, other = (
            [one for one in side if one.stem and one.kind == "word"] for side in (mine, theirs)
        )
        if len(told) != 1 or len(other) != 1 or told[0].capital or other[0].capital:
            continue
        if not _before_same(told[0], other[0], case):
            continue
        if told[0].stem in case.main.stems or other[0].stem in case.statement.stems:
            continue
        if any(told[0].key in one.wording.words for one in case.sources.sentences):
            return f"The source has “{other[0].key}” in place of “{told[0].key}”."
    return None


def _before_same(token: Token, other: Token, case: Case) -> bool:
    """Whether two words stand before the same word that tells something: "a silent sensor"."""
    ahead = [
        wording.tokens[wording.tokens.index(one) + 1 :][:1]
        for wording, one in ((case.statement, token), (case.main, other))
    ]
    mine, theirs = ([one.key for one in side if one.stem] for side in ahead)
    return mine == theirs and bool(set(mine) - _NO_THING) and not {token.key, other.key} & _TIMES


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
    statement: Wording, source: Wording, similar: float = _SIMILAR
) -> Iterator[tuple[tuple[Token, ...], tuple[Token, ...]]]:
    """What differs between two sentences that are otherwise much alike: few words for few."""
    matcher = SequenceMatcher(None, statement.keys, source.keys, autojunk=False)
    blocks = matcher.get_opcodes()
    same = sum(end - start for kind, start, end, _, _ in blocks if kind == "equal")
    if same < similar * len(statement.keys):
        return
    for kind, start, end, left, right in blocks:
        mine, theirs = statement.tokens[start:end], source.tokens[left:right]
        if kind == "replace" and max(len(mine), len(theirs)) <= 2 * _REPLACED:
            yield mine, theirs
