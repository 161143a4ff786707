"""What addresses lead to, on a site with everything that a newspaper's has."""

import gzip
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus import Article, Corpus
from ingest import Report, ingest
from ingest.readers import read
from ingest.report import Failure
from ingest.web import Fetched, Unchanged, Validators, fetch
from ingest.web.client import Client
from ingest.web.fetching import Found, Visit

from .conftest import Answer, Headers, Site

FIRST = "The mill wheel of Osk turns again, after eighty years in which it had stood still."
PARAGRAPHS = [
    FIRST,
    "Volunteers had worked on its paddles for three winters, and paid for most of the oak.",
    "The mayor opened the sluice at noon, and some four hundred people came to look at it.",
    "From May on it is to grind flour for the bakers of the town on every second Saturday.",
]
LATER = "The feed's own words: the wheel of the mill turns, and the town is very glad of it."


def page(title: str, *, head: str = "", first: str = FIRST, more: str = "") -> Answer:
    body = "".join(f"<p>{text}</p>" for text in (first, *PARAGRAPHS[1:])) + more
    return Answer(
        f"<html lang=en><head><title>{title}</title>{head}</head>"
        f"<body><nav><a href=/>Home</a></nav><article><h1>{title}</h1>{body}</article></body>"
    )


def tagged(fresh: Answer) -> Callable[[Headers], Answer]:
    """The answer with an ETag, or that it has not changed."""
    tag = f'"{zlib.crc32(str(fresh.body).encode())}"'
    fresh.headers["ETag"] = tag
    return lambda headers: Answer(status=304) if headers.get("if-none-match") == tag else fresh


@dataclass
class Run:
    """A run of the ingestion as far as the web is concerned: what came, and what it remembers."""

    client: Client
    remembered: dict[str, Validators] = field(default_factory=dict)
    articles: list[Article] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)

    def __call__(self, address: str, limit: int = 100) -> None:
        self.articles, self.failures, self.unchanged = [], [], []
        known = self.remembered.get
        for found in Visit(self.client, known, limit).address(address):
            self._take(found)

    def _take(self, found: Found) -> None:
        match found:
            case Failure():
                self.failures.append(found)
            case Unchanged():
                self.unchanged.append(found.requested)
                self.remembered[found.requested] = found.validators
            case Fetched():
                results = list(read(found.document))
                failures = [one for one in results if isinstance(one, Failure)]
                self.articles += [one for one in results if isinstance(one, Article)]
                self.failures += failures
                if found.validators is not None and not failures:
                    self.remembered[found.requested] = found.validators

    @property
    def titles(self) -> list[str]:
        return [article.title for article in self.articles]

    @property
    def reasons(self) -> list[str]:
        return [failure.reason for failure in self.failures]


@pytest.fixture
def run(client: Client) -> Run:
    return Run(client)


class TestArticle:
    """An address of an article."""

    def test_is_read(self, run: Run, site: Site) -> None:
        site.pages["/old"] = Answer(status=301, headers={"Location": "/mill"})
        site.pages["/mill"] = page("Mill turns")
        run(f" {site.url}/old#top ")
        (article,) = run.articles
        assert (article.title, article.url) == ("Mill turns", f"{site.url}/mill")
        assert article.body == "\n\n".join(PARAGRAPHS)
        assert article.origin == f"{site.url}/mill"
        assert run.failures == []

    def test_its_canonical_address_wins(self, run: Run, site: Site) -> None:
        link = "<link rel=canonical href='https://osk.example/mill'>"
        site.pages["/amp/mill"] = page("Mill turns", head=link)
        run(f"{site.url}/amp/mill")
        assert run.articles[0].url == "https://osk.example/mill"

    def test_is_not_read_again_while_it_is_the_same(self, run: Run, site: Site) -> None:
        tag = '"1"'

        def answer(headers: Headers) -> Answer:
            if headers.get("if-none-match") == tag:
                return Answer(status=304)
            fresh = page("Mill turns")
            fresh.headers["ETag"] = tag
            return fresh

        site.pages["/mill"] = answer
        run(f"{site.url}/mill")
        run(f"{site.url}/mill")
        assert (run.articles, run.unchanged) == ([], [f"{site.url}/mill"])
        tag = '"2"'
        run(f"{site.url}/mill")
        assert run.titles == ["Mill turns"]

    def test_without_text_is_told_and_asked_for_again(self, run: Run, site: Site) -> None:
        site.pages["/mill"] = Answer("<html><body><div id=app></div></body></html>")
        site.pages["/mill"].headers["ETag"] = '"1"'  # type: ignore[union-attr]
        for _ in range(2):
            run(f"{site.url}/mill")
            assert run.reasons == ["it holds no article text; left out"]
        assert "if-none-match" not in site.asked[-1][1]

    @pytest.mark.parametrize(
        ("declared", "meta", "encoding"),
        [
            ("iso-8859-1", "utf-8", "cp1252"),
            ("windows-1251", "", "windows-1251"),
            ("utf-8", "iso-8859-1", "utf-8"),
            ("iso-8859-1", "", "utf-8"),
            ("", "windows-1250", "windows-1250"),
            ("utf-16", "", "utf-16"),
            ("nonsense", "windows-1252", "cp1252"),
        ],
    )
    def test_encodings_and_those_that_lie(
        self, run: Run, site: Site, declared: str, meta: str, encoding: str
    ) -> None:
        first = {
            "windows-1251": "Колесо мельницы снова вертится после восьмидесяти лет покоя в городе.",
            "windows-1250": "Mlýnské kolo se po osmdesáti letech v klidu znovu točí, říká rada.",
        }.get(encoding, "„Müller“ sagt: Das Rad der Mühle dreht sich wieder, seit gestern mittag.")
        told = page("Mill", head=f"<meta charset={meta}>" if meta else "", first=first)
        suffix = f"; charset={declared}" if declared else ""
        site.pages["/mill"] = Answer(
            str(told.body).encode(encoding, "xmlcharrefreplace"), "text/html" + suffix
        )
        run(f"{site.url}/mill")
        assert run.articles[0].body.startswith(first)
        assert run.failures == []

    @pytest.mark.parametrize(
        ("media_type", "body", "why"),
        [
            ("image/jpeg", b"\xff\xd8\xff", "an image (image/jpeg), not an article"),
            ("video/mp4", b"\x00" * 99, "a video (video/mp4)"),
            ("application/zip", b"PK\x03\x04" + bytes(99), "damaged"),
            ("application/octet-stream", bytes(99), "binary data"),
            ("text/html", b" \n", "the server sends an empty page"),
        ],
    )
    def test_what_holds_none_is_told(
        self, run: Run, site: Site, media_type: str, body: bytes, why: str
    ) -> None:
        site.pages["/mill"] = Answer(body, media_type)
        run(f"{site.url}/mill")
        assert run.articles == []
        assert why in run.reasons[0]

    @pytest.mark.parametrize(
        ("path", "media_type", "body"),
        [
            ("/mill.txt", "text/plain", f"Mill turns\n\n{FIRST}\n"),
            ("/mill", "application/json", f'{{"title": "Mill turns", "text": "{FIRST}"}}'),
            ("/mill.jsonl", "text/plain", f'{{"title": "Mill turns", "text": "{FIRST}"}}\n'),
            ("/mill.md", "application/octet-stream", f"# Mill turns\n\n{FIRST}\n"),
            ("/mill", "", f"<html><title>Mill turns</title><p>{FIRST}</p></html>"),
        ],
    )
    def test_other_kinds_of_files(
        self, run: Run, site: Site, path: str, media_type: str, body: str
    ) -> None:
        site.pages[path] = Answer(body, media_type)
        run(site.url + path)
        assert run.titles == ["Mill turns"], run.failures
        assert FIRST in run.articles[0].body

    def test_a_compressed_file(self, run: Run, site: Site) -> None:
        line = f'{{"title": "Mill turns", "text": "{FIRST}"}}\n'
        site.pages["/a.jsonl.gz"] = Answer(gzip.compress(line.encode()), "application/gzip")
        run(f"{site.url}/a.jsonl.gz")
        assert run.titles == ["Mill turns"]


class TestFeed:
    """An address of a feed."""

    RSS = """<?xml version="1.0"?><rss version="2.0"
    xmlns:content="http://purl.org/rss/1.0/modules/content/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Osk Herald</title>
    <link>{}/</link><language>en</language>{}</channel></rss>"""

    def serve(self, site: Site, *items: str) -> str:
        inside = "".join(f"<item>{item}</item>" for item in items)
        site.pages["/feed"] = Answer(self.RSS.format(site.url, inside), "application/rss+xml")
        return f"{site.url}/feed"

    def test_leads_to_its_pages(self, run: Run, site: Site) -> None:
        url = self.serve(
            site,
            "<title>Mill in the feed</title><link>/mill</link><guid>1</guid>"
            "<dc:creator>Ada Fenn</dc:creator><pubDate>Thu, 05 Mar 2026 14:02:00 GMT</pubDate>"
            f"<description>{LATER}</description>",
        )
        site.pages["/mill"] = tagged(page("Mill turns"))
        run(url)
        (article,) = run.articles
        assert (article.title, article.url) == ("Mill turns", f"{site.url}/mill")
        assert article.body == "\n\n".join(PARAGRAPHS)
        assert (article.authors, article.source) == (("Ada Fenn",), "Osk Herald")
        assert article.published == datetime(2026, 3, 5, 14, 2, tzinfo=UTC)
        assert run.failures == []
        run(url)
        assert (run.articles, run.unchanged) == ([], [f"{site.url}/mill"])
        assert site.paths == ["/feed", "/mill", "/feed", "/mill"]

    def test_what_the_page_says_wins(self, run: Run, site: Site) -> None:
        url = self.serve(site, "<title>x</title><link>/mill</link><author>Bo Li</author>")
        meta = "<meta name=author content='Ada Fenn'><meta property=og:site_name content='The Osk'>"
        site.pages["/mill"] = page("Mill turns", head=meta)
        run(url)
        assert (run.articles[0].authors, run.articles[0].source) == (("Ada Fenn",), "The Osk")

    def test_whole_texts_are_taken_as_they_are(self, run: Run, site: Site) -> None:
        paragraphs = "".join(f"<p>{text} Again.</p>" for text in PARAGRAPHS * 4)
        content = f"<h2>Why &amp;amp; how</h2>{paragraphs}"
        encoded = f"<content:encoded><![CDATA[{content}]]></content:encoded>"
        about = "<title>Mill {0}</title><link>/mill-{0}</link><guid>osk-mill-{0}-of-march</guid>"
        date = "<pubDate>Thu, 05 Mar 2026 14:0{0}:00 GMT</pubDate>"
        items = [(about + date).format(number) + encoded for number in range(3)]
        run(self.serve(site, *items))
        assert run.titles == ["Mill 2", "Mill 1", "Mill 0"]
        assert site.paths == ["/feed"]
        article = run.articles[0]
        assert article.body.startswith(f"Why &amp; how\n\n{FIRST} Again.\n\n")
        assert [article.body[start:end] for start, end in article.headings] == ["Why &amp; how"]
        assert (article.url, article.source) == (f"{site.url}/mill-2", "Osk Herald")
        assert article.published == datetime(2026, 3, 5, 14, 2, tzinfo=UTC)
        assert run.remembered == {}

    @pytest.mark.parametrize(
        "end",
        [
            "<p>And then …</p>",
            "<p>And then [...]</p>",
            "<p><a href='/mill'>Continue reading</a></p>",
        ],
    )
    def test_beginnings_are_not_whole(self, run: Run, site: Site, end: str) -> None:
        content = "".join(f"<p>{text} Again.</p>" for text in PARAGRAPHS * 4) + end
        item = f"<link>/mill</link><content:encoded><![CDATA[{content}]]></content:encoded>"
        site.pages["/mill"] = page("Mill turns", more=f"{content}<p>The end of it, at last.</p>")
        run(self.serve(site, item))
        assert run.articles[0].body.endswith("at last.")

    def test_its_own_text_stands_in_for_a_page_that_fails(self, run: Run, site: Site) -> None:
        url = self.serve(
            site, f"<title>Mill turns</title><link>/mill</link><description>{LATER}</description>"
        )
        for _ in range(2):  # it is tried again
            run(url)
            assert [article.body for article in run.articles] == [LATER]
            assert run.articles[0].url == f"{site.url}/mill"
            (failure,) = run.failures
            assert failure.where == f"{site.url}/mill"
            assert "no such page" in failure.reason
            assert "what its feed says of it is in" in failure.reason
        site.pages["/mill"] = page("Mill turns")
        run(url)
        assert [article.body for article in run.articles] == ["\n\n".join(PARAGRAPHS)]

    def test_its_own_text_replaces_no_page_that_was_read(self, run: Run, site: Site) -> None:
        url = self.serve(
            site, f"<title>Mill turns</title><link>/mill</link><description>{LATER}</description>"
        )
        site.pages["/mill"] = tagged(page("Mill turns"))
        run(url)
        there = site.pages.pop("/mill")
        for _ in range(2):
            run(url)
            assert (run.articles, run.unchanged) == ([], [])
            assert run.reasons[0].endswith("; what was read of it before stays")
        site.pages["/mill"] = there
        run(url)
        assert (run.unchanged, run.failures) == ([f"{site.url}/mill"], [])

    def test_a_page_that_leads_to_the_front_page_is_gone(self, run: Run, site: Site) -> None:
        site.pages["/mill"] = Answer(status=302, headers={"Location": "/"})
        site.pages["/"] = page("All the news")
        run(self.serve(site, "<title>Mill</title><link>/mill</link>"))
        assert run.articles == []
        assert "redirected to the front page" in run.reasons[0]

    def test_its_own_text_stands_in_for_a_page_without_text(self, run: Run, site: Site) -> None:
        url = self.serve(
            site, f"<title>Mill turns</title><link>/mill</link><description>{LATER}</description>"
        )
        site.pages["/mill"] = Answer("<html><body><a href=/pay>Pay</a></body></html>")
        run(url)
        assert [(one.body, one.title) for one in run.articles] == [(LATER, "Mill turns")]
        assert run.reasons == [
            "the page holds less text than its feed; what the feed says of it is in"
        ]

    def test_an_entry_with_nothing_is_told(self, run: Run, site: Site) -> None:
        run(self.serve(site, "<title>Mill</title>", "<title>Gone</title><link>/gone</link>"))
        assert run.articles == []
        assert "neither text nor address (Mill)" in run.reasons[0] + run.reasons[1]
        assert "no such page" in run.reasons[0] + run.reasons[1]

    def test_a_limit_takes_the_newest(self, run: Run, site: Site) -> None:
        days = (3, 5, 4, None)
        items = [
            f"<link>/{day}</link>"
            + (f"<pubDate>Thu, 0{day} Mar 2026 14:02:00 GMT</pubDate>" if day else "")
            for day in days
        ]
        site.pages |= {f"/{day}": page(f"Mill {day}") for day in days}
        run(self.serve(site, *items), 2)
        assert run.titles == ["Mill 5", "Mill 4"]

    def test_its_pages_are_asked_for_again_whatever_it_says_of_them(
        self, run: Run, site: Site
    ) -> None:
        item = "<link>/mill</link><pubDate>Thu, 05 Mar 2026 14:0{}:00 GMT</pubDate>"
        site.pages["/mill"] = tagged(page("Mill turns"))
        run(self.serve(site, item.format(2)))
        for older in (item.format(2), item.format(1), "<link>/mill</link>"):
            run(self.serve(site, older))
            assert run.unchanged == [f"{site.url}/mill"]
        site.pages["/mill"] = tagged(page("Mill turns again"))
        run(f"{site.url}/feed")
        assert run.titles == ["Mill turns again"]

    def test_one_that_cannot_be_read_is_told(self, run: Run, site: Site) -> None:
        run(self.serve(site))
        assert run.reasons == ["the feed has no entries"]


class TestSitemap:
    """An address of a sitemap."""

    HEAD = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
        'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
    )

    def urlset(self, *days: int, site: Site) -> str:
        rows = "".join(
            f"<url><loc>{site.url}/{day}</loc><lastmod>2026-03-{day:02}</lastmod>"
            "<image:image><image:loc>/wrong.jpg</image:loc></image:image></url>"
            for day in days
        )
        site.pages |= {f"/{day}": tagged(page(f"Mill {day}")) for day in days}
        return f"{self.HEAD}{rows}</urlset>"

    def test_leads_to_its_pages_newest_first(self, run: Run, site: Site) -> None:
        site.pages["/sitemap.xml"] = Answer(self.urlset(3, 5, 4, site=site), "text/xml")
        run(f"{site.url}/sitemap.xml", 2)
        assert (run.titles, run.failures) == (["Mill 5", "Mill 4"], [])
        run(f"{site.url}/sitemap.xml")
        assert run.titles == ["Mill 3"]
        assert len(run.unchanged) == 2

    def test_one_of_news_tells_title_and_date(self, run: Run, site: Site) -> None:
        site.pages["/news.xml"] = Answer(
            f"{self.HEAD}<url><loc>{site.url}/mill</loc><news:news><news:publication>"
            "<news:name>Osk Herald</news:name><news:language>en</news:language>"
            "</news:publication><news:publication_date>2026-03-05T14:02:00+01:00"
            "</news:publication_date><news:title>Mill &amp; wheel</news:title></news:news></url>"
            "</urlset>",
            "application/xml",
        )
        body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
        site.pages["/mill"] = Answer(f"<html><body><article>{body}</article></body></html>")
        run(f"{site.url}/news.xml")
        (article,) = run.articles
        assert (article.title, article.source) == ("Mill & wheel", "Osk Herald")
        assert article.published == datetime(2026, 3, 5, 13, 2, tzinfo=UTC)
        assert article.language == "en"
        assert run.failures == []

    def test_an_index_is_read_as_far_as_needed(self, run: Run, site: Site) -> None:
        months = {"a": (1, 2), "b": (8, 9), "c": (5, 6)}
        rows = "".join(
            f"<sitemap><loc>/{name}.xml.gz</loc><lastmod>2026-03-{days[1]:02}</lastmod></sitemap>"
            for name, days in months.items()
        )
        rows += "<sitemap><loc>/gone.xml</loc><lastmod>2026-03-20</lastmod></sitemap>"
        site.pages["/index.xml"] = Answer(f"<sitemapindex>{rows}</sitemapindex>", "text/xml")
        for name, days in months.items():
            packed = gzip.compress(self.urlset(*days, site=site).encode())
            site.pages[f"/{name}.xml.gz"] = Answer(packed, "application/x-gzip")
        run(f"{site.url}/index.xml", 3)
        assert run.titles == ["Mill 9", "Mill 8", "Mill 6"]
        assert [failure.where for failure in run.failures] == [f"{site.url}/gone.xml"]
        assert "/a.xml.gz" not in site.paths

    def test_indexes_that_list_each_other_end(self, run: Run, site: Site) -> None:
        def nested(name: str) -> Callable[[Headers], Answer]:
            rows = "".join(f"<sitemap><loc>/{name}{n}.xml</loc></sitemap>" for n in range(30))
            rows += "<sitemap><loc>/s.xml</loc></sitemap>"
            return lambda _: Answer(f"<sitemapindex>{rows}</sitemapindex>", "text/xml")

        site.pages["/s.xml"] = nested("s")
        site.pages |= {f"/s{n}.xml": nested(f"s{n}") for n in range(30)}
        site.pages |= {f"/s{n}{m}.xml": nested("s") for n in range(30) for m in range(30)}
        run(f"{site.url}/s.xml")
        assert len(site.paths) == 51
        assert "more sitemaps than the 50" in run.reasons[-1]

    def test_a_plain_list_of_addresses(self, run: Run, site: Site) -> None:
        self.urlset(1, 2, site=site)
        site.pages["/list.txt"] = Answer(
            f"{site.url}/1\n\n{site.url}/2\n{site.url}/1#x\n", "text/plain"
        )
        run(f"{site.url}/list.txt")
        assert run.titles == ["Mill 1", "Mill 2"]

    def test_odd_ones(self, run: Run, site: Site) -> None:
        site.pages["/empty.xml"] = Answer("<urlset></urlset>", "text/xml")
        run(f"{site.url}/empty.xml")
        assert run.reasons == ["the sitemap lists no address"]
        site.pages["/odd.xml"] = Answer(
            "<!DOCTYPE urlset [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><urlset><url><loc>/a?&x;"
            "</loc></url><url><loc>ftp://osk.example/</loc></url><url><loc>/1</loc>"
            "<lastmod>soon</lastmod></url><url/></url",
            "text/xml",
        )
        site.pages["/1"] = page("Mill 1")
        run(f"{site.url}/odd.xml")
        assert run.titles == ["Mill 1"]
        assert "its XML is broken" in run.reasons[0]


class TestSection:
    """An address of a section page."""

    LINKS = (
        "wheel-of-the-mill-turns-again",
        "mayor-opens-the-sluice-at-noon",
        "bakers-want-flour-every-saturday",
        "three-winters-of-work-on-oak",
        "what-the-river-does-in-spring",
        "grain-from-the-hills-is-dear",
    )

    def serve(self, site: Site, head: str = "") -> str:
        cards = "".join(
            f"<div><h3><a href='/2026/03/05/{slug}?utm_source=front'>{slug.replace('-', ' ')}</a>"
            f"</h3><p>{FIRST}</p><a href='/2026/03/05/{slug}#comments'>3 comments</a></div>"
            for slug in self.LINKS
        )
        site.pages["/region"] = Answer(
            f"<html><head><title>Region</title>{head}</head><body><nav><a href='/2026/03/05/"
            "the-best-of-all-our-subscriptions'>The best of all our subscriptions</a></nav>"
            f"<main>{cards}<a href='/region/page/2'>Older pieces of news from here</a>"
            "<a href='https://other.example/2026/03/05/not-from-this-site'>Not from this site</a>"
            "<a href='/topics'>All the topics that we have</a></main>"
            "<footer><a href='/imprint'>Imprint and how to reach the desk</a></footer></body>"
        )
        for slug in self.LINKS:
            site.pages[f"/2026/03/05/{slug}?utm_source=front"] = tagged(page(slug))
        return f"{site.url}/region"

    def test_leads_to_its_articles_in_its_order(self, run: Run, site: Site) -> None:
        run(self.serve(site))
        assert run.titles == list(self.LINKS)
        assert run.articles[0].url == f"{site.url}/2026/03/05/{self.LINKS[0]}"  # which is shown
        assert run.failures == []
        run(f"{site.url}/region")
        assert (run.titles, len(run.unchanged)) == ([], 6)

    def test_a_limit_takes_the_first(self, run: Run, site: Site) -> None:
        run(self.serve(site), 2)
        assert run.titles == list(self.LINKS[:2])

    def test_a_list_behind_a_link_is_passed_over(self, run: Run, site: Site) -> None:
        url = self.serve(site)
        path = f"/2026/03/05/{self.LINKS[1]}?utm_source=front"
        script = '<script type=\'application/ld+json\'>{"@type": "CollectionPage"}</script>'
        region = site.pages["/region"]
        self.serve(site, script)
        site.pages |= {path: site.pages["/region"], "/region": region}
        run(url)
        assert (len(run.titles), run.failures) == (5, [])

    def test_the_front_page_is_one(self, run: Run, site: Site) -> None:
        self.serve(site)
        links = f"<a href='/2026/03/05/{self.LINKS[0]}?utm_source=front'>The wheel turns again</a>"
        prose = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
        site.pages["/"] = Answer(f"<html><body><div>{prose}</div>{links}</body></html>")
        run(site.url)
        assert run.titles == [self.LINKS[0]]

    def test_an_article_with_many_links_is_none(self, run: Run, site: Site) -> None:
        related = "".join(
            f"<li><a href='/2026/03/05/{slug}'>{slug.replace('-', ' ')}</a></li>"
            for slug in self.LINKS
        )
        told = page("Mill turns")
        told.body = str(told.body).replace("</body>", f"<ul>{related}</ul></body>")
        site.pages["/mill"] = told
        run(f"{site.url}/mill")
        assert run.titles == ["Mill turns"]
        assert site.paths == ["/mill"]


def test_the_entry_refuses_this_machine_and_goes_on(site: Site) -> None:
    found = list(fetch(["osk.example", f"{site.url}/a"], known=lambda _: None))
    assert [one.where for one in found if isinstance(one, Failure)] == [
        "osk.example",
        f"{site.url}/a",
    ]
    assert site.asked == []


def test_the_entry_fetches_where_it_may(site: Site) -> None:
    site.pages["/robots.txt"] = Answer("User-agent: *\nDisallow: /", "text/plain")
    found = list(fetch([f"{site.url}/a"], known=lambda _: None, allow_private=True))
    assert [one.reason for one in found if isinstance(one, Failure)] == [
        f"{site.url}/robots.txt does not allow programs to fetch it"
    ]


def test_a_summary_is_in_until_its_page_can_be_read_and_never_after(
    site: Site, tmp_path: Path
) -> None:
    item = f"<title>Mill</title><link>/mill</link><description>{LATER}</description>"
    feed = TestFeed().serve(site, item)
    there = tagged(page("Mill turns"))
    corpus = tmp_path / "corpus"

    def run() -> tuple[Report, str, list[str]]:
        report = ingest(feed, corpus=corpus, allow_private=True)
        with Corpus.open(corpus) as opened:
            (article,) = opened.articles()
            return report, article.body, [one.where for one in opened.inputs.failures()]

    report, body, failed = run()
    assert (report.new, body, failed) == (1, LATER, [f"{site.url}/mill"])
    assert "what its feed says of it is in, until" in report.failed[0].reason
    site.pages["/mill"] = there
    report, body, failed = run()
    assert (report.changed, body, failed) == (1, "\n\n".join(PARAGRAPHS), [])
    del site.pages["/mill"]
    report, body, failed = run()
    assert (report.changed, len(report.failed)) == (0, 1)
    assert (body, failed) == ("\n\n".join(PARAGRAPHS), [f"{site.url}/mill"])
    site.pages["/mill"] = there
    report, body, failed = run()
    assert (report.unchanged, body, failed) == (1, "\n\n".join(PARAGRAPHS), [])
    with Corpus.open(corpus) as opened, opened.writing() as writer:
        writer.remove([one.id for one in opened.articles()])
    assert run()[0].new == 1
