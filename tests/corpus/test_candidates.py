"""Which passages may be hits: filters, the time that is meant, quotes, comparisons."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from corpus import Article, Corpus, Filter, Query
from corpus.candidates import Candidate, candidates
from corpus.query import Period

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
MANY = 40
"""So many articles tell of ferries that a ranking of ten holds only some."""


@pytest.fixture(scope="module")
def small(
    tmp_path_factory: pytest.TempPathFactory, article: Callable[..., Article]
) -> Iterator[Corpus]:
    """Articles on ferries of forty days, one that hardly mentions them, and two on a market."""
    ferries = [
        article(
            f"f{number}",
            title="The ferry of Estrow",
            body=f"The ferry to Estrow was late again, being number {number} of its kind.",
            published=NOON - timedelta(days=number),
            source="The Ledger" if number % 2 else "The Daily Gull",
            authors=("Mira Oldon",) if number % 4 == 0 else ("Osk Tarn", "Mira Oldon-Berg"),
            section="Sport" if number % 8 == 0 else "Region",
        )
        for number in range(MANY)
    ]
    others = [
        article(
            "aside",
            title="Bakery opens in Brannick",
            body="A bakery has opened in Brannick on 9 May 1998. One can see the ferry from it.",
            published=NOON - timedelta(days=400),
            source="Kellmoor Eye",
        ),
        article(
            "undated", title="Market", body="The market sells eels by the pound.", published=None
        ),
        article(
            "quoted", title="Market", body="“By the pound they sell eels,” he said of the market."
        ),
    ]
    with Corpus.open(tmp_path_factory.mktemp("candidates"), create=True) as opened:
        with opened.writing() as writer:
            writer.add([*ferries, *others])
        yield opened


@pytest.fixture(scope="module")
def found(small: Corpus) -> Callable[..., dict[str, Candidate]]:
    """A function that finds the candidates for a query, by the ids of their articles."""
    stores = small._catalog.places, small._indexes, small.embedder  # noqa: SLF001

    def find(query: Query, depth: int = 10) -> dict[str, Candidate]:
        ones = candidates(*stores, query, depth)
        assert len({one.id for one in ones}) == len(ones)
        return {one.id.partition("@")[0]: one for one in ones}

    return find


Find = Callable[..., dict[str, Candidate]]
FERRY = Query.of("the late ferry to Estrow")


def test_the_best_of_both_rankings_are_found_with_their_signs(found: Find) -> None:
    ones = found(FERRY)
    assert 10 <= len(ones) <= 20
    assert sorted(one.lexical_rank for one in ones.values() if one.lexical_rank) == [*range(1, 11)]
    assert sorted(one.dense_rank for one in ones.values() if one.dense_rank) == [*range(1, 11)]
    for one in ones.values():
        assert 0 < one.words <= 1 + 1e-6
        assert 0 < one.similarity <= 1
        assert not one.named
        assert not one.quoted


@pytest.mark.parametrize(
    ("chosen", "passing"),
    [
        (Filter(sources=("the daily gull",)), {f"f{n}" for n in range(0, MANY, 2)}),
        (Filter(authors=("MIRA OLDON",)), {f"f{n}" for n in range(0, MANY, 4)}),
        (Filter(sections=("sport",)), {f"f{n}" for n in range(0, MANY, 8)}),
        (
            Filter(NOON - timedelta(days=3), NOON - timedelta(days=1)),
            {"f1", "f2", "f3"},
        ),
        (
            Filter(NOON - timedelta(days=20), sources=("The Ledger",), sections=("Region",)),
            {f"f{n}" for n in range(1, 21, 2)} | {"quoted"},
        ),
        (Filter(sources=("Kellmoor Eye",)), {"aside"}),
        (Filter(sources=("Kellmoor Eye",), sections=("Sport",)), set()),
    ],
)
def test_only_what_a_filter_lets_through(found: Find, chosen: Filter, passing: set[str]) -> None:
    ones = found(replace(FERRY, chosen=chosen), depth=100)
    assert set(ones) - {"quoted"} == passing - {"quoted"}


def test_a_time_that_is_named_brings_what_the_rankings_lack(found: Find) -> None:
    long_ago = Period("in 2025", NOON - timedelta(days=410), NOON - timedelta(days=390))
    assert "aside" not in found(FERRY)
    ones = found(replace(FERRY, period=long_ago))
    assert "aside" in ones
    assert set(found(FERRY)) <= set(ones)  # and nothing is lost for it


def test_where_new_articles_are_preferred_they_are_found(found: Find) -> None:
    as_of = NOON - timedelta(days=395)
    assert "aside" in found(replace(FERRY, present=as_of, recency=1.0))
    assert "aside" not in found(replace(FERRY, present=as_of, recency=0.0))


def test_an_article_that_names_the_time_is_marked(found: Find) -> None:
    may = datetime(1998, 5, 9, tzinfo=UTC)
    then = Period("on 9 May 1998", may, may + timedelta(days=1), ("9 may 1998", "may 9 1998"))
    ones = found(replace(Query.of("bakery in Brannick"), period=then))
    assert {name for name, one in ones.items() if one.named} == {"aside"}


def test_a_phrase_is_found_word_by_word(found: Find) -> None:
    query = replace(Query.of("market “eels by the pound”"), phrases=("eels by the pound",))
    ones = found(query)
    assert {name for name, one in ones.items() if one.quoted} == {"undated"}


def test_a_phrase_that_nobody_wrote_still_finds_its_words(found: Find) -> None:
    query = replace(
        Query.of("“pounds of eels at the ferry”"), phrases=("pounds of eels at the ferry",)
    )
    ones = found(query)
    assert any(one.lexical_rank for one in ones.values())
    assert not any(one.quoted for one in ones.values())


def test_an_article_without_a_date_is_found_unless_a_filter_asks_for_one(found: Find) -> None:
    market = Query.of("eels on the market")
    for query in (
        market,
        replace(market, present=NOON, recency=2.0),
        replace(market, period=Period("then", NOON, NOON), present=NOON),
    ):
        assert "undated" in found(query)
        assert found(query)["undated"].published is None
    assert "undated" not in found(replace(market, chosen=Filter(NOON - timedelta(days=9))))


@pytest.mark.parametrize(
    "moment", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]
)
def test_a_present_at_an_end_of_the_calendar_is_no_error(found: Find, moment: datetime) -> None:
    assert found(replace(FERRY, present=moment, recency=1.0))


def test_a_comparison_keeps_evidence_of_each_part(small: Corpus) -> None:
    parts = (Query.of("ferry to Estrow"), Query.of("eels on the market"))
    hits = small.search(replace(Query.of("ferry or market"), parts=parts), count=6)
    names = [hit.article.id for hit in hits]
    assert len(set(names)) == len(names) == 6
    assert {"undated", "quoted"} & set(names[:2])
    assert {"undated", "quoted"} <= set(names)
    assert sum(name.startswith("f") for name in names) >= 2


def test_of_two_outlets_each_has_its_place(small: Corpus) -> None:
    parts = tuple(
        replace(FERRY, chosen=Filter(sources=(outlet,)))
        for outlet in ("The Ledger", "Kellmoor Eye")
    )
    hits = small.search(replace(FERRY, parts=parts), count=4)
    assert [hit.article.source for hit in hits[:2]] == ["The Ledger", "Kellmoor Eye"]


def test_stores_may_be_empty(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "empty", create=True) as empty:
        assert empty.search(FERRY) == ()
        assert empty.search(replace(FERRY, period=Period("then", NOON), present=NOON)) == ()
