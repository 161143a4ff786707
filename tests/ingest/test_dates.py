"""Times are read strictly: one meaning, a time zone, and never the present."""

import contextlib
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dates import parse_time

NOON = datetime(2026, 3, 5, 14, 2, tzinfo=UTC)
DAY = datetime(2026, 3, 5, tzinfo=UTC)
CET = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-03-05T14:02:00Z", NOON),
        ("2026-03-05T15:02:00+01:00", NOON),
        ("2026-03-05T15:02:00+0100", NOON),
        ("2026-03-05 14:02:00 UTC", NOON),
        ("2026-03-05 14:02:00 +0000 UTC", NOON),
        ("2026-03-05T14:02:00.123456789Z", NOON.replace(microsecond=123456)),
        ("2026-03-05 14:02", NOON),
        ("2026-03-05", DAY),
        ("2026-3-5", DAY),
        ("2026/03/05", DAY),
        ("2026. 3. 5.", DAY),
        ("20260305", DAY),
        ("20260305T140200Z", NOON),
        ("2026-W10-4", DAY),
        ("Thu, 05 Mar 2026 14:02:00 GMT", NOON),
        ("5 Mar 2026 09:02 EST", NOON),
        ("1772719320", NOON),
        (1772719320, NOON),
        (1772719320.0, NOON),
        (1772719320000, NOON),
        (20260305, DAY),
        (NOON, NOON),
        (datetime(2026, 3, 5, 14, 2), NOON),  # noqa: DTZ001 - what YAML gives
        (date(2026, 3, 5), DAY),
        ("March 5, 2026", DAY),
        ("5 March 2026 15:02 CET", NOON),
        ("March 5, 2026 9:02 AM ET", NOON),
        ("July 5, 2026 9:02 AM ET", datetime(2026, 7, 5, 13, 2, tzinfo=UTC)),
        ("5. März 2026, 14:02 Uhr", NOON),
        ("5. März 2026 um 14 Uhr", NOON.replace(minute=0)),
        ("5 mars 2026", DAY),
        ("5 de marzo de 2026", DAY),
        ("5 марта 2026", DAY),
        ("2026年3月5日 14:02", NOON),
        ("2026년 3월 5일", DAY),
        ("٥ مارس ٢٠٢٦", DAY),
        ("25/12/2026", datetime(2026, 12, 25, tzinfo=UTC)),
        ("12/25/2026", datetime(2026, 12, 25, tzinfo=UTC)),
        ("05.03.2026 14:02", NOON),
        ("05/05/2026", datetime(2026, 5, 5, tzinfo=UTC)),
    ],
)
def test_every_usual_form(value: object, moment: datetime) -> None:
    parsed = parse_time(value)
    assert parsed == moment
    assert parsed is not None
    assert parsed.utcoffset() is not None


@pytest.mark.parametrize("value", [None, "", "  \n"])
def test_nothing_is_no_date_and_no_error(value: object) -> None:
    assert parse_time(value) is None


@pytest.mark.parametrize(
    "value",
    [
        "yesterday",
        "2 hours ago",
        "now",
        "today",
        "last Tuesdayish",
        "March 2026",
        "2026",
        2026,
        "12 noon 2026",
        "5 March",
        "03/04/2026",
        "3-4-2026",
        "2026-02-30",
        "0000-00-00",
        "0999-01-01",
        "9999-12-31",
        "5 March 2026 9:00 IST",
        "Thu, 99 Mar 2026 14:02:00 GMT",
        "x" * 500,
        0,
        1e30,
        float("nan"),
        True,
        [],
        {},
    ],
)
def test_what_is_no_date_is_an_error(value: object) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_time(value)


def test_the_error_names_the_ambiguity() -> None:
    with pytest.raises(ValueError, match="day and month are ambiguous"):
        parse_time("03/04/2026")


def test_an_offset_is_kept() -> None:
    parsed = parse_time("2026-03-05T15:02:00+01:00")
    assert parsed is not None
    assert parsed.utcoffset() == CET.utcoffset(None)


@given(st.datetimes(min_value=datetime(1000, 1, 2), max_value=datetime(2100, 12, 30)))  # noqa: DTZ001
def test_iso_round_trip(moment: datetime) -> None:
    assert parse_time(moment.isoformat()) == moment.replace(tzinfo=UTC)


@given(
    st.one_of(
        st.text(max_size=30),
        st.text("0123456789/-.:TZ+ ", max_size=30),
        st.integers(),
        st.floats(),
        st.dates(),
    )
)
def test_the_result_has_a_zone_or_there_is_a_reason(value: object) -> None:
    with contextlib.suppress(ValueError):
        parsed = parse_time(value)
        assert parsed is None or parsed.utcoffset() is not None


@pytest.mark.parametrize("number", [-62135596800, 46086, 1, -5, 99_999_999, 10**17])
def test_numbers_that_are_no_times(number: int) -> None:
    with pytest.raises(ValueError, match=r"too small|not a time"):
        parse_time(number)


@pytest.mark.parametrize("number", [1772712000, 1772712000000])
def test_seconds_and_milliseconds(number: int) -> None:
    assert parse_time(number) == datetime(2026, 3, 5, 12, tzinfo=UTC)
