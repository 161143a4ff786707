"""A file in an archive."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from ingest.budget import MAX_MEMBER_BYTES, MAX_READ, Budget


class Member(NamedTuple):
    """A file in an archive: its name there, and what reads it.

    `read` raises an `OSError` whose message is for the user.
    """

    name: str
    read: Callable[[], bytes]


class Readable(Protocol):
    """An open file, as far as it matters here."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, none at the end."""


def whole(file: Readable, budget: Budget | None = None) -> bytes:
    """All of an open member, at the cost of a budget.

    Raises:
        OSError: when it is larger than a member may be, or the budget is spent.
    """
    pieces, size = [], 0
    while piece := file.read(MAX_READ):
        size += len(piece)
        if size > MAX_MEMBER_BYTES:
            limit = f"{MAX_MEMBER_BYTES // 1024**2} MiB"
            raise OSError(f"it is larger than {limit}; unpack it and give the file")
        if budget is not None:
            budget.take(len(piece))
        pieces.append(piece)
    return b"".join(pieces)
