"""The value that is searched, and the times that it names."""

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Filter, Query
from corpus.query import Period, days_between, respelt

_DAY = timedelta(days=1)


def _period(since: str | None, until: str | None, *mentions: str) -> Period:
    first, last = (
        None if moment is None else datetime.fromisoformat(moment) for moment in (since, until)
    )
    return Period("then", first, last, mentions)


def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())


MARCH_5 = _period("2026-03-05T00:00:00+01:00", "2026-03-05T23:59:59+01:00")


@pytest.mark.parametrize(
    ("period", "published", "days"),
    [
        (MARCH_5, "2026-03-05T12:00+01:00", 0),
        (MARCH_5, "2026-03-04T23:30+00:00", 0),  # it is the 5th over there
        (MARCH_5, "2026-03-05T23:30+00:00", 0.5 / 24),
        (MARCH_5, "2026-03-06T11:59:59+01:00", 0.5),
        (MARCH_5, "2026-03-04T12:00+01:00", 0.5),
        (MARCH_5, "2026-03-15T23:59:59+01:00", 10),
        # An article that is dated to the day is of that day everywhere.
        (MARCH_5, "2026-03-05T00:00+00:00", 0),
        (MARCH_5, "2026-03-06T00:00+00:00", 1),
        (MARCH_5, "2026-03-03T00:00+00:00", 2),
        (_period("2026-03-05T00:00:00-08:00", "2026-03-05T23:59:59-08:00"), "2026-03-05T00Z", 0),
        (_period("2026-03-05T00:00:00+13:00", "2026-03-05T23:59:59+13:00"), "2026-03-05T00Z", 0),
        (_period("2026-03-05T00:00:00+00:00", None), "2030-01-01T12Z", 0),
        (_period("2026-03-05T00:00:00+00:00", None), "2026-03-04T12Z", 0.5),
        (_period(None, "2026-03-05T00:00:00+00:00"), "1920-01-01T12Z", 0),
        (_period(None, "2026-03-05T00:00:00+00:00"), "2026-03-06T12Z", 1.5),
    ],
)
def test_how_far_a_time_lies_outside(period: Period, published: str, days: float) -> None:
    assert period.distance(_seconds(published)) == pytest.approx(days, abs=1e-4)


zones = st.timezones()
moments = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=zones)  # noqa: DTZ001


@st.composite
def periods(draw: st.DrawFn) -> Period:
    one, other = sorted((draw(moments), draw(moments)), key=datetime.timestamp)
    sides = draw(st.sampled_from([(one, other), (one, None), (None, other)]))
    try:
        return Period("then", *sides)
    except ValueError:  # the hour that a clock shows twice
        return Period("then", one)


@given(periods(), moments)
def test_the_filter_lets_through_all_that_lies_inside(period: Period, moment: datetime) -> None:
    published = int(moment.timestamp())
    since, until = period.filter.since_seconds, period.filter.until_seconds
    passes = (since is None or since <= published) and (until is None or published <= until)
    if period.distance(published) == 0:
        assert passes
    if passes:
        assert period.distance(published) <= 1


@given(periods(), moments)
def test_what_is_further_away_is_not_nearer(period: Period, moment: datetime) -> None:
    published = int(moment.timestamp())
    assert period.distance(published) >= 0
    if period.until is not None and moment > period.until:
        assert period.distance(published + 864_000) > period.distance(published)


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        ("2026-03-05T00:00:00+00:00", "2026-03-05T23:59:59+00:00", 1),
        ("2024-01-01T00:00:00+00:00", "2024-12-31T23:59:59+00:00", 366),
        ("2026-03-05T00:00:00+00:00", None, float("inf")),
        (None, "2026-03-05T00:00:00+00:00", float("inf")),
    ],
)
def test_how_long_a_period_is(since: str | None, until: str | None, days: float) -> None:
    assert _period(since, until).days == pytest.approx(days, abs=1e-4)


def test_times_that_make_no_sense_are_refused() -> None:
    now = datetime(2026, 3, 5, tzinfo=UTC)
    with pytest.raises(ValueError, match="'then' has a time without a time zone"):
        Period("then", now.replace(tzinfo=None))
    with pytest.raises(ValueError, match="'then' ends before it begins"):
        Period("then", now, now - _DAY)


def test_the_query_of_a_text_is_at_no_time() -> None:
    query = Query.of("ferries", Filter(sources=("The Ledger",)))
    assert query.question == query.text == "ferries"
    assert query.chosen.sources == ("The Ledger",)
    assert query.recency == 0
    assert (query.period, query.present, query.newest) == (None, None, None)


def test_a_query_as_json() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    present = datetime(2026, 3, 5, 12, tzinfo=berlin)
    query = Query(
        "What did the Herald say on 5 March?",
        "What did say?",
        chosen=Filter(sources=("The Quay Herald",), authors=("Mira Oldon",), sections=("Sport",)),
        period=MARCH_5,
        present=present,
        spelling=(("Heraldd", "Herald"),),
        newest=present,
        parts=(Query.of("ferries"),),
    )
    told = json.loads(json.dumps(query.to_dict()))
    assert told["period"] == {
        "words": "then",
        "since": "2026-03-05T00:00:00+01:00",
        "until": "2026-03-05T23:59:59+01:00",
        "relative": False,
    }
    assert told["present"] == told["newest"] == "2026-03-05T12:00:00+01:00"
    assert (told["sources"], told["authors"], told["sections"]) == (
        ["The Quay Herald"],
        ["Mira Oldon"],
        ["Sport"],
    )
    assert told["spelling"] == [["Heraldd", "Herald"]]
    assert [part["text"] for part in told["parts"]] == ["ferries"]
    assert told["since"] is told["until"] is None


@given(st.dates(date(1971, 1, 1), date(2099, 1, 1)), st.integers(-400, 400))
def test_days_between_a_moment_and_a_publication(day: date, days: int) -> None:
    moment = datetime.combine(day, datetime.min.time(), UTC)
    published = int((moment - days * _DAY).timestamp())
    assert days_between(moment, published) == pytest.approx(days)


def test_the_question_as_understood_stands_alone_and_is_mended() -> None:
    mended = (("Kelmoor", "Kellmoor"),)
    assert Query("Who won at Kelmoor?", "", spelling=mended).whole == "Who won at Kellmoor?"
    follow_up = Query("And when?", "", spelling=mended, standalone="When did Kelmoor win?")
    assert follow_up.whole == "When did Kellmoor win?"


def test_only_whole_words_are_respelt() -> None:
    assert respelt("the thee", [("the", "a")]) == "a thee"
