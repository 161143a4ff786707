"""The ingestion of Dateline and of the plain llama-index pipeline, measured side by side.

Both get the same articles as one file of JSON Lines, and run by turns, each time in a process
of its own and into an empty folder. The readers of web pages are therefore not measured.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from .measuring import Round, Run, run_of
from .tables import render, rows_of

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("DATELINE_DATA", ROOT.parent / "shared" / "data"))
DEFAULT = DATA / "realtimeqa" / "articles-05.jsonl.xz"

SIDES = ("dateline", "pipeline")
UNUSABLE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; returns the exit status."""
    options = _options(arguments)
    inputs = [path.absolute() for path in options.articles or [DEFAULT]]
    missing = [path for path in inputs if not path.exists()]
    if missing:
        print(
            f"{missing[0]} does not exist: name a folder or files that hold news articles "
            "with --articles, or the folder of the development data with DATELINE_DATA",
            file=sys.stderr,
        )
        return UNUSABLE
    if find_spec("llama_index.embeddings.huggingface") is None:
        print(
            "the pipeline to compare with is not installed: run pip install -e '.[bench]'",
            file=sys.stderr,
        )
        return UNUSABLE
    with tempfile.TemporaryDirectory(prefix="dateline-benchmark-") as scratch:
        folder = Path(scratch)
        _say("reading the articles, compiling the model where that has not been done")
        _child("preparing", folder, str(options.limit), *map(str, inputs))
        chosen = json.loads((folder / "articles.json").read_text(encoding="utf-8"))
        if not chosen["articles"]:
            print("no article could be read there", file=sys.stderr)
            return UNUSABLE
        rounds = [_round(folder, number, options.repeat) for number in range(options.repeat)]
    print(_heading(chosen["articles"], chosen["bytes"], rounds))
    print(render(rows_of(rounds, chosen["bytes"])))
    print(_NOTES)
    return 0


_NOTES = """
Several rounds: median (lowest to highest). Fewer cores in use than there are, or a load before
the first round, mean that something else was running: then trust ratios, and no single one.
Seconds run from the call to its return, everything durable. Python's start, imports, the model's
loading and one article to warm up are listed apart and not counted, on either side. A share is
of those seconds, each moment counted once, where the time goes by the clock. "Changed file" adds
an empty line to the file, so that every article has to be read and compared."""


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests/benchmarks/ingest.py", description=__doc__)
    parser.add_argument("--articles", nargs="+", type=Path, metavar="FOLDER_OR_FILES")
    parser.add_argument("--limit", type=_positive, default=120, help="how many articles (120)")
    parser.add_argument("--repeat", type=_positive, default=1, help="how many rounds (1)")
    return parser.parse_args(arguments)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _round(folder: Path, number: int, of: int) -> Round:
    """Each side once; who begins alternates, since a machine is not always equally busy."""
    runs: dict[str, Run] = {}
    load = os.getloadavg()[0]
    for side in SIDES if number % 2 == 0 else reversed(SIDES):
        _say(f"round {number + 1} of {of}: {side}")
        target = folder / f"{number}-{side}"
        target.mkdir()
        for step in ("first", "again"):
            _child(f"{side}_side", step, folder / "articles.jsonl", target)
        runs[side] = run_of(target)
    return Round(runs["dateline"], runs["pipeline"], load)


def _child(module: str, *arguments: str | Path) -> None:
    """Run a module of this package in a process of its own, offline."""
    surroundings = os.environ | {
        "PYTHONPATH": str(ROOT),
        "HF_HUB_OFFLINE": "1",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "true",
    }
    command = [sys.executable, "-P", "-m", f"tests.benchmarks.{module}", *map(str, arguments)]
    subprocess.run(command, env=surroundings, stdout=subprocess.DEVNULL, check=True)  # noqa: S603


def _heading(articles: int, size: int, rounds: Sequence[Round]) -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    loads = ", ".join(f"{one.load:.1f}" for one in rounds)
    return (
        f"Ingestion: {articles} articles, {size / 1e6:.2f} MB of text; {cores} cores, "
        f"{platform.system()} {platform.machine()}; {datetime.now(UTC):%Y-%m-%d}\n"
        f"{len(rounds)} round(s), load before each: {loads}\n"
    )


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
