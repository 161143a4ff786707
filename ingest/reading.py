"""Reads all inputs of a run, one after the other, and skips those that have not changed."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

from ingest.files import discover
from ingest.readers import Result, read
from ingest.report import Failure

READERS = "3"
"""Raised when the readers understand more than before, so that all inputs are read again."""


class Memory(Protocol):
    """What is remembered of the inputs of earlier runs."""

    def is_read(self, name: str, digest: str) -> int | None:
        """How many articles an input held, if it was read to its end with the same digest."""


@dataclass(slots=True)
class Input:
    """A file or address whose articles are on their way into the corpus.

    `records` and `failed` are what a run has taken in of it so far.
    """

    name: str
    digest: str
    records: list[tuple[str, str]] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)


class Unchanged(NamedTuple):
    """An input that was read before; it held that many articles."""

    articles: int


class End(NamedTuple):
    """An input is read to its end."""


class Found(NamedTuple):
    """Something that reading came to, and the share of all bytes that are read by now."""

    input: Input
    item: Result | Unchanged | End
    share: float | None


def read_all(named: Sequence[str], memory: Memory) -> Iterator[Found]:
    """Everything in these files and folders, input by input.

    What cannot be found is a failure of an input without a digest.
    """
    paths = [Path(one) for one in named if one]
    found = list(discover(paths))
    if not all(named):
        found.append(Failure("", "the path is empty: name a file, a folder or a web address"))
    total = sum(_size(path) for path in found if isinstance(path, Path)) or 1
    done = 0
    for path in found:
        if isinstance(path, Failure):
            yield from _ended(Input(path.where, ""), [path], done / total)
            continue
        size = _size(path)
        for item in _read_file(path, memory):
            yield item._replace(share=(done + size * (item.share or 0)) / total)
        done += size


def _read_file(path: Path, memory: Memory) -> Iterator[Found]:
    try:
        with path.open("rb") as file:
            digest = f"{READERS}:{hashlib.file_digest(file, 'sha256').hexdigest()}"
    except OSError as error:
        reason = f"it cannot be read: {error.strerror}"
        yield from _ended(Input(str(path), ""), [Failure(str(path), reason)], 1.0)
        return
    source = Input(str(path), digest)
    known = memory.is_read(source.name, digest)
    if known is not None:
        yield Found(source, Unchanged(known), 1.0)
    else:
        yield from _ended(source, read(path), 0.0)


def _ended(source: Input, items: Iterable[Result], share: float) -> Iterator[Found]:
    for item in items:
        yield Found(source, item, share)
    yield Found(source, End(), share)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
