"""A web page: its article by trafilatura, what it says about itself from its own markup."""

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ingest.bylines import describe
from ingest.captions import captions_of, take_captions
from ingest.dates import parse_time
from ingest.draft import Block, Draft
from ingest.fields import Fields, draft_from, read_fields, web_address
from ingest.furniture import is_empty, is_notice, is_pointer, label
from ingest.layout import end_of_article
from ingest.lines import is_prose
from ingest.liveblog import Entry, entry_blocks, live_entries
from ingest.mending import key, mend
from ingest.metadata import described, first_time, is_outlet, title_without_outlet
from ingest.saved import saved_from
from ingest.shown import CELL_BAR, HEADINGS, Shown, drop_menus, shown
from ingest.text import Decoded, clean, decode, one_line

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})")
_XML_START = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_DECLARED_IN = 8_192

# The extensive search takes a year in a copyright line for a date.
_DATES = {"original_date": True, "extensive_search": False}
_WANTED = ("title", "author", "source", "url", "published", "language")  # worth a search of ms
_CELL_END = "\x1f"  # no such character is left in a cleaned text
_TELLING_CHARS = 20  # a shorter text may be part of another by chance
_LEAD_BLOCKS = 4  # how far down a headline or byline may have slipped into the text
_JOINTS = re.compile(r"\b(?:[Bb]y|and|und|et|y)\b|[·|,•–—-]")
_DAY = re.compile(  # what trafilatura takes for the end of a name, where a date is behind it
    r"\s*\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\s*\b(?:january|february|march|april|june|july|august|september|october|november|december)$",
    re.IGNORECASE,
)
_DATE_LABELS = re.compile(r"(?:(?:published|updated|posted|by|on|at)\W*)+", re.IGNORECASE)


# The elements of a document of trafilatura that part text, and what it puts for pictures.
_PARTING = frozenset(
    ["body", "div", "p", "head", "list", "item", "quote", "table", "row", "code", "lb"]
)
_SILENT = "graphic"


def read_webpage(data: bytes) -> Draft:
    """The article in a web page.

    Nothing is fetched. Headings are those that the page marks as such, not guesses.

    Raises:
        NotTextError: when the bytes are no text.
    """
    decoded = decode(data, _declared(data))
    return read_html(decoded)


def tree_of(decoded: Decoded) -> Any:  # noqa: ANN401 - lxml has no types
    """The elements of the text of a web page, or None when there are none."""
    return _parse(_XML_START.sub("", clean(decoded.text), count=1))


def read_html(decoded: Decoded) -> Draft:
    """The article in the text of a web page."""
    tree = tree_of(decoded)
    if tree is None:
        return Draft(title="", blocks=())
    values = described(tree)
    values.setdefault("url", web_address(saved_from(decoded.text)))
    drop_menus(tree)
    taken = take_captions(tree)
    page = shown(tree)
    document = _extract(tree, known=all(map(values.get, _WANTED)))
    if document is not None:
        _fill(values, document)
    fields = _in_order(read_fields(values))
    title = title_without_outlet(fields.title, fields.source)
    blocks, home = mend(_blocks_of(document.body) if document is not None else [], page)
    entries = live_entries(tree, page, values.get("live"))
    if entries:  # which stand each in a container of its own
        fields, home = _covered(fields, entries, values.get("started")), None
        blocks = _before(blocks, entries)
    blocks = [*_tidied(blocks, fields, title), *entry_blocks(entries)]
    captions = captions_of(taken, home, values.get("image"))
    if not blocks:  # nothing but pictures: their captions are the article
        blocks, captions = [Block(text) for text in captions], ()
    problems = [decoded.problem] if decoded.problem else []
    draft = draft_from(replace(fields, title=title), blocks, problems)
    return replace(draft, captions=captions, cut=tuple(_cut(page, draft, fields.title)))


def _cut(page: Sequence[Shown], draft: Draft, headline: str) -> Iterator[str]:
    """What a page shows beside its article, in its order, each line once."""
    kept = [key(text) for text in (draft.title, headline, *(b.text for b in draft.blocks))]
    whole, seen = "".join(kept), set(kept)
    for one in page:
        letters = key(one.text)
        if letters not in seen and not (len(letters) >= _TELLING_CHARS and letters in whole):
            yield one.text
        seen.add(letters)


def fragment_blocks(html: str) -> list[Block]:
    """The paragraphs and headings of a piece of HTML that is all article."""
    tree = _parse(f"<div>{html}</div>")
    if tree is None:
        return []
    blocks = (Block(one.text, one.tag in HEADINGS) for one in shown(tree))
    return [block for block in blocks if not _is_rule(block.text)]


def _declared(data: bytes) -> str | None:
    """The encoding that a page says it is in."""
    head = data[:_DECLARED_IN]
    match = _XML.search(head) or _CHARSET.search(head)
    return match[1].decode("ascii") if match else None


def _parse(text: str) -> Any:  # noqa: ANN401 - lxml has no types
    from lxml import etree, html  # type: ignore[import-untyped]

    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError):
        return None


def _extract(tree: Any, *, known: bool) -> Any:  # noqa: ANN401
    """What trafilatura makes of a page, or None; what it says of the page unless `known`.

    Precision costs a little recall and pays: what it drops is mostly furniture.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about its own libraries, none of them ours to mend
        from trafilatura import bare_extraction  # slow, and only pages need it

        document = bare_extraction(
            tree,
            with_metadata=not known,
            favor_precision=True,
            include_comments=False,
            include_tables=True,
            date_extraction_params=_DATES,
        )
    return document if getattr(document, "body", None) is not None else None


def _in_order(fields: Fields) -> Fields:
    """The fields without an update from before the publication: that of a draft, no update."""
    if fields.published and fields.updated and fields.updated < fields.published:
        return replace(fields, updated=None)
    return fields


def _covered(fields: Fields, entries: Sequence[Entry], started: object) -> Fields:
    """The fields of a live blog: from the start of its coverage to its last entry."""
    times = sorted(entry.time for entry in entries if entry.time)
    try:
        start = parse_time(started)
    except ValueError:
        start = None
    first, last = (times[0], times[-1]) if times else (fields.published, fields.updated)
    return replace(fields, published=start or first, updated=last)


def _before(blocks: Sequence[Block], entries: Sequence[Entry]) -> list[Block]:
    """What stands over the first entry of a live blog: its summary, if it has one."""
    texts = [block.text for entry in entries for block in entry.blocks]
    inside = {key(text) for text in (*texts, *(entry.headline for entry in entries))}
    first = next((n for n, block in enumerate(blocks) if key(block.text) in inside), 0)
    return [block for block in blocks[:first] if is_prose(block.text)]


def _fill(values: dict[str, object], document: Any) -> None:  # noqa: ANN401
    """Add what trafilatura found and the page's own markup did not say."""
    authors = (_DAY.sub("", name).strip() for name in (document.author or "").split("; "))
    found = {
        "title": document.title,
        "author": [name for name in authors if name],
        "source": document.sitename if is_outlet(document.sitename) else None,
        "url": web_address(document.url),
        "language": document.language,
    }
    values["published"] = first_time([values.get("published"), document.date])
    for name, value in found.items():
        if value and not values.get(name):
            values[name] = value


def _tidied(blocks: Sequence[Block], fields: Fields, title: str) -> Iterator[Block]:
    """Drop the headline, what stands over it, bylines, buttons and notices from the blocks."""
    blocks = blocks[: end_of_article([block.text for block in blocks])]
    headline = title.casefold()
    heads = [n for n, b in enumerate(blocks[:_LEAD_BLOCKS]) if b.text.casefold() == headline]
    for number, block in enumerate(blocks):
        text = block.text
        if heads and number <= heads[-1] and not is_prose(text):
            continue
        if _is_rule(text) or (block.heading and text.casefold() == headline):
            continue
        if number < _LEAD_BLOCKS and _is_byline(text, fields.authors):
            continue
        if label(text) or is_pointer(text) or is_notice(text):
            continue
        yield block


def _is_rule(text: str) -> bool:
    """Whether a block holds nothing to read; a row of a table always does."""
    return is_empty(text) and CELL_BAR not in text


def _is_byline(text: str, authors: Sequence[str]) -> bool:
    """Whether a block says only what is known from elsewhere: authors, date."""
    if describe(text) is not None or _DATE_LABELS.fullmatch(text):
        return True
    rest = text
    for author in authors:
        rest = rest.replace(author, "")
    rest = _JOINTS.sub(" ", rest).strip()
    return rest != text and (not rest or describe(rest) is not None)


def _blocks_of(element: Any) -> list[Block]:  # noqa: ANN401
    """The text of trafilatura's document as blocks; no recursion, it may be nested at will."""
    blocks: list[Block] = []
    pieces: list[str] = []

    def flush(*, heading: bool = False) -> None:
        cells = (one_line(cell) for cell in "".join(pieces).split(_CELL_END))
        text = CELL_BAR.join(filter(None, cells))
        pieces.clear()
        if text:
            blocks.append(Block(text, heading))

    stack: list[tuple[Any, bool]] = [(element, False)]  # each element is entered, then left
    while stack:
        node, leaving = stack.pop()
        tag = node.tag if isinstance(node.tag, str) else _SILENT
        if not leaving and tag != _SILENT:
            if tag in _PARTING:
                flush()
            pieces.append(node.text or "")
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(node))
            continue
        if leaving and tag in _PARTING:
            flush(heading=tag == "head")
        elif leaving and tag == "cell":
            pieces.append(_CELL_END)
        if node is not element:
            pieces.append(node.tail or "")
    flush()
    return blocks
