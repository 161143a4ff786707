"""Sentences: where they begin and end, whatever the text and its language."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.sentences import split_sentences


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["Mr. Tabb pleaded guilty.", "He was led away."]),
        ("en", ["Dr. Elodie Varrane and Prof. J. K. Lund disagreed.", "So did Gov. Smith."]),
        ("en", ["The budget rose 2.5 per cent to 3.75 million.", "It was the first rise."]),
        ("en", ["The vote is at 5 p.m. Tuesday in the town hall.", "All may come."]),
        ("en", ["It began at 9 a.m. on Monday.", "It ended at noon."]),
        ("en", ["The U.S. Senate voted on it.", "The House did not."]),
        ("en", ["“Is it safe?” she asked.", "Nobody answered."]),
        ("en", ["“We will rebuild.”", "The mayor left."]),
        ("en", ["He said: “It is over.”", "Then he sat down."]),
        ("en", ["We waited… and waited.", "Nobody came."]),
        ("en", ["Is the bridge open?", "No!", "It is closed."]),
        ("en", ["See www.example.com/a.b?c=d for more.", "Or call."]),
        ("en", ["The firm, Northquill Inc., lost money.", "Its shares fell."]),
        ("en", ["No. 10 would not comment.", "Neither would No. 11."]),
        (None, ["One sentence.", "Another one."]),
        ("EN-gb", ["Mrs. Hall wrote to St. Mary's.", "They replied."]),
        ("de", ["Das Treffen beginnt um 17 Uhr.", "Dr. Weber kommt auch."]),
        ("de", ["Es kostet z. B. 3,5 Mio. Euro.", "Das ist viel."]),
        ("fr", ["Le ministre arrive à 17 h.", "Il parlera."]),
        ("fr", ["« Est-ce vrai ? » demande-t-elle.", "Personne ne répond."]),
        ("es", ["¿Quién ganó?", "El Sr. Gómez ganó."]),
        ("ja", ["東京で会議が開かれた。", "知事は欠席した。"]),
        ("xx", ["An unknown language.", "It is cut like English."]),
        ("", ["No language.", "It is cut like English."]),
    ],
)
def test_sentences(language: str | None, sentences: list[str]) -> None:
    joint = "" if language == "ja" else " "
    text = joint.join(sentences)
    assert [text[start:end] for start, end in split_sentences(text, language)] == sentences


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\n\n", "\u2028", "\u2029", "\x85"])
def test_a_line_break_ends_a_sentence(line_break: str) -> None:
    text = f"A headline without a stop{line_break}  The text of it "
    found = [text[start:end] for start, end in split_sentences(text)]
    assert found == ["A headline without a stop", "The text of it"]


@pytest.mark.parametrize("text", ["", " ", "\n\u2028\t\u3000"])
def test_white_space_holds_no_sentence(text: str) -> None:
    assert split_sentences(text) == []


_TEXT = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=50),
    st.lists(
        st.sampled_from(
            [
                "Mr. ",
                "U.S. ",
                "5 p.m. ",
                "\xa0",
                "\u3000",
                "\u2003",
                "e\u0301",
                "\u0301",
                "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
                "é",
                "日本語。",
                "「",
                "」",
                "！",
                "؟",
                "۔",
                "…",
                "...",
                ". ",
                "? ",
                "! ",
                ".",
                "“",
                "”",
                "'",
                "’",
                "(",
                ")",
                "«",
                "»",
                "\t",
                "\r\n",
                "\x00",
                "\x1f",
                "\x85",
                "\u2028",
                "\u200b",
                "\u200f",
                "\ufeff",
                "a",
                "B",
                "1.",
                "2.5",
                "i.e. ",
                "http://a.b/c.d?e=f ",
                "@",
                "ß",
                "İ",
                "ﬃ",
                "नमस्ते।",
                "สวัสดี",
                "(a) ",
                "• ",
                "— ",
                "J. K. ",
                "No. 5 ",
                "!?",
                "。。",
                "ๆ",
                "⁇",
                "‽",
                "\u180e",
                "\u061c",
                "[1] ",
                "^",
                "𝐀",
            ]
        ),
        max_size=14,
    ).map("".join),
)


@settings(max_examples=1500, deadline=None)
@given(
    text=_TEXT,
    language=st.one_of(
        st.sampled_from(
            [
                "en",
                "de",
                "fr",
                "es",
                "ja",
                "ru",
                "ar",
                "hi",
                "zh",
                "th",
                "it",
                "pt",
                "pl",
                "am",
                "my",
                "kk",
                "bn",
                "el",
                "hy",
                "ta",
            ]
        ),
        st.none(),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    ),
)
def test_spans_are_ordered_disjoint_trimmed_and_cover_the_text(
    text: str, language: str | None
) -> None:
    spans = split_sentences(text, language)
    covered: set[int] = set()
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        covered.update(range(start, end))
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(n in covered for n, character in enumerate(text) if not character.isspace())


@pytest.fixture(autouse=True)
def _silence(capfd: pytest.CaptureFixture[str]) -> object:
    """The segmenter's own complaints would reach a person's terminal."""
    yield
    assert capfd.readouterr().err == ""
