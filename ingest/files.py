"""Which files hold articles: finding them, knowing their kind, opening them."""

import bz2
import gzip
import io
import lzma
import os
import re
import stat
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, cast

from ingest.kinds import COMPRESSED, KINDS, SNIFFED_BYTES, kind_of, sniff
from ingest.report import Failure
from ingest.saved import parts_folders

BROKEN = (OSError, EOFError, lzma.LZMAError, zlib.error)
"""What reading a file may raise: the disk's troubles, and those of a damaged archive."""

_SUFFIXES = f"{', '.join(KINDS)}, each also with {' or '.join(COMPRESSED)} behind"
_MAX_SUFFIX = 5

_BZIP2 = re.compile(rb"BZh[1-9](?:1A|\x17r)")
_MARK_BYTES = 6


def discover(paths: Sequence[Path]) -> Iterator[Path | Failure]:
    """Every file to read under `paths`, each once, folders depth first in the order of names.

    In folders only files of known kinds count, and hidden ones do not; a path that is named
    itself is held to be meant.

    Yields:
        Absolute paths, and a failure for what is missing, unreadable or of unknown kind, or has a
        name that is no text. Its place is the name as the system has it: see `readable`.
    """
    for found in _find(paths):
        if isinstance(found, Path) and readable(str(found)) != str(found):
            yield Failure(str(found), "its name is not valid UTF-8: rename it")
        else:
            yield found


def readable(name: str) -> str:
    """The name of a file as it can be shown and stored, also where it is not valid UTF-8."""
    return name.encode("utf-8", "replace").decode()


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


def open_plain(path: Path, on_read: Callable[[int], None] | None = None) -> BinaryIO:
    """A file open for reading its bytes, decompressed on the way.

    `on_read` is told how many stored bytes were read, each time that some were.

    Raises:
        OSError: when it cannot be opened.
    """
    file = io.BufferedReader(_Counted(path, on_read) if on_read else path.open("rb", 0))
    opener = _opener(file.peek(_MARK_BYTES))
    return file if opener is None else _close_both(opener(file), file)


class _Counted(io.FileIO):
    def __init__(self, path: Path, on_read: Callable[[int], None]) -> None:
        super().__init__(path)
        self._on_read = on_read

    def readinto(self, buffer: memoryview) -> int | None:  # type: ignore[override]
        count = super().readinto(buffer)
        self._on_read(count or 0)
        return count


def _close_both(unpacked: BinaryIO, file: BinaryIO) -> BinaryIO:
    """What is unpacked of a file, which is closed with it."""
    close = unpacked.close

    def both() -> None:
        close()
        file.close()

    unpacked.close = both  # type: ignore[method-assign]
    return unpacked


def open_bytes(data: bytes) -> BinaryIO:
    """The same for bytes at hand.

    Raises:
        OSError: when they cannot be decompressed.
    """
    opener = _opener(data[:_MARK_BYTES])
    return opener(io.BytesIO(data)) if opener else io.BytesIO(data)


def is_compressed(data: bytes) -> bool:
    """Whether `open_bytes` would decompress these bytes."""
    return _opener(data[:_MARK_BYTES]) is not None


def _opener(start: bytes) -> Callable[[Path | BinaryIO], BinaryIO] | None:
    """What decompresses a file that starts so, whatever its name is."""
    if start.startswith(b"\x1f\x8b"):
        return lambda file: cast("BinaryIO", gzip.open(file))
    if start.startswith(b"\xfd7zXZ"):
        return lambda file: cast("BinaryIO", lzma.open(file))
    if _BZIP2.match(start):
        return lambda file: cast("BinaryIO", bz2.open(file))
    return None


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
    """What a folder holds, last name first, without the parts of saved pages.

    Nothing where it is a corpus, which is no article.
    """
    inside = [path for path in folder.iterdir() if not path.name.startswith(".")]
    if any(path.name == "catalog.sqlite" for path in inside):
        return []
    parts = parts_folders(folder, [path.name for path in inside])
    return sorted((path for path in inside if path.name not in parts), reverse=True)


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
