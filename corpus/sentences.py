"""Where sentences begin and end."""

import re

from sentencex import get_sentence_boundaries

from corpus.article import Span

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BLANK = re.compile(r"[\s\x00-\x1f]")
_LETTER = re.compile(r"\w")
_CLOCK = re.compile(r"\b[ap]\.m\.\s*$", re.IGNORECASE)
_CLOCK_GOES_ON = re.compile(
    r"(?:on\s|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z]{2,4}\b|Jan|Feb|Mar|Apr|May|Jun|Jul"
    r"|Aug|Sep|Oct|Nov|Dec)"
)


def split_sentences(text: str, language: str | None = None) -> list[Span]:
    """The sentences of `text` in order, without the white space around them.

    A line break always ends a sentence. Every character that is not white space lies in
    exactly one of the spans. `language` is an ISO 639 code and decides which abbreviations do
    not end a sentence; English when None.
    """
    spans: list[Span] = []
    for line in _LINE.finditer(text):
        spans.extend(_split_line(text, line.start(), line.end(), language or "en"))
    return spans


def _split_line(text: str, start: int, end: int, language: str) -> list[Span]:
    line = text[start:end]
    edges = [start + boundary for boundary in _boundaries(line, language.lower()[:2])]
    spans: list[Span] = []
    for left, right in zip([start, *edges], [*edges, end], strict=True):
        span = _trim(text, left, right)
        if span is None:
            continue
        if spans and _belongs_together(text, spans[-1], span):
            spans[-1] = Span(spans[-1].start, span.end)
        else:
            spans.append(span)
    return spans


def _boundaries(line: str, language: str) -> list[int]:
    # The segmenter counts bytes where white space is not ASCII, and panics: it gets plain blanks.
    plain = _BLANK.sub(" ", line)
    try:
        found = get_sentence_boundaries(language, plain)
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        return []
    ends = [boundary["end_index"] for boundary in found]
    return [end for end in ends if 0 < end < len(line)]


def _trim(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    kept = piece.strip()
    return Span(start + left, start + left + len(kept)) if kept else None


def _belongs_together(text: str, before: Span, after: Span) -> bool:
    """Whether the segmenter cut inside a sentence: before a stray mark, or after "5 p.m."."""
    tail, head = text[before.start : before.end], text[after.start : after.end]
    if not _LETTER.search(head) or not _LETTER.search(tail):
        return True
    return bool(_CLOCK.search(tail) and _CLOCK_GOES_ON.match(head))
