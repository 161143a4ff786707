"""Which files hold articles: finding them, knowing their kind, opening them."""

import gzip
import lzma
import os
import stat
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Literal, cast

from ingest.report import Failure
from ingest.text import NotTextError, decode
from ingest.xml import XML_ROOTS, root_of

Kind = Literal["text", "markdown", "page", "json", "lines", "xml"]

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
}
"""The kind of each known suffix."""

MEDIA: dict[str, Kind] = {
    "text/html": "page",
    "application/xhtml+xml": "page",
    "application/rss+xml": "xml",
    "application/atom+xml": "xml",
    "application/rdf+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "application/json": "json",
    "application/feed+json": "json",
    "application/ld+json": "json",
    "application/jsonl": "lines",
    "application/x-ndjson": "lines",
    "application/ndjson": "lines",
    "text/markdown": "markdown",
    "text/plain": "text",
}
"""The kind of each known media type."""

COMPRESSED = (".gz", ".xz")
"""Suffixes that may follow one of a known kind."""

SNIFFED_BYTES = 65_536
"""How much of a file without a known suffix is looked at."""

BROKEN = (OSError, EOFError, lzma.LZMAError, zlib.error)
"""What reading a file may raise: the disk's troubles, and those of a damaged archive."""

_SUFFIXES = f"{', '.join(KINDS)}, each also with {' or '.join(COMPRESSED)} behind"
_MAX_SUFFIX = 5


def discover(paths: Sequence[Path]) -> Iterator[Path | Failure]:
    """Every file to read under `paths`, each once, folders depth first in the order of names.

    In folders only files of known kinds count, and hidden ones do not; a path that is named
    itself is held to be meant.

    Yields:
        Absolute paths, and a failure for what is missing, unreadable or of unknown kind.
    """
    for found in _find(paths):
        name = found.where if isinstance(found, Failure) else str(found)
        readable = os.fsencode(name).decode("utf-8", "replace")
        if isinstance(found, Failure):
            yield Failure(readable, found.reason)
        elif readable != name:
            yield Failure(readable, "its name is not valid UTF-8: rename it")
        else:
            yield found


def _find(paths: Sequence[Path]) -> Iterator[Path | Failure]:
    seen: set[str] = set()
    for path in paths:
        named = Path(os.path.abspath(path.expanduser()))  # noqa: PTH100 - keeps links as named
        try:
            mode = named.stat().st_mode
        except OSError as error:
            yield Failure(str(path), reason_of(error))
            continue
        except ValueError:
            yield Failure(str(path).replace("\0", "?"), "there is no such file or folder")
            continue
        if stat.S_ISDIR(mode):
            yield from _walk(named, seen)
        elif not stat.S_ISREG(mode):
            yield Failure(str(path), "it is neither a file nor a folder")
        elif _first_time(named, seen):
            yield from _named_file(named)


def kind_of(name: str) -> Kind | None:
    """What the name of a file says about its kind; None when it says nothing."""
    name = name.lower()
    for suffix in COMPRESSED:
        name = name.removesuffix(suffix)
    return KINDS.get(os.path.splitext(name)[1])  # noqa: PTH122 - a name, not a path


def kind_of_media(media_type: str) -> Kind | None:
    """What a media type ("text/html; charset=utf-8") says about the kind; None if nothing."""
    return MEDIA.get(media_type.partition(";")[0].strip().lower())


def sniff(head: bytes) -> Kind | None:
    """What the first bytes of a file say about its kind; None when they are no text."""
    try:
        text = decode(head[: head.rfind(b"\n") + 1] or head).text.lstrip("\ufeff \t\r\n")
    except NotTextError:
        return None
    if text[:15].lower().startswith(("<!doctype html", "<html")):
        return "page"
    if text.startswith(("{", "[")):
        first, _, rest = text.partition("\n")
        one_each = first.rstrip().endswith("}") and rest.lstrip().startswith("{")
        return "lines" if one_each else "json"
    root = root_of(text.encode("utf-8", "replace")) if text.startswith("<") else None
    if root == "html":
        return "page"
    return "xml" if text.startswith("<?xml") or root in XML_ROOTS else "text"


def open_plain(path: Path) -> BinaryIO:
    """A file open for reading its bytes, decompressed on the way.

    Raises:
        OSError: when it cannot be opened.
    """
    suffix = path.suffix.lower()
    if suffix == ".gz":
        return cast("BinaryIO", gzip.open(path))
    if suffix == ".xz":
        return cast("BinaryIO", lzma.open(path))
    return path.open("rb")


def _first_time(path: Path, seen: set[str]) -> bool:
    real = os.path.realpath(path)
    if real in seen:
        return False
    seen.add(real)
    return True


def _walk(folder: Path, seen: set[str]) -> Iterator[Path | Failure]:
    # A stack, not recursion: folders may be nested deeper than Python's calls.
    stack = [folder]
    while stack:
        path = stack.pop()
        try:
            mode = path.stat().st_mode
            if stat.S_ISDIR(mode):
                if _first_time(path, seen):
                    stack.extend(_inside(path))
            elif stat.S_ISREG(mode) and kind_of(path.name) and _first_time(path, seen):
                yield path
        except OSError as error:
            if path.is_symlink() and kind_of(path.name) is None:
                continue  # a link that leads nowhere, and not to an article
            yield Failure(str(path), reason_of(error))


def _inside(folder: Path) -> list[Path]:
    """What a folder holds, last name first; nothing where it is a corpus, which is no article."""
    inside = [path for path in folder.iterdir() if not path.name.startswith(".")]
    if any(path.name == "catalog.sqlite" for path in inside):
        return []
    return sorted(inside, reverse=True)


def _named_file(path: Path) -> Iterator[Path | Failure]:
    try:
        kind = kind_of(path.name)
        if kind is None:
            with open_plain(path) as file:
                kind = sniff(file.read(SNIFFED_BYTES))
            looks_known = kind == "text" and _has_suffix(path)
            kind = None if looks_known else kind
        else:
            with path.open("rb"):
                pass
    except BROKEN as error:
        yield Failure(str(path), reason_of(error))
        return
    if kind is None:
        yield Failure(str(path), f"not a kind of file that holds articles; known are {_SUFFIXES}")
    else:
        yield path


def _has_suffix(path: Path) -> bool:
    """Whether the name ends in what is meant as a kind (`.csv`), not in "4.5" or a sentence."""
    suffix = path.suffix[1:]
    return 0 < len(suffix) <= _MAX_SUFFIX and suffix.isalnum() and not suffix.isdecimal()


def reason_of(error: Exception) -> str:
    """Why a file could not be read, in words for a person."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "it may not be read: permission denied"
    if isinstance(error, OSError) and error.strerror:
        return f"it cannot be read: {error.strerror.lower()}"
    return f"it cannot be read: {error}"
