"""`dateline ask --llm`, run as a person runs it."""

import json
from pathlib import Path
from threading import Thread

import pytest

from tests.assistant.llm.conftest import Server
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


def test_an_llm_words_the_answer_and_what_is_unsupported_is_told_on_demand(filled: Run) -> None:
    server = Server()
    server.script = lambda asked: [
        f"The ferry of Quillbury sails at nine. [{asked.passages[0][0]}]\n",
        f"The ferry of Quillbury sank in 1987. [{asked.passages[0][0]}]\n",
    ]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        asked = ("ask", "When does the ferry of Quillbury sail?", "--llm", server.spec)
        told, all_told = filled(*asked).stdout, filled(*asked, "--show-unsupported").stdout
    finally:
        server.shutdown()
        server.server_close()
        thread.join(20)
    assert told.startswith("The ferry of Quillbury sails at nine. [1]")
    assert "1987" not in told.replace("\u0336", "")
    assert "sank in 1987. (unsupported: " in all_told.replace("\u0336", "")
