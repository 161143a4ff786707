"""Keeps folders and addresses under watch."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event

from ingest.reading import is_address
from ingest.report import Report

_STEP_MS = 1600
_SETTLE_MS = 400


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
    from watchfiles import watch as changes

    yield once(inputs)
    paths = [one for one in inputs if not is_address(one) and Path(one).exists()]
    addresses = [one for one in inputs if is_address(one)]
    waited = 0.0
    for changed in changes(
        *paths,
        stop_event=stop,
        step=_SETTLE_MS,
        debounce=_STEP_MS,
        rust_timeout=1000,
        yield_on_timeout=True,
        raise_interrupt=False,
    ):
        waited += 1
        touched = sorted({path for _, path in changed if Path(path).exists()})
        if addresses and waited >= every:
            touched += addresses
            waited = 0
        if touched and not stop.is_set():
            report = once(touched)
            if report.new or report.changed or report.retracted or report.failed:
                yield report


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
