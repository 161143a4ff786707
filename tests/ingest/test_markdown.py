"""Markdown becomes plain text, with what stands in front of it as its description."""

from datetime import UTC, datetime

from ingest.draft import Block
from ingest.markdown import read_markdown
from ingest.text import Decoded

PAGE = """\
---
title: Old weir to be rebuilt
date: 2026-03-05
authors: [Ada Fenn, Bo Lindqvist]
lang: no
outlet: Osk Herald
---
# Old weir to be rebuilt

The *weir* below the [mill](https://a.example) has been `leaking`
for **years**. ![a weir](weir.jpg)<!-- hidden -->

## Why it leaks

> The stones are old,
> said the miller.

- moss
- mice
  1. grey ones

<!-- a comment
over lines -->
<p>It is <b>wet</b>.</p>

| year | litres |
|------|-------:|
| 2025 | 12     |

    code stays

## Nothing below
"""


def read(text: str) -> list[Block]:
    return list(read_markdown(Decoded(text)).blocks)


def test_a_page() -> None:
    draft = read_markdown(Decoded(PAGE))
    assert draft.title == "Old weir to be rebuilt"
    assert draft.published == datetime(2026, 3, 5, tzinfo=UTC)
    assert draft.authors == ("Ada Fenn", "Bo Lindqvist")
    assert (draft.language, draft.source) == ("no", "Osk Herald")
    assert draft.problems == ()
    assert [("## " if heading else "") + text for text, heading in draft.blocks] == [
        "The weir below the mill has been leaking for years.",
        "## Why it leaks",
        "The stones are old, said the miller.",
        "moss",
        "mice",
        "1. grey ones",
        "It is wet.",
        "year | litres",
        "2025 | 12",
        "code stays",
        "## Nothing below",
    ]


def test_the_headline_without_a_description() -> None:
    draft = read_markdown(Decoded("Storm over Osk\n==============\n\nIt rained.\n"))
    assert (draft.title, draft.blocks) == ("Storm over Osk", (Block("It rained."),))


def test_a_second_first_level_heading_stays() -> None:
    draft = read_markdown(Decoded("---\ntitle: Storm\n---\n# What happened\n\nIt rained.\n"))
    assert draft.title == "Storm"
    assert draft.blocks[0] == Block("What happened", heading=True)


def test_a_broken_description_costs_only_itself() -> None:
    draft = read_markdown(Decoded("---\ntitle: Storm\nbad: [a\n---\n# Storm\n\nIt rained.\n"))
    assert (draft.title, draft.blocks) == ("Storm", (Block("It rained."),))
    assert "line 3" in draft.problems[0]


def test_rules_are_no_description() -> None:
    assert read("---\n\nIt rained.\n\n---\n\nIt stopped.") == [
        Block("It rained."),
        Block("It stopped."),
    ]


def test_aliases_that_explode_or_loop_do_no_harm() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{name}: &{name} [*{before}, *{before}]\n"
        for before, name in zip("abcdefghijklmnopqrstuvw", "bcdefghijklmnopqrstuvwx", strict=True)
    )
    for front in (f"{bomb}author: *x\ntitle: *x", "author: &a [*a]\ntitle: &t {name: *t}"):
        assert read_markdown(Decoded(f"---\n{front}\n---\nIt rained.\n")).blocks
