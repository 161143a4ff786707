"""What a site's robots.txt allows (RFC 9309), read with Protego."""

from collections.abc import Callable
from dataclasses import dataclass

from ingest.web.addresses import Address
from ingest.web.reply import NotFetchedError

AGENT = "Dateline"
"""The name by which a robots.txt may speak of this program."""

MAX_ROBOTS_BYTES = 512 * 1024
"""How much of a robots.txt is heeded; the standard wants at least 500 KiB."""

_BUSY, _BROKEN = 429, 500


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site allows: whether an address may be fetched, and seconds between requests."""

    allows: Callable[[str], bool]
    delay: float = 0.0


def rules_of(address: Address, status: int | None, data: bytes, problem: str = "") -> Rules:
    """The rules of the site of an address, from what came for its robots.txt.

    Without a robots.txt (4xx) all is allowed; where none is to be had because the server is busy
    or in trouble, or does not answer (`status` 429, 5xx or None), nothing is.

    Raises:
        NotFetchedError: in the latter case.
    """
    if status is None or status == _BUSY or status >= _BROKEN:
        said = problem or f"the server answers {status}"
        raise NotFetchedError(
            f"{address.site}/robots.txt cannot be read, so nothing there may be fetched: {said}"
        )
    if status != 200:  # noqa: PLR2004 - HTTP's OK
        return Rules(lambda _: True)
    from protego import Protego

    rules = Protego.parse(data[:MAX_ROBOTS_BYTES].decode("utf-8", "replace").removeprefix("\ufeff"))
    rate = rules.request_rate(AGENT)
    pause = rate.seconds / rate.requests if rate and rate.requests else 0.0
    return Rules(
        lambda url: rules.can_fetch(url, AGENT), max(rules.crawl_delay(AGENT) or 0.0, pause)
    )
