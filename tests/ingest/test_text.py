"""Bytes become characters, and characters become paragraphs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text import NotTextError, clean, decode, paragraphs

FRENCH = "Le café de l’île a fermé ; « c’était l’été », dit-elle, et la mer était déjà fraîche."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_without_a_word(encoding: str) -> None:
    decoded = decode(FRENCH.encode(encoding))
    assert (decoded.text, decoded.problem) == (FRENCH, None)


def test_a_declared_encoding_is_believed() -> None:
    text = "Мэр купил паром."
    decoded = decode(text.encode("cp1251"), "windows-1251")
    assert (decoded.text, decoded.problem) == (text, None)


def test_a_guess_is_told() -> None:
    decoded = decode(FRENCH.encode("cp1252"))
    assert decoded.text == FRENCH
    assert decoded.problem == "not UTF-8; read as cp1252; check accented letters"


def test_other_code_pages_are_guessed_too() -> None:
    text = "Мэр города купил паром, который связывает два берега озера. Цена осталась тайной. " * 5
    decoded = decode(text.encode("cp1251"))
    assert decoded.text == text
    assert decoded.problem is not None


def test_damaged_utf8_stays_utf8() -> None:
    data = (FRENCH * 3).encode() + b"\xff"
    decoded = decode(data)
    assert decoded.text == FRENCH * 3 + "\ufffd"
    assert decoded.problem is not None
    assert "one place" in decoded.problem


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (b"\x89PNG\r\n\x1a\n\x00", "picture"),
        (bytes(range(256)) * 20, "binary"),
    ],
)
def test_what_is_no_text_is_named(data: bytes, what: str) -> None:
    with pytest.raises(NotTextError, match=what):
        decode(data)


def test_clean_removes_what_nobody_should_see_and_no_more() -> None:
    assert clean("a\r\nb\rc\x00\x07\ufeff\u200bd\u00ade") == "a\nb\ncde"
    assert clean("\ud800x") == "\ufffdx"
    kept = "e\u0301 ﬁ \u00a0 \u200d\u200c \u200e\u202b\u202c\tend"
    assert clean(kept) == kept


@given(st.text())
def test_clean_text_is_clean_and_stays_so(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert clean(cleaned) == cleaned
    assert not any(ord(char) < 32 and char not in "\t\n" for char in cleaned)


@given(st.text(st.sampled_from("abc DE.,\n\r\t äß漢字　")))
def test_paragraphs_lose_nothing_but_space(text: str) -> None:
    parts = paragraphs(clean(text))
    assert all(part == part.strip() and part and "\n" not in part for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_wrapped_text_is_joined_and_headlines_are_not() -> None:
    wrapped = (
        "The tram will run every six minutes, the company said, and in the\n"
        "evening it will run every ten. Nobody asked about the night, which\n"
        "was perhaps for the best."
    )
    assert len(paragraphs(wrapped)) == 1
    lines = (
        "Tram line to be doubled by the end of next year, company says\n"
        "Bakers demand night trams\nOld depot becomes a theatre\n"
        "A long headline about something else that nearly fills the whole line"
    )
    assert len(paragraphs(lines)) == 4
