"""A saved page in plain text, taken as a person would take it.

Lines become units with a look (`ingest.lines`), the units are sorted into the lead above the
text, the text, and what hangs below it, and only then is decided what each unit is. Structure
decides first: running text is the article, and headline-like lines belong to it when running
text follows them. Words (`ingest.lexicon`) decide about what structure leaves open.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ingest import furniture
from ingest.bylines import Description, describe
from ingest.draft import Block, Draft
from ingest.lines import (
    asks,
    is_bullet,
    is_headline,
    is_open,
    is_prose,
    is_quote,
    script,
    word_count,
)
from ingest.text import Decoded, clean, line_runs, one_line

Look = Literal["prose", "verse", "bullet", "headline", "other"]
Kind = Literal["title", "heading", "paragraph", "description", "cut"]

MIN_REPEATS = 3
"""How often a short line must stand on a page to be taken for part of its frame."""

MAX_QUESTION_WORDS = 10
"""A longer question before an answer is an interviewer's, not a section heading."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A line of a page (or a paragraph that was wrapped over several) and how it looks.

    `run` numbers the groups of lines between blank lines.
    """

    text: str
    look: Look
    run: int
    label: furniture.Label | None = None
    removable: bool = False
    kind: Kind = "cut"


@dataclass(frozen=True, slots=True)
class Page:
    """A page taken apart: what belongs to the article, and what was cut."""

    title: str
    blocks: tuple[Block, ...]
    cut: tuple[str, ...]
    description: Description = Description()


def read_plaintext(decoded: Decoded) -> Draft:
    """The article in a page that was saved as plain text."""
    page = read_page(decoded.text)
    about = page.description
    return Draft(
        title=page.title,
        blocks=page.blocks,
        url=about.url,
        source=about.source,
        authors=about.authors,
        published=about.published,
        updated=about.updated,
        problems=(*about.problems, *([decoded.problem] if decoded.problem else [])),
    )


def read_page(text: str) -> Page:
    """Take a page of plain text apart.

    Returns:
        The headline ("" when the page has none), the paragraphs and section headings of the
        article in order, what the page says about it, and each line that is no part of it.
        Without running text there is no article, and everything is cut.
    """
    units = look_at(clean(text))
    start = _first_text(units)
    if start is None:
        return Page("", (), tuple(unit.text for unit in units))
    end = _end_of_text(units, start)
    marked, description = _describe(units, start, end)
    marked = _mark_lead(marked, start)
    marked = _mark_body(marked, start, end)
    return Page(
        title=next((one_line(u.text) for u in marked if u.kind == "title"), ""),
        blocks=tuple(
            Block(u.text, u.kind == "heading") for u in marked if u.kind in ("heading", "paragraph")
        ),
        cut=tuple(u.text for u in marked if u.kind == "cut"),
        description=description,
    )


def look_at(text: str) -> list[Unit]:
    """The units of cleaned text, each with its look and what the lexicon says of it."""
    units = []
    for number, run in enumerate(line_runs(text)):
        verse = _is_verse(run)
        for line in run:
            units.append(_unit(line, number, verse=verse))
    seen = Counter(unit.text for unit in units if unit.look in ("headline", "other"))
    return [
        replace(unit, removable=True) if seen[unit.text] >= MIN_REPEATS else unit for unit in units
    ]


def _unit(line: str, run: int, *, verse: bool) -> Unit:
    label = furniture.label(line)
    removable = label is not None or furniture.is_pointer(line) or furniture.is_solicitation(line)
    look: Look = "other"
    if verse and not removable:
        look = "verse"
    elif is_bullet(line):
        look = "bullet"
    elif is_headline(line) and not is_quote(line) and not _is_double(line):
        look = "headline"
    elif is_prose(line):
        look = "prose"
    return Unit(line, look, run, label, removable or furniture.is_empty(line))


def _is_double(line: str) -> bool:
    """Whether a line that ends in `?` or `!` has a sentence before that: running text."""
    return asks(line) and is_prose(line)


def _is_verse(run: Sequence[str]) -> bool:
    """Whether lines that stand together are verse: short, and some of them run on."""
    if len(run) < 3 or any(len(s) > 70 or is_bullet(s) for s in run):  # noqa: PLR2004
        return False
    running_on = sum(1 for line in run if is_open(line))
    return running_on * 4 >= len(run) and not any(furniture.label(line) for line in run)


def _is_text(unit: Unit) -> bool:
    """Whether a unit is running text of an article, as far as it can tell by itself."""
    if unit.removable:
        return False
    return unit.look in ("prose", "verse")


def _first_text(units: Sequence[Unit]) -> int | None:
    """Where the running text begins, or a list if there is nothing else."""
    for number, unit in enumerate(units):
        if _is_text(unit) and not furniture.is_notice(unit.text) and not describe(unit.text):
            return number
    bullets = (n for n, u in enumerate(units) if u.look == "bullet" and is_prose(u.text))
    return next(bullets, None)


def _end_of_text(units: Sequence[Unit], start: int) -> int:
    """Behind which unit the article ends."""
    end = _label_of_the_rest(units, start)
    cut_before = end < len(units)
    last = end
    while last > start + 1 and not _closes(units, last - 1, start):
        last -= 1
    # One short question or cry at the end is a last word; several are links.
    lonely = end - last == 1 and not cut_before and units[last].look == "headline"
    if lonely and asks(units[last].text) and _in_sentence_case(units[last].text):
        return end
    return last


def _in_sentence_case(text: str) -> bool:
    rest = text.split()[1:]
    return sum(1 for word in rest if word[:1].isupper()) * 3 <= len(rest)


def _label_of_the_rest(units: Sequence[Unit], start: int) -> int:
    """Where a label stands below which there is no article any more; else the end."""
    main = script(" ".join(unit.text for unit in units if unit.look == "prose")[:5_000])
    for number in range(start + 1, len(units)):
        unit, rest = units[number], units[number + 1 :]
        own = script(unit.text)
        foreign = unit.look == "headline" and own is not None and own != main
        foreign = foreign and word_count(unit.text) <= 8  # noqa: PLR2004
        if unit.label == "comments" and _are_comments(units[start:number], rest):
            return number
        if (unit.label in ("comments", "related") or foreign) and _are_links(rest):
            return number
    return len(units)


def _are_comments(before: Sequence[Unit], rest: Sequence[Unit]) -> bool:
    """Whether readers speak below a label: enough article stands above it."""
    above = sum(len(unit.text) for unit in before if unit.look == "prose")
    below = sum(len(unit.text) for unit in rest if unit.look == "prose")
    replies = sum(1 for unit in rest if unit.label == "control")
    several = sum(1 for unit in before if unit.look == "prose") > 2  # noqa: PLR2004
    return above >= below or replies > 1 or (several and above * 4 >= below)


def _are_links(rest: Sequence[Unit]) -> bool:
    """Whether nothing below a label reads on: headlines, at most with a sentence to each."""
    together = 0
    for unit in rest:
        text = _is_text(unit) and not furniture.is_notice(unit.text)
        if text and (len(unit.text) > 300 or furniture.is_protected(unit.text)):  # noqa: PLR2004
            return False
        together = together + 1 if text else 0
        if together > 1:
            return False
    return True


def _closes(units: Sequence[Unit], number: int, start: int) -> bool:
    """Whether the article may end with this unit, when all below it is cut."""
    unit = units[number]
    if unit.removable or furniture.is_empty(unit.text) or furniture.is_notice(unit.text):
        return False
    if unit.look == "bullet":
        return _list_belongs(units, number, start)
    if unit.look == "other":  # cut off in the middle, or a name behind a dash: not a link
        return is_open(unit.text) and not unit.text[:1].islower()
    return _is_text(unit) and describe(unit.text) is None


def _list_belongs(units: Sequence[Unit], number: int, start: int) -> bool:
    """Whether a list is the article's: what stands over it is text or its own heading."""
    while number > start and units[number].look == "bullet":
        number -= 1
    intro = units[number]
    return not intro.removable and (intro.look != "headline" or _is_text(units[number - 1]))


def _describe(
    units: Sequence[Unit], start: int, end: int
) -> tuple[list[Unit], Description]:
    """Mark the lines that describe the article; they stand around its beginning or its end."""
    marked = list(units)
    description = Description()
    second = next((n for n in range(start + 1, end) if units[n].look == "prose"), end)
    titled = False
    for number in (*range(second), *range(end, len(units))):
        unit = units[number]
        could_be_title = not titled and unit.look == "headline" and not unit.removable
        about = None if number == start else describe(unit.text)
        if about is None:
            titled = titled or could_be_title
            continue
        if number >= end and description != Description() and about.problems:
            continue
        marked[number] = replace(unit, kind="description")
        description = description.joined(about)
    return marked, description


def _mark_lead(units: Sequence[Unit], start: int) -> list[Unit]:
    """Find the headline, and what of the lines between it and the text is a standfirst."""
    marked = list(units)
    open_ = [n for n in range(start) if units[n].kind == "cut" and not units[n].removable]
    names = [n for n in open_ if units[n].look == "headline" and not _is_path(units[n].text)]
    title = _choose_title(units, names)
    if title is None:
        return marked
    marked[title] = replace(units[title], kind="title")
    below = [n for n in open_ if n > title]
    small = [n for n in below if word_count(units[n].text) < 4]  # noqa: PLR2004
    for number in below:
        unit = units[number]
        if unit.text == units[title].text or (len(small) > 2 and number in small):  # noqa: PLR2004
            continue
        heading = unit.look == "headline"
        marked[number] = replace(unit, kind="heading" if heading else "paragraph")
    return marked


def _choose_title(units: Sequence[Unit], names: Sequence[int]) -> int | None:
    """The headline among the headline-like lines of the lead: the first that can be one."""
    if not names:
        return None
    legal = " ".join(unit.text for unit in units if furniture.LEGAL.search(unit.text))
    for position, number in enumerate(names):
        text = units[number].text
        later = [units[n].text for n in names[position + 1 :]]
        # A single word over a longer line is a rubric; a name in the copyright line the outlet.
        longer = any(word_count(other) > 3 for other in later)  # noqa: PLR2004
        if longer and (word_count(text) < 2 or text in legal):  # noqa: PLR2004
            continue
        return number
    return names[0]


def _is_path(text: str) -> bool:
    """Whether a line is the way to a page through its site: "Home > World > Europe"."""
    parts = [part for part in text.replace("»", ">").replace("›", ">").split(">") if part.strip()]  # noqa: RUF001
    slashed = [part for part in text.split("|") if part.strip()]
    longest = max(parts if len(parts) > 1 else slashed, key=len, default="")
    return (len(parts) > 1 or len(slashed) > 2) and word_count(longest) <= 3  # noqa: PLR2004


def _mark_body(units: Sequence[Unit], start: int, end: int) -> list[Unit]:
    """Sort the units of the text into paragraphs, section headings and what is cut."""
    marked = list(units)
    title = next((unit.text for unit in units if unit.kind == "title"), None)
    insert = False  # below a label in the text, up to the next running text
    for number in range(start, end):
        unit = units[number]
        if unit.kind != "cut":
            continue
        if unit.look == "headline" and (insert or unit.text == title):
            continue
        if unit.removable:
            insert = insert or unit.label == "related"
            continue
        if insert and unit.look == "bullet" and not is_prose(unit.text):
            continue
        insert = False
        heading = unit.look == "headline" and _heads(units, number, end)
        marked[number] = replace(unit, kind="heading" if heading else "paragraph")
    return marked


def _heads(units: Sequence[Unit], number: int, end: int) -> bool:
    """Whether a headline-like line is a section heading: text follows, and no row of its kind."""
    text = units[number].text
    question = asks(text) and word_count(text) > MAX_QUESTION_WORDS
    if question or text[:2].upper() in ("Q:", "Q.", "Q "):
        return False
    first = number
    while units[first - 1].look == "headline" and first > 0:
        first -= 1
    last = number
    while last + 1 < end and units[last + 1].look == "headline":
        last += 1
    if last + 1 >= end:
        return False
    alone = number == last and (units[number - 1].run != units[number].run)
    return last - first < 2 or alone  # noqa: PLR2004
