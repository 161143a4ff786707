"""Identity: the canonical form of addresses, and the ids of articles."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.identity import article_id, canonical_url, link_of


@pytest.mark.parametrize(
    "copy",
    [
        "https://example.com/news/bridge",
        "http://example.com/news/bridge",
        "HTTPS://WWW.Example.COM/news/bridge",
        "https://www.example.com/news/bridge/",
        "https://example.com/news/bridge#comments",
        "https://example.com:443/news/bridge",
        "http://example.com:80/news/bridge",
        "https://reader:secret@example.com/news/bridge",
        "  https://example.com/news/bridge\n",
        "https://example.com/news//bridge",
        "https://example.com/news/bridge?utm_source=feed&utm_medium=rss",
        "https://example.com/news/bridge?fbclid=abc",
    ],
)
def test_copies_of_an_address_meet(copy: str) -> None:
    assert canonical_url(copy) == "example.com/news/bridge"


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://a.example/x?utm_source=rss&utm_medium=feed", "https://a.example/x"),
        (
            "https://www.a.example/x/?b=2&fbclid=Q&a=%C3%A9#part",
            "https://www.a.example/x/?b=2&a=%C3%A9#part",
        ),
        ("http://a.example/x?id=3#utm_campaign=spring", "http://a.example/x?id=3"),
        ("https://a.example/x?print&utm_source", "https://a.example/x?print&utm_source"),
        ("https://a.example/x?", "https://a.example/x?"),
        ("https://a.example/x#:~:text=the%20weir", "https://a.example/x#:~:text=the%20weir"),
        ("no address, is it?", "no address, is it?"),
    ],
)
def test_a_link_tells_nothing_of_who_followed_it(url: str, link: str) -> None:
    assert link_of(url) == link


@given(
    st.text("abcu_tmsorcefli=&?#/%.é ", max_size=20),
    st.lists(st.sampled_from(["utm_source=a", "fbclid=b", "id=3", "x", "é=1"]), max_size=5),
)
@example(" ", ["utm_source=a"])
def test_a_link_leads_to_the_same_article(path: str, parameters: list[str]) -> None:
    url = f"https://a.example/{path}?{'&'.join(parameters)}"
    assert canonical_url(link_of(url)) == canonical_url(url)
    assert link_of(link_of(url)) == link_of(url)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.com/a", "https://example.com/b"),
        ("https://example.com/a", "https://example.com/A"),
        ("https://example.com/a", "https://news.example.com/a"),
        ("https://example.com/a?id=1", "https://example.com/a?id=2"),
        ("https://example.com/a", "https://example.com:8080/a"),
    ],
)
def test_different_addresses_stay_apart(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://example.com/a?b=2&a=1", "example.com/a?a=1&b=2"),
        ("https://example.com/", "example.com"),
        ("https://münchen.example/ä", "münchen.example/%C3%A4"),
        ("https://xn--mnchen-3ya.example/%C3%A4", "münchen.example/%C3%A4"),
        ("http://[2001:db8::1]:8080/a", "[2001:db8::1]:8080/a"),
        ("https://example.com/a?id=3&utm_campaign=x", "example.com/a?id=3"),
    ],
)
def test_canonical_form(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    "junk",
    [
        *["", " ", "a1", "example.com/a", "//example.com/a", "/articles/a.txt", "http://"],
        *["http:///a", "javascript:alert(1)", "data:text/html,x", "mailto:a@example.com"],
        *["ftp://example.com/a", "file:///etc/passwd", "http://[::1/a", "http://[x]/a", "\x00"],
    ],
)
def test_what_is_no_web_address(junk: str) -> None:
    assert canonical_url(junk) is None


@settings(max_examples=200, deadline=None)
@given(url=st.one_of(st.text(max_size=30), st.text(max_size=30).map("https://".__add__)))
def test_any_text_is_taken(url: str) -> None:
    assert canonical_url(url) != ""


@settings(max_examples=300, deadline=None)
@given(path=st.text(max_size=30))
def test_a_canonical_address_is_its_own_canonical_form(path: str) -> None:
    canonical = canonical_url(f"https://example.com/{path}")
    assert canonical is not None
    assert canonical.startswith("example.com")
    assert canonical_url(f"https://{canonical}") == canonical


def test_the_id_of_a_publisher_is_kept_when_it_is_plain() -> None:
    address = "https://example.com/a"
    for own in ("a1", "urn:newsml:ap.org:2026:x", "tag:example.com,2026"[:15], "A" * 128):
        assert article_id(url=address, own_id=own, origin="f") == own


@pytest.mark.parametrize("own", ["", "two words", "#1", "é", "a" * 129, "../x", "a\n", "<b>", "-x"])
def test_an_odd_own_id_gives_way_to_the_address(own: str) -> None:
    found = article_id(url="https://example.com/a", own_id=own, origin="f")
    assert found == article_id(url="http://www.example.com/a/", own_id=None, origin="g")
    assert len(found) == 16
    assert set(found) <= set("0123456789abcdef")


def test_without_an_address_the_own_id_counts_and_then_the_origin() -> None:
    odd = article_id(url=None, own_id="two words", origin="f")
    assert odd == article_id(url="javascript:1", own_id="two words", origin="g")
    assert odd != article_id(url=None, own_id="three words", origin="f")
    by_file = article_id(url=None, own_id=None, origin="f")
    assert by_file == article_id(url="nowhere", own_id="", origin="f")
    assert by_file != article_id(url=None, own_id=None, origin="g")
    assert article_id(url=None, own_id="\ud800", origin="f") != by_file
