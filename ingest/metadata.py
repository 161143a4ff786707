"""What a web page says about itself: JSON-LD, meta elements, links."""

import json
import re
from collections.abc import Iterator
from typing import Any

from ingest.fields import authors_of, lower_keys, name_of, web_address
from ingest.text import one_line

MAX_JSON_LD_CHARS = 1_000_000
"""The longest JSON-LD block that is read."""

_ARTICLE_TYPES = re.compile(r"(?:Article|Posting|Report|Review|Opinion\w*)$", re.IGNORECASE)
_MAX_NODES = 500
_TITLE_SEPARATORS = re.compile(r"\s+[|·•»–—-]\s+|\s*\|\s*")  # noqa: RUF001

_META = {
    "published": (
        "article:published_time",
        "article:published",
        "og:published_time",
        "og:article:published_time",
        "datepublished",
        "date",
        "pubdate",
        "publishdate",
        "publish-date",
        "dc.date.issued",
        "dcterms.created",
        "dc.date",
        "parsely-pub-date",
        "sailthru.date",
        "cxenseparse:recs:publishtime",
    ),
    "updated": (
        "article:modified_time",
        "article:modified",
        "og:updated_time",
        "og:article:modified_time",
        "datemodified",
        "last-modified",
        "dcterms.modified",
    ),
    "section": ("article:section", "og:article:section", "parsely-section", "cxenseparse:section"),
    "source": ("og:site_name", "application-name"),
    "title": ("og:title", "twitter:title", "dc.title", "parsely-title"),
}


def described(tree: Any) -> dict[str, object]:  # noqa: ANN401 - lxml has no types
    """What a parsed page says about its article, under the names of `ingest.fields`."""
    article = _json_ld(tree)
    metas = _metas(tree)

    def meta(field: str) -> str | None:
        return next((metas[name] for name in _META[field] if metas.get(name)), None)

    publisher = article.get("publisher") or article.get("sourceorganization")
    values = {
        "title": _string(article.get("headline")) or meta("title"),
        "author": list(authors_of(article.get("author"))),
        "published": _dated(article.get("datepublished")) or meta("published") or _time(tree),
        "updated": _dated(article.get("datemodified")) or meta("updated"),
        "section": name_of(article.get("articlesection")) or meta("section"),
        "source": name_of(publisher) or meta("source"),
        "url": _address(tree, metas),
        "language": _string(article.get("inlanguage")) or tree.get("lang") or tree.get("xml:lang"),
    }
    return {name: value for name, value in values.items() if value}


def title_without_outlet(title: str, source: str | None) -> str:
    """A headline without the name of the outlet behind it ("Ferry sold | The Quay")."""
    parts = _TITLE_SEPARATORS.split(title)
    if len(parts) < 2 or not source:  # noqa: PLR2004
        return title
    last, outlet = _letters(parts[-1]), _letters(source)
    if last and (last == outlet or (len(last) > 3 and (last in outlet or outlet in last))):  # noqa: PLR2004
        return title[: title.rindex(parts[-1])].rstrip(" |·•»–—-")  # noqa: RUF001
    return title


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum()).removeprefix("the")


def _json_ld(tree: Any) -> dict[str, object]:  # noqa: ANN401
    """The node of a page's JSON-LD that is its article, with lower-case names."""
    for script in tree.iter("script"):
        kind = (script.get("type") or "").lower()
        text = script.text or ""
        if "ld+json" not in kind or len(text) > MAX_JSON_LD_CHARS:
            continue
        try:
            value = json.loads(text.strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue  # broken as often as not; the meta elements say the same
        for node in _nodes(value):
            kinds = node.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(k, str) and _ARTICLE_TYPES.search(k) for k in kinds):
                return lower_keys(node)
    return {}


def _nodes(value: object) -> Iterator[dict[object, object]]:
    """The objects of a JSON-LD value, outer before inner."""
    waiting, seen = [value], 0
    while waiting and seen < _MAX_NODES:
        item = waiting.pop(0)
        seen += 1
        if isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, dict):
            yield item
            waiting.extend(item.get(name) for name in ("@graph", "mainEntity", "mainEntityOfPage"))


def _metas(tree: Any) -> dict[str, str]:  # noqa: ANN401
    metas: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = one_line(element.get("content") or "")
        for attribute in ("property", "name", "itemprop"):
            name = element.get(attribute)
            if name and content:
                metas.setdefault(name.strip().lower(), content)
    return metas


def _time(tree: Any) -> str | None:  # noqa: ANN401
    """The time that a page marks as its publication, or its only one."""
    times = [t for t in tree.iter("time") if len(t.get("datetime") or "") >= len("2026-03-05")]
    for element in times:
        marks = f"{element.get('itemprop')} {element.get('class')} {element.get('pubdate')}".lower()
        if "publish" in marks or "pubdate" in marks:
            return str(element.get("datetime"))
    return str(times[0].get("datetime")) if len(times) == 1 else None


def _address(tree: Any, metas: dict[str, str]) -> str | None:  # noqa: ANN401
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            address = web_address(link.get("href"))
            if address:
                return address
    return web_address(metas.get("og:url"))


def _string(value: object) -> str | None:
    if isinstance(value, list) and value:
        value = value[0]
    return one_line(value) if isinstance(value, str) else None


def _dated(value: object) -> object:
    if isinstance(value, list) and value:
        value = value[0]
    return value if isinstance(value, str | int | float) else None
