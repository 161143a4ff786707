"""Times in questions of other languages."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.foreign import in_english, is_foreign
from assistant.understanding.times import find_times

PRESENT = datetime(2026, 3, 18, 15, 0, tzinfo=UTC)
"""A Wednesday."""


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("Was geschah im März 2025?", "2025-03-01", "2025-03-31"),
        ("Was geschah im Mai?", "2025-05-01", "2025-05-31"),
        ("Wer gewann am 5. Mai 2025?", "2025-05-05", "2025-05-05"),
        ("Wer gewann am 05.03.2025?", "2025-03-05", "2025-03-05"),
        ("Was sagte der Rat am 5. Mai?", "2025-05-05", "2025-05-05"),
        ("Was geschah letzte Woche im Hafen?", "2026-03-09", "2026-03-15"),
        ("Was geschah vor zwei Wochen?", "2026-03-01", "2026-03-07"),
        ("Wer streikte in den letzten drei Monaten?", "2025-12-18", "2026-03-18"),
        ("Was ist seit April 2025 geschehen?", "2025-04-01", None),
        ("Wer gewann vor 2020?", None, "2019-12-31"),
        ("Was wurde zwischen März und Mai 2025 gebaut?", "2025-03-01", "2025-05-31"),
        ("Was wurde im ersten Quartal 2025 gebaut?", "2025-01-01", "2025-03-31"),
        ("Wie war das im Jahr 2021?", "2021-01-01", "2021-12-31"),
        ("Wer gewann letzten Montag?", "2026-03-16", "2026-03-16"),
        ("Que s’est-il passé en mars 2025 ?", "2025-03-01", "2025-03-31"),
        ("Que s'est-il passé la semaine dernière ?", "2026-03-09", "2026-03-15"),
        ("Qui a gagné le 1er mai 2025 ?", "2025-05-01", "2025-05-01"),
        ("Qui a gagné hier ?", "2026-03-17", "2026-03-17"),
        ("Qui a gagné ces trois derniers mois ?", "2025-12-18", "2026-03-18"),
        ("Qui a gagné l'année dernière ?", "2025-01-01", "2025-12-31"),
        ("Qui a gagné il y a deux semaines ?", "2026-03-01", "2026-03-07"),
        ("Que dit-on depuis le 5 mars ?", "2026-03-05", None),
        ("Qui a gagné avant 2020 ?", None, "2019-12-31"),
        ("¿Qué pasó en marzo de 2025?", "2025-03-01", "2025-03-31"),
        ("¿Qué pasó la semana pasada?", "2026-03-09", "2026-03-15"),
        ("¿Quién ganó el 5 de mayo de 2025?", "2025-05-05", "2025-05-05"),
        ("¿Quién ganó ayer?", "2026-03-17", "2026-03-17"),
        ("¿Qué pasó en los últimos tres meses?", "2025-12-18", "2026-03-18"),
        ("¿Qué pasó entre marzo y mayo de 2025?", "2025-03-01", "2025-05-31"),
        ("¿Qué pasó hace dos semanas?", "2026-03-01", "2026-03-07"),
        ("¿Qué pasó desde el 5 de marzo?", "2026-03-05", None),
    ],
)
def test_the_period_that_a_question_names(
    question: str, since: str | None, until: str | None
) -> None:
    period = find_times(question, PRESENT).period
    assert period is not None
    assert (
        period.since and period.since.date().isoformat(),
        period.until and period.until.date().isoformat(),
    ) == (since, until)


@pytest.mark.parametrize(
    "question",
    ["Que sait-on de la planète Mars ?", "Was ist hier passiert?", "¿Quién vende mayo?", "Wer ist"],
)
def test_what_only_looks_like_a_time_is_none(question: str) -> None:
    assert is_foreign(question)
    assert find_times(question, PRESENT).period is None


@pytest.mark.parametrize(
    "question",
    [
        *("Who was hurt in May?", "What did the Mayo Clinic say?", "Who went to Mars last week?"),
        *("Was anyone hurt between March and May 2025?", "What may he say on Monday?", "", "?"),
        *(
            "Did the hat fit as of March?",
            "Who am I to say?",
            "Who declined to comment in May?",
            "What happened in Los Osos?",
        ),
    ],
)
def test_nothing_foreign_is_found_in_english(question: str) -> None:
    assert not is_foreign(question)
    assert list(in_english(question)) == []


def test_what_is_cut_out_of_the_text() -> None:
    for question, rest in (
        ("Que s'est-il passé la semaine dernière au port ?", "Que s'est-il passé au port ?"),
        ("Wer streikte in den letzten drei Monaten?", "Wer streikte ?"),
        ("¿Qué pasó el lunes pasado?", "¿Qué pasó ?"),
    ):
        assert " ".join(find_times(question, PRESENT).rest.split()) == rest


_WORDS = (
    "wer im letzten März und 5. 2025 que passé la semaine dernière l' y qué hace de dos meses -"
)


@given(st.text() | st.lists(st.sampled_from(_WORDS.split())).map(" ".join))
def test_what_is_found_stands_in_the_question(question: str) -> None:
    for start, end, english in in_english(question):
        assert 0 <= start < end <= len(question)
        assert english
    assert find_times(question, PRESENT) is not None
