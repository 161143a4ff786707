"""What a line of plain text looks like: prose, headline, list item, and in which script."""

import re
from collections import Counter

LONG_CHARS = 160
"""A line of this length is prose, with or without a full stop."""

MAX_HEADLINE_CHARS = 160
MAX_HEADLINE_WORDS = 24

MAX_AROUND_CHARS = 40
"""The most that a line says around a headline that it repeats."""

_CLOSING = "'\"”’»›」』)\\]*_"
_STOP = re.compile(rf"[.。．؟۔।։።…｡]+[{_CLOSING}]*(?:\s*\[\d+\])*$")
_ASKS = re.compile(rf"[?!？！]+[{_CLOSING}]*$")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[^\W\d_]\.){2,}|\b(?:Inc|Jr|Sr|Co|Corp|Ltd|Dr|vs|etc|No|a\.m|p\.m)\.)$"
)
_INNER_STOP = re.compile(r"[^\W\d_]{3}[.!?]['\"”’»)]*\s+['\"“‘«(]?[^\W\d_]|[。！？].")
_QUOTED = re.compile("^[\"“”„«»‘'「『‹].*[\"”“»«’'」』›][.,]?$")
_BULLET = re.compile(r"(?:[-*•·‣▪◦●■✓→–—]|\d{1,2}[.)]|[a-z]\))\s+\S")
_OPEN_END = re.compile(r"[,;:，；：、،؛\-–—]$")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff]")
_EMOJI_END = re.compile("[\\s\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]+$")
_ENDING = 60
_SCRIPTS = (
    ("latin", re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")),
    ("cyrillic", re.compile("[\u0400-\u052f]")),
    ("greek", re.compile("[\u0370-\u03ff]")),
    ("arabic", re.compile("[\u0600-\u06ff\u0750-\u077f]")),
    ("hebrew", re.compile("[\u0590-\u05ff]")),
    ("hangul", re.compile("[\u1100-\u11ff\uac00-\ud7af]")),
    ("east asian", re.compile("[\u3040-\u30ff\u3400-\u9fff]")),
    ("thai", re.compile("[\u0e00-\u0e7f]")),
    ("indic", re.compile("[\u0900-\u0dff]")),
)


def word_count(text: str) -> int:
    """How many words a line has; of scripts without spaces, two characters count as one."""
    wide = len(_WIDE.findall(text))
    return len(_WIDE.sub(" ", text).split()) + (wide + 1) // 2


def script(text: str) -> str | None:
    """The script that most letters are in, or None when there are no letters."""
    counts = Counter({name: len(pattern.findall(text)) for name, pattern in _SCRIPTS})
    name, number = counts.most_common(1)[0]
    return name if number else None


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does, with a full stop; `?` and `!` say nothing."""
    return _STOP.search(_ending(text)) is not None


def asks(text: str) -> bool:
    """Whether a line ends in a question mark or an exclamation mark."""
    return _ASKS.search(_ending(text)) is not None


def _ending(text: str) -> str:
    return _EMOJI_END.sub("", text[-_ENDING:])  # the end decides, and lines may be very long


def is_bullet(text: str) -> bool:
    """Whether a line is marked as an item of a list."""
    return _BULLET.match(text) is not None


def is_quote(text: str) -> bool:
    """Whether a whole line of several words stands in quotation marks."""
    return _QUOTED.match(text) is not None and word_count(text) > 2  # noqa: PLR2004


def is_open(text: str) -> bool:
    """Whether a line goes on: it ends in a comma, a dash, or begins with a small letter."""
    return _OPEN_END.search(text) is not None or text[:1].islower()


def is_prose(text: str) -> bool:
    """Whether a line reads as running text: a sentence or more, or a whole quote."""
    if not any(char.isalpha() for char in text):
        return False
    if ends_sentence(text) or is_quote(text):
        return True
    if reads_on(text) or (text.rstrip().endswith((":", "：")) and word_count(text) >= 6):  # noqa: PLR2004
        return True
    dense = 2 if _WIDE.search(text) or script(text) == "hangul" else 1
    return len(text) * dense >= LONG_CHARS and not _in_title_case(text)


def reads_on(text: str) -> bool:
    """Whether a line without a full stop is more than a headline: sentences, or a long cry."""
    words = word_count(text)
    if _INNER_STOP.search(text) and (asks(text) or words >= 12):  # noqa: PLR2004
        return True
    return asks(text) and words > MAX_HEADLINE_WORDS - 8 and not _in_title_case(text)


def can_be_title(text: str) -> bool:
    """Whether the first line of a page can be its headline, though it would be none elsewhere.

    There a quote may stand alone, two sentences may stand together, and one may be cut short.
    """
    return is_headline(text.rstrip(" .…") if text.endswith(("...", "…")) else text)


def is_headline(text: str) -> bool:
    """Whether a line can be a headline: short, complete, and not a sentence with a full stop.

    An abbreviation at its end ("in the U.S.") is no full stop.
    """
    if not any(char.isalnum() for char in text) or is_bullet(text) or is_open(text):
        return False
    if len(text) > MAX_HEADLINE_CHARS * 1.5 or word_count(text) > MAX_HEADLINE_WORDS * 1.5:
        return False
    if ends_sentence(text):
        return _ABBREVIATION.search(text) is not None and word_count(text) <= MAX_HEADLINE_WORDS
    fits = len(text) <= MAX_HEADLINE_CHARS and word_count(text) <= MAX_HEADLINE_WORDS
    return fits or _in_title_case(text)


def is_name(text: str) -> bool:
    """Whether each word of a line that is not a small one has a capital, or its script has none."""
    words = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]  # noqa: PLR2004
    return not any(word[0].islower() for word in words)


def repeats(headline: str, text: str) -> bool:
    """Whether a line says a headline again among a few other words: "2 thoughts on “..."".

    Running text that has the same words in it says more, or ends in a full stop.
    """
    before, found, after = text.partition(headline)
    if not found or not (before + after).strip() or ends_sentence(text):
        return False
    return len(before) + len(after) <= MAX_AROUND_CHARS


def _in_title_case(text: str) -> bool:
    """Whether nearly every word that is not a small one has a capital, as headlines have."""
    words = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]  # noqa: PLR2004
    capital = sum(1 for word in words if word[0].isupper())
    return len(words) > 3 and capital * 10 >= len(words) * 8  # noqa: PLR2004
