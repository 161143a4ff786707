"""A document: bytes that may hold articles, wherever they are."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, Self

from ingest.draft import Draft
from ingest.files import open_bytes, open_plain
from ingest.kinds import Kind, kind_of


@dataclass(frozen=True, slots=True)
class Document:
    """A file, a member of an archive or something fetched, to be read when its turn comes.

    `origin` is the path or address that its articles keep. `open` gives its bytes, decompressed;
    what it raises is among `files.BROKEN`. `kind` is what name or sender say that it is, or None.
    `url` is the address of the article in it, for an article that does not tell its own, and
    `about` is what a feed or sitemap says of it beside. `size` is its bytes as they are stored:
    what unpacks to very much more is not read to its end.
    """

    origin: str
    open: Callable[[], BinaryIO]
    kind: Kind | None = None
    url: str | None = None
    size: int = 0
    about: Draft | None = None

    @classmethod
    def of_file(cls, path: Path, on_read: Callable[[int], None] | None = None) -> Self:
        """The document that a file is; `on_read` is told of the stored bytes that are read."""
        try:
            size = path.stat().st_size
        except OSError:
            size = 0  # opening it will tell
        return cls(str(path), partial(open_plain, path, on_read), kind_of(path.name), size=size)

    @classmethod
    def of_bytes(
        cls,
        origin: str,
        data: bytes,
        kind: Kind | None = None,
        url: str | None = None,
        about: Draft | None = None,
    ) -> Self:
        """A document whose bytes are at hand, compressed or not."""
        return cls(origin, partial(open_bytes, data), kind, url, len(data), about)
