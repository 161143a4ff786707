"""Conversations about the sample articles, and the article that each turn must find.

`tests/conversations.jsonl` holds them: `first` are the files of which one must be the first hit.
How many turns are right: `pytest tests/assistant/conversation --log-cli-level=INFO`.
"""

import json
import logging
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from assistant import Assistant
from corpus import Hit
from ingest import sample_articles

HELD: list[list[dict[str, Any]]] = [
    json.loads(line)["turns"]
    for line in (Path(__file__).parents[2] / "conversations.jsonl").read_text("utf-8").splitlines()
]
MORNING_AFTER = "2026-03-23T08:00+01:00"
FLOOR, FLOOR_OF_FOLLOW_UPS = 0.90, 0.88
_LOG = logging.getLogger(__name__)


class Outcome(NamedTuple):
    """A turn with what it was understood as, and whether it found what it must."""

    place: int
    right: bool
    told: str


def _file(hit: Hit) -> str:
    name = Path(hit.article.origin).name
    return f"{name}#{hit.article.id}" if name.endswith(".jsonl") else name


@pytest.fixture(scope="module")
def outcomes(assistant: Assistant) -> list[Outcome]:
    """The turns of all conversations."""
    found = []
    for held in HELD:
        chat = assistant.chat()
        for place, asked in enumerate(held):
            answer = chat.ask(asked["question"], as_of=MORNING_AFTER)
            first = _file(answer.hits[0]) if answer.hits else ""
            read = answer.query.standalone or "as it is"
            told = f"{asked['question']}\n  read {read}\n  found {first}"
            found.append(Outcome(place, first in asked["first"], told))
    return found


def _share(outcomes: list[Outcome]) -> float:
    right = sum(one.right for one in outcomes)
    _LOG.info("%d of %d turns", right, len(outcomes))
    return right / len(outcomes)


def test_turns_find_what_they_must(outcomes: list[Outcome]) -> None:
    wrong = [one.told for one in outcomes if not one.right]
    assert _share(outcomes) >= FLOOR, "\n".join(wrong)


def test_follow_ups_find_what_they_must(outcomes: list[Outcome]) -> None:
    later = [one for one in outcomes if one.place]
    wrong = [one.told for one in later if not one.right]
    assert _share(later) >= FLOOR_OF_FOLLOW_UPS, "\n".join(wrong)


def test_the_conversations_are_well_formed() -> None:
    assert len(HELD) >= 40
    assert all(2 <= len(held) <= 4 for held in HELD)
    names = {path.name for path in (sample_articles() / "samples").iterdir()}
    for held in HELD:
        for asked in held:
            assert {one.partition("#")[0] for one in asked["first"]} <= names
