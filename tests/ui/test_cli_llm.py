"""`dateline ask --llm`, run as a person runs it."""

import json
from pathlib import Path

import pytest

from ui import terminal

from .conftest import Run

ARTICLE = "The ferry of Quillbury sails at nine. It is painted blue."


@pytest.fixture
def filled(run: Run, tmp_path: Path) -> Run:
    """With one article."""
    (tmp_path / "ferry.txt").write_text(f"Ferry of Quillbury\n\n{ARTICLE}\n", encoding="utf-8")
    run("ingest", str(tmp_path / "ferry.txt"))
    return run


def test_an_llm_that_nobody_serves_gives_way_to_the_articles(filled: Run) -> None:
    spec = "openai-like/x@http://127.0.0.1:1/v1"
    asked = ("ask", "When does the ferry of Quillbury sail?", "--llm", spec)
    told = filled(*asked, "--show-unsupported").stdout
    assert "sails at nine" in told
    assert "could not be reached" in told
    value = json.loads(filled(*asked, "--json").stdout)
    assert value["unsupported"] == []
    assert "could not be reached" in value["notes"][0]


def test_an_llm_that_there_is_not_is_refused_in_a_sentence(filled: Run) -> None:
    done = filled("ask", "When does the ferry sail?", "--llm", "sorcery/x", code=2)
    assert done.stderr.startswith("dateline: there is no LLM 'sorcery/x': name one as ollama/NAME")


def test_what_is_unsupported_is_struck_through_on_demand() -> None:
    from dataclasses import replace

    from assistant import Answer, Unsupported
    from corpus import Query

    empty = Answer("Who?", "not_found", (), (), (), Query.of("Who?"))
    given = replace(empty, unsupported=(Unsupported("No\nway.", "nobody says it", 0),))
    assert "way" not in terminal.answer(given)
    shown = terminal.answer(given, unsupported=True)
    assert "".join(one for one in shown if one != "\u0336").startswith(
        "No way. (unsupported: nobody says it)"
    )
    assert shown.count("\u0336") == len("No way.")
    assert terminal.harmless(shown) == shown
