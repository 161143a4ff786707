"""A live blog: one article of many entries, each with its own time and headline.

Pages say so in schema.org's terms (a `LiveBlogPosting` with a `liveBlogUpdate` each), or show it:
blocks side by side, each with a `time` and a heading over its text. The page's own blocks are
read where they are there, since what JSON-LD repeats of them is often shortened.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from ingest.dates import parse_time
from ingest.draft import Block
from ingest.fields import lower_keys, plain
from ingest.furniture import is_clock, is_notice, is_pointer, label
from ingest.lines import is_prose
from ingest.shown import HEADINGS, Shown, shown
from ingest.text import clean, paragraphs

MIN_ENTRIES = 3
"""Fewer dated blocks are no live blog."""

MAX_ENTRIES = 5_000
"""The most entries of one page."""

MIN_SHARE = 0.6
"""How much of a page's running text the blocks must hold, where only their looks speak for them."""

_MAX_DEPTH = 40
_WITH_CLOCK = len("2026-03-05T14:02")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


class Entry(NamedTuple):
    """One entry: when it was written, its headline and its text, as far as it has them."""

    time: datetime | None
    headline: str
    blocks: tuple[Block, ...]


def live_entries(tree: Any, page: Sequence[Shown], updates: object) -> list[Entry]:  # noqa: ANN401
    """The entries of a live blog in the order of its page; none of any other page.

    Args:
        tree: The parsed page.
        page: What it shows.
        updates: The `liveBlogUpdate` of its JSON-LD, or None.
    """
    declared = [entry for entry in map(_declared, _listed(updates)) if entry is not None]
    seen = list(_seen(tree))
    if len(seen) >= MIN_ENTRIES and (len(declared) >= MIN_ENTRIES or _is_live(seen, page)):
        return seen
    if len(declared) < MIN_ENTRIES:
        return []
    places = {one.text: number for number, one in reversed(list(enumerate(page)))}
    order = [_place(entry, places) for entry in declared]
    known = sum(1 for place in order if place is not None)
    if known < len(declared):
        return declared
    return [
        entry for _, entry in sorted(zip(order, declared, strict=True), key=lambda p: p[0] or 0)
    ]


def entry_blocks(entries: Sequence[Entry]) -> Iterator[Block]:
    """The entries as blocks: over the text of each a heading that says when, and its headline."""
    for entry in entries:
        when = _when(entry.time) if entry.time else ""
        heading = ": ".join(filter(None, (when, entry.headline)))
        if heading:
            yield Block(heading, heading=True)
        yield from entry.blocks


def _when(time: datetime) -> str:
    """A time as people read it, in its own zone: "3 March 2026, 14:05 UTC"."""
    offset = time.utcoffset() or timedelta()
    sign, minutes = ("-" if offset < timedelta() else "+"), abs(offset) // timedelta(minutes=1)
    zone = f"{sign}{minutes // 60:02}:{minutes % 60:02}" if offset else ""
    month = _MONTHS[time.month - 1]
    return f"{time.day} {month} {time.year}, {time:%H:%M} UTC{zone}"


def _listed(updates: object) -> list[object]:
    values = updates if isinstance(updates, list) else [updates]
    return values[:MAX_ENTRIES]


def _declared(update: object) -> Entry | None:
    """An entry as JSON-LD has it."""
    if not isinstance(update, dict):
        return None
    values = lower_keys(update)
    headline = plain(values.get("headline") or values.get("name"))
    body = values.get("articlebody") or values.get("text") or values.get("description")
    lines = paragraphs(clean(body)) if isinstance(body, str) else ()
    if "</" in "".join(lines):
        from ingest.webpage import fragment_blocks  # which needs this module

        blocks = tuple(fragment_blocks("\n".join(lines)))
    else:
        blocks = tuple(Block(line) for line in lines)
    if blocks and not blocks[0].heading and blocks[0].text == headline:
        blocks = blocks[1:]
    time = _time(values.get("datepublished") or values.get("datemodified"))
    return Entry(time, headline, blocks) if blocks or headline else None


def _place(entry: Entry, places: dict[str, int]) -> int | None:
    texts = (entry.headline, *(block.text for block in entry.blocks))
    return next((places[text] for text in texts if text in places), None)


def _time(value: object) -> datetime | None:
    try:
        return parse_time(value)
    except ValueError:
        return None


def _seen(tree: Any) -> Iterator[Entry]:  # noqa: ANN401
    """What may be entries: the dated blocks that stand side by side in one container."""
    times = [t for t in tree.iter("time") if len(t.get("datetime") or "") >= _WITH_CLOCK]
    if len(times) < MIN_ENTRIES:
        return
    dated: dict[Any, dict[Any, str]] = {}  # of each container, its children that hold a time
    for time in times[:MAX_ENTRIES]:
        child = time
        for above in list(time.iterancestors())[:_MAX_DEPTH]:
            dated.setdefault(above, {}).setdefault(child, time.get("datetime"))
            child = above
    container = max(dated, key=lambda one: len(dated[one]))
    for group, when in _groups(container, dated[container]):
        blocks = [one for element in group for one in shown(element)]
        heading = next((one.text for one in blocks if one.tag in HEADINGS), "")
        text = tuple(_text_of(blocks, heading))
        if text:
            yield Entry(_time(when), heading, text)


def _groups(container: Any, dated: dict[Any, str]) -> Iterator[tuple[list[Any], str]]:  # noqa: ANN401
    """The elements of each entry: a dated block, or a dated line with what is below it."""
    if any(is_prose(one.text) for child in dated for one in shown(child)):
        yield from (([child], when) for child, when in dated.items())
        return
    group: list[Any] = []
    when = ""
    waiting: list[Any] = []  # a heading that may stand over the next time
    for child in container:
        if child in dated:
            if group and when:
                yield group, when
            group, when, waiting = [*waiting, child], dated[child], []
        elif child.tag in HEADINGS and len(group) > 1 + any(e.tag in HEADINGS for e in group):
            waiting.append(child)
        elif when:
            group += [*waiting, child]
            waiting = []
        elif child.tag in HEADINGS:
            waiting = [child]
    if when:
        yield [*group, *waiting], when


def _text_of(blocks: Sequence[Shown], heading: str) -> Iterator[Block]:
    for one in blocks:
        text = one.text
        if text == heading or is_clock(text) or label(text) or is_pointer(text) or is_notice(text):
            continue
        if is_prose(text) or one.tag in ("li", "blockquote"):
            yield Block(text)


def _is_live(entries: Sequence[Entry], page: Sequence[Shown]) -> bool:
    """Whether dated blocks are what a page is about, and no list of posts or comments."""
    headed = sum(1 for entry in entries if entry.headline)
    links = {one.text for one in page if one.tag in HEADINGS and one.linked > MIN_SHARE}
    linked = sum(1 for entry in entries if entry.headline in links)
    held = sum(len(block.text) for entry in entries for block in entry.blocks)
    whole = sum(len(one.text) for one in page if is_prose(one.text))
    return headed == len(entries) and linked * 2 < len(entries) and held >= MIN_SHARE * whole
