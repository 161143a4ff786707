"""How a page of plain text is laid out: what each line looks like, where the article ends."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from ingest import furniture
from ingest.bylines import describe
from ingest.lines import (
    LONG_CHARS,
    asks,
    can_be_title,
    ends_sentence,
    is_bullet,
    is_headline,
    is_open,
    is_prose,
    is_quote,
    reads_on,
    repeats,
    script,
    word_count,
)
from ingest.text import line_runs

Look = Literal["prose", "verse", "bullet", "headline", "other"]
Kind = Literal["title", "heading", "paragraph", "description", "cut"]

MIN_REPEATS = 3
"""How often a short line must stand on a page to be taken for part of its frame."""

MAX_LABEL_WORDS = 8
"""The longest label in a script of its own."""

MAX_LABELS = 100
"""How many labels of one page are looked below; no real page has as many."""

MAX_HEADS = 10
"""How many headlines are looked for below the text."""

MAX_STAMP_CHARS, MAX_STAMPS = 60, 300
"""How long a line with date and time may be, and how many of them are looked at."""

MAX_COMMENTER_WORDS = 4
"""The longest line that can be the name over a comment: "Ann Roe says:"."""

MAX_COMMENT_LINES = 20
"""The longest comment that is told by its shape."""

_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}")

MAX_TEASER_CHARS = 300
"""The longest sentence or two that a link to another article brings along."""


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


def look_at(text: str) -> list[Unit]:
    """The units of cleaned text, each with its look and what the lexicon says of it."""
    units: list[Unit] = []
    for number, run in enumerate(line_runs(text)):
        verse = _is_verse(run)
        units.extend(_unit(line, number, verse=verse) for line in run)
    if units and can_be_title(units[0].text):
        units[0] = replace(units[0], look="headline")
    last = max((n for n, unit in enumerate(units) if unit.look == "prose"), default=len(units))
    below = {unit.text for unit in units[last + 1 :]}
    seen = Counter(unit.text for unit in units if unit.look in ("headline", "other"))
    # What comes again and again is the page's frame, when it stands under the text as well: a
    # speaker's name or a repeated question does not.
    frame = {text for text in below if seen[text] >= MIN_REPEATS}
    return [replace(u, removable=True) if u.text in frame else u for u in units]


def _unit(line: str, run: int, *, verse: bool) -> Unit:
    label = furniture.label(line)
    removable = label is not None or furniture.is_pointer(line) or furniture.is_solicitation(line)
    look: Look = "other"
    if verse and not removable:
        look = "verse"
    elif is_bullet(line):
        look = "bullet"
    elif is_headline(line) and not is_quote(line) and not reads_on(line):
        look = "headline"
    elif is_prose(line):
        look = "prose"
    return Unit(line, look, run, label, removable or furniture.is_number(line))


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


def first_text(units: Sequence[Unit]) -> int | None:
    """Where the running text begins, or a list if there is nothing else."""
    for number, unit in enumerate(units):
        if _is_text(unit) and not furniture.is_notice(unit.text) and not describe(unit.text):
            return number
    bullets = (n for n, u in enumerate(units) if u.look == "bullet" and is_prose(u.text))
    return next(bullets, None)


def end_of_text(units: Sequence[Unit], start: int) -> int:
    """Behind which unit the article ends."""
    end = _label_of_the_rest(units, start)
    cut_before = end < len(units)
    last = end
    while last > start + 1 and not _closes(units, last - 1, start):
        bullets = units[last - 1].look == "bullet"
        last -= 1
        while bullets and last > start + 1 and units[last - 1].look == "bullet":
            last -= 1  # a list goes as a whole
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
    heads = [u.text for u in units[:start] if u.look == "headline" and word_count(u.text) > 3]  # noqa: PLR2004
    labels = [n for n in range(start + 1, len(units)) if _can_label(units[n], main, heads)]
    labels = labels[-MAX_LABELS:]
    stamps = _stamps(units, start)
    end = _first_comment(units, start, stamps)
    for number in labels:
        spoken = bool(stamps) and stamps[-1] > number
        if number < end and _heads_comments(units, number, start, spoken=spoken):
            end = number
    for number in labels:
        if number < end and _are_links(units[number], units[number + 1 : end]):
            return number
    return end


def _can_label(unit: Unit, main: str | None, heads: Sequence[str]) -> bool:
    """Whether a unit may label what is below it: by its words, its script, or a headline in it."""
    if unit.label in ("comments", "related") or furniture.may_be_label(unit.text):
        return True
    if _repeats_any(unit, heads):
        return True
    if unit.look != "headline" or word_count(unit.text) > MAX_LABEL_WORDS:
        return False
    return script(unit.text) not in (None, main)


def _repeats_any(unit: Unit, heads: Sequence[str]) -> bool:
    return any(repeats(head, unit.text) for head in heads[:MAX_HEADS])


def _heads_comments(units: Sequence[Unit], number: int, start: int, *, spoken: bool) -> bool:
    """Whether a label stands over what readers say; `spoken` when a time stands below it.

    A headline that is repeated may be that of a video in the midst of the text.
    """
    unit, rest = units[number], units[number + 1 :]
    if unit.label != "comments":
        heads = [u.text for u in units[:start] if u.look == "headline"]
        if not _repeats_any(unit, [head for head in heads if word_count(head) > 3]):  # noqa: PLR2004
            return False
        if not spoken and all(u.label != "comments" for u in rest):
            return False
    return _are_comments(units[start:number], rest)


def _stamps(units: Sequence[Unit], start: int) -> list[int]:
    """Where below the beginning of the text a line is a full date with a time, or "1 day ago"."""
    short = (n for n in range(start + 2, len(units) - 1) if len(units[n].text) <= MAX_STAMP_CHARS)
    timed = [n for n in short if _CLOCK.search(units[n].text) or furniture.is_ago(units[n].text)]
    return [n for n in timed[-MAX_STAMPS:] if _is_stamp(units[n].text)]


def _first_comment(units: Sequence[Unit], start: int, stamps: Sequence[int]) -> int:
    """Where readers begin to speak one after the other: a name, a date and time, a few words."""
    names = [n - 1 for n in stamps if _is_name_over(units, n)]
    if len(names) < 2 or len(names) < len(stamps):  # noqa: PLR2004
        return len(units)
    before, rest = units[start : names[0]], units[names[0] :]
    prose = sum(1 for unit in before if unit.look == "prose")
    far = any(n - m > MAX_COMMENT_LINES for m, n in pairwise(names))
    if prose < 2 or far or not _are_comments(before, rest):  # noqa: PLR2004
        return len(units)
    return names[0]


def _is_stamp(text: str) -> bool:
    if furniture.is_ago(text):
        return True
    about = describe(text)
    return about is not None and about.bare and not about.authors


def _is_name_over(units: Sequence[Unit], stamp: int) -> bool:
    """Whether a short line stands directly over a date, and text directly under it."""
    name, text = units[stamp - 1], units[stamp + 1]
    short = name.look in ("headline", "other") and word_count(name.text) <= MAX_COMMENTER_WORDS
    return short and name.run == units[stamp].run and text.label is None


def _are_comments(before: Sequence[Unit], rest: Sequence[Unit]) -> bool:
    """Whether readers speak below a label: enough article stands above it."""
    above = sum(len(unit.text) for unit in before if unit.look == "prose")
    below = sum(len(unit.text) for unit in rest if unit.look == "prose")
    replies = sum(1 for unit in rest if unit.label == "control")
    several = sum(1 for unit in before if unit.look == "prose") > 2  # noqa: PLR2004
    return above >= below or replies > 1 or (several and above * 4 >= below)


def _are_links(label: Unit, rest: Sequence[Unit]) -> bool:
    """Whether nothing below a label reads on: headlines, at most with a sentence to each.

    Where the label stands in one group with its links, a sentence in a group of its own is none
    of them: the article goes on below the box.
    """
    boxed = bool(rest) and rest[0].run == label.run
    linked = {unit.run for unit in rest if unit.look != "prose"} if boxed else set()
    together = 0
    for unit in rest:
        text = _is_text(unit) and not furniture.is_notice(unit.text)
        if text and (len(unit.text) > MAX_TEASER_CHARS or furniture.is_protected(unit.text)):
            return False
        if text and boxed and unit.run not in linked:
            return False
        together = together + 1 if text else 0
        if together > 1:
            return False
    return True


def _closes(units: Sequence[Unit], number: int, start: int) -> bool:
    """Whether the article may end with this unit, when all below it is cut."""
    unit = units[number]
    if unit.removable or furniture.is_notice(unit.text):
        return False
    if unit.look == "bullet":
        return _list_belongs(units, number, start)
    if unit.look == "prose" and units[number - 1].removable and not _is_whole(unit.text):
        return False  # below buttons, and no sentence: an offer
    if unit.look == "other":  # cut off in the middle, or a name behind a dash: not a link
        return is_open(unit.text) and not unit.text[:1].islower()
    return _is_text(unit) and describe(unit.text) is None


def _is_whole(text: str) -> bool:
    return ends_sentence(text) or is_quote(text) or len(text) >= LONG_CHARS


def _list_belongs(units: Sequence[Unit], number: int, start: int) -> bool:
    """Whether a list is the article's: what stands over it is text or its own heading."""
    while number > start and units[number].look == "bullet":
        number -= 1
    intro = units[number]
    return not intro.removable and (intro.look != "headline" or _is_text(units[number - 1]))


def end_of_article(paragraphs: Sequence[str]) -> int:
    """How many of these paragraphs stand above a label under which there are only links."""
    units = [_unit(text, number, verse=False) for number, text in enumerate(paragraphs)]
    return _label_of_the_rest(units, 0) if units else 0
