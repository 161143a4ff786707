"""What is measured of one side, how time is taken by stage, and how results travel."""

import json
import resource
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import wraps
from pathlib import Path
from threading import Lock, local
from time import perf_counter, process_time
from typing import Any

STAGES = (
    "reading and parsing",
    "sentences and passages",
    "counting word pieces",
    "tokenising, batching",
    "the model",
    "vectors",
    "lexical index",
    "catalog, docstore",
)
"""Where the time of an ingestion goes, in the order of the table; the rest is "the rest"."""

LOADING = "loading the model"
"""The stage that is never counted."""


@dataclass(frozen=True, slots=True)
class First:
    """The first ingestion. Times are in seconds, sizes in bytes."""

    articles: int
    passages: int
    word_pieces: float
    seconds: float
    cpu_seconds: float
    imports: float
    loading: float
    warming: float
    peak_memory: int
    stages: dict[str, float] = field(default_factory=dict)
    disk: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Again:
    """The ingestion of the same articles once more, in seconds."""

    same_file: float
    changed_file: float


@dataclass(frozen=True, slots=True)
class Run:
    """What one side did in one round."""

    first: First
    again: Again


@dataclass(frozen=True, slots=True)
class Round:
    """Both sides, one after the other; `load` is the machine's load average before them."""

    ours: Run
    theirs: Run
    load: float = 0.0


class Stages:
    """Wall time by stage, taken from outside: functions are replaced by timed ones.

    A stage that runs inside another takes its time away from that one, so that each moment of
    a thread counts once. What runs in several threads at a time adds up to more than the clock.
    """

    def __init__(self) -> None:
        """Start with nothing measured."""
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.loading_cpu = 0.0
        self._inner = local()
        self._lock = Lock()

    @contextmanager
    def running(self, stage: str) -> Iterator[None]:
        """Count the time of the block for the stage."""
        open_stages: list[float] = self._inner.__dict__.setdefault("seconds", [])
        open_stages.append(0.0)
        started = perf_counter()
        try:
            yield
        finally:
            whole = perf_counter() - started
            inner = open_stages.pop()
            if open_stages:
                open_stages[-1] += whole
            with self._lock:
                self.seconds[stage] += whole - inner

    @contextmanager
    def loading(self) -> Iterator[None]:
        """Count the time of the block as that of loading the model, which a clock leaves out."""
        cpu = process_time()
        with self.running(LOADING):
            yield
        self.loading_cpu += process_time() - cpu

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time counted for the stage."""

        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever it wraps
            with self.running(stage):
                return function(*args, **kwargs)

        return call

    def stepped(self, stage: str, function: Callable[..., Iterator[Any]]) -> Callable[..., Any]:
        """The generator function, the time of its steps counted for the stage."""

        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> Iterator[Any]:  # noqa: ANN401
            steps = function(*args, **kwargs)
            while True:
                with self.running(stage):
                    try:
                        item = next(steps)
                    except StopIteration:
                        return
                yield item

        return call

    def wrap(self, owner: object, stage: str, *names: str) -> None:
        """Replace attributes of a module, class or object by timed ones."""
        for name in names:
            setattr(owner, name, self.timed(stage, getattr(owner, name)))

    def wrap_class(self, owner: type, stage: str) -> None:
        """Replace the constructor and the public methods of a class by timed ones."""
        public = [name for name, value in vars(owner).items() if callable(value)]
        names = [name for name in public if name == "__init__" or not name.startswith("_")]
        self.wrap(owner, stage, *names)

    def clear(self) -> None:
        """Forget what was measured so far."""
        self.seconds.clear()
        self.loading_cpu = 0.0


@dataclass(slots=True)
class Clock:
    """Wall and CPU time of a block without that of the loading of the model."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    stages: dict[str, float] = field(default_factory=dict)


@contextmanager
def clocked(stages: Stages) -> Iterator[Clock]:
    """Time a block; the clock is right when it has ended."""
    clock = Clock()
    stages.clear()
    started, cpu = perf_counter(), process_time()
    yield clock
    clock.seconds = perf_counter() - started - stages.seconds[LOADING]
    clock.cpu_seconds = process_time() - cpu - stages.loading_cpu
    clock.stages = {name: stages.seconds[name] for name in STAGES}


def peak_memory() -> int:
    """The most memory that this process has had, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():  # what Linux tells otherwise counts that of the process that started it
        lines = status.read_text(encoding="ascii", errors="replace").splitlines()
        return next(1024 * int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def size_of(folder: Path) -> int:
    """The bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def save(result: First | Again, folder: Path) -> None:
    """Leave a result where `run_of` finds it."""
    path = folder / f"{type(result).__name__.lower()}.json"
    path.write_text(json.dumps(asdict(result)), encoding="utf-8")


def run_of(folder: Path) -> Run:
    """The results that were left in a folder."""
    first, again = (
        json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("first", "again")
    )
    return Run(First(**first), Again(**again))
