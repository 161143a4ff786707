"""Safe HTML from texts that nobody vouches for. Nothing else here makes markup of a text."""

import re
from collections.abc import Iterator, Sequence
from html import escape as escape_html
from urllib.parse import urlsplit

from assistant.answer import show_date
from corpus import Article, Span

_HOST = re.compile(r"[a-z0-9_][a-z0-9_.-]*")
_NO_ADDRESS = re.compile(
    r"[\x00-\x20\x7f-\xa0\"<>\\]|[\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
)
_LINE = re.compile(r"[^\n\r]*[^\s][^\n\r]*")


def escape(text: str) -> str:
    """The text as it may stand in an element or a quoted attribute."""
    # Half a surrogate pair cannot be sent to a browser.
    return escape_html(text.encode("utf-8", "replace").decode())


def line(text: str) -> str:
    """The text on one line, escaped."""
    return escape(" ".join(text.split()))


def inline(text: str) -> str:
    """The text on one line, escaped, and kept from turning the text around it about."""
    return f"<bdi>{line(text)}</bdi>"


def headline(article: Article) -> str:
    """What an article is called."""
    return line(article.title or "(no headline)")


def facts(article: Article) -> str:
    """Outlet and day of an article, as far as they are known."""
    day = show_date(article.published)
    if article.published is not None:
        day = f'<time datetime="{article.published.isoformat()}">{day}</time>'
    outlet = inline(article.outlet or "outlet unknown")
    return f'<span class="outlet">{outlet}</span> <span class="day">{day}</span>'


def web_address(url: str | None) -> tuple[str, str] | None:
    """An address that may become a link, with its host; None unless it is plain http or https."""
    if not url or _NO_ADDRESS.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode().lower()
    except (ValueError, UnicodeError):
        return None
    if parts.scheme.lower() not in ("http", "https") or not _HOST.fullmatch(host):
        return None
    return url, host.removeprefix("www.")


def link(article: Article) -> str:
    """A link to where the article was published, or nothing where it has no plain address."""
    address = web_address(article.url)
    if address is None:
        return ""
    url, host = address
    return (
        f'<a class="original" href="{escape(url)}" target="_blank" '
        f'rel="noopener noreferrer nofollow">Original at {escape(host)}</a>'
    )


def marked(body: str, span: Span, quote: Span | None) -> str:
    """The text of a span, escaped, with the part of the quote that lies in it marked."""
    start, end = span
    if quote is None or quote.end <= start or end <= quote.start:
        return escape(body[start:end])
    first, last = max(start, quote.start), min(end, quote.end)
    return (
        f"{escape(body[start:first])}<mark>{escape(body[first:last])}</mark>"
        f"{escape(body[last:end])}"
    )


def blocks(body: str, within: Span, headings: Sequence[Span]) -> Iterator[tuple[Span, bool]]:
    """The paragraphs and headings of a part of a body in order, and which are headings."""
    edge = within.start
    for start, end in headings:
        if edge <= start and end <= within.end:
            yield from ((one, False) for one in _lines(body, edge, start))
            yield Span(start, end), True
            edge = end
    yield from ((one, False) for one in _lines(body, edge, within.end))


def _lines(body: str, start: int, end: int) -> Iterator[Span]:
    return (Span(*found.span()) for found in _LINE.finditer(body, start, end))
