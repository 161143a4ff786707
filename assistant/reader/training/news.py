"""Examples about news: dev questions with passages of the archive, and questions made of headlines.

Nothing of the year of the test questions, or of no known day, is read.
"""

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from assistant import Assistant
from assistant.extractive.kinds import Kind, find, words_of
from assistant.reader.training.examples import Example
from corpus import Article, Filter, Hit, Span
from corpus.filter import end_of
from corpus.sentences import split_sentences

UNTIL = "2023-12-31"
"""The last day of which articles are read."""

_HITS = 10
_READ = 5
_RIGHT = 4
_WRONG = 3
_OTHERS = 3
"""Among how many passages that a search finds one is looked for that does not answer."""
_PARTS = 3
_COMMON = 3
"""How many words of weight a question and the sentence that answers it share at least."""
_HEADLINE, _FIRST = range(5, 22), range(8, 40)
"""How many words a headline and a first sentence have that questions are made of."""
_UNFIT = re.compile(r"[|?:]|^\(?[A-Z]{3}")
"""What is no sentence by itself, or begins with a place."""
_SHOUTED = 0.6
"""A headline of which more words are capitalised shows no names."""
_NEAR = 700
"""Characters of the text around a sentence."""


@dataclass(frozen=True, slots=True)
class Quiz:
    """A question about the news of a day, with its answers."""

    text: str
    date: str
    answers: tuple[str, ...]
    evidence: str
    urls: frozenset[str]

    @property
    def kept(self) -> bool:
        """Whether it is kept out of training: a third of the days is."""
        return is_kept(self.date)


def is_kept(date: str) -> bool:
    """Whether questions of a day (ISO 8601) are kept out of training."""
    return int(sha256(date[:10].encode()).hexdigest(), 16) % _PARTS == 0


def quizzes(file: Path, urls: dict[str, str]) -> list[Quiz]:
    """The questions in a file; `urls` are the addresses of the articles by their ids."""
    with file.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return [
        Quiz(
            one["question"],
            one["date"],
            tuple(answer.strip("“”\"'") for answer in one["answers"]),
            one["evidence"],
            frozenset(
                urls[number]
                for number in one["gold_article_ids"] + one["weak_gold_article_ids"]
                if number in urls
            ),
        )
        for one in records
    ]


def learnt(questions: Iterable[Quiz], others: Iterable[str]) -> list[Quiz]:
    """The questions to learn from: not kept, and asked neither among those kept nor the others.

    A quiz repeats a question now and then; what is measured with must not have been learnt.
    """
    questions = list(questions)
    measured = {_wording(text) for text in others}
    measured.update(_wording(one.text) for one in questions if one.kept)
    return [one for one in questions if not one.kept and _wording(one.text) not in measured]


def _wording(text: str) -> str:
    return " ".join(words_of(text))


def asked(assistant: Assistant, questions: Iterable[Quiz], seed: int) -> Iterator[Example]:
    """The questions with their evidence, with passages that hold an answer, and with others.

    An answer counts where its sentence shares words with the question, more of them in articles
    that are not known to answer; a passage that holds it elsewhere teaches nothing. Others are
    those that a search finds and that hold no answer.
    """
    draw = random.Random(seed)  # noqa: S311
    for one in questions:
        if one.evidence and (span := _stands(assistant, one.text, one.answers, one.evidence)):
            yield Example(one.text, one.evidence, span, one.answers)
        hits = assistant.search(one.text, as_of=one.date, until=UNTIL, k=_HITS)
        known = [hit for hit in hits if hit.article.url in one.urls] + _of_articles(assistant, one)
        seen: set[str] = set()
        for hit, least in [*((hit, 1) for hit in known), *((hit, _COMMON) for hit in hits)]:
            text = hit.passage.text
            span = _stands(assistant, one.text, one.answers, text, least)
            if span and text not in seen and len(seen) < _RIGHT:
                seen.add(text)
                yield Example(one.text, text, span, one.answers, hit.article.title)
        wrong = [hit for hit in hits if not _holds(hit, one.answers)]
        for hit in draw.sample(wrong, min(_WRONG, len(wrong))):
            yield Example(one.text, hit.passage.text, None, (), hit.article.title)


def searched(assistant: Assistant, questions: Iterable[Quiz]) -> Iterator[Example]:
    """The questions with the passages that a search finds first, whether they answer or not."""
    for one in questions:
        for hit in assistant.search(one.text, as_of=one.date, until=UNTIL, k=_READ):
            span = _stands(assistant, one.text, one.answers, hit.passage.text)
            yield Example(one.text, hit.passage.text, span, one.answers, hit.article.title)


def made(assistant: Assistant, count: int, seed: int) -> Iterator[Example]:
    """Questions made of headlines and first sentences, answered by other sentences of the article.

    A name or number of the headline becomes what is asked for (cloze questions as in Lewis et al.
    2019); it is answered where the body holds it in a sentence that shares words of weight with the
    headline. Half of them are put to the best other passage that lacks it, too.
    """
    draw = random.Random(seed)  # noqa: S311
    articles = assistant.corpus.articles(Filter(until=end_of(UNTIL)))
    draw.shuffle(articles)
    given = 0
    for article in articles:
        if given >= count:
            return
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
                    for hit in assistant.search(question, until=UNTIL, k=_OTHERS)
                    if not _holds(hit, (thing,)) and hit.article.id != article.id
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
    """Text of an article after its beginning that answers, and where."""
    body = article.body[:8000]
    spans = [span for span in split_sentences(body, article.language) if span[0] >= beginning]
    wanted = set(assistant.corpus.terms(question))
    best, share = None, _COMMON - 1
    for start, end in spans:
        place = _word_in(thing, body[start:end], re.NOFLAG)
        if place is not None:
            common = len(wanted.intersection(assistant.corpus.terms(body[start:end])))
            if common > share:
                best, share = Span(start + place, start + place + len(thing)), common
    if best is None:
        return None
    inside = [one for one in spans if abs(one[0] - best.start) < _NEAR]
    start = inside[0][0]
    return body[start : inside[-1][1]], Span(best.start - start, best.end - start)


def _stands(
    assistant: Assistant, question: str, answers: Sequence[str], text: str, least: int = 1
) -> Span | None:
    """Where a text answers: in the sentence that shares most with the question, and so much."""
    wanted = set(assistant.corpus.terms(question))
    best, most = None, least - 1
    for start, end in split_sentences(text):
        sentence = text[start:end]
        for answer in answers:
            place = _word_in(answer, sentence)
            common = len(wanted.intersection(assistant.corpus.terms(sentence)))
            if place is not None and common > most:
                best, most = Span(start + place, start + place + len(answer)), common
    return best


def _word_in(thing: str, text: str, how: re.RegexFlag = re.IGNORECASE) -> int | None:
    """Where a thing stands in a text as a word of its own."""
    found = re.search(rf"(?<!\w)(?<!\d[.,]){re.escape(thing)}(?!\w|[.,]\d)", text, how)
    return found.start() if found else None


def _holds(hit: Hit, answers: Sequence[str]) -> bool:
    text = " ".join(words_of(f"{hit.article.title} {hit.passage.text}"))
    return any(" ".join(words_of(answer)) in text for answer in answers)


def _of_articles(assistant: Assistant, one: Quiz) -> list[Hit]:
    """All passages of the articles that are known to answer, as hits."""
    found = [assistant.corpus.article(url) for url in sorted(one.urls)]
    return [
        Hit(article, passage, 0.0, None, None, None)
        for article in found
        if article is not None and article.published is not None
        if article.published.date().isoformat() <= UNTIL
        for passage in assistant.corpus.passages(article)
    ]
