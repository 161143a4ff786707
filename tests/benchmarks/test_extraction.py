"""What is read from real pages, where the development data is at hand."""

import pytest

from .extraction import DATA, main, marked_pages, measure, ours, table
from .shingles import mean

REQUIRED = 0.964


def test_real_pages_are_read_as_well_as_required() -> None:
    if not (DATA / "ground-truth.json").exists():
        pytest.skip(f"no marked pages under {DATA} (set DATELINE_DATA)")
    result = measure(ours, marked_pages(DATA))
    assert mean(list(result.scores.values())).f1 >= REQUIRED


def test_the_table_has_a_row_for_each_extractor() -> None:
    page = b"<html><body><article><h1>Osk</h1><p>The ferry sank at noon, alone.</p></article>"
    result = measure(lambda data: data.decode(), {"a": (page, "The ferry sank at noon, alone.")})
    shown = table({"all of it": result})
    assert "all of it" in shown
    assert result.scores["a"].recall == 1.0


def test_a_folder_without_pages_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--pages", "/nowhere"]) == 2
    assert "/nowhere" in capsys.readouterr().err
