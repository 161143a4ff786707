"""The articles in a document, whatever kind it is of."""

import codecs
import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from corpus.article import Article
from ingest.budget import Budget
from ingest.containers import members
from ingest.document import Document
from ingest.draft import Draft, completed, finish
from ingest.files import BROKEN, reason_of
from ingest.items import (
    MAX_LINE_BYTES,
    Line,
    Result,
    filled_lines,
    one_object_each,
    read_items,
    read_lines,
    read_rows,
    read_values,
    unforeseen,
)
from ingest.kinds import CONTAINERS, SNIFFED_BYTES, Kind, container_of, decided
from ingest.records import NotAnArticleError, items_of, parse
from ingest.report import Failure
from ingest.sheets import csv_rows
from ingest.text import MAX_GUESS_BYTES, NotTextError, decode
from ingest.xml import XML_ROOTS, is_feed, root_of, unknown, xml_text

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


_LIMITS: dict[Kind, int] = {
    "page": MAX_PAGE_BYTES,
    "mail": MAX_DOCUMENT_BYTES,
    "word": MAX_DOCUMENT_BYTES,
    "pdf": MAX_DOCUMENT_BYTES,
}

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
        kind = decided(document.kind, _head(document))
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
        yield Failure(where, unforeseen(error))


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
        yield from read_rows(document, partial(csv_rows, head=head))
    elif kind == "parquet":
        from ingest.parquet import parquet_rows

        yield from read_rows(document, parquet_rows)
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
    yield from read_items(document.origin, items, alone=len(items) == 1 and not is_feed(data))
    for problem in problems:
        yield Failure(document.origin, problem)


def _read_json(document: Document) -> Iterator[Result]:
    decoded = decode(_whole(document, MAX_JSON_BYTES, "a .json (use .jsonl, an article a line)"))
    if decoded.problem:
        yield Failure(document.origin, decoded.problem)
    try:
        value = parse(decoded.text)
        values = items_of(value)
    except NotAnArticleError:
        lines = decoded.text.split("\n")
        if not one_object_each(lines):
            raise
        numbered = (Line(n, line) for n, line in enumerate(lines, 1))
        yield from read_lines(document.origin, numbered)
        return
    yield from read_values(document.origin, values, alone=len(values) == 1 and values[0] is value)


def _read_lines(document: Document) -> Iterator[Result]:
    with document.open() as file:
        head = file.readline(MAX_LINE_BYTES)
        whole = head.startswith(_WIDE_MARKS) or head.strip() in (b"{", b"[")
        file.seek(0)
        if not whole:
            yield from read_lines(document.origin, filled_lines(file))
    if whole:  # a wide encoding, or one value over many lines
        yield from _read_json(document)


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
