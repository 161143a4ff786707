"""Spans: the best runs of pieces, within a sentence, with probabilities."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from assistant.reader.reader import load_tokenizer
from assistant.reader.spans import LONGEST, Reading, reading, units
from assistant.reader.windows import Source, Window, Windows
from corpus import Span
from corpus.sentences import split_sentences

WINDOWS = Windows(load_tokenizer())
TEXT = "Ada Moss resigned on Monday. Ruben Hallward took over the mill."
SENTENCES = [Span(*one) for one in split_sentences(TEXT)]


def _window(text: str = TEXT) -> Window:
    return WINDOWS.of("Who resigned?", [Source(text)])[0][0]


def _scores(window: Window, **places: float) -> NDArray[np.float32]:
    """Scores that favour what begins and ends at these words of the text."""
    scores = np.zeros((len(window.ids), 2), np.float32)
    for word, worth in places.items():
        start = TEXT.index(word)
        scores[(window.starts == start), 0] = worth
        scores[(window.ends == start + len(word)), 1] = worth
    return scores


def _read(scores: NDArray[np.float32], calibration: tuple[float, float] = (1.0, 0.0)) -> Reading:
    return reading(TEXT, [_window()], [scores], SENTENCES, calibration)


def test_the_best_span_is_the_likeliest() -> None:
    found = _read(_scores(_window(), Moss=4.0))
    assert TEXT[slice(*found.spans[0].span)] == "Moss"
    assert found.spans[0].probability > found.spans[1].probability
    assert found.margin == pytest.approx(8.0)


def test_a_span_ends_with_its_sentence() -> None:
    window = _window()
    scores = np.zeros((len(window.ids), 2), np.float32)
    scores[window.starts == TEXT.index("Monday"), 0] = 9
    scores[window.ends == TEXT.index("Ruben") + 5, 1] = 9
    best = _read(scores).spans[0].span
    assert not best.start <= TEXT.index(". ") < best.end - 1


def test_no_answer_lowers_what_is_said_of_the_text_not_of_its_spans() -> None:
    window = _window()
    scores = _scores(window, Moss=4.0)
    sure = _read(scores)
    scores[0] = 6.0
    unsure = _read(scores)
    assert unsure.answers < 0.5 < sure.answers
    assert unsure.spans == sure.spans
    assert _read(scores, (1.0, 9.0)).answers > 0.5


def test_a_text_without_words_does_not_answer() -> None:
    window = _window("   ")
    nothing = np.zeros((len(window.ids), 2), np.float32)
    found = reading("   ", [window], [nothing], [], (1.0, 0.0))
    assert (found.spans, found.answers) == ((), 0.0)
    assert np.isfinite(found.margin)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=40)
def test_spans_are_apart_inside_sentences_and_ordered(seed: int) -> None:
    window = _window()
    scores = np.random.default_rng(seed).normal(0, 3, (len(window.ids), 2)).astype(np.float32)
    found = _read(scores)
    assert found.spans
    assert 0 <= found.answers <= 1
    assert sum(one.probability for one in found.spans) <= 1 + 1e-6
    worths = [one.probability for one in found.spans]
    assert worths == sorted(worths, reverse=True)
    for number, one in enumerate(found.spans):
        assert any(a <= one.span.start < one.span.end <= b for a, b in SENTENCES)
        others = found.spans[:number]
        assert all(one.span.end <= o.span.start or o.span.end <= one.span.start for o in others)


def test_windows_of_one_text_are_read_together() -> None:
    text = "Nothing happened. " * 120 + "Ada Moss resigned."
    cut = WINDOWS.of("Who resigned?", [Source(text)])[0]
    assert len(cut) > 1
    scores = [np.zeros((len(one.ids), 2), np.float32) for one in cut]
    for one in scores[:-1]:
        one[0] = 5.0
    start = text.index("Moss")
    scores[-1][cut[-1].starts == start, 0] = 5
    scores[-1][cut[-1].ends == start + 4, 1] = 5
    found = reading(text, cut, scores, [Span(*one) for one in split_sentences(text)], (1.0, 0.0))
    assert text[slice(*found.spans[0].span)] == "Moss"
    assert found.margin == pytest.approx(10.0), "one window that answers is enough"


def test_the_longest_span_is_short() -> None:
    text = " ".join(["word"] * 100)
    (window,) = WINDOWS.of("Which?", [Source(text)])[0]
    scores = np.zeros((len(window.ids), 2), np.float32)
    inside = np.flatnonzero(window.starts >= 0)
    scores[inside[0], 0] = scores[inside[-1], 1] = 9
    found = reading(text, [window], [scores], [Span(0, len(text))], (1.0, 0.0))
    assert all(len(text[slice(*one.span)].split()) <= LONGEST for one in found.spans)


@pytest.mark.parametrize(
    ("text", "piece", "whole"),
    [
        ("Some 4,200 marched.", "200", "4,200"),
        ("It cost 3.45 marks.", "3", "3.45"),
        ("Jaskolka resigned.", "Ja", "Jaskolka"),
    ],
)
def test_no_span_is_a_part_of_a_word_or_number(text: str, piece: str, whole: str) -> None:
    window = _window(text)
    scores = np.zeros((len(window.ids), 2), np.float32)
    start = text.index(piece)
    scores[window.starts == start, 0] = scores[window.ends == start + len(piece), 1] = 9
    scores[window.starts == text.index(whole), 0] += 1
    scores[window.ends == text.index(whole) + len(whole), 1] += 1
    found = reading(text, [window], [scores], [Span(0, len(text))], (1.0, 0.0))
    best = found.spans[0].span
    assert whole in text[slice(*best)]
    for one in found.spans:
        assert text[slice(*one.span)] != piece


def test_a_quotation_that_does_not_end_joins_nothing() -> None:
    text = "She said: “The mill is lost. We will rebuild it. “Never,” said Ada Moss."
    spans = [Span(*one) for one in split_sentences(text)]
    assert units(text, spans) == spans


def test_a_quotation_is_one_place_for_an_answer() -> None:
    text = "She said: “The mill is lost. We will rebuild it.” Nobody replied."
    found = units(text, [Span(*one) for one in split_sentences(text)])
    assert [text[slice(*one)] for one in found] == [
        "She said: “The mill is lost. We will rebuild it.”",
        "Nobody replied.",
    ]
