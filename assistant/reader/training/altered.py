"""Questions of which a name, a number or a word is exchanged, so that their text answers no more.

People who were asked for unanswerable questions made them in these ways, too (Rajpurkar et al.
2018, table 1).
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.checking.opposites import OPPOSITES
from assistant.extractive.kinds import Kind, find
from assistant.reader.training.examples import Example

_NUMBER = re.compile(r"(?<![\w.,])\d[\d.,]*\d|(?<![\w.,])\d\b")
_WORD = re.compile(r"(?<!\w)[a-z]+(?!\w)")
_YEARS = range(1000, 2100)
_FAR = 20
_TRIES = 20


def altered(examples: Sequence[Example], share: float, draw: random.Random) -> Iterator[Example]:
    """Of that share of the answered examples one whose question is exchanged in one place."""
    names = _names(examples)
    for one in examples:
        if one.answer is None or draw.random() >= share:
            continue
        ways = list(_ways(one, names, draw))
        if ways:
            start, end, other = draw.choice(ways)
            question = f"{one.question[:start]}{other}{one.question[end:]}"
            yield Example(question, one.text, headline=one.headline)


def _names(examples: Sequence[Example]) -> Mapping[int, list[str]]:
    """The names in questions, by how many words they have."""
    found: dict[int, dict[str, None]] = {}
    for one in examples:
        for span in _inner_names(one.question):
            name = one.question[span[0] : span[1]]
            found.setdefault(len(name.split()), {})[name] = None
    return {words: list(names) for words, names in found.items()}


def _inner_names(question: str) -> Iterator[tuple[int, int]]:
    """Where names stand; the first word has its capital from the sentence."""
    for start, end in find(Kind.NAME, question):
        if start:
            yield start, end


def _ways(
    one: Example, names: Mapping[int, list[str]], draw: random.Random
) -> Iterator[tuple[int, int, str]]:
    """What in a question can be exchanged, and for what: nothing that its text has."""
    question, text = one.question, f"{one.headline}\n{one.text}".casefold()
    for start, end in _inner_names(question):
        like = names[len(question[start:end].split())]
        for other in draw.sample(like, min(_TRIES, len(like))):
            if other.casefold() not in text and other != question[start:end]:
                yield start, end, other
                break
    for found in _NUMBER.finditer(question):
        other = _another(found.group(), draw)
        if other and other not in text:
            yield *found.span(), other
    for found in _WORD.finditer(question):
        against = [word for word in sorted(OPPOSITES.get(found.group(), ())) if word not in text]
        if against:
            yield *found.span(), draw.choice(against)


def _another(number: str, draw: random.Random) -> str:
    """A number of the same kind; empty where it is no plain one."""
    digits = number.replace(",", "")
    if not digits.isdigit():
        return ""
    value = int(digits)
    if value in _YEARS and "," not in number:
        return str(value + draw.choice((-1, 1)) * draw.randint(1, _FAR))
    other = max(1, round(value * draw.choice((0.5, 0.7, 1.4, 2, 3)))) + draw.randint(0, 2)
    return f"{other:,}" if "," in number else str(other)
