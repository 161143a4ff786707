"""Markdown files, with the description in front that site generators put there."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ingest.draft import Block, Draft
from ingest.fields import draft_from, lower_keys, read_fields
from ingest.text import Decoded, clean, one_line

if TYPE_CHECKING:
    from markdown_it.token import Token

MAX_FRONT_CHARS = 65_536
"""The longest description in front."""

_FENCE = re.compile(r"---[ \t]*")
_FENCE_END = re.compile(r"(?:---|\.\.\.)[ \t]*")
_SHORTCODE = re.compile(r"\{\{[<%].{0,500}?[%>]\}\}|\{%.{0,500}?%\}")
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)


class _Part(NamedTuple):
    text: str
    level: int = 0  # of a heading


def read_markdown(decoded: Decoded) -> Draft:
    """The article in a Markdown text: plain paragraphs, and section headings kept apart.

    The headline is the description's, else the first heading if it is of the first level. A
    description that is no YAML is a problem, and the text under it is read all the same.
    """
    values, rest, problem = _front(clean(decoded.text).lstrip("\n"))
    fields = read_fields(values)
    parts = list(_parts(rest))
    title = fields.title
    top = next((part for part in parts if part.level == 1), None)
    if top is not None and (not title or top.text.casefold() == title.casefold()):
        title = title or top.text
        parts.remove(top)
    blocks = [Block(part.text, part.level > 0) for part in parts]
    problems = [text for text in (problem, decoded.problem) if text]
    return replace(draft_from(fields, blocks, problems), title=title)


def _front(text: str) -> tuple[dict[str, object], str, str | None]:
    """The description in front of a text, the text after it, and what was wrong with it."""
    lines = text.split("\n")
    end = None
    if _FENCE.fullmatch(lines[0]):
        end = next((n for n, line in enumerate(lines) if n and _FENCE_END.fullmatch(line)), None)
    if end is None or not any(":" in line for line in lines[1:end]):
        return {}, text, None  # no description; a rule, or text between two rules
    values, problem = _yaml("\n".join(lines[1:end]))
    return values, "\n".join(lines[end + 1 :]), problem


def _yaml(front: str) -> tuple[dict[str, object], str | None]:
    """The fields of a description, or what was wrong with it."""
    if len(front) > MAX_FRONT_CHARS:
        return {}, "the description in front is too long; read without it"
    from yaml import YAMLError, safe_load  # only Markdown needs it

    try:
        values = safe_load(front)
    except (YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f" at line {mark.line + 2}" if mark else ""
        what = getattr(error, "problem", None) or type(error).__name__
        return {}, f"the description in front is broken{place} ({what}); read without it"
    if not isinstance(values, dict):
        return {}, "the description in front holds no fields; read without it"
    return lower_keys(values), None


def _parts(text: str) -> Iterator[_Part]:
    from markdown_it import MarkdownIt  # only Markdown needs it

    level, mark = 0, ""
    row: list[str] | None = None  # the cells so far, inside a row of a table
    for token in MarkdownIt("commonmark").enable("table").parse(_SHORTCODE.sub("", text)):
        if token.type in ("heading_open", "heading_close"):
            level = int(token.tag[1:]) if token.nesting > 0 else 0
        elif token.type == "list_item_open":
            mark = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            yield _Part(" | ".join(filter(None, row or ())))
            row = None
        elif token.type == "inline" and row is not None:
            row.append(_inline(token))
        else:
            for part in _leaf(token):
                yield _Part(mark + part.text, part.level or level)
                mark = ""


def _leaf(token: "Token") -> Iterator[_Part]:
    """The parts of a token that holds text itself."""
    if token.type == "inline":
        line = _inline(token)
        if line:
            yield _Part(line)
    elif token.type in ("fence", "code_block"):
        yield from (_Part(line.strip()) for line in token.content.split("\n") if line.strip())
    elif token.type == "html_block":
        yield from _html(token.content)


def _inline(token: "Token") -> str:
    """The words of a paragraph or heading, without marks, pictures and tags."""
    words: list[str] = []
    for child in token.children or ():
        if child.type in ("text", "code_inline", "text_special"):
            words.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            words.append("\n")
    return one_line("".join(words))


def _html(html: str) -> Iterator[_Part]:
    """The text of HTML inside Markdown."""
    from ingest.webpage import fragment_blocks  # loads lxml, rarely needed

    for block in fragment_blocks(_COMMENT.sub("", html)):
        yield _Part(block.text, 2 if block.heading else 0)
