"""A feed as a list of pages to fetch, and its own texts where it carries them whole."""

import json
from collections.abc import Sequence
from html import escape

from ingest.document import Document
from ingest.draft import Draft
from ingest.feed import read_teasers
from ingest.web.addresses import join
from ingest.web.listing import Entry, Listing
from ingest.xml import xml_text


def read_feed(data: bytes, url: str) -> Listing:
    """The entries of a feed that came from `url`.

    Raises:
        NotTextError, NotAnArticleError: when there is no entry in it that could be read.
    """
    teasers, problems = read_teasers(xml_text(data))
    entries = []
    for draft, is_whole in teasers:
        try:
            page = join(url, draft.url) if draft.url else ""
        except ValueError:
            page = ""
        times = [time for time in (draft.published, draft.updated) if time is not None]
        entries.append(Entry(page, max(times, default=None), draft, is_whole))
    return Listing(entries, problems=problems)


def own_texts(drafts: Sequence[Draft], url: str) -> Document:
    """What a feed itself says of its entries, as a document of articles in JSON."""
    values = [_record(draft) for draft in drafts]
    return Document.of_bytes(url, json.dumps(values).encode(), "json")


def _record(draft: Draft) -> dict[str, object]:
    marked = (
        f"<h2>{escape(text)}</h2>" if heading else f"<p>{escape(text)}</p>"
        for text, heading in draft.blocks
    )
    values = {
        "id": draft.own_id,
        "url": draft.url,
        "title": draft.title,
        "text": "\n".join(marked),
        "authors": list(draft.authors),
        "published": draft.published and draft.published.isoformat(),
        "updated": draft.updated and draft.updated.isoformat(),
        "source": draft.source,
        "section": draft.section,
        "language": draft.language,
    }
    return {name: value for name, value in values.items() if value}
