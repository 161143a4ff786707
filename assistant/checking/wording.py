"""What a sentence says, in the form in which sentences are compared."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from assistant.checking.dates import Day, days
from assistant.checking.numbers import Amount, amounts
from assistant.spelling import fold_spelling
from corpus import Span

Stem = Callable[[str], str]
"""The stem of a word, empty for one that tells nothing ("the", "of")."""

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_NO_DIGITS = re.compile(r"[^\d]+")
_MARKS = str.maketrans(dict.fromkeys("‘’‚‛`´′", "'") | dict.fromkeys("“”„‟«»″", '"'))
_QUOTE = re.compile(r"[\"“„«]([^\"“”„«»]{2,})[\"”“»]|(?<!\w)[‘']((?:[^‘’']|(?<=\w)['’](?=\w)){8,})[’'](?!\w)")
_CLAUSE = re.compile(r"[,;:()]|\s[–—-]\s|\b(?:but|although|though|while|whereas|because)\b", re.I)
_NEGATORS = frozenset(
    "not never no none nobody nothing neither nor without cannot deny denies denied denying refuse "
    "refuses refused refusing fail fails failed failing unable hardly false falsely unlikely "
    "reject rejects rejected rejecting".split()
)
_REACH = 6
"""So many words after a negation belong to it, up to the end of the clause."""


class Token(NamedTuple):
    """A word, an amount or a day: `key` is what it is compared by."""

    key: str
    stem: str
    """Of words that tell something, amounts and days; else empty."""
    kind: str
    """"word", "amount" or "day"."""
    negated: bool
    capital: bool
    span: Span


@dataclass(frozen=True)
class Wording:
    """A sentence in tokens, with the amounts, days and quotations it holds."""

    text: str
    """As it is compared: one spelling, no accents. Its places are not those of the original."""
    tokens: tuple[Token, ...]
    amounts: tuple[Amount, ...]
    days: tuple[Day, ...]
    quotations: tuple[str, ...]

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all that tells something."""
        return frozenset(token.stem for token in self.tokens if token.stem)

    @cached_property
    def words(self) -> frozenset[str]:
        """All words, in lower case."""
        return frozenset(token.key for token in self.tokens)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """What its tokens are compared by, in order."""
        return tuple(token.key for token in self.tokens)


def plain(text: str) -> str:
    """A text without accents, with plain quotation marks and single blanks."""
    parts = unicodedata.normalize("NFKD", text.translate(_MARKS))
    return " ".join("".join(sign for sign in parts if not unicodedata.combining(sign)).split())


def read_wording(text: str, stem: Stem) -> Wording:
    """The wording of a sentence."""
    quotations = tuple(one or other for one, other in _QUOTE.findall(text))
    # Between digits only: thousands keep their separators, by which they are told from years.
    text = _NO_DIGITS.sub(lambda found: fold_spelling(found[0]), plain(text))
    found_days = days(text)
    taken = [one.span for one in found_days]
    found_amounts = [one for one in amounts(text) if not _inside(one.span, taken)]
    special = {one.span.start: ("day", _day_key(one), one.span) for one in found_days}
    special |= {
        one.span.start: ("amount", f"{one.value:g}{one.unit}", one.span) for one in found_amounts
    }
    tokens: list[Token] = []
    at = 0
    starts = sorted(special)
    edges = [found.start() for found in _CLAUSE.finditer(text)]
    negation: int | None = None
    place = 0
    while place <= len(text):
        nearest = next((start for start in starts if start >= place), None)
        found = _TOKEN.search(text, place)
        if nearest is not None and (found is None or found.end() > nearest):
            kind, key, span = special[nearest]
            word_stem, capital = key, False
        elif found is not None:
            kind, span = "word", Span(*found.span())
            key, capital = found[0].casefold(), found[0][0].isupper()
            key = key.removesuffix("'s")
            word_stem = stem(key)
        else:
            break
        if negation is not None and any(at <= edge < span.start for edge in edges):
            negation = None
        negated = negation is not None and len(tokens) - negation <= _REACH
        tokens.append(Token(key, word_stem, kind, negated, capital, span))
        if key in _NEGATORS or key.endswith("n't"):
            negation = None if negated else len(tokens) - 1
        at = span.start
        place = max(span.end, place + 1)
    return Wording(text, tuple(tokens), tuple(found_amounts), tuple(found_days), quotations)


def _inside(span: Span, others: list[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _day_key(day: Day) -> str:
    return "@" + "-".join("" if part is None else str(part) for part in day[:5])
