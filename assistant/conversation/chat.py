"""A conversation with an assistant: each question is read by the turns before it."""

from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Unpack

from assistant.answer import Answer
from assistant.conversation.standalone import Rewrite, standalone
from assistant.conversation.turn import Turn

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
        with self._lock:
            read = standalone(question, self._turns, self._rewrite)
            if read == question:
                answer = self._assistant.ask(question, **options)
            else:
                query = self._assistant.understand(read, **options)
                query = replace(query, question=question, standalone=read)
                answer = self._assistant.ask(query)
            self._turns = (*self._turns, Turn.of(answer))
            return answer

    def clear(self) -> None:
        """Forget all turns: the next question is a first one."""
        with self._lock:
            self._turns = ()
