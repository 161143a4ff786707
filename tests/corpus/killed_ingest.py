"""Runs an ingestion again and again, each time killed at another line of the write path.

    python killed_ingest.py INPUTS BASE WORK AT_MOST

First it runs the ingestion of INPUTS into a copy of the corpus BASE to its end, and notes every
line of the stores that runs, with the functions that led to it. Then, for at most AT_MOST of
these points, it copies BASE to a folder of WORK and ingests into it in a process that sends
itself SIGKILL when it comes to that point, for the first or the last time. Prints the folders.
"""

import json
import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import corpus
from ingest import ingest

_PACKAGE = str(Path(corpus.__file__).parent)
_STORES = tuple(
    f"{_PACKAGE}/{name}.py"
    for name in (
        *("writer", "batch", "placing", "indexes", "vectors", "lexical"),
        *("catalog", "database", "inputs", "tables"),
    )
)
_READING = {"rows", "query", "reload", "_open", "close", "__init__", "article", "where"}


def _point(frame: FrameType | None) -> str:
    """The line, and the functions of the stores that called it."""
    parts: list[str] = []
    while frame is not None:
        code = frame.f_code
        if code.co_filename in _STORES:
            parts.append(f"{Path(code.co_filename).stem}.{code.co_name}:{frame.f_lineno}")
        frame = frame.f_back
    return " < ".join(parts)


def _traced(inputs: Path, directory: Path, visit: Callable[[str], None]) -> None:
    def in_store(frame: FrameType, event: str, _: object) -> object:
        if event == "line":
            visit(_point(frame))
        return in_store

    def anywhere(frame: FrameType, _event: str, _: object) -> object:
        code = frame.f_code
        ours = code.co_filename in _STORES and code.co_name not in _READING
        return in_store if ours else None

    sys.settrace(anywhere)  # type: ignore[arg-type]
    ingest(inputs, corpus=directory)
    sys.settrace(None)


def _in_child(work: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    return child


def _count(inputs: Path, directory: Path, report: Path) -> None:
    visits: Counter[str] = Counter()
    _traced(inputs, directory, lambda point: visits.update([point]))
    report.write_text(json.dumps(visits), encoding="utf-8")


def _kill_at(inputs: Path, directory: Path, target: str, nth: int) -> None:
    left = [nth]

    def visit(point: str) -> None:
        if point == target:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    _traced(inputs, directory, visit)


def main(inputs: Path, base: Path, work: Path, at_most: int) -> None:
    """Kill ingestions, two at a time."""
    shutil.copytree(base, work / "counted")
    report = work / "points.json"
    child = _in_child(lambda: _count(inputs, work / "counted", report))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    visits: dict[str, int] = json.loads(report.read_text(encoding="utf-8"))
    step = max(1, -(-len(visits) // at_most))
    waiting: list[int] = []
    for number, (point, count) in enumerate(list(visits.items())[::step]):
        folder = work / f"killed-{number}"
        shutil.copytree(base, folder)
        nth = count if number % 2 else 1

        def run(folder: Path = folder, point: str = point, nth: int = nth) -> None:
            _kill_at(inputs, folder, point, nth)

        waiting.append(_in_child(run))
        if len(waiting) == os.cpu_count():
            _expect_killed(waiting.pop(0))
        print(json.dumps([str(folder), point, nth]))  # noqa: T201 - what the test reads
    for one in waiting:
        _expect_killed(one)


def _expect_killed(child: int) -> None:
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
