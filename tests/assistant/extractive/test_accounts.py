"""Numbers that differ, and what later articles say of them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from assistant import Answer, Assistant
from assistant.extractive.numbers import Counted
from assistant.extractive.revisions import revision
from assistant.reader import Reader
from corpus import Article, Corpus

Make = Callable[..., Article]
NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


def _ask(corpus: Corpus, question: str, *articles: Article) -> Answer:
    with corpus.writing() as writer:
        writer.add(articles)
    return Assistant(corpus).ask(question, as_of="2026-04-01")


def _two(article: Make, one: str, other: str, **second: object) -> tuple[Article, Article]:
    """Two articles of two outlets, the second a day later."""
    later = {"source": "The Daily Gull", "published": NOON + timedelta(days=1), **second}
    return article("old", title="Estrow", body=one), article(
        "new", title="Estrow", body=other, **later
    )


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (
            "How many people died when the ferry Ibis sank off Estrow?",
            "When the ferry Ibis sank off Estrow, 14 people died, the harbour said.",
            "When the ferry Ibis sank off Estrow, 60 people survived, the harbour said.",
        ),
        (
            "How many people were injured when the ferry Ibis sank off Estrow?",
            "When the ferry Ibis sank off Estrow 14 people were injured.",
            "When the ferry Ibis sank off Estrow 60 people were unhurt.",
        ),
        (
            "How many members of the Estrow council voted on the pier?",
            "In the Estrow council 21 members voted for the new pier.",
            "In the Estrow council 12 members voted against the new pier.",
        ),
        (
            "How many people were on the ferry Ibis when it sank off Estrow?",
            "When the ferry Ibis sank off Estrow, 14 people died and 60 survived.",
            "When the ferry Ibis sank off Estrow, 60 people survived.",
        ),
        (
            "How many children died in the landslip of Estrow?",
            "In the landslip of Estrow 19 passengers were hurt.",
            "In the landslip of Estrow 12 passengers were hurt.",
        ),
    ],
)
def test_counts_of_opposites_and_of_others_do_not_differ(
    corpus: Corpus, article: Make, question: str, one: str, other: str
) -> None:
    assert _ask(corpus, question, *_two(article, one, other)).form == ""


def test_numbers_differ_though_one_is_told_as_more_and_one_as_fewer(
    corpus: Corpus, article: Make
) -> None:
    answer = _ask(
        corpus,
        "How many people marched in Estrow against the pier?",
        *_two(
            article,
            "More than 9,000 people marched in Estrow against the pier, the union said.",
            "Fewer than 4,000 people marched in Estrow against the pier, the county said.",
        ),
    )
    assert answer.form == "accounts"
    assert [one.label for one in answer.statements] == [
        "The Ledger, 5 March 2026",
        "The Daily Gull, 6 March 2026",
    ]


def test_a_number_that_a_later_article_raises_is_superseded(corpus: Corpus, article: Make) -> None:
    answer = _ask(
        corpus,
        "How much will the Estrow tunnel cost?",
        *_two(
            article,
            "The Estrow tunnel will cost 300 million marks, the county said.",
            "The county has raised the price of the tunnel from 300 to 340 million marks.",
        ),
    )
    assert answer.form == "accounts"
    assert [one.label for one in answer.statements] == [
        "The Ledger, 5 March 2026, superseded on 6 March 2026",
        "The Daily Gull, 6 March 2026",
    ]


def test_a_later_number_of_the_same_outlet_is_told_as_no_more_than_that(
    corpus: Corpus, article: Make
) -> None:
    answer = _ask(
        corpus,
        "How many people were hurt in the fire at Estrow?",
        *_two(
            article,
            "In the fire at Estrow 12 people were hurt, the harbour said.",
            "In the fire at Estrow 19 people were hurt, the county said.",
            source="The Ledger",
        ),
    )
    assert [one.label for one in answer.statements] == [
        "The Ledger, 5 March 2026, newer number on 6 March 2026",
        "The Ledger, 6 March 2026",
    ]


def test_a_corrected_number_is_told_though_it_stands_among_others(
    corpus: Corpus, article: Make
) -> None:
    answer = _ask(
        corpus,
        "How many people were aboard the ferry Ibis?",
        *_two(
            article,
            "The ferry Ibis, carrying 136 people home, struck the mole of Estrow at 6.42 p.m.",
            "There were 86 people aboard the ferry Ibis, 83 passengers and three crew.\n\n"
            "Correction: An earlier version of this article said that 136 people were aboard.",
        ),
    )
    assert answer.form == "accounts"
    assert [one.label for one in answer.statements] == [
        "The Ledger, 5 March 2026, since corrected",
        "The Daily Gull, 6 March 2026",
    ]


MARCHED = (
    "On 3 March some 4,200 people marched over the 2 bridges of Estrow, the police said.",
    "The union counted 11,000 marchers in Estrow on 3 March, among them 300 children.",
)


def test_what_the_reader_marks_in_both_differs_though_the_words_do(
    corpus: Corpus, article: Make
) -> None:
    with corpus.writing() as writer:
        writer.add(_two(article, *MARCHED))
    answer = Assistant(corpus, reader=Reader.load()).ask(
        "How many people marched in Estrow on 3 March?", as_of="2026-04-01"
    )
    assert answer.form == "accounts"
    assert [one.text for one in answer.statements] == list(MARCHED)


def test_other_numbers_beside_the_marked_one_do_not_differ(corpus: Corpus, article: Make) -> None:
    with corpus.writing() as writer:
        writer.add(
            _two(
                article,
                MARCHED[0],
                "On 3 March 4,200 people marched in Estrow, 60 of them in costume.",
            )
        )
    answer = Assistant(corpus, reader=Reader.load()).ask(
        "How many people marched in Estrow on 3 March?", as_of="2026-04-01"
    )
    assert answer.form == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "The county raised the price from 412 to 446 million marks.",
            (Counted(412e6, "mark"), Counted(446e6, "mark")),
        ),
        (
            "The toll was cut from 3.50 marks to 2.80 marks.",
            (Counted(3.5, "mark"), Counted(2.8, "mark")),
        ),
        ("The bus runs from 5 to 9 o'clock.", None),
        ("The price was raised by 12 to 446 marks.", None),
    ],
)
def test_a_change_is_known_with_what_it_counts(
    text: str, found: tuple[Counted, Counted] | None
) -> None:
    assert revision(text) == found


def test_sums_of_money_are_no_differing_counts(corpus: Corpus, article: Make) -> None:
    one, other = _two(
        article,
        "The bridge at Estrow got 410 million marks from the state, parliament said.",
        "The bridge at Estrow got 380 million marks from the state, parliament said.",
    )
    assert _ask(corpus, "How many votes did the bridge at Estrow get?", one, other).form == ""
    assert _ask(corpus, "How many marks did the bridge at Estrow get?").form == "accounts"
