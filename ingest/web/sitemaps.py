"""Sitemaps: of pages, of sitemaps, of news, and plain lists of addresses (sitemaps.org)."""

from datetime import datetime
from typing import Any

from ingest.dates import parse_time
from ingest.draft import Draft
from ingest.fields import language_of, name_of, plain
from ingest.text import NotTextError, decode
from ingest.web.addresses import join
from ingest.web.listing import Entry, Listing
from ingest.xml import elements, root_of, xml_text

MAX_ENTRIES = 100_000
"""How many addresses of a sitemap are looked at; the standard allows 50,000."""

_SITEMAPS = ("urlset", "sitemapindex")
_LOOKED_AT = 20
_SCHEMES = ("http://", "https://")


def is_sitemap(data: bytes) -> bool:
    """Whether bytes are a sitemap in XML."""
    return root_of(data) in _SITEMAPS


def read_sitemap(data: bytes, url: str) -> Listing:
    """What a sitemap in XML lists, which came from `url`.

    Raises:
        NotTextError, NotAnArticleError: when nothing in it can be read.
    """
    decoded = xml_text(data)
    root, problem = elements(decoded.text)
    found: dict[str, list[Entry]] = {"url": [], "sitemap": []}
    for element in root[:MAX_ENTRIES]:
        entry = _entry(element, url) if element.tag in found else None
        if entry is not None:
            found[element.tag].append(entry)
    problems = [one for one in (problem, decoded.problem) if one]
    if not found["url"] and not found["sitemap"]:
        problems.append("the sitemap lists no address")
    return Listing(found["url"], found["sitemap"], problems)


def read_addresses(data: bytes) -> Listing | None:
    """What a text file with an address a line lists; None when it is not such a file."""
    try:
        decoded = decode(data)
    except NotTextError:
        return None
    lines = [line.strip() for line in decoded.text.splitlines()[:MAX_ENTRIES] if line.strip()]
    if not lines or not all(line.lower().startswith(_SCHEMES) for line in lines[:_LOOKED_AT]):
        return None
    if any(" " in line for line in lines):
        return None
    listed = (_address("", line) for line in lines)
    return Listing([Entry(page) for page in listed if page])


def _entry(element: Any, base: str) -> Entry | None:  # noqa: ANN401 - lxml has no types
    parts = {child.tag: child for child in reversed(element) if isinstance(child.tag, str)}
    page = _address(base, _text(parts.get("loc")))
    if page is None:
        return None
    changed = _time(_text(parts.get("lastmod")))
    if parts.get("news") is None:
        return Entry(page, changed)
    about = _news(parts["news"])
    times = [time for time in (changed, about.published) if time is not None]
    return Entry(page, max(times, default=None), about)


def _news(news: Any) -> Draft:  # noqa: ANN401
    """What a news sitemap says of an article."""
    told = {one.tag: one for one in news.iter() if one is not news}
    return Draft(
        title=plain(_text(told.get("title"))),
        blocks=(),
        published=_time(_text(told.get("publication_date"))),
        source=name_of(_text(told.get("name"))),
        language=language_of(_text(told.get("language"))),
    )


def _address(base: str, text: str) -> str | None:
    try:
        return join(base, text) if text else None
    except ValueError:
        return None


def _text(element: Any) -> str:  # noqa: ANN401
    return "" if element is None else "".join(element.itertext()).strip()


def _time(text: str) -> datetime | None:
    try:
        return parse_time(text or None)
    except ValueError:
        return None
