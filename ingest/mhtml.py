"""A web page that a browser saved with all its parts in one file (MHTML, RFC 2557)."""

from email import message_from_bytes
from email.message import Message

from ingest.document import Document
from ingest.fields import web_address
from ingest.report import Failure
from ingest.text import as_utf_8

MAX_BYTES = 128 * 1024**2
"""The largest file, with all pictures of the page."""

MAX_PARTS = 10_000
"""How many parts are looked through for the page."""


def page_in(document: Document) -> Document | Failure:
    """The page in an MHTML file, its address as `url`; frames and pictures are left alone.

    Raises:
        OSError: when the file cannot be read.
    """
    origin = document.origin
    with document.open() as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        return Failure(origin, f"it is larger than {MAX_BYTES // 1024**2} MiB; left out")
    try:
        message = message_from_bytes(data)
        page = _root(message)
        content = page.get_payload(decode=True) if page is not None else None
    except (RecursionError, ValueError, LookupError) as error:
        return Failure(origin, f"it cannot be read: its parts are damaged ({type(error).__name__})")
    if page is None or not isinstance(content, bytes):
        return Failure(origin, "it holds no web page")
    said = (message["Snapshot-Content-Location"], page["Content-Location"])
    url = next((address for address in map(_address, said) if address), None)
    return Document.of_bytes(origin, as_utf_8(content, page.get_content_charset()), "page", url)


def _root(message: Message) -> Message | None:
    """The part that `start` names, else the first that is HTML."""
    start = str(message.get_param("start") or "")
    pages = []
    for number, part in enumerate(message.walk()):
        if number >= MAX_PARTS:
            break
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            if start and part["Content-ID"] == start:
                return part
            pages.append(part)
    return pages[0] if pages else None


def _address(value: object) -> str | None:
    return web_address("".join(str(value).split())) if value else None
