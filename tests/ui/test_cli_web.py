"""Web addresses on the command line, against a real server on this machine."""

import json
import signal
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from ingest.web.transport import READ_SECONDS

from .conftest import Run, started

TEXT = "The weir of {0} broke on Monday. Nobody in {0} was hurt, the harbour master said. "
PLACES = ["Kellmoor", "Brannick", "Tarnholt"]


def _page(place: str) -> str:
    return (
        f"<!doctype html><html lang='en'><title>Weir of {place} breaks</title><article>"
        f"<h1>Weir of {place} breaks</h1><p>{TEXT.format(place) * 4}</p></article></html>"
    )


class Site:
    """A news site: a feed of three articles, each with its ETag."""

    def __init__(self) -> None:
        """Open it on a free port."""
        self.asked: list[tuple[str, int]] = []
        self.texts = {f"/{place.lower()}": _page(place) for place in PLACES}
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = site.body(self.path)
                etag = f'"{hash(body) & 0xFFFF}"'
                known = self.headers.get("If-None-Match") == etag
                status = 404 if body is None else 304 if known else 200
                site.asked.append((self.path, status))
                self.send_response(status)
                kind = "application/rss+xml" if self.path == "/feed" else "text/html"
                self.send_header("Content-Type", kind)
                self.send_header("ETag", etag)
                self.end_headers()
                if status == 200:
                    self.wfile.write((body or "").encode())

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever)
        self._thread.start()

    def body(self, path: str) -> str | None:
        if path != "/feed":
            return self.texts.get(path)
        items = "".join(
            f"<item><title>Weir</title><link>{self.url}{path}</link></item>" for path in self.texts
        )
        return f"<rss version='2.0'><channel><title>Echo</title>{items}</channel></rss>"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    """A site that is closed at the end."""
    opened = Site()
    yield opened
    opened.close()


def _json(done: subprocess.CompletedProcess[str]) -> Any:  # noqa: ANN401
    return json.loads(done.stdout)


def test_a_feed_is_a_source(run: Run, site: Site) -> None:
    run("sources", "add", f"{site.url}/feed", "--limit", "2")
    assert "at most 2 articles" in run("sources", "list").stdout
    first = _json(run("refresh", "--allow-private", "--json"))
    assert (first["new"], first["failed"]) == (2, [])
    told = run("ask", "What broke in Kellmoor?").stdout
    assert "The weir of Kellmoor broke on Monday. [1]" in told
    assert f"{site.url}/kellmoor" in told
    site.asked.clear()
    again = _json(run("refresh", "--allow-private", "--json"))
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 2)
    asked = [one for one in site.asked if one[0] not in ("/feed", "/robots.txt")]
    assert [status for _, status in asked] == [304, 304]
    site.texts = {path: text.replace("Nobody", "A miller") for path, text in site.texts.items()}
    assert _json(run("refresh", "--allow-private", "--json"))["changed"] == 2


def test_an_article_that_changes_is_a_new_version(run: Run, site: Site) -> None:
    address = f"{site.url}/kellmoor"
    assert _json(run("ingest", address, "--allow-private", "--json"))["new"] == 1
    assert _json(run("ingest", address, "--allow-private", "--json"))["unchanged"] == 1
    assert site.asked[-1] == ("/kellmoor", 304)
    site.texts["/kellmoor"] = _page("Kellmoor").replace("Nobody", "A miller")
    assert _json(run("ingest", address, "--allow-private", "--json"))["changed"] == 1
    assert "+ A miller in Kellmoor was hurt" in run("show", address, "--versions").stdout
    run("remove", address, "--yes")
    assert _json(run("ingest", address, "--allow-private", "--json"))["new"] == 1


def test_this_machine_is_not_asked_unless_allowed(run: Run, site: Site) -> None:
    report = _json(run("ingest", f"{site.url}/kellmoor", "--json", code=1))
    assert "--allow-private" in report["failed"][0]["reason"]
    assert site.asked == []
    assert "ftp" in run("sources", "add", "ftp://127.0.0.1/x", code=2).stderr


def test_what_is_not_there_fails_and_is_retried(run: Run, site: Site) -> None:
    report = _json(run("ingest", f"{site.url}/later", "--allow-private", "--json", code=1))
    assert "404" in report["failed"][0]["reason"]
    assert f"{site.url}/later" in run("status", "--failed").stdout
    site.texts["/later"] = _page("Orrim")
    assert _json(run("ingest", "--retry", "--allow-private", "--json"))["new"] == 1
    assert run("status", "--failed").stdout == "Everything could be read.\n"


class Silent:
    """A server that accepts connections and answers nothing before it is closed."""

    def __init__(self) -> None:
        """Open it on a free port."""
        self.asked, self._closing = Event(), Event()
        silent = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                silent.asked.set()
                silent._closing.wait()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/weir"
        self._thread = Thread(target=self._server.serve_forever)
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def silent() -> Iterator[Silent]:
    """A server that lets everybody wait, and is closed at the end."""
    opened = Silent()
    yield opened
    opened.close()


def test_ctrl_c_does_not_wait_for_a_server_that_hangs(
    run: Run, silent: Silent, tmp_path: Path
) -> None:
    known = tmp_path / "weir.txt"
    known.write_text(f"Weir breaks\n\n{TEXT.format('Kellmoor')}", encoding="utf-8")
    words = ("ingest", str(known), silent.url, "--allow-private", "--json")
    with started(tmp_path, *words) as process:
        try:
            assert silent.asked.wait(120), process.poll()
            process.send_signal(signal.SIGINT)
            # Half of what one try for the server's robots.txt would take.
            told, _ = process.communicate(timeout=READ_SECONDS / 2)
        finally:
            process.kill()
    assert process.returncode == 130, told
    assert "Traceback" not in told
    assert "stopping after the articles at hand" in told
    report = json.loads(told[told.index("{") :])
    assert report["interrupted"] is True
    assert report["failed"] == []
    assert len(_json(run("list", "--json"))) == report["new"]
    assert _json(run("ingest", str(known), "--json"))["new"] == 1 - report["new"]
