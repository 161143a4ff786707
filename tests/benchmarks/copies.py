"""What outlets do to a text that they copy, and what makes another text of it."""

import re
from collections.abc import Callable

Change = Callable[[str], str]

_DIGITS = re.compile(r"\d+")
_BRITISH = (
    *(("center", "centre"), ("color", "colour"), ("labor", "labour"), ("favor", "favour")),
    *(("defense", "defence"), ("program ", "programme "), ("traveling", "travelling")),
    *(("organiz", "organis"), ("realiz", "realis"), ("recogniz", "recognis"), ("honor", "honour")),
    *(("neighbor", "neighbour"), ("behavior", "behaviour"), ("canceled", "cancelled")),
)
_NOTE = (
    "Editor's note: This report reached us from a partner. It has been shortened for readers here."
)
_OFFER = (
    "Good mornings begin with us: get the ten lines that matter sent to you before breakfast, "
    "free of charge, and leave whenever you like."
)
_TALK = "Write to our desk with your questions, or join the talk below. Terms apply."


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _joined(paragraphs: list[str]) -> str:
    return "\n\n".join(paragraphs)


def _dated(text: str) -> str:
    return "By Orla Quent, North Wire\n\nOSKHAVEN (North Wire) — " + text


def _end_cut(text: str) -> str:
    lines = _paragraphs(text)
    left = len(text) * 0.75
    kept: list[str] = []
    for line in lines:
        if kept and sum(map(len, kept)) + len(line) > left:
            break
        kept.append(line)
    return _joined(kept)


def _noted(text: str) -> str:
    lines = _paragraphs(text)
    return _joined([*lines[:2], _NOTE, *lines[2:]])


def _british(text: str) -> str:
    for american, british in _BRITISH:
        text = text.replace(american, british)
    return text


def _offered(text: str) -> str:
    lines = _paragraphs(text)
    half = len(lines) // 2
    return _joined([*lines[:half], _OFFER, *lines[half:], _TALK])


def _retyped(text: str) -> str:
    quotes = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "--", "\xa0": " "})
    return "\n".join(_paragraphs(text.translate(quotes)))


def _all(text: str) -> str:
    return _dated(_offered(_british(_retyped(_end_cut(text)))))


COPIES: dict[str, Change] = {
    "other quotes and line breaks": _retyped,
    "byline and dateline before": _dated,
    "last quarter cut": _end_cut,
    "editor's note within": _noted,
    "British spelling": _british,
    "offer within, footer after": _offered,
    "all but the note": _all,
}
"""Changes after which a text is still the same."""


def _renumbered(text: str) -> str:
    """The next draw, match or year: every third number is another."""
    numbers = iter(range(len(text)))
    return _DIGITS.sub(
        lambda found: found[0] if next(numbers) % 3 else str(int(found[0][-9:]) + 1), text
    )


def _halved(text: str) -> str:
    """A summary: the first half."""
    return text[: len(text) // 2]


def _backwards(text: str) -> str:
    """The same paragraphs told from the end."""
    return _joined(_paragraphs(text)[::-1])


OTHERS: dict[str, Change] = {
    "every third number another": _renumbered,
    "first half only": _halved,
    "paragraphs in reverse": _backwards,
}
"""Changes that make another text, of articles with numbers and paragraphs enough."""


def fit(text: str) -> bool:
    """Whether an article has what the changes change."""
    return len(_DIGITS.findall(text)) >= 3 and len(_paragraphs(text)) >= 8 and len(text) >= 1500
