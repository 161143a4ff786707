"""A query in words, and without each of the things that were read from its question."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assistant import Reading, readings
from assistant.reading import show_days
from corpus import Filter, Query
from corpus.query import Period

MARCH = Period("in March", datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 31, tzinfo=UTC))
NOW = datetime(2026, 4, 2, 9, tzinfo=UTC)
OUTLETS = Filter(sources=("The Gull", "The Ledger", "Radio Tarn"), authors=("Ada Moss",))


def compared(texts: tuple[str, ...], **facts: object) -> Query:
    query = Query("Which ferry is faster, the Calla or the Mira?", "ferry faster", asked=NOW)
    query = replace(query, **facts)  # type: ignore[arg-type]
    return replace(query, parts=tuple(replace(query, text=text) for text in texts))


def by_outlet() -> Query:
    query = Query("What do the three say?", "What do they say?", chosen=OUTLETS, asked=NOW)
    return replace(
        query,
        parts=tuple(
            replace(query, chosen=replace(OUTLETS, sources=(name,))) for name in OUTLETS.sources
        ),
    )


def _of(query: Query, label: str) -> list[Reading]:
    return [one for one in readings(query) if one.label == label]


def _without(query: Query, label: str, number: int = 0) -> Query:
    without = _of(query, label)[number].without
    assert without is not None
    return without


def test_a_plain_question_has_nothing_to_take_out() -> None:
    query = Query("Who pays?", "Who pays?", present=NOW, asked=NOW)
    assert readings(query) == (
        Reading("searched", "Who pays?"),
        Reading("order", "new articles preferred"),
        Reading("as of", "2 April 2026"),
    )


def test_what_came_with_the_question_is_shown_and_cannot_be_taken_out_of_it() -> None:
    given = replace(OUTLETS, since=MARCH.since, sections=("Harbour",))
    query = Query("Q", "Q", chosen=given, given=given, recency=0.0)
    assert readings(query) == (
        Reading("searched", "Q"),
        Reading("only", "since 1 March 2026"),
        Reading("order", "new and old alike"),
        *(Reading("outlet", name) for name in OUTLETS.sources),
        Reading("author", "Ada Moss"),
        Reading("section", "Harbour"),
    )


def test_dates_go_from_every_part() -> None:
    query = compared(("Calla fast", "Mira fast"), period=MARCH)
    (dates,) = _of(query, "dates")
    assert dates.words == "1 March 2026 to 31 March 2026 (“in March”)"
    without = _without(query, "dates")
    assert without.period is None
    assert [part.period for part in without.parts] == [None, None]
    assert without.recency == 1


def test_a_wish_for_what_is_new_goes_from_every_part() -> None:
    query = compared(("Calla fast", "Mira fast"), recency=2.0)
    assert [one.words for one in _of(query, "order")] == ["new articles first"]
    without = _without(query, "order")
    assert [one.recency for one in (without, *without.parts)] == [0, 0, 0]


def test_a_comparison_becomes_one_search() -> None:
    query = compared(("Calla fast", "Mira fast"))
    assert [one.words for one in _of(query, "compared")] == ["“Calla fast” and “Mira fast”"]
    assert _without(query, "compared") == replace(query, parts=())


def test_an_outlet_goes_with_its_part_until_one_is_left() -> None:
    query = by_outlet()
    assert [one.words for one in _of(query, "outlet")] == list(OUTLETS.sources)
    two = _without(query, "outlet")
    assert two.chosen == replace(OUTLETS, sources=("The Ledger", "Radio Tarn"))
    assert [part.chosen.sources for part in two.parts] == [("The Ledger",), ("Radio Tarn",)]
    one = _without(two, "outlet", 1)
    assert (one.chosen.sources, one.parts) == (("The Ledger",), ())
    assert _without(one, "outlet").chosen.sources == ()


def test_an_author_goes_and_the_parts_stay() -> None:
    without = _without(by_outlet(), "author")
    assert without.chosen.authors == ()
    assert [(part.chosen.sources, part.chosen.authors) for part in without.parts] == [
        ((name,), ()) for name in OUTLETS.sources
    ]


def test_a_word_is_searched_as_it_was_written() -> None:
    query = compared(("Calla at Kellmoor", "Mira"), spelling=(("Kelmor", "Kellmoor"),))
    query = replace(query, text="Ferries of Kellmoor's harbour")
    assert [one.words for one in _of(query, "spelling")] == ["Kellmoor for Kelmor"]
    without = _without(query, "spelling")
    assert without.text == "Ferries of Kelmor's harbour"
    assert [part.text for part in without.parts] == ["Calla at Kelmor", "Mira"]
    assert without.spelling == ()


def test_a_phrase_becomes_plain_words() -> None:
    query = Query("Q", "Who said “not I” and “nor I”?", phrases=("not I", "nor I"))
    assert [one.words for one in _of(query, "phrase")] == ["“not I”", "“nor I”"]
    assert _without(query, "phrase").phrases == ("nor I",)


def test_the_present_of_an_old_corpus_is_its_newest_article() -> None:
    query = Query("Q", "Q", newest=datetime(2026, 3, 20, tzinfo=UTC), asked=NOW)
    (when,) = _of(query, "as of")
    assert when.words == "20 March 2026, the newest article; asked on 2 April 2026"


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ((2026, 3, 1), (2026, 3, 31), "1 March 2026 to 31 March 2026"),
        ((2026, 3, 1), (2026, 3, 1), "1 March 2026"),
        ((2026, 3, 1), None, "since 1 March 2026"),
        (None, (2026, 3, 1), "until 1 March 2026"),
        (None, None, "at any time"),
    ],
)
def test_days_in_words(
    since: tuple[int, int, int] | None, until: tuple[int, int, int] | None, words: str
) -> None:
    first, last = (None if day is None else datetime(*day, tzinfo=UTC) for day in (since, until))
    assert show_days(first, last) == words
