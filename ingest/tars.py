"""The members of a tar, in one pass and in constant memory."""

import tarfile
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, cast

from ingest.budget import Budget, Metered
from ingest.member import Member, whole


def tar_members(file: BinaryIO, budget: Budget) -> Iterator[Member]:
    """The files in a tar (POSIX pax, GNU and old ones); links, devices and the like are none.

    Each must be read before the next one is asked for.

    Raises:
        OSError: when it is no tar, damaged or cut off; or when the budget is spent.
    """
    stream = Metered(file, budget)
    try:
        with tarfile.open(fileobj=cast("BinaryIO", stream), mode="r:", encoding="utf-8") as tar:
            while (info := tar.next()) is not None:
                if info.isreg() and not info.issparse():
                    yield Member(info.name, partial(_read, tar, info))
                # It would remember them all.
                tar.members.clear()  # type: ignore[attr-defined]
                tar.pax_headers.clear()  # type: ignore[attr-defined]
    except (tarfile.TarError, ValueError, RecursionError, OverflowError) as error:
        raise OSError("it is no archive, or a damaged one") from error
    if not stream.at_zeros:  # tarfile takes a broken header for the end
        raise OSError("it is cut off or damaged")


def _read(tar: tarfile.TarFile, info: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(info)
    if file is None:
        raise OSError("it is no file")
    with file:
        return whole(file)
