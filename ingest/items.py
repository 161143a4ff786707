"""Documents of several articles: items, lines, rows. One that is bad costs only itself."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import BinaryIO, NamedTuple

from corpus.article import Article
from ingest.document import Document
from ingest.draft import Draft, Item, finish
from ingest.fields import lower_keys
from ingest.ninjs import WithdrawnError, is_ninjs, read_ninjs
from ingest.records import NotAnArticleError, is_anonymous, parse, read_item, row_identity
from ingest.report import Failure, Withdrawal
from ingest.sheets import Row
from ingest.text import NotTextError, decode

Result = Article | Failure | Withdrawal
"""What reading comes to, item by item."""

MAX_FILE_BYTES = 2 * 1024**3
"""The most that is read of one file, decompressed: a bound against archives that explode."""

MAX_LINE_BYTES = 32 * 1024**2
"""The longest line of a `.jsonl`."""

RowReader = Callable[[BinaryIO, int], Iterator[Row]]


class Line(NamedTuple):
    """A line of a file: its number, and its text or why it has none."""

    number: int
    text: str | None
    problem: str | None = None


def read_items(origin: str, items: Sequence[Item], *, alone: bool) -> Iterator[Result]:
    """The articles of a document that holds several, or one; `alone` if never more than that."""
    for number, item in enumerate(items, 1):
        place = f"{origin} item {number}" if len(items) > 1 else origin
        yield from _read_item(item, origin, place, alone=alone)


def read_values(origin: str, values: Sequence[object], *, alone: bool) -> Iterator[Result]:
    """The articles of values in JSON; `alone` as in `read_items`."""
    items = [Item(partial(_read_value, value), value) for value in values]
    return read_items(origin, items, alone=alone)


def read_lines(origin: str, lines: Iterable[Line]) -> Iterator[Result]:
    """The articles of lines that hold one each, as values in JSON."""
    for number, text, problem in lines:
        place = f"{origin} line {number}"
        if text is None:
            yield Failure(place, problem or "it holds no text; left out")
        elif text.strip():
            try:
                item = parse(text)
            except NotAnArticleError as error:
                yield Failure(place, f"{error}; the other lines are read")
                continue
            yield from _read_item(Item(partial(_read_value, item), item), origin, place)
            if problem:
                yield Failure(place, problem)


def filled_lines(file: BinaryIO) -> Iterator[Line]:
    """The filled lines of an open file, each decoded on its own: one bad line is only one."""
    total = 0
    for number in itertools.count(1):
        data = file.readline(MAX_LINE_BYTES + 1)
        total += len(data)
        if len(data) > MAX_LINE_BYTES:
            yield Line(number, None, f"longer than {MAX_LINE_BYTES // 1024**2} MiB; left out")
            while data and not data.endswith(b"\n") and total <= MAX_FILE_BYTES:
                data = file.readline(MAX_LINE_BYTES)
                total += len(data)
        elif data.strip():
            yield _decoded_line(number, data)
        if total > MAX_FILE_BYTES:
            size = f"{MAX_FILE_BYTES // 1024**3} GiB"
            yield Line(number, None, f"the file is longer than {size}; the rest is left out")
            return
        if not data:
            return


def _decoded_line(number: int, data: bytes) -> Line:
    try:
        return Line(number, data.decode("utf-8").removeprefix("\ufeff"))
    except UnicodeDecodeError:
        pass
    try:
        decoded = decode(data)
    except NotTextError as error:
        return Line(number, None, f"{error}; left out")
    return Line(number, decoded.text, decoded.problem)


def one_object_each(lines: list[str]) -> bool:
    """Whether the first filled lines are an object each: JSON Lines under another name."""
    filled = list(itertools.islice((line.strip() for line in lines if line.strip()), 2))
    return len(filled) > 1 and all(line[0] == "{" and line[-1] == "}" for line in filled)


def read_rows(document: Document, rows: RowReader) -> Iterator[Result]:
    """The articles of a table that holds one in each row."""
    with document.open() as file:
        for at, values, problem in rows(file, MAX_FILE_BYTES):
            place = f"{document.origin} {at}"
            if values is not None:
                item = Item(partial(read_item, values), values)
                yield from _read_item(item, document.origin, place)
            if problem:
                yield Failure(place, problem)


def _read_value(value: object) -> Draft:
    """The article in one JSON value."""
    values = lower_keys(value) if isinstance(value, dict) else {}
    return read_ninjs(values) if is_ninjs(values) else read_item(value)


def _read_item(item: Item, origin: str, place: str, *, alone: bool = False) -> Iterator[Result]:
    """One item of a file, or the file if `alone`; if it is wrong, the next one gets its turn."""
    try:
        draft = item.draft()
        row = not alone and is_anonymous(draft)
        identity = row_identity(origin, draft, item.values) if row else origin
        found = finish(draft, origin=origin, where=place, identity=identity, anonymous=row)
        results: list[Result] = list(found)
    except WithdrawnError as error:
        withdrawn = Withdrawal(place, error.names, error.revision)
        results = [withdrawn if error.names else Failure(place, str(error))]
    except NotAnArticleError as error:
        results = [Failure(place, f"{error}; left out")]
    except Exception as error:  # noqa: BLE001 - one bad item must not cost the others
        results = [Failure(place, unforeseen(error))]
    yield from results


def unforeseen(error: Exception) -> str:
    """What to say of an error that no reader should have let through."""
    detail = " ".join(str(error).split())[:200]
    return f"it could not be read ({type(error).__name__}{': ' if detail else ''}{detail})"
