"""Keeps folders and addresses under watch."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
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
            # Folders are walked anew, which knows what of them is meant.
            touched = [str(root) for root in paths if any(map(partial(_concerns, root), changed))]
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


def _concerns(root: Path, changed: str) -> bool:
    """Whether a change below a watched path may bring articles: that of a file or a new folder."""
    path = Path(changed)
    if not path.is_relative_to(root) or not path.exists():
        return False
    hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
    return path == root or (not hidden and (path.is_dir() or kind_of(path.name) is not None))


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
