"""Documents of Word: their headings, tables and lead, and archives that are hostile."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]

from ingest import word
from ingest.files import discover
from ingest.readers import read
from ingest.report import Failure

from .conftest import only, split, write

ONE = "The mill wheel turns again. It had stood still for eighty years."
TWO = "Nobody in Osk had thought that its axle would bear the weight of the water."
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def document(*paragraphs: tuple[str, str], fill: Callable[[Any], None] | None = None) -> bytes:
    made = docx.Document()
    for style, text in paragraphs:
        made.add_paragraph(text, style=style or None)
    if fill:
        fill(made)
    made.core_properties.author = "Somebody Else"
    made.core_properties.title = "Template of the house"
    made.core_properties.created = datetime(2019, 1, 1, tzinfo=UTC)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def edited(data: bytes, **members: bytes) -> bytes:
    """The document with other bytes for some of its members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", 8) as new:
        for name in old.namelist():
            key = name.rpartition("/")[2].partition(".")[0]
            new.writestr(name, members.get(key, old.read(name)))
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["a.docx", "a", "a.txt", "a.pdf"])
def test_a_document_with_styles(tmp_path: Path, name: str) -> None:
    data = document(
        ("Title", "Mill turns again"),
        ("Subtitle", "After eighty years"),
        ("", "By Ada Fenn | 5 March 2026"),
        ("", ONE),
        ("Heading 1", "The axle"),
        ("List Bullet", TWO),
        ("Heading 2", "What comes"),
        ("", "Nobody knew."),
    )
    path = write(tmp_path, name, data)
    assert list(discover([path])) == [path]
    article = only(path)
    assert article.title == "Mill turns again"
    assert article.authors == ("Ada Fenn",)
    assert article.published == datetime(2026, 3, 5, tzinfo=UTC)
    paragraphs = ["After eighty years", ONE, "The axle", TWO, "What comes", "Nobody knew."]
    assert article.body.split("\n\n") == paragraphs
    headings = [article.body[start:end] for start, end in article.headings]
    assert headings == ["The axle", "What comes"]


@pytest.mark.parametrize(
    ("lead", "title"),
    [
        ([("Heading 1", "Mill turns"), ("", "Osk")], "Mill turns"),
        ([("", "PRESS RELEASE"), ("", "Mill turns")], "Mill turns"),
        ([("", "5 March 2026"), ("", "Mill turns")], "Mill turns"),
        ([("", "Osk"), ("Heading 3", "Mill turns")], "Mill turns"),
    ],
)
def test_headlines(tmp_path: Path, lead: list[tuple[str, str]], title: str) -> None:
    article = only(
        write(tmp_path, "a.docx", document(*lead, ("", ONE), ("Heading 1", "Why"), ("", TWO)))
    )
    assert article.title == title
    assert article.body.endswith(f"{ONE}\n\nWhy\n\n{TWO}")


def test_the_properties_of_the_file_say_nothing_about_the_article(tmp_path: Path) -> None:
    (article,), (failure,) = split(write(tmp_path, "a.docx", document(("", ONE), ("", TWO))))
    assert (article.title, article.authors, article.published) == ("", (), None)
    assert "no headline" in failure.reason


def test_tables_breaks_and_changes(tmp_path: Path) -> None:
    def fill(made: Any) -> None:  # noqa: ANN401
        table = made.add_table(2, 3)
        for row, cells in enumerate([("Year", "Turns", ""), ("2026", "12 a\nminute", "yes")]):
            for column, text in enumerate(cells):
                table.cell(row, column).text = text
        frame = made.add_table(1, 1).cell(0, 0)
        frame.text = "Framed text stands alone."
        frame.add_paragraph("So does this.")
        made.add_paragraph("First line.\nSecond line.\tIndented.")
        changed = made.add_paragraph("Kept")
        changed._p.append(  # noqa: SLF001 - there is no other way to write a change
            parse_xml(f'<w:ins xmlns:w="{W}"><w:r><w:tab/><w:t>and added</w:t></w:r></w:ins>')
        )
        changed._p.append(  # noqa: SLF001
            parse_xml(f'<w:del xmlns:w="{W}"><w:r><w:delText>gone</w:delText></w:r></w:del>')
        )
        hidden = changed.add_run(" secretly")
        hidden.font.hidden = True
        changed.add_run(".")

    article = only(write(tmp_path, "a.docx", document(("Title", "Mill"), ("", ONE), fill=fill)))
    assert article.body.split("\n\n") == [
        ONE,
        "Year | Turns",
        "2026 | 12 a minute | yes",
        "Framed text stands alone.",
        "So does this.",
        "First line.",
        "Second line. Indented.",
        "Kept and added.",
    ]


def test_a_style_of_the_house(tmp_path: Path) -> None:
    def fill(made: Any) -> None:  # noqa: ANN401
        style = made.styles.add_style("House head", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = made.styles["Heading 2"]
        made.add_paragraph("Why", style="House head")
        made.add_paragraph(TWO)

    article = only(write(tmp_path, "a.docx", document(("Title", "Mill"), ("", ONE), fill=fill)))
    assert [article.body[start:end] for start, end in article.headings] == ["Why"]


def test_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = document(("Title", "Mill"), ("", ONE))
    bomb = edited(data, document=b"<a>" + b"x" * 40_000_000 + b"</a>")
    assert len(bomb) < 200_000
    articles, (failure,) = split(write(tmp_path, "a.docx", bomb))
    assert articles == []
    assert "unpacks to more" in failure.reason
    # One that says it is small: no more is read than it says, and its checksum is wrong.
    lie = bytearray(bomb)
    size = (40_000_007).to_bytes(4, "little")
    while size in lie:
        at = lie.index(size)
        lie[at : at + 4] = (1_000).to_bytes(4, "little")
    assert split(write(tmp_path, "a.docx", bytes(lie)))[0] == []
    monkeypatch.setattr(word, "MAX_UNPACKED_BYTES", 1_000)
    assert "unpacks to more" in split(write(tmp_path, "a.docx", data))[1][0].reason


def test_entities_are_refused(tmp_path: Path) -> None:
    text = (
        '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body>'
        "</w:document>"
    )
    for encoding in ("utf-8", "utf-16"):
        data = edited(document(("", ONE)), document=text.encode(encoding))
        articles, (failure,) = split(write(tmp_path, "a.docx", data))
        assert articles == []
        assert failure.reason


def test_what_is_no_document_of_word(tmp_path: Path) -> None:
    (failure,) = split(write(tmp_path, "a.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 600))[1]
    assert "save it as .docx" in failure.reason
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("letters/a.docx", document(("", ONE)))
    assert not word.is_word(buffer.getvalue())
    (inside,), _ = split(write(tmp_path, "a.docx", buffer.getvalue()))
    assert inside.origin.endswith("a.docx!/letters/a.docx"), "an archive under a wrong name"


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_damaged_document_never_raises(tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(document(("Title", "Mill"), ("", ONE)))
    if data.draw(st.booleans()):
        whole = whole[: data.draw(st.integers(0, len(whole)))]
    else:
        for _ in range(data.draw(st.integers(1, 9))):
            whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    for item in read(write(tmp_path, "a.docx", bytes(whole))):
        if isinstance(item, Failure):
            assert "could not be read (" not in item.reason


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    body=st.lists(
        st.sampled_from(
            [f"<w:{name}>" for name in ("p", "r", "t", "tbl", "tr", "tc", "sdt", "pPr")]
            + ["x", "</w:p>", "</w:r>", '<w:pStyle w:val="Title"/>', '<w:outlineLvl w:val="x"/>']
        ),
        max_size=40,
    )
)
def test_odd_markup_never_raises(tmp_path: Path, body: list[str]) -> None:
    xml = f'<w:document xmlns:w="{W}"><w:body>{"".join(body)}</w:body></w:document>'
    broken = etree.fromstring(xml.encode(), etree.XMLParser(recover=True))
    data = edited(document(("", ONE)), document=etree.tostring(broken))
    for item in read(write(tmp_path, "a.docx", data)):
        if isinstance(item, Failure):
            assert "could not be read (" not in item.reason
