"""What a corpus holds: articles and the passages of their current version."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit


class Span(NamedTuple):
    """A run of characters, `text[start:end]`, counted in code points."""

    start: int
    end: int


class Revision(NamedTuple):
    """Which state of a publisher's item something is, as far as it says so."""

    version: int | None = None
    created: datetime | None = None

    def is_after(self, other: "Revision") -> bool:
        """Whether this is certainly the later one; times decide, then numbers."""
        if self.created and other.created and self.created != other.created:
            return self.created > other.created
        if self.version is not None and other.version is not None:
            return self.version > other.version
        return False


@dataclass(frozen=True, slots=True)
class Article:
    """One news item in one version of its text.

    `body` is plain text whose paragraphs are separated by line breaks. `headings` are the
    spans of `body` that are section headings (or a standfirst in headline style): part of what
    a reader sees, never of a passage. Times are timezone-aware, or None when unknown. `origin`
    is the path or address that the article was read from. `captions` are the texts under its
    images. What is `retracted` answers no question any more. `cut` is what its page showed
    around it, a line each: kept to be looked at, and nothing that a version or an answer
    depends on.

    Two facts help to find the stored article that it is, and are not stored with it: `revision`
    is the state of the publisher's item that it was read from, when that may be used, and
    `anonymous` says that its id was made of its headline and origin, so that other rows of a
    table may have the same.
    """

    id: str
    title: str
    body: str
    origin: str
    url: str | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    section: str | None = None
    language: str | None = None
    headings: tuple[Span, ...] = ()
    captions: tuple[str, ...] = ()
    retracted: bool = False
    cut: tuple[str, ...] = field(default=(), compare=False, repr=False)
    revision: Revision | None = field(default=None, compare=False, repr=False)
    anonymous: bool = field(default=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Refuse what the rest of the program could not rely on.

        Raises:
            ValueError: when a time has no time zone, the headings are not ordered spans of the
                body, or a text holds half a surrogate pair, which no file or database takes.
        """
        texts = (self.id, self.title, self.body, self.origin, self.url, self.source)
        lists = (*self.authors, *self.captions, *self.cut)
        for text in (*texts, *lists, self.section, self.language):
            (text or "").encode()
        for name in ("published", "updated"):
            time = getattr(self, name)
            if time is not None and time.utcoffset() is None:
                raise ValueError(f"{name} of article {self.id!r} has no time zone")
        edge = 0
        for start, end in self.headings:
            if not edge <= start < end <= len(self.body):
                raise ValueError(f"heading {start}:{end} of article {self.id!r} is out of place")
            edge = end

    @property
    def version(self) -> str:
        """The content hash that names this state of the text: 16 hexadecimal digits."""
        return digest(self.title, self.body)

    @property
    def outlet(self) -> str | None:
        """Who published it, for people: the source, else the host of the address."""
        return self.source or self.host or None

    @property
    def outlet_names(self) -> tuple[str, ...]:
        """Who published it, for filters: source and host, as far as known, in lower case."""
        names = (outlet_name(self.source or ""), self.host)
        return tuple(dict.fromkeys(name for name in names if name))

    @property
    def host(self) -> str:
        """The host of its address without `www.`, or an empty string."""
        try:
            return outlet_name(urlsplit(self.url or "").hostname or "")
        except ValueError:  # no web address, whatever it was meant to be
            return ""

    def to_dict(self, *, body: bool = True) -> dict[str, Any]:
        """The article as JSON values, times in ISO 8601; without its text if not `body`."""
        values: dict[str, Any] = {
            "id": self.id,
            "version": self.version,
            "url": self.url,
            "title": self.title,
            "source": self.source,
            "authors": list(self.authors),
            "published": self.published and self.published.isoformat(),
            "updated": self.updated and self.updated.isoformat(),
            "section": self.section,
            "language": self.language,
            "origin": self.origin,
            "retracted": self.retracted,
        }
        if body:
            values["body"] = self.body
            values["headings"] = [list(span) for span in self.headings]
            values["captions"] = list(self.captions)
        return values


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one version: `article.body[start:end] == text`."""

    article_id: str
    version: str
    ordinal: int
    start: int
    end: int
    text: str

    @property
    def id(self) -> str:
        """Article, version and ordinal: unique in a corpus, and new when the text changes."""
        return f"{self.article_id}@{self.version}#{self.ordinal}"

    def to_dict(self) -> dict[str, Any]:
        """The passage as JSON values."""
        return {"id": self.id, "start": self.start, "end": self.end, "text": self.text}


def outlet_name(name: str) -> str:
    """The name or host of an outlet in the form in which filters compare it."""
    return name.strip().casefold().removeprefix("www.")


def digest(*parts: str) -> str:
    """A stable name for texts: the first 16 hexadecimal digits of their SHA-256."""
    state = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        state.update(len(data).to_bytes(8, "big") + data)
    return state.hexdigest()[:16]
