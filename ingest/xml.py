"""XML files: what kind one is, and its elements, without anything beyond its own bytes."""

import codecs
import re
from html.entities import html5
from typing import Any

from ingest.records import NotAnArticleError
from ingest.text import Decoded, clean, decode

FEED_ROOTS = frozenset(("rss", "feed", "rdf", "channel"))
"""Names of the outermost element of a feed, in lower case."""

XML_ROOTS = FEED_ROOTS | {"nitf", "newsml", "newsitem", "newsmessage", "packageitem"}
"""The same, and those of news items."""

HEAD_BYTES = 65_536
"""How much of a file is looked at for its outermost element."""

_PROLOG = re.compile(
    r"(?:\s++|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*+(?:\[.*?\]\s*+)?>)*+", re.DOTALL | re.IGNORECASE
)
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_BURIED = re.compile(r"<\?xml\s|<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[<>]*+(?:\[.*?\]\s*+)?>", re.DOTALL | re.IGNORECASE)
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31};)")
_OWN = ("amp;", "lt;", "gt;", "quot;", "apos;")  # the entities of XML itself
_KEPT = frozenset(
    [
        *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "div"),
        *("blockquote", "pre", "table", "caption", "tr", "td", "th", "br", "hr", "section"),
        *("article", "figcaption", "aside", "b", "i", "em", "strong", "a", "sup", "sub"),
    ]
)
_AS_HTML = {"block": "div", "bq": "blockquote", "hl1": "h2", "hl2": "h2", "nitf-table": "div"}
_AS_HTML |= {"body.content": "div", "body": "div", "abstract": "div", "credit": "p"}
_DROPPED = ("media", "script", "style", "head", "fn", "figure", "object")
_NAMED = {
    "html": "a web page; rename it to .html if it holds an article",
    "head": "a web page; rename it to .html if it holds an article",
    "body": "a web page; rename it to .html if it holds an article",
    "urlset": "a sitemap, a list of addresses",
    "sitemapindex": "a list of sitemaps",
    "opml": "a list of feeds (OPML)",
    "svg": "a picture (SVG)",
}


def root_of(data: bytes) -> str | None:
    """The local name of the outermost element, in lower case; None when there is no markup."""
    head = _head(data)
    match = _ROOT.match(head, _after_prolog(head))
    return match[1].lower() if match else None


def is_feed(data: bytes) -> bool:
    """Whether the bytes are a feed, or one behind something that a server put before it."""
    root = root_of(data)
    if root is not None:
        return root in FEED_ROOTS
    return _FEED.search(_head(data)) is not None


def xml_text(data: bytes) -> Decoded:
    """The characters of an XML file, without declaration and what stands before it.

    Raises:
        NotTextError: when the bytes are no text.
    """
    declared = _ENCODING.search(data[:HEAD_BYTES])
    decoded = decode(data, declared[1].decode("ascii") if declared else None)
    text = clean(decoded.text)
    start = _BURIED.search(text[:HEAD_BYTES])
    if start is not None and not text.lstrip().startswith("<"):
        text = text[start.start() :]
    return Decoded(_DECLARATION.sub("", text, count=1).lstrip(), decoded.problem)


def elements(text: str) -> tuple[Any, str | None]:
    """The outermost element of XML with local names only, and what is wrong with the XML.

    Document types, entities of the file's own, and anything outside of it are left alone; a
    broken file gives what comes before the break.

    Raises:
        NotAnArticleError: when there is nothing to read.
    """
    from lxml import etree  # type: ignore[import-untyped]

    data = _without_entities(_DOCTYPE.sub("", text, count=1)).encode("utf-8", "replace")
    try:
        root, problem = etree.fromstring(data, parser=_parser(etree)), None
    except etree.XMLSyntaxError as error:
        root, problem = _recovered(etree, data), _said(error)
    if root is None:
        raise NotAnArticleError(f"its XML is broken: {problem or 'it has no element'}")
    for element in root.iter():
        if isinstance(element.tag, str):
            # A broken file may use a prefix that it does not declare.
            element.tag = re.split("[}:]", element.tag)[-1] or "unnamed"
    if problem:
        problem = f"its XML is broken: {problem}; what could be read of it is in"
    return root, problem


def markup(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    """An element of XHTML or NITF as HTML; changes the element."""
    from lxml import etree

    for node in list(element.iter()):  # all before any of them goes
        tag = node.tag
        if not isinstance(tag, str):
            continue  # an entity
        if tag in _DROPPED and node is not element:
            for part in list(node):
                node.remove(part)
            node.text = None
        node.tag = tag if tag in _KEPT else _AS_HTML.get(tag, "span")
        node.attrib.clear()
    etree.cleanup_namespaces(element)
    return str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))


def unknown(root: str | None) -> str:
    """Why a file with this outermost element holds no article, and what would."""
    known = "known are feeds (RSS, Atom) and news items (NewsML, NITF)"
    if root is None:
        return f"it is no XML; {known}"
    return f"it is {_NAMED.get(root, f'XML of an unknown kind, <{root[:60]}>')}; {known}"


def _head(data: bytes) -> str:
    head = data[:HEAD_BYTES]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "replace")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def _after_prolog(head: str) -> int:
    match = _PROLOG.match(head)
    return match.end() if match else 0


def _without_entities(text: str) -> str:
    """`text` with the named characters of HTML written out: no document type is read."""

    def written(match: re.Match[str]) -> str:
        return match[0] if match[1] in _OWN else html5.get(match[1], match[0])

    return _ENTITY.sub(written, text)


def _parser(etree: Any, *, recover: bool = False) -> Any:  # noqa: ANN401 - lxml has no types
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )


def _recovered(etree: Any, data: bytes) -> Any:  # noqa: ANN401
    try:
        return etree.fromstring(data, parser=_parser(etree, recover=True))
    except etree.XMLSyntaxError:
        return None


def _said(error: Exception) -> str:
    message = " ".join(str(error).split())[:200]
    return message[:1].lower() + message[1:]
