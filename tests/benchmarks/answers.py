"""How good the answers are, without an LLM and with one: prints one table.

    python -m tests.benchmarks.answers [--questions dev|test] [--corpus DIR] [--cache DIR]
                                       [--limit N] [--no-reader] [--llm NAME [--sheet FILE]]

needs the development data, as `retrieval.py` does, and says so where it is absent. Of the dev
questions only those of the days are asked that the reader was not trained on. Every question is
asked as of its day, twice: of the whole archive, and of what remains when the articles that are
known to answer it are held out, and every passage that holds the answer. An answer is right where
it holds the words of a right answer, as SQuAD compares them. `--llm` has an LLM word the answers;
what it writes then goes to a sheet, for `statements.py`.
"""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean, median
from time import perf_counter
from typing import NamedTuple

from assistant import Answer, Assistant, Statement
from assistant.checking import Checker
from assistant.extractive import Extractive
from assistant.llm import Generative, Model, Patience, load_model
from assistant.reader.training.measuring import f1, normalised
from assistant.reader.training.news import is_kept
from corpus import Hit, Query

from .archive import (
    KINDS,
    Archive,
    Question,
    add_options,
    addresses,
    corpus_folder,
    missing_data,
    questions,
    say,
)
from .columns import aligned
from .statements import Recording, sheet

_HITS = 10
_LOOKED_AT = 60
_EVERY = 20
_PATIENCE = Patience(seconds=600.0)

_NOTES = """
Words, statements and lead lines are those of questions that are not refused. "Held out": of the
passages that a search finds then, none is of an article that is known to answer and none holds a
right answer; that what remains tells is unlikely, not impossible. Published on the questions with
linked articles (exact match / F1 of generated answers, with a search engine): GPT-3 .530 / .666,
BART-RAG .281 / .349."""


class Result(NamedTuple):
    """What came of one question."""

    status: str
    first: bool
    shown: bool
    words: int
    verbatim: bool
    lead: float | None
    """Whether it is right word by word, and F1."""
    lead_exact: bool
    refused_without: bool
    worded: bool
    seconds: float


def main() -> int:
    """Print the table; 0, also when there is no data to measure with."""
    options = _options()
    lack = missing_data()
    if lack is not None:
        print(lack)
        return 0
    folder = corpus_folder(options.corpus, options.cache)
    asked = [
        one
        for one in questions(options.questions)
        if options.questions == "test" or is_kept(one.date)
    ][: options.limit]
    with (
        closing(Archive(folder)) as archive,
        Assistant.open(folder, reader=not options.no_reader) as assistant,
    ):
        wording = _Wording(options.llm, options.sheet) if options.llm else None
        results = _results(archive, assistant, asked, wording)
        heading = f"Answers: questions-{options.questions}, {len(archive.articles):,} articles"
        if options.no_reader:
            heading += ", without the reader"
    print(f"{heading}; {datetime.now(UTC):%Y-%m-%d}\n")
    groups = {
        kind: [one for one, question in zip(results, asked, strict=True) if question.right[kind]]
        for kind in KINDS
    }
    groups["all"] = results
    lines = [["", *(f"{name}: {len(group)}" for name, group in groups.items())]]
    for name, measure in _MEASURES.items():
        lines.append([name, *(measure(group) if group else "-" for group in groups.values())])
    print(aligned(lines))
    print(_NOTES)
    return 0


def _options() -> Namespace:
    parser = ArgumentParser(prog="python -m tests.benchmarks.answers", description=__doc__)
    parser.add_argument("--questions", choices=("dev", "test"), default="dev")
    parser.add_argument("--limit", type=int, help="only so many questions")
    parser.add_argument("--no-reader", action="store_true", help="choose sentences without it")
    parser.add_argument("--llm", help="what words the answers, as DATELINE_LLM names it")
    parser.add_argument("--sheet", type=Path, help="where its statements go (JSON lines)")
    add_options(parser)
    return parser.parse_args()


class _Wording:
    """An LLM that words the answers, and the sheet of its statements."""

    def __init__(self, llm: str, sheet: Path | None) -> None:
        self._model: Model = load_model(llm)
        self._sheet = sheet
        if sheet is not None:
            sheet.write_text("", encoding="utf-8")

    def answer(self, assistant: Assistant, question: Question) -> Answer:
        checker = Recording(Checker(assistant.corpus))
        fallback = Extractive(assistant.corpus, assistant.reader)
        answerer = Generative(self._model, checker, fallback, _PATIENCE)
        query = assistant.understand(question.text, as_of=question.date)
        answer = answerer.answer(query, assistant.search(query, k=_HITS))
        if self._sheet is not None:
            with self._sheet.open("a", encoding="utf-8") as file:
                for record in sheet(answer, checker):
                    file.write(json.dumps(record, ensure_ascii=False) + "\n")
        return answer


def _results(
    archive: Archive,
    assistant: Assistant,
    asked: Sequence[Question],
    wording: _Wording | None,
) -> list[Result]:
    address = addresses({one for question in asked for one in question.known})
    answerer = Extractive(assistant.corpus, assistant.reader)
    results = []
    for number, question in enumerate(asked):
        if number % _EVERY == 0:
            say(f"{number} of {len(asked)} questions")
        right = archive.stories([address[one] for one in question.known])
        started = perf_counter()
        if wording is None:
            answer = assistant.ask(question.text, as_of=question.date)
        else:
            answer = wording.answer(assistant, question)
        seconds = perf_counter() - started
        query = answer.query
        without = answerer.answer(query, held_out(archive, assistant, query, right, question))
        results.append(_result(question, answer, without, seconds))
    return results


def held_out(
    archive: Archive,
    assistant: Assistant,
    query: Query,
    right: Collection[str],
    question: Question,
) -> list[Hit]:
    """What a search finds besides the right stories and all passages that hold an answer."""
    found = [
        hit
        for hit in assistant.search(query, k=_LOOKED_AT)
        if archive.leads[hit.article.id] not in right
        and not holds(f"{hit.article.title}\n{hit.passage.text}", question.answers)
    ]
    return found[:_HITS]


def _result(question: Question, answer: Answer, without: Answer, seconds: float) -> Result:
    shown = [one.text for one in answer.statements]
    lead = answer.lead.text if answer.lead else None
    return Result(
        answer.status,
        bool(shown) and holds(shown[0], question.answers),
        any(holds(text, question.answers) for text in shown),
        sum(len(text.split()) for text in shown),
        all(_is_verbatim(answer, number) for one in answer.statements for number in one.citations),
        None if lead is None else max((f1(lead, one) for one in question.answers), default=0.0),
        lead is not None and any(normalised(lead) == normalised(a) for a in question.answers),
        without.status == "not_found",
        any(one.text != _quoted(answer, one) for one in answer.statements),
        seconds,
    )


def _quoted(answer: Answer, statement: Statement) -> str:
    """The quotes of a statement: all that it says where no LLM worded it."""
    quotes = {one.number: one.quote for one in answer.citations}
    return " ".join(quotes[number] for number in statement.citations)


def _is_verbatim(answer: Answer, number: int) -> bool:
    one = next(one for one in answer.citations if one.number == number)
    return one.article.body[one.start : one.end] == one.quote


def holds(text: str, answers: Sequence[str]) -> bool:
    """Whether a text has all words of an answer, one after the other."""
    words = f" {normalised(text)} "
    return any(f" {one} " in words for one in map(normalised, answers) if one)


def _share(test: Callable[[Result], bool]) -> Callable[[Sequence[Result]], str]:
    return lambda results: f"{fmean(map(test, results)):.3f}"


def _of(
    some: Callable[[Result], bool], measure: Callable[[Sequence[Result]], str]
) -> Callable[[Sequence[Result]], str]:
    """A measure of some of the results only."""

    def measured(results: Sequence[Result]) -> str:
        chosen = [one for one in results if some(one)]
        return measure(chosen) if chosen else "-"

    return measured


def _told(one: Result) -> bool:
    return one.status != "not_found"


_MEASURES: dict[str, Callable[[Sequence[Result]], str]] = {
    "answer in what is shown": _share(lambda one: one.shown),
    "answer in the first statement": _share(lambda one: one.first),
    "words shown, median": _of(_told, lambda ones: f"{median(one.words for one in ones):.0f}"),
    "answered": _share(lambda one: one.status == "answered"),
    "of these, right (precision)": _of(
        lambda one: one.status == "answered", _share(lambda one: one.shown)
    ),
    "answered and right (coverage)": _share(lambda one: one.status == "answered" and one.shown),
    "partial": _share(lambda one: one.status == "partial"),
    "refused wrongly": _share(lambda one: not _told(one)),
    "refused when held out": _share(lambda one: one.refused_without),
    "with a lead line": _share(lambda one: one.lead is not None),
    "lead line, exact match of these": _of(
        lambda one: one.lead is not None, _share(lambda one: one.lead_exact)
    ),
    "lead line, F1 of these": _of(
        lambda one: one.lead is not None,
        lambda ones: f"{fmean(one.lead or 0.0 for one in ones):.3f}",
    ),
    "lead line, exact match of all": _share(lambda one: one.lead_exact),
    "lead line, F1 of all": lambda ones: f"{fmean(one.lead or 0.0 for one in ones):.3f}",
    "in the words of the LLM": _share(lambda one: one.worded),
    "statements all verbatim": _share(lambda one: one.verbatim),
    "milliseconds, p50": lambda ones: f"{1e3 * median(one.seconds for one in ones):.0f}",
}


if __name__ == "__main__":
    sys.exit(main())
