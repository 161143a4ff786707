"""Who did what to whom, as far as the order of names around a verb shows it."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from assistant.checking.wording import Token, Wording

_MUTUAL = frozenset(
    "and or with met meet meets meeting marry married agree agreed talk talked play played plays "
    "between together vs versus both against face faced faces draw drew tie tied joined".split()
)
_SPEECH = frozenset(
    "said says say told tells added adds announced claimed claims warned warns insisted insists "
    "wrote writes stated states argued explained according".split()
)
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
    for (start, first), (end, second) in zip(places, places[1:], strict=False):
        between = tokens[start + 1 : end]
        words = {token.key for token in between}
        if first == second or len(between) > _FAR or words & _MUTUAL:
            continue
        for token in between:
            if token.stem and token.kind == "word" and not token.capital:
                yield token.stem, first == one, "by" in words


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
