"""The assistant as llama-index engines, whose source nodes are the citations of its answers."""

import re
from collections.abc import AsyncGenerator, Generator, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from llama_index.core.base.llms.types import ChatMessage, ChatResponse, MessageRole
from llama_index.core.base.response.schema import Response
from llama_index.core.chat_engine.types import (
    AgentChatResponse,
    BaseChatEngine,
    StreamingAgentChatResponse,
)
from llama_index.core.query_engine import CustomQueryEngine
from llama_index.core.schema import NodeWithScore, TextNode

from assistant.answer import Answer, Citation, Statement, describe
from assistant.conversation import Turn
from assistant.events import Discarded, Done, Event, Stated

_NUMBERS = re.compile(r"\s*\[\d+\]")
"""Those of citations, behind a statement."""

if TYPE_CHECKING:
    from assistant.assistant import Assistant, Options


class AssistantQueryEngine(CustomQueryEngine):
    """Answers of an assistant behind llama-index's interface.

    The response is the answer's statements with the numbers of their citations; source node 1 is
    citation 1: its text is the quote. The metadata hold the answer's status and notes.
    """

    assistant: Any
    options: dict[str, Any]

    def custom_query(self, query_str: str) -> Response:
        """The answer to a question."""
        return _response(self.assistant.ask(query_str, **self.options))

    async def acustom_query(self, query_str: str) -> Response:
        """The answer to a question, asked in a thread."""
        return _response(await self.assistant.aask(query_str, **self.options))


class AssistantChatEngine(BaseChatEngine):
    """A conversation with an assistant behind llama-index's interface; see the query engine."""

    def __init__(self, assistant: "Assistant", options: "Options") -> None:
        """Ask that assistant with these options."""
        self._assistant = assistant
        self._chat = assistant.chat()
        self._options = options
        self._history: list[ChatMessage] = []

    def reset(self) -> None:
        """Forget the conversation."""
        self._history.clear()
        self._chat.clear()

    @property
    def chat_history(self) -> list[ChatMessage]:
        """What was asked and answered so far, oldest first."""
        return list(self._history)

    def chat(
        self, message: str, chat_history: list[ChatMessage] | None = None
    ) -> AgentChatResponse:
        """The answer to a message, which goes on from the messages before it, where given."""
        self._go_on_from(chat_history)
        return self._told(message, self._chat.ask(message, **self._options))

    async def achat(
        self, message: str, chat_history: list[ChatMessage] | None = None
    ) -> AgentChatResponse:
        """The answer to a message, asked in a thread."""
        self._go_on_from(chat_history)
        return self._told(message, await self._chat.aask(message, **self._options))

    def stream_chat(
        self, message: str, chat_history: list[ChatMessage] | None = None
    ) -> StreamingAgentChatResponse:
        """The answer, a statement at a time; its source nodes are there when it has ended."""
        self._go_on_from(chat_history)
        response = StreamingAgentChatResponse(is_writing_to_memory=False)

        def told() -> Generator[ChatResponse, None, None]:
            for event in self._chat.stream(message, **self._options):
                if isinstance(event, Done):
                    whole = self._told(message, event.answer)
                    response.source_nodes = whole.source_nodes
                yield _piece(event)

        response.chat_stream = told()
        return response

    async def astream_chat(
        self, message: str, chat_history: list[ChatMessage] | None = None
    ) -> StreamingAgentChatResponse:
        """The same for asynchronous programs, which read it with `async_response_gen`."""
        self._go_on_from(chat_history)
        response = StreamingAgentChatResponse(is_writing_to_memory=False)

        async def told() -> AsyncGenerator[ChatResponse, None]:
            async for event in self._chat.astream(message, **self._options):
                if isinstance(event, Done):
                    whole = self._told(message, event.answer)
                    response.source_nodes = whole.source_nodes
                yield _piece(event)

        response.achat_stream = told()
        return response

    def _go_on_from(self, history: list[ChatMessage] | None) -> None:
        if history is not None:
            self._history = list(history)
            self._chat = self._assistant.chat(turns=tuple(_turns(history)))

    def _told(self, message: str, answer: Answer) -> AgentChatResponse:
        response = _response(answer)
        text = response.response or ""
        self._history.append(ChatMessage(role=MessageRole.USER, content=message))
        self._history.append(ChatMessage(role=MessageRole.ASSISTANT, content=text))
        return AgentChatResponse(
            response=text, source_nodes=response.source_nodes, metadata=response.metadata
        )


def _turns(history: Sequence[ChatMessage]) -> Iterator[Turn]:
    """The questions among messages, each with the lines of what was answered to it."""
    asked, told = "", list[str]()
    for message in history:
        text = message.content or ""
        if message.role is MessageRole.USER:
            if asked:
                yield Turn(asked, tuple(told))
            asked, told = text, []
        elif message.role is MessageRole.ASSISTANT:
            lines = (_NUMBERS.sub("", line).strip() for line in text.splitlines())
            told.extend(filter(None, lines))
    if asked:
        yield Turn(asked, tuple(told))


def _piece(event: Event) -> ChatResponse:
    """What there is to read of an event."""
    match event:
        case Stated(statement):
            delta = f"{_line(statement)}\n"
        case Discarded(reason):
            delta = f"\n{reason}\n"
        case Done(answer) if not answer.statements:
            delta = _nothing(answer)
        case _:
            delta = ""
    return ChatResponse(message=ChatMessage(role=MessageRole.ASSISTANT, content=delta), delta=delta)


def _line(statement: Statement) -> str:
    label = f"{statement.label}: " if statement.label else ""
    return f"{label}{statement.text} {''.join(f'[{number}]' for number in statement.citations)}"


def _nothing(answer: Answer) -> str:
    """That the articles do not tell, with the headlines that come nearest."""
    return "\n".join([answer.lead_in, *(f"- {describe(one)}" for one in answer.nearest)])


def _response(answer: Answer) -> Response:
    lines = [answer.lead_in] if answer.lead_in else []
    lines.extend(map(_line, answer.statements))
    if not answer.statements:
        lines = [_nothing(answer)]
    scores = {hit.article.id: hit.score for hit in reversed(answer.hits)}
    return Response(
        "\n".join(lines),
        source_nodes=[
            NodeWithScore(node=node_of_citation(one), score=scores.get(one.article.id))
            for one in answer.citations
        ],
        metadata={"status": answer.status, "notes": list(answer.notes)},
    )


def node_of_citation(citation: Citation) -> TextNode:
    """A citation as a llama-index node: its text is the quote, its offsets are in the article."""
    facts = citation.article.to_dict(body=False)
    return TextNode(
        id_=f"{citation.article.id}@{citation.start}:{citation.end}",
        text=citation.quote,
        start_char_idx=citation.start,
        end_char_idx=citation.end,
        metadata={**facts, "number": citation.number},
        excluded_embed_metadata_keys=[*facts, "number"],
        excluded_llm_metadata_keys=[k for k in facts if k not in ("title", "source", "published")],
    )
