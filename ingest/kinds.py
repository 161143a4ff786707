"""Which kind of thing a document is, by its name, its media type or its first bytes."""

import os
import re
from typing import Literal

from ingest.mail import is_mail
from ingest.sheets import is_sheet
from ingest.text import NotTextError, decode
from ingest.word import is_word
from ingest.xml import XML_ROOTS, root_of

Kind = Literal[
    "text",
    "markdown",
    "page",
    "json",
    "lines",
    "xml",
    "sheet",
    "parquet",
    "word",
    "pdf",
    "mail",
    "mhtml",
    "archive",
    "warc",
]

KINDS: dict[str, Kind] = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".json": "json",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".xml": "xml",
    ".rss": "xml",
    ".atom": "xml",
    ".mhtml": "mhtml",
    ".mht": "mhtml",
    ".zip": "archive",
    ".tar": "archive",
    ".tgz": "archive",
    ".txz": "archive",
    ".tbz2": "archive",
    ".warc": "warc",
    ".csv": "sheet",
    ".tsv": "sheet",
    ".parquet": "parquet",
    ".docx": "word",
    ".pdf": "pdf",
    ".eml": "mail",
}
"""The kind of each known suffix."""

BINARY: frozenset[Kind] = frozenset(("parquet", "word", "pdf"))
"""The kinds that are no text, and have a signature."""

CONTAINERS: frozenset[Kind] = frozenset(("mhtml", "archive", "warc"))
"""Kinds that hold documents, not articles. Their suffixes are only a hint at which one it is."""

MEDIA: dict[str, Kind] = {
    "text/html": "page",
    "application/xhtml+xml": "page",
    "text/plain": "text",
    "text/markdown": "markdown",
    "application/json": "json",
    "application/ld+json": "json",
    "application/feed+json": "json",
    "application/x-ndjson": "lines",
    "application/ndjson": "lines",
    "application/jsonl": "lines",
    "application/json-seq": "lines",
    "text/xml": "xml",
    "application/xml": "xml",
    "application/rss+xml": "xml",
    "application/atom+xml": "xml",
    "application/rdf+xml": "xml",
    "multipart/related": "mhtml",
    "application/x-mimearchive": "mhtml",
    "application/zip": "archive",
    "application/x-zip-compressed": "archive",
    "application/x-tar": "archive",
    "application/warc": "warc",
    "text/csv": "sheet",
    "text/tab-separated-values": "sheet",
    "application/vnd.apache.parquet": "parquet",
    "application/pdf": "pdf",
    "message/rfc822": "mail",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "word",
}
"""The kind of each known media type (RFC 6838), as servers send it."""

COMPRESSED = (".gz", ".xz", ".bz2")
"""Suffixes that may follow one of a known kind."""

SNIFFED_BYTES = 65_536
"""How much of a file without a known suffix is looked at."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")  # the second one: without any member
_ZIP_NAME = 30  # where the name of its first member begins
_PACKAGES = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"mimetype", b"META-INF/")
_TAR_MARK = 257
_HEADERS = re.compile(rb"(?:[A-Za-z][\w-]*+:[^\n]*+\n(?:[ \t][^\n]*+\n)*+)++")  # of a message
_RELATED = re.compile(rb"^Content-Type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_POSTED = re.compile(rb"^(?:To|Received|Message-ID):", re.IGNORECASE | re.MULTILINE)


def kind_of(name: str) -> Kind | None:
    """What the name of a file says about its kind; None when it says nothing."""
    name = name.lower()
    for suffix in COMPRESSED:
        name = name.removesuffix(suffix)
    return KINDS.get(os.path.splitext(name)[1])  # noqa: PTH122 - a name, not a path


def decided(named: Kind | None, head: bytes) -> Kind | None:
    """What a document is by its name or sender, unless its first bytes are unmistakably another."""
    certain = container_of(head) or signed(head)
    if certain is not None and (named, certain) != ("mail", "mhtml"):
        return certain
    if named is not None and named not in ("text", *BINARY, *CONTAINERS):
        return named
    found = sniff(head)
    if named == "text":
        return found if found in ("sheet", "mail") else named
    return found or named


def kind_of_media(media_type: str) -> Kind | None:
    """What a `Content-Type` says about a kind; None when it is of none that holds articles.

    Parameters and case do not matter; "application/vnd.osk+json" is JSON (RFC 6839).
    """
    media = media_type.partition(";")[0].strip().lower()
    if media.startswith("application/") and media not in MEDIA:
        structure = media.rpartition("+")[2]
        media = f"application/{structure}" if structure in ("json", "xml") else media
    return MEDIA.get(media)


def signed(head: bytes) -> Kind | None:
    """What the signature of a binary file says about its kind; None when it has none."""
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"%PDF-"):
        return "pdf"
    return "word" if is_word(head) else None


def sniff(head: bytes) -> Kind | None:
    """What the first bytes of a file say about its kind; None when it holds no articles."""
    certain = container_of(head) or signed(head)
    if certain is not None:
        return certain
    try:
        text = decode(head[: head.rfind(b"\n") + 1] or head).text.lstrip("\ufeff \t\r\n")
    except NotTextError:
        return None
    return _text_kind(text)


def _text_kind(text: str) -> Kind:
    if text.startswith(("{", "[")):
        first, _, rest = text.partition("\n")
        one_each = first.rstrip().endswith("}") and rest.lstrip().startswith("{")
        return "lines" if one_each else "json"
    root = root_of(text.encode("utf-8", "replace")) if text.startswith("<") else None
    if root == "html" or text[:15].lower().startswith(("<!doctype html", "<html")):
        return "page"
    if text.startswith("<?xml") or root in XML_ROOTS:
        return "xml"
    if is_mail(text):
        return "mail"
    return "sheet" if is_sheet(text) else "text"


def container_of(head: bytes) -> Kind | None:
    """The kind of container that begins so; None when it is none."""
    if head.startswith(_ZIP) and not head[_ZIP_NAME:].startswith(_PACKAGES):
        return "archive"
    if head[_TAR_MARK : _TAR_MARK + 5] == b"ustar":
        return "archive"
    if head.startswith(b"WARC/"):
        return "warc"
    headers = _HEADERS.match(head)
    if headers and _RELATED.search(headers[0]) and not _POSTED.search(headers[0]):
        return "mhtml"
    return None
