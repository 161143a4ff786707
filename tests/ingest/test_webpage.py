"""Web pages: the article of the page, and what the page says about itself."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from ingest.webpage import fragment_blocks, read_webpage

PARAGRAPHS = (
    "The mill wheel of Osk is turning again, and two hundred people watched it from the bridge.",
    "The miller had worked on it for three winters, mostly alone. She used oak from the valley.",
    "There will be flour from May. The first bags are promised to the bakery in Mill Street.",
)
LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "Ignored"},
        {
            "@type": ["NewsArticle"],
            "headline": "Mill wheel turns again",
            "datePublished": "2026-03-05T14:02:00+01:00",
            "dateModified": "2026-03-06T08:00:00+01:00",
            "author": [{"@type": "Person", "name": "Ada Fenn"}],
            "publisher": {"@type": "Organization", "name": "Osk Herald"},
            "articleSection": "Region",
        },
    ],
}


def page(head: str = "", *, charset: str = "utf-8", lead: str = "") -> str:
    return f"""<!doctype html><html lang="en-GB"><head><meta charset="{charset}">
    <title>Mill wheel turns again | Osk Herald</title>{head}</head><body>
    <nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
    <main><article><h1>Mill wheel turns again</h1>{lead}
    <p>{PARAGRAPHS[0]}</p>
    <div class="share"><a href="#">Share</a> <a href="#">Tweet</a></div>
    <h2>Three winters</h2>
    <p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p></article></main>
    <section class="comments"><h3>Comments</h3><p>Grumbler: what a waste.</p></section>
    <aside class="related"><h3>Related</h3><ul><li><a href="/a">Old depot sold</a></li></ul></aside>
    <footer><p>© 2026 Osk Herald. All rights reserved.</p></footer></body></html>"""


def test_the_article_and_nothing_around_it() -> None:
    draft = read_webpage(page().encode())
    assert draft.title == "Mill wheel turns again"
    assert draft.blocks == (
        (PARAGRAPHS[0], False),
        ("Three winters", True),
        (PARAGRAPHS[1], False),
        (PARAGRAPHS[2], False),
    )
    assert draft.language == "en-GB"
    assert draft.source == "Osk Herald"
    assert draft.published is None


def test_linked_data_is_believed_first() -> None:
    head = f"""<script type="application/ld+json">{json.dumps(LINKED)}</script>
    <meta property="article:published_time" content="2020-01-01T00:00:00Z">
    <link rel="canonical" href="https://osk-herald.example/mill">
    <meta property="og:url" content="https://osk-herald.example/other">"""
    draft = read_webpage(page(head).encode())
    assert draft.published is not None
    assert draft.published.isoformat() == "2026-03-05T14:02:00+01:00"
    assert draft.updated is not None
    assert draft.updated.utcoffset() == timedelta(hours=1)
    assert draft.authors == ("Ada Fenn",)
    assert (draft.source, draft.section) == ("Osk Herald", "Region")
    assert draft.url == "https://osk-herald.example/mill"


def test_meta_elements_and_the_next_best_date() -> None:
    head = """<script type="application/ld+json">{"@type": "NewsArticle",
    "datePublished": "0001-01-01T00:00:00", broken</script>
    <meta property="article:published_time" content="03/04/2026">
    <meta name="pubdate" content="2026-03-05T14:02:00Z">
    <meta property="og:site_name" content="Osk Herald">
    <meta property="og:url" content="javascript:alert(1)">"""
    draft = read_webpage(page(head).encode())
    assert draft.published == datetime(2026, 3, 5, 14, 2, tzinfo=UTC)
    assert draft.url is None
    assert draft.problems == ()


def test_what_the_page_shows_is_the_last_resort() -> None:
    lead = '<div class="byline">By Ada Fenn</div><div class="meta">5 March 2026, 14:02 CET</div>'
    draft = read_webpage(page(lead=lead).encode())
    assert draft.authors == ("Ada Fenn",)
    assert draft.published == datetime(2026, 3, 5, 13, 2, tzinfo=UTC)


def linked(**more: object) -> str:
    node = {"@type": "NewsArticle", "headline": "Mill wheel turns again"} | more
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def test_an_update_from_before_the_publication_is_none() -> None:
    published, earlier = "2026-03-05T14:00:00+01:00", "2026-03-05T12:59:00Z"
    head = linked(datePublished=published, dateModified=earlier)
    assert read_webpage(page(head).encode()).updated is None
    head = linked(datePublished=published, dateModified="2026-03-05T13:00:00Z")
    assert read_webpage(page(head).encode()).updated == datetime(2026, 3, 5, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ({"name": "Analysis by Ada Fenn, Herald Editor-at-large"}, ("Ada Fenn",)),
        ({"name": "Ada Fenn, Herald Science Writer"}, ("Ada Fenn",)),
        ([{"name": "Ada Fenn"}, {"name": "Bo Li, MPH"}], ("Ada Fenn", "Bo Li, MPH")),
        ("Herald Staff", ("Herald Staff",)),
    ],
)
def test_authors_are_names_without_what_they_are(
    authors: object, expected: tuple[str, ...]
) -> None:
    assert read_webpage(page(linked(author=authors)).encode()).authors == expected


@pytest.mark.parametrize(
    ("section", "expected"),
    [("Region", "Region"), ("Arts, Culture", "Arts, Culture"), ("Mills,Home Page,Top", "Mills")],
)
def test_a_list_of_topics_is_no_section(section: str, expected: str) -> None:
    assert read_webpage(page(linked(articleSection=section)).encode()).section == expected


@pytest.mark.parametrize("name", ["https://www.osk-herald.example", "Copyright 2026", "© Osk"])
def test_an_address_is_no_outlet(name: str) -> None:
    head = f'<meta property="og:site_name" content="{name}">'
    assert read_webpage(page(head).encode()).source == "Osk Herald"


@pytest.mark.parametrize(
    ("head", "published", "updated"),
    [
        (
            """<meta property="article:published_time" content="2026-03-05T14:02:00+05:30">
            <meta property="article:modified_time" content="2026-03-06T01:00:00+05:30">""",
            "2026-03-05T14:02:00+05:30",
            "2026-03-06T01:00:00+05:30",
        ),
        ('<meta name="dc.date" content="5 March 2026">', "2026-03-05T00:00:00+00:00", None),
        (
            linked(datePublished="Thu, 05 Mar 2026 14:02:00 -0500"),
            "2026-03-05T14:02:00-05:00",
            None,
        ),
        (linked(datePublished="03/04/2026"), None, None),
        ("", None, None),
    ],
)
def test_times_have_the_zone_that_the_page_says(
    head: str, published: str | None, updated: str | None
) -> None:
    draft = read_webpage(page(head).encode())
    assert (draft.published and draft.published.isoformat()) == published
    assert (draft.updated and draft.updated.isoformat()) == updated


def test_rows_without_letters_stay() -> None:
    rows = (("Winter", "Visitors"), ("2024", "1,100"), ("2025", "41,000"))
    cells = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in rows)
    table = f"<p>So many came to see the wheel in its first winters:</p><table>{cells}</table>"
    expected = [" | ".join(row) for row in rows]
    read = [block.text for block in read_webpage(page(lead=table).encode()).blocks]
    assert [text for text in read if text in expected] == expected
    assert [b.text for b in fragment_blocks(f"{table}<p>3:1</p><p>* * *</p>")][1:] == [
        *expected,
        "3:1",
    ]


@pytest.mark.parametrize("encoding", ["windows-1252", "iso-8859-1", "utf-16"])
def test_a_declared_encoding_is_no_problem(encoding: str) -> None:
    text = page(charset=encoding).replace("oak from", "chêne from")
    draft = read_webpage(text.encode(encoding, "xmlcharrefreplace"))
    assert "chêne" in draft.blocks[2].text
    assert draft.problems == ()


def test_xhtml_with_a_declaration() -> None:
    text = '<?xml version="1.0" encoding="utf-8"?>\n' + page()
    assert read_webpage(text.encode()).title == "Mill wheel turns again"


def test_an_entity_reads_no_file() -> None:
    text = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]>{page(lead="<p>&x;</p>")}'
    assert len(read_webpage(text.encode()).blocks) >= 3


@pytest.mark.parametrize(
    "html", ["", " ", "<", "<html></html>", "<!-- only a comment -->", "<body><p></p></body>"]
)
def test_an_empty_page_has_no_text(html: str) -> None:
    assert read_webpage(html.encode()).blocks == ()


def test_deep_nesting_does_no_harm() -> None:
    assert fragment_blocks("<div>" * 20_000 + "deep" + "</div>" * 20_000) is not None
    read_webpage(("<div>" * 20_000 + "deep").encode())
