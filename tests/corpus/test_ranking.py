"""How candidates are weighed against each other."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Query
from corpus.candidates import Candidate
from corpus.query import Period
from corpus.ranking import Weights, rank

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
PLAIN = Query.of("ferries")
NEW = replace(PLAIN, present=NOON, recency=1.0)
MARCH_5 = Period("on 5 March", NOON.replace(hour=0), NOON.replace(hour=23))
THEN = replace(PLAIN, period=MARCH_5, present=NOON + timedelta(days=30))


def candidate(number: int, days: float | None = None, **signs: Any) -> Candidate:  # noqa: ANN401
    """A candidate of an article of its own that says what no other does, so many days old."""
    published = None if days is None else int((NOON - timedelta(days=days)).timestamp())
    values: dict[str, Any] = {
        "dense_rank": None,
        "lexical_rank": None,
        "similarity": 0.5,
        "words": 0.5,
        "named": False,
        "quoted": False,
    }
    return Candidate(id=f"a{number}@v#0", published=published, **(values | signs))


def _order(found: list[Candidate], query: Query = PLAIN, count: int = 10) -> list[str]:
    return [one.candidate.id.partition("@")[0] for one in rank(found, query, count)]


drawn = st.builds(
    candidate,
    st.integers(0, 40),
    st.none() | st.floats(-100, 3000),
    similarity=st.floats(-1, 1),
    words=st.floats(0, 1),
    named=st.booleans(),
    quoted=st.booleans(),
)
lists = st.lists(drawn, max_size=20, unique_by=lambda one: one.id)
queries = st.sampled_from([PLAIN, NEW, replace(NEW, recency=2.0), THEN])


@given(st.data(), lists, queries, st.integers(1, 10))
def test_the_order_in_which_they_were_found_counts_for_nothing(
    data: st.DataObject, found: list[Candidate], query: Query, count: int
) -> None:
    shuffled = data.draw(st.permutations(found))
    ranked, again = rank(found, query, count), rank(shuffled, query, count)
    assert [one.candidate.id for one in ranked] == [one.candidate.id for one in again]
    assert len(ranked) == min(count, len(found))


@given(lists.filter(bool), queries, st.sampled_from(["similarity", "words", "quoted"]))
def test_what_is_better_in_one_sign_and_equal_in_the_others_is_never_lower(
    found: list[Candidate], query: Query, sign: str
) -> None:
    worse = found[0]._replace(quoted=False)
    more: dict[str, Any] = {
        "similarity": worse.similarity + 0.5,
        "words": worse.words + 0.5,
        "quoted": True,
    }
    better = worse._replace(id="better@v#0", **{sign: more[sign]})
    ids = [one.candidate.id for one in rank([worse, better, *found[1:]], query, 50)]
    assert ids.index(better.id) < ids.index(worse.id)


@given(st.floats(0, 300), st.floats(1, 300), st.sampled_from([1.0, 2.0]))
def test_of_likes_the_newer_is_first_unless_nothing_is_preferred(
    days: float, older: float, recency: float
) -> None:
    found = [candidate(1, days + older), candidate(2, days)]
    assert _order(found, replace(NEW, recency=recency)) == ["a2", "a1"]
    assert _order(found, replace(NEW, recency=0.0)) == ["a1", "a2"]


def test_what_was_written_after_the_present_is_not_preferred() -> None:
    assert _order([candidate(1, -30), candidate(2, 30)], NEW) == ["a2", "a1"]


@given(st.lists(st.floats(0, 300), min_size=2, max_size=8, unique=True), queries)
def test_what_has_no_date_is_neither_lost_nor_preferred(days: list[float], query: Query) -> None:
    dated = [candidate(number, age) for number, age in enumerate(days)]
    order = _order([*dated, candidate(40)], query)
    assert "a40" in order
    scores = {one.candidate.id: one.score for one in rank([*dated, candidate(40)], query, 20)}
    others = [score for name, score in scores.items() if name != "a40@v#0"]
    assert min(others) - 1e-9 <= scores["a40@v#0"] <= max(others) + 1e-9


def test_without_any_date_nothing_is_preferred() -> None:
    found = [candidate(2), candidate(1, similarity=0.4)]
    assert _order(found, NEW) == _order(found, THEN) == _order(found) == ["a2", "a1"]


def test_what_lies_in_the_period_comes_first_then_what_is_near() -> None:
    found = [candidate(1, 300), candidate(2, 3), candidate(3, 0), candidate(4, -40)]
    assert _order(found, THEN) == ["a3", "a2", "a4", "a1"]


@given(st.floats(0.6, 300), st.floats(1, 300))
def test_the_further_from_the_period_the_lower(days: float, further: float) -> None:
    for sign in (1, -1):
        scores = {
            one.candidate.id: one.score
            for one in rank(
                [candidate(1, sign * days), candidate(2, sign * (days + further))], THEN, 2
            )
        }
        assert scores["a1@v#0"] >= scores["a2@v#0"]


def test_what_names_the_time_counts_wherever_it_was_published() -> None:
    found = [candidate(1, 300), candidate(2, 300, named=True), candidate(3, 0)]
    assert _order(found, THEN) == ["a3", "a2", "a1"]


@pytest.mark.parametrize("back", [6, 365])
def test_an_open_period_is_as_strict_as_it_is_near(back: int) -> None:
    """What happened since Monday is not what happened the Friday before."""
    edge = NOON - timedelta(days=back)
    since = replace(PLAIN, present=NOON, period=Period("since then", edge))
    until = replace(PLAIN, present=NOON, period=Period("until then", None, edge))
    inside, outside = candidate(1, back - 1), candidate(2, back + 1)
    for query, order in ((since, [inside, outside]), (until, [outside, inside])):
        first, second = rank([inside, outside], query, 2)
        assert [first.candidate, second.candidate] == order
        assert (first.score - second.score > 0.2) == (back == 6)


def test_what_is_quoted_comes_before_what_is_only_like_it() -> None:
    found = [candidate(1, similarity=0.9, words=1.0), candidate(2, quoted=True)]
    assert _order(found) == ["a2", "a1"]


def test_repetitions_come_after_what_is_nearly_as_good() -> None:
    best = candidate(1, similarity=0.9)
    same_article = best._replace(id="a1@v#1")
    other = candidate(4, similarity=0.83)
    worse = candidate(5, similarity=0.2)
    ranked = rank([worse, other, same_article, best], PLAIN, 5)
    assert [one.candidate.id for one in ranked] == ["a1@v#0", "a4@v#0", "a1@v#1", "a5@v#0"]


def test_news_tells_the_main_thing_first() -> None:
    early, late = candidate(1)._replace(id="a1@v#2"), candidate(2)._replace(id="a2@v#9")
    assert _order([late, early]) == ["a1", "a2"]


@given(lists.filter(bool), queries)
def test_the_best_stays_first_whatever_repeats_it(found: list[Candidate], query: Query) -> None:
    alone = rank(found, query, 1)[0].candidate
    assert rank(found, query, 20)[0].candidate is alone
    assert len({one.candidate.id for one in rank(found, query, 20)}) == len(found)


def test_nothing_found_is_nothing_ranked() -> None:
    for query in (PLAIN, NEW, THEN):
        assert rank([], query, 5) == []
    assert _order([candidate(1, similarity=0.0, words=0.0)]) == ["a1"]


def test_weights_can_be_given() -> None:
    found = [candidate(1, words=0.9), candidate(2, similarity=0.6)]
    for weights, best in ((Weights(meaning=0.0), "a1@v#0"), (Weights(words=0.0), "a2@v#0")):
        assert rank(found, PLAIN, 1, weights)[0].candidate.id == best
