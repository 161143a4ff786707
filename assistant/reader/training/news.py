"""Examples about news: questions of a quiz with passages of the archive.

Nothing of the year of the test questions, or of no known day, is read.
"""

import json
import random
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from assistant import Assistant
from assistant.assistant import Moment
from assistant.extractive.kinds import words_of
from assistant.reader.training.examples import Example
from corpus import Article, Hit, Span
from corpus.sentences import split_sentences

UNTIL = "2023-12-31"
"""The last day of which articles are read."""

_HITS = 10
_READ = 5
_RIGHT = 4
_WRONG = 3
_ALIKE = 1 / 3
"""Of which share of their words two questions with an answer in common ask for the same."""
_PARTS = 3
COMMON = 3
"""How many words of weight a question and the sentence that answers it share at least."""
_EXTRACT = 2
"""How many sentences an extract has; about as many as the evidence of a quiz."""


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


def learnt(questions: Iterable[Quiz], measured: Iterable[Quiz]) -> list[Quiz]:
    """The questions that ask for nothing that one of those to measure with asks for.

    A quiz repeats a question now and then, word for word or with the same answer in other words;
    what is measured with must not have been learnt.
    """
    wordings: set[str] = set()
    alike: dict[str, list[set[str]]] = {}
    for one in measured:
        wordings.add(_wording(one.text))
        for answer in one.answers:
            alike.setdefault(_wording(answer), []).append(set(words_of(one.text)))
    return [
        one
        for one in questions
        if _wording(one.text) not in wordings
        and not any(
            _overlap(set(words_of(one.text)), words) > _ALIKE
            for answer in one.answers
            for words in alike.get(_wording(answer), ())
        )
    ]


def _overlap(some: set[str], others: set[str]) -> float:
    """Jaccard's index: the share of all words that both have."""
    return len(some & others) / max(len(some | others), 1)


def _wording(text: str) -> str:
    return " ".join(words_of(text))


def asked(
    assistant: Assistant, questions: Iterable[Quiz], without: Container[str | None], seed: int
) -> Iterator[Example]:
    """The questions with their evidence, with passages that hold an answer, and with others.

    An answer counts where its sentence shares words with the question, more of them in articles
    that are not known to answer; a passage that holds it elsewhere teaches nothing. Others are
    those that a search finds and that hold no answer; where there is evidence, which is short and
    has no headline, an extract of one of them is read, too. Articles at the addresses `without`
    are not read.
    """
    draw = random.Random(seed)  # noqa: S311
    for one in questions:
        hits = [
            hit
            for hit in found_by(assistant, one.text, one.date, _HITS)
            if hit.article.url not in without
        ]
        of_articles = _of_articles(assistant, one.urls, without)
        known = [hit for hit in hits if hit.article.url in one.urls] + of_articles
        seen: set[str] = set()
        for hit, least in [*((hit, 1) for hit in known), *((hit, COMMON) for hit in hits)]:
            text = hit.passage.text
            span = _stands(assistant, one.text, one.answers, text, least)
            if span and text not in seen and len(seen) < _RIGHT:
                seen.add(text)
                yield Example(one.text, text, span, one.answers, hit.article.title)
        wrong = [
            hit for hit in hits if not holds(hit, one.answers, headline=hit.article.url in one.urls)
        ]
        for hit in draw.sample(wrong, min(_WRONG, len(wrong))):
            yield Example(one.text, hit.passage.text, None, (), hit.article.title)
        if one.evidence and (span := _stands(assistant, one.text, one.answers, one.evidence)):
            yield Example(one.text, one.evidence, span, one.answers)
            if wrong:
                yield Example(one.text, _extract(draw.choice(wrong).passage.text, draw))


def searched(assistant: Assistant, questions: Iterable[Quiz]) -> Iterator[Example]:
    """The questions with the passages that a search finds first, whether they answer or not."""
    for one in questions:
        for hit in found_by(assistant, one.text, one.date, _READ):
            span = _stands(assistant, one.text, one.answers, hit.passage.text)
            yield Example(one.text, hit.passage.text, span, one.answers, hit.article.title)


def _stands(
    assistant: Assistant, question: str, answers: Sequence[str], text: str, least: int = 1
) -> Span | None:
    """Where a text answers: in the sentence that shares most with the question, and so much."""
    wanted = set(assistant.corpus.terms(question))
    best, most = None, least - 1
    for start, end in split_sentences(text):
        sentence = text[start:end]
        for answer in answers:
            place = word_in(answer, sentence)
            common = len(wanted.intersection(assistant.corpus.terms(sentence)))
            if place is not None and common > most:
                best, most = Span(start + place, start + place + len(answer)), common
    return best


def word_in(thing: str, text: str, how: re.RegexFlag = re.IGNORECASE) -> int | None:
    """Where a thing stands in a text as a word of its own."""
    found = re.search(rf"(?<!\w)(?<!\d[.,]){re.escape(thing)}(?!\w|[.,]\d)", text, how)
    return found.start() if found else None


def holds(hit: Hit, answers: Sequence[str], *, headline: bool = False) -> bool:
    """Whether a passage, or the headline above it, has an answer, or the last word of a name."""
    text = f" {_wording(hit.passage.text)} "
    above = f" {_wording(hit.article.title)} " if headline else ""
    for answer in answers:
        last = answer.split()[-1:] if all(one[:1].isupper() for one in answer.split()) else []
        whole = f" {_wording(answer)} "
        if whole in text or whole in above or any(f" {_wording(one)} " in text for one in last):
            return True
    return False


def _extract(text: str, draw: random.Random) -> str:
    """Some sentences of a text that follow one another."""
    spans = split_sentences(text)
    first = draw.randrange(max(len(spans) - _EXTRACT, 0) + 1)
    return text[spans[first][0] : spans[first : first + _EXTRACT][-1][1]]


def found_by(assistant: Assistant, question: str, date: Moment, count: int) -> list[Hit]:
    """What a search finds as of a day, without the year of the test questions."""
    # As a limit of the search it would count as said by the asker, and no words about time be read.
    hits = assistant.search(question, as_of=date, k=count)
    return [hit for hit in hits if is_read(hit.article)]


def _of_articles(
    assistant: Assistant, urls: Iterable[str], without: Container[str | None]
) -> list[Hit]:
    """All passages of the articles at some addresses, as hits."""
    found = [assistant.corpus.article(url) for url in sorted(urls) if url not in without]
    return [
        Hit(article, passage, 0.0, None, None, None)
        for article in found
        if article is not None and is_read(article)
        for passage in assistant.corpus.passages(article)
    ]


def is_read(article: Article) -> bool:
    """Whether its day is known and lies before the year of the test questions."""
    published = article.published
    return published is not None and published.date().isoformat() <= UNTIL
