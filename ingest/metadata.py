"""What a web page says about itself: JSON-LD, meta elements, links."""

import itertools
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from ingest.bylines import Description, describe
from ingest.dates import parse_time
from ingest.fields import authors_of, lower_keys, name_of, web_address
from ingest.text import one_line

MAX_JSON_LD_CHARS = 1_000_000
"""The longest JSON-LD block that is read."""

_ARTICLE_TYPES = re.compile(r"(?:Article|Posting|Report|Review|Opinion\w*)$", re.IGNORECASE)
_LIST_TYPES = ("CollectionPage", "SearchResultsPage")
_MAX_NODES = 500
_PLACEHOLDERS = ("0000-", "0001-", "1970-01-01T00:00:00")  # what programs write for "none"
_TITLE_SEPARATORS = re.compile(r"\s+[|·•»–—-]\s+|\s*\|\s*")

_MAX_ELEMENTS, _MAX_PIECES = 200, 20
_TELLING = re.compile(r"byline|author|date|time|meta|publish|posted", re.IGNORECASE)
_BEHIND = re.compile(r"\s*[|·•»–—-]\s*(\S+(?: \S+){0,4})")

_COPYRIGHT = re.compile(r"\W*(?:copyright\b|©|\(c\))", re.IGNORECASE)

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

    def times(field: str, name: str) -> list[object]:
        return [_dated(article.get(name)), *(metas.get(meta) for meta in _META[field])]

    publisher = article.get("publisher") or article.get("sourceorganization")
    values: dict[str, object] = {
        "title": _string(article.get("headline")) or meta("title"),
        "author": list(authors_of(article.get("author"))),
        "published": first_time([*times("published", "datepublished"), _time(tree)]),
        "updated": first_time(times("updated", "datemodified")),
        "section": _first_of_many(name_of(article.get("articlesection")) or meta("section")),
        "source": next(filter(is_outlet, (name_of(publisher), meta("source"))), None),
        "image": article.get("image"),
        "live": article.get("liveblogupdate"),
        "started": article.get("coveragestarttime"),
        "url": _address(tree, metas),
        "language": _string(article.get("inlanguage")) or tree.get("lang") or tree.get("xml:lang"),
    }
    if not values["source"]:
        values["source"] = _outlet_in_title(tree)
    if not (values["published"] and values["author"]):
        seen = _seen(tree)
        values["author"] = values["author"] or list(seen.authors)
        values["published"] = values["published"] or seen.published
        values["updated"] = values["updated"] or seen.updated
    return {name: value for name, value in values.items() if value}


def article_nodes(tree: Any) -> tuple[int, bool]:  # noqa: ANN401
    """How many articles a page's JSON-LD says it is, and whether it says it is a list of some."""
    articles, is_list = 0, False
    for value in _json_ld_values(tree):
        for node in _nodes(value):
            kinds = node.get("@type")
            names = {str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])}
            articles += any(map(_ARTICLE_TYPES.search, names))
            is_list = is_list or not names.isdisjoint(_LIST_TYPES)
    return articles, is_list


def _first_of_many(section: str | None) -> str | None:
    """The section of an article, where a page lists all its topics in its place."""
    parts = [part.strip() for part in (section or "").split(",") if part.strip()]
    return parts[0] if len(parts) > 2 else section  # noqa: PLR2004 - "Arts, Culture" is one


def is_outlet(name: str | None) -> bool:
    """Whether a page can mean its outlet with a name: addresses and copyright lines are none."""
    return bool(name) and not web_address(name) and not _COPYRIGHT.match(name or "")


def first_time(candidates: Sequence[object]) -> object:
    """The first candidate that is a time; if none is, the first that there is, else None."""
    given = [v for v in candidates if v and not str(v).startswith(_PLACEHOLDERS)]
    for value in given:
        try:
            parse_time(value)
        except ValueError:
            continue
        return value
    return given[0] if given else None


def title_without_outlet(title: str, source: str | None) -> str:
    """A headline without the name of the outlet behind it ("Ferry sold | The Quay")."""
    parts = _TITLE_SEPARATORS.split(title)
    if len(parts) < 2 or not source:  # noqa: PLR2004
        return title
    last, outlet = _letters(parts[-1]), _letters(source)
    if last and (last == outlet or (len(last) > 3 and (last in outlet or outlet in last))):  # noqa: PLR2004
        return title[: title.rindex(parts[-1])].rstrip(" |·•»–—-")
    return title


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum()).removeprefix("the")


def _json_ld(tree: Any) -> dict[str, object]:  # noqa: ANN401
    """The node of a page's JSON-LD that is its article, with lower-case names.

    The first one, unless one of them is a live blog.
    """
    articles = list(itertools.islice(_articles(tree), _MAX_NODES))
    live = (article for article in articles if article.get("liveblogupdate"))
    return next(live, articles[0] if articles else {})


def _articles(tree: Any) -> Iterator[dict[str, object]]:  # noqa: ANN401
    for value in _json_ld_values(tree):
        for node in _nodes(value):
            kinds = node.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(k, str) and _ARTICLE_TYPES.search(k) for k in kinds):
                yield lower_keys(node)


def _json_ld_values(tree: Any) -> Iterator[object]:  # noqa: ANN401
    for script in tree.iter("script"):
        kind = (script.get("type") or "").lower()
        text = script.text or ""
        if "ld+json" not in kind or len(text) > MAX_JSON_LD_CHARS:
            continue
        try:
            yield json.loads(text.strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue  # broken as often as not; the meta elements say the same


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


def _outlet_in_title(tree: Any) -> str | None:  # noqa: ANN401
    """The outlet, where the window's title is the page's headline and a name behind it."""
    window = next((one_line(e.text_content()) for e in tree.iter("title")), "")
    for element in tree.iter("h1"):
        headline = one_line(element.text_content())
        name = _BEHIND.fullmatch(window.removeprefix(headline))
        if headline and window.startswith(headline) and name:
            return name[1]
    return None


def _seen(tree: Any) -> Description:  # noqa: ANN401
    """What the page shows of author and time, in elements whose class says what they are."""
    seen = Description()
    for element in itertools.islice(_telling(tree), _MAX_ELEMENTS):
        pieces = list(itertools.islice(element.itertext(), _MAX_PIECES + 1))
        if len(pieces) > _MAX_PIECES:
            continue
        about = describe(one_line("".join(pieces)))
        if about and not about.problems:
            seen = seen.joined(about)
        elif seen.authors and seen.published:
            break  # what is below describes comments and other articles
    return seen


def _telling(tree: Any) -> Iterator[Any]:  # noqa: ANN401
    for element in tree.iter("div", "p", "span", "a", "li"):
        marks = f"{element.get('class')} {element.get('id')} {element.get('itemprop')}"
        if _TELLING.search(marks):
            yield element


def _string(value: object) -> str | None:
    if isinstance(value, list) and value:
        value = value[0]
    return one_line(value) if isinstance(value, str) else None


def _dated(value: object) -> object:
    if isinstance(value, list) and value:
        value = value[0]
    return value if isinstance(value, str | int | float) else None
