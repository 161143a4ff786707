"""A web page: its article by trafilatura, what it says about itself from its own markup."""

import re
import warnings
from collections.abc import Iterator
from typing import Any

from ingest.draft import Block, Draft
from ingest.fields import read_fields, web_address
from ingest.furniture import is_empty, is_notice, is_pointer, label
from ingest.metadata import described, title_without_outlet
from ingest.text import Decoded, NotTextError, clean, decode, one_line

MAX_DEPTH = 200
"""How deep elements may be nested; the page of a person is not, and the parser would recurse."""

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})")
_XML_START = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_DECLARED_IN = 8_192

# Elements whose text is a paragraph of its own, and those that hold nothing to read.
_BLOCK_TAGS = frozenset(
    "p div section article main li ul ol dl dt dd blockquote pre table tr figure figcaption"
    " header footer aside h1 h2 h3 h4 h5 h6 hr address body html".split()
)
_SILENT_TAGS = frozenset("script style noscript template svg iframe object form button".split())
_HEADING_TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def read_webpage(data: bytes) -> Draft:
    """The article in a web page.

    Nothing is fetched. Headings are those that the page marks as such, not guesses.

    Raises:
        NotTextError: when the bytes are no text.
    """
    decoded = decode(data, _declared(data))
    return read_html(decoded)


def read_html(decoded: Decoded) -> Draft:
    """The article in the text of a web page."""
    text = _XML_START.sub("", clean(decoded.text), count=1)
    tree = _parse(text)
    if tree is None:
        return Draft(title="", blocks=())
    values = described(tree)
    document = _extract(tree)
    if document is not None:
        _fill(values, document)
    fields = read_fields(values)
    title = title_without_outlet(fields.title, fields.source)
    blocks = list(_tidied(_blocks(document.body), title)) if document is not None else []
    return Draft(
        title=title,
        blocks=tuple(blocks),
        url=fields.url,
        source=fields.source,
        authors=fields.authors,
        published=fields.published,
        updated=fields.updated,
        section=fields.section,
        language=fields.language,
        problems=(*fields.problems, *([decoded.problem] if decoded.problem else [])),
    )


def fragment_blocks(html: str) -> list[Block]:
    """The paragraphs and headings of a piece of HTML that is all article."""
    tree = _parse(f"<div>{html}</div>")
    if tree is None:
        return []
    blocks: list[Block] = []
    _gather(tree, blocks)
    return [block for block in blocks if not is_empty(block.text)]


def _declared(data: bytes) -> str | None:
    """The encoding that a page says it is in."""
    head = data[:_DECLARED_IN]
    match = _XML.search(head) or _CHARSET.search(head)
    return match[1].decode("ascii") if match else None


def _parse(text: str) -> Any:  # noqa: ANN401 - lxml has no types
    from lxml import etree, html  # type: ignore[import-untyped]  # noqa: PLC0415 - slow to import

    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError):
        return None


def _extract(tree: Any) -> Any:  # noqa: ANN401
    """What trafilatura makes of a page, or None.

    Precision costs a little recall and pays: what it drops is mostly furniture.
    """
    from trafilatura import bare_extraction  # noqa: PLC0415 - slow to import

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about its own libraries
        document = bare_extraction(
            tree,
            with_metadata=True,
            favor_precision=True,
            include_comments=False,
            include_tables=True,
        )
    return document if document is not None and document.body is not None else None


def _fill(values: dict[str, object], document: Any) -> None:  # noqa: ANN401
    """Add what trafilatura found and the page's own markup did not say."""
    found = {
        "title": document.title,
        "author": document.author and [name for name in document.author.split("; ") if name],
        "published": document.date,
        "source": document.sitename,
        "url": web_address(document.url),
        "language": document.language,
    }
    for name, value in found.items():
        if value and not values.get(name):
            values[name] = value


def _blocks(body: Any) -> Iterator[Block]:  # noqa: ANN401
    """The blocks of trafilatura's tree, whose tags are its own."""
    for element in body:
        if element.tag in ("list", "table", "quote") and len(element):
            for part in element.iter("item", "row", "p", "head"):
                if not any(part.iter("item", "row", "p")) or part.tag != "item":
                    yield from _lines(_row(part) if part.tag == "row" else _text(part))
            if element.tag == "quote" and not any(element.iter("item", "row", "p")):
                yield from _lines(_text(element))
        elif element.tag == "head":
            text = one_line(_text(element))
            if text:
                yield Block(text, heading=True)
        else:
            yield from _lines(_text(element))


def _row(row: Any) -> str:  # noqa: ANN401
    return " | ".join(filter(None, (one_line(_text(cell)) for cell in row)))


def _text(element: Any) -> str:  # noqa: ANN401
    for line_break in element.iter("lb"):
        line_break.tail = "\n" + (line_break.tail or "")
    return "".join(element.itertext())


def _lines(text: str) -> Iterator[Block]:
    for line in text.split("\n"):
        tidy = " ".join(line.split(" ")).strip()
        if tidy:
            yield Block(re.sub(r"[ \t]+", " ", tidy))


def _tidied(blocks: Iterator[Block], title: str) -> Iterator[Block]:
    """Drop the headline, buttons and notices from among the blocks."""
    first = True
    for block in blocks:
        is_title = first and one_line(block.text).casefold() == title.casefold()
        first = False
        if is_title or is_empty(block.text):
            continue
        if label(block.text) or is_pointer(block.text) or is_notice(block.text):
            continue
        yield block


def _gather(element: Any, blocks: list[Block]) -> None:  # noqa: ANN401
    """Collect the text of an element into blocks, without recursion."""
    buffer: list[str] = []

    def flush(*, heading: bool) -> None:
        text = one_line("".join(buffer))
        buffer.clear()
        if text:
            blocks.append(Block(text, heading))

    # Each entry is an element to enter, or one to leave.
    stack: list[tuple[Any, bool]] = [(element, False)]
    while stack:
        node, leaving = stack.pop()
        tag = node.tag if isinstance(node.tag, str) else ""
        if leaving:
            if tag in _BLOCK_TAGS:
                flush(heading=tag in _HEADING_TAGS)
            buffer.append(node.tail or "")
            continue
        if tag in _SILENT_TAGS or not tag:
            buffer.append(node.tail or "")
            continue
        if tag in _BLOCK_TAGS or tag == "br":
            flush(heading=False)
        buffer.append(node.text or "")
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(node))
