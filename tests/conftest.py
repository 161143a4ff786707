"""What several test modules share: models, an empty corpus, articles to fill it, processes."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from corpus import Article, Corpus
from corpus.embedding import DEFAULT_MODEL, Embedder, load_embedder

# A busy machine, or the first import of a large library, is no failure of a property.
settings.register_profile("dateline", deadline=None)
settings.load_profile("dateline")


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The default embedding model."""
    return load_embedder(DEFAULT_MODEL)


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    """An empty corpus, open."""
    with Corpus.open(tmp_path / "corpus", create=True) as opened:
        yield opened


@pytest.fixture(scope="session")
def article() -> Callable[..., Article]:
    """A factory of articles: `article("a1", title=..., body=...)`, with defaults for the rest."""

    def make(name: str = "a1", **facts: Any) -> Article:  # noqa: ANN401 - any field of an article
        values: dict[str, Any] = {
            "title": f"Council votes on {name}",
            "body": f"The council of Kellmoor voted on {name} on Tuesday. The mayor was absent.",
            "origin": f"/articles/{name}.txt",
            "published": datetime(2026, 3, 5, 12, tzinfo=UTC),
            "source": "The Ledger",
        }
        return Article(id=name, **(values | facts))

    return make


@pytest.fixture(scope="session")
def python() -> Callable[..., subprocess.CompletedProcess[str]]:
    """A function that runs code, with arguments, in a fresh Python process to its end."""

    def run(*arguments: str, strict: bool = False) -> subprocess.CompletedProcess[str]:
        options = ["-W", "error"] if strict else []
        done = subprocess.run(  # noqa: S603 - the tests' own code
            [sys.executable, *options, "-c", *arguments],
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done

    return run


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a random two-layer BERT that pools by CLS and reads 48 word pieces."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import torch
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
        from transformers import BertConfig, BertModel, BertTokenizer

        folder = tmp_path_factory.mktemp("tiny")
        letters = "abcdefghijklmnopqrstuvwxyz0123456789.,?!'-"
        words = ["the", "bridge", "council", "storm", "vote", "train", "river", "mayor"]
        special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
        vocabulary = [*special, *letters, *(f"##{one}" for one in letters), *words]
        (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
        torch.manual_seed(7)
        config = BertConfig(
            vocab_size=len(vocabulary),
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=64,
            max_position_embeddings=64,
            initializer_range=0.1,
        )
        BertModel(config).save_pretrained(folder / "bert")
        vocab = {word: number for number, word in enumerate(vocabulary)}
        BertTokenizer(vocab=vocab).save_pretrained(folder / "bert")
        reader = Transformer(str(folder / "bert"), max_seq_length=48)
        pooling = Pooling(32, pooling_mode="cls")
        SentenceTransformer(modules=[reader, pooling], device="cpu").save(str(folder / "model"))
    return folder / "model"


@pytest.fixture(scope="session")
def contents() -> Callable[[Path], dict[str, Any]]:
    """A function that reads all there is in the stores of a corpus, past the corpus itself."""
    import sqlite3
    from contextlib import closing

    import tantivy

    from corpus.vectors import Vectors

    queries = {
        "indexes": "SELECT value FROM meta WHERE name IN ('indexes', 'model')",
        "articles": "SELECT a.id, a.canonical_url, a.version, l.id, a.retracted, a.url, a.source, "
        "a.published, a.published_at, a.language, a.outlet, a.host "
        "FROM articles a JOIN articles l ON l.number = a.lead ORDER BY a.id",
        "bands": "SELECT a.id, hex(b.band) FROM bands b "
        "JOIN articles a ON a.number = b.article ORDER BY 1, 2",
        "withdrawn": "SELECT name FROM withdrawn ORDER BY 1",
        "versions": "SELECT a.id, v.version, v.title, hex(v.content) FROM versions v "
        "JOIN articles a ON a.number = v.article ORDER BY 1, 2",
        "passages": "SELECT a.id || '@' || a.version || '#' || p.ordinal, start, end "
        "FROM passages p JOIN articles a ON a.number = p.article ORDER BY 1",
        "pending": "SELECT passage FROM pending ORDER BY 1",
        "inputs": "SELECT * FROM inputs ORDER BY 1",
        "failures": "SELECT input, place, reason FROM failures ORDER BY rowid",
        "sightings": "SELECT s.input, s.record, a.id FROM sightings s "
        "JOIN articles a ON a.number = s.article ORDER BY 1, 2",
    }

    def read(directory: Path) -> dict[str, Any]:
        with closing(sqlite3.connect(directory / "catalog.sqlite")) as db:
            found: dict[str, Any] = {
                name: db.execute(query).fetchall() for name, query in queries.items()
            }
            named = db.execute("SELECT value FROM meta WHERE name = 'indexes'").fetchone()[0]
        with closing(Vectors(directory / named / "vectors")) as vectors:
            found["vectors"] = sorted(vectors.ids())
        searcher = tantivy.Index.open(str(directory / named / "lexical")).searcher()
        hits = searcher.search(tantivy.Query.all_query(), limit=10_000).hits
        found["lexical"] = sorted(str(searcher.doc(address)["id"][0]) for _, address in hits)
        return found

    return read
