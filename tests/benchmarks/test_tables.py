"""The figures and verdicts of the benchmark's table, and its timers."""

import time
from dataclasses import replace

import pytest

from .measuring import STAGES, Again, First, Round, Run, Stages
from .tables import Row, render, rows_of, shown


def first(seconds: float, model: float, disk: int) -> First:
    return First(
        articles=120,
        passages=1200,
        word_pieces=200.0,
        seconds=seconds,
        cpu_seconds=2 * seconds,
        imports=1.0,
        loading=0.5,
        warming=0.25,
        peak_memory=300_000_000,
        stages=dict.fromkeys(STAGES, 0.0) | {"the model": model},
        disk={"vectors": disk, "in all": disk},
    )


FAST = Run(first(10.0, 9.0, 3_000_000), Again(0.01, 0.1))
SLOW = Run(first(50.0, 40.0, 30_000_000), Again(1.0, 1.0))


def row(rows: list[Row], figure: str) -> Row:
    return next(one for one in rows if one.figure == figure)


def test_a_budget_that_is_met() -> None:
    rows = rows_of([Round(FAST, SLOW)], 1_000_000)
    speed = row(rows, "articles/s, times the pipeline's")
    assert speed == Row(speed.figure, "5.00 x", "", "at least 4.00 x", "met")
    assert row(rows, "articles/CPU s, times the pipeline's").ours == "5.00 x"
    share = row(rows, "share: the model")
    assert share == Row(share.figure, "90.0%", "80.0%", "at least 85.0%", "met")
    again = row(rows, "re-ingest, changed file: articles/s")
    assert again == Row(again.figure, "1,200", "120", "at least 1,000", "met")
    disk = row(rows, "disk / plain text")
    assert disk == Row(disk.figure, "3.0 x", "30.0 x", "at most 4.0 x", "met")
    assert row(rows, "share: the rest").ours == "10.0%"


def test_a_budget_that_is_not_met() -> None:
    rows = rows_of([Round(SLOW, FAST)], 1_000_000)
    verdicts = [one.verdict for one in rows if one.budget]
    assert verdicts == ["not met"] * 4


def test_several_rounds_show_median_and_range() -> None:
    slower = replace(FAST, first=replace(FAST.first, seconds=20.0))
    rounds = [Round(FAST, SLOW), Round(slower, SLOW), Round(FAST, SLOW)]
    rows = rows_of(rounds, 1_000_000)
    assert row(rows, "articles/s").ours == "12.0 (6.0 to 12.0)"
    assert row(rows, "articles/s, times the pipeline's").verdict == "met in 2 of 3 rounds"
    assert shown([1.0, 1.0], "{:.1f}") == "1.0"


def test_the_columns_line_up() -> None:
    lines = render([Row("a", "1", "2"), Row("long name", "1,000", "20", "at least 4", "met")])
    heading, rule, short, long = lines.splitlines()
    assert set(rule) == {"-"}
    assert short.index("2") == long.index("20") + 1 == heading.index("llama-index") + 10
    assert long.endswith("met")


def test_an_inner_stage_takes_its_time_from_the_outer_one() -> None:
    stages = Stages()
    inner = stages.timed("inner", time.sleep)
    with stages.running("outer"):
        inner(0.05)
    assert stages.seconds["inner"] >= 0.05
    assert stages.seconds["outer"] < 0.04


def test_a_generator_is_timed_by_its_steps() -> None:
    stages = Stages()
    steps = stages.stepped("steps", lambda: iter([1, 2]))
    found = []
    for number in steps():
        found.append(number)
        time.sleep(0.03)
    assert found == [1, 2]
    assert stages.seconds["steps"] < 0.02


def test_a_stage_ends_when_its_function_fails() -> None:
    stages = Stages()
    with pytest.raises(ZeroDivisionError):
        stages.timed("failing", lambda: 1 / 0)()
    assert stages.seconds["failing"] > 0
