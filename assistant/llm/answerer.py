"""The answerer that asks an LLM, and shows of what it says only what the articles say."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Protocol

from assistant.answer import Answer, Citation, Statement, Status, Unsupported
from assistant.events import Cited, Discarded, Done, Event, Stated, events_of
from assistant.llm.listening import Patience, listen
from assistant.llm.models import Model
from assistant.llm.orders import ordered
from assistant.llm.parsing import Said, read
from assistant.llm.prompt import NOTHING, Prompt, make_prompt
from assistant.llm.trouble import LLMError
from assistant.reading import show_days
from assistant.understanding.asking import told_as
from corpus import Hit, Query
from corpus.notices import corrections

_SHOWN = 8
"""How many statements an answer has at most; it was asked for fewer."""
_READ = 24
"""How many statements of an LLM are checked at most."""
_INSTEAD = "These are sentences of the articles instead."


class Verdict(Protocol):
    """Whether the sources say a statement, and where, or why they do not."""

    @property
    def supported(self) -> bool:
        """Whether they do."""

    @property
    def quotes(self) -> Sequence[tuple[int, int, int]]:
        """Where: the place of a hit among the sources, and a span of its article's body."""

    @property
    def reason(self) -> str:
        """Why not."""


class Checker(Protocol):
    """Decides whether passages support a statement."""

    def check(self, statement: str, sources: Sequence[Hit]) -> Verdict:
        """The verdict on a statement that is said to rest on these hits."""


class Answerer(Protocol):
    """What turns hits into an answer."""

    def answer(self, query: Query, hits: Sequence[Hit]) -> Answer:
        """What the hits say to the query."""


class Generative:
    """Answers in the words of an LLM, each statement checked against the passages it cites.

    Where the LLM fails, or says nothing that stands the check, `fallback` answers, with a note.
    """

    def __init__(
        self,
        model: Model,
        checker: Checker,
        fallback: Answerer,
        patience: Patience | None = None,
    ) -> None:
        """Ask that LLM; any number of threads may use it."""
        self._model = model
        self._checker = checker
        self._fallback = fallback
        self._patience = patience or Patience()

    def answer(self, query: Query, hits: Sequence[Hit]) -> Answer:
        """What the hits say to the query, in the words of the LLM."""
        for event in self.stream(query, hits):
            if isinstance(event, Done):
                return event.answer
        raise AssertionError("a stream ends with its answer")

    def stream(self, query: Query, hits: Sequence[Hit]) -> Iterator[Event]:
        """The answer as it comes about; each statement as soon as it is checked."""
        draft = _Draft(self._checker, hits)
        if not hits:
            yield from events_of(self._fallback.answer(query, hits))
            return
        notes: tuple[str, ...] = ()
        try:
            yield from self._tell(query, hits, draft)
            trouble = draft.trouble
        except LLMError as error:
            trouble = error.sentence(self._model.name, self._model.key)
            if error.kind == "cut" and draft.statements:
                notes, trouble = (trouble,), ""
        # Which statements answer the question is for the articles to tell, not for the LLM.
        fallback = self._fallback.answer(query, hits)
        if not trouble:
            status: Status = "answered" if fallback.status == "answered" else "partial"
            yield Done(draft.answer(query, hits, status, notes))
            return
        note = f"{trouble} {_INSTEAD}" if fallback.statements else trouble
        if draft.statements:
            yield Discarded(note)
        left_out = tuple(replace(one, place=0) for one in draft.unsupported)
        yield from events_of(replace(fallback, unsupported=left_out, notes=(note,)))

    def _tell(self, query: Query, hits: Sequence[Hit], draft: "_Draft") -> Iterator[Event]:
        """Ask about as many of the hits as the LLM can take, and check what it says.

        Raises:
            LLMError: when it could not be asked, or not to the end.
        """
        model, given, asked = self._model, list(hits), _asked(query)
        window = model.window
        while True:
            prompt = make_prompt(asked, given, window=window, count=model.count)
            try:
                with closing(listen(partial(model.stream, prompt), self._patience)) as chunks:
                    yield from draft.take(read(draft.hear(chunks), prompt.keys), prompt)
            except LLMError as error:
                if error.kind != "overflow" or len(prompt.keys) == 1 or not draft.empty:
                    raise
                given = given[: len(prompt.keys) // 2]
            else:
                return


class _Draft:
    """What an LLM has said so far: what is supported, and what is not."""

    def __init__(self, checker: Checker, hits: Sequence[Hit]) -> None:
        self._checker = checker
        self._hits = hits
        self._citations: dict[tuple[str, str, int, int], Citation] = {}
        self.statements: list[Statement] = []
        self.unsupported: list[Unsupported] = []
        self._heard = False

    def hear(self, chunks: Iterable[str]) -> Iterator[str]:
        """What the LLM writes, noting whether it wrote anything."""
        for chunk in chunks:
            self._heard = self._heard or (not chunk.isspace() and chunk != "")
            yield chunk

    def take(self, said: Iterable[Said], prompt: Prompt) -> Iterator[Event]:
        """Check one statement after the other; the events of those that stand."""
        for text, keys in islice(said, _READ):
            if len(self.statements) == _SHOWN:
                return
            if text.rstrip(".").upper() == NOTHING:
                continue
            if not keys:
                self._leave_out(text, "It names no passage that was given.")
                continue
            sources = [self._hits[prompt.keys[key]] for key in keys]
            verdict = self._checker.check(text, sources)
            if not (verdict.supported and verdict.quotes):
                self._leave_out(text, verdict.reason or "No quote supports it.")
                continue
            quotes = [one for one in verdict.quotes if not _corrected(sources[one[0]], *one[1:])]
            if not quotes:
                self._leave_out(text, "Only a correction says it.")
                continue
            quotes = [one for one in quotes if not ordered(text, sources[one[0]], *one[1:])]
            if not quotes:
                self._leave_out(text, "It is said only as what somebody is to say, or says.")
                continue
            known = len(self._citations)
            numbers = dict.fromkeys(
                self._number(sources[place], start, end) for place, start, end in quotes
            )
            statement = Statement(text, tuple(numbers))
            self.statements.append(statement)
            yield from map(Cited, list(self._citations.values())[known:])
            yield Stated(statement)

    @property
    def empty(self) -> bool:
        """Whether the LLM has said nothing so far."""
        return not (self.statements or self.unsupported)

    @property
    def trouble(self) -> str:
        """Why there is nothing to show, as a sentence; empty where there is something."""
        if self.statements:
            return ""
        if self.unsupported:
            return "Nothing that the LLM wrote is supported by the passages that it cites."
        if not self._heard:
            return (
                "The LLM wrote nothing: what answers at its address may be no LLM, or one that "
                "failed, as the log of its server says then."
            )
        return "The LLM found no answer in the passages."

    def answer(
        self, query: Query, hits: Sequence[Hit], status: Status, notes: tuple[str, ...]
    ) -> Answer:
        """The answer that its statements make up."""
        return Answer(
            query.question,
            status,
            tuple(self.statements),
            tuple(self._citations.values()),
            tuple(hits),
            query,
            unsupported=tuple(self.unsupported),
            notes=notes,
        )

    def _leave_out(self, text: str, reason: str) -> None:
        self.unsupported.append(Unsupported(text, reason, len(self.statements)))

    def _number(self, hit: Hit, start: int, end: int) -> int:
        """The number of a quote: the one that it has, or a new one."""
        article = hit.article
        place = (article.id, article.version, start, end)
        if place not in self._citations:
            quote = article.body[start:end]
            also = tuple(copy for copy in hit.also if quote in copy.body)
            number = len(self._citations) + 1
            self._citations[place] = Citation(number, article, quote, start, end, also)
        return self._citations[place].number


def _asked(query: Query) -> str:
    """The question for somebody who has no calendar: words such as "last week" as days."""
    period = query.period
    # What is searched says no more how it is to be told, as in "Timeline of ...".
    asked = f"{told_as(query.standalone or query.question).form}{query.text}"
    if period is None:
        return asked
    return f"{asked} ({show_days(period.since, period.until)})"


def _corrected(hit: Hit, start: int, end: int) -> bool:
    """Whether a quote stands where its article tells what it got wrong."""
    return any(one.start < end and start < one.end for one in corrections(hit.article.body))
