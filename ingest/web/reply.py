"""What comes back from the web: a reply, or the reason why there is none."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

MAX_BYTES = 64 * 1024**2
"""The most that is read of one address, decompressed: a sitemap may have 50 MB."""

NOT_MODIFIED = 304

_GZIP = b"\x1f\x8b"
_GZIP_BITS = 31
_PIECE = 1024**2


class NotFetchedError(Exception):
    """Nothing can be had from an address; the message says why, in words for a person."""


class TooLargeError(NotFetchedError):
    """There is more than will be read."""

    def __init__(self) -> None:
        """Say how much will be."""
        super().__init__(f"it is larger than the {MAX_BYTES // 1024**2} MiB that are fetched")


@dataclass(frozen=True, slots=True)
class Validators:
    """The server's words for this state of a page, to ask later for another (RFC 9110, 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server sent. `url` is where it came from, after all redirects.

    `status` is 200 or 304 for what has been fetched, `media_type` is in lower case and without
    parameters, and `data` is decompressed.
    """

    url: str
    status: int
    data: bytes = b""
    media_type: str = ""
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    location: str | None = None
    retry_after: str | None = None


def unzipped(data: bytes) -> bytes:
    """`data`, decompressed if it is a gzip file (a `sitemap.xml.gz`).

    Raises:
        NotFetchedError: when it is broken, or larger than `MAX_BYTES`.
    """
    if not data.startswith(_GZIP):
        return data
    inflater = Inflater("gzip")
    return inflater.feed(data) + inflater.end()


class Inflater:
    """Undoes a content encoding piece by piece, and never makes more than `MAX_BYTES`."""

    def __init__(self, encoding: str) -> None:
        """Undo `encoding`, a value of Content-Encoding.

        Raises:
            NotFetchedError: when it is none that was asked for.
        """
        if encoding not in ("", "identity", "gzip", "x-gzip"):
            raise NotFetchedError(f"it came packed in a way that was not asked for ({encoding})")
        self._zlib = zlib.decompressobj(_GZIP_BITS) if encoding.endswith("gzip") else None
        self._size = 0

    def feed(self, data: bytes) -> bytes:
        """What the next piece holds.

        Raises:
            NotFetchedError: when it is broken, or too much.
        """
        if self._zlib is None:
            self._count(data)
            return data
        return b"".join(self._inflated(data))

    def end(self) -> bytes:
        """Nothing more, if all has come.

        Raises:
            NotFetchedError: when the end is missing.
        """
        if self._zlib is not None and not self._zlib.eof and self._size:
            raise NotFetchedError("its end is missing: the connection broke off")
        return b""

    def _inflated(self, data: bytes) -> Iterator[bytes]:
        while data and self._zlib is not None:
            if self._zlib.eof:  # a gzip file may have several members
                if not data.startswith(_GZIP):
                    return
                self._zlib = zlib.decompressobj(_GZIP_BITS)
            try:
                piece = self._zlib.decompress(data, _PIECE)
            except zlib.error as error:
                raise NotFetchedError("its compression is broken") from error
            self._count(piece)
            yield piece
            data = self._zlib.unused_data if self._zlib.eof else self._zlib.unconsumed_tail

    def _count(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > MAX_BYTES:
            raise TooLargeError
