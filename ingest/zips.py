"""The members of a ZIP, in place; of a broken one those before the break."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from typing import IO, BinaryIO, NamedTuple, cast

from ingest.budget import MAX_MEMBER_BYTES, MAX_READ, Budget, SpentError
from ingest.member import Member, whole

MAX_DIRECTORY_BYTES = 32 * 1024**2
"""The longest table of contents: some 400,000 members."""

_TOO_LONG = MAX_DIRECTORY_BYTES + 1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others unpack without a bound
_ENCRYPTED, _SIZED_BEHIND, _UTF_8 = 0x1, 0x8, 0x800
_HEADER = struct.Struct("<4s5H3L2H")
_MARK = b"PK\x03\x04"
_DESCRIPTOR_BYTES = 24  # the longest that may stand behind a member
_WRONG = (
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(NotImplementedError, RuntimeError, ValueError, EOFError, OverflowError),
)


def zip_members(file: BinaryIO, budget: Budget) -> Iterator[Member]:
    """The files in a ZIP (APPNOTE 6.3: stored or deflated), those of its table of contents.

    Where the table is lost, the files that are there from the start on.

    Raises:
        OSError: when it is cut off, damaged or its table too long; or when the budget is spent.
    """
    if not isinstance(file, io.BufferedReader | io.BytesIO):  # compressed: going back is slow
        file = io.BytesIO(whole(file, budget))
    try:
        archive = zipfile.ZipFile(cast("IO[bytes]", _Careful(file)))
    except _WRONG as error:
        file.seek(0)
        yield from _salvaged(file, budget)
        raise OSError("it is cut off or damaged") from error
    with archive:
        for info in archive.infolist():
            if not info.is_dir() and not stat.S_ISLNK(info.external_attr >> 16):
                yield Member(_name(info), partial(_read, archive, info, budget))


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> bytes:
    _refuse(info.flag_bits, info.compress_type)
    try:
        with archive.open(info) as file:
            return whole(file, budget)
    except _WRONG as error:
        raise OSError("it is damaged") from error


def _refuse(flags: int, method: int) -> None:
    if flags & _ENCRYPTED:
        raise OSError("it is encrypted; unpack the archive with its password")
    if method not in _METHODS:
        raise OSError("it is compressed in an uncommon way; unpack the archive")


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name; many programs write UTF-8 and do not say so."""
    if not info.flag_bits & _UTF_8:
        try:
            return info.filename.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return info.filename


class _Careful:
    """A file for `zipfile`, which reads a table of contents at once however long it is."""

    def __init__(self, file: BinaryIO) -> None:
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable
        self._file = file

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(min(size, _TOO_LONG) if size >= 0 else _TOO_LONG)
        if len(data) == _TOO_LONG:
            raise OSError("its table of contents is too long")
        return data


class _Header(NamedTuple):
    """What stands before a member."""

    flags: int
    method: int
    crc: int
    stored: int
    name: str


def _salvaged(file: BinaryIO, budget: Budget) -> Iterator[Member]:
    """The members that are whole, as far as each one says where the next begins."""
    while (header := _header(file)) is not None:
        start = file.tell()
        try:
            data = _content(file, header, budget)
        except (EOFError, zlib.error):
            return
        except SpentError:
            raise
        except OSError as error:
            yield Member(header.name, partial(_fail, error))
            if header.flags & _SIZED_BEHIND:
                return
            file.seek(start + header.stored)
            continue
        yield Member(header.name, partial(bytes, data))
        if header.flags & _SIZED_BEHIND and not _at_next(file):
            return


def _header(file: BinaryIO) -> _Header | None:
    data = file.read(_HEADER.size)
    if len(data) < _HEADER.size or not data.startswith(_MARK):
        return None
    _, _, flags, method, _, _, crc, stored, _, name_size, extra_size = _HEADER.unpack(data)
    name = file.read(name_size)
    file.read(extra_size)
    return _Header(flags, method, crc, stored, name.decode("utf-8", "replace"))


def _content(file: BinaryIO, header: _Header, budget: Budget) -> bytes:
    """What a member holds.

    Raises:
        EOFError: when the file ends in it, or its end cannot be known.
        OSError: when it must not be read, is too large or damaged.
    """
    _refuse(header.flags, header.method)
    if header.method == zipfile.ZIP_DEFLATED:
        data = whole(_Inflated(file), budget)
    elif header.flags & _SIZED_BEHIND:
        raise EOFError
    else:
        data = whole(io.BytesIO(file.read(min(header.stored, MAX_MEMBER_BYTES + 1))), budget)
        if len(data) < header.stored:
            raise EOFError
    if not header.flags & _SIZED_BEHIND and zlib.crc32(data) != header.crc:
        raise OSError("it is damaged")
    return data


class _Inflated:
    """The inflated bytes of a file from where it stands; it then stands behind them."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)

    def read(self, size: int) -> bytes:
        while not self._inflate.eof:
            deflated = self._inflate.unconsumed_tail or self._file.read(MAX_READ)
            data = self._inflate.decompress(deflated, size)
            if data:
                return data
            if not deflated:
                raise EOFError
        self._file.seek(-len(self._inflate.unused_data), io.SEEK_CUR)
        return b""


def _at_next(file: BinaryIO) -> bool:
    """Whether another member begins here, or behind the sizes of the last one."""
    here = file.tell()
    gap = file.read(_DESCRIPTOR_BYTES + len(_MARK)).find(_MARK)
    file.seek(here + max(gap, 0))
    return gap >= 0


def _fail(error: OSError) -> bytes:
    raise error
