"""Telling articles from sections, and links to articles from others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text import Decoded
from ingest.web.sections import looks_like_article, read_section

HEADLINE = "Wheel of the mill turns again"
TEASERS = "".join(
    f"<li><a href='/town/{n}-wheel-of-the-mill-turns'>{HEADLINE} {n}</a></li>" for n in range(6)
)
PROSE = "<p>The wheel of the mill had stood still for eighty years before it turned again.</p>" * 4


def listed(html: str, path: str = "/town") -> list[str] | None:
    listing = read_section(Decoded(html), f"https://osk.example{path}")
    return None if listing is None else [entry.url for entry in listing.entries]


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("/2026/03/05/mill", HEADLINE),
        ("/town/wheel-of-the-mill-turns-again", HEADLINE),
        ("/town/wheel-of-the-mill-turns-again", ""),
        ("/town/wheel-of-the-mill-turns-again", "More"),
        ("/town/wheel-of-the-mill-turns-again/index.html", ""),
        ("/town/mill-1.4711082", HEADLINE),
        ("/town/article123456.html", HEADLINE),
        ("/artikel?id=4711082", HEADLINE),
        ("/town/mill", HEADLINE),
        ("/a/20260305-mill", HEADLINE),
        ("/news/c0ld5xw2p1o", HEADLINE),
        ("/町/12345678", "水車が八十年ぶりに回る"),
        (
            "/%D0%B3%D0%BE%D1%80%D0%BE%D0%B4/%D0%BC%D0%B5%D0%BB",
            "Колесо мельницы снова вертится на реке",
        ),
    ],
)
def test_articles_look_like_it(url: str, text: str) -> None:
    assert looks_like_article(f"https://osk.example{url}", text)


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("/", "All the news of the town and the river"),
        ("/town", "All the news of the town and the river"),
        ("/town/the-mill-wheel-turns", "More"),
        ("/town/index.html", "The town"),
        ("/index.html", "All the news of the town and the river"),
        ("/town/page/2", "Older pieces of news from here"),
        ("/tag/wheel-of-the-old-mill/", "Wheel of the old mill"),
        ("/author/ada-fenn-of-the-herald/", "Ada Fenn of the Herald"),
        ("/login", "Log in to read more of us here"),
        ("/media/2026/03/05/wheel-of-the-mill.jpg", HEADLINE),
        ("/2026/03/", "March"),
        ("/region/town", "The town"),
    ],
)
def test_other_links_do_not(url: str, text: str) -> None:
    assert not looks_like_article(f"https://osk.example{url}", text)


def test_what_a_page_says_of_itself_decides() -> None:
    script = "<script type='application/ld+json'>{}</script>"
    article = script.format('{"@type": "NewsArticle"}')
    collection = script.format('{"@graph": [{"@type": "CollectionPage"}, {"@type": "WebSite"}]}')
    dated = "<meta property='article:published_time' content='2026-03-05'>"
    assert listed(TEASERS) is not None
    assert listed(article + TEASERS) is None
    assert listed(article + TEASERS, "/") is None
    assert listed(dated + TEASERS) is None
    assert listed(collection + TEASERS + f"<div>{PROSE}</div>") is not None
    assert listed(collection + dated + TEASERS) is not None


def test_else_its_text_does() -> None:
    assert listed(TEASERS + f"<div>{PROSE}</div>") is None
    apart = PROSE.replace("<p>", "<div><p>").replace("</p>", "</p></div>")
    assert listed(TEASERS + apart) is not None
    assert listed(TEASERS + apart, "/town/wheel-of-the-mill-turns-again") is None
    assert listed(TEASERS + f"<div>{'The wheel turned again.<br>' * 30}</div>") is None
    assert listed(TEASERS + PROSE.replace("<p>", "<p><a href=/x>").replace("</p>", "</a></p>"))
    assert listed(TEASERS[: len(TEASERS) // 2]) is None
    assert listed("") is None


def test_links_are_of_the_site_and_each_once() -> None:
    host = "https://{}/town/wheel-of-the-mill-turns-again"
    hosts = ("osk.example.com", "www.osk.example.com", "life.osk.example.com", "osk.example.org")
    more = "".join(f"<a href='{host.format(name)}'>{HEADLINE}</a>" for name in hosts)
    relative = "<base href='/town/x/'><a href='../old-oak-for-the-wheel?utm_campaign=x'></a>"
    bad = "<a href='http://['>x</a><a href='mailto:a@osk.example'>x</a><a>x</a>"
    listing = read_section(Decoded(relative + bad + more), "https://osk.example.com/")
    assert listing is not None
    assert [entry.url for entry in listing.entries] == [
        "https://osk.example.com/town/old-oak-for-the-wheel?utm_campaign=x",
        host.format("osk.example.com"),
        host.format("life.osk.example.com"),
    ]


@given(st.lists(st.sampled_from(["<a href='", "//[", "/a-b-c-d", "'>", "<nav>", "</a>", "<base "])))
def test_anything_is_read(pieces: list[str]) -> None:
    read_section(Decoded("".join(pieces)), "https://osk.example/")
