"""What describes an article beside its text, under the many names that files give it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape

from corpus.languages import declared_language
from ingest.dates import parse_time
from ingest.draft import Block, Draft
from ingest.text import one_line

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "uri", "guid"),
    "url": ("url", "link", "canonical_url", "canonicalurl"),
    "title": ("title", "headline"),
    "body": (
        "text",
        "body",
        "content",
        "articlebody",
        "body_text",
        "body_html",
        "body_xhtml",
        "content_text",
        "content_html",
    ),
    "authors": ("authors", "author", "byline", "by"),
    "published": (
        "published",
        "publish_date",
        "date",
        "published_at",
        "datepublished",
        "pubdate",
        "date_published",
        "publishdate",
        "publishedat",
        "firstcreated",
    ),
    "updated": (
        "updated",
        "updated_at",
        "datemodified",
        "date_modified",
        "modified",
        "lastmod",
        "updatedat",
        "versioncreated",
    ),
    "source": ("source", "outlet", "publisher", "site_name", "sitename", "infosource"),
    "section": ("section", "category", "articlesection"),
    "language": ("language", "lang", "inlanguage"),
}
"""Each field of an article, and its names in files in lower case, the most telling first."""

MAX_NAME_CHARS = 300
"""The longest name of an outlet, a section or an author that is one."""

MAX_URL_CHARS = 4_000
"""The longest address that is kept."""

_BY = re.compile(
    r"(?:(?:analysis|opinion|story|words|text|review|reporting|written|posted) )?by:?\s+(?=\S)",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\s*(?:;|\||\n)\s*|\s*,?\s+(?:and|&)\s+", re.IGNORECASE)
_SUFFIX = re.compile(
    r"(?:Jr|Sr|II|III|IV|MD|PhD|Ph\.D|M\.D|MS|MSc|MA|MBA|MPH|JD|RN|RD|RDN|LD|DDS|CPA|Esq)\.?"
)
_POST = re.compile(  # what somebody is, behind the name
    r"\b(?:writer|editor|correspondent|reporter|columnist|journalist|bureau chief)"
    r"(?:[- ]at[- ]large)?$",
    re.IGNORECASE,
)
_WEB = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fields:
    """What is known about an article; `problems` says in sentences what could not be read."""

    own_id: str | None = None
    url: str | None = None
    title: str = ""
    source: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    section: str | None = None
    language: str | None = None
    problems: tuple[str, ...] = ()


def draft_from(fields: Fields, blocks: Sequence[Block], problems: Sequence[str] = ()) -> Draft:
    """A draft of these fields and blocks."""
    return Draft(
        title=fields.title,
        blocks=tuple(blocks),
        url=fields.url,
        own_id=fields.own_id,
        source=fields.source,
        authors=fields.authors,
        published=fields.published,
        updated=fields.updated,
        section=fields.section,
        language=fields.language,
        problems=(*fields.problems, *problems),
    )


def pick(values: Mapping[str, object], field: str) -> object:
    """The first value that is there under one of the names of `field`.

    `values` must have lower-case keys.
    """
    for name in SYNONYMS[field]:
        value = values.get(name)
        if value is not None and value not in ("", [], {}):
            return value
    return None


def lower_keys(values: Mapping[object, object]) -> dict[str, object]:
    """`values` with its keys as lower-case text; the first of several alike wins."""
    lowered: dict[str, object] = {}
    for key, value in values.items():
        lowered.setdefault(str(key).lower(), value)
    return lowered


def read_fields(values: Mapping[str, object]) -> Fields:
    """The description of an article from loose values under lower-case names.

    Wrong types never raise: what has no sensible reading is left out, and a problem says so
    where a person would want to mend it.
    """
    problems: list[str] = []
    title = pick(values, "title")
    if title is not None and not isinstance(title, str | int | float):
        problems.append(f"the headline is a {type(title).__name__}, not text")
    url = pick(values, "url")
    address = web_address(url)
    if url is not None and address is None and values.get("url") is not None:
        problems.append(f"url {short(url)} is no web address; the article is in without it")
    return Fields(
        own_id=_own_id(values),
        url=address,
        title=plain(title),
        source=name_of(pick(values, "source")),
        authors=authors_of(pick(values, "authors")),
        published=time_of(values, "published", problems),
        updated=time_of(values, "updated", problems),
        section=name_of(pick(values, "section")),
        language=language_of(pick(values, "language")),
        problems=tuple(problems),
    )


def plain(value: object) -> str:
    """A single line of text from text or a number; from anything else an empty one.

    Entities ("AT&amp;T") are resolved: many programs escape a headline once too often.
    """
    if isinstance(value, str):
        return one_line(unescape(value) if "&" in value else value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def short(value: object) -> str:
    """A value as a message may show it: its text if it is short text, else its type."""
    if isinstance(value, str):
        return repr(value if len(value) <= 60 else value[:57] + "...")  # noqa: PLR2004
    return f"of type {type(value).__name__}" if isinstance(value, list | dict) else str(value)[:60]


def time_of(values: Mapping[str, object], field: str, problems: list[str]) -> datetime | None:
    """The time of `field`, or None; a value that is no time adds to `problems`."""
    value = pick(values, field)
    try:
        return parse_time(value)
    except ValueError as error:
        said = str(error) if isinstance(value, str) else f"{short(value)}: {error}"
        problems.append(f"{field} {said}; the article is in, its date unknown")
        return None


def web_address(value: object) -> str | None:
    """`value` if it is an http or https address."""
    if not isinstance(value, str) or len(value) > MAX_URL_CHARS:
        return None
    address = one_line(value)
    return address if _WEB.fullmatch(address) else None


def name_of(value: object) -> str | None:
    """A name from text, from an object with a `name`, or from the first of a list."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("name")
    name = plain(value)
    return name if name and len(name) <= MAX_NAME_CHARS else None


def authors_of(value: object) -> tuple[str, ...]:
    """Author names from text, a list, or objects with a `name`; each once, in their order."""
    names: dict[str, None] = {}
    for item in value if isinstance(value, list) else [value]:
        entry = item.get("name") or item.get("byline") if isinstance(item, dict) else item
        if isinstance(entry, str) and len(entry) <= MAX_NAME_CHARS * 10:
            names.update(dict.fromkeys(split_authors(entry)))
    return tuple(names)


def split_authors(byline: str) -> tuple[str, ...]:
    """The names in a byline: "By Ann Roe, Bo Li and Cy Poe" names three people.

    A comma parts names only where each side can be a full name, so "Roe, Ann" is one.
    """
    line = _BY.sub("", byline.strip(), count=1) if _BY.match(byline.strip()) else byline
    names: list[str] = []
    parts = _SEVERAL.split(line)
    for part in parts:
        pieces = [piece for piece in re.split(r"\s*[,，、]\s*", part) if piece.strip()]
        whole = len(parts) > 1 or all(" " in p.strip() or _SUFFIX.fullmatch(p) for p in pieces)
        if not whole:
            pieces = [part] if all(" " not in p.strip() for p in pieces) else pieces[:1]
        for piece in pieces:
            name = one_line(piece)
            if names and _SUFFIX.fullmatch(name):
                names[-1] += f", {name}"
            elif names and _POST.search(name):
                continue
            elif (name and name[0].isalpha() and not name[0].islower()) or name.startswith("@"):
                names.append(name)
    return tuple(n for n in names if len(n) <= MAX_NAME_CHARS and not _WEB.fullmatch(n))


def language_of(value: object) -> str | None:
    """A language tag such as `en` or `pt-BR`, or None where none is named that exists."""
    if value is False:
        return "no"  # YAML reads Norwegian's code as a truth value
    return declared_language(plain(name_of(value)))


def _own_id(values: Mapping[str, object]) -> str | None:
    for name in SYNONYMS["id"]:
        value = values.get(name)
        if isinstance(value, dict):  # a feed's guid with attributes
            value = value.get("value") or value.get("#text")
        text = plain(value)
        if text:
            return text
    return None
