"""How well follow-up questions are understood without a language model: prints a table.

    python -m tests.benchmarks.follow_ups [--part first second] [--show N] [--fit]

needs the development data (DATELINE_DATA names its folder, else it is looked for beside the
project). Without it, it says so and ends. The first half of the questions is for tuning, the
second for reporting. A conversation is played as it would be held: what came out for an earlier
question is what a later one refers to, never what a person made of it. `--fit` prints weights
fitted to the first half, as `assistant/conversation/terms.py` has them.
"""

import json
import re
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from sklearn.linear_model import LogisticRegression

from assistant.conversation import Turn, standalone
from assistant.conversation.terms import Signs, signs_of

from .archive import DATA
from .columns import aligned
from .tables import verdict

FILE = DATA.parent / "follow-ups" / "canard-dev-half.json"

RECALL, PRECISION, LEFT_ALONE = 0.60, 0.60, 0.90

_WORD = re.compile(r"\w+")
_NO_CONTENT = frozenset(
    word
    for words in (
        "a an the of in on at to for from by with and or but as into about is are was were be",
        "been do does did has have had what who whom whose which when where why how it its he his",
        "him she her they their them there this that these those i you we if not no so than then",
        "any some all more also else other another besides aside addition during after before",
    )
    for word in words.split()
)

_NOTES = """
Added words: of the content words that a person added to a follow-up, the share that the question
as understood holds too (recall); of those that it added, the share that the person added
(precision). A question is complete where the person added none."""


class FollowUp(NamedTuple):
    """A question with the conversation before it, and a person's stand-alone question for it."""

    question: str
    turns: tuple[Turn, ...]
    wanted: str


class Score(NamedTuple):
    """Counts of added words and of complete questions."""

    wanted: int
    added: int
    right: int
    complete: int
    left: int

    @property
    def recall(self) -> float:
        """The share of the words a person added that were added."""
        return self.right / max(1, self.wanted)

    @property
    def precision(self) -> float:
        """The share of the words added that a person added."""
        return self.right / max(1, self.added)

    @property
    def left_alone(self) -> float:
        """The share of complete questions that came out as they went in."""
        return self.left / max(1, self.complete)


def main() -> int:
    """Print the table; 0, also when there is no data to measure with."""
    parser = ArgumentParser(prog="python -m tests.benchmarks.follow_ups", description=__doc__)
    parser.add_argument("--part", nargs="+", choices=("first", "second"), default=["first"])
    parser.add_argument("--show", type=int, default=0, help="print every N-th question")
    parser.add_argument("--fit", action="store_true", help="print weights for the words added")
    options = parser.parse_args()
    if not FILE.exists():
        print(f"Skipped: no follow-up questions in {FILE.parent}; DATELINE_DATA names its parent.")
        return 0
    with FILE.open(encoding="utf-8") as file:
        records = json.load(file)
    middle = len(records) // 2
    if options.fit:
        print(_fitted(list(follow_ups(records[:middle]))))
        return 0
    parts = {"first": records[:middle], "second": records[middle:]}
    for part in options.part:
        asked = list(follow_ups(parts[part]))
        for one in islice(asked, 0, None if options.show else 0, options.show or 1):
            print(f"{one.question}\n  as {standalone(one.question, one.turns)}\n  by {one.wanted}")
        print(f"Follow-ups: {len(asked)} questions, {part} half\n")
        print(aligned([["", "measured", "target", ""], *_rows(score(asked))]))
    print(_NOTES)
    return 0


def follow_ups(records: Sequence[dict[str, object]]) -> Iterator[FollowUp]:
    """The questions of the data, each with the conversation as it would have gone."""
    known: dict[tuple[str, ...], tuple[Turn, ...]] = {}
    for record in records:
        history = [str(one) for one in record["History"]]  # type: ignore[attr-defined]
        yield FollowUp(str(record["Question"]), _turns(history, known), str(record["Rewrite"]))


def _turns(history: list[str], known: dict[tuple[str, ...], tuple[Turn, ...]]) -> tuple[Turn, ...]:
    """The turns of a history; its first two lines say what the conversation is about."""
    key = tuple(history)
    if len(history) < 2:
        return ()
    if key not in known:
        before = _turns(history[:-2], known)
        question = standalone(history[-2], before) if before else history[-2]
        known[key] = (*before, Turn(question, (history[-1],), asked=history[-2]))
    return known[key]


def score(asked: Sequence[FollowUp]) -> Score:
    """How the questions as understood compare with those of people."""
    wanted = added = right = complete = left = 0
    for one in asked:
        found = standalone(one.question, one.turns)
        had = content_words(one.question)
        by_person, by_us = content_words(one.wanted) - had, content_words(found) - had
        wanted += len(by_person)
        added += len(by_us)
        right += len(by_person & by_us)
        complete += not by_person
        left += not by_person and found == one.question
    return Score(wanted, added, right, complete, left)


def _fitted(asked: Sequence[FollowUp]) -> str:
    """Weights for the words of what was said before, of questions that are not left as they are."""
    signs, wanted = [], []
    for one in asked:
        found = standalone(one.question, one.turns)
        if found == one.question:
            continue
        by_person = content_words(one.wanted)
        for word, sign in signs_of(one.question, one.turns).items():
            if word not in content_words(found):
                signs.append(sign)
                wanted.append(word in by_person)
    fitted = LogisticRegression(C=10.0).fit(signs, wanted)
    weights = zip((*Signs._fields, "bias"), (*fitted.coef_[0], fitted.intercept_[0]), strict=True)
    return "\n".join(f"{name}: {weight:.1f}" for name, weight in weights)


def content_words(text: str) -> frozenset[str]:
    """The words of a text that say what it is about, in lower case and without genitives."""
    words = _WORD.findall(re.sub(r"['’]s\b", "", text.casefold()))
    return frozenset(words) - _NO_CONTENT


def _rows(found: Score) -> Iterator[Sequence[str]]:
    for name, value, target in (
        ("added words, recall", found.recall, RECALL),
        ("added words, precision", found.precision, PRECISION),
        ("complete questions left alone", found.left_alone, LEFT_ALONE),
    ):
        met = verdict(int(value >= target), 1)
        yield [name, f"{value:.3f}", f"at least {target:.2f}", met]


if __name__ == "__main__":
    sys.exit(main())
