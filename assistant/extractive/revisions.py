"""Where an article says that a number was wrong, or that another took its place."""

import re
from itertools import pairwise

from assistant.extractive.kinds import Kind, find
from assistant.extractive.numbers import Counted, all_counted, counted, value_of
from corpus import Article, Span
from corpus.notices import corrections

_REVISES = re.compile(
    r"\b(?:raised|revised|increased|lifted|cut|lowered|reduced|corrected|changed|updated"
    r"|rose|risen|grown?|grew|climbed|fell|fallen|dropped)\b[^.;]{0,80}\bfrom $"
)
_TO = re.compile(r"(?: [^\W\d_]+)? to ")
_SCALE = re.compile(r"(?: ?%|[- ]?[a-z]+)$", re.IGNORECASE)


def corrects(article: Article, wrong: Counted, right: float) -> bool:
    """Whether an article names a number in a correction of itself, and tells the right one."""
    texts = [article.body[span.start : span.end] for span in corrections(article.body)]
    if not any(_holds(text, wrong) for text in texts):
        return False
    return any(one.value == right for one in all_counted(article.body))


def _holds(text: str, wrong: Counted) -> bool:
    return any(
        one.value == wrong.value and one.unit in ("", wrong.unit) for one in all_counted(text)
    )


def revision(text: str) -> tuple[Counted, Counted] | None:
    """The old and the new number of a sentence that tells of a change, counting the same.

    "Raised from 412 to 446 million marks" changes 412 million marks.
    """
    things = list(find(Kind.NUMBER, text))
    for old, new in pairwise(things):
        between = _TO.fullmatch(text, old.end, new.start)
        if between is None or not _REVISES.search(text[: old.start]):
            continue
        after = counted(text, new)
        before = _before(text, old, new)
        if after is not None and before is not None:
            return Counted(before, after.unit), after
    return None


def _before(text: str, old: Span, new: Span) -> float | None:
    """The value of the old number, which may leave its scale to the new one."""
    number = text[old.start : old.end]
    scale = _SCALE.search(text[new.start : new.end])
    return value_of(number + scale.group() if scale and number[-1].isdigit() else number)
