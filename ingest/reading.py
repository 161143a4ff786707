"""Reads all inputs of a run, one after the other, and skips those that have not changed."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from corpus.inputs import Fetch
from ingest.document import Document
from ingest.files import discover, readable
from ingest.items import Result
from ingest.readers import read
from ingest.report import Failure

if TYPE_CHECKING:
    from ingest.web import Validators

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)

READERS = "4"
"""Raised when the readers understand more than before, so that all inputs are read again."""


class Memory(Protocol):
    """What is remembered of the inputs of earlier runs."""

    def is_read(self, name: str, digest: str) -> int | None:
        """How many articles an input held, if it was read to its end with the same digest."""

    def fetched(self, url: str) -> Fetch | None:
        """What was said of an address when it was fetched last; None when it never was."""


@dataclass(slots=True)
class Input:
    """A file or address whose articles are on their way into the corpus.

    `records` and `failed` are what a run has taken in of it so far. `fetch` is to be remembered
    when all of it is in.
    """

    name: str
    digest: str
    fetch: Fetch | None = None
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


def is_address(named: str) -> bool:
    """Whether an input is a web address and not a path."""
    return _ADDRESS.match(named) is not None


def read_all(
    named: Sequence[str], memory: Memory, *, limit: int | None, allow_private: bool
) -> Iterator[Found]:
    """Everything in these files and folders, and what these addresses lead to, input by input.

    What cannot be found is a failure of an input without a digest. How much there is behind
    addresses nobody knows, and so their share is None.
    """
    addresses = [one for one in named if is_address(one)]
    found = list(discover([Path(one) for one in named if one and not is_address(one)]))
    if not all(named):
        found.append(Failure("", "the path is empty: name a file, a folder or a web address"))
    total = sum(_size(path) for path in found if isinstance(path, Path)) or 1
    done = 0
    for path in found:
        if isinstance(path, Failure):
            told = Failure(readable(path.where), path.reason)
            yield from _ended(Input(path.where, ""), [told], done / total)
            continue
        size = _size(path)
        for item in _read_file(path, memory):
            share = (done + size * (item.share or 0)) / total
            yield item._replace(share=None if addresses else share)
        done += size
    if addresses:
        yield from _fetch_all(addresses, memory, limit, allow_private=allow_private)


def _fetch_all(
    addresses: Sequence[str], memory: Memory, limit: int | None, *, allow_private: bool
) -> Iterator[Found]:
    from ingest import web

    def known(url: str) -> web.Validators | None:
        fetch = memory.fetched(url)
        return fetch and web.Validators(*fetch)

    limit = limit or web.LIMIT
    for item in web.fetch(addresses, known=known, limit=limit, allow_private=allow_private):
        if isinstance(item, Failure):
            yield from _ended(Input(item.where, ""), [item], None)
            continue
        fetch = _remembered(item.validators)
        if isinstance(item, web.Unchanged):
            yield Found(Input(item.requested, "", fetch), Unchanged(1), None)
            continue
        with item.document.open() as file:
            digest = f"{READERS}:{hashlib.sha256(file.read()).hexdigest()}"
        source = Input(item.requested, digest, fetch)
        count = memory.is_read(source.name, digest)
        if count is None:
            yield from _ended(source, read(item.document), None)
        else:
            yield Found(source, Unchanged(count), None)


def _remembered(validators: "Validators | None") -> Fetch | None:
    if validators is None:
        return None
    return Fetch(validators.etag, validators.last_modified)


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
        return
    done: list[int] = []
    size = _size(path) or 1
    document = Document.of_file(path, done.append)
    for found in _ended(source, read(document), 1.0):
        done[:] = [sum(done)]
        share = 1.0 if isinstance(found.item, End) else min(done[0] / size, 1.0)
        yield found._replace(share=share)


def _ended(source: Input, items: Iterable[Result], share: float | None) -> Iterator[Found]:
    for item in items:
        yield Found(source, item, share)
    yield Found(source, End(), share)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
