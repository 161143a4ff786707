"""What web addresses lead to: an article, or those that a feed, a sitemap or a section lists."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from ingest.document import Document
from ingest.draft import Draft
from ingest.kinds import SNIFFED_BYTES, Kind, kind_of, kind_of_media, sniff
from ingest.records import NotAnArticleError
from ingest.report import Failure
from ingest.text import Decoded, NotTextError, decode
from ingest.web.addresses import anywhere, check_address, is_front, is_public
from ingest.web.listing import Entry, Listing, newest
from ingest.web.reply import NOT_MODIFIED, NotFetchedError, Reply, Validators, unzipped
from ingest.xml import is_feed, root_of

if TYPE_CHECKING:
    from ingest.web.client import Client

LIMIT = 100
"""How many articles of a feed, sitemap or section are fetched, where nothing else is said."""

MAX_SITEMAPS = 50
"""How many sitemaps are read for one address."""

Known = Callable[[str], Validators | None]
"""What is remembered of an address whose articles are in; None when they are not."""

_FOREIGN = {
    "image": "an image",
    "video": "a video",
    "audio": "a sound recording",
    "font": "a font",
    "model": "a model",
}


_TAKEN_DOWN = "it is redirected to the front page, as articles are that were taken down"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document to be read; when its articles are in, `validators` are to be remembered.

    They belong to the address `requested`. Where they are None nothing is to be remembered: it
    is to be fetched again the next time.
    """

    document: Document
    requested: str
    validators: Validators | None


class Unchanged(NamedTuple):
    """An address that is known and has not changed since it had these `validators`."""

    requested: str
    validators: Validators


Found = Fetched | Unchanged | Failure


def fetch(
    addresses: Sequence[str],
    *,
    known: Known,
    limit: int = LIMIT,
    allow_private: bool = False,
) -> Iterator[Found]:
    """Fetch what web addresses lead to, politely, one request at a time.

    An address is that of an article (or another file that can be ingested), or of a feed, a
    sitemap or a section page; of these the newest articles are fetched. Listings themselves are
    read at every call: nothing of theirs is remembered that could hide an article that failed.
    Articles that a listing names are asked for again too, in case they have been corrected.

    Args:
        addresses: Web addresses, as people write them.
        known: What is remembered of an address.
        limit: How many articles of each listing are fetched, the newest first.
        allow_private: Whether hosts on this machine and in private networks may be asked.

    Yields:
        Documents to read, addresses that have not changed, and failures. What a document leads
        to is to be remembered after its articles are written, and only if none of it failed. What
        links of a section or sitemap lead to is passed over where it is itself a list of links.
    """
    from ingest.web.client import Client  # loads httpx

    with Client(anywhere if allow_private else is_public) as client:
        visit = Visit(client, known, limit)
        for address in addresses:
            yield from visit.address(address)


class Visit:
    """Visits addresses with one client, so that a host's pace holds for all of them."""

    def __init__(self, client: "Client", known: Known, limit: int = LIMIT) -> None:
        """Fetch with `client` no more than `limit` articles of a listing."""
        self._client = client
        self._known = known
        self._limit = limit

    def address(self, address: str) -> Iterator[Found]:
        """What one address leads to."""
        try:
            url = check_address(address)
        except ValueError as error:
            yield Failure(address.strip(), str(error))
            return
        try:
            known = self._known(url)
            reply = self._client.get(url, known)
            listing = listed(reply)
            found = _found(reply, Entry(url), known) if listing is None else None
        except Exception as error:  # noqa: BLE001 - one bad address must not end a run
            yield Failure(url, _said(error))
            return
        if found is not None:
            yield found
        elif listing is not None:
            yield from self._listing(listing, reply.url)

    def _listing(self, listing: Listing, url: str) -> Iterator[Found]:
        for problem in listing.problems:
            yield Failure(url, problem)
        entries = newest(listing.entries, self._limit)
        if listing.sitemaps:
            entries, failures = self._descend(listing)
            yield from failures
        own: list[Draft] = []  # what the listing says itself, where that is the article
        for entry in entries:
            if entry.url and not entry.is_whole:
                yield from self._page(entry, own)
            elif entry.about is not None and entry.about.blocks:
                own.append(entry.about)
            else:
                name = entry.about.title if entry.about else ""
                told = f"an entry has neither text nor address ({name or 'no headline'})"
                yield Failure(url, told)
        if own:
            from ingest.web.feeds import own_texts

            yield Fetched(own_texts(own, url), url, None)
            for draft in own:
                yield from (Failure(draft.url or url, problem) for problem in draft.problems)

    def _page(self, entry: Entry, own: list[Draft]) -> Iterator[Found]:
        """The page of an entry; where it was never had, what the listing itself says stands in."""
        known = self._known(entry.url)
        try:
            reply = self._client.get(entry.url, known)
            if is_front(reply.url) and not is_front(entry.url):
                raise NotFetchedError(_TAKEN_DOWN)  # noqa: TRY301
            if entry.about is None and listed(reply) is not None:
                return  # a list among the articles, as section pages and sitemaps have them
            found = _found(reply, entry, known)
        except Exception as error:  # noqa: BLE001 - one bad page must not cost the others
            told = ""
            if known is not None:  # a summary is no later version of what was read
                told = "; what was read of it before stays"
            elif entry.about is not None and entry.about.blocks:
                own.append(entry.about)
                told = "; what its feed says of it is in, until its page can be read"
            yield Failure(entry.url, f"{_said(error)}{told}")
            return
        yield found

    def _descend(self, listing: Listing) -> tuple[list[Entry], list[Failure]]:
        """The newest articles of the sitemaps that a sitemap lists, and what could not be read."""
        entries, failures = newest(listing.entries, self._limit), []
        waiting = newest(listing.sitemaps, len(listing.sitemaps))
        seen = {one.url for one in waiting}
        read = 0
        while waiting and not _is_older(waiting[0], entries, self._limit):
            if read == MAX_SITEMAPS:
                left = f"{len(waiting):,} more sitemaps than the {MAX_SITEMAPS} that are read"
                failures.append(Failure(waiting[0].url, f"there are {left}; name those you want"))
                break
            sitemap = waiting.pop(0)
            read += 1
            try:
                found = listed(self._client.get(sitemap.url))
                if found is None or found.is_guess:
                    raise NotAnArticleError("it is no sitemap")  # noqa: TRY301
            except Exception as error:  # noqa: BLE001 - one bad sitemap must not cost the others
                failures.append(Failure(sitemap.url, _said(error)))
                continue
            failures += [Failure(sitemap.url, problem) for problem in found.problems]
            entries = newest([*entries, *found.entries], self._limit)
            fresh = [one for one in found.sitemaps if one.url not in seen]
            seen.update(one.url for one in fresh)
            waiting = newest([*waiting, *fresh], len(waiting) + len(fresh))
        return entries, failures


def listed(reply: Reply) -> Listing | None:
    """What a reply lists, if it is a feed, a sitemap or a section page; None if it is none.

    Raises:
        NotFetchedError, NotTextError, NotAnArticleError: when it is one and cannot be read.
    """
    if reply.status == NOT_MODIFIED:
        return None
    data = unzipped(reply.data)
    root = root_of(data)
    if root != "html" and is_feed(data):
        from ingest.web.feeds import read_feed

        return read_feed(data, reply.url)
    from ingest.web import sitemaps

    if sitemaps.is_sitemap(data):
        return sitemaps.read_sitemap(data, reply.url)
    kind = _kind(reply, data)
    if kind == "text":
        return sitemaps.read_addresses(data)
    if kind == "page":
        from ingest.web.sections import read_section

        return read_section(Decoded(_text_of(data, reply.charset)), reply.url)
    return None


def document_of(reply: Reply, about: Draft | None = None) -> Document:
    """The document that a reply is.

    Raises:
        NotFetchedError, NotTextError: when it is of a kind that holds no article, as a picture.
    """
    family = reply.media_type.partition("/")[0]
    if family in _FOREIGN:
        raise NotFetchedError(f"it is {_FOREIGN[family]} ({reply.media_type}), not an article")
    data = unzipped(reply.data)
    if not data.strip():
        raise NotFetchedError("the server sends an empty page")
    kind = _kind(reply, data)
    if kind is None:
        decode(data[:SNIFFED_BYTES])  # says what it is, if it is known to be no text
    elif reply.charset:
        data = _as_utf8(data, reply.charset)
    told = None if about is None else replace(about, url=None)
    return Document.of_bytes(reply.url, data, kind, reply.url, told)


def _kind(reply: Reply, data: bytes) -> Kind | None:
    """By media type, by the end of the address, by a look: servers call many things text."""
    kind = kind_of_media(reply.media_type)
    if kind is not None and kind != "text":
        return kind
    return kind_of(reply.url.partition("?")[0]) or sniff(data[:SNIFFED_BYTES]) or kind


def _as_utf8(data: bytes, charset: str) -> bytes:
    """`data` in UTF-8 if it is in the encoding that its sender names, else as it is."""
    name = {"iso-8859-1": "cp1252", "us-ascii": "cp1252"}.get(charset.lower(), charset)
    try:
        if not name.lower().startswith(("utf-16", "utf-32")):
            data.decode("utf-8")
            return data
    except UnicodeDecodeError:
        pass
    try:
        return data.decode(name).encode()
    except (LookupError, UnicodeError, ValueError):
        return data


def _text_of(data: bytes, charset: str | None) -> str:
    return decode(_as_utf8(data, charset) if charset else data).text


def _found(reply: Reply, entry: Entry, known: Validators | None) -> Fetched | Unchanged:
    if reply.status == NOT_MODIFIED and known is not None:
        return Unchanged(entry.url, known)
    validators = Validators(reply.etag, reply.last_modified)
    return Fetched(document_of(reply, entry.about), entry.url, validators)


def _said(error: Exception) -> str:
    if isinstance(error, NotFetchedError | NotTextError | NotAnArticleError):
        return str(error)
    return f"it could not be read ({type(error).__name__}: {' '.join(str(error).split())[:200]})"


def _is_older(sitemap: Entry, entries: list[Entry], limit: int) -> bool:
    """Whether all of a sitemap is older than the entries at hand, which are enough."""
    oldest = entries[-1].changed if len(entries) == limit else None
    return sitemap.changed is not None and oldest is not None and sitemap.changed <= oldest
