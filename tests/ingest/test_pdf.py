"""PDF: lines made into paragraphs, what pages repeat, headlines, and files without text."""

import logging
import time
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import pdf
from ingest.files import discover
from ingest.readers import read
from ingest.report import Failure

from .conftest import only, split, write

Placed = tuple[float, float, float, str]  # x, y, size, text
LEADING = 14.0
ONE = [
    "The mill wheel turns again. It had stood still for eighty years,",
    "and nobody in Osk had thought that its axle would bear the weight",
    "of the water once the sluice was open.",
]
TWO = [
    "The council paid for the oak. It came by barge from the upper val-",
    "ley, and carpenters worked through the winter to have it well-",
    "seasoned, as a well-seasoned axle lasts.",
]
WHOLE = [
    " ".join(ONE),
    (
        "The council paid for the oak. It came by barge from the upper valley, and carpenters "
        "worked through the winter to have it well-seasoned, as a well-seasoned axle lasts."
    ),
]


def set_in(lines: Sequence[str], top: float, x: float = 72, size: float = 11) -> list[Placed]:
    return [(x, top - LEADING * n, size, line) for n, line in enumerate(lines)]


def page_of(lines: Sequence[Placed]) -> bytes:
    parts = []
    for x, y, size, text in lines:
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        font = "F2" if text.isupper() else "F1"
        parts.append(f"BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET")
    return "\n".join(parts).encode("cp1252")


def written(contents: Sequence[bytes], title: str = "", extra: bytes = b"") -> bytes:
    """A PDF with these contents of pages (ISO 32000, 7.5), compressed."""
    pages = [6 + 2 * n for n in range(len(contents))]
    kids = " ".join(f"{n} 0 R" for n in pages)
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        font % b"Times-Roman",
        font % b"Times-Bold",
        f"<< /Title ({title}) /Author (Somebody Else) /CreationDate (D:20190101) >>".encode(),
    ]
    for number, content in zip(pages, contents, strict=True):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> %s >> >>" % (number + 1, extra)
        )
        packed = zlib.compress(content)
        objects.append(
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
        )
    data = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, len(data))
    )


def article_page() -> bytes:
    return page_of(
        [
            (72, 740, 30, "The Osk Post"),
            (72, 700, 22, "Mill turns again after eighty"),
            (72, 675, 22, "years of standing still"),
            (72, 640, 11, "By Ada Fenn | 5 March 2026"),
            *set_in(ONE, 610),
            *set_in(TWO, 550),
            (72, 490, 14, "What comes next"),
            *set_in(["Nobody knew what would become of it."], 460),
        ]
    )


@pytest.mark.parametrize("name", ["a.pdf", "a", "a.txt", "a.docx"])
def test_an_article(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, written([article_page()], "Microsoft Word - x.docx"))
    assert list(discover([path])) == [path]
    article = only(path)
    assert article.title == "Mill turns again after eighty years of standing still"
    assert article.authors == ("Ada Fenn",)
    assert article.published == datetime(2026, 3, 5, tzinfo=UTC)
    end = ["What comes next", "Nobody knew what would become of it."]
    assert article.body.split("\n\n") == [*WHOLE, *end]
    assert [article.body[start:stop] for start, stop in article.headings] == end[:1]
    assert article.cut == ("The Osk Post",)


def test_paragraphs_that_are_only_indented(tmp_path: Path) -> None:
    lines = [*set_in(ONE[:1], 600, x=90), *set_in(ONE[1:], 600 - LEADING)]
    lines += [*set_in(TWO[:1], 600 - 3 * LEADING, x=90), *set_in(TWO[1:], 600 - 4 * LEADING)]
    article = only(
        write(tmp_path, "a.pdf", written([page_of([(72, 700, 20, "Mill turns"), *lines])]))
    )
    assert article.body.split("\n\n") == WHOLE


def test_columns_and_pages_go_on(tmp_path: Path) -> None:
    first = page_of(
        [(72, 700, 20, "Mill turns"), *set_in(ONE[:1], 100), *set_in(ONE[1:2], 600, 320)]
    )
    second = page_of([*set_in(ONE[2:], 700), *set_in(TWO, 660)])
    assert only(write(tmp_path, "a.pdf", written([first, second]))).body.split("\n\n") == WHOLE


def test_what_pages_repeat_is_cut(tmp_path: Path) -> None:
    pages = [
        page_of(
            [
                (72, 770, 9, f"The Osk Post, page {number}"),
                *([(72, 720, 20, "Mill turns")] if number == 1 else []),
                *set_in([f"The {word} day brought rain, and the sluice stayed open."], 640),
                *set_in([f"The {word} night brought none, and {word} men watched it."], 600),
                *set_in([f"On the {word} morning they counted the turns of the wheel."], 560),
                *set_in([f"It made {word} of them, the miller of Osk said."], 520),
                (300, 30, 9, f"- {number} -"),
            ]
        )
        for number, word in enumerate(["first", "second", "third", "fourth"], 1)
    ]
    article = only(write(tmp_path, "a.pdf", written(pages)))
    assert len(article.body.split("\n\n")) == 16
    assert "Osk Post" not in article.body
    assert set(article.cut) >= {"The Osk Post, page 1", "- 4 -"}


@pytest.mark.parametrize(
    ("named", "title"),
    [
        ("Wheel of Osk turns once more - The Osk Post", "Wheel of Osk turns once more"),
        ("untitled", "Large letters are set here"),
        ("", "Large letters are set here"),
    ],
)
def test_a_headline_that_the_metadata_name(tmp_path: Path, named: str, title: str) -> None:
    lines = [
        (72, 740, 24, "Large letters are set here"),
        (72, 700, 11, "Wheel of Osk turns once more"),
    ]
    data = written([page_of([*lines, *set_in(ONE, 640), *set_in(TWO, 580)])], named)
    assert only(write(tmp_path, "a.pdf", data)).title == title


def test_a_bold_line_is_a_heading(tmp_path: Path) -> None:
    lines = [(72, 740, 24, "Mill turns"), *set_in(ONE, 700), (72, 640, 11, "THE OAK")]
    article = only(write(tmp_path, "a.pdf", written([page_of([*lines, *set_in(TWO, 620)])])))
    assert [article.body[start:end] for start, end in article.headings] == ["THE OAK"]


@pytest.mark.parametrize("content", [b"", b"0 0 m 100 100 l S", page_of([(9, 9, 8, "Scan 7")])])
def test_a_scan_needs_ocr(tmp_path: Path, content: bytes) -> None:
    articles, (failure,) = split(write(tmp_path, "a.pdf", written([content])))
    assert articles == []
    assert "run OCR" in failure.reason


def test_a_password(tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    plain = write(tmp_path, "plain.pdf", written([article_page()]))
    for password, told in (("secret", "password"), ("", None)):
        writer = PdfWriter(PdfReader(plain))
        writer.encrypt(password, "owner", algorithm="RC4-128")
        path = tmp_path / "locked.pdf"
        writer.write(path)
        articles, failures = split(path)
        assert bool(articles) == (told is None)
        assert told is None or told in failures[0].reason


def test_a_bad_page_costs_only_itself(tmp_path: Path) -> None:
    bad = b"BT /F1 12 Tf (" + b"x" * 99
    pages = [
        article_page(),
        bad,
        page_of(set_in(["The last page tells of the ducks in the race."], 700)),
    ]
    articles, _ = split(write(tmp_path, "a.pdf", written(pages)))
    assert articles[0].body.endswith("The last page tells of the ducks in the race.")


def test_many_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    (article,), (failure,) = split(write(tmp_path, "a.pdf", written([article_page()] * 3)))
    assert article.title
    assert "it has 3 pages" in failure.reason


def test_content_that_explodes_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = b"1 0 0 1 0 0 cm " * 4_000_000
    data = written([article_page(), bomb])
    assert len(data) < 300_000
    began = time.monotonic()
    (article,), (failure,) = split(write(tmp_path, "a.pdf", data))
    assert time.monotonic() - began < 60
    assert article.title.startswith("Mill turns again")
    assert "page 2 cannot be read" in failure.reason
    monkeypatch.setattr(pdf, "MAX_SECONDS", 0.0)
    assert "take too long" in split(write(tmp_path, "a.pdf", data))[1][0].reason


def test_nothing_is_said_on_the_terminal(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    data = written([article_page()]).replace(b"startxref\n", b"startxref\n9")
    assert only(write(tmp_path, "a.pdf", data)).title.startswith("Mill turns again")
    assert caplog.records == []
    assert capsys.readouterr() == ("", "")
    assert logging.getLogger("pypdf").level == logging.NOTSET


def test_no_pdf_at_all(tmp_path: Path) -> None:
    (failure,) = split(write(tmp_path, "a.pdf", b"%PDF-1.7\n" + b"\x00\x01\x02" * 99))[1]
    assert "cannot be opened" in failure.reason


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_damaged_file_never_raises(tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(written([article_page()] * 2, "Mill"))
    if data.draw(st.booleans()):
        whole = whole[: data.draw(st.integers(0, len(whole)))]
    for _ in range(data.draw(st.integers(1, 9))):
        at = data.draw(st.integers(0, len(whole)))
        noise = st.binary(max_size=4) | st.sampled_from(
            [b"<<", b"9 0 R", b"[", b"-1", b"/Kids", b"("]
        )
        whole[at : at + data.draw(st.integers(0, 9))] = data.draw(noise)
    for item in read(write(tmp_path, "a.pdf", bytes(whole))):
        if isinstance(item, Failure):
            assert "could not be read (" not in item.reason
