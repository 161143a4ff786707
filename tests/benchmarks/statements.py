"""How many statements of an LLM a reader finds unsupported, before and after the check: one table.

    python -m tests.benchmarks.statements

prints the figures from the judgements in `statements.jsonl`. They are made from a sheet that
`answers.py --llm NAME --sheet FILE` writes for a person to judge: each statement with the passages
that it cites. A judgement names its statement by the hash of question and text, so that the file
holds none of the articles' words.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from assistant import Answer
from assistant.checking import Checker, Verdict
from corpus import Hit

from .columns import aligned

JUDGEMENTS = Path(__file__).with_name("statements.jsonl")


class Judgement(NamedTuple):
    """What a person found of a statement, beside what the check said of it.

    `statement` is the first half of the SHA-256 of question and text.
    """

    statement: str
    shown: bool
    supported: bool


class Recording:
    """The check, with a record of what it was asked about one answer."""

    def __init__(self, checker: Checker) -> None:
        """Ask that check."""
        self._checker = checker
        self.asked: list[tuple[str, Sequence[Hit], Verdict]] = []

    def check(self, statement: str, sources: Sequence[Hit]) -> Verdict:
        """Its verdict."""
        verdict = self._checker.check(statement, sources)
        self.asked.append((statement, sources, verdict))
        return verdict


def main() -> int:
    """Print the table; 0."""
    print(table(judgements()))
    return 0


def judgements() -> list[Judgement]:
    """What people found, from the file beside this one."""
    lines = JUDGEMENTS.read_text(encoding="utf-8").splitlines()
    return [Judgement(**json.loads(line)) for line in lines]


def name_of(question: str, statement: str) -> str:
    """What a judgement calls a statement."""
    return sha256(f"{question}\n{statement}".encode()).hexdigest()[:32]


def table(judged: Sequence[Judgement]) -> str:
    """The figures before and after the check, and what the check gets wrong."""
    shown = [one for one in judged if one.shown]
    supported = [one for one in judged if one.supported]
    kept = sum(one.shown for one in supported)
    lines = [
        ["", "statements", "unsupported", "share"],
        ["before the check", *_counted(judged)],
        ["shown after it", *_counted(shown)],
    ]
    return f"{aligned(lines)}\n\nOf {len(supported)} supported statements {kept} are shown.\n"


def _counted(judged: Sequence[Judgement]) -> tuple[str, str, str]:
    wrong = sum(not one.supported for one in judged)
    return str(len(judged)), str(wrong), f"{wrong / len(judged):.3f}" if judged else "-"


def sheet(answer: Answer, recording: Recording) -> Iterator[dict[str, Any]]:
    """A record for each statement of an LLM: what a person needs to judge it."""
    shown = () if answer.notes else {one.text for one in answer.statements}
    uncited = (one for one in answer.unsupported if "names no passage" in one.reason)
    found = [
        *((text, sources, verdict.reason) for text, sources, verdict in recording.asked),
        *((one.text, (), one.reason) for one in uncited),
    ]
    for text, sources, reason in found:
        yield {
            "statement": name_of(answer.question, text),
            "question": answer.question,
            "text": text,
            "shown": text in shown,
            "reason": reason,
            "passages": [f"{hit.article.title}: {hit.passage.text}" for hit in sources],
        }


if __name__ == "__main__":
    sys.exit(main())
