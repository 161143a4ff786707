"""The search as a llama-index retriever."""

from typing import TYPE_CHECKING, Unpack

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from corpus import Hit

if TYPE_CHECKING:
    from assistant.assistant import Assistant, Options


class CorpusRetriever(BaseRetriever):
    """Dateline's hybrid retrieval behind llama-index's interface.

    Each node is a passage: its id is the passage's, `start_char_idx` and `end_char_idx` are its
    offsets into the body of the article, and its metadata say which article that is.
    """

    def __init__(
        self, assistant: "Assistant", *, k: int = 10, **options: Unpack["Options"]
    ) -> None:
        """Retrieve the `k` best passages of the assistant's corpus; the rest as in its `search`."""
        super().__init__()
        self._assistant = assistant
        self._k = k
        self._options = options

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._assistant.search(query_bundle.query_str, k=self._k, **self._options)
        return [NodeWithScore(node=node_of(hit), score=hit.score) for hit in hits]


def node_of(hit: Hit) -> TextNode:
    """The hit's passage as a llama-index node."""
    facts = hit.article.to_dict(body=False)
    return TextNode(
        id_=hit.passage.id,
        text=hit.passage.text,
        start_char_idx=hit.passage.start,
        end_char_idx=hit.passage.end,
        metadata=facts,
        excluded_embed_metadata_keys=list(facts),
        excluded_llm_metadata_keys=[k for k in facts if k not in ("title", "source", "published")],
    )
