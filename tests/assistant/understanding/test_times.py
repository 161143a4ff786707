"""What a question says of time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.understanding.expressions import ATOM
from assistant.understanding.times import find_times

PRESENT = datetime(2026, 3, 18, 15, 0, tzinfo=UTC)
"""A Wednesday."""


def _period(question: str, present: datetime = PRESENT) -> tuple[str | None, str | None] | None:
    """The first and the last day of the period that a question names."""
    period = find_times(question, present).period
    if period is None:
        return None
    since, until = (
        None if moment is None else moment.date().isoformat()
        for moment in (period.since, period.until)
    )
    return since, until


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("What happened on 5 March 2026?", "2026-03-05", "2026-03-05"),
        ("What happened on Sunday 8 March?", "2026-03-08", "2026-03-08"),
        ("what happened in march 2022", "2022-03-01", "2022-03-31"),
        ("what was decided in may?", "2025-05-01", "2025-05-31"),
        ("Who marched in autumn?", "2025-09-01", "2025-11-30"),
        ("What did the mayor say yesterday?", "2026-03-17", "2026-03-17"),
        ("Who won Sunday's derby?", "2026-03-15", "2026-03-15"),
        ("Who won the derby at the weekend?", "2026-03-14", "2026-03-15"),
        ("Was Friday busy?", "2026-03-13", "2026-03-13"),
        ("What changed over the past year?", "2025-03-18", "2026-03-18"),
        ("What changed over the last week?", "2026-03-11", "2026-03-18"),
        ("What changed last week?", "2026-03-09", "2026-03-15"),
        ("What was built in the last two months of 2025?", "2025-01-01", "2025-12-31"),
        # ranges
        ("What happened between May and July?", "2025-05-01", "2025-07-31"),
        ("What happened between November and February?", "2025-11-01", "2026-02-28"),
        ("What happened from 2019 to 2021?", "2019-01-01", "2021-12-31"),
        ("What happened between November 2024 and February 2025?", "2024-11-01", "2025-02-28"),
        ("What happened between 3 March and 5 March 2025?", "2025-03-03", "2025-03-05"),
        ("What happened between 3 and 5 March?", "2026-03-03", "2026-03-05"),
        ("What happened from the 3rd to the 5th?", "2026-03-03", "2026-03-05"),
        ("What happened from 10 to 14 March 2025?", "2025-03-10", "2025-03-14"),
        ("What happened 3-5 March 2026?", "2026-03-03", "2026-03-05"),
        ("What happened from Monday to Wednesday?", "2026-03-16", "2026-03-18"),
        ("What happened between early February and mid-March?", "2026-02-01", "2026-03-21"),
        ("What happened in March and April 2025?", "2025-03-01", "2025-04-30"),
        ("What happened in November and February?", "2025-11-01", "2026-02-28"),
        ("What happened on Monday and Tuesday?", "2026-03-16", "2026-03-17"),
        ("What happened in 2021 and 2019?", "2019-01-01", "2021-12-31"),
        ("What happened in 2019 and May we know more?", "2019-01-01", "2019-12-31"),
        # a week, and a time like that of now
        ("What happened in the week of 5 March 2026?", "2026-03-02", "2026-03-08"),
        ("What happened the week beginning March 2?", "2026-03-02", "2026-03-08"),
        ("What happened in the week ending the 8th of March?", "2026-03-02", "2026-03-08"),
        ("What happened the week before last?", "2026-03-02", "2026-03-08"),
        ("What happened the year before last?", "2024-01-01", "2024-12-31"),
        ("What happened a year ago today?", "2025-03-18", "2025-03-18"),
        ("What happened this time last year?", "2025-03-03", "2025-04-02"),
        ("What happened in 2024 Q3?", "2024-07-01", "2024-09-30"),
        ("What happened in the first week of March 2025?", "2025-03-01", "2025-03-07"),
        ("What happened in the last week of February?", "2026-02-22", "2026-02-28"),
        ("What happened on the first weekend of March?", "2026-03-07", "2026-03-08"),
        ("What happened on the last weekend of February 2026?", "2026-02-28", "2026-03-01"),
        ("What happened on March 1-5, 2025?", "2025-03-01", "2025-03-05"),
        ("What happened this past Thursday night?", "2026-03-12", "2026-03-12"),
        # beside a time
        ("What happened the day after 5 March 2026?", "2026-03-06", "2026-03-06"),
        ("What happened the week before 5 March 2026?", "2026-02-26", "2026-03-04"),
        ("What happened three days before 5 March 2026?", "2026-03-02", "2026-03-02"),
        ("What happened two weeks after 5 January 2026?", "2026-01-16", "2026-01-22"),
        # one side
        ("What happened since the 2nd?", "2026-03-02", None),
        ("What happened since Monday?", "2026-03-16", None),
        ("What happened since the start of the year?", "2026-01-01", None),
        ("What happened after 5 March?", "2026-03-06", None),
        ("What happened from 5 March onwards?", "2026-03-05", None),
        ("What happened from March 2025 until now?", "2025-03-01", None),
        ("What happened before 2020?", None, "2019-12-31"),
        ("What happened before 5 March?", None, "2026-03-04"),
        ("What happened until 2020?", None, "2020-12-31"),
    ],
)
def test_the_period_that_a_question_names(
    question: str, since: str | None, until: str | None
) -> None:
    assert _period(question) == (since, until)


@pytest.mark.parametrize(
    "question",
    [
        *("What sold on Black Friday?", "Black Friday: who queued?", "What was Bloody Sunday?"),
        *(
            "What did the Sunday Times write?",
            "Who led the March on Washington?",
            "Who owns Valley Today?",
        ),
        *("May the council raise rents?", "Who may march?", "What did Theresa May decide?"),
        *("What are the 2022 elections about?", "1 in 5 people", "Who has 2,000 sheep?"),
        *("Who won in the last week of the campaign?", "What was the last day of it like?"),
        *("Who was hurt on 31 February?", "Did rain fall?", "What springs to mind?"),
        *("What did the second half of the match bring?", "", "?", "in", "between and"),
    ],
)
def test_what_only_looks_like_a_time_is_none(question: str) -> None:
    assert _period(question) is None


@pytest.mark.parametrize(
    "question",
    [
        *("What happens in 2030?", "What begins tomorrow?", "Who speaks next week?"),
        *("Will trains run on Monday?", "What is due in June?", "What is planned for 23 March?"),
        "Who is expected at the upcoming fair in May?",
    ],
)
def test_a_time_to_come_is_none_that_articles_are_from(question: str) -> None:
    times = find_times(question, PRESENT)
    assert times.period is None
    assert times.rest == question


def test_a_time_that_is_past_counts_though_the_question_looks_ahead() -> None:
    assert _period("What did she say yesterday that she will do?") == ("2026-03-17",) * 2
    assert _period("What was said this week about the upcoming strike?") == (
        "2026-03-12",
        "2026-03-18",
    )


def test_of_several_times_the_shortest_counts() -> None:
    assert _period("Which firm this week recalled all that it built since 2005?") == (
        "2026-03-12",
        "2026-03-18",
    )
    assert _period("What did the mayor say on Monday of the fair of 2019?") == ("2026-03-16",) * 2
    assert _period("On Monday, who won for the first time since 2005?") == ("2026-03-16",) * 2


def test_what_is_due_to_something_is_not_ahead() -> None:
    assert _period("Which streets were shut Monday due to the storm?") == ("2026-03-16",) * 2


@pytest.mark.parametrize(
    ("question", "recent"),
    [
        *(("What is the latest on the strike?", True), ("What happened recently?", True)),
        *(("Who is now in charge?", True), ("What did the mayor say?", False)),
        *(("What was decided in 2020?", False), ("What is known so far?", True)),
    ],
)
def test_whether_what_is_new_is_asked_for(question: str, recent: bool) -> None:
    assert find_times(question, PRESENT).recent == recent


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("What was shut on 5 March 2026?", "What was shut on 5 March 2026?"),
        ("What was shut on 5 March?", "What was shut on 5 March?"),
        ("What was shut in 2020?", "What was shut in 2020?"),
        ("What was shut last week?", "What was shut ?"),
        ("What was shut between 3 and 5 March?", "What was shut ?"),
        ("What was shut since 2020?", "What was shut ?"),
        ("What is the latest toll?", "What is toll?"),
    ],
)
def test_only_what_articles_may_say_is_searched(question: str, kept: str) -> None:
    assert " ".join(find_times(question, PRESENT).rest.split()) == kept


def test_days_are_those_of_the_time_zone_of_the_present() -> None:
    new_york = ZoneInfo("America/New_York")
    late = datetime(2026, 3, 5, 23, 0, tzinfo=new_york)  # in UTC, the next day has begun
    period = find_times("What happened today?", late).period
    assert period is not None
    assert period.since == datetime(2026, 3, 5, tzinfo=new_york)
    assert period.until == datetime(2026, 3, 5, 23, 59, 59, tzinfo=new_york)
    dated_to_the_day = datetime(2026, 3, 5, tzinfo=UTC).timestamp()
    this_morning = datetime(2026, 3, 5, 3, 0, tzinfo=UTC).timestamp()  # last evening over there
    assert period.distance(int(dated_to_the_day)) == 0
    assert 0 < period.distance(int(this_morning)) < 1
    assert period.filter.since_seconds is not None
    assert period.filter.since_seconds <= dated_to_the_day


_WORDS = (
    "between from in on since until before after the last past this next early mid- end of late "
    "of 1 2 5 29 30 31 999 3rd 31st few several a couple of dozen day days week weekend month "
    "quarter years decades hours ago today yesterday tonight Monday sunday March may Feb. summer "
    "fall Q1 H2 first second half quarter 2024 1900 2099 2099s 2026-02-30 05/03/2026 31.02.2026 "
    "and to – - , 's Black will earlier current"
)
_questions = (
    st.lists(st.sampled_from(_WORDS.split()), max_size=8).map(" ".join)
    | st.from_regex(ATOM, fullmatch=True)
    | st.text()
)
_presents = st.datetimes(timezones=st.timezones()) | st.sampled_from(
    [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]
)


@given(_questions, _presents)
@example("What happened before today?", datetime.min.replace(tzinfo=UTC))
def test_any_question_at_any_present_has_a_period_that_makes_sense_or_none(
    question: str, present: datetime
) -> None:
    period = find_times(question, present).period
    if period is not None:
        assert period.since is not None or period.until is not None
        if period.since is not None and period.until is not None:
            assert period.since <= period.until
        if period.since is not None:
            assert period.since.replace(tzinfo=None) <= present.replace(tzinfo=None)
        assert period.filter


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.timezones()))  # noqa: DTZ001
def test_the_present_lies_in_what_is_said_of_now(present: datetime) -> None:
    for words in ("today", "this week", "this month", "this year", "the past three days"):
        period = find_times(f"What happened {words}?", present).period
        assert period is not None
        assert period.since is not None
        assert period.until is not None
        assert period.since <= present < period.until + timedelta(seconds=1)


@pytest.mark.parametrize(
    "words", ["in the week of 5 March 2026", "in the first week of March", "March 1-5, 2026"]
)
def test_days_around_those_that_are_named_are_not_searched_as_words(words: str) -> None:
    times = find_times(f"Who marched {words} in Orrim?", PRESENT)
    assert " ".join(times.rest.split()) == "Who marched in Orrim?"
    assert times.period is not None
    assert not times.period.relative
