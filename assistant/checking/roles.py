"""Who did what to whom, as far as the order of names around a verb shows it."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations, pairwise, takewhile

from assistant.checking.wording import Token, Wording, word_set

_MUTUAL = word_set(
    "and or with met meet meets meeting marry married agree agreed talk talked play played plays "
    "between together vs versus both against face faced faces draw drew tie tied joined"
)
_SPEECH = word_set(
    "said says say told tells added adds announced claimed claims warned warns insisted insists "
    "wrote writes stated states argued explained according"
)
_BE = word_set("is are was were be been being")
_BREAKS = word_set("of by for to with in on at from and or as")
_RELATIVES = word_set(
    "father mother son daughter brother sister wife husband widow widower partner friend uncle aunt"
    " cousin nephew niece grandson granddaughter lawyer spokesman spokeswoman spokesperson aide"
    " adviser assistant deputy colleague driver neighbour rival predecessor successor"
)
_SUBJECT_NEAR = 3
_FAR = 8
_SPEAKER_NEAR = 4


def reversed_roles(
    statement: Wording, source: Wording, names: Sequence[Sequence[Token]]
) -> tuple[str, str] | None:
    """Two names whose parts a statement exchanges around a verb that the source has, too."""
    keys = [name[-1].key for name in names]
    for one, other in combinations(dict.fromkeys(keys), 2):
        mine = set(_around(statement, one, other))
        theirs = set(_around(source, one, other))
        for verb, first, passive in mine:
            same, turned = (verb, first, passive), (verb, first, not passive)
            back = (verb, not first, passive)
            through = (verb, not first, not passive)
            if (back in theirs or turned in theirs) and not {same, through} & theirs:
                return one, other
    return None


def _around(wording: Wording, one: str, other: str) -> Iterator[tuple[str, bool, bool]]:
    """Each word between two names, whether the first is `one`, and whether "by" is between."""
    tokens = wording.tokens
    places = [(n, token.key) for n, token in enumerate(tokens) if token.key in (one, other)]
    for (start, first), (end, second) in pairwise(places):
        between = tokens[start + 1 : end]
        words = {token.key for token in between}
        if first == second or len(between) > _FAR or words & _MUTUAL:
            continue
        for token in between:
            if token.stem and token.kind == "word" and not token.capital:
                yield token.stem, first == one, "by" in words


def other_subject(
    statement: Wording, source: Wording, names: Sequence[Sequence[Token]], proper: AbstractSet[str]
) -> tuple[str, str] | None:
    """The name before a verb, and the one that the source has before it instead."""
    mine = _subjects(statement, frozenset(name[-1].key for name in names))
    theirs = _subjects(source, proper)
    for verb, subjects in mine.items():
        others = theirs.get(verb)
        if others and not subjects & others and all(one in source.words for one in subjects):
            return min(subjects), min(others)
    return None


def _subjects(wording: Wording, names: AbstractSet[str]) -> dict[tuple[str, bool], set[str]]:
    """The names right before each word, by its stem and whether a form of "be" is between."""
    found: dict[tuple[str, bool], set[str]] = {}
    tokens = wording.tokens
    for place, token in enumerate(tokens):
        if not token.stem or token.kind != "word" or token.capital:
            continue
        between: list[str] = []
        for before in reversed(tokens[max(0, place - _SUBJECT_NEAR) : place]):
            if before.capital and before.key in names:
                passive = any(word in _BE for word in between)
                found.setdefault((token.stem, passive), set()).add(before.key)
            if before.stem or before.key in _BREAKS:
                break
            between.append(before.key)
    return found


def other_agent(statement: Wording, source: Wording) -> tuple[str, str] | None:
    """The name behind "by" after a verb, and the one that the source has there instead."""
    mine, theirs = _agents(statement), _agents(source)
    for verb, agents in mine.items():
        others = theirs.get(verb)
        if others and not agents & others:
            return min(agents), min(others)
    return None


def _agents(wording: Wording) -> dict[str, set[str]]:
    """The last word of the name behind "by" after each verb."""
    found: dict[str, set[str]] = {}
    tokens = wording.tokens
    for verb, by in pairwise(range(len(tokens))):
        if tokens[by].key == "by" and tokens[verb].stem:
            named = [one.key for one in takewhile(lambda one: one.capital, tokens[by + 1 :])]
            if named:
                found.setdefault(tokens[verb].stem, set()).add(named[-1])
    return found


def dropped_relation(
    statement: Wording, source: Wording, names: Sequence[Sequence[Token]]
) -> tuple[str, str] | None:
    """A name of which a statement tells what the source tells of somebody or something of it.

    "Roth was jailed" of "Roth's father was jailed": the name, and what was left out.
    """
    for name in names:
        theirs = [_owned(place, source) for place in _places(name, source)]
        mine = [_owned(place, statement) for place in _places(name, statement)]
        if theirs and all(theirs) and not all(mine):
            left = [one for one in theirs if one and one.stem not in statement.stems]
            if len(left) == len(theirs):
                return name[-1].key, left[0].key
    return None


def _places(name: Sequence[Token], wording: Wording) -> list[int]:
    """Where the last word of a name stands, behind the others of it."""
    keys = tuple(one.key for one in name)
    ends = range(len(keys), len(wording.keys) + 1)
    return [end - 1 for end in ends if wording.keys[end - len(keys) : end] == keys]


def _owned(place: int, wording: Wording) -> Token | None:
    """Whom or what the name that ends there tells of: "Roth's father", "the father of Ann Roth"."""
    tokens = wording.tokens
    ends = wording.text[slice(*tokens[place].span)].casefold().endswith("'s")
    ahead = next((one for one in tokens[place + 1 : place + 4] if one.stem), None)
    if ends and ahead is not None and ahead.kind == "word":
        return ahead
    first = place
    while first and tokens[first - 1].capital:
        first -= 1
    behind = tokens[max(0, first - 2) : first]
    if len(behind) > 1 and behind[1].key == "of" and behind[0].key in _RELATIVES:
        return behind[0]
    return None


def other_speaker(
    statement: Wording, source: Wording, names: Sequence[Sequence[Token]]
) -> str | None:
    """Who a statement lets speak where the source has another name for the speaker."""
    mine = _speakers(statement)
    theirs = _speakers(source)
    keys = {name[-1].key for name in names}
    speaking = mine & keys
    if speaking and theirs and not mine & theirs and speaking & source.words:
        return min(speaking)
    return None


def _speakers(wording: Wording) -> set[str]:
    """The names beside a word of saying."""
    tokens = wording.tokens
    found = set()
    for place, token in enumerate(tokens):
        if token.key not in _SPEECH:
            continue
        before = tokens[max(0, place - 2) : place]
        after = tokens[place + 1 : place + _SPEAKER_NEAR]
        near = [one.key for one in before if one.capital]
        if not near:
            near = [one.key for one in after[: 3 if token.key == "according" else 2] if one.capital]
        found.update(near)
    return found
