"""The reader: a small network that marks in passages what answers a question."""

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from assistant.reader.spans import Reading, reading, units
from assistant.reader.windows import Source, Window, Windows, batches, padded
from corpus.embedding import DEFAULT_MODEL, model_folder, openvino_runtime
from corpus.errors import ModelError
from corpus.sentences import split_sentences

FOLDER = Path(__file__).parent / "weights"
"""The weights that come with Dateline; `MODEL_CARD.md` beside them tells what they are."""

SHA256 = {
    "reader.xml": "06f102bc12d78cda42c95c66824f32710702d6ec024d8bbe08ce9bddff8c8ca1",
    "reader.bin": "33cf6c8935dcc504363396adc649788548d12c9fb579a8ea0e864a266f921437",
    "reader.json": "b68b8d62df8cc3e06fa9f39d02457ccaa458da17ea7f18d141e1c180b450f7a2",
}
"""What the shipped files have to be."""

_AGAIN = "install Dateline again, or go without it (--no-reader, reader=False)"
_BATCH = 8
_RUNTIME = {"PERFORMANCE_HINT": "LATENCY", "ENABLE_CPU_PINNING": False}
"""One batch on all cores: somebody waits for a handful of passages."""


class Reader:
    """Reads questions and texts; any number of threads may use it."""

    def __init__(self, folder: Path) -> None:
        """Read with the weights in a folder, as the training writes them."""
        settings = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
        self._windows = Windows(load_tokenizer())
        self._calibration: tuple[float, float] = tuple(settings["calibration"])
        how = _RUNTIME | {"DYNAMIC_QUANTIZATION_GROUP_SIZE": settings["group"]}
        runtime = openvino_runtime()
        model = runtime.Core().compile_model(str(folder / "reader.xml"), "CPU", how)
        self._queue = runtime.AsyncInferQueue(model)
        self._lock = Lock()

    @classmethod
    def load(cls) -> Self:
        """The reader that comes with Dateline.

        Raises:
            ModelError: when files of it are missing or not what they were.
        """
        for name, digest in SHA256.items():
            try:
                found = sha256((FOLDER / name).read_bytes()).hexdigest()
            except OSError as error:
                raise ModelError(f"the reader's {FOLDER / name} is missing: {_AGAIN}") from error
            if found != digest:
                raise ModelError(f"the reader's {FOLDER / name} is damaged: {_AGAIN}")
        return cls(FOLDER)

    def read(self, question: str, sources: Sequence[Source]) -> list[Reading]:
        """What each text says to the question, in the order of the texts."""
        cut = self._windows.of(question, sources)
        scores = iter(self._scores([window for windows in cut for window in windows]))
        return [
            reading(
                source.text,
                windows,
                [next(scores) for _ in windows],
                units(source.text, split_sentences(source.text)),
                self._calibration,
            )
            for windows, source in zip(cut, sources, strict=True)
        ]

    def _scores(self, windows: Sequence[Window]) -> list[NDArray[np.float32]]:
        """For each window a row a piece: how likely it begins and ends an answer (logits)."""
        scores: list[NDArray[np.float32]] = [np.empty((0, 2), np.float32)] * len(windows)

        def keep(request: Any, places: list[int]) -> None:  # noqa: ANN401 - OpenVINO has no types
            found = request.get_output_tensor(0).data
            for row, place in enumerate(places):
                scores[place] = found[row, : len(windows[place].ids)].copy()

        with self._lock:
            self._queue.set_callback(keep)
            try:
                for places in batches(windows, _BATCH):
                    self._queue.start_async(padded([windows[place] for place in places]), places)
            finally:
                self._queue.wait_all()
        return scores


def load_tokenizer() -> Tokenizer:
    """The tokenizer of the default embedding model, from which the reader was trained.

    Raises:
        ModelError: when the package of that model is missing.
    """
    folder = model_folder(DEFAULT_MODEL) or Path()
    return Tokenizer.from_file(str(folder / "tokenizer.json"))
