"""Telling an article from what stands around it: labels, buttons, notices, links."""

import re
from collections.abc import Sequence
from typing import Literal

from corpus.notices import notices
from ingest.lexicon import (
    AMBIGUOUS,
    COMMENTS,
    CONTROLS,
    CREDITS,
    LEADS,
    LEGAL,
    LEGAL_HINTS,
    PROTECTED,
    RELATED,
    RUBRICS,
    SOLICITATION,
    TAGS,
    key,
)
from ingest.lines import ends_sentence, is_bullet, is_headline, is_prose, word_count

Label = Literal["comments", "related", "control"]

MAX_LABEL_CHARS = 60
MAX_CREDIT_CHARS = 120
MAX_NOTICE_CHARS = 700
MAX_NOTICE_WORDS = 70
"""The longest sentence or paragraph that is taken for a notice."""

MAX_SOLICITATION_WORDS = 35
"""The longest one that is taken for a request to the reader."""

_HASHTAGS = re.compile(r"(?:[#＃][\w·]+[\s,]*){1,30}")
_NUMBERS = re.compile(r"[\d\W_]*")
_CLOCK = re.compile(
    r"(?:[01]?\d|2[0-3])[:.h][0-5]\d(?: ?[ap]\.?m\.?)?(?: (?:Uhr|GMT|UTC|BST|CET|E[SD]?T))?",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"\d+")
_READING_TIME = re.compile(
    r"(?:\w+[: ]+){0,5}\d+(?:[-–]\d+)?[ -]?(?:min(?:ute)?s?|minuten|minutos|minuti|분|分|мин)\b\.?"
    r"(?: (?:read|reading|watch|listen|lesezeit|de lectura|de lecture|di lettura|leitura))?",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"(?:\d+|an?|one) (?:second|minute|min|hour|hr|day|week|month|year)s? ago"
    r"|vor \d+ (?:minuten?|stunden?|tagen?)|il y a \d+ \w+|hace \d+ \w+|\d+(?:분|시간|일) 전",
    re.IGNORECASE,
)
_OPENS_QUOTE = "[\"'“”„«»‘‚「『‹]"
_THOUGHTS = re.compile(
    r"(?:\d+|one|eine?|une?|uno|um|een|en|ett)"
    r" (?:thoughts? on|(?:replies|responses|reply|response) to|comments? (?:on|to)"
    r"|gedanken? zu|antwort(?:en)? (?:zu|auf)|kommentare? zu|réflexions? (?:sur|au sujet de)"
    r"|réponses? à|commentaires? sur|comentarios? en|pensamientos? (?:sobre|en)|respuestas? a"
    r"|pensier[oi] su|commenti? su|rispost[ae] a|comentários? (?:em|sobre|a)"
    r"|pensamentos? (?:em|sobre)|respostas? a|gedachten? over|reacties? op|odpowied\w+ na"
    r"|komentarz\w* do|myśli (?:na|o)|tank(?:e|ar) (?:om|på)|svar (?:till?|på)"
    rf"|kommentar(?:er)? (?:till?|på)|комментари\w+ к|мысл\w+ о) {_OPENS_QUOTE}.+",
    re.IGNORECASE,
)
_SAME_CATEGORY = re.compile(rf"{_OPENS_QUOTE}.+ 카테고리의 다른 글")
_ALSO_READ = re.compile(
    r"(?:readers|listeners|viewers|people|others|users|customers) (?:also|who) .{3,40}"
    r"|(?:more|most \w+|latest|top stories|headlines) (?:from|in|on|by) .{2,40}"
)
_BAR = re.compile(r"\s*[|·•/]\s*|\s{2,}")
_COUNTED = re.compile(r"[\d.,]+[kKmM]?\s+(\w+)|(\w+)\s*[:(]?\s*[\d.,]+[kKmM]?\)?")
_AGENCY_CREDIT = re.compile(
    r"(?:[/|]|\bvia\b|\()\s*(?:Getty Images|AP(?: Photo)?|AFP|Reuters|REUTERS|EPA|dpa|PA"
    r"|Shutterstock|Alamy|Unsplash|picture alliance|ANSA|EFE|TASS|Yonhap)\b[^.]{0,30}\)?$"
)


def label(line: str) -> Label | None:
    """What a whole line labels, when it is one of the labels that web pages use."""
    if len(line) <= MAX_NOTICE_CHARS and _THOUGHTS.fullmatch(line):
        return "comments"
    if len(line) <= MAX_LABEL_CHARS and _SAME_CATEGORY.fullmatch(line):
        return "related"
    words = key(line) if len(line) <= MAX_LABEL_CHARS else ""
    counted = _COUNTED.fullmatch(line.strip()) if words else None
    found: Label | None = None
    if words in COMMENTS or (counted and key(counted[1] or counted[2] or "") in COMMENTS):
        found = "comments"
    elif words in RELATED:
        found = "related"
    elif words and (
        words in CONTROLS
        or _READING_TIME.fullmatch(line)
        or _AGO.fullmatch(line)
        or _all_controls(words)
        or _is_bar(line)
    ):
        found = "control"
    return found


def may_be_label(line: str) -> bool:
    """Whether a line can be a label over links, and a section heading just as well."""
    return len(line) <= MAX_LABEL_CHARS and _ALSO_READ.fullmatch(key(line)) is not None


def may_be_heading(line: str) -> bool:
    """Whether a known label is also a word that sections are headed with: "Search"."""
    return key(line) in AMBIGUOUS


def _all_controls(words: str) -> bool:
    """Whether a line strings several buttons together: "Facebook Twitter Email Print"."""
    parts = words.split()
    return len(parts) > 1 and all(part in CONTROLS or part == "x" for part in parts)


def _is_bar(line: str) -> bool:
    """Whether a line is a bar of buttons, most of them known: "Share | Save | Squawk it"."""
    parts = [key(part) for part in _BAR.split(line) if key(part)]
    known = sum(1 for part in parts if part in CONTROLS)
    return len(parts) > 1 and known * 2 >= len(parts)


def is_pointer(line: str) -> bool:
    """Whether a line is a link, a list of topics or a credit: "Read more: Ferry sold"."""
    if _HASHTAGS.fullmatch(line):
        return True
    lead, colon, rest = line.replace("：", ":", 1).partition(":")
    if not colon:
        lead, colon, rest = line.partition("|") if line.count("|") == 1 else (line, "", "")
    if colon and len(lead) <= MAX_LABEL_CHARS // 2:
        name, rest = key(lead), rest.strip()
        if name in LEADS or name in TAGS or (name in RELATED and " " in name):
            return not rest or not ends_sentence(rest)
        if name in CREDITS:
            return word_count(rest) <= 8  # noqa: PLR2004 - a name, not a caption
    if len(line) > MAX_CREDIT_CHARS:
        return False
    opening = " ".join(key(line).split()[:2])
    if opening in ("photo by", "photograph by", "foto di", "photo credit"):
        return word_count(line) <= 10 and not is_prose(line)  # noqa: PLR2004
    return word_count(line) <= 12 and _AGENCY_CREDIT.search(line) is not None  # noqa: PLR2004


def is_solicitation(line: str) -> bool:
    """Whether a paragraph wants something of the reader: a subscription, a click."""
    if len(line) > MAX_NOTICE_CHARS or word_count(line) > MAX_SOLICITATION_WORDS:
        return False
    return SOLICITATION.match(line.lstrip("►▶→*>-• ")) is not None


def is_notice(line: str) -> bool:
    """Whether a paragraph at the edge of a page is legal text, or wants something."""
    if len(line) > MAX_NOTICE_CHARS:
        return False
    if is_solicitation(line):
        return True
    lowered = line.lower()
    if not any(hint in lowered for hint in LEGAL_HINTS) or is_protected(line):
        return False
    return word_count(line) <= MAX_NOTICE_WORDS and LEGAL.search(line) is not None


def is_protected(line: str) -> bool:
    """Whether a line begins like a correction or another note that belongs to the article."""
    return PROTECTED.match(line) is not None or bool(notices(line))


def is_empty(line: str) -> bool:
    """Whether a line holds neither letter nor digit: a rule, a row of stars."""
    return not any(char.isalnum() for char in line)


def is_number(line: str) -> bool:
    """Whether a line holds no letter: a score, a page number, or nothing at all."""
    return _NUMBERS.fullmatch(line) is not None


def is_figure(line: str) -> bool:
    """Whether a line of numbers is no mere counter or clock: a score, a row, a year."""
    if is_clock(line) or is_empty(line) or not is_number(line):
        return False
    return len(_FIGURES.findall(line)) > 1 or len(line) > 3  # noqa: PLR2004 - no counter "12"


def is_clock(line: str) -> bool:
    """Whether a line is a time of day and nothing else."""
    return _CLOCK.fullmatch(line) is not None


def is_ago(line: str) -> bool:
    """Whether a line says how long ago something was written: "2 hours ago"."""
    return _AGO.fullmatch(line) is not None


def is_rubric(line: str) -> bool:
    """Whether a line says what kind of text is below it, as press releases do."""
    return len(line) <= MAX_LABEL_CHARS and key(line) in RUBRICS


def trim_tail(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """The paragraphs of a body that came as data, without furniture beyond doubt at its end.

    Much more cautious than the reading of a saved page: a headline-like last line stays unless
    a known label stands over it, and nothing inside the body is looked at.
    """
    end = len(paragraphs)
    while end > 1 and _is_plain_furniture(paragraphs[end - 1]):
        end -= 1
    # A label with nothing but links under it; links are few words without a full stop.
    start = end
    while start > 1 and _can_be_link(paragraphs[start - 1]):
        start -= 1
        if label(paragraphs[start]) in ("comments", "related"):
            end = start
    while end > 1 and _is_plain_furniture(paragraphs[end - 1]):
        end -= 1
    return tuple(paragraphs[:end])


def _is_plain_furniture(line: str) -> bool:
    return label(line) is not None or is_pointer(line) or is_notice(line)


def _can_be_link(line: str) -> bool:
    return (is_headline(line) and not is_prose(line)) or (is_bullet(line) and not is_prose(line))
