"""What addresses a feed, a sitemap or a section page lists."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from corpus.identity import canonical_url
from ingest.draft import Draft

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of a listing, or one sitemap of several.

    `changed` is the newest time that the listing gives for it, `about` what else it says of it,
    and `is_whole` whether that has the article's whole text. `url` is empty where there is none.
    """

    url: str
    changed: datetime | None = None
    about: Draft | None = None
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """The articles that something lists, the sitemaps, and sentences on what is wrong with it."""

    entries: list[Entry]
    sitemaps: list[Entry] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    is_guess: bool = False
    """Whether its links only look like articles, and may lead to other things as well."""


def newest(entries: Iterable[Entry], limit: int) -> list[Entry]:
    """The newest entries, each address once; undated ones come last, in their order."""
    once: dict[str, Entry] = {}
    ordered = sorted(entries, key=lambda one: one.changed or _NEVER, reverse=True)
    for number, entry in enumerate(ordered):
        if len(once) >= limit:
            break
        once.setdefault(canonical_url(entry.url) or entry.url or f"#{number}", entry)
    return list(once.values())
