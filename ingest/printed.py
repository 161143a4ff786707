"""Printed lines with their places and sizes: made into paragraphs, headings and a headline."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ingest.bylines import describe
from ingest.draft import Block, Draft
from ingest.lines import can_be_title, ends_sentence, is_headline, is_prose, script, word_count
from ingest.plaintext import read_page
from ingest.text import one_line

_LARGER = 1.12  # than the type of the text: a headline
_WIDER = 1.25  # than the usual distance between lines: a new paragraph
_INDENT = 0.8  # of the size of its type
_SHORT = 0.75  # of the usual length: the last line of a paragraph
_LONGEST_WORD = 60
_EDGE_LINES = 3
_MOST_PAGES = 0.4  # left and right pages may differ
_MAX_LEADING = 3.0
_MASTHEAD_WORDS = 3
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|página|pagina|strona|side|sida|стр)\.?\s*)?\d{1,4}"
    r"(?:\s*(?:/|of|von|de|di|van|av|z|из)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
_BROKEN_WORD = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)


class Line(NamedTuple):
    """A line of a page: its text, where it begins (y grows upwards), and its type in points."""

    text: str
    page: int
    x: float
    y: float
    size: float
    bold: bool = False


class _Paragraph(NamedTuple):
    text: str
    page: int
    size: float
    bold: bool


def read_printed(lines: Sequence[Line], named: str = "") -> Draft:
    """The article in the lines of printed pages, in the order of reading.

    What stands at the edges of most pages is cut, words divided at line ends are mended, and
    lines joined to paragraphs. The headline is `named` where the pages show that, else what is
    set in the largest type on the first, else what is headline in a page of plain text.
    """
    kept, cut = _without_edges(lines)
    paragraphs = _paragraphs(kept)
    body = _body_size(kept)
    title = _title(paragraphs, body, one_line(named))
    above = _furniture_above(paragraphs, title)
    hidden = {id(p) for p in (*above, title)}
    rest = [p.text for p in paragraphs if id(p) not in hidden]
    page = read_page("\n\n".join([title.text, *rest] if title else rest))
    blocks = list(page.blocks) or [Block(text) for text in rest]
    headings = {p.text for p in paragraphs if _is_heading(p, body)}
    blocks = [Block(b.text, b.heading or b.text in headings) for b in blocks]
    headline = page.title
    if title is not None:
        headline = title.text
        blocks = [block for block in blocks if block.text != headline]
        if page.title not in ("", headline):
            blocks.insert(0, Block(page.title, heading=True))
    about = page.description
    return Draft(
        title=headline,
        blocks=tuple(blocks),
        url=about.url,
        source=about.source,
        authors=about.authors,
        published=about.published,
        updated=about.updated,
        cut=(*cut, *(p.text for p in above), *(page.cut if page.blocks else ())),
        problems=about.problems,
    )


def _without_edges(lines: Sequence[Line]) -> tuple[list[Line], list[str]]:
    """The lines without those at the edges of most pages, and what was cut, each once."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    edges = {}
    for number, inside in pages.items():
        by_height = sorted(inside, key=lambda line: -line.y)
        edges[number] = by_height[:_EDGE_LINES] + by_height[_EDGE_LINES:][-_EDGE_LINES:]
    seen = Counter(key for ends in edges.values() for key in {_alike(line) for line in ends})
    enough = max(2, len(pages) * _MOST_PAGES)
    running = {
        id(line)
        for ends in edges.values()
        for line in ends
        if seen[_alike(line)] >= enough or _PAGE_NUMBER.fullmatch(line.text)
    }
    cut = dict.fromkeys(line.text for line in lines if id(line) in running)
    return [line for line in lines if id(line) not in running], list(cut)


def _alike(line: Line) -> tuple[str, int]:
    """What lines at the edges of pages have in common, whatever the number of the page."""
    return _NUMBER.sub("#", line.text.casefold()), round(line.size)


def _paragraphs(lines: Sequence[Line]) -> list[_Paragraph]:
    leading = _leading(lines)
    usual = median([len(line.text) for line in lines] or [0])
    words = Counter(word.casefold() for line in lines for word in _WORD.findall(line.text))
    runs: list[list[Line]] = []
    for line in lines:
        if not runs or _parts(runs[-1][-1], line, leading, usual):
            runs.append([line])
        else:
            runs[-1].append(line)
    return [
        _Paragraph(_joined(run, words), run[0].page, run[0].size, all(line.bold for line in run))
        for run in runs
    ]


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance of a line to the next, in sizes of its type."""
    steps = [
        (before.y - line.y) / before.size
        for before, line in pairwise(lines)
        if before.page == line.page and _same_type(before, line)
    ]
    within = [step for step in steps if 0 < step < _MAX_LEADING]
    return median(within) if within else 1.2  # what most programs set


def _same_type(line: Line, other: Line) -> bool:
    return max(line.size, other.size) < _LARGER * min(line.size, other.size)


def _parts(before: Line, line: Line, leading: float, usual: float) -> bool:
    """Whether a new paragraph begins with `line`."""
    if not _same_type(before, line) or before.bold != line.bold:
        return True
    step = (before.y - line.y) / before.size
    if before.page != line.page or step < 0:  # a column or a page further
        return ends_sentence(before.text)
    if step > leading * _WIDER:
        return True
    if line.x - before.x > _INDENT * line.size and step > 0:
        return True
    return ends_sentence(before.text) and len(before.text) < usual * _SHORT


def _joined(lines: Sequence[Line], words: Counter[str]) -> str:
    pieces = [lines[0].text]
    for line in lines[1:]:
        end, glue = _mended(pieces[-1], line.text, words)
        pieces[-1] = end + glue
        pieces.append(line.text)
    return one_line("".join(pieces).translate(_LIGATURES))


def _mended(text: str, line: str, words: Counter[str]) -> tuple[str, str]:
    """The end of a line and what joins it to the next; a hyphen that divides a word goes."""
    broken = _BROKEN_WORD.search(text, max(0, len(text) - _LONGEST_WORD))
    following = _WORD.match(line)
    if broken and following and line[0].islower():
        divided = f"{broken[1]}-{following[0]}".casefold()
        whole = f"{broken[1]}{following[0]}".casefold()
        keeps = text[-1] != "\u00ad" and words[divided] > words[whole]
        return (text if keeps else text[:-1]), ""
    return text, "" if script(text[-1]) == script(line[0]) == "east asian" else " "


def _body_size(lines: Sequence[Line]) -> float:
    """The size of type in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _is_heading(paragraph: _Paragraph, body: float) -> bool:
    marked = paragraph.bold or paragraph.size > body * _LARGER
    return marked and is_headline(paragraph.text)


def _title(paragraphs: Sequence[_Paragraph], body: float, named: str) -> _Paragraph | None:
    large = [p for p in paragraphs if p.size > body * _LARGER and can_be_title(p.text)]
    first = [p for p in paragraphs if p.page == paragraphs[0].page]
    shown = [p for p in (*first, *large) if named and p.text.casefold() in named.casefold()]
    shown = [p for p in shown if word_count(p.text) > _MASTHEAD_WORDS or p in large]
    if shown:
        return max(shown, key=lambda p: (len(p.text), p.size))
    large = [p for p in large if p.page == paragraphs[0].page]
    # The largest type may be the name of the paper.
    long = [p for p in large if word_count(p.text) > _MASTHEAD_WORDS]
    return max(long or large, key=lambda p: p.size, default=None)


def _furniture_above(
    paragraphs: Sequence[_Paragraph], title: _Paragraph | None
) -> list[_Paragraph]:
    """What stands above the headline and is neither text nor a description: the paper's name."""
    above = paragraphs[: paragraphs.index(title)] if title is not None else ()
    return [p for p in above if not is_prose(p.text) and describe(p.text) is None]
