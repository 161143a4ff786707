"""Questions with texts that answer them, or do not: what the reader is trained on."""

import json
import lzma
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from assistant.extractive.kinds import words_of
from corpus import Span

SQUAD2 = "cs224n_dev-v2.0.json.xz"
"""SQuAD 2.0's development set, in part (Rajpurkar et al. 2018); CC BY-SA 4.0."""
UNLICENSED = (
    "squadshifts_new_wiki_v1.0.json.xz",
    "squadshifts_amazon_reviews_v1.0.json.xz",
    "squadshifts_reddit_v1.0.json.xz",
)
"""SQuADShifts (Miller et al. 2020), whose repository states no licence."""
REPORTED = "xquad.en.json.xz"
"""XQuAD's English part (Artetxe et al. 2020): for reporting only."""

_SHARE_OF_WRONG = 0.2
"""For how many answered questions another paragraph of the same article is read in vain."""
_HELD_OUT = 5
_ENOUGH = 3
_TRIES = 20


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a text; `answer` is where it is answered, None where it is not.

    `answers` are all wordings that are right.
    """

    question: str
    text: str
    answer: Span | None = None
    answers: tuple[str, ...] = ()
    headline: str = ""


def squad(path: Path) -> list[tuple[str, list[Example]]]:
    """The articles of a file in SQuAD's format: the title of each, and its examples."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        articles = json.load(file)["data"]
    return [(one.get("title", ""), list(_examples(one))) for one in articles]


def comprehension(folder: Path, *, unlicensed: bool, seed: int) -> list[Example]:
    """The examples to train on, with some questions put to the wrong paragraphs.

    Paragraphs that XQuAD holds too are left out: half of SQuAD's articles are in both.
    """
    draw = random.Random(seed)  # noqa: S311 - nothing secret
    reported = {_key(one.text) for _, ones in squad(folder / REPORTED) for one in ones}
    found: list[Example] = []
    for name in (SQUAD2, *(UNLICENSED if unlicensed else ())):
        articles = [
            [one for one in ones if _key(one.text) not in reported]
            for title, ones in squad(folder / name)
            if name != SQUAD2 or not held_out(title)
        ]
        everything = [one.text for ones in articles for one in ones]
        for usable in articles:
            found.extend(usable)
            texts = sorted({one.text for one in usable})
            nearby = texts if len(texts) > _ENOUGH else everything
            found.extend(_in_vain(usable, nearby, draw))
    return found


def refusals(folder: Path) -> list[Example]:
    """The fifth of SQuAD 2.0's articles that is kept out of training."""
    return [one for title, ones in squad(folder / SQUAD2) if held_out(title) for one in ones]


def held_out(title: str) -> bool:
    """Whether an article of SQuAD 2.0 is kept out of training."""
    return int(sha256(title.encode()).hexdigest(), 16) % _HELD_OUT == 0


def _examples(article: dict[str, Any]) -> Iterator[Example]:
    for paragraph in article["paragraphs"]:
        text = paragraph["context"]
        for one in paragraph["qas"]:
            right = [] if one.get("is_impossible") else one["answers"]
            named = Counter((answer["answer_start"], answer["text"]) for answer in right)
            # Of several people's answers the one that most of them gave.
            spans = [Span(start, start + len(words)) for (start, words), _ in named.most_common(1)]
            words = tuple(dict.fromkeys(answer["text"] for answer in right))
            yield Example(one["question"].strip(), text, spans[0] if spans else None, words)


def _in_vain(
    examples: Iterable[Example], texts: Sequence[str], draw: random.Random
) -> Iterator[Example]:
    for one in examples:
        if one.answer is None or draw.random() >= _SHARE_OF_WRONG:
            continue
        words = set(words_of(one.question))
        near = draw.sample(texts, min(_TRIES, len(texts)))
        # The more a paragraph has of the question, the more there is to learn from it.
        for text in sorted(near, key=lambda text: -len(words.intersection(words_of(text)))):
            if not any(answer.casefold() in text.casefold() for answer in one.answers):
                yield Example(one.question, text)
                break


def _key(text: str) -> str:
    """What two prints of a paragraph have in common."""
    return "".join(filter(str.isalnum, text.casefold()))[:80]
