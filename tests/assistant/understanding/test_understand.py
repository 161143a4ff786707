"""From a question to the query that is searched, on the sample articles."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import Assistant
from assistant.understanding.asking import without_courtesy
from assistant.understanding.understand import RECENT
from corpus import Article, Corpus, Query

MORNING_AFTER = "2026-03-23T08:00+01:00"
_WORDS = 'the Gull " “ ” and last week 5 March ’s'
NEWEST = datetime(2026, 3, 22, 10, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def understand(assistant: Assistant) -> Callable[..., Query]:
    """A function that understands a question on the morning after the newest sample article."""

    def ask(question: str, as_of: str | datetime = MORNING_AFTER, *, recency: bool = True) -> Query:
        return assistant.understand(question, as_of=as_of, recency=recency)

    return ask


def _days(query: Query) -> tuple[str, str] | None:
    period = query.period
    if period is None or period.since is None or period.until is None:
        return None
    return period.since.date().isoformat(), period.until.date().isoformat()


def test_a_plain_question_is_searched_as_it_stands(understand: Callable[..., Query]) -> None:
    query = understand("Who proposed two marks of every hundred for old things?")
    assert query.text == query.question
    assert not query.chosen
    assert query.period is None
    for found in (query.phrases, query.parts, query.spelling):
        assert found == ()
    assert query.recency == 1
    assert query.newest is None


def test_time_and_source_are_taken_out_of_the_text(understand: Callable[..., Query]) -> None:
    query = understand("According to the Gull, who marched last week?", "2026-03-09")
    assert query.chosen.sources == ("The Daily Gull",)
    assert _days(query) == ("2026-03-02", "2026-03-08")
    assert query.text == "who marched?"


@pytest.mark.parametrize(
    ("question", "text", "outlets"),
    [
        ("Timeline of the derailment", "the derailment", ()),
        ("Summarize the storm", "the storm", ()),  # no misspelt summer
        ("Summarise “the bell rang”", "“the bell rang”", ()),
        (
            "What did the Gull say about the protest?",
            "What about the protest?",
            ("The Daily Gull",),
        ),
        (
            "What do the Gull and the Ledger say about the storm?",
            "What about the storm?",
            ("The Daily Gull", "The Quay Ledger"),
        ),
        ("According to the Gull, who marched?", "who marched?", ("The Daily Gull",)),
        ("Thanks! Who abstained?", "Who abstained?", ()),
        ("Thanks", "", ()),
        ("Timeline", "Timeline", ()),
    ],
)
def test_what_is_searched_is_what_it_is_about(
    understand: Callable[..., Query], question: str, text: str, outlets: tuple[str, ...]
) -> None:
    query = understand(question)
    assert (query.question, query.text, query.chosen.sources) == (question, text, outlets)
    assert query.spelling == ()
    assert {part.text for part in query.parts} <= {text}


def test_what_asks_for_news_prefers_it_more(understand: Callable[..., Query]) -> None:
    assert understand("What is the latest toll?").recency == RECENT > 1
    assert understand("What is the latest toll?", recency=False).recency == 0


def test_dates_hold_without_the_preference_for_news(understand: Callable[..., Query]) -> None:
    query = understand("Who marched last week?", "2026-03-09", recency=False)
    assert _days(query) == ("2026-03-02", "2026-03-08")


def test_when_the_corpus_is_old_its_newest_article_is_the_present(
    understand: Callable[..., Query],
) -> None:
    query = understand("Who marched this week?", "2027-06-01T12:00+00:00")
    assert query.newest == query.present == NEWEST
    assert _days(query) == ("2026-03-16", "2026-03-22")
    # What is named by its date, or reaches back before that article, stays what it is.
    assert _days(understand("What is told of May 2027?", "2027-06-01")) == (
        "2027-05-01",
        "2027-05-31",
    )
    assert _days(understand("What changed over the past two years?", "2027-06-01")) == (
        "2025-06-01",
        "2027-06-01",
    )


def test_articles_after_the_present_of_the_question_are_not_its_newest(
    understand: Callable[..., Query],
) -> None:
    query = understand("Who marched this week?", "2026-03-06T12:00+00:00")
    assert query.newest is None
    assert query.present == datetime(2026, 3, 6, 12, tzinfo=UTC)


def test_days_are_those_of_the_time_zone_of_the_present(understand: Callable[..., Query]) -> None:
    new_york = timezone(-timedelta(hours=5))
    query = understand("What happened today?", datetime(2026, 3, 5, 23, tzinfo=new_york))
    assert query.period is not None
    assert query.period.since == datetime(2026, 3, 5, tzinfo=new_york)


def test_a_corpus_without_dates_is_asked_all_the_same(
    corpus: Corpus, article: Callable[..., Article]
) -> None:
    with corpus.writing() as writer:
        writer.add([article("ferries", published=None)])
    assistant = Assistant(corpus)
    for moment in ("2026-03-05", "0001-01-01", "9999-12-31"):
        query = assistant.understand("What did the council vote on last week?", as_of=moment)
        assert query.newest is None
        assert assistant.search("What did the council vote on?", as_of=moment)
        assert assistant.search(query)


def test_quotes_are_phrases_in_which_no_date_or_name_is_found(
    understand: Callable[..., Query],
) -> None:
    for marks in ('"{}"', "“{}”", "«{}»", "„{}“"):
        quoted = marks.format("said the Courier on 5 March 2026 in Corneluis")
        query = understand(f"Who wrote {quoted}?")
        assert query.phrases == ("said the Courier on 5 March 2026 in Corneluis",)
        assert not query.chosen
        assert query.period is None
        assert query.spelling == ()
        assert query.phrases[0] in query.text
    assert understand('Who said "?!"').phrases == ()


def test_what_is_given_is_not_looked_for(assistant: Assistant) -> None:
    query = assistant.understand(
        "What did the Gull write last week?", since="2026-03-01", sources=["Kellmoor Eye"]
    )
    assert query.chosen.sources == ("Kellmoor Eye",)
    assert query.period is None


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        *(("Hallwerd", "Hallward"), ("Corneluis", "Cornelius"), ("Malvain", "Malvane")),
        *(("Varane", "Varrane"), ("Kelmoor", "Kellmoor"), ("Ostray", "Ostrey")),
    ],
)
def test_names_are_spelt_as_in_the_articles(
    understand: Callable[..., Query], word: str, meant: str
) -> None:
    query = understand(f"What is told of {word}?")
    assert query.spelling == ((word, meant),)
    assert query.text == f"What is told of {meant}?"


@pytest.mark.parametrize("word", ["Hallward", "Nairobi", "Japan", "computers", "Varrane's", "Tabb"])
def test_words_that_are_known_or_like_no_other_stay(
    understand: Callable[..., Query], word: str
) -> None:
    assert understand(f"What is told of {word}?").spelling == ()


def test_two_outlets_are_searched_each(understand: Callable[..., Query]) -> None:
    query = understand("How do the Gull and Radio Orrimar differ on the march in March 2026?")
    assert [part.chosen.sources for part in query.parts] == [
        ("The Daily Gull",),
        ("Radio Orrimar",),
    ]
    assert {part.text for part in query.parts} == {"the march in March 2026?"}
    assert all(part.period == query.period is not None for part in query.parts)


def test_two_subjects_are_searched_each(understand: Callable[..., Query]) -> None:
    query = understand("Compare the dockers' strike with the bus drivers' strike")
    assert [part.text for part in query.parts] == ["the dockers' strike", "the bus drivers' strike"]
    assert all(not part.parts for part in query.parts)


def test_a_query_can_be_changed(assistant: Assistant) -> None:
    query = assistant.understand("What did the Gull write about the storm?", as_of=MORNING_AFTER)
    changed = replace(query, chosen=replace(query.chosen, sources=("Radio Orrimar",)))
    assert {hit.article.source for hit in assistant.search(changed)} == {"Radio Orrimar"}


@pytest.mark.parametrize(
    "question",
    [
        "Was schrieb der Courier am 5. März über die Brücke?",
        "Qui a remporté le derby dimanche dernier ?",
        "大桥的通行费是多少？",
        "من فاز بالمباراة؟",
        "Кто выиграл матч 8 марта 2026 года?",
    ],
)
def test_other_languages_are_searched_too(assistant: Assistant, question: str) -> None:
    query = assistant.understand(question, as_of=MORNING_AFTER)
    assert query.question == question
    assert assistant.search(query)


@pytest.mark.parametrize(
    "words", ["the Gull ", "and ", '"a" ', "compare a and ", "last week ", "x"]
)
def test_a_very_long_question_is_understood(understand: Callable[..., Query], words: str) -> None:
    assert understand(words * 500).question == words * 500


@pytest.mark.parametrize(
    "words",
    [
        *("bridge toll minister ", "x{} y{} z{} ", "in March 2022 ", "articles by the Gull and "),
        *('"a {}" ', " ", "?! ", "桥的通行费 ", "last week "),
    ],
)
def test_ten_thousand_words_are_understood_and_searched_within_a_second(
    assistant: Assistant, words: str
) -> None:
    times = 10_000 // max(1, len(words.split()))
    question = "".join(words.format(*[number] * 3) for number in range(times))
    began = time.perf_counter()
    query = assistant.understand(question, as_of=MORNING_AFTER)
    assistant.search(query)
    assert time.perf_counter() - began < 1


def test_many_phrases_and_none_between_marks(understand: Callable[..., Query]) -> None:
    query = understand('Who said "?!" and "no toll", "no toll" and "no bridge"?')
    assert query.phrases == ("no toll", "no bridge")
    assert query.text == 'Who said "?!" and “no toll”, “no toll” and “no bridge”?'
    assert len(understand(" ".join(f'"toll {n}"' for n in range(100))).phrases) < 50


@settings(
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.text() | st.lists(st.sampled_from(_WORDS.split())).map(" ".join),
    st.datetimes(timezones=st.timezones()),
)
def test_any_question_is_understood(
    understand: Callable[..., Query], question: str, present: datetime
) -> None:
    query = understand(question, present)
    assert query.question == question
    assert query.text.strip() or not without_courtesy(question).strip()
    assert query.to_dict()["recency"] >= 0
