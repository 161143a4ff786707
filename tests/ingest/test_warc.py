"""Web archives and pages saved whole: which of their records are read, and as what."""

import gzip
import io
import json
import zlib
from collections.abc import Sequence
from email import encoders
from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from ingest import budget, warc
from ingest.coding import decoded
from ingest.kinds import kind_of_media, sniff
from ingest.readers import read
from ingest.report import Failure

from .conftest import split, write

TEXT = (
    "The sluice of Marn was opened on Monday, and forty people watched it from the old bridge.",
    "It had been shut since the flood of the year before. The keeper oiled its wheels each week.",
    "Boats may pass from April. The toll stays what it was, two marks and a half for a barge.",
)
URL = "https://marn-echo.example/news/sluice"


def page(title: str = "Sluice of Marn opened", *, text: Sequence[str] = TEXT) -> str:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in text)
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><article>"
        f"<h1>{title}</h1>{paragraphs}</article></body></html>"
    )


class Writer(WARCWriter):  # type: ignore[misc]
    """warcio's own, without its temporary files, which it leaves open."""

    @classmethod
    def _create_temp_file(cls) -> io.BytesIO:
        return io.BytesIO()


class Warc:
    """A web archive in the making."""

    def __init__(self, *, gzipped: bool = False) -> None:
        """Without a record yet."""
        self._file = io.BytesIO()
        self._writer = Writer(self._file, gzip=gzipped)

    def add(
        self,
        body: str | bytes | None = None,
        *,
        url: str = URL,
        status: str = "200 OK",
        kind: str = "response",
        media: str = "text/html; charset=utf-8",
        **headers: str,
    ) -> "Warc":
        data = page() if body is None else body
        data = data.encode() if isinstance(data, str) else data
        http = None
        if kind in ("response", "request", "revisit"):
            named = [(name.replace("_", "-"), value) for name, value in headers.items()]
            protocol = "HTTP/1.1" if kind != "request" else ""
            first = "GET / HTTP/1.1" if kind == "request" else status
            http = StatusAndHeaders(first, [("Content-Type", media), *named], protocol=protocol)
        self._writer.write_record(
            self._writer.create_warc_record(
                url,
                kind,
                payload=io.BytesIO(data),
                http_headers=http,
                warc_content_type="" if http else media,
            )
        )
        return self

    @property
    def data(self) -> bytes:
        return self._file.getvalue()


@pytest.mark.parametrize("gzipped", [False, True])
@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "noname", "a.zip", "a.html"])
def test_pages_that_were_fetched(tmp_path: Path, name: str, *, gzipped: bool) -> None:
    made = Warc(gzipped=gzipped)
    made.add("software: x\r\n", kind="warcinfo", url="", media="application/warc-fields")
    made.add("", kind="request").add().add(
        "fetchTimeMs: 3\r\n", kind="metadata", media="text/plain"
    )
    made.add("", kind="revisit").add(page("Gone"), status="404 Not Found", url=f"{URL}/gone")
    made.add("", status="301 Moved", Location=URL).add(b"\x89PNG", media="image/png")
    made.add("User-agent: *\nDisallow: /x", media="text/plain", url=f"{URL}/robots.txt")
    made.add(page("Second page of Marn"), url=f"{URL}/2", kind="resource")
    path = write(tmp_path, name, made.data)
    articles, failures = split(path)
    assert failures == []
    assert [a.title for a in articles] == ["Sluice of Marn opened", "Second page of Marn"]
    assert [a.url for a in articles] == [URL, f"{URL}/2"]
    assert articles[0].origin == f"{path}!/{URL}"
    assert articles[0].body.split("\n\n") == list(TEXT)


def test_the_address_in_the_page_is_believed_first(tmp_path: Path) -> None:
    body = page().replace(
        "</title>", '</title><link rel="canonical" href="https://marn.example/s">'
    )
    (article,), _ = split(write(tmp_path, "a.warc", Warc().add(body).data))
    assert article.url == "https://marn.example/s"


def chunked(data: bytes) -> bytes:
    pieces = [data[start : start + 100] for start in range(0, len(data), 100)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "encode"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", raw_deflate),
        ("br", brotli.compress),
        ("gzip, br", lambda data: brotli.compress(gzip.compress(data))),
        ("identity", bytes),
        ("gzip", bytes),  # decoded before it was stored
        ("br", bytes),
    ],
)
@pytest.mark.parametrize("in_chunks", [False, True])
def test_codings(tmp_path: Path, encoding: str, encode: object, *, in_chunks: bool) -> None:
    assert callable(encode)
    body = encode(page().encode())
    headers = {"Content_Encoding": encoding}
    if in_chunks:
        body, headers = chunked(body), {**headers, "Transfer_Encoding": "chunked"}
    articles, failures = split(write(tmp_path, "a.warc", Warc().add(body, **headers).data))
    assert failures == []
    assert articles[0].body.split("\n\n") == list(TEXT)


def test_an_unknown_coding_is_told(tmp_path: Path) -> None:
    made = Warc().add(b"x", Content_Encoding="zstd").add(url=f"{URL}/2")
    articles, (failure,) = split(write(tmp_path, "a.warc", made.data))
    assert len(articles) == 1
    assert "zstd" in failure.reason
    assert failure.where.endswith(URL)


def test_the_charset_that_the_server_names(tmp_path: Path) -> None:
    text = [line.replace("old bridge", "Brücke ©") for line in TEXT]
    for charset, said in (
        ("iso-8859-1", "ISO-8859-1"),
        ("utf-8", "iso-8859-1"),
        ("cp1252", "none"),
    ):
        made = Warc().add(page(text=text).encode(charset), media=f'text/html;charset="{said}"')
        (article,), _ = split(write(tmp_path, "a.warc", made.data))
        assert "Brücke ©" in article.body


def test_feeds_and_json(tmp_path: Path) -> None:
    item = (
        f"<item><title>Weir</title><link>{URL}/w</link><description>{TEXT[1]}</description></item>"
    )
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel>{item}</channel></rss>'
    made = Warc().add(feed, media="application/rss+xml", url=f"{URL}/feed")
    made.add(
        json.dumps({"title": "Toll", "text": TEXT[2]}), media="application/json", url=f"{URL}/j"
    )
    made.add('{"token": 1}', media="application/json", url=f"{URL}/api")
    made.add("<urlset></urlset>", media="text/xml", url=f"{URL}/sitemap.xml")
    articles, failures = split(write(tmp_path, "a.warc", made.data))
    assert [a.title for a in articles] == ["Weir", "Toll"]
    assert failures == []


def test_an_archive_without_pages_is_told(tmp_path: Path) -> None:
    for data in (Warc().add("", kind="request").data, b"", b"no web archive"):
        articles, failures = split(write(tmp_path, "a.warc", data))
        assert articles == []
        assert failures


@pytest.mark.parametrize("gzipped", [False, True])
def test_what_is_cut_off_gives_what_came_before(tmp_path: Path, *, gzipped: bool) -> None:
    made = Warc(gzipped=gzipped)
    ends = []
    for number in range(5):
        made.add(page(f"Sluice number {number}"), url=f"{URL}/{number}")
        ends.append(len(made.data))
    for end, expected in ((ends[3] + 40, 4), (ends[2] + 400, 3), (ends[0] - 50, 0)):
        articles, failures = split(write(tmp_path, "a.warc", made.data[:end]))
        assert len(articles) == expected
        assert failures


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Content-Length: ", b"Content-Length: x"),
        (b"Content-Length: ", b"Content-Length: -"),
        (b"Content-Length: ", b"Content-Longth: "),
        (b"WARC/1.0", b"WARC/9.9"),
        (b"WARC/1.0", b"GARBAGE"),
        (b"WARC-Target-URI", b"WARC-Torget-URI"),
        (b"WARC-Type: response", b"WARC-Type: " + b"x" * 300_000),
    ],
)
def test_a_broken_record_costs_no_other(tmp_path: Path, old: bytes, new: bytes) -> None:
    first, second = Warc().add(url=f"{URL}/1").data, Warc().add(page("Weir"), url=f"{URL}/2").data
    data = second + first.replace(old, new) + second.replace(b"/2\r", b"/3\r")
    articles, failures = split(write(tmp_path, "a.warc", data))
    assert [a.url for a in articles] == [f"{URL}/2", f"{URL}/3"]
    if b"Type" not in old:
        assert "the others are read" in failures[0].reason


def test_a_length_that_is_too_short(tmp_path: Path) -> None:
    first, second = Warc().add().data, Warc().add(page("Weir"), url=f"{URL}/2").data
    start = first.index(b"Content-Length: ") + 16
    end = first.index(b"\r\n", start)
    articles, failures = split(
        write(tmp_path, "a.warc", first[:start] + b"300" + first[end:] + second)
    )
    assert articles[-1].url == f"{URL}/2"
    assert any("no record" in failure.reason for failure in failures)


def test_nothing_of_a_record_is_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    data = Warc().add(url=f"{URL}/abc").data.replace(b"/abc", b"/a c")
    (article,), _ = split(write(tmp_path, "a.warc", data))
    assert article.url == f"{URL}/a%20c"
    assert capfd.readouterr() == ("", "")


def test_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "MAX_RESPONSE_BYTES", 100_000)
    made = Warc().add(page() + "x" * 200_000, url=f"{URL}/1")
    for number, pack in enumerate((gzip.compress, brotli.compress), 2):
        coding = "gzip" if pack is gzip.compress else "br"
        made.add(pack(b"\0" * 9_000_000), url=f"{URL}/{number}", Content_Encoding=coding)
    made.add(url=f"{URL}/4")
    articles, failures = split(write(tmp_path, "a.warc", made.data))
    assert [a.url for a in articles] == [f"{URL}/4"]
    assert ["larger than" in failure.reason for failure in failures] == [True] * 3
    monkeypatch.setattr(budget, "FREE_BYTES", 1_000)
    monkeypatch.setattr(budget, "MAX_RATIO", 1)
    articles, failures = split(write(tmp_path, "a.warc.gz", gzip.compress(made.data)))
    assert articles == []
    assert "more than is safe" in failures[-1].reason


def test_codings_are_undone_within_bounds() -> None:
    assert decoded(b"x", "", 1) == b"x"
    assert decoded(gzip.compress(b"x" * 99)[:-12], "gzip", 99).startswith(b"x")
    for pack, coding in (
        (gzip.compress, "gzip"),
        (zlib.compress, "deflate"),
        (brotli.compress, "br"),
    ):
        assert decoded(pack(b"x" * 99), coding, 99) == b"x" * 99
        with pytest.raises(OSError, match="larger"):
            decoded(pack(b"x" * 100), coding, 99)


@pytest.mark.parametrize(
    ("media", "kind"),
    [
        ("text/html; charset=utf-8", "page"),
        ("TEXT/HTML", "page"),
        ("application/vnd.osk+json", "json"),
        ("application/newsml-g2+xml", "xml"),
        ("image/svg+xml", None),
        ("application/json;profile=x", "json"),
        ("application/octet-stream", None),
        ("", None),
    ],
)
def test_media_types(media: str, kind: str | None) -> None:
    assert kind_of_media(media) == kind


def mhtml(
    html: str | bytes, *, charset: str = "utf-8", cte: str = "quoted-printable", url: str = URL
) -> bytes:
    whole = MIMEMultipart("related", type="text/html")
    whole["From"] = "<Saved by Blink>"
    whole["Snapshot-Content-Location"] = url
    whole["Subject"] = "Sluice"
    root = MIMEBase("text", "html", charset=charset)
    root.set_payload(html.encode(charset) if isinstance(html, str) else html)
    (encoders.encode_quopri if cte == "quoted-printable" else encoders.encode_base64)(root)
    root["Content-Location"] = url
    frame = MIMEBase("text", "html", charset="utf-8")
    frame.set_payload("<html><body>An advertisement.</body></html>")
    picture = MIMEBase("image", "png")
    picture.set_payload(b"\x89PNG" * 9)
    encoders.encode_base64(picture)
    for part in (root, frame, picture):
        whole.attach(part)
    return whole.as_bytes()


@pytest.mark.parametrize("name", ["a.mhtml", "a.MHT", "page", "a.html", "a.mhtml.gz"])
@pytest.mark.parametrize("cte", ["quoted-printable", "base64"])
def test_a_page_saved_in_one_file(tmp_path: Path, name: str, cte: str) -> None:
    path = write(tmp_path, name, mhtml(page(), cte=cte))
    (article,), failures = split(path)
    assert failures == []
    assert article.title == "Sluice of Marn opened"
    assert article.body.split("\n\n") == list(TEXT)
    assert article.url == URL
    assert article.origin == str(path)


def test_a_saved_page_in_another_charset(tmp_path: Path) -> None:
    text = [line.replace("old bridge", "Brücke") for line in TEXT]
    (article,), failures = split(
        write(tmp_path, "a.mht", mhtml(page(text=text), charset="iso-8859-1"))
    )
    assert "Brücke" in article.body
    assert failures == []


def test_a_saved_page_that_tells_no_web_address(tmp_path: Path) -> None:
    (article,), _ = split(write(tmp_path, "a.mht", mhtml(page(), url="file:///C:/a.html")))
    assert article.url is None


def test_no_page_in_it(tmp_path: Path) -> None:
    for data in (b"", b"\0\1\2", b"Subject: x\n\nhello", mhtml(page())[:200]):
        articles, failures = split(write(tmp_path, "a.mht", data))
        assert articles == []
        assert failures


def test_mail_with_pictures_is_no_saved_page() -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@marn.example", "b@marn.example", "Sluice"
    mail.set_content("<p>x</p>", subtype="html")
    mail.add_related(b"x", "image", "png")
    assert sniff(mail.as_bytes()) != "mhtml"
    assert sniff(mhtml(page())) == "mhtml"


def test_nested_parts_end(tmp_path: Path) -> None:
    data = b"Snapshot-Content-Location: https://x.example/\n"
    for number in range(3_000):
        data += b"Content-Type: multipart/related; boundary=b%d\n\n--b%d\n" % (number, number)
    articles, (failure,) = split(write(tmp_path, "a.mht", data))
    assert articles == []
    assert failure.reason


SEEDS = [
    Warc().add().add(gzip.compress(page().encode()), Content_Encoding="gzip").data,
    Warc(gzipped=True).add(chunked(page().encode()), Transfer_Encoding="chunked").data,
    mhtml(page()),
]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(data) - 1))
        data[start : start + draw(st.integers(0, 9))] = draw(st.binary(max_size=9))
    return bytes(data)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.one_of(damaged(), st.binary(max_size=200)),
    suffix=st.sampled_from([".warc", ".warc.gz", ".mht", ".mhtml", ""]),
)
def test_nothing_in_a_web_archive_raises(tmp_path: Path, data: bytes, suffix: str) -> None:
    for item in read(write(tmp_path, f"any{suffix}", data)):
        if isinstance(item, Failure):
            assert item.reason
            assert "could not be read (" not in item.reason
