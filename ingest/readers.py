"""The articles in a document, whatever kind it is of."""

import codecs
import contextlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from corpus.article import Article
from ingest.budget import Budget
from ingest.containers import members
from ingest.document import Document
from ingest.draft import Draft, Item, completed, finish
from ingest.fields import lower_keys
from ingest.files import BROKEN, reason_of
from ingest.kinds import BINARY, CONTAINERS, SNIFFED_BYTES, Kind, container_of, signed, sniff
from ingest.ninjs import WithdrawnError, is_ninjs, read_ninjs
from ingest.records import (
    NotAnArticleError,
    is_anonymous,
    items_of,
    parse,
    read_item,
    row_identity,
)
from ingest.report import Failure, Withdrawal
from ingest.sheets import Row, csv_rows
from ingest.text import MAX_GUESS_BYTES, NotTextError, decode
from ingest.xml import XML_ROOTS, is_feed, root_of, unknown, xml_text

Result = Article | Failure | Withdrawal
"""What reading comes to, item by item."""

MAX_FILE_BYTES = 2 * 1024**3
"""The most that is read of one file, decompressed: a bound against archives that explode."""

MAX_PAGE_BYTES = 16 * 1024**2
"""The largest web page; pages of several megabytes exist."""

MAX_TEXT_BYTES = 8 * 1024**2
"""The largest text or Markdown file; a body of the greatest length fits in every encoding."""

MAX_DOCUMENT_BYTES = 64 * 1024**2
"""The largest mail, PDF or document of Word, with the pictures in it."""

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


_LIMITS: dict[Kind, int] = {
    "page": MAX_PAGE_BYTES,
    "mail": MAX_DOCUMENT_BYTES,
    "word": MAX_DOCUMENT_BYTES,
    "pdf": MAX_DOCUMENT_BYTES,
}
RowReader = Callable[[BinaryIO, int], Iterator[Row]]

_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # UTF-32's begin alike


def read(source: Path | Document) -> Iterator[Result]:
    """Read every article of a file or other document, and tell what could not be read.

    Never raises for what is in it, and holds no more than one article of a `.jsonl` in memory.

    Yields:
        Articles, each followed by failures that name parts of it which could not be read; a
        failure for each article, or the whole, that could not be read at all; and what
        publishers take back.
    """
    document = Document.of_file(source.absolute()) if isinstance(source, Path) else source
    yield from _read_document(document, Budget.of(document.size))


def _read_document(document: Document, budget: Budget) -> Iterator[Result]:
    where = document.origin
    try:
        kind = _kind(document)
        if kind in CONTAINERS:
            with budget.deeper():
                yield from _read_container(document, kind, budget)
        else:
            yield from _read(document, kind, budget)
    except NotTextError as error:
        yield Failure(where, f"{error}; left out")
    except NotAnArticleError as error:
        yield Failure(where, str(error))
    except BROKEN as error:
        yield Failure(where, f"{reason_of(error)}; what came before that is in")
    except Exception as error:  # noqa: BLE001 - one bad file must not end a run
        yield Failure(where, _unforeseen(error))


def _kind(document: Document) -> Kind | None:
    """What a document is by its name, unless its bytes are unmistakably something else."""
    named, head = document.kind, _head(document)
    certain = container_of(head) or signed(head)
    if certain is not None and (named, certain) != ("mail", "mhtml"):
        return certain
    if named is not None and named not in ("text", *BINARY, *CONTAINERS):
        return named
    found = sniff(head)
    if named == "text":
        return found if found in ("sheet", "mail") else named
    return found or named


def _read_container(document: Document, kind: Kind | None, budget: Budget) -> Iterator[Result]:
    for member in members(document, kind, budget):
        if isinstance(member, Failure):
            yield member
            continue
        results = _read_document(member, budget)
        quiet = kind == "warc" and member.kind != "page"
        yield from _if_articles(results) if quiet else results


def _if_articles(results: Iterable[Result]) -> list[Result]:
    """What was read, if there is an article in it: a web archive also records what scripts load."""
    found = list(results)
    return found if any(isinstance(item, Article) for item in found) else []


def _read(document: Document, kind: Kind | None, budget: Budget) -> Iterator[Result]:
    if kind is None:
        yield Failure(document.origin, "it holds no text")
    elif kind == "lines":
        yield from _read_lines(document)
    elif kind == "json":
        yield from _read_json(document)
    elif kind == "sheet":
        head = _head(document, MAX_GUESS_BYTES)
        yield from _read_rows(document, partial(csv_rows, head=head))
    elif kind == "parquet":
        from ingest.parquet import parquet_rows

        yield from _read_rows(document, parquet_rows)
    elif kind == "xml":
        data = _whole(document, MAX_XML_BYTES, "a feed or news item")
        yield from _read_xml(document, data)
    else:
        yield from _read_page(document, kind, budget)


def _read_page(document: Document, kind: Kind, budget: Budget) -> Iterator[Result]:
    limit = _LIMITS.get(kind, MAX_TEXT_BYTES)
    data = _whole(document, limit, "an article")
    if kind in ("text", "page") and root_of(data) in XML_ROOTS:  # under another name
        yield from _read_xml(document, data)
        return
    container = container_of(data[:SNIFFED_BYTES])
    if container is not None:
        inner = Document.of_bytes(document.origin, data, container, document.url)
        yield from _read_document(inner, budget)
        return
    where = document.origin
    draft = _draft(data, kind)
    draft = replace(draft, url=draft.url or document.url)
    if document.about is not None:
        draft = completed(draft, document.about)
    yield from finish(draft, origin=where, where=where, identity=where)


def _draft(data: bytes, kind: Kind) -> Draft:
    # Each of these readers brings libraries that only its own kind of file needs.
    if kind == "page":
        from ingest.webpage import read_webpage

        return read_webpage(data)
    if kind == "mail":
        from ingest.mail import read_mail

        return read_mail(data)
    if kind == "word":
        from ingest.word import read_word

        return read_word(data)
    if kind == "pdf":
        from ingest.pdf import read_pdf

        return read_pdf(data)
    decoded = decode(data)
    if kind == "markdown":
        from ingest.markdown import read_markdown

        return read_markdown(decoded)
    from ingest.plaintext import read_plaintext

    return read_plaintext(decoded)


def _read_xml(document: Document, data: bytes) -> Iterator[Result]:
    decoded = xml_text(data)
    if is_feed(data):
        from ingest.feed import read_feed

        items, problems = read_feed(decoded)
    elif root_of(data) is None:
        raise NotAnArticleError(unknown(None))
    else:
        from ingest.newsml import read_newsml

        items, problems = read_newsml(decoded)
    yield from _read_items(document.origin, items, alone=len(items) == 1 and not is_feed(data))
    for problem in problems:
        yield Failure(document.origin, problem)


def _read_items(origin: str, items: Sequence[Item], *, alone: bool) -> Iterator[Result]:
    """The articles of a document that holds several, or one; `alone` if never more than that."""
    for number, item in enumerate(items, 1):
        place = f"{origin} item {number}" if len(items) > 1 else origin
        yield from _read_item(item, origin, place, alone=alone)


def _read_json(document: Document) -> Iterator[Result]:
    decoded = decode(_whole(document, MAX_JSON_BYTES, "a .json (use .jsonl, an article a line)"))
    if decoded.problem:
        yield Failure(document.origin, decoded.problem)
    try:
        value = parse(decoded.text)
        values = items_of(value)
    except NotAnArticleError:
        lines = decoded.text.split("\n")
        if not _one_object_each(lines):
            raise
        numbered = (Line(n, line) for n, line in enumerate(lines, 1))
        yield from _read_each_line(document.origin, numbered)
        return
    items = [Item(partial(_read_value, value), value) for value in values]
    yield from _read_items(document.origin, items, alone=len(values) == 1 and values[0] is value)


def _one_object_each(lines: list[str]) -> bool:
    """Whether the first filled lines are an object each: JSON Lines under another name."""
    filled = list(itertools.islice((line.strip() for line in lines if line.strip()), 2))
    return len(filled) > 1 and all(line[0] == "{" and line[-1] == "}" for line in filled)


def _read_lines(document: Document) -> Iterator[Result]:
    with document.open() as file:
        head = file.readline(MAX_LINE_BYTES)
        whole = head.startswith(_WIDE_MARKS) or head.strip() in (b"{", b"[")
        file.seek(0)
        if not whole:
            yield from _read_each_line(document.origin, _lines(file))
    if whole:  # a wide encoding, or one value over many lines
        yield from _read_json(document)


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


def _read_each_line(origin: str, lines: Iterable[Line]) -> Iterator[Result]:
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


def _read_rows(document: Document, rows: RowReader) -> Iterator[Result]:
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
        results = [Failure(place, _unforeseen(error))]
    yield from results


def _head(document: Document, size: int = SNIFFED_BYTES) -> bytes:
    """The first bytes of a document; of a damaged one what there is before the damage."""
    head = b""
    with document.open() as file, contextlib.suppress(*BROKEN):
        while piece := file.read1(size - len(head)):  # type: ignore[attr-defined]
            head += piece
    return head


def _whole(document: Document, limit: int, what: str) -> bytes:
    """All bytes of a document, decompressed, if they are no more than `limit`."""
    with document.open() as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise NotTextError(f"it is larger than the {limit // 1024**2} MiB that {what} may have")
    return data


def _unforeseen(error: Exception) -> str:
    detail = " ".join(str(error).split())[:200]
    return f"it could not be read ({type(error).__name__}{': ' if detail else ''}{detail})"
