"""What belongs to a sentence: the one that says who, and the rest of what somebody says."""

import re
from collections.abc import Sequence

from assistant.extractive.kinds import Kind, find
from corpus import Article, Span
from corpus.notices import corrections
from corpus.sentences import split_sentences

_PRONOUN = re.compile(
    r"(?:he|she|they|it|his|her|their|its|this|these|those|that)\b(?! (?:is|was) why\b)",
    re.IGNORECASE,
)
_PERSONAL = re.compile(r"(?:he|she|they|his|her|their)\b", re.IGNORECASE)
_LEADING = (
    "but|and|yet|so|later|then|now|still|also|afterwards?|earlier|meanwhile|however|instead"
    "|today|yesterday|soon|once|on|in|at|after|before|when|while|as|if|although|though|since"
    r"|until|by|during|for|from|with|within|two|three|four|five|six|\d+"
)
_DAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\d{1,2} [A-Z][a-z]+|[A-Z][a-z]+ \d{1,2})"
_LATER = re.compile(rf"(?i:{_LEADING})\b(?:,? (?:{_DAY}|[a-z]+|\d+)){{0,5}}?,? (?:he|she)\b")
"""A person without a name behind words that only lead to it: "Two days later she"."""

_BARE = re.compile(
    r"[“\"][^“”\"]*[”\"](?P<by>[,.]? (?:he|she|they)\b.*)?", re.IGNORECASE | re.DOTALL
)
"""A quote without its speaker, or with one who is named before."""

_BEFORE = 2
"""So many sentences before may say who: the one right before it may need another."""

_SENTENCES = 4
_CHARS = 900


def surroundings(article: Article, spans: Sequence[Span]) -> list[Span]:
    """Sentences of an article, with those beside them where one of them may need more.

    They are in order and beside each other, as those of a passage are, which ends where it is full.
    """
    body = article.body
    if not spans:
        return []
    start, end = spans[0].start, spans[-1].end
    said = body[start:end]
    if said.count("“") == said.count("”") and not _leans(body[slice(*spans[0])]):
        return list(spans)
    left, right = max(0, start - _CHARS), min(len(body), end + _CHARS)
    before = _between(article, left, start)
    after = _between(article, end, right)
    # A sentence that is cut at the edge is none.
    return [*before[left > 0 :], *spans, *after[: len(after) - (right < len(body))]]


def _between(article: Article, start: int, end: int) -> list[Span]:
    """The sentences of a part of an article, without headings and what it says it got wrong."""
    left_out = (*article.headings, *corrections(article.body))
    found = split_sentences(article.body[start:end], article.language)
    spans = [Span(start + one.start, start + one.end) for one in found]
    return [
        span
        for span in spans
        if not any(one.start < span.end and span.start < one.end for one in left_out)
    ]


def whole(body: str, span: Span, spans: Sequence[Span]) -> Span:
    """A sentence with what says who acts or speaks right before it, and the rest of a long quote.

    `spans` are the sentences around it in order. What it grows by are neighbours, at most three;
    of another paragraph only one that names somebody whom the sentence calls he, she or they.
    """
    first = last = spans.index(span)
    while last - first < _BEFORE and _says_who(body, spans, first):
        first -= 1
    return _quoted(body, spans, first, last) or Span(spans[first].start, spans[last].end)


def _says_who(body: str, spans: Sequence[Span], at: int) -> bool:
    """Whether a sentence leaves open who acts or speaks, and the one before it may say so."""
    text = body[spans[at].start : spans[at].end]
    if not _leans(text):
        return False
    bare = _BARE.fullmatch(text)
    if _joined(body, spans, at - 1):
        return True
    person = (bare and bare["by"]) or _PERSONAL.match(text) or _LATER.match(text)
    return bool(person) and _beside(body, spans, at - 1) and _names_somebody(body, spans[at - 1])


def _leans(text: str) -> bool:
    """Whether a sentence leaves open who acts or speaks."""
    return bool(_BARE.fullmatch(text) or _PRONOUN.match(text) or _LATER.match(text))


def _names_somebody(body: str, span: Span) -> bool:
    text = body[span.start : span.end]
    return text[-1] in '.!?…”"’' and next(find(Kind.NAME, text), None) is not None


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
    return _beside(body, spans, at) and "\n\n" not in body[spans[at].end : spans[at + 1].start]


def _beside(body: str, spans: Sequence[Span], at: int) -> bool:
    """Whether only white space stands between a sentence and the next."""
    if not 0 <= at < len(spans) - 1:
        return False
    return not body[spans[at].end : spans[at + 1].start].strip()
