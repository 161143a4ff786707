"""Articles as JSON values: one object, a list of them, or a line each."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from corpus.identity import canonical_url
from ingest.draft import Block, Draft
from ingest.fields import draft_from, lower_keys, pick, read_fields, short
from ingest.furniture import trim_tail
from ingest.text import clean, one_line, paragraphs

LISTS = ("articles", "items", "data", "results", "entries", "docs", "documents", "stories", "news")
"""Names under which an object may hold a list of articles."""

_MARKUP = re.compile(
    r"</(?:p|div|h[1-6]|li|span|blockquote|a)\s*>|<(?:p|br)\b[^<>]*>", re.IGNORECASE
)
_INSIDE = ("value", "text", "rendered", "content", "html")  # where an object keeps its text
_MAX_TOLD = 60


class NotAnArticleError(ValueError):
    """A value that is no article; the message says why."""


def is_anonymous(draft: Draft) -> bool:
    """Whether a row or item brings neither an id nor a web address."""
    return not (draft.own_id or (draft.url and canonical_url(draft.url)))


def row_identity(origin: str, draft: Draft, item: object) -> str:
    """What names a row that is anonymous: its file, its headline, and its date as it says it.

    It does not depend on where the row stands, so that inserting one leaves the others alone.
    Rows that share it are told apart by the corpus (`corpus.rows`).
    """
    published = pick(lower_keys(item), "published") if isinstance(item, dict) else None
    return "\n".join((origin, draft.title, short(published), "1"))


def parse(text: str) -> object:
    """The value of a JSON text.

    Raises:
        NotAnArticleError: when it is not JSON; the message names the place.
    """
    try:
        return cast("object", json.loads(text))
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if error.lineno > 1 else ""
        place = f"{line}character {error.colno}"
        raise NotAnArticleError(f"broken JSON at {place}: {_lower(error.msg)}") from error
    except RecursionError as error:
        raise NotAnArticleError("its JSON is nested too deeply") from error
    except ValueError as error:
        raise NotAnArticleError(f"its JSON cannot be read: {_lower(str(error))}") from error


def items_of(value: object) -> Sequence[object]:
    """The items that the value of a whole JSON file holds.

    Raises:
        NotAnArticleError: when it is neither an object nor a list.
    """
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        raise NotAnArticleError(f"its JSON is {_kind(value)}, not an article or a list of them")
    values = lower_keys(value)
    if pick(values, "title") is None and not _body_text(values)[0]:
        for name in LISTS:
            inside = values.get(name)
            if isinstance(inside, list):
                return inside
    return [value]


def read_item(item: object) -> Draft:
    """The article in one JSON object.

    Its body is plain text, or HTML that is made plain. Of plain text only furniture at its end
    that is beyond doubt is cut (`ingest.furniture.trim_tail`): whoever wrote the JSON has
    already chosen what belongs to the article.

    Raises:
        NotAnArticleError: when the value is no object, or has no text.
    """
    if not isinstance(item, dict):
        raise NotAnArticleError(f"it is {_kind(item)}, not an object with fields")
    values = lower_keys(item)
    body, problem = _body_text(values)
    if problem:
        raise NotAnArticleError(problem)
    fields = read_fields(_with_nested(values))
    blocks, cut = _read_body(body, fields.title, is_html=False)
    return replace(draft_from(fields, blocks), cut=cut)


def body_blocks(body: str, title: str, *, is_html: bool = False) -> list[Block]:
    """The paragraphs and headings of a body, plain or marked up, without `title` before them."""
    return _read_body(body, title, is_html=is_html)[0]


def _read_body(body: str, title: str, *, is_html: bool) -> tuple[list[Block], tuple[str, ...]]:
    """The blocks of a body, and the lines under them that were cut."""
    text = clean(body)
    cut: tuple[str, ...] = ()
    if is_html or ("<" in text and _MARKUP.search(text)):
        from ingest.webpage import fragment_blocks  # loads lxml, rarely needed

        blocks = fragment_blocks(text)
    else:
        lines = paragraphs(text)
        blocks = [Block(paragraph) for paragraph in trim_tail(lines)]
        cut = lines[len(blocks) :]
    if len(blocks) > 1 and title and one_line(blocks[0].text) == title:
        del blocks[0]
    return blocks, cut


def _body_text(values: Mapping[str, object]) -> tuple[str, str | None]:
    """The text of an item, or why it has none."""
    value = pick(values, "body")
    bodies = values.get("bodies")
    if value is None and isinstance(bodies, list):  # ninjs: the same text in several formats
        value = next((text for text in map(_inner_text, bodies) if text.strip()), None)
    if isinstance(value, list):
        text = "\n\n".join(_inner_text(part) for part in value)
    else:
        text = _inner_text(value)
    if text.strip():
        return text, None
    if value is None or isinstance(value, str | list):
        return "", "it has no text (text, body or content)"
    return "", f"its text is {_kind(value)}, not text"


def _with_nested(values: dict[str, object]) -> dict[str, object]:
    """`values` with a title that stands as `{"rendered": ...}` or a list of such made plain."""
    if "headlines" in values and pick(values, "title") is None:
        values = {**values, "title": values["headlines"]}
    title = pick(values, "title")
    if isinstance(title, list) and title:
        title = title[0]
    if isinstance(title, dict):
        values = {**values, "title": _inner_text(title) or title}
    return values


def _inner_text(value: object) -> str:
    if isinstance(value, dict):
        inner = (value.get(name) for name in _INSIDE)
        return next((text for text in inner if isinstance(text, str)), "")
    return value if isinstance(value, str) else ""


def _kind(value: object) -> str:
    if value is None:
        return "empty (null)"
    if isinstance(value, bool):
        return "a truth value"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return f"text ({value[:_MAX_TOLD]!r})"
    return "a list" if isinstance(value, list) else "an object"


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]
