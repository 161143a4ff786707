"""What the page does when a visitor asks, or opens a passage. It keeps nothing between calls."""

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Literal

from assistant import Assistant, Citation
from assistant.answer import show_date
from assistant.assistant import Options
from assistant.events import Cited, Discarded, Done, Event, Stated
from corpus import CorpusError, Filter
from corpus.filter import end_of, start_of
from ui.web import render
from ui.web.turns import Turn, unfold

LONGEST_QUESTION = 1000
"""In characters."""

_STEP = 0.01
"""Seconds between two steps of an answer that appears."""

Turns = tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which articles a visitor wants to ask, and as of when, as typed and chosen."""

    since: str = ""
    until: str = ""
    sources: tuple[str, ...] = ()
    as_of: str = ""
    recency: bool = True

    def options(self) -> Options:
        """What the assistant is asked with.

        Raises:
            ValueError: when a date cannot be read or they are the wrong way round; the message
                is for the visitor.
        """
        chosen = Filter(start_of(self.since.strip() or None), end_of(self.until.strip() or None))
        return Options(
            since=chosen.since,
            until=chosen.until,
            sources=self.sources,
            as_of=end_of(self.as_of.strip() or None),
            recency=self.recency,
        )

    @property
    def words(self) -> str:
        """The scope for the visitor to read; empty where it is everything."""
        self.options()
        first, last, day = (
            show_date(end_of(typed.strip())) if typed.strip() else ""
            for typed in (self.since, self.until, self.as_of)
        )
        limits = [
            f"since {first}" if first else "",
            f"until {last}" if last else "",
            f"from {', '.join(self.sources)}" if self.sources else "",
        ]
        known = ", ".join(filter(None, limits))
        said = [
            f"only articles {known}" if known else "",
            f"as of {day}" if day else "",
            "" if self.recency else "new and old articles alike",
        ]
        words = " · ".join(filter(None, said))
        return words[:1].upper() + words[1:]

    @property
    def count(self) -> int:
        """How many filters are set."""
        typed = (self.since.strip(), self.until.strip(), self.as_of.strip())
        return sum(map(bool, (*typed, self.sources, not self.recency)))


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows next. None leaves that part as it is."""

    conversation: str | None = None
    panel: str | None = None
    turns: Turns | None = None


def ask(assistant: Assistant, question: str, scope: Scope, turns: Turns) -> Iterator[View]:
    """The page while a question is searched and its answer appears."""
    question = question.strip()
    if not question:
        return
    turn = Turn(question[:LONGEST_QUESTION])
    try:
        _check_length(question)
        turn = Turn(question, scope.words)
    except ValueError as error:
        yield _settled((*_complete(turns), turn.failed(_sentence(error))))
        return
    said = tuple(one.said for one in turns if one.said is not None)
    conversation = assistant.chat(turns=said)
    yield from _answer(turn, turns, lambda: conversation.stream(question, **scope.options()))


def ask_without(assistant: Assistant, choice: dict[str, Any], turns: Turns) -> Iterator[View]:
    """The page while a question is asked again without something that was read from it.

    `choice` comes from the browser: which turn, and which of its readings.
    """
    index = _number(choice.get("turn"), len(turns))
    known = () if index is None else turns[index].readings
    position = _number(choice.get("position"), len(known))
    if index is None or position is None:
        return
    turn, query = turns[index].without(known[position]), known[position].without
    if query is not None:
        yield from _answer(turn, turns, lambda: assistant.stream(query))


def _answer(
    turn: Turn, turns: Turns, ask: Callable[[], Generator[Event, None, None]]
) -> Iterator[View]:
    """The page while one more turn is answered: statements appear as they come."""
    turns = _complete(turns)
    yield View(render.conversation((*turns, turn)), turns=(*turns, turn))
    asked, citations = turn, list[Citation]()
    try:
        # A visitor who leaves gives the question up.
        with closing(ask()) as events:
            for event in events:
                match event:
                    case Cited(citation):
                        citations.append(citation)
                    case Stated(statement):
                        known, turn = len(turn.statements), turn.told(statement, citations)
                        for step in unfold(turn, known):
                            yield View(render.conversation((*turns, step)))
                            time.sleep(_STEP)
                    case Discarded():
                        citations, turn = [], asked
                    case Done(answer):
                        turn = asked.answered(answer)
    except (CorpusError, ValueError) as error:
        yield _settled((*turns, asked.failed(_sentence(error))))
        return
    yield _settled((*turns, turn))


def stumbled(turns: Turns) -> View:
    """The page when something broke that nobody foresaw while a question was answered."""
    reason = "Something went wrong. The window in which Dateline runs says what."
    if all(turn.complete for turn in turns):
        return View()
    return _settled(tuple(turn if turn.complete else turn.failed(reason) for turn in turns))


def show(
    what: Literal["cite", "article", "passages"], choice: dict[str, Any], turns: Turns
) -> str | None:
    """The panel after a click; None when the page asked for something that there is not.

    `choice` comes from the browser: which turn, and which number or article of it.
    """
    index = _number(choice.get("turn"), len(turns))
    if index is None:
        return None
    turn, arrival = turns[index], _number(choice.get("arrival"), 2**53) or 0
    if what == "passages":
        return render.passages(turns, index)
    if what == "cite":
        number = _number(choice.get("number"), 2**31)
        return render.passages(turns, index, current=number, arrival=arrival)
    position = _number(choice.get("position"), len(turn.articles))
    if position is None:
        return None
    return render.whole_article(turn, index, position, arrival=arrival)


def example(choice: dict[str, Any], examples: Sequence[str]) -> str:
    """The example question that was clicked, or nothing."""
    number = _number(choice.get("number"), len(examples))
    return "" if number is None else examples[number]


def _check_length(question: str) -> None:
    if len(question) > LONGEST_QUESTION:
        raise ValueError(f"the question is longer than {LONGEST_QUESTION:,} characters")


def _complete(turns: Turns) -> Turns:
    return tuple(turn for turn in turns if turn.complete)


def _settled(turns: Turns) -> View:
    return View(render.conversation(turns), render.passages(turns, len(turns) - 1), turns)


def _number(value: object, below: int) -> int | None:
    try:
        number = int(str(value))
    except ValueError:
        return None
    return number if 0 <= number < below else None


def _sentence(error: Exception) -> str:
    text = str(error).strip().rstrip(".")
    return f"{text[:1].upper()}{text[1:]}."
