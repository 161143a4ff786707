"""RSS and Atom feeds, read with feedparser: an article an entry."""

import re
import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import urljoin

from corpus.identity import canonical_url
from ingest.dates import parse_time
from ingest.draft import Block, Draft, Item
from ingest.fields import MAX_URL_CHARS, authors_of, draft_from, read_fields, web_address
from ingest.furniture import trim_tail
from ingest.records import NotAnArticleError, body_blocks
from ingest.text import Decoded, one_line

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_SHORT_ID = 16  # a shorter name without a colon or slash is one of this feed only
_FOREIGN = re.compile(
    r"(?:[^\W\d]{2,12}\.?,\s*)?(\d{1,2}\s+[^\W\d]{3,12}\.?\s+\d{4}\s+\d{1,2}:\d{2}(?::\d{2})?)"
    r"\s+([+-]\d{4}|GMT|Z)"
)
_CUT = ("no element found", "unclosed token", "unclosed cdata", "mismatched tag")
_WHOLE_CHARS = 1_000
_LINK_CHARS = 2_000
_BREAKS_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|→)\W{0,3}$")
_ENDS_IN_LINK = re.compile(r"<a\b[^<>]{0,999}>[^<>]{0,60}</a>(?:\s|</\w{1,9}>)*+$", re.IGNORECASE)
_WORDPRESS = re.compile(r"The post .{1,400} (?:appeared first on|first appeared on) .{1,200}")


class Teaser(NamedTuple):
    """What a feed says of an article, and whether that is its whole text."""

    draft: Draft
    is_whole: bool


class _Feed:
    """A parsed feed, and what its entries leave to it."""

    def __init__(self, parsed: Any) -> None:  # noqa: ANN401 - feedparser has no types
        self.entries: Sequence[Any] = parsed.entries
        self.is_atom = str(parsed.get("version") or "").startswith("atom")
        head = parsed.feed
        self.home = _related(head, "alternate") or web_address(_text(head, "link"))
        self.base = _related(head, "self") or self.home
        self.title = _heading(head)
        self.language = _text(head, "language")
        self.authors = _authors(head) if self.is_atom else ()
        addresses = {(self._link(e), _text(e, "id") or str(n)) for n, e in enumerate(self.entries)}
        self._uses = Counter(canonical_url(link) for link, _ in addresses if link)

    def draft(self, entry: Any) -> Draft:  # noqa: ANN401
        """The article of one entry."""
        draft = self.told(entry)
        if not draft.blocks:
            kept = "only a headline and an address" if draft.title and draft.url else "no text"
            raise NotAnArticleError(f"the feed carries {kept} for this entry")
        return draft

    def told(self, entry: Any) -> Draft:  # noqa: ANN401
        """What the feed says of one entry, with or without a text."""
        url = self._address(entry)
        title = _heading(entry)
        blocks = _blocks(entry, title)
        published, updated = _time(entry, "published"), _time(entry, "updated")
        origin = dict.get(entry, "source")
        values: dict[str, object] = {
            "id": self._own_id(entry, url),
            "url": url,
            "title": title,
            # An entry with one date has it from when this text of it came out.
            "published": published or updated,
            "updated": updated,
            "source": (_heading(origin) if isinstance(origin, Mapping) else "") or self.title,
            "authors": list(_authors(entry) or self.authors),
            "section": _section(entry),
            "language": _language(entry) or self.language,
        }
        return draft_from(read_fields(values), blocks)

    def _link(self, entry: Any) -> str | None:  # noqa: ANN401
        link = _text(entry, "feedburner_origlink") or _text(entry, "link")
        if link and self.base and ":" not in link.split("/", 1)[0]:
            try:
                link = urljoin(self.base, link)
            except ValueError:
                return None
        return web_address(link)

    def _address(self, entry: Any) -> str | None:  # noqa: ANN401
        """The address of the entry's own page: not one that it shares with others."""
        link = self._link(entry)
        canonical = canonical_url(link) if link else None
        shared = self._uses[canonical] > 1
        is_home = self.home is not None and canonical == canonical_url(self.home)
        return None if canonical is None or shared or is_home else link

    def _own_id(self, entry: Any, url: str | None) -> str | None:  # noqa: ANN401
        name = one_line(_text(entry, "id"))
        if not name or len(name) > MAX_URL_CHARS:
            return None
        if url is None and len(name) < _SHORT_ID and not set(":/") & set(name):
            return f"{self.home or self.title} {name}"
        return name


def read_feed(decoded: Decoded) -> tuple[list[Item], list[str]]:
    """The entries of a feed in its order, and what is wrong with the whole.

    Nothing is fetched: feedparser gets the bytes and nothing else.

    Raises:
        NotAnArticleError: when it holds no entry.
    """
    feed, problems = _read(decoded)
    items = [Item(partial(feed.draft, entry), dict(dict.items(entry))) for entry in feed.entries]
    return items, problems


def read_teasers(decoded: Decoded) -> tuple[list[Teaser], list[str]]:
    """The entries of a feed as pointers to pages, and what is wrong with the whole.

    Raises:
        NotAnArticleError: when it holds no entry.
    """
    feed, problems = _read(decoded)
    return [Teaser(feed.told(entry), _is_whole(entry)) for entry in feed.entries], problems


def _read(decoded: Decoded) -> tuple[_Feed, list[str]]:
    parsed = _parsed(decoded.text)
    broken = _broken(parsed)
    if not parsed.entries:
        raise NotAnArticleError(
            f"no entry of this feed can be read: {broken}" if broken else "the feed has no entries"
        )
    problems = [decoded.problem] if decoded.problem else []
    if broken and any(sign in broken for sign in _CUT):
        problems.append(f"its XML is broken: {broken}; what could be read of it is in")
    return _Feed(parsed), problems


def _parsed(text: str) -> Any:  # noqa: ANN401
    import feedparser  # type: ignore[import-untyped]  # slow, and only feeds need it

    # A byte order mark, so that there is nothing to guess; bytes are never taken for an address.
    data = b"\xef\xbb\xbf" + text.encode("utf-8", "replace")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return feedparser.parse(data, resolve_relative_uris=False, sanitize_html=True)
    except Exception as error:  # it stumbles over odd input in many ways
        raise NotAnArticleError(f"the feed is too broken to read ({_one(error)})") from error


def _broken(parsed: Any) -> str | None:  # noqa: ANN401
    error = parsed.get("bozo_exception") if parsed.get("bozo") else None
    return _one(error) if isinstance(error, Exception) else None


def _one(error: Exception) -> str:
    where = getattr(error, "getLineNumber", lambda: None)()
    said = one_line(getattr(error, "getMessage", lambda: str(error))())[:200] or "unknown"
    return f"{said} (line {where})" if where else said


def _text(values: Any, name: str) -> str:  # noqa: ANN401
    # The feed's own access makes one field up from another.
    value = dict.get(values, name) if isinstance(values, dict) else None
    return value.strip() if isinstance(value, str) else ""


def _time(entry: Any, name: str) -> object:  # noqa: ANN401
    """A time as the feed writes it; one with foreign names of days and months is read here."""
    text = _text(entry, name)
    match = _FOREIGN.fullmatch(text)
    if match:
        try:
            zone = datetime.strptime(match[2].replace("GMT", "Z"), "%z").tzinfo
            bare = parse_time(match[1])
            return bare and bare.replace(tzinfo=zone)
        except ValueError:
            pass  # told where the text is read
    return text


def _related(head: Any, relation: str) -> str | None:  # noqa: ANN401
    links = (ln for ln in dict.get(head, "links") or [] if _text(ln, "rel") == relation)
    return next(filter(None, (web_address(_text(link, "href")) for link in links)), None)


def _heading(values: Any) -> str:  # noqa: ANN401
    title = _text(values, "title")
    detail = dict.get(values, "title_detail")
    is_plain = isinstance(detail, dict) and detail.get("type") == "text/plain"
    if not is_plain and _TAG.search(title):
        title = " ".join(block.text for block in _marked_up(title))
    return one_line(title)


def _marked_up(html: str) -> list[Block]:
    from ingest.webpage import fragment_blocks  # loads lxml

    return fragment_blocks(html)


def _blocks(entry: Any, title: str) -> list[Block]:  # noqa: ANN401
    """The longest text that the feed carries for an entry: the whole one before its teaser."""
    found = [*(dict.get(entry, "content") or []), dict.get(entry, "summary_detail")]
    best: list[Block] = []
    for content in found:
        text, kind = _text(content, "value"), _text(content, "type")
        if not text or not (kind.startswith("text/") or "html" in kind or not kind):
            continue
        blocks = _paragraphs(text, title, is_html=kind != "text/plain")
        if sum(len(block.text) for block in blocks) > sum(len(block.text) for block in best):
            best = blocks
    return best


def _is_whole(entry: Any) -> bool:  # noqa: ANN401
    """Whether the feed carries an article and not its beginning.

    A whole text stands in `content` (RSS `content:encoded`), is as long as a short article, and
    does not break off: no dots at its end, no link to read on.
    """
    found = dict.get(entry, "content") or []
    longest = max((_text(content, "value") for content in found), key=len, default="")
    blocks = _marked_up(longest) if _TAG.search(longest) else body_blocks(longest, "")
    end = blocks[-1].text if blocks else ""
    if sum(len(block.text) for block in blocks) < _WHOLE_CHARS:
        return False
    if _WORDPRESS.fullmatch(end):
        end = blocks[-2].text
    elif _ENDS_IN_LINK.search(longest[-_LINK_CHARS:]):
        return False
    return _BREAKS_OFF.search(end) is None


def _paragraphs(text: str, title: str, *, is_html: bool) -> list[Block]:
    if not is_html or not _TAG.search(text):
        return body_blocks(unescape(text) if is_html else text, title)
    blocks = body_blocks(text, title, is_html=True)
    while blocks and _WORDPRESS.fullmatch(blocks[-1].text):
        del blocks[-1]
    return blocks[: len(trim_tail([block.text for block in blocks]))]


def _authors(values: Any) -> tuple[str, ...]:  # noqa: ANN401
    people = dict.get(values, "authors") or []
    return authors_of([_text(person, "name") for person in people])


def _section(entry: Any) -> str | None:  # noqa: ANN401
    tags = dict.get(entry, "tags") or []
    return next(filter(None, (_text(t, "label") or _text(t, "term") for t in tags)), None)


def _language(entry: Any) -> str:  # noqa: ANN401
    """The language of an entry: its own, or that of its text."""
    details = [*(dict.get(entry, "content") or []), dict.get(entry, "summary_detail")]
    said = (_text(detail, "language") for detail in (entry, *details))
    return next(filter(None, said), "")
