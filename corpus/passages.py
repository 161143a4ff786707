"""Cuts an article into passages that the embedding model reads whole."""

from collections.abc import Callable, Iterator, Sequence
from math import ceil

from corpus.article import Article, Passage, Span
from corpus.sentences import split_sentences

PASSAGE_TOKENS = 220
"""The most word pieces a passage has: long enough for context, short enough to be precise."""

CONTEXT_TOKENS = 64
"""The most word pieces that headline and section heading may take in front of a passage.

Of a model that reads few, they take no more than a third.
"""

CHUNKER = f"sentences-1/{PASSAGE_TOKENS}/{CONTEXT_TOKENS}"
"""Names this way of cutting; a corpus cut in another way has to be rebuilt."""

TokenCounter = Callable[[Sequence[str]], Sequence[int]]


def split_passages(article: Article, count: TokenCounter, window: int) -> tuple[Passage, ...]:
    """The passages of an article in order: whole sentences, none across a section heading.

    `count` counts the word pieces of texts and `window` says how many the model reads. A
    sentence that is too long by itself is cut, at white space where there is some. No
    passage is empty, none overlaps another, and together they hold every character of the
    body that is neither white space nor heading. With its `embedding_text`, none has more
    word pieces than the window.
    """
    sections = list(_sections(article))
    contexts = count([_context(article.title, heading) for heading, _ in sections])
    sizes = iter(count([article.body[s.start : s.end] for _, all_of in sections for s in all_of]))
    spans: list[Span] = []
    for (_, sentences), context in zip(sections, contexts, strict=True):
        budget = min(PASSAGE_TOKENS, window - min(context, _context_limit(window)))
        its_sizes = [next(sizes) for _ in sentences]
        spans.extend(_pack(article.body, sentences, its_sizes, count, budget))
    return tuple(
        Passage(article.id, article.version, number, start, end, article.body[start:end])
        for number, (start, end) in enumerate(spans)
    )


def embedding_texts(
    article: Article, passages: Sequence[Passage], count: TokenCounter, window: int
) -> list[str]:
    """What is embedded for each passage: headline and section heading, then its text.

    A headline and heading of more than `CONTEXT_TOKENS` word pieces are shortened.
    """
    headings = [heading_of(article, passage.start) for passage in passages]
    contexts = {
        heading: _shorten(_context(article.title, heading), count, _context_limit(window))
        for heading in dict.fromkeys(headings)
    }
    return [
        contexts[heading] + passage.text
        for heading, passage in zip(headings, passages, strict=True)
    ]


def heading_of(article: Article, position: int) -> str:
    """The section heading that the given offset of the body stands under, or an empty string."""
    above = [span for span in article.headings if span.end <= position]
    return article.body[above[-1].start : above[-1].end] if above else ""


def _context(title: str, heading: str) -> str:
    return "".join(f"{part}\n" for part in (title, heading) if part)


def _context_limit(window: int) -> int:
    return min(CONTEXT_TOKENS, window // 3)


def _shorten(context: str, count: TokenCounter, limit: int) -> str:
    while context and count([context])[0] > limit:
        kept = len(context.rstrip("\n")) * 3 // 4
        context = f"{context[:kept]}\n" if kept else ""
    return context


def _sections(article: Article) -> Iterator[tuple[str, list[Span]]]:
    body, position, heading = article.body, 0, ""
    for start, end in (*article.headings, Span(len(body), len(body))):
        offset = position
        sentences = [
            Span(left + offset, right + offset)
            for left, right in split_sentences(body[position:start], article.language)
        ]
        if sentences:
            yield heading, sentences
        heading, position = body[start:end], end


def _pack(
    body: str, sentences: Sequence[Span], sizes: Sequence[int], count: TokenCounter, budget: int
) -> Iterator[Span]:
    """Fills passages evenly, so that the last of a section is not a scrap."""
    total = sum(sizes)
    target = total / ceil(total / budget) if total else budget
    first, filled = 0, 0
    for number, size in enumerate(sizes):
        if filled and (filled + size > budget or filled >= target):
            yield from _fit(body, sentences[first:number], filled, count, budget)
            first, filled = number, 0
        filled += size
    yield from _fit(body, sentences[first:], filled, count, budget)


def _fit(
    body: str, sentences: Sequence[Span], size: int, count: TokenCounter, budget: int
) -> Iterator[Span]:
    """One passage of these sentences, or several where a tokenizer does not simply add up."""
    whole = Span(sentences[0].start, sentences[-1].end)
    # A joint between sentences adds at most a word piece, so most need no second count.
    if size + len(sentences) > budget and whole.end - whole.start > 1:
        size = count([body[whole.start : whole.end]])[0]
        if size > budget:
            yield from _divide(body, sentences, count, budget)
            return
    yield whole


def _divide(
    body: str, sentences: Sequence[Span], count: TokenCounter, budget: int
) -> Iterator[Span]:
    if len(sentences) > 1:
        middle = len(sentences) // 2
        halves = [list(sentences[:middle]), list(sentences[middle:])]
    else:
        halves = [[half] for half in _halve(body, sentences[0])]
    for half in halves:
        yield from _fit(body, half, budget, count, budget)


def _halve(body: str, span: Span) -> list[Span]:
    middle = (span.start + span.end) // 2
    cut = next((gap for gap in range(middle, span.start, -1) if body[gap].isspace()), middle)
    left = body[span.start : cut].rstrip()
    right = body[cut : span.end].lstrip()
    halves = [Span(span.start, span.start + len(left)), Span(span.end - len(right), span.end)]
    return [half for half in halves if half.end > half.start]
