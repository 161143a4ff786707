"""The client: polite to hosts, patient, bounded, and never where it must not be."""

import gzip
import ipaddress
import shutil
import socket
import ssl
import subprocess
import threading
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from ingest.web import reply as reply_module
from ingest.web.addresses import is_public, parse
from ingest.web.client import Client, user_agent
from ingest.web.reply import NotFetchedError, Validators
from ingest.web.transport import Transport

from .conftest import Answer, Clock, Headers, Site

Connect = Callable[..., Client]
PAGE = Answer("<p>The mill wheel turns again.</p>")


def refusal(client: Client, url: str) -> str:
    with pytest.raises(NotFetchedError) as told:
        client.get(url)
    return str(told.value)


def test_a_page_comes_with_what_is_needed_to_ask_again(client: Client, site: Site) -> None:
    headers = {"ETag": '"7"', "Last-Modified": "Thu, 05 Mar 2026 13:02:00 GMT"}
    site.pages["/a"] = Answer("Mühle", "Text/HTML; charset=UTF-8", headers=headers)
    reply = client.get(f"{site.url}/a")
    assert (reply.url, reply.status, reply.data) == (f"{site.url}/a", 200, "Mühle".encode())
    assert (reply.media_type, reply.charset) == ("text/html", "utf-8")
    assert (reply.etag, reply.last_modified) == ('"7"', "Thu, 05 Mar 2026 13:02:00 GMT")


def test_it_says_who_it_is(client: Client, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.pages["/a"] = PAGE
    monkeypatch.delenv("DATELINE_CONTACT", raising=False)
    client.get(f"{site.url}/a")
    assert site.asked[-1][1]["user-agent"].startswith("Dateline/")
    monkeypatch.setenv("DATELINE_CONTACT", "desk@osk.example\r\nX-Evil: 1 é")
    assert user_agent().endswith("; desk@osk.exampleX-Evil: 1)")
    client.get(f"{site.url}/a")
    assert site.asked[-1][1]["user-agent"] == user_agent()
    assert site.asked[-1][1]["host"] == f"127.0.0.1:{site.port}"
    assert "cookie" not in site.asked[-1][1]


def test_nothing_is_sent_back_that_a_page_leaves(client: Client, site: Site) -> None:
    site.pages["/a"] = Answer("x", headers={"Set-Cookie": "id=7; Path=/"})
    client.get(f"{site.url}/a")
    client.get(f"{site.url}/a")
    assert "cookie" not in site.asked[-1][1]


def test_an_unchanged_page_is_not_sent_again(client: Client, site: Site) -> None:
    def page(headers: Headers) -> Answer:
        same = headers.get("if-none-match") == '"7"' and "if-modified-since" in headers
        return Answer(status=304) if same else PAGE

    site.pages["/a"] = page
    known = Validators('"7"', "Thu, 05 Mar 2026 13:02:00 GMT")
    assert client.get(f"{site.url}/a", known).status == 304
    assert client.get(f"{site.url}/a", Validators()).status == 200


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (401, "log in"),
        (402, "pay"),
        (403, "does not let"),
        (404, "no such page"),
        (410, "taken down"),
        (451, "legal reasons"),
        (418, "answers 418"),
        (304, "answers 304"),
        (505, "in trouble"),
    ],
)
def test_each_refusal_is_told(client: Client, site: Site, status: int, why: str) -> None:
    site.pages["/a"] = Answer("no", status=status)
    assert why in refusal(client, f"{site.url}/a")


class TestRedirects:
    """Redirects are followed as far as they make sense."""

    def test_are_followed(self, client: Client, site: Site) -> None:
        for number, status in enumerate((301, 302, 303, 307, 308)):
            target = f"/{number + 1}" if number % 2 else f"{site.url}/{number + 1}#x"
            site.pages[f"/{number}"] = Answer(status=status, headers={"Location": target})
        site.pages["/5"] = PAGE
        assert client.get(f"{site.url}/0").url == f"{site.url}/5"

    def test_end(self, client: Client, site: Site) -> None:
        site.pages["/a"] = Answer(status=301, headers={"Location": "/b"})
        site.pages["/b"] = Answer(status=301, headers={"Location": "/a"})
        assert "circle" in refusal(client, f"{site.url}/a")
        for number in range(20):
            headers = {"Location": f"/{number + 1}"}
            site.pages[f"/{number}"] = Answer(status=302, headers=headers)
        site.asked.clear()
        assert "more than 10 times" in refusal(client, f"{site.url}/0")
        assert len(site.paths) == 11

    @pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://osk.example/", "http://["])
    def test_lead_to_web_addresses_only(self, client: Client, site: Site, target: str) -> None:
        site.pages["/a"] = Answer(status=301, headers={"Location": target})
        assert "redirected to what is no address" in refusal(client, f"{site.url}/a")

    def test_are_checked_each(self, connect: Connect, site: Site) -> None:
        client = connect(lambda ip: ip == ipaddress.ip_address("127.0.0.1"))
        site.pages["/a"] = Answer(
            status=302, headers={"Location": f"http://127.0.0.2:{site.port}/b"}
        )
        site.pages["/b"] = PAGE
        assert "127.0.0.2 is no address of the public internet" in refusal(client, f"{site.url}/a")
        assert site.paths == ["/a"]


class TestPrivateHosts:
    """Hosts off the public internet are not asked."""

    @pytest.mark.parametrize(
        "host", ["127.0.0.1", "127.1", "0x7f000001", "[::1]", "[::ffff:7f00:1]"]
    )
    def test_are_refused(self, connect: Connect, site: Site, host: str) -> None:
        told = refusal(connect(is_public), f"http://{host}:{site.port}/a")
        assert "no address of the public internet" in told
        assert "--allow-private" in told
        assert site.asked == []

    def test_are_refused_under_any_name(self, connect: Connect, site: Site) -> None:
        names = {"osk.example": ["93.184.215.14", "10.0.0.7"], "localhost": ["::1"]}
        client = connect(is_public, names)
        told = refusal(client, f"http://osk.example:{site.port}/a")
        assert "osk.example leads to 10.0.0.7" in told
        assert "localhost leads to ::1" in refusal(client, f"http://localhost:{site.port}/a")
        assert site.asked == []

    def test_a_name_that_changes_its_address_gains_nothing(self, site: Site, clock: Clock) -> None:
        answers = iter([["127.0.0.1"], ["127.0.0.1"], ["10.0.0.7"]])
        client = Client(
            lambda ip: ip == ipaddress.ip_address("127.0.0.1"),
            resolve=lambda *_: next(answers),
            timing=clock.timing,
        )
        site.pages["/a"] = PAGE
        with client:
            # Once for the robots.txt, once for the page: what was checked is connected to.
            assert client.get(f"http://osk.example:{site.port}/a").status == 200
            assert site.asked[-1][1]["host"] == f"osk.example:{site.port}"
            assert "10.0.0.7" in refusal(client, f"http://osk.example:{site.port}/b")

    def test_are_refused_by_what_the_address_says_behind_a_proxy(
        self, connect: Connect, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("http_proxy", site.url)
        client = connect(is_public, {})
        for host in ("10.0.0.7", "localhost", "wiki.internal"):
            assert "public internet" in refusal(client, f"http://{host}/")
        assert site.asked == []
        site.pages["http://osk.example/a"] = PAGE  # the proxy resolves the name
        assert client.get("http://osk.example/a").data == PAGE.body.encode()  # type: ignore[union-attr]


class TestRobots:
    """A site's robots.txt is heeded."""

    def test_are_heeded(self, client: Client, site: Site) -> None:
        site.pages["/robots.txt"] = Answer(
            "User-agent: *\nAllow: /\n\nUser-agent: dateline\nDisallow: /private\n", "text/plain"
        )
        site.pages["/private/a"] = site.pages["/open"] = PAGE
        assert "does not allow programs to fetch it" in refusal(client, f"{site.url}/private/a")
        assert client.get(f"{site.url}/open").status == 200
        assert [path for path, _ in site.asked] == ["/robots.txt", "/open"]

    def test_hold_behind_a_redirect(self, client: Client, site: Site) -> None:
        site.pages["/robots.txt"] = Answer("User-agent: *\nDisallow: /private", "text/plain")
        site.pages["/a"] = Answer(status=302, headers={"Location": "/private/a"})
        assert "does not allow" in refusal(client, f"{site.url}/a")
        assert site.paths == ["/a"]

    @pytest.mark.parametrize("status", [401, 403, 404, 410])
    def test_absent_ones_allow_all(self, client: Client, site: Site, status: int) -> None:
        site.pages["/robots.txt"] = Answer(status=status)
        site.pages["/a"] = PAGE
        assert client.get(f"{site.url}/a").status == 200

    @pytest.mark.parametrize("status", [429, 500, 503])
    def test_unreadable_ones_allow_nothing(self, client: Client, site: Site, status: int) -> None:
        site.pages["/robots.txt"] = Answer(status=status)
        site.pages["/a"] = PAGE
        for _ in range(2):
            told = refusal(client, f"{site.url}/a")
            assert f"{site.url}/robots.txt cannot be read" in told
            assert str(status) in told
        assert site.paths == []
        assert len(site.asked) == 4  # and is not asked for again

    def test_set_the_pace(self, client: Client, site: Site, clock: Clock) -> None:
        site.pages["/robots.txt"] = Answer("User-agent: *\nCrawl-delay: 7", "text/plain")
        site.pages["/a"] = PAGE
        for _ in range(3):
            client.get(f"{site.url}/a")
        assert clock.slept == [7, 7, 7]

    def test_that_ask_for_hours_are_left_alone(self, client: Client, site: Site) -> None:
        site.pages["/robots.txt"] = Answer("User-agent: *\nCrawl-delay: 3600", "text/plain")
        assert "3600 s of peace" in refusal(client, f"{site.url}/a")


class TestPatience:
    """Hosts set the pace."""

    def test_one_request_a_second(self, client: Client, site: Site, clock: Clock) -> None:
        site.pages["/a"] = PAGE
        for _ in range(3):
            client.get(f"{site.url}/a")
        clock.seconds += 0.4
        client.get(f"{site.url}/a")
        assert clock.slept == [1, 1, 1, 0.6]

    def test_hosts_do_not_wait_for_each_other(
        self, connect: Connect, site: Site, clock: Clock
    ) -> None:
        site.pages["/a"] = PAGE
        client = connect()
        for host in ("a.example", "b.example", "c.example"):
            client.get(f"http://{host}:{site.port}/a")
        assert clock.slept == [1, 1, 1]  # each between its robots.txt and its page

    def test_a_busy_server_gets_its_time(self, client: Client, site: Site, clock: Clock) -> None:
        busy = Answer(status=429, headers={"Retry-After": "20"})
        site.pages["/a"] = [busy, Answer(status=503), PAGE]
        assert client.get(f"{site.url}/a").status == 200
        assert clock.slept == [1, 20, 4]

    def test_it_ends(self, client: Client, site: Site, clock: Clock) -> None:
        site.pages["/a"] = Answer(status=503)
        assert "in trouble (it answers 503)" in refusal(client, f"{site.url}/a")
        assert clock.slept == [1, 2, 4, 8]
        assert site.paths == ["/a"] * 4

    def test_a_server_that_wants_hours_is_left_alone(
        self, client: Client, site: Site, clock: Clock
    ) -> None:
        later = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
        site.pages["/a"] = Answer(status=429, headers={"Retry-After": later})
        assert "too many requests" in refusal(client, f"{site.url}/a")
        assert "s of peace" in refusal(client, f"{site.url}/b")
        assert (site.paths, clock.slept) == (["/a"], [1])

    @pytest.mark.parametrize("odd", ["", "soon", "-5", "1e9", "Thu, 99 Mar"])
    def test_odd_wishes_are_none(self, client: Client, site: Site, clock: Clock, odd: str) -> None:
        site.pages["/a"] = [Answer(status=503, headers={"Retry-After": odd}), PAGE]
        assert client.get(f"{site.url}/a").status == 200
        assert clock.slept == [1, 2]

    def test_a_host_that_fails_is_not_asked_for_ever(self, client: Client, site: Site) -> None:
        site.pages |= {f"/{n}": Answer(status=500) for n in range(3)}
        for number in range(3):
            refusal(client, f"{site.url}/{number}")
        count = len(site.asked)
        assert "not asked any more" in refusal(client, f"{site.url}/4")
        assert len(site.asked) == count


class TestNoAnswer:
    """Why nothing came is told."""

    def test_an_unknown_name(self, connect: Connect) -> None:
        told = refusal(connect(is_public, {}), "http://nowhere.example/")
        assert "the name nowhere.example leads nowhere" in told

    def test_nobody_listens(self, client: Client) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        told = refusal(client, f"http://127.0.0.1:{port}/a")
        assert f"nothing answers at port {port} of 127.0.0.1" in told

    def test_another_address_of_the_host_may_answer(self, connect: Connect, site: Site) -> None:
        client = connect(names={"osk.example": ["127.0.0.9", "::1", "127.0.0.1"]})
        site.pages["/a"] = PAGE
        assert client.get(f"http://osk.example:{site.port}/a").status == 200

    def test_no_secure_connection(self, client: Client, site: Site) -> None:
        told = refusal(client, f"https://127.0.0.1:{site.port}/a")
        assert "no secure connection comes about" in told

    def test_it_breaks_off(self, client: Client, site: Site) -> None:
        site.raw["/a"] = lambda write: write(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort")
        assert "the connection broke off" in refusal(client, f"{site.url}/a")
        site.raw["/b"] = lambda write: write(b"\x00\x01 no HTTP at all\r\n\r\n")
        assert "the connection broke off" in refusal(client, f"{site.url}/b")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
class TestSecureConnections:
    """A connection by number is checked by name."""

    @pytest.fixture
    def secure(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
        """A site whose certificate is of osk.example, and trusted."""
        made = [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *(
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=osk",
                "-addext",
                "subjectAltName=DNS:osk.example",
            ),
            *("-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "cert.pem")),
        ]
        subprocess.run(made, check=True, capture_output=True)  # noqa: S603 - the test's own
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
        site = Site(tls)
        site.pages["/a"] = PAGE
        yield site
        site.close()

    def test_the_name_counts(self, connect: Connect, secure: Site) -> None:
        client = connect(names={"osk.example": ["127.0.0.1"], "other.example": ["127.0.0.1"]})
        assert client.get(f"https://osk.example:{secure.port}/a").status == 200
        told = refusal(client, f"https://other.example:{secure.port}/a")
        assert "its certificate is not to be trusted" in told
        assert "other.example" in told


class TestBounds:
    """Time and size have bounds."""

    @pytest.mark.parametrize("start", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n", b""])
    def test_a_slow_drip_ends(self, site: Site, start: bytes) -> None:
        stop = threading.Event()

        def drip(write: Callable[[bytes], object]) -> None:
            write(start)
            while not stop.wait(0.02):
                write(b"x")

        site.raw["/a"] = drip
        transport = Transport(lambda _: True, lambda *_: ["127.0.0.1"], seconds=0.3)
        with pytest.raises(NotFetchedError, match="took longer than"):
            transport.get(parse(f"{site.url}/a"), {})
        stop.set()
        transport.close()

    def test_a_huge_page_is_not_read(
        self, client: Client, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reply_module, "MAX_BYTES", 1024**2)
        sent = []

        def pour(write: Callable[[bytes], object]) -> None:
            write(b"HTTP/1.1 200 OK\r\n\r\n")
            for _ in range(1_000):
                write(bytes(1024**2))
                sent.append(1)

        site.raw["/a"] = pour
        assert "larger than the 1 MiB" in refusal(client, f"{site.url}/a")
        assert len(sent) < 100

    def test_a_bomb_does_not_explode(
        self, client: Client, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reply_module, "MAX_BYTES", 8 * 1024**2)
        bomb = gzip.compress(bytes(200 * 1024**2), 9)
        assert len(bomb) < 1024**2
        site.pages["/a"] = Answer(bomb, headers={"Content-Encoding": "gzip"})
        assert "larger than the 8 MiB" in refusal(client, f"{site.url}/a")
        with pytest.raises(NotFetchedError, match="larger"):
            reply_module.unzipped(bomb)

    def test_compressed_pages_are_read(self, client: Client, site: Site) -> None:
        packed = gzip.compress(b"The mill ") + gzip.compress(b"turns.")
        site.pages["/a"] = Answer(packed, headers={"Content-Encoding": "gzip"})
        assert client.get(f"{site.url}/a").data == b"The mill turns."
        assert site.asked[-1][1]["accept-encoding"] == "gzip"

    @pytest.mark.parametrize(
        ("encoding", "body", "why"),
        [
            ("gzip", b"no gzip at all", "compression is broken"),
            ("gzip", gzip.compress(b"The mill turns.")[:-3], "end is missing"),
            ("br", b"x", "not asked for (br)"),
            ("deflate", zlib.compress(b"x"), "not asked for (deflate)"),
        ],
    )
    def test_odd_encodings_are_told(
        self, client: Client, site: Site, encoding: str, body: bytes, why: str
    ) -> None:
        site.pages["/a"] = Answer(body, headers={"Content-Encoding": encoding})
        assert why in refusal(client, f"{site.url}/a")
