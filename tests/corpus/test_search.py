"""Search: fusion, recency, filters, ranks, and searching while something is written."""

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from threading import Event

import pytest

from corpus import Article, Corpus, Filter, Query
from corpus.filter import end_of, start_of
from corpus.indexes import Cut

Make = Callable[..., Article]

_NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.fixture
def filled(corpus: Corpus, article: Make) -> Corpus:
    articles = [
        article("early", published=_NOON - timedelta(days=10), source="Gull"),
        article("noon", published=_NOON, url="https://www.ledger.example/1"),
        article("night", published=_NOON.replace(hour=23, minute=59, second=59)),
        article("undated", published=None, source=None, url="https://gull.example/2"),
    ]
    with corpus.writing() as writer:
        writer.add(articles)
    return corpus


def _ids(corpus: Corpus, text: str = "council vote", **chosen: object) -> set[str]:
    found = corpus.search(Query.of(text, Filter(**chosen)), count=50)  # type: ignore[arg-type]
    return {hit.article.id for hit in found}


def test_a_near_day_decides_between_like_articles(corpus: Corpus, article: Make) -> None:
    days = [_NOON + timedelta(days=30 * number) for number in range(5)]
    body = "The council of Kellmoor voted on Tuesday. The mayor was absent from meeting {}."
    with corpus.writing() as writer:
        writer.add(
            [
                article(f"m{n}", title="Vote", body=body.format(n), published=d)
                for n, d in enumerate(days)
            ]
        )
    for number, day in enumerate(days):
        assert (
            corpus.search(replace(Query.of("council vote"), present=day, recency=1.0))[0].article.id
            == f"m{number}"
        )


def test_hits_tell_why_they_were_found(filled: Corpus) -> None:
    hits = filled.search("council vote", count=50)
    assert len(hits) == 4
    assert sorted(hit.dense_rank or 0 for hit in hits) == [1, 2, 3, 4]
    assert sorted(hit.lexical_rank or 0 for hit in hits) == [1, 2, 3, 4]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        assert hit.article == filled.article(hit.article.id)
        assert hit.passage in filled.passages(hit.article)
        assert hit.article.body[hit.passage.start : hit.passage.end] == hit.passage.text
        assert hit.to_dict()["passage"]["id"] == hit.passage.id
    by_meaning = filled.search("municipal ballot", count=50)
    assert {hit.lexical_rank for hit in by_meaning} == {None}
    assert len(by_meaning) == 4


@pytest.mark.parametrize("question", ["", "  ", "\n\t", "\u3000"])
def test_an_empty_question_finds_nothing(filled: Corpus, question: str) -> None:
    assert filled.search(question) == ()


@pytest.mark.parametrize(
    "question", ["?", "the", "\udcff council", "x" * 5000, "a AND (b OR", "👩‍👩‍👧"]
)
def test_an_odd_question_is_no_error(filled: Corpus, question: str) -> None:
    assert len(filled.search(question)) == 4


def test_an_empty_corpus_finds_nothing(corpus: Corpus) -> None:
    assert corpus.search("council", count=5) == ()
    assert corpus.search(Query.of("council", Filter(sources=("gull",)))) == ()


def test_count_bounds_the_hits(filled: Corpus) -> None:
    for count in (1, 2, 4):
        assert len(filled.search("council", count=count)) == count
    assert filled.search("council", count=2) == filled.search("council", count=10_000)[:2]


def test_whole_days_are_inclusive_and_leave_the_undated_out(filled: Corpus) -> None:
    day = date(2026, 3, 5)
    assert _ids(filled) == {"early", "noon", "night", "undated"}
    assert _ids(filled, since=start_of(day)) == {"noon", "night"}
    assert _ids(filled, until=end_of(day)) == {"early", "noon", "night"}
    assert _ids(filled, since=start_of(day), until=end_of(day)) == {"noon", "night"}
    assert _ids(filled, until=start_of(day)) == {"early"}
    assert _ids(filled, since=_NOON, until=_NOON) == {"noon"}
    assert _ids(filled, since=_NOON + timedelta(seconds=1)) == {"night"}
    with pytest.raises(ValueError, match="swap the dates"):
        Filter(since=end_of(day), until=start_of(day))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("gull", {"early"}),
        (" GULL ", {"early"}),
        ("the ledger", {"noon", "night"}),
        ("ledger.example", {"noon"}),
        ("WWW.Ledger.Example", {"noon"}),
        ("gull.example", {"undated"}),
        ("ledger", set()),
        ("", set()),
    ],
)
def test_outlets_by_name_or_host_in_any_case(filled: Corpus, source: str, found: set[str]) -> None:
    assert _ids(filled, sources=(source,)) == found
    assert {one.id for one in filled.articles(Filter(sources=(source,)))} == found
    assert _ids(filled, sources=(source, "nobody"), since=_NOON) == found - {"early", "undated"}


def test_an_outlet_that_calls_itself_by_its_address(corpus: Corpus, article: Make) -> None:
    with corpus.writing() as writer:
        writer.add([article("a", source="www.Gull.example "), article("b")])
    for name in ("gull.example", "www.gull.example"):
        assert _ids(corpus, sources=(name,)) == {"a"}
        assert len(corpus.articles(Filter(sources=(name,)))) == 1


def test_many_passages_behind_a_filter_are_all_reached(corpus: Corpus, article: Make) -> None:
    with corpus.writing() as writer:
        writer.add(
            [
                article(f"a{n}", body=f"Council {n} voted.", published=_NOON + timedelta(hours=n))
                for n in range(60)
            ]
        )
    wanted = Filter(since=_NOON + timedelta(hours=55))
    assert len(corpus.search(Query.of("football", wanted), count=50)) == 5
    assert len(corpus.search(Query.of("council", wanted), count=50)) == 5


def test_only_current_passages_are_shown(corpus: Corpus, article: Make) -> None:
    old = article("a1", body="The bridge will cost nine million.")
    with corpus.writing() as writer:
        writer.add([old])
        passages = corpus.passages(old)
        writer.add([replace(old, body="The bridge will cost ten million.")])
        # As a crash before the last step leaves it: the indexes hold both versions.
        corpus._indexes.upsert([Cut(old, passages, [old])], corpus.embedder)  # noqa: SLF001
        hits = corpus.search("bridge cost nine million", count=10)
    assert [hit.passage.text for hit in hits] == ["The bridge will cost ten million."]


def test_threads_search_while_another_writes(corpus: Corpus, article: Make) -> None:
    done = Event()
    wanted = Filter(sources=("the ledger",))

    def look(_: int) -> int:
        searches = 0
        while not done.is_set() or searches == 0:
            for hit in corpus.search(Query.of("council vote", wanted), count=5):
                assert hit.article.body[hit.passage.start : hit.passage.end] == hit.passage.text
            searches += 1
        return searches

    def write() -> None:
        try:
            for number in range(12):
                with corpus.writing() as writer:
                    writer.add(
                        [
                            article(f"a{n}", body=f"State {number}. Council {n} voted.")
                            for n in range(number, number + 3)
                        ]
                    )
        finally:
            done.set()

    with ThreadPoolExecutor(9) as pool:
        writing = pool.submit(write)
        assert min(pool.map(look, range(8))) >= 1
        writing.result()
    assert len(corpus.search("council", count=50)) == corpus.status().articles == 14


def test_days_and_times_as_people_write_them() -> None:
    assert start_of(None) is end_of(None) is None
    assert start_of("2026-03-05") == start_of(date(2026, 3, 5)) == _NOON.replace(hour=0)
    assert end_of(" 2026-03-05 ") == datetime(2026, 3, 5, 23, 59, 59, tzinfo=UTC)
    assert start_of("2026-03-05T12:00") == end_of("2026-03-05T12:00Z") == _NOON
    east = timezone(timedelta(hours=1))
    assert start_of("2026-03-05T13:00+01:00") == _NOON.astimezone(east)
    for wrong in ("", "yesterday", "2026-13-01", "05/03/2026"):
        with pytest.raises(ValueError, match="write it as 2026-03-05"):
            start_of(wrong)
    assert not Filter()
    assert Filter(sources=("a",))
    assert math.isclose(Filter(since=_NOON).since_seconds or 0, _NOON.timestamp())
