"""Which article is which: canonical addresses and article ids."""

import re
from urllib.parse import urlsplit

from courlan import normalize_url

from corpus.article import digest

_PLAIN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,127}")


def canonical_url(url: str) -> str | None:
    """The form of a web address under which its copies meet, or None if it is no web address.

    Scheme, `www.`, a user's name and password, fragment, tracking parameters, the order of
    parameters and a closing slash make no difference to which article an address names.
    """
    try:
        parts = urlsplit(normalize_url(url.strip(), trailing_slash=False))
    except ValueError:
        return None
    host = parts.netloc.rpartition("@")[2].lower().removeprefix("www.")
    if parts.scheme not in ("http", "https") or not host:
        return None
    query = f"?{parts.query}" if parts.query else ""
    return host + parts.path.rstrip("/") + query


def link_of(url: str) -> str:
    """The web address without what only tells where its reader came from (`utm_source`, `fbclid`).

    Everything else stays as it is written; the result has the same `canonical_url`.
    """
    address, hash_mark, fragment = url.partition("#")
    page, question_mark, query = address.partition("?")
    link = page + _untracked(question_mark, query) + _untracked(hash_mark, fragment)
    # A blank that was inside the address may have come to its end, where it counts for nothing.
    return link if canonical_url(link) == canonical_url(url) else url


def _untracked(mark: str, parameters: str) -> str:
    """What follows a mark of an address, and the mark where anything does."""
    kept = [one for one in parameters.split("&") if not _is_tracker(one)]
    return mark + "&".join(kept) if kept else ""


def _is_tracker(parameter: str) -> bool:
    name, equals, _ = parameter.partition("=")
    try:
        return bool(name and equals) and not urlsplit(normalize_url(f"https://a/?{name}=1")).query
    except ValueError:
        return False


def article_id(*, url: str | None, own_id: str | None, origin: str) -> str:
    """The id of an article that the corpus does not know yet.

    `own_id`, the name its publisher gave it, is kept when it is a plain one (letters, digits
    and `._:/@+-`, at most 128). Otherwise the id is a hash of the canonical URL, else of
    `own_id`, else of `origin`. The corpus keeps the first id of an article for good: a later
    copy with the same canonical URL is the same article, whatever id it brings.
    """
    if own_id and _PLAIN_ID.fullmatch(own_id):
        return own_id
    canonical = canonical_url(url) if url else None
    return digest(canonical or own_id or origin)
