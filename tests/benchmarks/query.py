"""How long searches and answers take at three sizes of the archive: prints two tables.

    python -m tests.benchmarks.query [--corpus DIR] [--cache DIR] [--questions N]
                                     [--sizes 20000 90000 235000]

needs the development data (DATELINE_DATA names its folder, else it is looked for beside the
project). Without it, it says so and ends. `--corpus` is a corpus of all its articles; without one
they are ingested into the cache. Corpora of the sizes are made of it without embedding anything
(`sizes.py`), and kept in the cache: some minutes and 5 GB the first time.
"""

import json
import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import numpy as np

from .archive import ROOT, Archive, add_options, corpus_folder, missing_data, questions
from .columns import aligned
from .measuring import Stages
from .searching import ANSWER, CHROMA, FILTERS, ROWS, SCAN, WHOLE, Speed, instrument, measure
from .sizes import corpus_of
from .tables import verdict

SIZES = (20_000, 90_000, 235_000)

MILLISECONDS = 25.0
"""The most that half of the searches may take at the largest size, with or without a filter."""

ANSWERED = 150.0
"""The most milliseconds that half of the whole answers may take there."""

GROWTH = 1.5
"""How many times as long they may take there as at the smallest size."""

RECALL = 0.98
MEMORY = 1.2e9

_NOTES = """
Milliseconds. Dateline is from the question to ten passages with their articles, as of the day of
the question: dense (approximate, and the embeddings of the candidates), lexical, weighing, reading.
Words are looked up while the others run, so that the stages add up to more than the whole. An
answer is from the question to its statements, without an LLM.
A date range is of 90 days up to that day; the outlets are the three largest by turns. Chroma and
numpy get the embedding ready, search by it alone, and find 20 ids or cosines: Chroma by `where` in
a collection of its own, in which dates and outlets are metadata. The first calls are not counted.
Recall is that of the approximate search at 20, without a filter; "as searched" is that of the best
20 of the 180 that a search asks for."""


class Opened(NamedTuple):
    """A process that opened a corpus and answered a question: seconds and bytes."""

    whole: float
    opening: float
    asking: float
    memory: int


def main() -> int:
    """Print the tables; 0, also when there is no data to measure with."""
    options = _options()
    lack = missing_data()
    if lack is not None:
        print(lack)
        return 0
    home = corpus_folder(options.corpus, options.cache)
    asked = questions("dev", options.questions)
    with closing(Archive(home)) as archive:
        folders = [corpus_of(size, archive, home, options.cache) for size in options.sizes]
    opened = _open(folders[-1], asked[0].text)
    stages = Stages()
    instrument(stages)
    speeds = [measure(folder, asked, stages) for folder in folders]
    print(_heading(len(asked)))
    print(aligned(list(_times(speeds))))
    print()
    print(aligned([["", "measured", "budget", ""], *_budgets(speeds, opened)]))
    print(_NOTES)
    return 0


def _options() -> Namespace:
    parser = ArgumentParser(prog="python -m tests.benchmarks.query", description=__doc__)
    parser.add_argument("--questions", type=int, default=150, help="how many (150)")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="passages")
    add_options(parser)
    return parser.parse_args()


def _heading(number: int) -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"Search: {number} questions; {cores} cores, load {os.getloadavg()[0]:.1f}; "
        f"{datetime.now(UTC):%Y-%m-%d}\n"
    )


def _times(speeds: Sequence[Speed]) -> Iterator[Sequence[str]]:
    yield ["", *(f"{name}: {point}" for name in FILTERS for point in ("p50", "p95"))]
    for speed in speeds:
        yield [f"{speed.passages:,} passages, {speed.articles:,} articles"]
        for row in ROWS:
            both = (percentiles(speed.times[name][row]) for name in FILTERS)
            yield [row, *(f"{value:.1f}" for pair in both for value in pair)]


def percentiles(seconds: Sequence[float]) -> tuple[float, float]:
    """The median and the 95th percentile, in milliseconds."""
    half, most = np.percentile(seconds, (50, 95)) * 1e3
    return float(half), float(most)


def _budgets(speeds: Sequence[Speed], opened: Opened) -> Iterator[Sequence[str]]:
    least, most = speeds[0], speeds[-1]
    for name in FILTERS:
        half = _half(most, name, WHOLE)
        yield _judged(f"p50 at {most.passages:,}, {name}", half, MILLISECONDS, "{:.1f} ms")
    half = _half(most, FILTERS[0], ANSWER)
    yield _judged(f"p50 of an answer at {most.passages:,}", half, ANSWERED, "{:.1f} ms")
    for name in FILTERS:
        grown = _half(most, name, WHOLE) / _half(least, name, WHOLE)
        yield _judged(f"growth from {least.passages:,}, {name}", grown, GROWTH, "{:.2f} x")
    for row in (CHROMA, SCAN):
        grown = _half(most, FILTERS[0], row) / _half(least, FILTERS[0], row)
        yield [f"growth of {row}, {FILTERS[0]}", f"{grown:.2f} x", "", ""]
    for speed in speeds:
        recall = speed.recall
        yield _judged(f"recall at {speed.passages:,}", recall, RECALL, "{:.3f}", at_most=False)
        yield [f"recall at {speed.passages:,}, as searched", f"{speed.deep_recall:.3f}", "", ""]
    yield _judged("memory of a process", opened.memory / 1e9, MEMORY / 1e9, "{:.2f} GB")
    yield ["its time, start to answer", f"{opened.whole:.1f} s", "", ""]
    yield ["of that, imports and opening", f"{opened.opening:.1f} s", "", ""]
    yield ["of that, the first answer", f"{opened.asking:.1f} s", "", ""]


def _half(speed: Speed, name: str, row: str) -> float:
    return percentiles(speed.times[name][row])[0]


def _judged(
    figure: str, value: float, bound: float, form: str, *, at_most: bool = True
) -> Sequence[str]:
    budget = f"{'at most' if at_most else 'at least'} {form.format(bound)}"
    met = value <= bound if at_most else value >= bound
    return [figure, form.format(value), budget, verdict(int(met), 1)]


def _open(folder: Path, question: str) -> Opened:
    """Open a corpus and ask it something, in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.opening", str(folder), question]
    started = perf_counter()
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)  # noqa: S603
    return Opened(perf_counter() - started, **json.loads(done.stdout))


if __name__ == "__main__":
    sys.exit(main())
