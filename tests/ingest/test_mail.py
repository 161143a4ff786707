"""Newsletters as mail: what their headers say, which of their texts is read, what is cut."""

from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.files import discover
from ingest.mail import is_mail
from ingest.readers import read
from ingest.report import Failure

from .conftest import only, split, write

ONE = "The mill wheel turns again. It had stood still for eighty years."
TWO = "Nobody in Osk had thought that its axle would bear the weight of the water."
THREE = "The council paid for the oak. It came by barge from the upper valley."
FOOT = "You are receiving this email because you signed up at osk.example."
PLAIN = (
    f"Mill turns again\n\n{ONE}\n\n{TWO}\n\n{THREE}\n\n{FOOT}\nUnsubscribe\nOsk Post, 4 Weir Lane\n"
)
PAGE = f"""<html><head><title>*|SUBJECT|*</title></head><body>
<div style="max-height:0;display:none">Nobody knew why.</div><table width="600"><tr><td>
<a href="https://osk.example/letters/mill">View in your browser</a></td></tr>
<tr><td><table><tr><td><h1>Mill turns again</h1></td></tr><tr><td>{ONE}</td></tr>
<tr><td>{TWO}</td></tr><tr><td>{THREE}</td></tr></table></td></tr>
<tr><td>{FOOT}<br><a href="https://osk.example/u?x=1">Unsubscribe</a><br>Osk Post, 4 Weir Lane</td>
</tr></table></body></html>"""


def mail(plain: str | None = PLAIN, page: str | None = PAGE, **headers: str) -> bytes:
    message = EmailMessage()
    values = {
        "From": "The Osk Post <post@osk.example>",
        "To": "reader@fen.example",
        "Subject": "Mill turns again",
        "Date": "Thu, 05 Mar 2026 13:02:00 +0100",
        "Message-ID": "<7@osk.example>",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in values.items():
        message[name] = value
    if plain is not None:
        message.set_content(plain)
        if page is not None:
            message.add_alternative(page, subtype="html")
    elif page is not None:
        message.set_content(page, subtype="html")
    return message.as_bytes()


@pytest.mark.parametrize("name", ["a.eml", "letter", "a.txt"])
@pytest.mark.parametrize(("plain", "page"), [(PLAIN, PAGE), (PLAIN, None), (None, PAGE)])
def test_a_newsletter(tmp_path: Path, name: str, plain: str | None, page: str | None) -> None:
    path = write(tmp_path, name, mail(plain, page))
    assert list(discover([path])) == [path]
    article = only(path)
    assert article.title == "Mill turns again"
    assert article.source == "The Osk Post"
    assert article.published == datetime(2026, 3, 5, 12, 2, tzinfo=UTC)
    assert article.body.split("\n\n") == [ONE, TWO, THREE]
    assert article.url == ("https://osk.example/letters/mill" if page else None)
    assert page or article.id == "7@osk.example"
    assert page or "Unsubscribe" in article.cut


def test_the_more_complete_text_is_taken(tmp_path: Path) -> None:
    teaser = f"<p>{ONE}</p><p>Read it in the attached text.</p>"
    assert TWO in only(write(tmp_path, "a.eml", mail(PLAIN, teaser))).body
    assert (
        TWO
        in only(
            write(tmp_path, "a.eml", mail("Please use a mail program that shows HTML.", PAGE))
        ).body
    )


def test_the_headline_in_the_text_is_kept_beside_another_subject(tmp_path: Path) -> None:
    article = only(write(tmp_path, "a.eml", mail(Subject="Your Thursday letter")))
    assert article.title == "Your Thursday letter"
    assert article.body.startswith(f"Mill turns again\n\n{ONE}")
    assert [article.body[start:end] for start, end in article.headings] == ["Mill turns again"]


@pytest.mark.parametrize("prefix", ["Fwd: ", "FW: Re: ", "WG: ", "Re: Fwd: ", "Fwd[2]: "])
def test_a_forwarded_mail_has_the_sender_and_date_of_another(tmp_path: Path, prefix: str) -> None:
    article = only(write(tmp_path, "a.eml", mail(Subject=f"{prefix}Mill turns again")))
    assert article.title == "Mill turns again"
    assert (article.source, article.published) == (None, None)


def test_a_reply_keeps_them(tmp_path: Path) -> None:
    article = only(write(tmp_path, "a.eml", mail(Subject="Re: Mill turns again")))
    assert (article.title, article.source) == ("Mill turns again", "The Osk Post")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://osk.example/p/mill?a=1&amp;b=2", "https://osk.example/p/mill?a=1&b=2"),
        ("https://click.osk.example/p/mill", None),
        ("https://osk.example/track?u=" + "a8Zk" * 12, None),
        ("https://osk.example/" + "mill-" * 60, None),
        ("javascript:alert(1)", None),
    ],
)
def test_addresses(tmp_path: Path, address: str, expected: str | None) -> None:
    page = PAGE.replace("https://osk.example/letters/mill", address)
    listed = {"List_Archive": "<https://osk.example/archive>"}  # of all issues alike
    assert only(write(tmp_path, "a.eml", mail(None, page, **listed))).url == expected
    archived = {"Archived_At": "<https://osk.example/archive/7>"}
    assert (
        only(write(tmp_path, "a.eml", mail(None, page, **archived))).url
        == archived["Archived_At"][1:-1]
    )


def test_headers_in_words_and_bytes_of_any_kind(tmp_path: Path) -> None:
    data = mail(PLAIN, None).replace(
        b"Subject: Mill turns again", b"Subject: =?utf-8?Q?M=C3=BChle?= dreht =?latin1?B?9g==?="
    )
    assert only(write(tmp_path, "a.eml", data)).title == "Mühle dreht ö"
    for raw in ("Mühle dreht".encode(), "Mühle dreht".encode("cp1252")):
        data = mail(PLAIN, None).replace(b"Subject: Mill turns again", b"Subject: " + raw)
        assert only(write(tmp_path, "a.eml", data)).title == "Mühle dreht"
    for broken in (
        b"=?nowhere?Q?a=FFb?=",
        b"=?utf-8?B?!!?=",
        b"=?",
        b"x" * 50_000,
        b"=?utf-8?Q?" * 99,
    ):
        data = mail(PLAIN, None).replace(b"Subject: Mill turns again", b"Subject: " + broken)
        assert split(write(tmp_path, "a.eml", data))[0][0].body.startswith(("Mill", "The mill"))


def test_a_charset_that_is_none(tmp_path: Path) -> None:
    data = mail("Une église a fermé. " * 9, None).replace(b'charset="utf-8"', b'charset="x-none"')
    assert only(write(tmp_path, "a.eml", data)).body.startswith("Une église a fermé.")


def test_a_date_that_is_none_is_told(tmp_path: Path) -> None:
    data = mail().replace(b"Thu, 05 Mar 2026 13:02:00 +0100", b"soon")
    (article,), (failure,) = split(write(tmp_path, "a.eml", data))
    assert article.published is None
    assert "soon" in failure.reason


def test_attachments_are_left_alone(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "Osk <post@osk.example>", "Mill turns again"
    message["Date"], message["MIME-Version"] = "Thu, 05 Mar 2026 13:02:00 +0000", "1.0"
    message.set_content(PLAIN)
    message.add_attachment("A quite different text, and long. " * 99, filename="notes.txt")
    inner = EmailMessage()
    inner.set_content("Another mail with its own text. " * 99)
    message.add_attachment(inner)
    assert only(write(tmp_path, "a.eml", message.as_bytes())).body.split("\n\n") == [
        ONE,
        TWO,
        THREE,
    ]


def test_prose_about_subscriptions_stays(tmp_path: Path) -> None:
    last = "Readers who want to opt out have until Friday, the council said."
    body = f"Mill turns again\n\n{ONE}\n\nWhoever wishes to unsubscribe can.\n\n{TWO}\n\n{last}\n"
    assert only(write(tmp_path, "a.eml", mail(body, None))).body.count("\n\n") == 3


@pytest.mark.parametrize(
    "data",
    [
        b"From: a\nTo: b\n\nhello\n",
        b"From: <Saved by Blink>\nDate: x\nMIME-Version: 1.0\n\n",
        b"Dear reader,\nDate: today\n",
    ],
)
def test_what_is_no_mail(data: bytes) -> None:
    assert not is_mail(data.decode())


def test_hostile_mails(tmp_path: Path) -> None:
    nested = b"From: a@x\nDate: x\nSubject: y\n"
    for level in range(500):
        nested += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
    _, (failure,) = split(write(tmp_path, "a.eml", nested))
    assert "parts" in failure.reason
    _, (failure,) = split(write(tmp_path, "a.eml", b"\x00\x01\x02" * 99))
    assert failure.reason
    _, (failure,) = split(write(tmp_path, "a.eml", mail(None, None)))
    assert "no text" in failure.reason


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_damaged_mail_never_raises(tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(mail())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(whole)))
        noise = data.draw(st.binary(max_size=8) | st.sampled_from([b"\r\n\r\n", b"=?", b": ;"]))
        whole[at : at + data.draw(st.integers(0, 40))] = noise
    for item in read(write(tmp_path, "a.eml", bytes(whole))):
        if isinstance(item, Failure):
            assert "could not be read (" not in item.reason
