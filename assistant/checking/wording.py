"""What a sentence says, in the form in which sentences are compared."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from assistant.checking.dates import Day, days
from assistant.checking.numbers import Amount, amounts
from assistant.extractive.spelling import fold_spelling
from corpus import Span


def word_set(words: str) -> frozenset[str]:
    """The words of a list that is written as one text."""
    return frozenset(words.split())


Stem = Callable[[str], str]
"""The stem of a word, empty for one that tells nothing ("the", "of")."""

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_NO_DIGITS = re.compile(r"[^\d]+")
_MARKS = str.maketrans(dict.fromkeys("‘’‚‛`´′", "'") | dict.fromkeys("“”„‟«»″", '"'))
_QUOTE = re.compile(
    r"[\"“„«]([^\"“”„«»]{2,})[\"”“»]|(?<!\w)[‘']((?:[^‘’']|(?<=\w)['’](?=\w)){8,})[’'](?!\w)"
)
_TITLES = word_set("mr mrs ms miss")
"""Words before names that tell nothing."""

_CLAUSE = re.compile(
    r"[,;:()]|\s[–—-]\s|\b(?:but|although|though|while|whereas|because)\b", re.IGNORECASE
)
_NEGATORS = word_set(
    "not never no none nobody nothing neither nor without cannot hardly deny denies denied denying"
)
_NEGATORS_TO = word_set("refuse refuses refused refusing fail fails failed failing unable unlikely")
"""They deny what follows behind "to"."""

_NO_NEGATION = frozenset(("only", "just", "merely", "least"))
"""After "not" these deny nothing."""

_DEGREES = word_set("longer yet even any further been being have has had be also")

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
    def predicates(self) -> bool:
        """Whether it has a word that tells something and is neither name, amount nor day."""
        return any(one.kind == "word" and one.stem and not one.capital for one in self.tokens)

    @cached_property
    def words(self) -> frozenset[str]:
        """All words, in lower case."""
        return frozenset(token.key for token in self.tokens)

    @cached_property
    def said(self) -> frozenset[tuple[str, bool]]:
        """The stems, and whether each is negated."""
        return frozenset((token.stem, token.negated) for token in self.tokens if token.stem)

    @cached_property
    def denials(self) -> tuple[tuple[str, ...], ...]:
        """What each of its negations denies: the words that tell something, in order.

        The first is what is denied itself; it is empty where a clause is ("denied that ...").
        """
        runs: list[list[str]] = []
        before: Token | None = None
        for token in self.tokens:
            if token.negated:
                if before is None or not before.negated:
                    runs.append([""] if token.key == "that" else [])
                manner = token.key in _DEGREES or token.key.endswith("ly")
                if token.stem and token.kind == "word" and not manner:
                    runs[-1].append(token.stem)
            before = token
        return tuple(tuple(run) for run in runs if any(run))

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
    told = [(one.span, "day", _day_key(one)) for one in found_days]
    told += [
        (one.span, "amount", f"{one.bound}{one.value:.12g}{one.unit}") for one in found_amounts
    ]
    whole = [one[0] for one in told]
    words = [
        Span(*found.span()) for found in _TOKEN.finditer(text) if found[0].casefold() not in _TITLES
    ]
    tokens = [
        Token(key, key, kind, negated=False, capital=False, span=span) for span, kind, key in told
    ]
    for span in words:
        if not _inside(span, whole):
            key = text[slice(*span)].casefold().removesuffix("'s")
            tokens.append(
                Token(
                    key,
                    stem(key),
                    "word",
                    negated=False,
                    capital=text[span.start].isupper(),
                    span=span,
                )
            )
    tokens.sort(key=lambda token: token.span)
    return Wording(
        text, tuple(_negated(tokens, text)), tuple(found_amounts), tuple(found_days), quotations
    )


def _negated(tokens: Sequence[Token], text: str) -> Iterator[Token]:
    """The tokens, those marked that a negation before them in their clause denies."""
    edges = [found.start() for found in _CLAUSE.finditer(text)]
    since: int | None = None
    before = 0
    for place, token in enumerate(tokens):
        if since is not None and (
            place - since > _REACH or any(before <= edge < token.span.start for edge in edges)
        ):
            since = None
        yield token._replace(negated=since is not None)
        ahead = tokens[place + 1].key if place + 1 < len(tokens) else ""
        denies = token.key in _NEGATORS or token.key.endswith("n't")
        if denies or (token.key in _NEGATORS_TO and ahead == "to"):
            # Two negations make none.
            since = None if since is not None or ahead in _NO_NEGATION else place
        before = token.span.start


def _inside(span: Span, others: Sequence[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _day_key(day: Day) -> str:
    return "@" + "-".join("" if part is None else str(part) for part in day[:5])
