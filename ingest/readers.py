"""The articles in a file, whatever kind it is of."""

import codecs
import itertools
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from corpus.article import Article
from ingest.draft import Draft, Item, finish
from ingest.fields import lower_keys
from ingest.files import BROKEN, Kind, kind_of, open_plain, reason_of, sniff
from ingest.ninjs import WithdrawnError, is_ninjs, read_ninjs
from ingest.records import Namer, NotAnArticleError, items_of, parse, read_item
from ingest.report import Failure
from ingest.text import NotTextError, decode
from ingest.xml import XML_ROOTS, is_feed, root_of, unknown, xml_text

MAX_FILE_BYTES = 2 * 1024**3
"""The most that is read of one file, decompressed: a bound against archives that explode."""

MAX_PAGE_BYTES = 16 * 1024**2
"""The largest web page; pages of several megabytes exist."""

MAX_TEXT_BYTES = 8 * 1024**2
"""The largest text or Markdown file; a body of the greatest length fits in every encoding."""

MAX_JSON_BYTES = 256 * 1024**2
"""The largest `.json`, which must be read whole; `.jsonl` may be longer."""

MAX_XML_BYTES = 32 * 1024**2
"""The largest feed or news item."""

MAX_LINE_BYTES = 32 * 1024**2
"""The longest line of a `.jsonl`."""


class Line(NamedTuple):
    """A line of a file: its number, and its text or why it has none."""

    number: int
    text: str | None
    problem: str | None = None


_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # UTF-32's begin alike


def read(path: Path) -> Iterator[Article | Failure]:
    """Read every article of a file, and tell what could not be read.

    Never raises for what is in the file, and holds no more than one article of a `.jsonl` in
    memory.

    Yields:
        Articles, each followed by failures that name parts of it which could not be read; and a
        failure for each article, or the file, that could not be read at all.
    """
    path = path.absolute()
    try:
        kind = kind_of(path) or sniff(path)
        if kind is None:
            yield Failure(str(path), "it holds no text")
        elif kind == "lines":
            yield from _read_lines(path)
        elif kind == "json":
            yield from _read_json(path)
        elif kind == "xml":
            yield from _read_xml(path, _whole(path, MAX_XML_BYTES, "a feed or news item"))
        else:
            yield from _read_page(path, kind)
    except NotTextError as error:
        yield Failure(str(path), f"{error}; left out")
    except NotAnArticleError as error:
        yield Failure(str(path), str(error))
    except BROKEN as error:
        yield Failure(str(path), f"{reason_of(error)}; what came before that is in")
    except Exception as error:  # noqa: BLE001 - one bad file must not end a run
        yield Failure(str(path), _unforeseen(error))


def _read_page(path: Path, kind: Kind) -> Iterator[Article | Failure]:
    limit = MAX_PAGE_BYTES if kind == "page" else MAX_TEXT_BYTES
    data = _whole(path, limit, "an article")
    if kind != "markdown" and root_of(data) in XML_ROOTS:  # under another name
        yield from _read_xml(path, data)
        return
    where = str(path)
    draft = _draft(data, kind)
    yield from finish(draft, origin=where, where=where, identity=where)


def _draft(data: bytes, kind: Kind) -> Draft:
    # Each of these readers brings libraries that only its own kind of file needs.
    if kind == "page":
        from ingest.webpage import read_webpage

        return read_webpage(data)
    decoded = decode(data)
    if kind == "markdown":
        from ingest.markdown import read_markdown

        return read_markdown(decoded)
    from ingest.plaintext import read_plaintext

    return read_plaintext(decoded)


def _read_xml(path: Path, data: bytes) -> Iterator[Article | Failure]:
    where = str(path)
    decoded = xml_text(data)
    if is_feed(data):
        from ingest.feed import read_feed

        items, problems = read_feed(decoded)
    elif root_of(data) is None:
        raise NotAnArticleError(unknown(None))
    else:
        from ingest.newsml import read_newsml

        items, problems = read_newsml(decoded)
    namer = Namer(where)
    for number, item in enumerate(items, 1):
        place = f"{where} item {number}" if len(items) > 1 else where
        yield from _read_item(item, path, place, namer)
    for problem in problems:
        yield Failure(where, problem)


def _read_json(path: Path) -> Iterator[Article | Failure]:
    decoded = decode(_whole(path, MAX_JSON_BYTES, "a .json (use .jsonl, an article a line)"))
    where = str(path)
    if decoded.problem:
        yield Failure(where, decoded.problem)
    try:
        items = items_of(parse(decoded.text))
    except NotAnArticleError:
        lines = decoded.text.split("\n")
        if not _one_object_each(lines):
            raise
        yield from _read_items(path, (Line(n, line) for n, line in enumerate(lines, 1)))
        return
    namer = Namer(where)
    for number, item in enumerate(items, 1):
        place = f"{where} item {number}" if len(items) > 1 else where
        yield from _read_item(Item(partial(_read_value, item), item), path, place, namer)


def _one_object_each(lines: list[str]) -> bool:
    """Whether the first filled lines are an object each: JSON Lines under another name."""
    filled = list(itertools.islice((line.strip() for line in lines if line.strip()), 2))
    return len(filled) > 1 and all(line[0] == "{" and line[-1] == "}" for line in filled)


def _read_lines(path: Path) -> Iterator[Article | Failure]:
    with open_plain(path) as file:
        head = file.readline(MAX_LINE_BYTES)
        whole = head.startswith(_WIDE_MARKS) or head.strip() in (b"{", b"[")
        file.seek(0)
        if not whole:
            yield from _read_items(path, _lines(file))
    if whole:  # a wide encoding, or one value over many lines
        yield from _read_json(path)


def _lines(file: BinaryIO) -> Iterator[Line]:
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


def _read_items(path: Path, lines: Iterable[Line]) -> Iterator[Article | Failure]:
    namer = Namer(str(path))
    for number, text, problem in lines:
        place = f"{path} line {number}"
        if text is None:
            yield Failure(place, problem or "it holds no text; left out")
        elif text.strip():
            try:
                item = parse(text)
            except NotAnArticleError as error:
                yield Failure(place, f"{error}; the other lines are read")
                continue
            yield from _read_item(Item(partial(_read_value, item), item), path, place, namer)
            if problem:
                yield Failure(place, problem)


def _read_value(value: object) -> Draft:
    """The article in one JSON value."""
    values = lower_keys(value) if isinstance(value, dict) else {}
    return read_ninjs(values) if is_ninjs(values) else read_item(value)


def _read_item(item: Item, path: Path, place: str, namer: Namer) -> Iterator[Article | Failure]:
    """One item of a file; whatever is wrong with it, the next one gets its turn."""
    try:
        draft = item.draft()
        identity = namer.identity(draft, item.values)
        results = list(finish(draft, origin=str(path), where=place, identity=identity))
    except WithdrawnError as error:
        results = [Failure(place, str(error))]
    except NotAnArticleError as error:
        results = [Failure(place, f"{error}; left out")]
    except Exception as error:  # noqa: BLE001 - one bad item must not cost the others
        results = [Failure(place, _unforeseen(error))]
    yield from results


def _whole(path: Path, limit: int, what: str) -> bytes:
    """All bytes of a file, decompressed, if they are no more than `limit`."""
    with open_plain(path) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise NotTextError(f"it is larger than the {limit // 1024**2} MiB that {what} may have")
    return data


def _unforeseen(error: Exception) -> str:
    detail = " ".join(str(error).split())[:200]
    return f"it could not be read ({type(error).__name__}{': ' if detail else ''}{detail})"
