"""The engines inside llama-index."""

import asyncio

import pytest
from llama_index.core.base.llms.types import ChatMessage, MessageRole
from llama_index.core.base.response.schema import Response
from llama_index.core.chat_engine.types import BaseChatEngine
from llama_index.core.query_engine import CustomQueryEngine
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from assistant import Answer, Assistant, Turn

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # llama-index's own

QUESTION = "Who was appointed director of Orrimar Rail?"
OTHER = "What did the dockers want?"


def _cite(answer: Answer, nodes: list[NodeWithScore]) -> bool:
    for citation, node in zip(answer.citations, nodes, strict=True):
        assert isinstance(node.node, TextNode)
        assert node.node.text == citation.quote
        place = (node.node.start_char_idx, node.node.end_char_idx)
        assert place == (citation.start, citation.end)
        assert node.metadata["id"] == citation.article.id
        assert node.metadata["number"] == citation.number
        assert node.score is not None
    return bool(nodes)


def test_a_query_engine_cites_its_sources(assistant: Assistant) -> None:
    engine = assistant.as_query_engine(recency=False)
    assert isinstance(engine, CustomQueryEngine)
    answer = assistant.ask(QUESTION, recency=False)
    response = engine.query(QueryBundle(QUESTION))
    assert isinstance(response, Response)
    assert _cite(answer, response.source_nodes)
    assert response.metadata == {"status": "answered", "notes": []}
    for statement in answer.statements:
        assert f"{statement.text} [{statement.citations[0]}]" in str(response)
    assert str(asyncio.run(engine.aquery(QUESTION))) == str(response)


def test_a_query_engine_keeps_to_its_options(assistant: Assistant) -> None:
    response = assistant.as_query_engine(since="2031-01-01").query(QUESTION)
    assert response.source_nodes == []
    assert "do not tell" in str(response)


def test_a_chat_engine_cites_its_sources_and_remembers(assistant: Assistant) -> None:
    engine = assistant.as_chat_engine(recency=False)
    assert isinstance(engine, BaseChatEngine)
    answer = assistant.ask(QUESTION, recency=False)
    response = engine.chat(QUESTION)
    assert _cite(answer, response.source_nodes)
    assert [one.role.value for one in engine.chat_history] == ["user", "assistant"]
    assert engine.chat_history[0].content == QUESTION
    engine.chat(OTHER, chat_history=[])
    assert engine.chat_history[0].content == OTHER
    engine.reset()
    assert engine.chat_history == []


def test_a_chat_engine_streams(assistant: Assistant) -> None:
    engine = assistant.as_chat_engine(recency=False)
    answer = assistant.ask(QUESTION, recency=False)
    whole = engine.chat(QUESTION)
    stream = engine.stream_chat(QUESTION)
    text = "".join(stream.response_gen)
    assert text.strip() == str(stream) == whole.response
    assert _cite(answer, stream.source_nodes)

    async def listen() -> str:
        heard = await engine.astream_chat(QUESTION)
        told = "".join([one async for one in heard.async_response_gen()])
        assert _cite(answer, heard.source_nodes)
        assert str(await engine.achat(QUESTION)) == told.strip()
        return told

    assert asyncio.run(listen()) == text
    assert len(engine.chat_history) == 8


def test_a_chat_engine_goes_on_from_the_messages_that_it_is_given(assistant: Assistant) -> None:
    history = [
        ChatMessage(role=MessageRole.USER, content="Why did Gerrit Malvane resign?"),
        ChatMessage(role=MessageRole.ASSISTANT, content="Gerrit Malvane resigned. [1]"),
    ]
    engine = assistant.as_chat_engine(as_of="2026-03-23")
    told = str(engine.chat("Who replaced him?", chat_history=history))
    chat = assistant.chat(turns=[Turn(str(history[0].content), ("Gerrit Malvane resigned.",))])
    assert chat.ask("Who replaced him?", as_of="2026-03-23").statements[0].text in told
    assert [one.content for one in engine.chat_history][:2] == [one.content for one in history]


def test_where_nothing_is_told_the_nearest_headlines_are(assistant: Assistant) -> None:
    question = "Who won the chess championship of Reykjavik in 1972?"
    answer = assistant.ask(question)
    assert answer.status == "not_found"
    assert answer.nearest
    told = str(assistant.as_query_engine().query(question))
    streamed = "".join(assistant.as_chat_engine().stream_chat(question).response_gen)
    for article in answer.nearest:
        assert article.title in told
        assert article.title in streamed
