"""What belongs to a sentence: the one that says who, and the rest of what somebody says."""

import re
from collections.abc import Sequence

from corpus import Span

_PRONOUN = re.compile(
    r"(?:he|she|they|it|his|her|their|its|this|these|those|that)\b(?! (?:is|was) why\b)",
    re.IGNORECASE,
)
_BARE = re.compile(r"[“\"][^“”\"]*[”\"](?:[,.]? (?:he|she|they)\b[^“”\"]*)?", re.IGNORECASE)
"""A quote without its speaker, or with one who is named before."""

_SENTENCES = 4
_CHARS = 900


def whole(body: str, span: Span, spans: Sequence[Span]) -> Span:
    """A sentence with the one before it that says who acts or speaks, and the rest of a long quote.

    `spans` are the sentences of its passage in order. What it grows by are neighbours in the same
    paragraph, at most three.
    """
    first = last = spans.index(span)
    unnamed = _PRONOUN.match(body, span.start) or _BARE.fullmatch(body, *span)
    if unnamed and _joined(body, spans, first - 1):
        first -= 1
    return _quoted(body, spans, first, last) or Span(spans[first].start, spans[last].end)


def _quoted(body: str, spans: Sequence[Span], first: int, last: int) -> Span | None:
    """The sentences with those before and after in which the same quote goes on.

    None where it does not begin or end within reach.
    """
    while True:
        said = body[spans[first].start : spans[last].end]
        unclosed = said.count("“") - said.count("”")
        if not unclosed:
            return Span(spans[first].start, spans[last].end)
        if last - first + 1 == _SENTENCES or len(said) > _CHARS:
            return None
        if unclosed > 0 and _joined(body, spans, last):
            last += 1
        elif unclosed < 0 and _joined(body, spans, first - 1):
            first -= 1
        else:
            return None


def _joined(body: str, spans: Sequence[Span], at: int) -> bool:
    """Whether a sentence and the next stand beside each other in one paragraph."""
    if not 0 <= at < len(spans) - 1:
        return False
    between = body[spans[at].end : spans[at + 1].start]
    return not between.strip() and "\n\n" not in between
