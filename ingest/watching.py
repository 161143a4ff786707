"""Keeps folders and addresses under watch."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event
from time import monotonic

from ingest.kinds import kind_of
from ingest.reading import is_address
from ingest.report import Report

_SETTLE_MS = 400
_TURN_MS = 1000


def watch(
    inputs: Sequence[str],
    once: Callable[[Sequence[str]], Report],
    *,
    stop: Event,
    every: float,
) -> Iterator[Report]:
    """Ingest the inputs, then again what changes, until `stop` is set.

    Files and folders are read when they change, addresses every so many seconds. Yields the
    report of each run in which something was new, changed or failed; the first one always.
    """
    paths = [Path(one).absolute() for one in inputs if not is_address(one) and Path(one).exists()]
    addresses = [one for one in inputs if is_address(one)]
    fetched: float | None = None
    for changed in _turns(paths, stop):
        if fetched is None:  # what changes from now on is noticed, also during the first run
            touched = list(inputs)
        else:
            touched = sorted(one for one in changed if _is_meant(Path(one), paths))
            if addresses and monotonic() - fetched >= every:
                touched += addresses
        if not touched or stop.is_set():
            continue
        first = fetched is None
        if first or touched[-1:] == addresses[-1:]:
            fetched = monotonic()
        report = once(touched)
        if first or report.new or report.changed or report.retracted or report.failed:
            yield report


def _turns(paths: Sequence[Path], stop: Event) -> Iterator[set[str]]:
    """The files that have changed, every second or so; the first turn when all are watched."""
    if not paths:
        yield set()
        while not stop.wait(_TURN_MS / 1000):
            yield set()
        return
    from watchfiles import watch as changes

    for changed in changes(
        *paths,
        stop_event=stop,
        step=_SETTLE_MS,
        debounce=_SETTLE_MS * 4,
        rust_timeout=_TURN_MS,
        yield_on_timeout=True,
        raise_interrupt=False,
    ):
        yield {path for _, path in changed}


def _is_meant(path: Path, watched: Sequence[Path]) -> bool:
    """Whether a changed file is one that reading the folders would find."""
    if not path.is_file():
        return False
    for root in watched:
        if path == root:
            return True
        if path.is_relative_to(root):
            inside = path.relative_to(root).parts
            return kind_of(path.name) is not None and not any(p.startswith(".") for p in inside)
    return False


def source_address(named: str) -> str:
    """A file, folder or web address in the form in which it is remembered as a source.

    Raises:
        ValueError: when there is no such file or folder, or the address cannot be fetched.
    """
    if is_address(named):
        from ingest.web import check_address

        return check_address(named)
    path = Path(named).expanduser().absolute()
    if not path.exists():
        raise ValueError(f"there is no file or folder {named!r}")
    return str(path)
