"""The pages in a web archive (WARC 1.1, ISO 28500), record for record."""

import io
import logging
import lzma
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from ingest.budget import MAX_READ, Budget, Metered, SpentError
from ingest.coding import charset_of, decoded
from ingest.document import Document
from ingest.fields import web_address
from ingest.kinds import Kind, kind_of_media
from ingest.report import Failure
from ingest.text import as_utf_8, printable

MAX_RESPONSE_BYTES = 64 * 1024**2
"""The largest response that is read, as it is recorded and as it is decoded."""

MAX_HEAD_BYTES = 256 * 1024
"""The longest head of a record, that of its HTTP message included."""

_NO_ARTICLES: frozenset[Kind | None] = frozenset((None, "text", "markdown"))  # robots.txt and such
_MARK = b"WARC/"

logging.getLogger("warcio").addHandler(logging.NullHandler())  # or it prints what records say


class _Problem(NamedTuple):
    """Why there is no record, or none that can be read."""

    reason: str


def responses(document: Document, budget: Budget) -> Iterator[Document | Failure]:
    """The documents in a web archive, in its order: responses and resources of known kinds.

    Yields:
        Documents with the archive and their address as origin, and a failure for each that
        cannot be read.

    Raises:
        OSError: when the archive is cut off or too large; what came before is in.
    """
    found = False
    with document.open() as file:
        for record in _records(_Stream(Metered(file, budget))):
            if isinstance(record, _Problem):
                found = True
                yield Failure(document.origin, f"{record.reason}; the others are read")
                continue
            budget.take_member()
            if (answer := _document(document.origin, record, budget)) is not None:
                found = True
                yield answer
    if not found:
        yield Failure(document.origin, "it holds no web page that was fetched whole")


class _Stream:
    """What warcio reads from; warcio itself would read lines and heads of any length."""

    def __init__(self, file: Metered) -> None:
        self.read, self.tell = file.read, file.tell
        self._file = file
        self._left = 0

    def next_line(self) -> bytes:
        """The line where a record may begin; its head may then be as long as a head may be."""
        self._left = MAX_HEAD_BYTES
        return self._file.readline()

    def readline(self, size: int | None = None) -> bytes:
        line = self._file.readline(MAX_READ if size is None else size)
        self._left -= len(line)
        if self._left < 0:
            raise ValueError("too long")
        return line


def _records(stream: _Stream) -> Iterator[Any]:
    """The records, whatever stands between them."""
    from warcio.recordloader import ArcWarcRecordLoader  # type: ignore[import-untyped]

    loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
    lost = False
    while line := stream.next_line():
        if not line.startswith(_MARK):
            if line.strip() and not lost:
                lost = True
                yield _Problem("there is no record where one should be")
            continue
        lost = False
        try:
            record = loader.parse_record_stream(stream, line, "warc")
            whole = record.length is not None
        except (OSError, zlib.error, lzma.LZMAError):
            raise
        except Exception:  # noqa: BLE001 - whatever warcio raises, the next record gets its turn
            whole = False
        if not whole:
            lost = True
            yield _Problem("the head of a record is damaged")
            continue
        yield record
        while record.raw_stream.read(MAX_READ):
            pass
        if record.raw_stream.limit:
            raise OSError("it is cut off")


def _document(archive: str, record: Any, budget: Budget) -> Document | Failure | None:  # noqa: ANN401
    """The document of a record, None where it is not meant to be one."""
    http = record.http_headers
    if record.rec_type == "resource":
        media = record.content_type or ""
    elif record.rec_type == "response" and http and http.get_statuscode() == "200":
        media = http.get_header("Content-Type") or ""
    else:
        return None
    address = web_address(record.rec_headers.get_header("WARC-Target-URI"))
    kind = kind_of_media(media)
    if address is None or kind in _NO_ARTICLES:
        return None
    origin = f"{archive}!/{printable(address)}"
    try:
        content = _payload(record, budget)
    except (OSError, EOFError, zlib.error) as error:
        if record.raw_stream.limit or isinstance(error, SpentError):  # the archive's trouble
            raise
        return Failure(origin, f"it cannot be read: {error}")
    return Document.of_bytes(origin, as_utf_8(content, charset_of(media)), kind, address)


def _payload(record: Any, budget: Budget) -> bytes:  # noqa: ANN401 - warcio has no types
    from warcio.bufferedreaders import ChunkedDataReader  # type: ignore[import-untyped]

    pieces, size = [], 0
    while piece := record.raw_stream.read(MAX_READ):
        size += len(piece)
        if size <= MAX_RESPONSE_BYTES:
            pieces.append(piece)
    if size > MAX_RESPONSE_BYTES:
        raise OSError(f"it is larger than {MAX_RESPONSE_BYTES // 1024**2} MiB")
    if record.raw_stream.limit:
        raise OSError("it is cut off")
    data = b"".join(pieces)
    http = record.http_headers
    if http is None:
        return data
    if (http.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
        data = ChunkedDataReader(io.BytesIO(data)).read()
    content = decoded(data, http.get_header("Content-Encoding") or "", MAX_RESPONSE_BYTES)
    budget.take(len(content))
    return content
