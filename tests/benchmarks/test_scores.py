"""Ranks, answers and means of the benchmark of searches, and its columns."""

from collections.abc import Sequence

from assistant.reader.training.measuring import normalised

from .columns import aligned
from .scores import HEADINGS, Found, Scored, answered, cells, rank


def words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def test_the_rank_is_that_of_the_first_right_story() -> None:
    found = [Found(story, "") for story in ("a", "a", "b", "a", "c")]
    assert rank(found, {"c", "b"}) == 2
    assert rank(found, {"c"}) == 3
    assert rank(found, {"d"}) is None
    assert rank([], {"d"}) is None


def test_only_ten_stories_count() -> None:
    found = [Found(str(number // 2), "") for number in range(30)]
    assert rank(found, {"9"}) == 10
    assert rank(found, {"10"}) is None


def test_answers_are_compared_as_squad_does() -> None:
    assert normalised("“The Gull’s”  Nest!") == "gulls nest"
    found = [Found("a", "They named it the “Gull-Nest” in 1998.")]
    assert answered(found, ["gullnest"], words) == (True, True)
    assert answered(found, ["199"], words) == (False, False)
    assert answered(found, ["The!"], words) == (False, False)


def test_a_context_ends_where_it_is_full() -> None:
    found = [Found("a", "boat " * 800), Found("b", "sail " * 300 + "oar " * 300)]
    assert answered(found, ["sail"], words) == (True, True)
    assert answered(found, ["oar"], words) == (False, True)
    assert answered([Found("a", "boat " * 3000 + "oar")], ["oar"], words) == (False, False)
    assert answered([], ["oar"], words) == (False, False)


def test_means_over_questions() -> None:
    scored = [Scored(1, (True, True)), Scored(4, (False, True)), Scored(None, (False, False))]
    row = dict(zip(HEADINGS, cells(scored), strict=True))
    assert row["hit@1"] == row["hit@3"] == "0.333"
    assert row["hit@5"] == row["hit@10"] == "0.667"
    assert row["MRR@10"] == "0.417"
    assert (row["answer in 1,000"], row["answer in 2,000"]) == ("0.333", "0.667")
    assert set(cells([])) == {"-"}


def test_columns_are_aligned() -> None:
    lines = aligned([["", "hits"], ["all of them: 7"], ["one", "1.5"], ["another", "0.125"]])
    heading, rule, empty, block, one, another = lines.splitlines()
    assert (empty, block) == ("", "all of them: 7")
    assert set(rule) == {"-"}
    assert heading.index("hits") + 4 == one.index("1.5") + 3 == another.index("0.125") + 5
