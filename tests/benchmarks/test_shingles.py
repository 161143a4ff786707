"""The measure of the extraction benchmark, on texts made up for it."""

import pytest

from .shingles import Score, mean, score, shingles, spread

TEXT = "The ferry sank at noon, and nobody was aboard it."


def test_runs_are_counted_as_often_as_they_occur() -> None:
    assert shingles("a b c d e") == {("a", "b", "c", "d"): 1, ("b", "c", "d", "e"): 1}
    assert shingles("x x x x x x")["x", "x", "x", "x"] == 3
    assert shingles("Noon, noon") == {("Noon", "noon"): 1}
    assert shingles(" ... ") == {}


def test_equal_texts_are_perfect_whatever_their_punctuation() -> None:
    assert score(TEXT, TEXT.replace(",", " –")) == (1.0, 1.0)
    assert score("", "") == (1.0, 1.0)


def test_what_is_too_much_costs_precision_and_what_is_missing_recall() -> None:
    found = score("Share this now please " + TEXT, TEXT)
    assert found.recall == 1.0
    assert found.precision == pytest.approx(7 / 11)
    assert score("at noon, and nobody", TEXT) == pytest.approx((1.0, 1 / 7))
    assert score("", TEXT) == score(TEXT, "") == (0.0, 0.0)


def test_a_text_said_twice_counts_twice() -> None:
    assert score("a b c d a b c d", "a b c d") == pytest.approx((1 / 5, 1.0))
    assert score(TEXT.lower(), TEXT).recall < 1


def test_the_f1_is_that_of_the_means() -> None:
    assert mean([Score(1.0, 0.5), Score(0.5, 0.5)]).f1 == pytest.approx(0.6)
    assert Score(0.0, 0.0).f1 == 0.0


def test_the_spread_holds_the_mean_and_is_the_same_each_time() -> None:
    scores = [Score(1.0, 1.0)] * 30 + [Score(0.2, 0.4)] * 10
    low, high = spread(scores)
    assert low < mean(scores).f1 < high
    assert (low, high) == spread(scores)
    assert spread([Score(1.0, 1.0)] * 5) == (1.0, 1.0)
