"""Other ways to search the archive: llama-index's retrievers and BM25 alone.

Dense retrieval is an exact scan with numpy behind llama-index's interface: its own store in memory
keeps each vector as a list of Python floats, and compares them one by one.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from llama_index.core import Document
from llama_index.core.llms import MockLLM
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.retrievers import BaseRetriever, QueryFusionRetriever
from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
from llama_index.core.schema import MetadataMode, NodeWithScore, QueryBundle, TextNode
from numpy.typing import NDArray

from corpus import Article
from corpus.article import digest
from corpus.embedding import Embedder

from .archive import Archive, say

DEPTH = 200
"""How many passages each retriever finds."""

_HEADLINE_CHARS = 300
_PART = 1024

Matrix = NDArray[np.float32]


class Nodes(NamedTuple):
    """Texts that are retrieved: their ids, the stories they are of, and their embeddings."""

    ids: Sequence[str]
    stories: Sequence[str]
    texts: Sequence[str]
    embeddings: Matrix

    def scored(self, number: int, score: float) -> NodeWithScore:
        """One of them as llama-index hands it on."""
        story = {"story": self.stories[number]}
        node = TextNode(id_=self.ids[number], text=self.texts[number], metadata=story)
        return NodeWithScore(node=node, score=score)


class Dense(BaseRetriever):
    """The nearest nodes by cosine, all of them compared."""

    def __init__(self, nodes: Nodes, embed: Callable[[str], Matrix]) -> None:
        """Search nodes with the embedding of the question."""
        super().__init__()
        self._nodes = nodes
        self._embed = embed

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        scores = self._nodes.embeddings @ self._embed(query_bundle.query_str)
        best = np.argsort(-scores, kind="stable")[:DEPTH]
        return [self._nodes.scored(int(one), float(scores[one])) for one in best]


class Words(BaseRetriever):
    """BM25 over the words of passage and headline, as the corpus's lexical index has it."""

    def __init__(self, nodes: Nodes, archive: Archive) -> None:
        """Search the passages of the archive."""
        super().__init__()
        self._nodes = nodes
        self._numbers = {one: number for number, one in enumerate(nodes.ids)}
        self._lexical = archive.indexes.lexical

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = self._lexical.query(query_bundle.query_str, DEPTH)
        return [self._nodes.scored(self._numbers[one], found[one]) for one in found]


def fused(retrievers: list[BaseRetriever]) -> BaseRetriever:
    """llama-index's reciprocal rank fusion of other retrievers; no model rewrites the question."""
    return QueryFusionRetriever(
        retrievers,
        llm=MockLLM(),
        mode=FUSION_MODES.RECIPROCAL_RANK,
        similarity_top_k=DEPTH,
        num_queries=1,
        use_async=False,
    )


def passage_nodes(archive: Archive, cache: Path) -> Nodes:
    """The passages of the corpus with the embeddings that it stores."""
    ids = [one.id for one in archive.passages]

    def stored(names: Sequence[str]) -> Matrix:
        found = archive.indexes.vectors.embeddings(names)
        return np.stack([found[one] for one in names])

    return Nodes(
        ids,
        [one.article_id for one in archive.passages],
        [one.text for one in archive.passages],
        kept(cache / "passages", ids, stored),
    )


def default_nodes(archive: Archive, embedder: Embedder, cache: Path) -> Nodes:
    """Nodes as llama-index makes them by default, the headline a part of their metadata."""
    nodes = [
        (article.id, TextNode(text=text, metadata=_headline(article)))
        for article, texts in zip(archive.articles, _cut(archive, cache), strict=True)
        for text in texts
    ]
    embedded = [node.get_content(MetadataMode.EMBED) for _, node in nodes]
    return Nodes(
        [node.node_id for _, node in nodes],
        [archive.leads[one] for one, _ in nodes],
        [node.get_content(MetadataMode.NONE) for _, node in nodes],
        kept(cache / "defaults", embedded, embedder.embed),
    )


def _cut(archive: Archive, cache: Path) -> list[list[str]]:
    """The texts of each article's nodes, as an earlier run has kept them, or made now."""
    state = digest(*(f"{one.id}@{one.version}" for one in archive.articles))
    path = cache / f"defaults-{state}.json"
    if path.exists():
        found: list[list[str]] = json.loads(path.read_text("utf-8"))
        return found
    say("cutting the articles as llama-index does by default, which takes minutes")
    splitter = SentenceSplitter()
    cut = []
    for article in archive.articles:
        document = Document(text=article.body, metadata=_headline(article))
        nodes = splitter.get_nodes_from_documents([document])
        cut.append([one.get_content(MetadataMode.NONE) for one in nodes])
    cache.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(cut), "utf-8")
    return cut


def _headline(article: Article) -> dict[str, str]:
    return {"title": article.title[:_HEADLINE_CHARS]}


def kept(folder: Path, texts: Sequence[str], make: Callable[[Sequence[str]], Matrix]) -> Matrix:
    """The rows that belong to texts; what no earlier run has kept in the folder is made.

    They are made part by part, texts of like length together, so that nothing is lost when a run
    is ended.
    """
    folder.mkdir(parents=True, exist_ok=True)
    keys = [digest(one) for one in texts]
    rows: dict[str, Matrix] = {}
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as part:
            rows.update(zip(part["keys"].tolist(), part["rows"], strict=True))
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in rows}
    order = sorted(missing, key=lambda key: len(missing[key]))
    for first in range(0, len(order), _PART):
        say(f"embeddings of {folder.name}: {first:,} of {len(order):,}")
        part_keys = order[first : first + _PART]
        made = make([missing[key] for key in part_keys])
        path = folder / f"{digest(*part_keys)}.npz"
        half = path.with_suffix(".part")
        with half.open("wb") as file:
            np.savez(file, keys=np.array(part_keys), rows=made)
        half.rename(path)
        rows.update(zip(part_keys, made, strict=True))
    return np.stack([rows[key] for key in keys])
