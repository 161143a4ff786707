"""Which addresses may be fetched: web addresses, of hosts that are on the public internet."""

import ipaddress
import re
import socket
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from ingest.fields import MAX_URL_CHARS

IP = ipaddress.IPv4Address | ipaddress.IPv6Address

PORTS = {"http": 80, "https": 443}
"""The schemes that are fetched, and their ports."""

_UNSEEN = re.compile(r"[\s\x00-\x20\x7f-\x9f\\]")
_LABELS = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_-]{1,63}")
_MAX_HOST_CHARS = 253
_KEPT = "%/:=&?~#+!$,;'@()*[]|"  # what stands in paths and queries and is not encoded again

# IANA's registries of special addresses say more than `is_global` of each Python version.
_GLOBAL_6 = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_SPECIAL_4 = tuple(map(ipaddress.IPv4Network, ("192.0.0.0/24", "192.88.99.0/24", "100.64.0.0/10")))
_SPECIAL_6 = tuple(map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "3fff::/20")))


class Address(NamedTuple):
    """A web address in parts: `host` in ASCII without brackets, `target` its path and query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Host and port as they stand in an address; without the port where it is the usual."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def site(self) -> str:
        """Scheme, host and port: what a robots.txt speaks for."""
        return f"{self.scheme}://{self.authority}"

    def __str__(self) -> str:
        """The whole address."""
        return self.site + self.target


def check_address(text: str) -> str:
    """The web address that `text` is, in the form in which it is fetched and remembered.

    Raises:
        ValueError: with a sentence for the person who gave it, when it is none.
    """
    return str(parse(text))


def parse(text: str) -> Address:
    """The parts of a web address; its fragment is dropped, odd ways to write a host resolved.

    Raises:
        ValueError: with a sentence for a person, when it is no address that can be fetched.
    """
    text = text.strip()
    shown = repr(text if len(text) <= 80 else text[:77] + "...")  # noqa: PLR2004
    if not text:
        raise ValueError("the address is empty: give one like https://example.org/news")
    if len(text) > MAX_URL_CHARS:
        raise ValueError(f"{shown} is longer than {MAX_URL_CHARS:,} characters")
    scheme, _, rest = text.partition("://")
    if not rest:
        raise ValueError(f"{shown} is no web address: it begins with neither http:// nor https://")
    if scheme.lower() not in PORTS:
        raise ValueError(f"{shown} is no web address: only http and https are fetched")
    if _UNSEEN.search(rest.split("/", 1)[0]):
        raise ValueError(f"{shown} is no web address: its host has blanks or odd signs")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ValueError(f"{shown} is no web address: its host or port makes no sense") from None
    if "@" in parts.netloc:
        raise ValueError("the address holds a user name or password: give it without")
    if port == 0:
        raise ValueError(f"{shown} is no web address: there is no port 0")
    host = _host(parts.netloc, shown)
    target = quote(_without_dots(parts.path), safe=_KEPT)
    if parts.query:
        target += "?" + quote(parts.query, safe=_KEPT)
    return Address(parts.scheme, host, port or PORTS[parts.scheme], target)


def join(base: str, reference: str) -> str:
    """The address that `reference` in a document of the address `base` names.

    Raises:
        ValueError: when that is no address that can be fetched.
    """
    reference = reference.strip()
    is_whole = reference[:8].lower().startswith(("http://", "https://"))
    return check_address(reference if is_whole else urljoin(base, reference))


def is_front(url: str) -> bool:
    """Whether an address is that of a site's front page."""
    return parse(url).target == "/"


def addresses_of(host: str, port: int) -> list[str]:
    """The numeric addresses of a host, by the resolver of this machine.

    Raises:
        OSError: when the name is unknown or the resolver cannot be reached.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def literal(host: str) -> IP | None:
    """The numeric address that `host` is, if it is one and no name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def is_public(address: IP) -> bool:
    """Whether an address is one of the public internet.

    Not so are loopback, private, link-local, shared (CGNAT), multicast, documentation, reserved
    and unspecified ones (RFC 6890 and its registries), and those of IPv6 that lead to such a one
    of IPv4: mapped, 6to4 and NAT64 (RFC 4291, 3056, 6052).
    """
    if isinstance(address, ipaddress.IPv4Address):
        special = any(address in network for network in _SPECIAL_4)
        return address.is_global and not (special or address.is_multicast or address.is_reserved)
    if address in _NAT64:
        return is_public(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
    if address.sixtofour is not None and not is_public(address.sixtofour):
        return False
    special = any(address in network for network in _SPECIAL_6)
    return address in _GLOBAL_6 and address.is_global and not special


def anywhere(address: IP) -> bool:  # noqa: ARG001 - it has the signature of `is_public`
    """Whether an address may be fetched where private ones are allowed: any may."""
    return True


def _without_dots(path: str) -> str:
    """A path without `.` and `..` (RFC 3986, 5.2.4): a robots.txt speaks of where they lead."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _host(netloc: str, shown: str) -> str:
    if netloc.startswith("["):
        inside = netloc[1:].partition("]")[0]
        found = literal(inside)
        if found is None or "%" in inside:
            raise ValueError(f"{shown} is no web address: {inside} is no IPv6 address")
        return str(found)
    host = _ascii(netloc.rpartition(":")[0] if ":" in netloc else netloc, shown).removesuffix(".")
    if len(host) > _MAX_HOST_CHARS or not _LABELS.fullmatch(host):
        raise ValueError(f"{shown} is no web address: its host is no name of one")
    try:  # 127.1, 0x7f000001 and 2130706433 all are 127.0.0.1
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return host


def _ascii(host: str, shown: str) -> str:
    """The host in lower case and ASCII: names in other scripts by IDNA (UTS 46)."""
    if host.isascii():
        return host.lower()
    import idna

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise ValueError(f"{shown} is no web address: its host is no name of one") from error
