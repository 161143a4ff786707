"""Feeds: what their entries become, whatever dialect they speak and however broken they are."""

import gzip
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.article import Article
from ingest.files import discover
from ingest.readers import read
from ingest.report import Failure

from .conftest import write

TEXT = "The mill wheel turns again. It had stood still for eighty years."
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Osk Herald</title><link>https://osk.example/</link><language>en-GB</language>
{}</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="nl">
<title>Osk Herald</title><link rel="alternate" href="https://osk.example/"/>
<link rel="self" href="https://osk.example/news/feed.atom"/>
<author><name>Ada Fenn</name></author>{}</feed>"""
ENTRY = f"""<entry><id>urn:osk:1</id><title>Mill</title><link href="mill"/>
<updated>2026-03-05T14:02:00+01:00</updated><content type="html">&lt;p&gt;{TEXT}&lt;/p&gt;</content>
</entry>"""
PIECES = [
    *("<rss>", "</rss>", "<channel>", "<item>", "</item>", "<title>", "x", "&", "]]>", "<![CDATA["),
    *("<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "<link href='//['/>", "\x00", "<a "),
    *("<pubDate>5 Mar</pubDate>", "<description>", "<!DOCTYPE a [", "<!ENTITY a 'b'>", "&a;", "<?"),
    *("<author>(", "<guid>1</guid>", "<category/>", "<nitf>", "<newsItem>", "<p>", "</p>", "<hl1>"),
]


def split(path: Path) -> tuple[list[Article], list[str]]:
    results = list(read(path))
    articles = [item for item in results if isinstance(item, Article)]
    return articles, [item.reason for item in results if isinstance(item, Failure)]


def item(number: int, inside: str = "") -> str:
    return (
        f"<item><title>Mill {number}</title><link>https://osk.example/{number}</link>"
        f"<guid isPermaLink='false'>osk-{number}</guid>{inside}</item>"
    )


def test_rss(tmp_path: Path) -> None:
    more = f"""<description>A teaser.</description><dc:creator>By Ada Fenn and Bo Li</dc:creator>
    <category>Region</category><category>Water</category>
    <pubDate>Thu, 05 Mar 2026 14:02:00 +0100</pubDate>
    <content:encoded><![CDATA[<p>{TEXT}</p><h2>Why</h2><p>AT&amp;T <b>paid</b>.</p>
    <script>alert(1)</script><p>The post <a href="x">Mill 1</a> appeared first on <a>Osk</a>.</p>
    ]]></content:encoded>"""
    (article,), failures = split(write(tmp_path, "a.xml", RSS.format(item(1, more))))
    assert failures == []
    assert (article.title, article.body) == ("Mill 1", f"{TEXT}\n\nWhy\n\nAT&T paid.")
    assert [article.body[start:end] for start, end in article.headings] == ["Why"]
    assert (article.id, article.url) == ("osk-1", "https://osk.example/1")
    assert article.authors == ("Ada Fenn", "Bo Li")
    assert article.published == datetime(2026, 3, 5, 14, 2, tzinfo=timezone(timedelta(hours=1)))
    assert article.published.utcoffset() == timedelta(hours=1)
    assert (article.source, article.section, article.language) == ("Osk Herald", "Region", "en-GB")


def test_atom(tmp_path: Path) -> None:
    other = f"""<entry><id>urn:osk:2</id>
    <title type="html">AT&amp;amp;T &lt;b&gt;mill&lt;/b&gt;</title>
    <link rel="alternate" href="https://other.example/2"/><author><name>Bo Li</name></author>
    <published>2026-03-04</published><updated>2026-03-05T00:00:00Z</updated>
    <category term="eco" label="Economy"/><source><title>The Other</title></source>
    <content type="xhtml" xml:lang="de"><div xmlns="http://www.w3.org/1999/xhtml"><p>{TEXT}</p>
    <p>Two.</p></div></content></entry>"""
    (first, second), failures = split(write(tmp_path, "a.xml", ATOM.format(ENTRY + other)))
    assert failures == []
    assert (first.id, first.url, first.body) == ("urn:osk:1", "https://osk.example/news/mill", TEXT)
    assert (first.authors, first.language, first.source) == (("Ada Fenn",), "nl", "Osk Herald")
    assert first.published == first.updated == datetime(2026, 3, 5, 13, 2, tzinfo=UTC)
    assert (second.title, second.body) == ("AT&T mill", f"{TEXT}\n\nTwo.")
    assert (second.authors, second.language, second.source) == (("Bo Li",), "de", "The Other")
    assert second.published == datetime(2026, 3, 4, tzinfo=UTC)
    assert (second.section, second.url) == ("Economy", "https://other.example/2")


def test_rss_1_and_0_9(tmp_path: Path) -> None:
    rdf = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <channel rdf:about="https://osk.example/"><title>Osk</title><link>https://osk.example/</link>
    </channel><item rdf:about="https://osk.example/1"><title>Mill</title>
    <link>https://osk.example/1</link><description>{TEXT}</description>
    <dc:date>2026-03-05T14:02:00Z</dc:date></item></rdf:RDF>"""
    (article,), failures = split(write(tmp_path, "a.xml", rdf))
    assert (article.title, article.body, article.source, failures) == ("Mill", TEXT, "Osk", [])
    assert article.published == datetime(2026, 3, 5, 14, 2, tzinfo=UTC)
    old = f"""<rss version="0.91"><channel><title>Osk</title><link>https://osk.example/</link>
    <item><title>Mill</title><link>https://osk.example/1</link><description>{TEXT}</description>
    </item></channel></rss>"""
    (article,), failures = split(write(tmp_path, "a.xml", old))
    assert (article.url, article.published, failures) == ("https://osk.example/1", None, [])


def test_it_is_known_by_its_content(tmp_path: Path) -> None:
    feed = ATOM.format(ENTRY)
    names = ["a.xml", "a.rss", "a.atom", "feed", "a.html", "a.txt", "odd.feed"]
    for path in [write(tmp_path, name, "\n" + feed) for name in names]:
        assert list(discover([path])) == [path]
        assert [article.id for article in split(path)[0]] == ["urn:osk:1"], path.name
    packed = write(tmp_path, "b.atom.gz", gzip.compress(feed.encode()))
    assert len(split(packed)[0]) == 1
    assert packed in list(discover([tmp_path]))


def test_an_entry_without_text_is_told(tmp_path: Path) -> None:
    feed = RSS.format(item(1) + item(2, f"<description>{TEXT}</description>") + "<item/>")
    (article,), failures = split(write(tmp_path, "a.xml", feed))
    assert article.title == "Mill 2"
    assert [reason.partition(" for")[0] for reason in failures] == [
        "the feed carries only a headline and an address",
        "the feed carries no text",
    ]


def test_an_address_that_entries_share_is_none_of_theirs(tmp_path: Path) -> None:
    entry = "<item><title>{0}</title><link>{1}</link><guid isPermaLink='false'>{0}</guid>"
    entry += "<description>A teaser.</description></item>"
    home, shared = "https://osk.example/", "https://osk.example/show"
    feed = RSS.format("".join(entry.format(n, link) for n, link in enumerate([home, shared] * 2)))
    articles, failures = split(write(tmp_path, "a.xml", feed))
    assert [article.url for article in articles] == [None] * 4
    assert len({article.id for article in articles}) == 4
    assert "0" not in {article.id for article in articles}  # a name within this feed only
    assert failures == []


def test_a_date_in_another_language(tmp_path: Path) -> None:
    dated = "<description>Texto.</description><pubDate>Seg, 24 Set 2018 19:42:40 -0300</pubDate>"
    (article,), failures = split(write(tmp_path, "a.xml", RSS.format(item(1, dated))))
    assert article.published == datetime(2018, 9, 24, 22, 42, 40, tzinfo=UTC)
    assert failures == []


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("One.\n\nTwo.", "One.\n\nTwo."),
        ("&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;", "One.\n\nTwo."),
        ("<![CDATA[One &amp; <i>two</i>.<br/>Three.]]>", "One & two.\n\nThree."),
        ("1 &lt; 2, they say.", "1 < 2, they say."),
        ("<![CDATA[<img src='https://t.example/pixel'>One.]]>", "One."),
    ],
)
def test_text_of_a_teaser(tmp_path: Path, text: str, body: str) -> None:
    feed = RSS.format(item(1, f"<description>{text}</description>"))
    assert split(write(tmp_path, "a.xml", feed))[0][0].body == body


def test_a_broken_feed_gives_what_it_can(tmp_path: Path) -> None:
    feed = RSS.format("".join(item(n, f"<description>{TEXT}</description>") for n in range(4)))
    cut = feed[: feed.index("Mill 3")]
    articles, failures = split(write(tmp_path, "a.xml", cut))
    assert [article.title for article in articles] == ["Mill 0", "Mill 1", "Mill 2"]
    assert "its XML is broken" in failures[-1]
    loose = feed.replace("Mill 1", "Mill & wheel&nbsp;1")
    articles, failures = split(write(tmp_path, "a.xml", "Warning: disk full\n" + loose))
    assert (len(articles), articles[1].title, failures) == (4, "Mill & wheel 1", [])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-1"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    feed = RSS.format(item(1, "<description>Café fermé.</description>"))
    data = feed.replace("UTF-8", encoding.removesuffix("-sig")).encode(encoding)
    (article,), failures = split(write(tmp_path, "a.xml", data))
    assert (article.body, failures) == ("Café fermé.", [])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<rss><channel><title>Osk</title></channel></rss>", "the feed has no entries"),
        ("<head><title>Moved</title></head>", "web page"),
        ("<urlset><url/></urlset>", "sitemap"),
        ("<project/>", "<project>"),
        ("<?xml version='1.0'?>", "no XML"),
        ("", "no XML"),
        ("<rss", "can be read"),
        ("GIF89a\x00\x00", "picture"),
    ],
)
def test_what_is_no_feed(tmp_path: Path, content: str, reason: str) -> None:
    articles, (failure,) = split(write(tmp_path, "a.xml", content))
    assert articles == []
    assert reason in failure


def test_nothing_outside_is_read(tmp_path: Path) -> None:
    secret = write(tmp_path, "secret.txt", "secret")
    entity = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    feed = entity + RSS.partition("?>")[2].format(item(1, "<description>&x;One.</description>"))
    assert "secret" not in str(split(write(tmp_path, "a.xml", feed)))
    laughs = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    bomb = f'<!DOCTYPE rss [<!ENTITY e0 "ha">{laughs}]><rss><channel><item><title>&e9;</title>'
    assert len(str(split(write(tmp_path, "a.xml", bomb)))) < 5_000


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.one_of(
        st.binary(max_size=200),
        st.lists(st.sampled_from(PIECES), max_size=25).map(lambda parts: "".join(parts).encode()),
        st.lists(st.sampled_from(PIECES), max_size=9).map(
            lambda p: RSS.format("".join(p)).encode()
        ),
    ),
    suffix=st.sampled_from([".xml", ".rss", ".atom", ".xml.gz", ".atom.xz", ""]),
)
def test_nothing_in_a_feed_raises(tmp_path: Path, data: bytes, suffix: str) -> None:
    for found in read(write(tmp_path, f"any{suffix}", data)):
        if isinstance(found, Article):
            assert found.body
        elif isinstance(found, Failure):
            assert found.reason
            assert "could not be read (" not in found.reason
