"""The assistant: a question in, an answer with verbatim citations out."""

import asyncio
import os
from collections.abc import AsyncGenerator, Generator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Self, TypedDict, Unpack

from assistant.answer import Answer
from assistant.conversation import Chat, Rewrite, Turn
from assistant.events import Event, Found, Understood, awaited, awaited_answer, events_of
from assistant.extractive import Extractive, tells_a_course
from assistant.reader import Reader
from assistant.understanding import Names, understand
from corpus import Corpus, Filter, Hit, Query
from corpus.filter import end_of, start_of

if TYPE_CHECKING:
    from assistant.engines import AssistantChatEngine, AssistantQueryEngine
    from assistant.llm import AnyLLM, Checker, Generative
    from assistant.retriever import CorpusRetriever

_HITS = 10
_COURSE_HITS = 40
"""A course of events takes more than the best few passages."""

MOST_HITS = 1000
"""How many hits a search may be asked for."""

Moment = datetime | date | str | None


class Options(TypedDict, total=False):
    """What a question comes with, as `Assistant.understand` says."""

    since: Moment
    until: Moment
    sources: Sequence[str]
    as_of: Moment
    recency: bool


class Assistant:
    """Answers questions about one corpus. One assistant serves any number of threads."""

    def __init__(
        self,
        corpus: Corpus,
        *,
        llm: "AnyLLM | None" = None,
        checker: "Checker | None" = None,
        reader: Reader | None = None,
    ) -> None:
        """Answer from an opened corpus; `Assistant.open` opens one.

        `llm` is as there; `checker` decides what of its statements is shown. `reader` finds the
        answers in the passages; without one they are chosen by their words and meaning.
        """
        self.corpus = corpus
        self.reader = reader
        self._extractive = Extractive(corpus, reader)
        self._generative = (
            None if llm is None else _generative(corpus, llm, checker, self._extractive)
        )
        self._known: tuple[object, Names] | None = None

    @classmethod
    def open(
        cls,
        directory: str | os.PathLike[str],
        *,
        llm: "AnyLLM | None" = None,
        reader: bool = True,
    ) -> Self:
        """An assistant for the corpus in that directory.

        `llm` words the answers: a llama-index LLM, or the name of one, such as
        "ollama/llama3.2" (`assistant.llm.FORMS`). Without it they are made of sentences of the
        articles, and nothing is asked of anybody. `reader=False` goes without the reader, which
        finds the shortest answer: sentences are then chosen by their words and meaning alone.

        Raises:
            CorpusError: when there is none, or it cannot be read; the message says what to do.
            ModelError: a CorpusError, when the reader's files are damaged.
            ValueError: when there is no such LLM, or it lacks a package or a key; likewise.
        """
        corpus = Corpus.open(directory)
        try:
            return cls(corpus, llm=llm, reader=Reader.load() if reader else None)
        except BaseException:
            corpus.close()
            raise

    def close(self) -> None:
        """Release the corpus's files and memory."""
        self.corpus.close()

    def __enter__(self) -> Self:
        """The assistant itself, closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def understand(
        self,
        question: str,
        *,
        since: Moment = None,
        until: Moment = None,
        sources: Sequence[str] = (),
        as_of: Moment = None,
        recency: bool = True,
    ) -> Query:
        """The query that a question means: dates, outlets, phrases and the text that is searched.

        `since` and `until` are dates or times (or ISO 8601 text), both inclusive, in UTC where
        they do not say; a day means all of it. `sources` are outlets, by name or host, or one of
        them. What is given here is not looked for in the question. Words such as "last week"
        count from `as_of`, by default from now, and so does the preference for new articles,
        which `recency=False` turns off (and without `as_of` those words, too: there is no present
        then). A query can be changed with `dataclasses.replace`.

        Raises:
            ValueError: when a date cannot be read, or `since` comes after `until`.
        """
        named = (sources,) if isinstance(sources, str) else tuple(sources)
        return understand(
            self.corpus,
            self._names(),
            _readable(question),
            chosen=Filter(start_of(since), end_of(until), named),
            as_of=end_of(as_of),
            recency=recency,
        )

    def ask(self, question: str | Query, **options: Unpack[Options]) -> Answer:
        """What the articles say to a question, or to a query as `understand` returns it.

        The options are those of `understand`; a query says it all, and comes without.

        Raises:
            ValueError: when a date cannot be read, or `since` comes after `until`.
            TypeError: when an option is unknown, or comes with a query.
        """
        query = self._query(question, options)
        answerer = self._generative or self._extractive
        return answerer.answer(query, self.search(query, k=self._depth(query)))

    def stream(
        self, question: str | Query, **options: Unpack[Options]
    ) -> Generator[Event, None, None]:
        """What happens while a question is answered, the whole answer last; the rest as in `ask`.

        Closing the iterator gives the question up: what an LLM still writes is not read.
        """
        query = self._query(question, options)
        yield Understood(query)
        hits = self.search(query, k=self._depth(query))
        yield Found(hits)
        if self._generative is not None:
            yield from self._generative.stream(query, hits)
        else:
            yield from events_of(self._extractive.answer(query, hits))

    async def aask(self, question: str | Query, **options: Unpack[Options]) -> Answer:
        """`ask`, for asynchronous programs: in a thread. Cancelling it gives the question up."""
        return await awaited_answer(self.stream(question, **options))

    def astream(
        self, question: str | Query, **options: Unpack[Options]
    ) -> AsyncGenerator[Event, None]:
        """`stream`, for asynchronous programs: in a thread."""
        return awaited(self.stream(question, **options))

    async def asearch(
        self, question: str | Query, *, k: int = _HITS, **options: Unpack[Options]
    ) -> tuple[Hit, ...]:
        """`search`, for asynchronous programs: in a thread."""
        return await asyncio.to_thread(self.search, question, k=k, **options)

    def chat(self, *, turns: Sequence[Turn] = (), rewrite: Rewrite | None = None) -> Chat:
        """A conversation, whose questions may refer to what was said in it before.

        It goes on after the given turns. `rewrite` says a question, given the turns before it, as
        one that stands alone; without it, or where it returns None, rules do.
        """
        return Chat(self, turns=tuple(turns), rewrite=rewrite)

    def search(
        self, question: str | Query, *, k: int = _HITS, **options: Unpack[Options]
    ) -> tuple[Hit, ...]:
        """The at most `k` best passages for a question, best first; the rest is as in `ask`.

        Raises:
            ValueError: when a date cannot be read, or `k` is not from 1 to `MOST_HITS`.
            TypeError: as in `ask`.
        """
        if not 1 <= k <= MOST_HITS:
            raise ValueError(f"k is {k}: ask for 1 to {MOST_HITS:,} hits")
        query = self._query(question, options)
        return self.corpus.search(query, count=k)

    def _query(self, question: str | Query, options: Options) -> Query:
        if not isinstance(question, Query):
            return self.understand(question, **options)
        if options:
            raise TypeError(
                f"a query says itself what {' and '.join(options)} is: change it with "
                "dataclasses.replace, or ask in words"
            )
        return question

    def _depth(self, query: Query) -> int:
        return _COURSE_HITS if tells_a_course(query) else _HITS

    def _names(self) -> Names:
        """The names of the corpus, made ready once for every state of it."""
        found = self.corpus.names()
        if self._known is None or self._known[0] is not found:
            self._known = (found, Names.of(*found))
        return self._known[1]

    def as_retriever(self, *, k: int = _HITS, **options: Unpack[Options]) -> "CorpusRetriever":
        """The search as a llama-index retriever, for use in any llama-index program.

        The options are those of `understand`, for every question that it is asked.
        """
        # llama-index takes a second to import, which a question on the terminal need not pay.
        from assistant.retriever import CorpusRetriever

        return CorpusRetriever(self, k=k, **options)

    def as_query_engine(self, **options: Unpack[Options]) -> "AssistantQueryEngine":
        """The assistant as a llama-index query engine; its source nodes are the citations.

        The options are those of `understand`, for every question that it is asked.
        """
        from assistant.engines import AssistantQueryEngine

        return AssistantQueryEngine(assistant=self, options=dict(options))

    def as_chat_engine(self, **options: Unpack[Options]) -> "AssistantChatEngine":
        """The assistant as a llama-index chat engine; the rest is as in `as_query_engine`."""
        from assistant.engines import AssistantChatEngine

        return AssistantChatEngine(self, options)


def _readable(question: str) -> str:
    """The question without halves of characters, which broken input may hold."""
    return question.encode("utf-8", "replace").decode("utf-8")


def _generative(
    corpus: Corpus, llm: "AnyLLM", checker: "Checker | None", fallback: Extractive
) -> "Generative":
    """The answerer that asks an LLM: nothing of it is loaded without one."""
    from assistant.llm import Generative, load_model

    model = load_model(llm)
    if checker is None:
        from assistant.checking import Checker as Checking

        checker = Checking(corpus)
    return Generative(model, checker, fallback)
