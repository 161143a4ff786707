"""Examples about news: questions made of headlines and first sentences of the archive."""

import random
import re
from collections.abc import Container, Iterator

from assistant import Assistant
from assistant.extractive.kinds import Kind, find
from assistant.reader.training.examples import Example
from assistant.reader.training.news import COMMON, UNTIL, found_by, holds, word_in
from corpus import Article, Filter, Span
from corpus.filter import end_of
from corpus.sentences import split_sentences

_OTHERS = 10
"""Among how many passages that a search finds one is looked for that does not answer."""
_HEADLINE, _FIRST = range(5, 22), range(8, 40)
"""How many words a headline and a first sentence have that questions are made of."""
_UNFIT = re.compile(r"[|?:]|^\(?[A-Z]{3}")
"""What is no sentence by itself, or begins with a place."""
_SHOUTED = 0.6
"""A headline of which more words are capitalised shows no names."""


def made(
    assistant: Assistant, count: int, without: Container[str | None], seed: int
) -> Iterator[Example]:
    """Questions made of headlines and first sentences, answered by other passages of the article.

    A name or number of the headline becomes what is asked for (cloze questions as in Lewis et al.
    2019); it is answered where a passage holds it in a sentence that shares words of weight with
    the headline. Half of them are put to the best passage of other articles that lacks it, too.
    Articles at the addresses `without` are not read.
    """
    draw = random.Random(seed)  # noqa: S311
    articles = assistant.corpus.articles(Filter(until=end_of(UNTIL)))
    draw.shuffle(articles)
    given = 0
    for article in articles:
        if given >= count:
            return
        if article.url in without:
            continue
        for question, thing, beginning in _clozes(article, draw):
            found = _elsewhere(assistant, article, question, thing, beginning)
            if found is None:
                continue
            text, span = found
            # The headline that a question was made of would tell it; the others lack theirs, too.
            yield Example(question, text, span, (thing,), article.title if beginning else "")
            given += 1
            if draw.random() < 1 / 2:
                others = [
                    hit
                    for hit in found_by(assistant, question, article.published, _OTHERS)
                    if hit.article.id != article.id and hit.article.url not in without
                    if not holds(hit, (thing,))
                ]
                for hit in others[:1]:
                    above = hit.article.title if beginning else ""
                    yield Example(question, hit.passage.text, None, (), above)


def _clozes(article: Article, draw: random.Random) -> Iterator[tuple[str, str, int]]:
    """Questions of an article's headline and of its first sentence: where they end in the body."""
    spans = split_sentences(article.body[:2000], article.language)
    first = article.body[slice(*spans[0])] if spans else ""
    for text, upto in ((article.title, 0), (first, len(first))):
        words = text.split()
        shouted = sum(word[:1].isupper() for word in words) > _SHOUTED * max(len(words), 1)
        fits = len(words) in (_HEADLINE if upto == 0 else _FIRST)
        if shouted or not fits or _UNFIT.search(text):
            continue
        things = [
            (kind, span)
            for kind in (Kind.NAME, Kind.NUMBER)
            for span in find(kind, text)
            if (" " in text[span.start : span.end] or span.start)
            and (kind is Kind.NAME or any(map(str.isdigit, text[span.start : span.end])))
        ]
        if things:
            kind, span = draw.choice(things)
            yield _question(text, kind, span, draw), text[span.start : span.end], upto


def _question(text: str, kind: Kind, span: Span, draw: random.Random) -> str:
    """A sentence with a word that asks in the place of one of its things."""
    before, after = text[: span.start].rstrip(), text[span.end :].rstrip(" .")
    if kind is Kind.NUMBER:
        money = not text[span.start].isdigit() or text[span.end - 1] == "%"
        asks = "how much" if money or not re.match(r" [a-z]", after) else "how many"
    elif before.endswith(" the"):
        asks = "what"
    elif re.search(r"\b(?:in|at|from|near|to)$", before):
        asks = draw.choice(("which place", "where", "which country", "which city", "what"))
    else:
        asks = draw.choice(("who", "who", "what", "which one"))
    return f"{before} {asks}{after}?".strip()[:1].upper() + f"{before} {asks}{after}?".strip()[1:]


def _elsewhere(
    assistant: Assistant, article: Article, question: str, thing: str, beginning: int
) -> tuple[str, Span] | None:
    """The passage of an article after its beginning that answers best, and where."""
    wanted = set(assistant.corpus.terms(question))
    best, share = None, COMMON - 1
    for passage in assistant.corpus.passages(article):
        if passage.start < beginning:
            continue
        for start, end in split_sentences(passage.text, article.language):
            sentence = passage.text[start:end]
            place = word_in(thing, sentence, re.NOFLAG)
            common = len(wanted.intersection(assistant.corpus.terms(sentence)))
            if place is not None and common > share:
                at = start + place
                best, share = (passage.text, Span(at, at + len(thing))), common
    return best
