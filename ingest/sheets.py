"""Tables of articles, a row each: what their columns say, and CSV and its relatives."""

import codecs
import csv
import io
import itertools
import re
from collections import deque
from collections.abc import Iterator, Sequence
from typing import BinaryIO, NamedTuple

from ingest.fields import SYNONYMS
from ingest.records import NotAnArticleError
from ingest.text import MAX_GUESS_BYTES, Decoded, NotTextError, decode

MAX_ROW_CHARS = 16 * 1024**2
"""The longest row of a CSV, with all its cells; longer is a quote that nobody closed."""

MAX_AGAIN_CHARS = 64 * 1024**2
"""How much of a CSV is read again in all, because a broken row had swallowed it."""

MAX_COLUMNS = 1_000
"""The most columns of a table."""

MAX_ROWS = 2_000_000
"""The most rows that are read of a table: a few bytes of Parquet can stand for any number."""

KNOWN = frozenset(itertools.chain.from_iterable(SYNONYMS.values()))
"""The names of columns that are understood."""

_MAX_TOLD = 12
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # UTF-32's begin alike
_DELIMITERS = (",", ";", "\t", "|")
_DECLARED = re.compile(r"sep=(.)", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"[\s-]+")


class Row(NamedTuple):
    """A row of a table: where it is, its filled cells by column, or why it has none."""

    place: str
    values: dict[str, object] | None
    problem: str | None = None


def is_sheet(text: str) -> bool:
    """Whether the first line of a text names columns of articles beyond doubt.

    Those are a headline and a text, and most of the others are names that are known too.
    """
    head = text.partition("\n")[0]
    names = [column_name(cell) for cell in _cells(head, _delimiter(head))]
    known = sum(name in KNOWN for name in names)
    named = all(any(name in SYNONYMS[field] for name in names) for field in ("title", "body"))
    return named and len(names) <= MAX_COLUMNS and known * 2 >= len(names)


def csv_rows(file: BinaryIO, max_bytes: int, head: bytes) -> Iterator[Row]:
    """The rows of a CSV (RFC 4180, with any usual delimiter) under the row that names its columns.

    Read row by row. A row that is broken is one row without values, and the next begins on the
    line after its first. `head` is the beginning of the file, which tells its encoding; the
    file itself is read to `max_bytes`, and closed.

    Raises:
        NotAnArticleError: when no column holds the text of articles.
        NotTextError: when the bytes are no text.
    """
    decoded = _beginning(head)
    if decoded.problem and decoded.encoding != "utf-8":  # that has problems of single rows
        yield Row("line 1", None, decoded.problem)
    first = decoded.text.removeprefix("\ufeff").partition("\n")[0]
    declared = _DECLARED.fullmatch(first.rstrip("\r"))  # a line for Excel
    delimiter = declared[1] if declared else _delimiter(first)
    errors = "surrogateescape" if decoded.encoding == "utf-8" else "replace"
    with io.TextIOWrapper(file, decoded.encoding, errors, newline="") as text:
        lines = _Lines(text, max_bytes)
        if declared:
            next(lines)
        names: list[str] | None = None
        for number, cells, row_problem in _parsed(lines, delimiter):
            if names is None:
                names = [column_name(cell) for cell in cells or ()]
                check_columns(names, row_problem)
            else:
                yield _row(f"line {number}", names, cells, row_problem)
        check_columns(names or ())


class _FullError(Exception):
    """A file is longer than may be read of it."""


class _Lines:
    """The lines of a text for `csv`, which can go back to one that it has just given.

    `number` is that of the last line given, from 1.
    """

    def __init__(self, text: io.TextIOBase, max_chars: int) -> None:
        self._text = text
        self._left = max_chars
        self._given: list[str] = []  # since the row began
        self._length = 0  # of these
        self._again: deque[str] = deque()
        self._left_again = MAX_AGAIN_CHARS
        self.number = 0
        self.problem: str | None = None

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._read()
        self._given.append(line)
        self._length += len(line)
        self.number += 1
        if self._length > MAX_ROW_CHARS:
            raise csv.Error(f"it is longer than {MAX_ROW_CHARS:,} characters")
        return line

    def begin(self) -> None:
        """Begin a row with the next line."""
        self._given.clear()
        self._length = 0
        self.problem = None

    def go_back(self) -> None:
        """Give all lines of this row again but its first, which may have swallowed the others."""
        swallowed = self._given[1:]
        self._left_again -= self._length
        if self._left_again > 0:
            self._again.extendleft(reversed(swallowed))
            self.number -= len(swallowed)

    def _read(self) -> str:
        line = self._text.readline(MAX_ROW_CHARS + 1)
        self._left -= len(line)
        if not line:
            raise StopIteration
        if self._left < 0:
            raise _FullError
        return self._mended(line.removeprefix("\ufeff") if self.number == 0 else line)

    def _mended(self, line: str) -> str:
        """A line of which not all was UTF-8, decoded on its own: one bad line is only one."""
        try:
            line.encode("utf-8")
        except UnicodeEncodeError:
            try:
                decoded = decode(line.encode("utf-8", "surrogateescape"))
            except NotTextError:
                return line
            self.problem = self.problem or decoded.problem
            return decoded.text
        return line


def _beginning(head: bytes) -> Decoded:
    """The beginning of a file as text, up to the last line end in it."""
    whole = len(head) < MAX_GUESS_BYTES or head.startswith(_WIDE_MARKS)
    return decode(head if whole else head[: head.rfind(b"\n") + 1] or head)


def _parsed(lines: _Lines, delimiter: str) -> Iterator[tuple[int, list[str] | None, str | None]]:
    """Each row that is not blank: the number of its first line, its cells, or what is wrong."""
    # The bound of a cell is a setting of the whole process; nothing else here reads CSV.
    csv.field_size_limit(MAX_ROW_CHARS)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    width: int | None = None
    for _ in range(MAX_ROWS):
        lines.begin()
        first = lines.number + 1
        cells: list[str] | None = None
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _FullError:
            yield first, None, "the file is too long; the rest is left out"
            return
        except csv.Error as error:
            problem = _said(error)
        else:
            while width and len(cells) > width and not cells[-1].strip():
                cells.pop()  # a spreadsheet's empty columns at the right
            if not any(cell.strip() for cell in cells):
                continue
            width = width or len(cells)
            if len(cells) == width:
                yield first, cells, lines.problem
                continue
            problem = f"it has {len(cells)} cells, the first row has {width}"
        yield first, None, f"{problem}; the other rows are read"
        lines.go_back()
    yield lines.number, None, f"the table has more than {MAX_ROWS:,} rows; the rest is left out"


def _row(place: str, names: Sequence[str], cells: Sequence[str] | None, problem: str | None) -> Row:
    if cells is None:
        return Row(place, None, problem)
    values: dict[str, object] = {}
    for name, cell in zip(names, cells, strict=True):
        if cell.strip():
            values.setdefault(name, cell)
    return Row(place, values, problem)


def check_columns(names: Sequence[str], problem: str | None = None) -> None:
    """Refuse a table whose columns hold no articles, with the names that are understood."""
    if len(names) > MAX_COLUMNS:
        raise NotAnArticleError(f"it has {len(names):,} columns, the limit is {MAX_COLUMNS:,}")
    if any(name in SYNONYMS["body"] for name in names):
        return
    named = ", ".join(name[:40] for name in names[:_MAX_TOLD] if name) or "no columns"
    why = problem or f"its first row names {named}"
    understood = "; ".join(f"{field}: {', '.join(SYNONYMS[field])}" for field in ("body", "title"))
    raise NotAnArticleError(
        f"no column is named as the text of an article ({why}); understood are, for the "
        f"{understood}; and authors, published, url, source, section"
    )


def column_name(cell: str) -> str:
    """A column's name as JSON would have it: "Publish date" is `publish_date`."""
    return _BETWEEN_WORDS.sub("_", cell.strip("\ufeff \t\r\n\"'").lower())


def _delimiter(head: str) -> str:
    """The delimiter that makes most known names of a first line, or else most cells."""

    def known(delimiter: str) -> tuple[int, int]:
        cells = _cells(head, delimiter)
        return sum(column_name(cell) in KNOWN for cell in cells), len(cells)

    return max(_DELIMITERS, key=known)


def _cells(line: str, delimiter: str) -> list[str]:
    return line.rstrip("\r\n").split(delimiter)


def _said(error: csv.Error) -> str:
    said = str(error)
    if "unexpected end" in said:
        return "a quote in it is never closed"
    if "expected after" in said:
        return "a quote inside a quoted cell must be doubled"
    return f"it cannot be read as CSV: {said}"
