"""How well articles are read from web pages, beside trafilatura on the same pages: a table.

python -m tests.benchmarks.extraction [--pages FOLDER] [--worst 20] [--only]

The folder holds `ground-truth.json` (file name to `articleBody`) and `pages/*.html.gz`.
"""

import argparse
import gzip
import json
import os
import sys
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from .shingles import Score, mean, score, spread

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("DATELINE_DATA", ROOT.parent / "shared" / "data")) / "html"
UNUSABLE = 2


class Result(NamedTuple):
    """What one extractor made of all pages: scores by page, and the CPU time it took."""

    scores: Mapping[str, Score]
    seconds: float


def ours(data: bytes) -> str:
    """The body that Dateline reads from a page."""
    from ingest.draft import assemble
    from ingest.webpage import read_webpage

    return assemble(read_webpage(data).blocks)[0]


def _trafilatura(data: bytes, *, precision: bool) -> str:
    from trafilatura import extract

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return extract(data, favor_precision=precision, include_comments=False) or ""


EXTRACTORS: Mapping[str, Callable[[bytes], str]] = {
    "Dateline": ours,
    "trafilatura, precision": lambda data: _trafilatura(data, precision=True),
    "trafilatura": lambda data: _trafilatura(data, precision=False),
}


def marked_pages(folder: Path) -> dict[str, tuple[bytes, str]]:
    """Each page of a folder: its bytes, and its text as marked by hand."""
    marked = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    return {
        name: (
            gzip.decompress((folder / "pages" / f"{name}.html.gz").read_bytes()),
            facts["articleBody"],
        )
        for name, facts in marked.items()
    }


def measure(extract: Callable[[bytes], str], pages: Mapping[str, tuple[bytes, str]]) -> Result:
    """Score an extractor on pages, each given as its bytes and its text as marked by hand."""
    found: dict[str, str] = {}
    extract(b"<html><body><p>Imports are not what is timed here.</p></body></html>")
    started = time.process_time()
    for name, (data, _) in pages.items():
        found[name] = extract(data)
    seconds = time.process_time() - started
    return Result({name: score(found[name], pages[name][1]) for name in pages}, seconds)


def table(results: Mapping[str, Result]) -> str:
    """The results as text in columns."""
    rows: list[tuple[str, ...]] = [
        ("", "precision", "recall", "F1", "of 100 draws, 95 in", "CPU ms/page")
    ]
    for name, result in results.items():
        scores = list(result.scores.values())
        whole, (low, high) = mean(scores), spread(scores)
        speed = 1000 * result.seconds / len(scores)
        figures = (f"{value:.4f}" for value in (*whole, whole.f1))
        rows.append((name, *figures, f"{low:.4f} to {high:.4f}", f"{speed:.0f}"))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell.rjust(w) if n else cell.ljust(w) for n, (cell, w) in enumerate(cells))
        for cells in (zip(row, widths, strict=True) for row in rows)
    )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; returns the exit status."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.extraction", description=__doc__)
    parser.add_argument("--pages", type=Path, default=DATA, metavar="FOLDER")
    parser.add_argument("--worst", type=int, default=0, help="show so many of our worst pages")
    parser.add_argument("--only", action="store_true", help="Dateline without its peers")
    options = parser.parse_args(arguments)
    truth = options.pages / "ground-truth.json"
    if not truth.exists():
        print(f"{truth} does not exist: name a folder that has it with --pages", file=sys.stderr)
        return UNUSABLE
    pages = marked_pages(options.pages)
    chosen = list(EXTRACTORS)[: 1 if options.only else None]
    results = {name: measure(EXTRACTORS[name], pages) for name in chosen}
    print(f"{len(pages)} pages\n{table(results)}")
    worst = sorted(results["Dateline"].scores.items(), key=lambda item: item[1].f1)
    for name, one in worst[: options.worst]:
        print(f"{one.f1:.3f}  P {one.precision:.3f}  R {one.recall:.3f}  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
