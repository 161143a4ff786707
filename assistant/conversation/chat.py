"""A conversation with an assistant: each question is read by the turns before it."""

from collections.abc import AsyncGenerator, Generator
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Unpack

from assistant.answer import Answer
from assistant.conversation.standalone import Rewrite, standalone
from assistant.conversation.turn import Turn
from assistant.events import Done, Event, answer_of, awaited, awaited_answer
from corpus import Query

if TYPE_CHECKING:
    from assistant.assistant import Assistant, Options


class Chat:
    """One conversation. Its questions are answered one after the other, whatever thread asks."""

    def __init__(
        self,
        assistant: "Assistant",
        *,
        turns: tuple[Turn, ...] = (),
        rewrite: Rewrite | None = None,
    ) -> None:
        """Go on after the given turns; `rewrite` is as in `standalone`."""
        self._assistant = assistant
        self._rewrite = rewrite
        self._turns = turns
        self._lock = Lock()

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What was asked and answered so far, oldest first."""
        return self._turns

    def ask(self, question: str, **options: Unpack["Options"]) -> Answer:
        """What the articles say to a question, which may refer to the turns before it.

        `Answer.question` is the question as it was asked, `Answer.query.standalone` how it was
        understood where that is another one. The options are those of `Assistant.understand`.

        Raises:
            ValueError: when a date cannot be read, or `since` comes after `until`.
            TypeError: when an option is unknown.
        """
        return answer_of(self.stream(question, **options))

    def stream(self, question: str, **options: Unpack["Options"]) -> Generator[Event, None, None]:
        """What happens while a question is answered, the whole answer last; the rest as in `ask`.

        Closing the iterator gives the question up: it is no turn then. A question that is asked
        before the answer to another one has come does not refer to it.
        """
        for event in self._assistant.stream(self._query(question, options)):
            if isinstance(event, Done):
                with self._lock:
                    self._turns = (*self._turns, Turn.of(event.answer))
            yield event

    async def aask(self, question: str, **options: Unpack["Options"]) -> Answer:
        """`ask`, for asynchronous programs: in a thread. Cancelling it gives the question up."""
        return await awaited_answer(self.stream(question, **options))

    def astream(self, question: str, **options: Unpack["Options"]) -> AsyncGenerator[Event, None]:
        """`stream`, for asynchronous programs: in a thread."""
        return awaited(self.stream(question, **options))

    def _query(self, question: str, options: "Options") -> Query:
        read = standalone(question, self._turns, self._rewrite)
        query = self._assistant.understand(read, **options)
        return query if read == question else replace(query, question=question, standalone=read)

    def clear(self) -> None:
        """Forget all turns: the next question is a first one."""
        with self._lock:
            self._turns = ()
