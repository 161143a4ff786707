"""How many statements of an LLM a reader finds unsupported, before and after the check: one table.

    python -m tests.benchmarks.statements
    python -m tests.benchmarks.statements --llm gguf/PATH --sheet FILE [--limit N]
                                          [--corpus DIR] [--cache DIR]

The first prints the figures from the judgements in `statements.jsonl`. The second asks an LLM the
development questions, as of their days, and writes a sheet for a person to judge: each statement
with the passages that it cites. A judgement names its statement by the hash of question and text,
so that the file holds none of the articles' words.
"""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from assistant import Assistant
from assistant.checking import Checker, Verdict
from assistant.extractive import Extractive
from assistant.llm import Generative, Patience, load_model
from corpus import Hit

from .archive import add_options, corpus_folder, missing_data, questions, say
from .columns import aligned

JUDGEMENTS = Path(__file__).with_name("statements.jsonl")

_HITS = 10
_EVERY = 10
_PATIENCE = Patience(seconds=600.0)


class Judgement(NamedTuple):
    """What a person found of a statement, beside what the check said of it.

    `statement` is the first half of the SHA-256 of question and text.
    """

    statement: str
    shown: bool
    supported: bool


class _Recording:
    """The check, with a record of what it was asked."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker
        self.asked: list[tuple[str, Sequence[Hit], Verdict]] = []

    def check(self, statement: str, sources: Sequence[Hit]) -> Verdict:
        verdict = self._checker.check(statement, sources)
        self.asked.append((statement, sources, verdict))
        return verdict


def main() -> int:
    """Print the table, or write a sheet; 0, also when there is no data to ask about."""
    options = _options()
    if not options.llm:
        print(table(judgements()))
        return 0
    lack = missing_data()
    if lack is not None:
        print(lack)
        return 0
    _write_sheet(options)
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


def _options() -> Namespace:
    parser = ArgumentParser(prog="python -m tests.benchmarks.statements", description=__doc__)
    parser.add_argument("--llm", help="whom to ask, as DATELINE_LLM names it")
    parser.add_argument("--sheet", type=Path, help="where the statements go (JSON lines)")
    parser.add_argument("--limit", type=int, default=200, help="how many questions")
    add_options(parser)
    options = parser.parse_args()
    if options.llm and not options.sheet:
        parser.error("--llm needs --sheet FILE")
    return options


def _write_sheet(options: Namespace) -> None:
    folder = corpus_folder(options.corpus, options.cache)
    asked = questions("dev", options.limit)
    model = load_model(options.llm)
    total = 0
    with Assistant.open(folder) as assistant, options.sheet.open("w", encoding="utf-8") as sheet:
        for number, question in enumerate(asked):
            if number % _EVERY == 0:
                say(f"{number} of {len(asked)} questions, {total} statements")
            query = assistant.understand(question.text, as_of=question.date)
            hits = assistant.search(query, k=_HITS)
            checker = _Recording(Checker(assistant.corpus))
            generative = Generative(model, checker, Extractive(assistant.corpus), _PATIENCE)
            answer = generative.answer(query, hits)
            shown = () if answer.notes else {one.text for one in answer.statements}
            uncited = [one for one in answer.unsupported if "names no passage" in one.reason]
            found = [
                *((text, sources, verdict.reason) for text, sources, verdict in checker.asked),
                *((one.text, (), one.reason) for one in uncited),
            ]
            total += len(found)
            for text, sources, reason in found:
                record = {
                    "statement": name_of(question.text, text),
                    "question": question.text,
                    "text": text,
                    "shown": text in shown,
                    "reason": reason,
                    "passages": [f"{hit.article.title}: {hit.passage.text}" for hit in sources],
                }
                sheet.write(json.dumps(record, ensure_ascii=False) + "\n")
            sheet.flush()
    say(f"{total} statements in {options.sheet}: add what you find of them to {JUDGEMENTS.name}")


if __name__ == "__main__":
    sys.exit(main())
