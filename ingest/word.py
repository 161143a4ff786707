"""Documents of Word (`.docx`, ISO/IEC 29500), read with python-docx."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ingest.bylines import Description, describe
from ingest.draft import Block, Draft
from ingest.furniture import is_empty, is_rubric
from ingest.lines import can_be_title, is_prose
from ingest.records import NotAnArticleError
from ingest.text import clean, one_line

MAX_UNPACKED_BYTES = 256 * 1024**2
"""The largest document when it is unpacked, with its pictures."""

MAX_XML_BYTES = 32 * 1024**2
"""The most that all of its XML may hold; the tree of it is some ten times larger."""

MAX_MEMBERS = 5_000
"""The most parts of a document."""

_TITLE, _TEXT = 0, 10  # levels; between them are those of section headings
_MAX_BASES = 11
_STEP_BYTES = 1024**2
_OLD = b"\xd0\xcf\x11\xe0"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Text boxes stand beside the text, and what was deleted is still in the file.
_SILENT = {f"{_W}{name}" for name in ("txbxContent", "del", "moveFrom", "pPr", "rPr")} | {_FALLBACK}
_BREAKS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


class _Part(NamedTuple):
    text: str
    level: int = _TEXT


def is_word(head: bytes) -> bool:
    """Whether a file that begins like this is a ZIP archive with a document of Word in it."""
    if not head.startswith(b"PK\x03\x04"):
        return False
    # The name of its first member, so that an archive that holds such documents is none itself.
    name = head[30 : 30 + int.from_bytes(head[26:28], "little")]
    first = name.startswith((b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/"))
    return first and b"word/" in head


def read_word(data: bytes) -> Draft:
    """The article in a document of Word: paragraphs, section headings, rows of tables.

    Headline, authors and dates are those that stand in the text. The properties of the file say
    who has the program and when it was saved, which is another matter: they are not read.

    Raises:
        NotAnArticleError: when it is no such document, is damaged, or unpacks beyond the limits.
    """
    _check(data)
    try:
        import docx  # slow, and only Word needs it

        document = docx.Document(io.BytesIO(data))
        levels = {style.style_id: _level_of(style) for style in document.styles}
        parts = list(_parts(document.element.body, levels))
    except Exception as error:  # it stumbles over odd input in many ways
        raise NotAnArticleError(f"the document of Word is damaged: {_short(error)}") from error
    return _draft([part for part in parts if not is_empty(part.text)])


def _check(data: bytes) -> None:
    """Refuse what unpacks to more than it may, says less than that, or has document types."""
    if data.startswith(_OLD):
        raise NotAnArticleError(
            "it is an old document of Word, or one with a password: save it as .docx without one"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_members(archive)
    except NotAnArticleError:
        raise
    except Exception as error:  # what zipfile raises are errors of many kinds
        raise NotAnArticleError(f"the document of Word is damaged: {_short(error)}") from error


def _check_members(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    declared = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or declared > MAX_UNPACKED_BYTES:
        raise NotAnArticleError("the document unpacks to more than it may hold")
    left = MAX_XML_BYTES
    for member in members:
        if member.filename.lower().endswith((".xml", ".rels")):
            left -= _check_xml(archive, member, left)


def _check_xml(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> int:
    """The true size of a part of XML, which may be no more than `left`."""
    size, tail = 0, b""
    with archive.open(member) as file:
        while chunk := file.read(_STEP_BYTES):
            size += len(chunk)
            if size > left:
                raise NotAnArticleError("the document unpacks to more text than it may hold")
            if b"<!DOCTYPE" in tail + chunk:  # ISO/IEC 29500-2 forbids them
                raise NotAnArticleError("its XML has a document type, which Word never writes")
            tail = chunk[-16:]
    return size


def _level_of(style: Any) -> int:  # noqa: ANN401 - styles have many classes
    """The level that a style gives to paragraphs: its own, or that of one it is made from."""
    for _ in range(_MAX_BASES):
        name = (style.name or "").lower()
        if name == "title":
            return _TITLE
        if name.startswith("heading ") and name[8:].isdecimal():
            return max(1, min(int(name[8:]), _TEXT - 1))
        style = getattr(style, "base_style", None)
        if style is None:
            break
    return _TEXT


def _parts(body: Any, levels: Mapping[str, int]) -> Iterator[_Part]:  # noqa: ANN401 - lxml
    """The paragraphs and rows in a body, in order; no recursion, it may be nested at will."""
    stack = list(reversed(body))
    while stack:
        element = stack.pop()
        if element.tag == f"{_W}p":
            yield from _paragraph(element, levels)
        elif element.tag == f"{_W}tr":
            cells = [child for child in element.iter(f"{_W}tc") if not _inner(child, element)]
            if len(cells) < 2:  # noqa: PLR2004 - a frame around text
                stack.extend(reversed(element))
            else:
                texts = (one_line(_text(cell)) for cell in cells)
                yield _Part(" | ".join(filter(None, texts)))
        elif element.tag not in _SILENT:
            stack.extend(reversed(element))


def _inner(cell: Any, row: Any) -> bool:  # noqa: ANN401
    """Whether a cell is one of a table within a cell."""
    return next(cell.iterancestors(f"{_W}tr")) is not row


def _paragraph(element: Any, levels: Mapping[str, int]) -> Iterator[_Part]:  # noqa: ANN401
    level = levels.get(element.style or "", _TEXT)
    outline = element.find(f"{_W}pPr/{_W}outlineLvl")
    if level == _TEXT and outline is not None:
        value = outline.get(f"{_W}val", "")
        level = int(value) + 1 if value in "012345678" and value else _TEXT
    text = _text(element)
    lines = map(one_line, text.split("\n") if level == _TEXT else [text])
    yield from (_Part(line, level) for line in lines if line)


def _text(element: Any) -> str:  # noqa: ANN401
    """The text of a paragraph or a cell, its paragraphs each on a line."""
    pieces: list[str] = []
    stack = list(reversed(element))
    while stack:
        node = stack.pop()
        if node.tag == f"{_W}t":
            pieces.append(node.text or "")
        elif node.tag in _BREAKS:
            pieces.append(_BREAKS[node.tag])
        elif node.tag == f"{_W}r" and node.find(f"{_W}rPr/{_W}vanish") is not None:
            continue  # hidden
        elif node.tag not in _SILENT:
            if node.tag == f"{_W}p":
                pieces.append("\n")
            stack.extend(reversed(node))
    return clean("".join(pieces))


def _draft(parts: Sequence[_Part]) -> Draft:
    prose = [n for n, part in enumerate(parts) if part.level == _TEXT and is_prose(part.text)]
    start = prose[0] if prose else len(parts)
    second = prose[1] if len(prose) > 1 else len(parts)
    title = _title(parts[:start])
    description = Description()
    blocks: list[Block] = []
    cut: list[str] = []
    for number, part in enumerate(parts):
        if number == title:
            continue
        about = describe(part.text) if number < second and part.level == _TEXT else None
        if about is not None:
            description = description.joined(about)
        elif number < start and is_rubric(part.text):
            cut.append(part.text)
        else:
            blocks.append(Block(part.text, part.level != _TEXT))
    return Draft(
        title="" if title is None else parts[title].text,
        blocks=tuple(blocks),
        url=description.url,
        source=description.source,
        authors=description.authors,
        published=description.published,
        updated=description.updated,
        cut=tuple(cut),
        problems=description.problems,
    )


def _title(lead: Sequence[_Part]) -> int | None:
    """Which of the parts above the text is the headline.

    The one that is marked as such, else the highest heading, else the first that can be one.
    """
    marked = [n for n, part in enumerate(lead) if part.level != _TEXT]
    if marked:
        return min(marked, key=lambda n: lead[n].level)
    plain = (n for n, part in enumerate(lead) if can_be_title(part.text))
    return next((n for n in plain if not _describes(lead[n].text)), None)


def _describes(text: str) -> bool:
    return is_rubric(text) or describe(text) is not None


def _short(error: Exception) -> str:
    return one_line(str(error))[:200] or type(error).__name__
