"""Words that contradict each other, and whether one text denies what another says."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from assistant.checking.wording import Wording, word_set

_PAIRS = """
win won winning wins victory|lose lost losing loses defeat defeated
rise rose risen rising rises increase increased increasing grow grew grown climb climbed up gain|\
fall fell fallen falling falls decrease decreased decline declined drop dropped shrink shrank down
confirm confirmed confirms acknowledge admitted admit admits|deny denied denies denying
accept accepted approve approved back backed adopt adopted endorse endorsed|\
reject rejected refuse refused decline declined oppose opposed block blocked veto vetoed
support supported supports favour favor|oppose opposed opposes
guilty convicted|innocent acquitted cleared
open opened opens opening reopen reopened|close closed closes closing shut
arrive arrived arrives enter entered join joined|leave left leaves exit quit
alive survive survived survivor survivors|dead die died dies killed
hurt injured wounded harmed|unhurt uninjured unharmed unscathed
before earlier prior|after later following
more above over higher|less fewer below under lower
first|last
largest biggest highest most|smallest lowest least
best|worst
buy bought|sell sold
hire hired appoint appointed|fire fired sack sacked dismiss dismissed
allow allowed permit permitted legal|ban banned forbid forbade forbidden prohibit prohibited illegal
begin began begun start started|end ended finish finished stop stopped
succeed succeeded success|fail failed failure
north northern|south southern
east eastern|west western
man men boy father brother son husband|woman women girl mother sister daughter wife
increase raise raised|cut reduce reduced lower lowered
release released freed|arrest arrested jail jailed detain detained
true|false
run runs running|stop stops stopped halt halted suspend suspended
saved|lost
early|late
new|old
quickly|slowly
unanimous unanimously|divided split
full|empty
shelve shelved scrap scrapped abandon abandoned|approve approved adopt adopted
exceed exceeded exceeds|below under
inside|outside
agree agreed|disagree disagreed
safe|unsafe dangerous
morning|evening night
majority|minority
male|female
strengthen strengthened|weaken weakened
advance advanced|retreat retreated
import imports imported|export exports exported
"""


def opposites() -> Mapping[str, frozenset[str]]:
    """For each word of the list, those that contradict it."""
    found: dict[str, set[str]] = {}
    for line in _PAIRS.strip().splitlines():
        one, other = (side.split() for side in line.split("|"))
        for words, others in ((one, other), (other, one)):
            for word in words:
                found.setdefault(word, set()).update(others)
    return {word: frozenset(others - {word}) for word, others in found.items()}


OPPOSITES = opposites()
"""For each word that has opposites, those."""


def contradicted(statement: Wording, source: Wording) -> tuple[str, str] | None:
    """A word of a statement and its opposite, which the source has in its place.

    A negation on one of the two sides makes them agree.
    """
    for token in statement.tokens:
        against = OPPOSITES.get(token.key)
        if against is None or token.stem in source.stems or token.key in source.words:
            continue
        for other in source.tokens:
            told = other.key in statement.words
            if other.key in against and not told and other.negated == token.negated:
                return token.key, other.key
    return None


_AWAY = {
    "outside": word_set("in inside within"),
    "in": word_set("outside"),
    "without": word_set("with"),
    "with": word_set("without"),
    "from": word_set("to"),
    "to": word_set("from"),
}
"""Small words that contradict each other before the same word."""


def turned_away(statement: Wording, source: Wording) -> tuple[str, str] | None:
    """A small word of a statement and its opposite, which the source has before the same word."""
    mine, theirs = (set(pairwise(one.keys)) for one in (statement, source))
    for word, place in sorted(mine - theirs):
        for other in sorted(_AWAY.get(word, ())):
            if (other, place) in theirs and (other, place) not in mine:
                return word, other
    return None


def denied(statement: Wording, main: Wording, others: Sequence[Wording]) -> bool:
    """Whether a statement denies what its best sentence says, or says what that denies.

    It does not where one of the other quotes says it in the same way.
    """
    quotes = (main, *others)
    for run in statement.denials:
        if any((stem, True) in one.said for stem in run for one in quotes):
            continue
        if _shared(run, main) or not any(one.denials or _turns(statement, one) for one in quotes):
            return True
    if _corrected(statement, main):
        return False
    for run in main.denials:
        shared = _shared(run, statement)
        told = [*(one.said for one in quotes), {(stem, False) for stem, no in statement.said if no}]
        if shared and not any((stem, False) in one for stem in shared for one in told):
            return True
    return False


def _corrected(statement: Wording, source: Wording) -> bool:
    """Whether a statement tells the number or day of "not on the 3rd, but on the 4th"."""
    mine = {one.key: one.negated for one in statement.tokens if one.kind != "word"}
    tokens = source.tokens
    told = {
        token.key
        for place, token in enumerate(tokens)
        for before in tokens[max(0, place - 2) : place]
        if token.kind != "word" and before.key == "but"
    }
    denied = {one.key for one in tokens if one.kind != "word" and one.negated}
    return any(mine.get(key) is False for key in told) and not denied & mine.keys()


def _shared(denied: Sequence[str], other: Wording) -> AbstractSet[str]:
    """The words denied that the other has: the first must be among them, or half of a clause's."""
    shared = other.stems.intersection(denied)
    enough = denied[0] in shared or (denied[0] == "" and 2 * len(shared) >= len(denied))
    return shared if enough else frozenset()


def _turns(statement: Wording, source: Wording) -> bool:
    """Whether a source says by another word what the statement denies: "lost" for "did not win"."""
    return any(OPPOSITES.get(key, frozenset()) & source.words for key in statement.words)
