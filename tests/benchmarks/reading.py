"""How well and how fast the reader reads: prints a table beside the limits it sets itself.

    python -m tests.benchmarks.reading [--corpus DIR] [--cache DIR] [--questions N]

needs the development data: XQuAD's English part (never trained on), the articles of SQuAD 2.0 that
are kept out of training, and, for the speed, the news archive, whose first five passages for dev
questions are read. What is absent is skipped, and said.
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

from assistant import Assistant
from assistant.extractive.pooled import PASSAGES
from assistant.reader import Reader, Source
from assistant.reader.training.examples import REPORTED, SQUAD2, refusals, squad
from assistant.reader.training.measuring import read_all, roc_area, spans_score

from .archive import DATA, add_options, corpus_folder, missing_data, questions
from .columns import aligned
from .tables import verdict

FOLDER = DATA.parent / "reading-comprehension"

F1 = 0.78
AREA = 0.80
MILLISECONDS = 60.0

_WARM_UP = 5


def main() -> int:
    """Print the table; 0, also when there is no data to measure with."""
    parser = ArgumentParser(prog="python -m tests.benchmarks.reading", description=__doc__)
    parser.add_argument("--questions", type=int, default=100, help="how many to time (100)")
    add_options(parser)
    options = parser.parse_args()
    reader = Reader.load()
    lines = list(_quality(reader))
    lack = missing_data()
    if lack is None:
        lines.extend(
            _speed(reader, corpus_folder(options.corpus, options.cache), options.questions)
        )
    else:
        print(lack)
    print(f"Reader: load {os.getloadavg()[0]:.1f}\n")
    print(aligned([["", "measured", "aim", ""], *lines]))
    return 0


def _quality(reader: Reader) -> Iterator[Sequence[str]]:
    if not all((FOLDER / name).exists() for name in (REPORTED, SQUAD2)):
        print(f"Skipped: no {REPORTED} and {SQUAD2} in {FOLDER}; DATELINE_DATA names its parent.")
        return
    reported = [one for _, ones in squad(FOLDER / REPORTED) for one in ones]
    exact, f1 = spans_score(reported, read_all(reader, reported))
    yield ["XQuAD-en, exact match", f"{exact:.3f}", "", ""]
    yield ["XQuAD-en, F1", f"{f1:.3f}", f"at least {F1}", verdict(int(f1 >= F1), 1)]
    refused = refusals(FOLDER)
    area = roc_area(refused, read_all(reader, refused))
    yield [
        "SQuAD 2.0 kept out, ROC area of refusal",
        f"{area:.3f}",
        f"at least {AREA}",
        verdict(int(area >= AREA), 1),
    ]


def _speed(reader: Reader, folder: Path, count: int) -> Iterator[Sequence[str]]:
    with Assistant.open(folder, reader=False) as assistant:
        asked = [
            (one.text, [Source(hit.passage.text, hit.article.title) for hit in hits])
            for one in questions("dev", count)
            if (hits := assistant.search(one.text, as_of=one.date, k=PASSAGES))
        ]
    for text, sources in asked[:_WARM_UP]:
        reader.read(text, sources)
    seconds = []
    for text, sources in asked:
        started = perf_counter()
        reader.read(text, sources)
        seconds.append(perf_counter() - started)
    half = 1e3 * median(seconds)
    yield [
        f"p50 of {PASSAGES} passages",
        f"{half:.0f} ms",
        f"at most {MILLISECONDS:.0f} ms",
        verdict(int(half <= MILLISECONDS), 1),
    ]


if __name__ == "__main__":
    sys.exit(main())
