"""What a reader found in one item, and the one place that makes an article of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from corpus.article import Article, Revision, Span
from corpus.identity import article_id, link_of
from ingest.report import Failure

MAX_BODY_CHARS = 1_000_000
"""The longest body: twice a long novel. More is a dump or an accident, not a news article."""

MAX_TITLE_CHARS = 1_000
"""The longest headline."""

MAX_CUT_CHARS = 20_000
"""How much of what was cut around an article is kept, to be looked at."""


class Block(NamedTuple):
    """One paragraph of a body, or a section heading."""

    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields of an article as read, and in `problems` what could not be read.

    `own_id` is the name that the publisher gave it, `captions` are the texts under its images,
    and `cut` are the lines around it that are none of its text. `revision` is the state of the
    agency's item that it is, where that may be used.
    """

    title: str
    blocks: tuple[Block, ...]
    url: str | None = None
    own_id: str | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    section: str | None = None
    language: str | None = None
    captions: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    revision: Revision | None = None
    problems: tuple[str, ...] = ()


class Item(NamedTuple):
    """One item of a file, read when its turn comes; `values` is what it says of itself."""

    draft: Callable[[], Draft]
    values: object = None


def assemble(blocks: Sequence[Block]) -> tuple[str, tuple[Span, ...]]:
    """The body of these blocks, a blank line between them, and the spans of its headings."""
    spans: list[Span] = []
    position = 0
    for block in blocks:
        end = position + len(block.text)
        if block.heading:
            spans.append(Span(position, end))
        position = end + 2
    return "\n\n".join(block.text for block in blocks), tuple(spans)


def completed(draft: Draft, about: Draft) -> Draft:
    """A draft with what only a feed or sitemap says of its article; what it says itself stays.

    Its text stays unless the feed has more of it, as it has of a page behind a paywall.
    """
    facts = ("title", "url", "source", "authors", "published", "updated", "section", "language")
    merged = {name: getattr(draft, name) or getattr(about, name) for name in facts}
    if _size(about) > _size(draft):
        told = "the page holds less text than its feed; what the feed says of it is in"
        merged |= {"blocks": about.blocks, "problems": (*draft.problems, told)}
    return replace(draft, **merged)


def _size(draft: Draft) -> int:
    return sum(len(block.text) for block in draft.blocks)


def finish(
    draft: Draft, *, origin: str, where: str, identity: str, anonymous: bool = False
) -> Iterator[Article | Failure]:
    """The article of a draft and what could not be read of it, or why there is none.

    Args:
        draft: What a reader found.
        origin: Where the article was read from, as the article keeps it.
        where: The same for a person, with line or item.
        identity: What tells the item from all others when it has neither url nor own id.
        anonymous: Whether another item of that origin may have the same identity.

    Yields:
        The article if there is one, then a failure for each thing that could not be read.
    """
    blocks = tuple(block for block in draft.blocks if block.text)
    while blocks and blocks[-1].heading:  # a heading over nothing
        blocks = blocks[:-1]
    body, headings = assemble(blocks)
    if not body:
        yield Failure(where, "it holds no article text; left out")
        return
    if len(body) > MAX_BODY_CHARS:
        size = f"{len(body):,} characters"
        yield Failure(where, f"its text is {size} long, the limit is {MAX_BODY_CHARS:,}; left out")
        return
    title, problem = draft.title, None
    if not title:
        problem = "no headline; the article is in without one"
    elif len(title) > MAX_TITLE_CHARS:
        title, problem = "", f"a headline of {len(title):,} characters; the article is in without"
    yield Article(
        id=article_id(url=draft.url, own_id=draft.own_id, origin=identity),
        title=title,
        body=body,
        origin=origin,
        url=draft.url and link_of(draft.url),
        source=draft.source,
        authors=draft.authors,
        published=draft.published,
        updated=draft.updated,
        section=draft.section,
        language=draft.language,
        headings=headings,
        captions=draft.captions,
        cut=tuple(_bounded(draft.cut)),
        revision=draft.revision,
        anonymous=anonymous,
    )
    for reason in ([problem] if problem else []) + list(draft.problems):
        yield Failure(where, reason)


def _bounded(lines: Sequence[str]) -> Iterator[str]:
    """The first lines, up to the limit for what was cut."""
    left = MAX_CUT_CHARS
    for line in lines:
        left -= len(line)
        if left < 0:
            return
        yield line
