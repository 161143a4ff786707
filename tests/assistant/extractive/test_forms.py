"""Courses of events, comparisons, and accounts that differ."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from assistant import Answer, Assistant
from corpus import Article, Corpus

Make = Callable[..., Article]
NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


def _ask(corpus: Corpus, question: str, *articles: Article) -> Answer:
    with corpus.writing() as writer:
        writer.add(articles)
    return Assistant(corpus).ask(question, as_of="2026-04-01")


def test_a_course_of_events_is_told_by_day_the_oldest_first(corpus: Corpus, article: Make) -> None:
    told = (
        "A crack was found in the Kellmoor dam by a walker.",
        "The Kellmoor dam was closed to visitors by the county.",
        "Engineers drained the lake behind the Kellmoor dam.",
    )
    articles = [
        article(
            f"d{day}", title="The Kellmoor dam", body=body, published=NOON + timedelta(days=day)
        )
        for day, body in reversed(list(enumerate(told)))
    ]
    answer = _ask(corpus, "Give me a timeline of the Kellmoor dam", *articles)
    assert answer.form == "timeline"
    assert [one.text for one in answer.statements] == list(told)
    assert [one.label for one in answer.statements] == [
        "5 March 2026",
        "6 March 2026",
        "7 March 2026",
    ]
    assert f"5 March 2026: {told[0]} [1]" in answer.text


def test_an_event_is_dated_by_its_sentence_not_by_its_article(
    corpus: Corpus, article: Make
) -> None:
    answer = _ask(
        corpus,
        "Timeline of the Marl quay",
        article(
            "new",
            title="The Marl quay",
            body=(
                "The Marl quay reopened on 4 March after the storm. "
                "The Marl quay was built in 1950. "
                "Fishermen returned to the Marl quay at once."
            ),
            published=NOON + timedelta(days=1),
        ),
        article(
            "old",
            title="The Marl quay",
            body="A storm closed the Marl quay on Sunday, the harbour said.",
            published=NOON - timedelta(days=2),
        ),
    )
    assert [(one.label, one.text.split()[0]) for one in answer.statements] == [
        ("1 March 2026", "A"),
        ("4 March 2026", "The"),
        ("6 March 2026", "Fishermen"),
    ]


@pytest.mark.parametrize(
    ("body", "label"),
    [
        ("The Marl quay, shut since the storm of 1 March, got a new crane.", "6 March 2026"),
        ("Since the Marl quay was shut on 1 March, crabs have come.", "6 March 2026"),
        ("The Marl quay will be opened by the minister on Tuesday.", "6 March 2026"),
        ("A feast on the Marl quay has been announced for Saturday.", "6 March 2026"),
        ("On Tuesday the Marl quay got a new crane.", "3 March 2026"),
        ("The Marl quay, shut since 1 March, was opened on 4 March.", "4 March 2026"),
    ],
)
def test_a_day_of_something_else_dates_no_event(
    corpus: Corpus, article: Make, body: str, label: str
) -> None:
    answer = _ask(
        corpus,
        "Timeline of the Marl quay",
        article(title="The Marl quay", body=body, published=NOON + timedelta(days=1)),
    )
    assert [one.label for one in answer.statements] == [label]


def test_a_course_leaves_out_what_has_nothing_to_do_with_it(corpus: Corpus, article: Make) -> None:
    answer = _ask(
        corpus,
        "Timeline of the Marl quay",
        article(
            title="The Marl quay",
            body=(
                "Osk Tarn sold 40 oysters to Ilse Brand. "
                "The Marl quay was closed on 3 March. "
                "Repairs to the Marl quay began on 4 March."
            ),
        ),
    )
    assert [one.label for one in answer.statements] == ["3 March 2026", "4 March 2026"]


def test_a_follow_up_asks_for_a_course_as_it_was_understood(corpus: Corpus, article: Make) -> None:
    with corpus.writing() as writer:
        writer.add([article("d", title="Dam", body="The Kellmoor dam cracked.", published=NOON)])
    chat = Assistant(corpus).chat(rewrite=lambda _, __: "And? Timeline of the Kellmoor dam")
    chat.ask("Where is the Kellmoor dam?", as_of="2026-04-01")
    assert chat.ask("And?", as_of="2026-04-01").form == "timeline"


def test_a_comparison_tells_what_each_says_side_by_side(corpus: Corpus, article: Make) -> None:
    articles = [
        article(
            "one", title="Tunnel", body="The tunnel under Kellmoor will be late, engineers say."
        ),
        article(
            "two",
            title="Tunnel",
            body="The tunnel under Kellmoor is on time, the county insists.",
            source="The Daily Gull",
        ),
    ]
    answer = _ask(
        corpus,
        "Compare what The Ledger and The Daily Gull say about the Kellmoor tunnel",
        *articles,
    )
    assert answer.form == "comparison"
    labels = {one.label: one.text for one in answer.statements}
    assert set(labels) == {"The Ledger", "The Daily Gull"}
    assert "late" in labels["The Ledger"]
    assert "on time" in labels["The Daily Gull"]


@pytest.mark.parametrize("copied", ["", " It was the wettest night of the year."])
def test_what_two_outlets_print_in_the_same_words_is_told_of_both(
    corpus: Corpus, article: Make, copied: str
) -> None:
    text = "The flood in Kellmoor cut off 300 homes, the county said."
    answer = _ask(
        corpus,
        "Compare what The Ledger and The Daily Gull say about the Kellmoor flood",
        article("one", title="Flood in Kellmoor", body=text),
        article("two", title="Kellmoor flood", body=text + copied, source="The Daily Gull"),
    )
    assert answer.status == "answered"
    assert [(one.label, one.text) for one in answer.statements][:1] == [("The Ledger", text)]
    assert ("The Daily Gull", text) in [(one.label, one.text) for one in answer.statements]
    assert {one.article.source for one in answer.citations} == {"The Ledger", "The Daily Gull"}


def test_a_comparison_of_which_one_side_is_not_told_is_partial(
    corpus: Corpus, article: Make
) -> None:
    answer = _ask(
        corpus,
        "Compare what The Ledger and The Daily Gull say about the Kellmoor tunnel",
        article("one", title="Tunnel", body="The tunnel under Kellmoor will be late, they say."),
        article("two", title="Eels", body="Eels sell by the pound.", source="The Daily Gull"),
    )
    assert answer.status == "partial"
    assert {one.label for one in answer.statements} == {"The Ledger"}


def test_numbers_of_other_years_do_not_differ(corpus: Corpus, article: Make) -> None:
    answer = _ask(
        corpus,
        "How many visitors did the 2025 Lantern festival of Kellmoor draw?",
        article(
            "old",
            title="Lantern festival",
            body="The 2024 Lantern festival of Kellmoor drew 4,000 visitors, the town said.",
            published=NOON - timedelta(days=600),
        ),
        article(
            "new",
            title="Lantern festival",
            body="The 2025 Lantern festival of Kellmoor drew 6,000 visitors, the town said.",
        ),
    )
    assert answer.form == ""
    assert "6,000" in answer.statements[0].text


def test_numbers_that_differ_are_all_told_with_who_says_which(
    corpus: Corpus, article: Make
) -> None:
    answer = _ask(
        corpus,
        "How many people were hurt in the Estrow ferry accident?",
        article(
            "old",
            title="Ferry accident at Estrow",
            body="In the Estrow ferry accident 12 people were hurt, the harbour said.",
        ),
        article(
            "new",
            title="Ferry accident at Estrow",
            body="In the ferry accident at Estrow 17 people were hurt, the county said on Friday.",
            source="The Daily Gull",
            published=NOON + timedelta(days=1),
        ),
    )
    assert answer.form == "accounts"
    assert answer.lead_in == "Accounts differ:"
    assert [one.label for one in answer.statements] == [
        "The Ledger, 5 March 2026",
        "The Daily Gull, 6 March 2026",
    ]


def test_a_number_that_another_article_corrects_is_told_as_such(
    corpus: Corpus, article: Make
) -> None:
    answer = _ask(
        corpus,
        "How many people were hurt in the Estrow ferry accident?",
        article(
            "old",
            title="Ferry accident at Estrow",
            body="In the Estrow ferry accident 12 people were hurt, the harbour said.",
        ),
        article(
            "new",
            title="Ferry accident at Estrow",
            body=(
                "In the ferry accident at Estrow 17 people were hurt, the county said.\n\n"
                "Correction: An earlier version of this article said that 12 people were hurt."
            ),
            source="The Daily Gull",
            published=NOON + timedelta(days=1),
        ),
    )
    assert [one.label for one in answer.statements] == [
        "The Ledger, 5 March 2026, since corrected",
        "The Daily Gull, 6 March 2026",
    ]


def test_numbers_that_are_rounded_or_count_other_things_do_not_differ(
    corpus: Corpus, article: Make
) -> None:
    answer = _ask(
        corpus,
        "How many people watched the Estrow regatta?",
        article("a", title="Regatta", body="Some 20,000 people watched the Estrow regatta."),
        article("b", title="Regatta", body="The Estrow regatta was watched by 20,150 people."),
        article("c", title="Regatta", body="The Estrow regatta of 48 boats was watched by people."),
    )
    assert answer.form == ""
