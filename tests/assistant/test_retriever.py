"""The retriever inside llama-index."""

import pytest
from llama_index.core.base.response.schema import Response
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import TextNode

from assistant import Assistant
from assistant.assistant import Options


def test_nodes_are_the_hits_with_their_place_in_the_article(assistant: Assistant) -> None:
    retriever = assistant.as_retriever(k=4)
    assert isinstance(retriever, BaseRetriever)
    question = "What did the State Auditor say about the bridge?"
    nodes = retriever.retrieve(question)
    hits = assistant.search(question, k=4)
    assert [node.node.node_id for node in nodes] == [hit.passage.id for hit in hits]
    assert [node.score for node in nodes] == [hit.score for hit in hits]
    for node in nodes:
        assert isinstance(node.node, TextNode)
        article = assistant.corpus.article(str(node.metadata["id"]))
        assert article is not None
        assert node.node.start_char_idx is not None
        place = slice(node.node.start_char_idx, node.node.end_char_idx)
        assert article.body[place] == node.node.text


def test_a_retriever_keeps_to_its_options(assistant: Assistant) -> None:
    options = Options(since="2026-03-05", sources=["The Daily Gull"], as_of="2026-03-10")
    alike: Options = {**options, "recency": False}
    question = "What is the latest on the bridge?"
    nodes = assistant.as_retriever(k=3, **alike).retrieve(question)
    hits = assistant.search(question, k=3, **alike)
    assert [node.node.node_id for node in nodes] == [hit.passage.id for hit in hits]
    assert {node.metadata["source"] for node in nodes} == {"The Daily Gull"}
    scores = [node.score for node in assistant.as_retriever(k=3, **options).retrieve(question)]
    assert scores != [node.score for node in nodes]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # llama-index's own
def test_a_llama_index_query_engine_works_with_it(assistant: Assistant) -> None:
    engine = RetrieverQueryEngine.from_args(assistant.as_retriever(k=2), llm=MockLLM())
    response = engine.query("Who leads Orrimar Rail?")
    assert isinstance(response, Response)
    assert len(response.source_nodes) == 2
