"""From the trained network to the files that are shipped: in OpenVINO's form, 8 bits a weight."""

import json
from pathlib import Path
from typing import Any
from warnings import catch_warnings, simplefilter

import torch

from assistant.reader.training.training import Reading
from corpus.embedding import openvino_runtime
from corpus.int8 import compress, compress_lookups


def shrink(model: Reading, folder: Path, calibration: tuple[float, float], *, int8: bool) -> None:
    """Write `reader.xml`, `reader.bin` and `reader.json` into a folder."""
    runtime = openvino_runtime()
    example = {
        name: torch.ones((2, 8), dtype=torch.int64)
        for name in ("input_ids", "attention_mask", "token_type_ids")
    }
    with catch_warnings():
        simplefilter("ignore")  # of torch, about the way in which OpenVINO uses it
        graph = runtime.convert_model(model.eval(), example_input=example)
    group = compress(graph) if int8 else 0
    if int8:
        compress_lookups(graph)
    folder.mkdir(parents=True, exist_ok=True)
    runtime.save_model(graph, str(folder / "reader.xml"), compress_to_fp16=int8)
    _write(folder, {"calibration": list(calibration), "group": group})


def settle(folder: Path, calibration: tuple[float, float]) -> None:
    """Write another calibration beside the weights in a folder."""
    settings = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
    _write(folder, {**settings, "calibration": list(calibration)})


def _write(folder: Path, settings: dict[str, Any]) -> None:
    (folder / "reader.json").write_text(json.dumps(settings) + "\n", encoding="utf-8")
