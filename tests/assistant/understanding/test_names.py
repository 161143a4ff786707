"""Which outlets, authors and sections a question names as its source."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.names import Names

NAMES = Names.of(
    [
        ("The Quay Herald", "quay-herald.example"),
        ("New Harbour Times", "www.nht.co.uk"),
        ("Sunday Mirror Post", None),
        ("WBC News", "wbc.example"),
        ("Allied Press", None),
        ("Kellmoor Eye", None),
        ("Radio Orrimar", None),
        ("North Star", None),
        ("Evening Star", None),
        (None, "valley-gazette.example"),
    ],
    ["Mira Oldon", "J. P. Kestrel", "Oster"],
    ["Sport", "Opinion"],
)

_WORDS = "the Herald NHT and 's by in , say"


@pytest.mark.parametrize(
    ("question", "outlets"),
    [
        ("According to The Quay Herald, who won?", ["The Quay Herald"]),
        ("According to the Herald, who won?", ["The Quay Herald"]),
        ("What did the Herald write about the fair?", ["The Quay Herald"]),
        ("Which ships are named in the Herald's report?", ["The Quay Herald"]),
        ("What does quay-herald.example say?", ["The Quay Herald"]),
        ("What did NHT report?", ["New Harbour Times"]),
        ("As reported by the New Harbour Times, who won?", ["New Harbour Times"]),
        ("What did WBC say?", ["WBC News"]),
        ("What did AP report?", ["Allied Press"]),
        ("What did the Valley Gazette's article say?", ["valley-gazette.example"]),
        ("Articles from the Herald on ferries", ["The Quay Herald"]),
        ("Do the Herald and NHT agree?", ["The Quay Herald", "New Harbour Times"]),
        ("Compare the Herald and NHT on ferries", ["The Quay Herald", "New Harbour Times"]),
        ("What is the difference between NHT and WBC?", ["New Harbour Times", "WBC News"]),
        (
            "Compare the reports in the Herald, WBC and the Eye",
            ["The Quay Herald", "WBC News", "Kellmoor Eye"],
        ),
        (
            "What did the Herald say, and what did NHT say?",
            ["The Quay Herald", "New Harbour Times"],
        ),
    ],
)
def test_outlets_by_their_usual_spellings(question: str, outlets: list[str]) -> None:
    assert list(NAMES.find(question).outlets) == outlets


@pytest.mark.parametrize(
    "question",
    [
        *(
            "Compare the Herald with last year",
            "Who leads WBC?",
            "Who owns the Quay Herald?",
            "Why was Radio Orrimar fined?",
        ),
        *("What happened in Kellmoor?", "What was said in Orrimar?", "What did Kellmoor decide?"),
        *("What did the Star say?", "what did the herald angels say", "What did the eye say?"),
        *("Which ap did they use?", "What did a press agency say?", "", "?"),
        "Who heralded the fair?",
    ],
)
def test_what_a_question_is_about_is_no_source(question: str) -> None:
    """Nor is a place that an outlet is named after, or a short form that two outlets share."""
    found = NAMES.find(question)
    assert found.outlets == ()
    assert found.rest == question


@pytest.mark.parametrize(
    ("question", "outlets"),
    [
        ("What did the Quay Hearld report?", ["The Quay Herald"]),
        ("What did the Quya Herald report?", ["The Quay Herald"]),
        ("According to the Hereld, who won?", ["The Quay Herald"]),
        ("As reported by the New Harbor Times, who won?", ["New Harbour Times"]),
        ("Do the Quay Harald and NHT agree?", ["The Quay Herald", "New Harbour Times"]),
        ("Who leads the Quay Hearld?", []),
        ("What did Oriimer report?", []),
        ("What did the hereld report?", []),
    ],
)
def test_outlets_that_are_misspelt(question: str, outlets: list[str]) -> None:
    found = NAMES.find(question, lambda _: False)
    assert list(found.outlets) == outlets
    if outlets:
        assert not re.search("H[ae]r[ae]?ld|Harbor", found.rest)


def test_a_word_that_is_known_is_no_misspelt_outlet() -> None:
    assert NAMES.find("What did the Hereld report?", lambda _: True).outlets == ()
    # In a name that is right otherwise it is.
    assert NAMES.find("What did the Quay Hereld report?").outlets == ("The Quay Herald",)
    assert NAMES.find("Articles by Mira Oldan").authors == ()
    assert NAMES.find("Articles by J. P. Kestrle").authors == ("J. P. Kestrel",)


def test_a_misspelling_of_two_names_is_none() -> None:
    names = Names.of([("The Haven Gazette", None), ("The Raven Gazette", None)], [], [])
    assert names.find("What did the Gazett report?", lambda _: False).outlets == ()


def test_hosts_are_named_as_people_write_them() -> None:
    hosts = ("valleyweekly.example", "news.valleyweekly.example", "college.wbc.example")
    names = Names.of([(None, host) for host in (*hosts, "wbc.example")], ["Valley Weekly"], [])
    for question, host in (
        ("What did Valley Weekly write?", "valleyweekly.example"),
        ("What did WBC report?", "wbc.example"),
        ("What did college.wbc.example report?", "college.wbc.example"),
    ):
        found = names.find(question)
        assert (found.outlets, found.authors) == ((host,), ())
    assert names.find("What grows in the valley weekly?").outlets == ()


def test_a_place_says_nothing_but_its_paper_reports() -> None:
    names = Names.of([("Orland News", None), ("WBC News", None)], [], [])
    for question in ("What happened in Orland?", "What did Orland say?", "News from Orland"):
        assert names.find(question).outlets == ()
    for question in ("What did Orland News say?", "According to Orland, who won?"):
        assert names.find(question).outlets == ("Orland News",)
    assert names.find("What did Orland report?").outlets == ("Orland News",)
    assert names.find("What did WBC say?").outlets == ("WBC News",)


@pytest.mark.parametrize(
    ("question", "authors"),
    [
        ("What did Mira Oldon write about the fair?", ["Mira Oldon"]),
        ("Articles by J. P. Kestrel on ferries", ["J. P. Kestrel"]),
        ("Which stories has Mira Oldon published?", ["Mira Oldon"]),
        ("What is in Mira Oldon's column?", ["Mira Oldon"]),
        ("Who is Mira Oldon?", []),
        ("What did Mira Oldon say in court?", []),
        ("What did Oster write?", []),  # one word may be anyone
    ],
)
def test_authors_by_what_they_wrote(question: str, authors: list[str]) -> None:
    assert list(NAMES.find(question).authors) == authors


def test_sections_by_being_called_so() -> None:
    assert NAMES.find("Who won, in the Sport section?").sections == ("Sport",)
    assert NAMES.find("What do the opinion pages say?").sections == ("Opinion",)
    assert NAMES.find("Which sport is the oldest?").sections == ()


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("According to the Herald, who won?", "who won?"),
        ("What did the Herald report on the fair?", "What did on the fair?"),
        ("Articles by Mira Oldon on ferries", "on ferries"),
        ("Who won, in the Sport section?", "Who won, ?"),
        ("What did the Herald and NHT write about ferries?", "What did and about ferries?"),
    ],
)
def test_what_is_left_is_what_is_searched(question: str, rest: str) -> None:
    assert " ".join(NAMES.find(question).rest.split()) == rest


@given(st.text() | st.lists(st.sampled_from(_WORDS.split())).map(" ".join))
def test_any_question_is_read(question: str) -> None:
    found = NAMES.find(question)
    assert set(found.outlets) <= {"The Quay Herald", "New Harbour Times"}


@given(st.lists(st.tuples(st.none() | st.text(), st.none() | st.text())), st.lists(st.text()))
def test_any_names_are_known(
    outlets: list[tuple[str | None, str | None]], names: list[str]
) -> None:
    known = Names.of(outlets, names, names)
    assert () not in known.outlets
    for name, host in outlets:
        known.find(f"According to {name}, what did {host} say?")


@pytest.mark.parametrize(
    ("name", "outlet"),
    [
        *[("Herald", "The Quay Herald"), ("NHT", "New Harbour Times"), ("wbc", "WBC News")],
        *[("the quay herald", "The Quay Herald"), ("Valley-Gazette", "valley-gazette.example")],
        *[("quay-herald.example", "quay-herald.example"), ("Star", "Star"), ("", "")],
    ],
)
def test_outlets_that_are_chosen_by_a_short_form(name: str, outlet: str) -> None:
    assert NAMES.outlet(name) == outlet
