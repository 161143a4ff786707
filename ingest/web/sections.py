"""Section pages: telling them from articles, and the links in them that lead to articles.

A page is an article if its JSON-LD says that it is one; it is a section if that says so, or it is
the front page of a site. Else it is an article if its meta elements say when it came out, or its
address is like a headline. Of any other page the text decides: an article has paragraphs that
follow each other, a section has teasers that stand apart, and several links to articles.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import unquote, urlsplit

from courlan import extract_domain, is_navigation_page, is_not_crawlable

from corpus.identity import canonical_url
from ingest.metadata import article_nodes
from ingest.text import Decoded, one_line
from ingest.web.addresses import is_front, join
from ingest.web.listing import Entry, Listing

MAX_LINKS = 5_000
"""How many links of a page are looked at."""

_FEWEST_LINKS = 5
_FEWEST_PARAGRAPHS, _PARAGRAPH_CHARS, _LONG_CHARS = 3, 60, 500
_DATED = re.compile(r"/(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2])(?:[/-]?(?:[0-2]?\d|3[01]))?(?:[/_-]|$)")
_NUMBERED = re.compile(r"(?<!\d)\d{5,}(?!\d)|[0-9a-f]{8}-[0-9a-f]{4}-|(?:^|[-.])[a-z]{1,3}\d{4,}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_CLOSE = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
_SUFFIX = re.compile(r"\.[a-z]{2,5}$")
_INDEX = re.compile(r"/(?:index|default)(?:\.[a-z]{2,5})?/?$")
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|m4a|zip|xml|rss|json|css|js|ics)$")
_PUBLISHED = ("article:published_time", "article:published", "datepublished", "parsely-pub-date")
_FURNITURE = frozenset(("nav", "footer"))
_ROLES = frozenset(("navigation", "contentinfo", "search", "menu"))


def read_section(decoded: Decoded, url: str) -> Listing | None:
    """The articles that a page of the address `url` links to; None when it is one itself."""
    from ingest.webpage import tree_of

    tree = tree_of(decoded)
    if tree is None:
        return None
    articles, is_list = article_nodes(tree)
    is_list = is_list or is_front(url)
    if articles == 1 or not (is_list or _may_be_section(tree, url)):
        return None
    links = list(_article_links(tree, url))
    if len(links) < (1 if is_list else _FEWEST_LINKS):
        return None
    return Listing([Entry(link) for link in links], is_guess=True)


def looks_like_article(url: str, text: str) -> bool:
    """Whether a link with this text leads to an article, as far as it shows.

    Its address ends in several words, or has a date or a long number; or its text is as long as
    a headline and the address is more than a section's.
    """
    parts = urlsplit(url)
    path = _INDEX.sub("/", unquote(parts.path).lower())
    segments = [segment for segment in path.split("/") if segment]
    if not segments or _FILE.search(path) or is_navigation_page(url) or is_not_crawlable(url):
        return False
    words = max(len(_WORD.findall(_SUFFIX.sub("", segment))) for segment in segments[-2:])
    told = _headline_words(text)
    if _DATED.search(path) or _NUMBERED.search(f"{segments[-1]}?{parts.query}"):
        return max(told, words) >= 3  # noqa: PLR2004 - fewer words are a label
    if words >= 4:  # noqa: PLR2004 - a slug of five is a whole headline: "More" leads there as well
        return words >= 5 or not text or told >= 3  # noqa: PLR2004
    return told >= 5 and (len(segments) > 1 or words == 3)  # noqa: PLR2004


def _headline_words(text: str) -> int:
    """How many words a text has; scripts without blanks have one in about two characters."""
    return len(_WORD.findall(text)) + len(_CLOSE.findall(text)) // 2


def _may_be_section(tree: Any, url: str) -> bool:  # noqa: ANN401 - lxml has no types
    return not (_has_published(tree) or looks_like_article(url, "") or _has_prose(tree))


def _has_published(tree: Any) -> bool:  # noqa: ANN401
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if name.lower() in _PUBLISHED and element.get("content"):
            return True
    return False


def _has_prose(tree: Any) -> bool:  # noqa: ANN401
    """Whether some element holds several paragraphs of text that are no links, or a long text."""
    for element in tree.iter("div", "td", "article", "section", "main"):
        pieces = (element.text, *(child.tail for child in element))
        if sum(len(piece.strip()) for piece in pieces if piece) >= _LONG_CHARS:
            return True
    held: dict[Any, int] = {}
    for paragraph in tree.iter("p"):
        whole = len(one_line(paragraph.text_content()))
        linked = sum(len(one_line(link.text_content())) for link in paragraph.iter("a"))
        if whole - linked >= _PARAGRAPH_CHARS and linked * 2 < whole:
            parent = paragraph.getparent()
            held[parent] = held.get(parent, 0) + 1
    return max(held.values(), default=0) >= _FEWEST_PARAGRAPHS


def _article_links(tree: Any, url: str) -> Iterator[str]:  # noqa: ANN401
    """The addresses of the same site that look like articles, each once, in the page's order."""
    texts: dict[str, str] = {}
    addresses: dict[str, str] = {}
    own = canonical_url(url)
    for address, text in _links(tree, url):
        canonical = canonical_url(address)
        if canonical is None or canonical == own or not _same_site(address, url):
            continue
        addresses.setdefault(canonical, address)
        texts[canonical] = max(texts.get(canonical, ""), text, key=len)
    for canonical, address in addresses.items():
        if looks_like_article(address, texts[canonical]):
            yield address


def _links(tree: Any, url: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """The links of a page outside of its menus: addresses and texts."""
    base = url
    with suppress(ValueError):
        base = next((join(url, one.get("href") or "") for one in tree.iter("base")), url)
    furniture = {
        element
        for element in tree.iter()
        if element.tag in _FURNITURE or (element.get("role") or "").lower() in _ROLES
    }
    for number, element in enumerate(tree.iter("a")):
        if number >= MAX_LINKS:
            return
        if not element.get("href") or any(one in furniture for one in element.iterancestors()):
            continue
        try:
            address = join(base, element.get("href"))
        except ValueError:
            continue
        text = one_line(element.text_content() or element.get("title") or "")
        yield address, text


def _same_site(url: str, other: str) -> bool:
    """Whether two addresses are of one registrable domain, or else of one host."""
    ours, theirs = urlsplit(other).hostname, urlsplit(url).hostname
    if ours == theirs:
        return True
    domain = extract_domain(url)
    return domain is not None and domain == extract_domain(other)
