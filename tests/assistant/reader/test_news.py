"""What the reader learns of news: nothing that is measured with, and no giveaways."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.reader.training.headlines import made
from assistant.reader.training.news import Quiz, asked, is_kept, learnt, quizzes, searched
from corpus import Article, Corpus

Make = Callable[..., Article]

_DAYS = [f"2023-03-{day:02}" for day in range(1, 29)]
KEPT = next(day for day in _DAYS if is_kept(day))
LEARNT = next(day for day in _DAYS if not is_kept(day))
CRANE = (
    "The crane of Port Orrim lifted its last ship on Monday. It was built by Ada Pellow, an "
    "engineer of Estrow. Ada Pellow built the crane of Port Orrim in 1931, the museum says."
)
FERRY = "The ferry to Brannick lifted its ramp on Monday. The crane of Port Orrim was out of use."


def _quiz(text: str, date: str = LEARNT, *urls: str) -> Quiz:
    return Quiz(text, date, ("Ada Pellow",), "", frozenset(urls))


def _assistant(corpus: Corpus, *articles: Article) -> Assistant:
    with corpus.writing() as writer:
        writer.add(articles)
    return Assistant(corpus)


def test_what_is_measured_with_is_not_learnt() -> None:
    same = _quiz("Who BUILT the crane of Port Orrim")
    alike = _quiz("Which engineer built the crane of Orrim?")
    far = _quiz("Whose portrait hangs in the museum of Estrow?")
    otherwise = replace(alike, answers=("1931",))
    measured = [_quiz("“Who built the crane of Port Orrim?”", KEPT)]
    assert learnt([same, alike, far, otherwise], measured) == [far, otherwise]


def test_questions_are_read_with_the_addresses_of_their_articles(tmp_path: Path) -> None:
    record = {
        "question": "Who built it?",
        "date": LEARNT,
        "answers": ["“Ada Pellow”"],
        "evidence": "She did.",
        "gold_article_ids": ["1", "gone"],
        "weak_gold_article_ids": ["2"],
    }
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps(record) + "\n", encoding="utf-8")
    (one,) = quizzes(file, {"1": "https://gull.test/1", "2": "https://gull.test/2"})
    assert one.answers == ("Ada Pellow",)
    assert one.urls == {"https://gull.test/1", "https://gull.test/2"}


@pytest.mark.parametrize("published", [datetime(2024, 1, 1, tzinfo=UTC), None])
def test_articles_of_the_test_year_or_of_no_day_are_not_read(
    corpus: Corpus, article: Make, published: datetime | None
) -> None:
    url = "https://gull.test/crane"
    assistant = _assistant(
        corpus,
        article("later", title="Crane", body=CRANE, url=url, published=published),
        article("then", title="Ferry", body=FERRY, published=datetime(2023, 3, 1, tzinfo=UTC)),
    )
    found = list(
        asked(assistant, [_quiz("Who built the crane of Port Orrim?", LEARNT, url)], (), 1)
    )
    assert {one.text for one in found} == {FERRY}
    assert all(one.answer is None for one in found)


def test_a_passage_answers_where_its_sentence_is_about_the_question(
    corpus: Corpus, article: Make
) -> None:
    url = "https://gull.test/crane"
    then = datetime(2023, 3, 1, tzinfo=UTC)
    assistant = _assistant(
        corpus,
        article("crane", title="Crane", body=CRANE, url=url, published=then),
        article("ferry", title="Ferry", body=FERRY, published=then),
    )
    found = list(
        asked(assistant, [_quiz("Who built the crane of Port Orrim?", LEARNT, url)], (), 1)
    )
    (right,) = (one for one in found if one.answer)
    (wrong,) = (one for one in found if not one.answer)
    assert right.answer is not None
    assert right.answer.start == CRANE.rindex("Ada Pellow")
    assert (right.headline, wrong.headline) == ("Crane", "Ferry")


def test_headlines_do_not_tell_made_questions_that_are_answered(
    corpus: Corpus, article: Make
) -> None:
    then = datetime(2023, 3, 1, tzinfo=UTC)
    title = "The last crane of Port Orrim was built by Ada Pellow"
    assistant = _assistant(
        corpus,
        *(
            article(f"crane {number}", title=title, body=CRANE, published=then)
            for number in range(3)
        ),
        article(
            "ferry",
            title="The ramp of the ferry to Brannick is stuck",
            body=FERRY * 3,
            published=then,
        ),
    )
    found = [one for seed in range(8) for one in made(assistant, 10, (), seed)]
    of_headlines = {one.question for one in found if one.answer and not one.headline}
    assert of_headlines
    unanswered = [one for one in found if one.answer is None]
    assert {one.question for one in unanswered} & of_headlines
    assert all(bool(one.headline) == (one.question not in of_headlines) for one in unanswered)


def test_articles_that_answer_what_is_measured_are_not_read(corpus: Corpus, article: Make) -> None:
    then = datetime(2023, 3, 1, tzinfo=UTC)
    title = "The last crane of Port Orrim was built by Ada Pellow"
    urls = ["https://gull.test/crane", "https://gull.test/ferry"]
    assistant = _assistant(
        corpus,
        article("crane", title=title, body=CRANE, url=urls[0], published=then),
        article("ferry", title="Ferry", body=FERRY, url=urls[1], published=then),
    )
    quiz = _quiz("Who built the crane of Port Orrim?", LEARNT, urls[0])
    assert list(made(assistant, 10, (), 1))
    assert not list(made(assistant, 10, urls[:1], 1))
    assert {one.text for one in asked(assistant, [quiz], urls[:1], 1)} == {FERRY}
    assert not list(asked(assistant, [quiz], urls, 1))


def test_evidence_has_its_like_among_what_does_not_answer(corpus: Corpus, article: Make) -> None:
    body = "The ferry was late. Its ramp was stuck. Nobody built another. The crane is old."
    assistant = _assistant(
        corpus,
        article("ferry", title="Ferry", body=body, published=datetime(2023, 3, 1, tzinfo=UTC)),
    )
    evidence = "Ada Pellow built the crane."
    quiz = replace(_quiz("Who built the crane?"), evidence=evidence)
    found = list(asked(assistant, [quiz], (), 1))
    bare = [one for one in found if not one.headline]
    (right,) = (one for one in bare if one.answer)
    (wrong,) = (one for one in bare if not one.answer)
    assert right.text == evidence
    assert wrong.text in body
    assert len(wrong.text) < len(body)


@pytest.mark.parametrize(
    ("title", "text", "wrong"),
    [
        ("Ferry", "The crane was built by an engineer of Estrow.", True),
        ("Ferry", "The crane was built by Pellow.", False),
        ("Ferry", "The crane was built by ada pellow.", False),
        ("Ferry", "The crane was built by Adam Pellows.", True),
        ("Ada Pellow and her crane", "The crane was built in a year.", True),
    ],
)
def test_a_passage_is_wrong_where_it_does_not_hold_the_answer(
    corpus: Corpus, article: Make, title: str, text: str, wrong: bool
) -> None:
    then = datetime(2023, 3, 1, tzinfo=UTC)
    assistant = _assistant(corpus, article("one", title=title, body=text, published=then))
    found = list(asked(assistant, [_quiz("Who built the ferry?")], (), 1))
    assert [one.text for one in found if not one.answer] == [text] * wrong


def test_words_about_time_are_read_in_a_question(corpus: Corpus, article: Make) -> None:
    assistant = _assistant(
        corpus,
        *(
            article(
                f"ferry {day}",
                title="Ferry",
                body=f"The ferry sailed {number} times.",
                published=datetime(2023, 3, day, tzinfo=UTC),
            )
            for day, number in ((1, "four"), (20, "nine"))
        ),
    )
    quiz = replace(_quiz("How often did the ferry sail on 1 March 2023?"), date="2023-03-21")
    (first, *_) = searched(assistant, [quiz])
    assert "four" in first.text
