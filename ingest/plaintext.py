"""A saved page in plain text, taken as a person would take it.

Lines become units with a look (`ingest.lines`), the units are sorted into the lead above the
text, the text, and what hangs below it, and only then is decided what each unit is. Structure
decides first: running text is the article, and headline-like lines belong to it when running
text follows them. Words (`ingest.lexicon`) decide about what structure leaves open.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.bylines import Description, describe
from ingest.draft import Block, Draft
from ingest.furniture import is_clock, is_figure, is_rubric, may_be_heading
from ingest.layout import Unit, end_of_text, first_text, look_at
from ingest.lexicon import LEGAL
from ingest.lines import asks, is_name, is_prose, repeats, word_count
from ingest.text import Decoded, clean, one_line

MAX_DESCRIBING = 100
"""How many lines at either end of a page may be dates or bylines."""

MAX_FRAME_WORDS = 5
"""A line this short that stands among dates and buttons is one of them."""

MAX_NAME_WORDS = 4
"""The longest name of a site that is told from a headline."""

MAX_QUESTIONS = 2
"""More questions than this over answers are an interview, and part of the text."""

MAX_QUESTION_WORDS = 10
"""A longer question before an answer is an interviewer's, not a section heading."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page taken apart: what belongs to the article, and what was cut."""

    title: str
    blocks: tuple[Block, ...]
    cut: tuple[str, ...]
    description: Description = field(default_factory=Description)


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
        cut=page.cut,
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
    start = first_text(units)
    if start is None:
        return Page("", (), tuple(unit.text for unit in units))
    end = end_of_text(units, start)
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


def _describe(units: Sequence[Unit], start: int, end: int) -> tuple[list[Unit], Description]:
    """Mark the lines that describe the article; they stand around its beginning or its end."""
    marked = list(units)
    description = Description()
    second = next((n for n in range(start + 1, end) if units[n].look == "prose"), end)
    headlines = [n for n in range(start) if units[n].look == "headline"]
    chronicle = _is_chronicle(units[start:end])
    for number in range(second)[:MAX_DESCRIBING]:
        about = None if number == start else describe(units[number].text)
        if about is None or (about.bare and number > start and chronicle):
            continue
        if [number] == headlines and about.authors:
            continue  # the only line that can be the headline: "By the Sea"
        marked[number] = replace(units[number], kind="description")
        description = description.joined(about)
    doubted = bool(description.problems)
    for number in range(end, len(units))[:MAX_DESCRIBING]:
        about = describe(units[number].text)
        if about is None and units[number].removable and units[number].label is None:
            continue
        # Below the text most dates are those of comments and of other articles.
        if about is None or about.bare or about.problems:
            break
        marked[number] = replace(units[number], kind="description")
        if doubted:
            about = replace(about, published=None, updated=None)
        description = description.joined(about)
    return marked, description


def _is_chronicle(units: Sequence[Unit]) -> bool:
    """Whether dates head the parts of a text, so that none of them is the article's own."""
    short = [unit.text for unit in units if unit.look != "prose"][:MAX_DESCRIBING]
    about = (describe(text) for text in short)
    return sum(1 for description in about if description and description.bare) > 1


def _mark_lead(units: Sequence[Unit], start: int) -> list[Unit]:
    """Find the headline, and what of the lines between it and the text is a standfirst."""
    marked = list(units)
    open_ = [n for n in range(start) if units[n].kind == "cut" and not units[n].removable]
    names = [n for n in open_ if units[n].look == "headline" and not _is_path(units[n].text)]
    title = _choose_title(units, names, start)
    if title is None:
        return marked
    marked[title] = replace(units[title], kind="title")
    below = [n for n in open_ if n > title]
    small = [n for n in below if word_count(units[n].text) < 4]  # noqa: PLR2004
    frames = _frames(marked[:start])
    for number in below:
        unit = units[number]
        if unit.text == units[title].text or (len(small) > 2 and number in small):  # noqa: PLR2004
            continue
        if _is_frame(unit, frames, units[title].run):
            continue
        heading = unit.look == "headline"
        marked[number] = replace(unit, kind="heading" if heading else "paragraph")
    return marked


def _frames(units: Sequence[Unit]) -> frozenset[int]:
    """The runs of lines in which buttons, dates or bylines stand: the frame around a headline."""
    # A bare time of day at the head of its group heads an entry, not a frame.
    entries = {
        n
        for n, unit in enumerate(units)
        if is_clock(unit.text) and (n == 0 or units[n - 1].run != unit.run)
    }
    return frozenset(
        unit.run
        for n, unit in enumerate(units)
        if unit.kind == "description" or (unit.removable and n not in entries)
    )


def _is_frame(unit: Unit, frames: frozenset[int], title_run: int) -> bool:
    """Whether a line near the headline belongs to the page: it stands among buttons and dates."""
    if unit.look == "headline" and " · " in unit.text:
        return True
    few = word_count(unit.text) <= MAX_FRAME_WORDS
    return unit.run in frames and unit.look != "prose" and (few or unit.run != title_run)


def _choose_title(units: Sequence[Unit], names: Sequence[int], start: int) -> int | None:
    """The headline among the headline-like lines of the lead: the first that can be one."""
    menus = _menus(units, names, start)
    names = [n for n in names if not is_rubric(units[n].text)] or names
    names = [n for n in names if n not in menus] or names
    if not names:
        return None
    repeated = [n for n in names if _comes_again(units[n].text, units[start:])]
    if repeated:
        return max(repeated, key=lambda n: len(units[n].text))
    legal = " ".join(unit.text for unit in units if LEGAL.search(unit.text))
    for position, number in enumerate(names):
        text = units[number].text
        later = [units[n].text for n in names[position + 1 :]]
        # A single word over a longer line is a rubric; a name in the copyright line the outlet.
        longer = any(word_count(other) > 3 for other in later)  # noqa: PLR2004
        if longer and (word_count(text) < 2 or text in legal):  # noqa: PLR2004
            continue
        if position + 1 < len(names) and _is_site_name(units, number, names[position + 1], menus):
            continue
        return number
    return names[0]


def _menus(units: Sequence[Unit], names: Sequence[int], start: int) -> frozenset[int]:
    """The lines of the lead that are items of menus: short ones together, or among buttons."""
    menus: set[int] = set()
    for run in {units[n].run for n in names}:
        group = [n for n in range(start) if units[n].run == run]
        buttons = [n for n in group if units[n].label == "control"]
        described = any(units[n].kind == "description" for n in group)
        longest = MAX_FRAME_WORDS if buttons else 3
        if not described and len(group) > 1 and all(_is_item(units[n], longest) for n in group):
            menus.update(group)
        elif buttons:
            longest = 3 if described else MAX_FRAME_WORDS
            menus.update(n for n in group if n > buttons[0] and _is_item(units[n], longest))
    rest = [n for n in names if n not in menus]
    long_enough = any(word_count(units[n].text) > 3 for n in rest)  # noqa: PLR2004
    return frozenset(n for n in menus if n < max(rest)) if long_enough else frozenset()


def _is_item(unit: Unit, words: int) -> bool:
    return unit.removable or (unit.look == "headline" and word_count(unit.text) <= words)


def _comes_again(text: str, below: Sequence[Unit]) -> bool:
    """Whether a line below the lead repeats a headline among a few other words."""
    return word_count(text) > 3 and any(repeats(text, unit.text) for unit in below)  # noqa: PLR2004


def _is_site_name(
    units: Sequence[Unit], number: int, following: int, menus: frozenset[int]
) -> bool:
    """Whether a line alone at the top names the site, and the headline stands over the byline."""
    first = all(units[n].removable or n in menus for n in range(number))
    alone = units[number].run != units[number + 1].run and (
        number == 0 or units[number - 1].run != units[number].run
    )
    described = units[following + 1].kind == "description"
    words = word_count(units[number].text)
    return (
        first
        and alone
        and described
        and words <= MAX_NAME_WORDS
        and word_count(units[following].text) >= 2 * words
        and is_name(units[number].text)
    )


def _is_path(text: str) -> bool:
    """Whether a line is the way to a page through its site: "Home > World > Europe"."""
    parts = [part for part in text.replace("»", ">").replace("›", ">").split(">") if part.strip()]
    slashed = [part for part in text.split("|") if part.strip()]
    longest = max(parts if len(parts) > 1 else slashed, key=len, default="")
    return (len(parts) > 1 or len(slashed) > 2) and word_count(longest) <= 3  # noqa: PLR2004


def _mark_body(units: Sequence[Unit], start: int, end: int) -> list[Unit]:
    """Sort the units of the text into paragraphs, section headings and what is cut."""
    marked = list(units)
    title = next((unit.text for unit in units if unit.kind == "title"), None)
    frames = frozenset(u.run for u in units[start:end] if u.kind == "description")
    questions = sum(1 for u in units[start:end] if u.look == "headline" and asks(u.text))
    insert = False  # below a label in the text, up to the next running text
    for number in range(start, end):
        unit = units[number]
        if unit.kind != "cut":
            continue
        if not insert and _is_figure_in_text(units, number, end):
            marked[number] = replace(unit, kind="paragraph")
            continue
        if unit.look == "headline" and (insert or unit.text == title):
            continue
        if unit.removable and not _is_own_heading(units, number, end):
            insert = insert or unit.label == "related"
            continue
        if insert and unit.look == "bullet" and not is_prose(unit.text):
            continue
        insert = False
        if unit.look == "headline" and _is_frame(unit, frames, -1) and not _has_prose(units, unit):
            continue
        heading = unit.look == "headline" and _heads(units, number, end)
        heading = heading and not (questions > MAX_QUESTIONS and asks(unit.text))
        marked[number] = replace(unit, kind="heading" if heading else "paragraph")
    return marked


def _is_figure_in_text(units: Sequence[Unit], number: int, end: int) -> bool:
    """Whether a line of numbers belongs to the text: a score or a row, with text around it."""
    if not is_figure(units[number].text):
        return False
    above = next(u for u in reversed(units[:number]) if not is_figure(u.text))
    below = next((u for u in units[number + 1 : end] if not is_figure(u.text)), None)
    return below is not None and not above.removable and not below.removable


def _is_own_heading(units: Sequence[Unit], number: int, end: int) -> bool:
    """Whether a label that is an ordinary word stands like a section heading: alone, over text."""
    unit, after = units[number], units[min(number + 1, end - 1)]
    alone = units[number - 1].run != unit.run != after.run
    return alone and after.look == "prose" and may_be_heading(unit.text)


def _has_prose(units: Sequence[Unit], unit: Unit) -> bool:
    return any(other.run == unit.run and other.look == "prose" for other in units)


def _heads(units: Sequence[Unit], number: int, end: int) -> bool:
    """Whether a headline-like line is a section heading: text follows, and no row of its kind."""
    text = units[number].text
    question = asks(text) and word_count(text) > MAX_QUESTION_WORDS
    if question or text[:2].upper() in ("Q:", "Q.", "Q "):
        return False
    above = 0  # how many of its kind stand over it, and under it
    while above < 2 and number > above and units[number - above - 1].look == "headline":  # noqa: PLR2004
        above += 1
    below = 0
    while below < 2 and number + below + 1 < end and units[number + below + 1].look == "headline":  # noqa: PLR2004
        below += 1
    if number + below + 1 >= end:
        return False
    alone = below == 0 and units[number - 1].run != units[number].run
    return above + below < 2 or alone  # noqa: PLR2004
