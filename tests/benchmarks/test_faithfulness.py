"""The table of the check of statements, on sentences made up for it."""

import json
from pathlib import Path

import numpy as np
import pytest

from .faithfulness import fit, main, threshold


def test_the_table_tells_precision_and_recall_of_each_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    yes, no = ([{"worker_id": 1, "response": one}] * 3 for one in ("yes", "no"))
    rows = [
        {
            "article": f"The ferry sank at pier {n}. The mayor of Osk was absent that day.",
            "summary_sentences": [
                {"sentence": f"The ferry sank at pier {n}.", "responses": yes},
                {"sentence": "The mayor of Osk sold the harbour to a bank.", "responses": no},
            ],
        }
        for n in range(20, 60)
    ]
    file = tmp_path / "judged.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert main(["--data", str(file)]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    mine = [line for line in lines if line[:1] == ["Dateline"]]
    assert [line[1:] for line in mine] == [["1.000", "1.000", "0.500"]] * 2


def test_a_file_that_is_missing_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", "/nowhere.jsonl"]) == 2
    assert "/nowhere.jsonl" in capsys.readouterr().err


def test_the_threshold_is_the_lowest_that_is_precise_enough() -> None:
    scores = np.array([0.9, 0.8, 0.7, 0.7, 0.1])
    supported = np.array([1.0, 1.0, 1.0, 0.0, 0.0])
    assert threshold(scores, supported, 0.9) == 0.8
    assert threshold(scores, supported, 0.75) == 0.7
    assert threshold(scores, 1 - supported, 0.9) == float("inf")


def test_weights_follow_what_tells_right_from_wrong() -> None:
    rows = np.array([[0.0, 1.0], [0.0, 0.0], [1.0, 1.0], [1.0, 0.0]] * 5)
    telling, silent, _ = fit(rows, rows[:, 0])
    assert telling > 0.5
    assert abs(silent) < 1e-6
