"""A polite client: robots.txt, a pace for each host, patience, conditional requests, redirects."""

import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Self

from ingest.web.addresses import IP, Address, addresses_of, is_public, join, parse
from ingest.web.reply import NOT_MODIFIED, NotFetchedError, Reply, Validators
from ingest.web.robots import AGENT, Rules, rules_of
from ingest.web.transport import NoReplyError, Resolver, Transport

PAUSE_SECONDS = 1.0
"""The least time between two requests to a host."""

LONGEST_WAIT = 60.0
"""The longest wait that a host can ask for; where it wants more, it is left for another time."""

MAX_REDIRECTS = 10
MAX_ATTEMPTS = 4
MAX_MISSES = 3
"""After so many addresses in a row that a host did not give, it is not asked again."""

_ACCEPT = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/plain;q=0.8, */*;q=0.5"
)
_OK = 200
_REDIRECTS = (301, 302, 303, 307, 308)
_BUSY = (429, 500, 502, 503, 504)
_SAID = {
    401: "it is for those who log in",
    402: "it is for those who pay",
    403: "the server does not let it be fetched",
    404: "there is no such page",
    406: "the server has it in no form that can be read",
    407: "the proxy wants a name and password",
    410: "the page has been taken down",
    429: "the server has had too many requests; try again later",
    451: "the page is withheld for legal reasons",
}


@dataclass(slots=True)
class _Host:
    """How a host is to be treated in this run: when it may be asked next, and how often."""

    ready: float = 0.0
    pause: float = PAUSE_SECONDS
    misses: int = 0


@dataclass(frozen=True, slots=True)
class Timing:
    """The clock, in seconds; how to wait; and chance, between 0 and 1, for how long to."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random


class Client:
    """Fetches addresses, one after the other, the way a good guest does."""

    def __init__(
        self,
        permitted: Callable[[IP], bool] = is_public,
        *,
        resolve: Resolver = addresses_of,
        timing: Timing | None = None,
        transport: Transport | None = None,
    ) -> None:
        """Connect only to permitted addresses."""
        self._transport = transport or Transport(permitted, resolve)
        self._timing = timing or Timing()
        self._hosts: dict[str, _Host] = {}
        self._rules: dict[str, Rules | NotFetchedError] = {}

    def __enter__(self) -> Self:
        """Use it in a `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of connections."""
        self._transport.close()

    def get(self, url: str, validators: Validators | None = None) -> Reply:
        """What is at an address, after redirects: with status 200, or 304 where it is unchanged.

        Raises:
            NotFetchedError: when it cannot or may not be had.
        """
        headers = {"User-Agent": user_agent(), "Accept": _ACCEPT, "Accept-Encoding": "gzip"}
        if validators is not None and validators.etag:
            headers["If-None-Match"] = validators.etag
        if validators is not None and validators.last_modified:
            headers["If-Modified-Since"] = validators.last_modified
        reply = self._follow(url, headers, self._check)
        if reply.status == _OK or (reply.status == NOT_MODIFIED and validators is not None):
            return reply
        raise NotFetchedError(_refused(reply.status))

    def _follow(self, url: str, headers: dict[str, str], check: Callable[[Address], None]) -> Reply:
        """The first reply that is no redirect, whatever it says; each address is checked."""
        seen: set[str] = set()
        while url not in seen:
            seen.add(url)
            address = _parsed(url)
            check(address)
            reply = self._ask(address, headers)
            if reply.status not in _REDIRECTS or not reply.location:
                return reply
            if len(seen) > MAX_REDIRECTS:
                raise NotFetchedError(f"it is redirected more than {MAX_REDIRECTS} times")
            try:
                url = join(url, reply.location)
            except ValueError as error:
                raise NotFetchedError(f"it is redirected to what is no address: {error}") from error
        raise NotFetchedError("it is redirected in a circle")

    def _ask(self, address: Address, headers: dict[str, str]) -> Reply:
        """One reply of a host, with patience where it is busy or does not answer."""
        host = self._hosts.setdefault(address.host, _Host())
        if host.misses >= MAX_MISSES:
            raise NoReplyError(f"{address.host} failed {MAX_MISSES} times; not asked any more")
        attempt = 0
        while True:
            attempt += 1
            self._wait(host)
            wanted, problem, reply = None, None, None
            try:
                reply = self._transport.get(address, headers)
            except NoReplyError as error:
                problem = error
            finally:
                host.ready = self._timing.now() + host.pause
            if reply is not None and reply.status not in _BUSY:
                host.misses = 0
                return reply
            if reply is not None:
                wanted = _seconds(reply.retry_after)
            backoff = 2.0**attempt * (0.5 + self._timing.chance())
            host.ready = max(host.ready, self._timing.now() + max(wanted or 0.0, backoff))
            if attempt == MAX_ATTEMPTS or (wanted or 0.0) > LONGEST_WAIT:
                host.misses += 1
                if reply is not None:
                    return reply
                raise problem or NoReplyError("it does not answer")

    def _wait(self, host: _Host) -> None:
        seconds = host.ready - self._timing.now()
        if seconds > LONGEST_WAIT:
            raise NoReplyError(f"the server asks for {seconds:.0f} s of peace; try again later")
        if seconds > 0:
            self._timing.sleep(seconds)

    def _check(self, address: Address) -> None:
        """Heed the robots.txt of an address's site, which is read once."""
        if address.site not in self._rules:
            self._rules[address.site] = self._read_rules(address)
        rules = self._rules[address.site]
        if isinstance(rules, NotFetchedError):
            raise NotFetchedError(str(rules))
        if not rules.allows(str(address)):
            raise NotFetchedError(f"{address.site}/robots.txt does not allow programs to fetch it")

    def _read_rules(self, address: Address) -> Rules | NotFetchedError:
        headers = {"User-Agent": user_agent(), "Accept-Encoding": "gzip"}
        try:
            reply = self._follow(f"{address.site}/robots.txt", headers, lambda _: None)
            rules = rules_of(address, reply.status, reply.data)
        except NoReplyError as error:
            try:
                rules = rules_of(address, None, b"", str(error))
            except NotFetchedError as refused:
                return refused
        except NotFetchedError as error:
            return error
        host = self._hosts[address.host]
        host.pause = max(host.pause, rules.delay)
        host.ready = max(host.ready, self._timing.now() + rules.delay)
        return rules


def user_agent() -> str:
    """How this program names itself: with DATELINE_CONTACT, an address or page of its user's."""
    try:
        number = version("dateline")
    except PackageNotFoundError:
        number = "0"
    contact = "".join(c for c in os.environ.get("DATELINE_CONTACT", "") if c.isprintable())
    contact = contact.encode("ascii", "ignore").decode("ascii").strip()[:200]
    about = "reads news for one person, on their request"
    return f"{AGENT}/{number} ({about}{'; ' if contact else ''}{contact})"


def _parsed(url: str) -> Address:
    try:
        return parse(url)
    except ValueError as error:
        raise NotFetchedError(str(error)) from error


def _refused(status: int) -> str:
    if status in _SAID:
        return f"{_SAID[status]} (the server answers {status})"
    if status >= 500:  # noqa: PLR2004 - from here on it is the server's fault
        return f"the server is in trouble (it answers {status}); try again later"
    return f"the server answers {status}"


def _seconds(retry_after: str | None) -> float | None:
    """The seconds of a Retry-After, which may be a number or a date (RFC 9110, 10.2.3)."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
