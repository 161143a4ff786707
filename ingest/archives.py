"""The documents in a ZIP or tar, read where they are: nothing is ever unpacked to the disk."""

import re
from collections.abc import Iterator

from ingest.budget import Budget, SpentError
from ingest.document import Document
from ingest.files import BROKEN, is_compressed, open_bytes, reason_of
from ingest.kinds import kind_of
from ingest.member import Member, whole
from ingest.report import Failure
from ingest.tars import tar_members
from ingest.text import printable
from ingest.zips import zip_members

MAX_NAME_CHARS = 1_000
"""The longest name of a member that is shown whole."""

_DRIVE = re.compile(r"[A-Za-z]:")
_ZIP_MARK = b"PK"


def documents(document: Document, budget: Budget) -> Iterator[Document | Failure]:
    """The documents in an archive, in its order, each in memory until the next is asked for.

    As in folders, only those of known kinds count, and hidden ones do not.

    Yields:
        Documents with the archive and their name in it as origin, and a failure for each that
        cannot be read.

    Raises:
        OSError: when the archive is damaged or too large; what came before is in.
    """
    found = False
    with document.open() as file:
        is_zip = file.read(len(_ZIP_MARK)) == _ZIP_MARK
        file.seek(0)
        for member in (zip_members if is_zip else tar_members)(file, budget):
            budget.take_member()
            if _counts(member.name):
                found = True
                yield _document(document.origin, member, budget)
    if not found:
        yield Failure(document.origin, "it holds no file of a kind that holds articles")


def _counts(name: str) -> bool:
    parts = _parts(name)
    hidden = any(part.startswith(".") and part != ".." for part in parts)
    return bool(parts and kind_of(parts[-1])) and not hidden and "__MACOSX" not in parts


def _parts(name: str) -> list[str]:
    return [part for part in re.split(r"[/\\]", name) if part not in ("", ".")]


def _document(archive: str, member: Member, budget: Budget) -> Document | Failure:
    origin = f"{archive}!/{printable(_short(member.name))}"
    if ".." in _parts(member.name) or member.name[:1] in ("/", "\\") or _DRIVE.match(member.name):
        return Failure(origin, "its name leads out of the archive; left out")
    try:
        data = member.read()
        if is_compressed(data):
            with open_bytes(data) as file:
                data = whole(file, budget)
    except SpentError:
        raise
    except BROKEN as error:
        return Failure(origin, reason_of(error))
    return Document.of_bytes(origin, data, kind_of(member.name))


def _short(name: str) -> str:
    name = name.removeprefix("./")
    return name if len(name) <= MAX_NAME_CHARS else f"{name[:MAX_NAME_CHARS]}..."
