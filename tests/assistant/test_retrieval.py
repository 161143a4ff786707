"""What a reporter asks of the sample articles, and which of them must be found first.

`tests/retrieval.jsonl` holds the questions. `first` are the files of which one must be the first
hit, `each` those that must all be among the first hits of a comparison. A question counts from
`as_of`, by default from the morning after the newest article. How many of each kind are right:
`pytest tests/assistant/test_retrieval.py --log-cli-level=INFO`.
"""

import json
import logging
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant
from corpus import Hit

ASKED = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "retrieval.jsonl").read_text("utf-8").splitlines()
]
MORNING_AFTER = "2026-03-23T08:00+01:00"
AMONG = 6
FLOOR, FLOOR_OF_ALL = 0.85, 0.92
_LOG = logging.getLogger(__name__)


def _file(hit: Hit) -> str:
    name = Path(hit.article.origin).name
    return f"{name}#{hit.article.id}" if name.endswith(".jsonl") else name


def _right(assistant: Assistant, asked: dict[str, Any]) -> tuple[bool, list[str]]:
    """Whether a question finds what it must, and what it found."""
    how = {"as_of": asked.get("as_of", MORNING_AFTER), "recency": asked.get("recency", True)}
    if asked.get("unanswerable"):
        answer = assistant.ask(asked["question"], **how)
        return answer.status == "not_found", [answer.text]
    found = [_file(hit) for hit in assistant.search(asked["question"], **how)]
    if "each" in asked:
        return set(asked["each"]) <= set(found[:AMONG]), found[:AMONG]
    return bool(found) and found[0] in asked["first"], found[:3]


@pytest.fixture(scope="module")
def outcomes(assistant: Assistant) -> dict[str, list[tuple[str, bool, list[str]]]]:
    """The questions of each kind, whether they found what they must, and what they found."""
    kinds: dict[str, list[tuple[str, bool, list[str]]]] = defaultdict(list)
    for asked in ASKED:
        kinds[asked["kind"]].append((asked["question"], *_right(assistant, asked)))
    for kind, done in kinds.items():
        right = sum(right for _, right, _ in done)
        _LOG.info("%-20s %3d of %3d", kind, right, len(done))
    return kinds


@pytest.mark.parametrize("kind", sorted({asked["kind"] for asked in ASKED}))
def test_what_must_be_found_is_found(
    outcomes: dict[str, list[tuple[str, bool, list[str]]]], kind: str
) -> None:
    done = outcomes[kind]
    wrong = [f"{question}\n  found {found}" for question, right, found in done if not right]
    assert 1 - len(wrong) / len(done) >= FLOOR, "\n".join(wrong)


def test_most_of_all_questions_find_what_they_must(
    outcomes: dict[str, list[tuple[str, bool, list[str]]]],
) -> None:
    right = [right for done in outcomes.values() for _, right, _ in done]
    assert sum(right) / len(right) >= FLOOR_OF_ALL


def test_the_questions_are_well_formed() -> None:
    assert len(ASKED) >= 80
    assert len({asked["question"] for asked in ASKED}) == len(ASKED)
    for asked in ASKED:
        assert len({"first", "each", "unanswerable"} & set(asked)) == 1, asked
