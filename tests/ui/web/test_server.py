"""The web server: where it listens, whom it refuses, and how it ends."""

import http.client
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from assistant import Assistant
from corpus import Article, Corpus
from ui.web.server import AddressError, listen, make_server

SERVE = """
import sys
def watch(event, values):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        sys.stderr.write(f"{event} {values[1:]}\\n")
sys.addaudithook(watch)
from assistant import Assistant
from ui.web import serve
with Assistant.open(sys.argv[1]) as assistant:
    serve(assistant, port=int(sys.argv[2]))
"""


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    with Corpus.open(folder, create=True) as corpus, corpus.writing() as writer:
        writer.add([Article(id="a", title="Rain", body="It rained in Tarn.", origin="a.txt")])
    return folder


@pytest.fixture(scope="module")
def port(directory: Path) -> Iterator[int]:
    with Assistant.open(directory) as assistant:
        listener = listen("127.0.0.1", 0)
        server = make_server(assistant)
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join(30)


def answer_to(
    port: int, path: str, method: str = "GET", **headers: str
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers={"Connection": "close", **named})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response


def test_the_page_lets_nothing_in_from_elsewhere(port: int) -> None:
    response = answer_to(port, "/")
    assert response.status == 200
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/proxy=https://example.com",
        "/gradio_api/runs",
        "/monitoring",
        "/login",
    ],
)
def test_what_the_page_does_not_use_is_closed(port: int, path: str) -> None:
    assert answer_to(port, path).status == 403
    assert answer_to(port, path, "POST").status == 403


def test_other_sites_may_not_ask_in_a_visitors_name(port: int) -> None:
    join = "/gradio_api/queue/join"
    assert answer_to(port, join, "POST", Sec_Fetch_Site="cross-site").status == 403
    assert answer_to(port, join, "POST", Sec_Fetch_Site="same-origin").status != 403
    assert answer_to(port, "/", Host="evil.example").status == 403
    assert answer_to(port, "/", Host=f"localhost:{port}").status == 200


def test_a_busy_port_is_said_in_a_sentence() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AddressError, match=rf"^port {port} of 127.0.0.1 is taken: .*--port"):
            listen("127.0.0.1", port)


def test_a_foreign_address_is_said_in_a_sentence() -> None:
    with pytest.raises(AddressError, match=r"^203\.0\.113\.7 is no address of this machine"):
        listen("203.0.113.7", 0)


def test_serving_says_one_line_calls_nobody_and_ends_with_ctrl_c(directory: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(  # noqa: S603 - this program, in a process of its own
        [sys.executable, "-c", SERVE, str(directory), str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line == f"Dateline is at http://127.0.0.1:{port} (Ctrl-C ends it)\n"
        assert answer_to(port, "/").status == 200
        process.send_signal(signal.SIGINT)
        rest, noise = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0
    assert rest == ""
    assert not re.findall(r"^socket\..*|Traceback", noise, re.MULTILINE), noise
