"""One request to one host: a checked connection, bounds on time and size, and plain errors."""

import errno
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, Self
from urllib.request import getproxies, proxy_bypass

import httpx

from ingest.web.addresses import IP, Address, literal
from ingest.web.reply import Inflater, NotFetchedError, Reply

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
TOTAL_SECONDS = 120.0
"""The longest that a request may take; a server that sends a byte now and then has no more."""

_MAX_ADDRESSES = 4  # how many of a host's addresses are tried
_OK = 200
_LOCAL = ("localhost", ".localhost", ".local", ".internal")

Resolver = Callable[[str, int], list[str]]


class NoReplyError(NotFetchedError):
    """The host could not be reached or broke off; it may be reached another time."""


class Transport:
    """Sends requests. Nothing is kept from one to the next: no connection, no cookie.

    A host's name is resolved once for each request, each address found is checked, and the
    connection goes to one that was: a name that changes its address meanwhile gains nothing.
    Through a proxy of the environment (HTTPS_PROXY and the like) the proxy resolves names, so
    only what an address itself says is checked.
    """

    def __init__(
        self, permitted: Callable[[IP], bool], resolve: Resolver, seconds: float = TOTAL_SECONDS
    ) -> None:
        """Connect only to permitted addresses; a request may take so many seconds."""
        self._permitted = permitted
        self._resolve = resolve
        self._seconds = seconds
        self._tls = httpx.create_ssl_context()  # heeds SSL_CERT_FILE and SSL_CERT_DIR
        self._clients: dict[str | None, httpx.Client] = {}

    def close(self) -> None:
        """Let go of what the clients hold."""
        for client in self._clients.values():
            client.close()

    def get(self, address: Address, headers: dict[str, str]) -> Reply:
        """What the host answers to one GET, whatever its status; redirects are not followed.

        Raises:
            NoReplyError: when nothing came back.
            NotFetchedError: when the address may not be fetched, or what came is too large.
        """
        proxy = _proxy_for(address)
        last = NoReplyError("it has no address")
        for host in self._hosts(address, proxied=proxy is not None)[:_MAX_ADDRESSES]:
            headers = {**headers, "Host": address.authority, "Connection": "close"}
            try:
                url = httpx.URL(str(address)).copy_with(host=host)
                return self._exchange(self._client(proxy), url, address, headers)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                last = NoReplyError(_reason(error, address))
            except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
                raise NoReplyError(_reason(error, address)) from error
        raise last

    def _hosts(self, address: Address, *, proxied: bool) -> list[str]:
        """What to connect to, all of it permitted."""
        host = address.host
        number = literal(host)
        if proxied:
            number = ipaddress.IPv4Address("127.0.0.1") if host.endswith(_LOCAL) else number
            if number is not None and not self._permitted(number):
                raise NotFetchedError(_refusal(host, host))
            return [host]
        try:
            found = [host] if number is not None else self._resolve(host, address.port)
        except (OSError, UnicodeError) as error:
            raise NoReplyError(f"the name {host} leads nowhere, or there is no network") from error
        for one in found:
            if not self._permitted(ipaddress.ip_address(one.partition("%")[0])):
                raise NotFetchedError(_refusal(host, one))
        return found

    def _client(self, proxy: str | None) -> httpx.Client:
        if proxy not in self._clients:
            # A connection by number must not serve another name at the same number: none is kept.
            limits = httpx.Limits(max_keepalive_connections=0)
            if proxy is not None and not proxy.startswith(("http://", "https://")):
                raise NotFetchedError(f"no proxy of this kind can be used: {proxy}")
            self._clients[proxy] = httpx.Client(
                verify=self._tls,
                proxy=proxy,
                trust_env=False,
                limits=limits,
                timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            )
        return self._clients[proxy]

    def _exchange(
        self, client: httpx.Client, url: httpx.URL, address: Address, headers: dict[str, str]
    ) -> Reply:
        with _Watch(self._seconds) as watch:
            request = client.build_request(
                "GET",
                url,
                headers=headers,
                extensions={"sni_hostname": address.host, "trace": watch.trace},
            )
            slow = f"it took longer than {self._seconds:.0f} seconds"
            try:
                response = client.send(request, stream=True)
                try:
                    reply = _reply(response, str(address))
                finally:
                    response.close()
            except (httpx.HTTPError, NotFetchedError):
                if watch.expired:
                    raise NoReplyError(slow) from None
                raise
            if watch.expired:  # its end may be missing
                raise NoReplyError(slow)
            return reply


class _Watch:
    """Ends a request that takes too long, whatever it is waiting for."""

    def __init__(self, seconds: float) -> None:
        self.expired = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """Note the socket of the connection when httpx has opened one."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._socket = info["return_value"].get_extra_info("socket")
            if self.expired:
                self._expire()

    def _expire(self) -> None:
        self.expired = True
        if self._socket is not None:
            with suppress(OSError):  # it may be closed already
                self._socket.shutdown(socket.SHUT_RDWR)  # whoever reads from it wakes up


def _reply(response: httpx.Response, url: str) -> Reply:
    """A reply with the body of a success, decompressed; other bodies are of no use."""
    head = response.headers
    data = b""
    if response.status_code == _OK:
        inflater = Inflater(head.get("content-encoding", "").strip().lower())
        pieces = [inflater.feed(piece) for piece in response.iter_raw()]
        data = b"".join([*pieces, inflater.end()])
    return Reply(
        url=url,
        status=response.status_code,
        data=data,
        media_type=head.get("content-type", "").partition(";")[0].strip().lower(),
        charset=response.charset_encoding,
        etag=head.get("etag"),
        last_modified=head.get("last-modified"),
        location=head.get("location"),
        retry_after=head.get("retry-after"),
    )


def _proxy_for(address: Address) -> str | None:
    """The proxy that the environment names for an address."""
    proxies = getproxies()
    proxy = proxies.get(address.scheme) or proxies.get("all")
    if not proxy or proxy_bypass(address.authority):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def _refusal(host: str, found: str) -> str:
    leads = f"{host} leads to {found}, which is" if host != found else f"{host} is"
    return f"{leads} no address of the public internet; --allow-private fetches it all the same"


def _reason(error: Exception, address: Address) -> str:
    """Why nothing came back, in words for a person."""
    if isinstance(error, httpx.TimeoutException):
        return "it does not answer in time"
    if isinstance(error, httpx.ProxyError):
        return f"the proxy refuses: {error}"
    told = next(filter(None, (_told(cause, address) for cause in _causes(error))), None)
    return told or f"the connection broke off ({str(error) or type(error).__name__})"


def _told(cause: BaseException, address: Address) -> str | None:
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not to be trusted: {cause.verify_message}"
    if isinstance(cause, ssl.SSLError):
        return f"no secure connection comes about ({cause.reason or cause})"
    if isinstance(cause, ConnectionRefusedError):
        return f"nothing answers at port {address.port} of {address.host}"
    if isinstance(cause, OSError) and cause.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH):
        return f"there is no way to {address.host}: is this machine on the network?"
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
