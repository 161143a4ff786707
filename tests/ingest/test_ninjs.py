"""Items of news agencies: three generations of ninjs, and what only looks like them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.article import Article
from ingest.ninjs import WithdrawnError, is_ninjs, read_ninjs
from ingest.readers import read
from ingest.records import NotAnArticleError
from ingest.report import Failure, Withdrawal

TEXT = "The mill wheel turns again. It had stood still for eighty years."
HTML = f"<p>{TEXT}</p><h2>Why</h2><p>Nobody knew.</p>"
NITF = f"""<?xml version="1.0" encoding="UTF-8"?><nitf><head><title>Mill</title></head><body>
<body.head><hedline><hl1>Mill</hl1></hedline></body.head><body.content><block><p>{TEXT}</p>
<media><media-caption>A wheel.</media-caption></media><hl2>Why</hl2><p>Nobody <em>knew</em>.</p>
</block></body.content></body></nitf>"""
BLOCKS = ((TEXT, False), ("Why", True), ("Nobody knew.", False))
KEYS = [
    *("headline", "headlines", "bodies", "body_text", "body_nitf", "body_html", "descriptions"),
    *("version", "versioncreated", "firstcreated", "embargoed", "pubstatus", "altids", "by"),
    *("bylines", "language", "urls", "source", "infosources", "organisations", "subjects", "type"),
]
VALUES = st.recursive(
    st.none() | st.integers() | st.sampled_from([TEXT, HTML, NITF, "<", "canceled", "2026-03-05"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["value", "role", "name", "contentType"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


def test_the_first_generation() -> None:
    draft = read_ninjs(
        {
            "uri": "urn:wire:7",
            "version": "1",
            "headline": "Mill &amp; wheel",
            "title": "mill-0305",
            "byline": "By Ada Fenn and Bo Li",
            "body_text": TEXT + " Nobody knew.",
            "body_xhtml": HTML,
            "versioncreated": "2026-03-05T14:02:00+01:00",
            "language": "en",
            "infosource": [{"name": "Bo"}, {"name": "Osk Wire", "role": "x:provider"}],
            "subject": [{"code": "1"}, {"name": "Region"}],
            "urls": ["nowhere", "https://osk.example/7"],
        }
    )
    assert (draft.own_id, draft.title, draft.blocks) == ("urn:wire:7", "Mill & wheel", BLOCKS)
    assert draft.authors == ("Ada Fenn", "Bo Li")
    assert draft.published == draft.updated == datetime(2026, 3, 5, 13, 2, tzinfo=UTC)
    assert (draft.source, draft.section, draft.language) == ("Osk Wire", "Region", "en")
    assert (draft.url, draft.problems) == ("https://osk.example/7", ())


@pytest.mark.parametrize("content_type", ["contenttype", "contentType"])
def test_the_later_generations(tmp_path: Path, content_type: str) -> None:
    item = {
        "uri": "https://wire.example/7",
        "headlines": [{"role": "short", "value": "M"}, {"role": "main", "value": "Mill"}],
        "bodies": [
            {"role": "text", content_type: "text/plain", "value": TEXT + " Nobody knew."},
            {"role": "ttnitf", content_type: "application/xml", "value": "<TTNITF>ID 7</TTNITF>"},
            {
                "role": "main",
                content_type: "text/html",
                "value": f"<head>x</head><h1>Mill</h1>{HTML}",
            },
            {"role": "caption", "value": "A wheel. " * 99},
        ],
        "firstCreated": "2026-03-04T10:00:00Z",
        "versionCreated": "2026-03-05T10:00:00Z",
        "embargoedUntil": "2026-03-04T18:00:00Z",
        "by": "Von Ada Fenn",
        "language": "de-AT",
        "copyrightHolder": "Osk Wire",
        "pubStatus": "usable",
        "organisations": [{"name": "Mills Ltd", "rel": "mentions"}],
    }
    path = tmp_path / "a.json"
    path.write_text(json.dumps(item), "utf-8")
    (article,) = read(path)
    assert isinstance(article, Article)
    assert (article.id, article.url) == ("https://wire.example/7", None)
    assert (article.title, article.body) == ("Mill", f"{TEXT}\n\nWhy\n\nNobody knew.")
    assert article.published == datetime(2026, 3, 4, 18, tzinfo=UTC)
    assert article.updated == datetime(2026, 3, 5, 10, tzinfo=UTC)
    assert (article.authors, article.source) == (("Ada Fenn",), "Osk Wire")


def test_an_agencys_dialect() -> None:
    draft = read_ninjs(
        {
            "uri": "https://api.wire.example/c/7?session=a",
            "altids": {"itemid": "7", "etag": "7_1"},
            "headline": "Mill",
            "bylines": [{"by": "By ADA FENN", "title": "Wire Writer"}],
            "body_nitf": NITF,
            "organisations": [{"name": "Osk Wire", "rel": "provider"}],
        }
    )
    assert (draft.own_id, draft.blocks, draft.source) == ("7", BLOCKS, "Osk Wire")
    assert draft.authors == ("ADA FENN",)
    piece = {"uri": "urn:8", "body_nitf": f"<block><p>{TEXT}</p></block><block><p>Two.</p></block>"}
    assert [block.text for block in read_ninjs(piece).blocks] == [TEXT, "Two."]


def test_a_part_is_not_taken_for_the_whole() -> None:
    item = {"uri": "urn:7", "body_xhtml": "<p>The mill.</p>", "body_text": TEXT}
    assert [block.text for block in read_ninjs(item).blocks] == [TEXT]


@pytest.mark.parametrize("status", ["canceled", "cancelled", "stat:canceled"])
def test_what_was_withdrawn_is_named(tmp_path: Path, status: str) -> None:
    item = {"uri": "urn:7", "headline": "Mill", "body_text": TEXT, "pubstatus": status}
    with pytest.raises(WithdrawnError) as caught:
        read_ninjs({**item, "url": "https://agency.example/mill#top"})
    assert caught.value.names == ("urn:7", "agency.example/mill")
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(item) + "\n", "utf-8")
    assert list(read(path)) == [Withdrawal(f"{path} line 1", ("urn:7",))]


def test_what_is_held_back_is_not_read(tmp_path: Path) -> None:
    item = {"uri": "urn:7", "headline": "Mill", "body_text": TEXT, "pubstatus": "Withheld"}
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(item) + "\n", "utf-8")
    (failure,) = read(path)
    assert isinstance(failure, Failure)
    assert "urn:7" in failure.reason
    assert "holds it back" in failure.reason


def test_a_description_stands_in_for_the_text_of_an_article_only() -> None:
    item: dict[str, object] = {"uri": "urn:7"}
    item["descriptions"] = [{"role": "text", "value": TEXT}]
    assert [block.text for block in read_ninjs({**item, "type": "text"}).blocks] == [TEXT]
    others: list[tuple[dict[str, object], str]] = [
        ({"type": "picture"}, "picture"),
        ({"type": "event"}, "event"),
        ({"eventdetails": {}}, "event"),
        ({"descriptions": [{"role": "caption", "value": TEXT}]}, "no text"),
    ]
    for more, reason in others:
        with pytest.raises(NotAnArticleError, match=reason):
            read_ninjs({**item, **more})


def test_a_date_that_is_none_is_told() -> None:
    draft = read_ninjs({"uri": "urn:7", "body_text": TEXT, "firstcreated": "soon", "embargoed": 1})
    assert draft.published is None
    assert "soon" in draft.problems[0]


def test_what_is_ninjs() -> None:
    assert is_ninjs({"uri": "urn:7", "headline": "Mill"})
    assert is_ninjs({"uri": "urn:7", "versioncreated": "2026-03-05"})
    assert not is_ninjs({"uri": 7, "headline": "Mill"})
    assert not is_ninjs({"uri": "urn:7", "text": TEXT})
    assert not is_ninjs({"headline": "Mill", "body_text": TEXT})


def test_loose_names_are_read_as_ever() -> None:
    item = {"uri": "urn:7", "headline": "Mill", "text": TEXT, "published": "2026-03-05"}
    draft = read_ninjs(item)
    assert [block.text for block in draft.blocks] == [TEXT]
    assert draft.published == datetime(2026, 3, 5, tzinfo=UTC)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=6))
def test_nothing_in_an_item_raises(tmp_path: Path, item: dict[str, object]) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"uri": "urn:7", "version": "2", **item}), "utf-8")
    for found in read(path):
        if isinstance(found, Failure):
            assert "could not be read (" not in found.reason
