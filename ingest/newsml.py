"""News items as XML: NewsML-G2, NewsML 1, and NITF alone or inside of them.

What they say is put under the names of ninjs, and read by `ingest.ninjs`.
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from ingest.draft import Item
from ingest.ninjs import read_ninjs
from ingest.records import NotAnArticleError
from ingest.text import Decoded, one_line
from ingest.xml import elements, markup, unknown

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>\s*")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_KINDS = ("newsItem", "NewsItem", "nitf")  # NewsML-G2, NewsML 1; either may have NITF inside


def read_newsml(decoded: Decoded) -> tuple[list[Item], list[str]]:
    """The news items of an XML file in its order, and what is wrong with the whole.

    Raises:
        NotAnArticleError: when it holds none.
    """
    root, broken = elements(decoded.text)
    problems = [problem for problem in (decoded.problem, broken) if problem]
    readers = (_of_g2, _of_newsml_1, _of_nitf)
    for kind, values_of in zip(_KINDS, readers, strict=True):
        found = [item for item in root.iter(kind) if next(item.iterancestors(kind), None) is None]
        if found:
            # One after the other: `values_of` may change the element, and is called once.
            return [Item(partial(_draft, values_of, item)) for item in found], problems
    if next(root.iter("packageItem"), None) is not None:
        raise NotAnArticleError("it is a package, which only refers to news items in other files")
    raise NotAnArticleError(unknown(str(root.tag).lower()))


def nitf_markup(text: str) -> str:
    """The body of NITF, a document or a piece of one, as HTML; empty when it is broken."""
    try:
        whole = _DECLARATION.sub("", text, count=1)
        root, _ = elements(whole if "<nitf" in text else f"<block>{whole}</block>")
    except NotAnArticleError:
        return ""
    body = next(root.iter("body.content"), None if root.tag == "nitf" else root)
    return "" if body is None else markup(body)


def _draft(values_of: Any, element: Any) -> Any:  # noqa: ANN401 - lxml has no types
    return read_ninjs(values_of(element))


def _of_g2(item: Any) -> dict[str, object]:  # noqa: ANN401
    meta, content = "itemMeta/", "contentMeta/"
    bodies = [body for inline in item.iterfind("contentSet/*") for body in _bodies(inline)]
    inside = _inside(item)
    return {
        **inside,
        **_filled(
            uri=item.get("guid"),
            version=item.get("version"),
            headline=_g2_headline(item) or inside.get("headline") or _said(item, meta + "title"),
            by=_said(item, content + "by") or inside.get("by") or _party(item, content + "creator"),
            versioncreated=_said(item, meta + "versionCreated"),
            firstcreated=_said(item, meta + "firstCreated"),
            contentcreated=_said(item, content + "contentCreated"),
            embargoed=_said(item, meta + "embargoed"),
            pubstatus=_named(item, meta + "pubStatus", "qcode"),
            language=_named(item, content + "language", "tag") or item.get(_LANGUAGE),
            source=_party(item, meta + "provider"),
            copyrightholder=_party(item, "rightsInfo/copyrightHolder"),
            section=_said(item, meta + "service/name") or _said(item, content + "subject/name"),
            type=(_named(item, meta + "itemClass", "qcode") or "").rpartition(":")[2],
        ),
        "bodies": bodies,
    }


def _of_newsml_1(item: Any) -> dict[str, object]:  # noqa: ANN401
    identity = "Identification/NewsIdentifier/"
    parts = [_said(item, identity + name) for name in ("ProviderId", "DateId", "NewsItemId")]
    envelope = item.getparent()
    sender = envelope is not None and _named(envelope, "NewsEnvelope/SentFrom/Party", "FormalName")
    bodies = [body for data in item.iter("DataContent") for body in _bodies(data)]
    inside = _inside(item)
    return {
        **inside,
        **_filled(
            # Without the revision, which the public identifier has as well.
            uri=f"urn:newsml:{':'.join(map(str, parts))}" if all(parts) else None,
            version=_said(item, identity + "RevisionId"),
            headline=_said(item, ".//NewsLines/HeadLine"),
            by=_said(item, ".//NewsLines/ByLine"),
            versioncreated=_said(item, "NewsManagement/ThisRevisionCreated"),
            firstcreated=_said(item, "NewsManagement/FirstCreated"),
            pubstatus=_named(item, "NewsManagement/Status", "FormalName"),
            language=_named(item, ".//DescriptiveMetadata/Language", "FormalName"),
            source=_named(item, ".//Provider/Party", "FormalName") or sender,
        ),
        "bodies": bodies,
    }


def _of_nitf(nitf: Any) -> dict[str, object]:  # noqa: ANN401
    data, top = "head/docdata/", "body/body.head/"
    published = _named(nitf, "head/pubdata", "date.publication")
    values = _filled(
        uri=_named(nitf, data + "doc-id", "id-string"),
        version=_named(nitf, data + "du-key", "version"),
        headline=_said(nitf, top + "hedline/hl1") or _said(nitf, "head/title"),
        by=_byline(nitf),
        firstcreated=_named(nitf, data + "date.release", "norm")
        or _named(nitf, data + "date.issue", "norm")
        or published
        or _named(nitf, top + "dateline/story.date", "norm"),
        pubstatus=_named(nitf, "head/docdata", "management-status"),
        language=nitf.get(_LANGUAGE) or nitf.get("lang"),
        source=_named(nitf, "head/pubdata", "name") or _said(nitf, top + "distributor"),
        copyrightholder=_named(nitf, data + "doc.copyright", "holder"),
        section=_named(nitf, "head/pubdata", "position.section")
        or _named(nitf, "head/tobject/tobject.subject", "tobject.subject.type"),
    )
    for name, path in (
        ("body_xhtml", "body/body.content"),
        ("description_xhtml", top + "abstract"),
    ):
        element = nitf.find(path)
        if element is not None:
            values[name] = markup(element)
    return values


def _inside(item: Any) -> dict[str, object]:  # noqa: ANN401
    """What NITF inside of an item says beside its body."""
    nitf = next(item.iter("nitf"), None)
    if nitf is None:
        return {}
    return {name: v for name, v in _of_nitf(nitf).items() if name not in ("uri", "body_xhtml")}


def _bodies(inline: Any) -> Iterator[dict[str, str]]:  # noqa: ANN401
    """The text in an element that holds content, in whatever form it has there."""
    kind = inline.get("contenttype") or ""
    body = next(inline.iter("body.content"), None)
    if body is None:
        body = next(inline.iter("body"), None)
    if body is not None:
        yield {"contenttype": "text/html", "value": markup(body)}
    elif len(inline) and inline.tag != "remoteContent":
        yield {"contenttype": "text/html", "value": markup(inline)}
    elif inline.text and inline.text.strip() and not inline.get("encoding"):
        yield {"contenttype": kind, "value": inline.text}


def _g2_headline(item: Any) -> str | None:  # noqa: ANN401
    lines = sorted(item.iterfind("contentMeta/headline"), key=lambda line: bool(line.get("role")))
    return next(filter(None, (one_line("".join(line.itertext())) for line in lines)), None)


def _byline(nitf: Any) -> object:  # noqa: ANN401
    line = nitf.find("body/body.head/byline")
    if line is None:
        return None
    people = [one_line("".join(person.itertext())) for person in line.iter("person")]
    if people:
        return people
    for title in line.iter("byttl", "virtloc", "location"):
        for part in title.iter():
            part.text = None
            part.tail = part.tail if part is title else None
    return one_line("".join(line.itertext()))


def _party(item: Any, path: str) -> str | None:  # noqa: ANN401
    """The name of a party: written out, or from its code."""
    code = _named(item, path, "literal") or _named(item, path, "qcode")
    return _said(item, f"{path}/name") or (code.rpartition(":")[2] if code else None)


def _said(element: Any, path: str) -> str | None:  # noqa: ANN401
    found = element.find(path)
    return (one_line("".join(found.itertext())) or None) if found is not None else None


def _named(element: Any, path: str, attribute: str) -> str | None:  # noqa: ANN401
    found = element.find(path)
    return (one_line(found.get(attribute) or "") or None) if found is not None else None


def _filled(**values: object) -> dict[str, object]:
    return {name: value for name, value in values.items() if value}
