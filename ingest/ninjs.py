"""News items of agencies: ninjs 1.x, 2.x and 3.x, and what follows it loosely.

NewsML and NITF say the same in XML; `ingest.newsml` puts them under the names of ninjs.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from corpus.article import Revision
from corpus.identity import article_id, canonical_url
from ingest.dates import parse_time
from ingest.draft import Block, Draft
from ingest.fields import draft_from, lower_keys, name_of, pick, plain, read_fields, web_address
from ingest.records import NotAnArticleError, body_blocks
from ingest.text import one_line

_SIGNS = frozenset(
    [
        *("headlines", "bodies", "body_text", "body_html", "body_xhtml", "body_nitf", "version"),
        *("versioncreated", "firstcreated", "contentcreated", "pubstatus", "representationtype"),
        *("headline", "descriptions", "$standard", "standard"),
    ]
)
_PICTURES = ("picture", "photo", "image", "graphic", "video", "audio", "animation")
_OUTLETS = ("source", "provider", "publisher", "infosources", "infosource", "copyrightholder")
_PROVIDES = re.compile(r"provider|publisher|source|copyright", re.IGNORECASE)
_HEAD = re.compile(r"<head\b[^>]*>.*?</head\s*>", re.IGNORECASE | re.DOTALL)
_ORDER = ("html", "nitf", "text", "other")  # the more structure the better
_BY = {"de": "Von", "fr": "Par", "es": "Por", "pt": "Por", "it": "Di", "sv": "Av", "nb": "Av"}
_BY |= {"nn": "Av", "no": "Av", "da": "Af", "nl": "Door"}
_NUMBER = re.compile(r"[0-9]{1,15}")
_NEARLY_ALL = 0.7  # of the longest text; a body that is shorter is only a part


class WithdrawnError(NotAnArticleError):
    """An item that its publisher has taken back; `names` are what a corpus may know it by."""

    def __init__(self, own_id: str | None, url: str | None, revision: Revision) -> None:
        """Name the item by what it says of itself, and tell which state of it this is."""
        self.revision = revision
        canonical = canonical_url(url) if url else None
        named = own_id or canonical
        ids = [article_id(url=url, own_id=own_id, origin=named)] if named else []
        self.names: tuple[str, ...] = (*ids, *([canonical] if canonical else []))
        super().__init__(f"its publisher has withdrawn it{f' ({named})' if named else ''}")


class _Text(NamedTuple):
    kind: str
    value: str


def is_ninjs(values: Mapping[str, object]) -> bool:
    """Whether an object is an agency's item; `values` must have lower-case keys."""
    return isinstance(values.get("uri"), str) and not _SIGNS.isdisjoint(values)


def read_ninjs(values: Mapping[str, object]) -> Draft:
    """The article in an item; `values` must have lower-case keys.

    Raises:
        WithdrawnError: when its publisher took it back.
        NotAnArticleError: when it has no text, or is not to be published.
    """
    own_id = _own_id(values)
    status = plain(values.get("pubstatus")).lower().rpartition(":")[2]
    if status.startswith("cancel"):
        raise WithdrawnError(own_id, _address(values), _revision(values))
    if status == "withheld":
        named = f" ({own_id})" if own_id else ""
        raise NotAnArticleError(f'its publisher holds it back{named}: its status is "withheld"')
    title = _headline(values)
    fields = read_fields(
        {
            "id": own_id,
            "url": _address(values),
            "title": title,
            "authors": _authors(values),
            "published": _published(values),
            "updated": values.get("versioncreated") or pick(values, "updated"),
            "source": _outlet(values),
            "section": _section(values),
            "language": pick(values, "language"),
        }
    )
    draft = draft_from(fields, _blocks(values, fields.title))
    # IPTC: an item that does not say its status is usable.
    return replace(draft, revision=_revision(values) if status in ("", "usable") else None)


def _revision(values: Mapping[str, object]) -> Revision:
    number = plain(values.get("version"))
    try:
        created = parse_time(values.get("versioncreated"))
    except ValueError:
        created = None  # told where it is read
    return Revision(int(number) if _NUMBER.fullmatch(number) else None, created)


def _own_id(values: Mapping[str, object]) -> str | None:
    uri = plain(values.get("uri")) or None
    named = values.get("altids")
    if uri and "?" in uri and isinstance(named, dict):  # an address with the reader's session
        return plain(named.get("itemid")) or uri
    return uri


def _address(values: Mapping[str, object]) -> str | None:
    several = values.get("urls")
    found = [pick(values, "url"), *(several if isinstance(several, list) else [])]
    for each in found:
        inner = each.get("href") or each.get("url") if isinstance(each, dict) else each
        if web_address(inner):
            return web_address(inner)
    return None


def _headline(values: Mapping[str, object]) -> str:
    """The headline for readers; `title` names an item for its editors, and comes last."""
    several = _objects(values.get("headlines"))
    several.sort(key=lambda each: plain(each.get("role")).lower().rpartition(":")[2] != "main")
    candidates = [
        values.get("headline"),
        values.get("headline_main"),
        *(each.get("value") for each in several),
        *(value for name, value in values.items() if name.startswith("headline_")),
        values.get("title"),
    ]
    title = next(filter(None, map(plain, candidates)), "")
    if "<" in title and ">" in title:
        title = " ".join(block.text for block in body_blocks(title, "", is_html=True))
    return one_line(title)


def _authors(values: Mapping[str, object]) -> object:
    several = values.get("bylines")
    if isinstance(several, list) and several:
        return [each.get("by") if isinstance(each, dict) else each for each in several]
    line = values.get("by") or values.get("byline") or values.get("authors")
    by = _BY.get(plain(pick(values, "language"))[:2].lower())
    if isinstance(line, str) and by:  # "by" in the language of the item
        return re.sub(rf"^\s*{by}:?\s+(?=\S)", "", line, count=1, flags=re.IGNORECASE)
    return line


def _published(values: Mapping[str, object]) -> object:
    """When it came out: when it was made, or when its embargo ended.

    A first version was made when its version was, and so, for all that it says, was one without
    a number. A later version does not tell: its own time is that of an update, and taken for the
    publication it would replace the date that an earlier version gave (a known fact replaces an
    older one), and move the article to a day on which it did not come out.
    """
    names = ("firstpublished", "firstcreated", "contentcreated")
    made = next(filter(None, map(values.get, names)), None) or pick(values, "published")
    if made is None and plain(values.get("version")) in ("", "0", "1"):
        made = values.get("versioncreated")
    embargo = values.get("embargoed") or values.get("embargoeduntil")
    try:
        since, until = parse_time(made), parse_time(embargo)
    except ValueError:
        return made  # told where it is read
    return until if until and (since is None or until > since) else made


def _outlet(values: Mapping[str, object]) -> str | None:
    for name in _OUTLETS:
        several = _objects(values.get(name))
        several.sort(key=lambda each: not _PROVIDES.search(plain(each.get("role"))))
        found = name_of(several or values.get(name))
        if found:
            return found
    for each in [*_objects(values.get("organisations")), *_objects(values.get("organisation"))]:
        if _PROVIDES.search(plain(each.get("rel"))) and name_of(each):
            return name_of(each)
    return None


def _section(values: Mapping[str, object]) -> str | None:
    for name in ("section", "category", "service", "subjects", "subject"):
        value = values.get(name)
        for each in value if isinstance(value, list) else [value]:
            found = name_of(each)
            if found:
                return found
    return None


def _objects(value: object) -> list[dict[str, object]]:
    items = value if isinstance(value, list) else [value]
    return [lower_keys(item) for item in items if isinstance(item, dict)]


def _blocks(values: Mapping[str, object], title: str) -> list[Block]:
    """The body, marked up rather than plain where an item brings both."""
    found = [_paragraphs(text, title) for text in _ordered(_texts(values, "body"))]
    if not any(found):
        kind = plain(values.get("type")).lower()
        if kind in _PICTURES:
            raise NotAnArticleError(f"it is of type {kind} and has no text but a caption")
        if kind in ("event", "planning") or "eventdetails" in values:
            raise NotAnArticleError("it announces an event and has no text")
        found = [_paragraphs(text, title) for text in _ordered(_texts(values, "description"))]
    if not any(found):
        value = pick(values, "body")
        found = [body_blocks(value, title)] if isinstance(value, str) else []
    lengths = [sum(len(block.text) for block in blocks) for blocks in found]
    for blocks, length in zip(found, lengths, strict=True):
        if length and length >= _NEARLY_ALL * max(lengths):
            return blocks
    raise NotAnArticleError("it has no text (body_text, body_xhtml, bodies)")


def _texts(values: Mapping[str, object], name: str) -> Iterator[_Text]:
    """The texts of an item: `body_text` and its like, then `bodies`."""
    for key, value in values.items():
        if (key == name or key.startswith(f"{name}_")) and isinstance(value, str):
            yield _Text(_kind(key.partition("_")[2]), value)
    for each in _objects(values.get("bodies" if name == "body" else f"{name}s")):
        value, role = each.get("value"), plain(each.get("role")).lower()
        if isinstance(value, str) and "caption" not in role:
            yield _Text(_kind(f"{plain(each.get('contenttype'))} {role}"), value)


def _kind(name: str) -> str:
    name = name.lower()
    if "html" in name:
        return "html"
    if "xml" in name or "nitf" in name:
        return "nitf" if re.search(r"(?<![a-z])nitf", name) else "other"
    return "text"


def _ordered(texts: Iterator[_Text]) -> Sequence[_Text]:
    return sorted(texts, key=lambda text: _ORDER.index(text.kind))


def _paragraphs(text: _Text, title: str) -> list[Block]:
    if text.kind == "other" or not text.value.strip():
        return []
    if text.kind == "nitf":
        from ingest.newsml import nitf_markup

        markup = nitf_markup(text.value)
        return body_blocks(markup, title, is_html=True) if markup else []
    if text.kind == "html":
        return body_blocks(_HEAD.sub("", text.value, count=1), title, is_html=True)
    return body_blocks(text.value, title)
