"""Answers for use elsewhere, read back with what reads such formats."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant import Answer, Citation, Statement
from assistant.exporting import Format, export, key_of
from corpus import Article, Query

EVIL = r'}}, x = {%$&#_~^\end{"@misc{a, <b onclick=x>*_`[a](javascript:b)[^1] 1) www.x.example | !'
BODY = "The ferry ran aground. Nobody was hurt."
_CSL = {"id", "type", "title", "container-title", "author", "section", "language", "URL", "issued"}


def _article(**facts: Any) -> Article:  # noqa: ANN401
    known: dict[str, Any] = {
        "id": "ferry",
        "title": "Ferry runs aground",
        "body": BODY,
        "origin": "ferry.md",
        "url": "https://courier.example/ferry?a=1&copy;=2",
        "source": "The Courier",
        "authors": ("Mina Roth", "Karl Voss and Sons"),
        "published": datetime(2026, 3, 9, 10, tzinfo=UTC),
    }
    return Article(**(known | facts))


def _answer(*articles: Article, question: str = "Was anyone hurt?") -> Answer:
    citations = tuple(
        Citation(number, one, one.body, 0, len(one.body)) for number, one in enumerate(articles, 1)
    )
    statements = tuple(Statement(one.quote, (one.number,)) for one in citations)
    status: Any = "answered" if statements else "not_found"
    return Answer(question, status, statements, citations, (), Query.of(question))


def _entries(text: str) -> list[dict[str, str]]:
    """The entries of a BibTeX file, by counting braces as BibTeX does: backslashes mean nothing."""
    entries, at = [], 0
    while (start := text.find("@", at)) >= 0:
        opening = text.index("{", start)
        depth, at = 1, opening + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            at += 1
        key, _, fields = text[opening + 1 : at - 1].partition(",")
        entry = {"kind": text[start + 1 : opening], "key": key}
        for field in filter(str.strip, fields.split(",\n")):
            name, _, value = field.partition(" = ")
            assert value.count("{") == value.count("}")
            entry[name.strip()] = value
        entries.append(entry)
    return entries


def _shown(markdown: str) -> tuple[str, set[str]]:
    """What a Markdown text shows, and the kinds of markup in it."""
    shown, kinds = [], set()
    for token in MarkdownIt("commonmark").parse(markdown):
        kinds.add(token.type)
        for child in token.children or ():
            kinds.add(child.type)
            shown.append(child.content if child.type in ("text", "code_inline") else "")
    return "".join(shown), kinds


def test_text_and_json_are_those_of_the_answer() -> None:
    answer = _answer(_article())
    assert export(answer, "text") == answer.text
    assert json.loads(export(answer, "json")) == answer.to_dict()


def test_markdown_keeps_each_citation() -> None:
    text = export(_answer(_article(), _article(id="b", url=None, published=None)), "markdown")
    assert text.startswith("# Was anyone hurt?\n\nThe ferry ran aground. Nobody was hurt. [^1]\n")
    assert (
        "[^1]: [Ferry runs aground](<https://courier.example/ferry?a=1\\&copy;=2>) · The Courier · "
        "9 March 2026\n\n    > The ferry ran aground. Nobody was hurt.\n" in text
    )
    assert "[^2]: Ferry runs aground · The Courier · date unknown\n" in text


def test_markdown_tells_how_the_answer_came_about() -> None:
    answer = replace(_answer(_article()), notes=("The LLM x <y> refused the key.",))
    assert "\nThe LLM x \\<y\\> refused the key.\n" in export(answer, "markdown")


def test_markdown_says_where_else_a_quote_stands() -> None:
    first = _article()
    copy = _article(id="copy", source="Gull *a*", url="https://gull.example/ferry")
    answer = _answer(first)
    (citation,) = answer.citations
    told = replace(answer, citations=(replace(citation, also=(copy,)),))
    assert " · also in Gull *a*\n" in told.text
    assert "9 March 2026 · also in Gull \\*a\\*\n" in export(told, "markdown")


def test_an_answer_without_sources_has_none() -> None:
    answer = _answer()
    assert export(answer, "bibtex") == ""
    assert json.loads(export(answer, "csl")) == []
    assert "do not tell" in export(answer, "markdown")


def test_bibtex_of_a_source() -> None:
    (entry,) = _entries(export(_answer(_article(), _article()), "bibtex"))
    assert entry == {
        "kind": "article",
        "key": key_of(_article()),
        "author": "{{Mina Roth} and {Karl Voss and Sons}}",
        "title": "{{Ferry runs aground}}",
        "journal": "{The Courier}",
        "year": "{2026}",
        "month": "mar",
        "day": "{9}",
        "url": "{https://courier.example/ferry?a=1&copy;=2}",
    }


def test_csl_of_a_source() -> None:
    (item,) = json.loads(export(_answer(_article(section="Harbour", language="en")), "csl"))
    assert item == {
        "id": key_of(_article()),
        "type": "article-newspaper",
        "title": "Ferry runs aground",
        "container-title": "The Courier",
        "author": [{"literal": "Mina Roth"}, {"literal": "Karl Voss and Sons"}],
        "section": "Harbour",
        "language": "en",
        "URL": "https://courier.example/ferry?a=1&copy;=2",
        "issued": {"date-parts": [[2026, 3, 9]]},
    }


def test_what_is_unknown_is_left_out() -> None:
    answer = _answer(_article(published=None, source=None, url="javascript:alert(1)", authors=()))
    (entry,) = _entries(export(answer, "bibtex"))
    assert set(entry) == {"kind", "key", "title"}
    assert entry["kind"] == "misc"
    (item,) = json.loads(export(answer, "csl"))
    assert set(item) == {"id", "type", "title"}
    assert "javascript" not in export(answer, "markdown")


def test_keys_are_stable_and_apart() -> None:
    assert key_of(_article()) == key_of(_article(body="Another version."))
    assert re.fullmatch(r"thecourier2026aground[0-9a-f]{10}", key_of(_article()))
    assert key_of(_article(id="other")) != key_of(_article())
    strange = _article(title="渡轮擱淺", source="Świt", published=None)
    assert re.fullmatch("[a-z0-9]+", key_of(strange))


def test_no_other_format() -> None:
    form: Any = "pdf"
    with pytest.raises(ValueError, match="no format 'pdf'"):
        export(_answer(), form)


texts = st.text(max_size=40).filter(lambda text: not re.search("[\ud800-\udfff]", text))
hostile = st.one_of(texts, st.text('{}\\%$&#_~^"<>*`[]()|@!-+=:. 1a\n', max_size=30), st.just(EVIL))


@given(hostile, hostile, hostile, hostile)
def test_hostile_text_stays_text(title: str, source: str, author: str, said: str) -> None:
    facts = {"title": title, "source": source, "authors": (author,), "section": said}
    first = _article(**facts, body=f"{said}.", url=f"https://x.example/{title}")
    answer = _answer(first, _article(id="b", published=None), question=said)
    entries = _entries(export(answer, "bibtex"))
    assert [one["key"] for one in entries] == [
        key_of(first),
        key_of(_article(id="b", published=None)),
    ]
    assert set(entries[0]) <= {
        "kind",
        "key",
        "author",
        "title",
        "journal",
        "year",
        "month",
        "day",
        "url",
    }
    assert "year" not in entries[1]
    items = json.loads(export(answer, "csl"))
    assert all(set(item) <= _CSL for item in items)
    assert not re.search(r"</?(?:i|b|sup|sub|sc|span)\b", json.dumps(items), re.IGNORECASE)


@given(hostile)
def test_markdown_shows_what_was_said(said: str) -> None:
    article = _article(body=f"{said}.", title=said, source="x", url=None)
    shown, kinds = _shown(export(_answer(article, question=f"{said}?"), "markdown"))
    plain = " ".join(
        re.sub(r"[\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069]", " ", said).split()
    )
    assert " ".join(shown.split()).count(plain) >= 3
    assert kinds.isdisjoint({"html_inline", "html_block", "image", "em_open", "strong_open"})
    assert kinds.isdisjoint({"link_open", "bullet_list_open", "ordered_list_open", "hr", "fence"})


@pytest.mark.parametrize("form", ["text", "markdown", "json", "bibtex", "csl"])
def test_every_format_takes_every_answer(form: Format) -> None:
    assert isinstance(export(_answer(_article(title=EVIL, authors=("",))), form), str)
