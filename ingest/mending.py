"""Mends what an extractor found on a page by how the page is built.

The extractor weighs each paragraph by itself and by its neighbours. What it cannot see: that a
paragraph which it dropped stands in the same container as those which it kept, that a line which
it kept is a link and nothing else, or stands in another article. All of that holds on any page,
whoever made it: no rule here knows a site or the class names of a program.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ingest.draft import Block
from ingest.furniture import is_notice, is_pointer, label
from ingest.lines import ends_sentence, is_prose
from ingest.shown import CELL_BAR, HEADINGS, Shown

MAX_LINKED = 0.5
"""The share of links from which on a paragraph is no text of its own."""

WHOLLY_LINKED = 0.75
"""The share of links from which on a line without a full stop leads elsewhere."""

FEW = 3
"""What was found is too little when a container of the page has so many times more text."""

MAX_PLACES = 20
"""At how many places a text that a page repeats is looked for."""

_SIGNS = re.compile(r"[\W_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_APART = frozenset(("aside", "nav", "footer", "figure", "details"))


class Mended(NamedTuple):
    """The blocks of an article, and the container that most of its text stands in."""

    blocks: list[Block]
    home: Any


class _Placed(NamedTuple):
    """A block that was found, and where on the page it is, if it can be told.

    `moved` when the extractor put it where it does not stand.
    """

    block: Block
    at: int | None
    moved: bool = False


def mend(found: Sequence[Block], page: Sequence[Shown]) -> Mended:
    """The blocks of the article on a page.

    Args:
        found: What the extractor found, in its order.
        page: What the page shows, in its order.
    """
    weights = [_weight(one) for one in page]
    placed = _place(found, page)
    kept_texts = _texts(page, weights, (p.at for p in placed if p.at is not None))
    home = max(kept_texts, key=lambda one: kept_texts[one], default=None)
    amount = sum(len(b.text) for b in found if is_prose(b.text) and not is_notice(b.text))
    texts = _texts(page, weights, range(len(page)))
    fuller = {one: size for one, size in texts.items() if size > FEW * amount and not _apart(one)}
    if fuller:  # the extractor took something else for the article
        home = max(fuller, key=lambda one: fuller[one])
        placed = [
            _Placed(Block(one.text, one.tag in HEADINGS), number)
            for number, one in enumerate(page)
            if one.home is home
        ]
    if home is None:
        return Mended(list(found), None)
    run = [p.at for p in placed if p.at is not None and not p.moved]
    kept: list[tuple[int, Block]] = []
    place = -1
    foreign = _foreign(page, home)
    for block, at, moved in placed:
        if at is not None and (_leads_elsewhere(page[at]) or at in foreign):
            continue
        if moved and at is not None and at > run[-1]:
            continue  # from below the article
        place = at if at is not None and not moved else place
        kept.append((at if moved and at is not None else place, block))
    known = "".join(key(block.text) for _, block in kept)
    for number in _missed(page, weights, home, run):
        one = page[number]
        if number not in foreign and key(one.text) not in known:
            kept.append((number, Block(one.text, one.tag in HEADINGS)))
    kept.sort(key=lambda item: item[0])
    return Mended([block for _, block in kept], home)


def key(text: str) -> str:
    """A text without white space and punctuation, in which readers of HTML differ."""
    return _SIGNS.sub("", text)


def _place(found: Sequence[Block], page: Sequence[Shown]) -> list[_Placed]:
    """Each block with its place on the page; most of them keep its order, the rest has moved.

    The longest increasing run, by patience sorting; a text may stand on the page several times.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(page):
        several = places[key(one.text)]
        if len(several) < MAX_PLACES:
            several.append(number)
    candidates = [places.get(key(block.text), []) for block in found]
    ends: list[int] = []  # the lowest place with which a run of each length can end
    tails: list[int] = []  # the link of the chain that is there
    chain: list[tuple[int, int, int]] = []  # block, place, the link before it
    for number, several in enumerate(candidates):
        for at in reversed(several):
            length = bisect_left(ends, at)
            chain.append((number, at, tails[length - 1] if length else -1))
            ends[length : length + 1] = [at]
            tails[length : length + 1] = [len(chain) - 1]
    run: dict[int, int] = {}
    link = tails[-1] if tails else -1
    while link >= 0:
        number, at, link = chain[link]
        run[number] = at
    return [
        _Placed(
            block,
            run.get(number, several[0] if several else None),
            bool(several) and number not in run,
        )
        for number, (block, several) in enumerate(zip(found, candidates, strict=True))
    ]


def _missed(
    page: Sequence[Shown],
    weights: Sequence[int],
    home: Any,  # noqa: ANN401
    run: Sequence[int],
) -> Iterable[int]:
    """The places of what belongs to the article although the extractor dropped it.

    That is text in its container and those around and inside it, between and before what was
    kept; text in containers of the same kind, between and behind (an article that is parted by
    advertisements); and between, section headings and what is quoted.
    """
    first, last = (run[0], run[-1]) if run else (0, -1)
    kind = _kind(home)
    taken = set(run)
    for number, one in enumerate(page):
        if number in taken or one.linked >= MAX_LINKED:
            continue
        within = number < last
        between = first < number < last
        same = one.home is home
        near = same or one.home is home.getparent() or one.home.getparent() is home
        if weights[number]:
            fits = (near and within) or (between and one.quoted)
            fits = fits or (number > first and _is_alike(one, home, kind))
        else:
            fits = between and (one.quoted or (same and (one.tag == "li" or one.tag in HEADINGS)))
        if fits and not label(one.text) and not is_pointer(one.text):
            yield number


def _weight(one: Shown) -> int:
    """How much running text a block holds."""
    if one.linked >= MAX_LINKED or one.tag in HEADINGS or not is_prose(one.text):
        return 0
    return 0 if is_notice(one.text) else len(one.text)


def _texts(page: Sequence[Shown], weights: Sequence[int], places: Iterable[int]) -> dict[Any, int]:
    """How much running text each container holds, of the blocks at these places."""
    sums: dict[Any, int] = defaultdict(int)
    for number in places:
        if weights[number]:
            sums[page[number].home] += weights[number]
    return sums


def _leads_elsewhere(one: Shown) -> bool:
    """Whether a line is a link and no sentence; an address that is written out is text."""
    if one.linked < WHOLLY_LINKED or ends_sentence(one.text) or CELL_BAR in one.text:
        return False
    return _ADDRESS.fullmatch(one.text) is None


def _foreign(page: Sequence[Shown], home: Any) -> frozenset[int]:  # noqa: ANN401
    """The blocks in other `article` elements than the one with the text and the headline.

    HTML has comments and other articles in `article` elements inside an article.
    """
    own = _article(home, ("article",))
    around = set(_around(home))
    if own is None or not any(one.tag == "h1" and own in _around(one.home) for one in page):
        return frozenset()
    others = {one.home: _article(one.home, ("article",)) for one in page}
    apart = {home for home, other in others.items() if other is not None and other not in around}
    return frozenset(number for number, one in enumerate(page) if one.home in apart)


def _apart(home: Any) -> bool:  # noqa: ANN401
    """Whether a container is beside an article by its elements, or among comments by a name."""
    return any(
        above.tag in _APART or "comment" in f"{above.get('id')} {above.get('class')}".lower()
        for above in _around(home)
        if above.tag not in ("html", "body")
    )


def _is_alike(one: Shown, home: Any, kind: object) -> bool:  # noqa: ANN401
    """Whether a block stands in a container that is built as another one is, in one article."""
    if kind is None or _kind(one.home) != kind or _apart(one.home):
        return False
    return _article(one.home) is _article(home)


def _kind(home: Any) -> tuple[object, ...] | None:  # noqa: ANN401
    """Element and class of a container and of the one around it; None where it has no class."""
    if not home.get("class"):
        return None
    above = home.getparent()
    return (
        home.tag,
        home.get("class"),
        *((above.tag, above.get("class")) if above is not None else ()),
    )


def _article(home: Any, tags: Sequence[str] = ("article", "main")) -> Any:  # noqa: ANN401
    return next((one for one in _around(home) if one.tag in tags), None)


def _around(home: Any) -> list[Any]:  # noqa: ANN401
    return [home, *home.iterancestors()]
