"""The assistant: a question in, an answer with verbatim citations out."""

import os
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from assistant.answer import Answer
from assistant.extractive import Extractive
from corpus import Corpus, Filter, Hit
from corpus.filter import end_of, start_of

if TYPE_CHECKING:
    from assistant.retriever import CorpusRetriever

_HITS = 10
MOST_HITS = 1000
"""How many hits a search may be asked for."""

Moment = datetime | date | str | None


class Assistant:
    """Answers questions about one corpus. One assistant serves any number of threads."""

    def __init__(self, corpus: Corpus) -> None:
        """Answer from an opened corpus; `Assistant.open` opens one."""
        self.corpus = corpus
        self._answerer = Extractive(corpus)

    @classmethod
    def open(cls, directory: str | os.PathLike[str]) -> Self:
        """An assistant for the corpus in that directory.

        Raises:
            CorpusError: when there is none, or it cannot be read; the message says what to do.
        """
        return cls(Corpus.open(directory))

    def close(self) -> None:
        """Release the corpus's files and memory."""
        self.corpus.close()

    def __enter__(self) -> Self:
        """The assistant itself, closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def ask(
        self,
        question: str,
        *,
        since: Moment = None,
        until: Moment = None,
        sources: Sequence[str] = (),
        as_of: Moment = None,
    ) -> Answer:
        """What the articles say to a question.

        `since` and `until` are dates or times (or ISO 8601 text), both inclusive, in UTC where
        they do not say; a day means all of it. `sources` are outlets, by name or host, or one of
        them. With `as_of`, articles from around that moment are preferred.

        Raises:
            ValueError: when a date cannot be read, or `since` comes after `until`.
        """
        text = _readable(question)
        hits = self.search(text, since=since, until=until, sources=sources, as_of=as_of)
        return self._answerer.answer(text, hits)

    def search(
        self,
        question: str,
        *,
        k: int = _HITS,
        since: Moment = None,
        until: Moment = None,
        sources: Sequence[str] = (),
        as_of: Moment = None,
    ) -> tuple[Hit, ...]:
        """The at most `k` best passages for a question, best first; the rest is as in `ask`.

        Raises:
            ValueError: when a date cannot be read, or `k` is not from 1 to `MOST_HITS`.
        """
        if not 1 <= k <= MOST_HITS:
            raise ValueError(f"k is {k}: ask for 1 to {MOST_HITS:,} hits")
        named = (sources,) if isinstance(sources, str) else tuple(sources)
        chosen = Filter(start_of(since), end_of(until), named)
        return self.corpus.search(
            _readable(question), count=k, chosen=chosen, as_of=start_of(as_of)
        )

    def as_retriever(self, *, k: int = _HITS) -> "CorpusRetriever":
        """The search as a llama-index retriever, for use in any llama-index program."""
        # llama-index takes a second to import, which a question on the terminal need not pay.
        from assistant.retriever import CorpusRetriever

        return CorpusRetriever(self, k=k)


def _readable(question: str) -> str:
    """The question without halves of characters, which broken input may hold."""
    return question.encode("utf-8", "replace").decode("utf-8")
