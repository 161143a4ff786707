"""News items as XML: NewsML-G2, NewsML 1 and NITF, whole and broken."""

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.article import Article
from ingest.readers import read
from ingest.report import Failure, Withdrawal

TEXT = "The mill wheel turns again. It had stood still for eighty years."
BODY = f"{TEXT}\n\nWhy\n\nNobody – truly nobody – knew."
NITF = f"""<nitf xml:lang="en-GB"><head><title>mill-0305</title>
<tobject><tobject.subject tobject.subject.type="Region"/></tobject>
<docdata management-status="usable"><doc-id id-string="osk-7"/>
<date.issue norm="20260305T140200+0100"/><doc.copyright holder="Osk Wire"/></docdata>
<pubdata name="Osk Herald"/></head><body><body.head>
<hedline><hl1>Mill <em>turns</em></hl1><hl2>After years</hl2></hedline>
<byline>By <person>Ada Fenn</person><byttl>Mill Writer</byttl></byline>
<abstract><p>A teaser.</p></abstract></body.head><body.content><block><p>{TEXT}</p>
<media><media-caption>A wheel.</media-caption></media><hl2>Why</hl2>
<p>Nobody &ndash; <person>truly</person> nobody &ndash; knew.</p></block></body.content></body>
</nitf>"""
G2 = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" version="2"
 standard="NewsML-G2" xml:lang="en-GB"><rightsInfo><copyrightHolder literal="Osk Wire Ltd"/>
 </rightsInfo><itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:OSK"/>
 <versionCreated>2026-03-05T14:02:00+01:00</versionCreated>
 <pubStatus qcode="stat:{status}"/></itemMeta>
 <contentMeta><contentCreated>2026-03-04T10:00:00Z</contentCreated><by>By Ada Fenn</by>
 <headline role="x:short">M</headline><headline>Mill turns</headline><language tag="en"/>
 <subject qcode="x:1"><name>Region</name></subject></contentMeta>
 <contentSet>{content}</contentSet></newsItem>"""
XHTML = f"""<inlineXML contenttype="application/xhtml+xml"><html
 xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><h1>Mill turns</h1>
 <p>{TEXT}</p><h2>Why</h2><p>Nobody &#8211; <b>truly</b> nobody – knew.</p></body></html>
 </inlineXML>"""
PIECES = [
    *(
        "<nitf>",
        "</nitf>",
        "<head>",
        "<body>",
        "<body.content>",
        "<p>",
        "</p>",
        "<newsItem guid='1'>",
    ),
    *(
        "<itemMeta>",
        "<contentSet>",
        "<inlineXML>",
        "<inlineData>",
        "<NewsItem>",
        "<DataContent>",
        "x",
    ),
    *(
        "<!DOCTYPE nitf [<!ENTITY a 'b'>]>",
        "&a;",
        "&nbsp;",
        "<?x?>",
        "<!-- -->",
        "<byline>",
        "<a:b>",
    ),
]


def split(folder: Path, data: str | bytes) -> tuple[list[Article], list[str]]:
    path = folder / "a.xml"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    results = list(read(path))
    articles = [item for item in results if isinstance(item, Article)]
    return articles, [item.reason for item in results if isinstance(item, Failure)]


def g2(content: str, guid: str = "urn:osk:7", status: str = "usable") -> str:
    return G2.format(content=content, guid=guid, status=status)


def test_nitf(tmp_path: Path) -> None:
    doctype = '<?xml version="1.0"?>\n<!DOCTYPE nitf SYSTEM "http://dtd.example/nitf.dtd">\n'
    (article,), failures = split(tmp_path, doctype + NITF)
    assert failures == []
    assert (article.title, article.body) == ("Mill turns", BODY)
    assert [article.body[start:end] for start, end in article.headings] == ["Why"]
    assert (article.id, article.source, article.section) == ("osk-7", "Osk Herald", "Region")
    assert (article.authors, article.language) == (("Ada Fenn",), "en-GB")
    assert article.published == datetime(2026, 3, 5, 13, 2, tzinfo=UTC)


def test_a_byline_without_a_person(tmp_path: Path) -> None:
    line = NITF.replace("<person>Ada Fenn</person>", "Ada Fenn and Bo Li")
    assert split(tmp_path, line)[0][0].authors == ("Ada Fenn", "Bo Li")


@pytest.mark.parametrize("content", [XHTML, f"<inlineXML>{NITF}</inlineXML>"])
def test_newsml_g2(tmp_path: Path, content: str) -> None:
    (article,), failures = split(tmp_path, g2(content))
    assert failures == []
    assert (article.title, article.body) == ("Mill turns", BODY)
    assert [article.body[start:end] for start, end in article.headings] == ["Why"]
    assert (article.id, article.source, article.section) == ("urn:osk:7", "OSK", "Region")
    assert (article.authors, article.language) == (("Ada Fenn",), "en")
    assert article.published is not None
    assert article.updated == datetime(2026, 3, 5, 13, 2, tzinfo=UTC)


def test_text_without_markup(tmp_path: Path) -> None:
    data = f'<inlineData contenttype="text/plain">{TEXT}\n\nTwo &amp; three.</inlineData>'
    (article,), failures = split(tmp_path, g2(data))
    assert (article.body, failures) == (f"{TEXT}\n\nTwo & three.", [])
    assert article.published == datetime(2026, 3, 4, 10, tzinfo=UTC)
    packed = base64.b64encode(TEXT.encode()).decode()
    data = f'<inlineData encoding="http://a.example/base64">{packed}</inlineData>'
    articles, (failure,) = split(tmp_path, g2(data))
    assert articles == []
    assert "no text" in failure


def test_a_message_with_several_items(tmp_path: Path) -> None:
    items = [
        g2(XHTML),
        g2(XHTML, "urn:osk:8", "canceled"),
        g2('<remoteContent href="x.jpg"/>', "urn:osk:9"),
        '<packageItem guid="urn:osk:10"><groupSet/></packageItem>',
        g2(XHTML, "urn:osk:11"),
    ]
    message = f"<newsMessage><header/><itemSet>{''.join(items)}</itemSet></newsMessage>"
    articles, failures = split(tmp_path, message)
    assert [article.id for article in articles] == ["urn:osk:7", "urn:osk:11"]
    (failure,) = failures
    assert "no text" in failure
    withdrawn = [one for one in read(tmp_path / "a.xml") if isinstance(one, Withdrawal)]
    assert [one.names for one in withdrawn] == [("urn:osk:8",)]


def test_newsml_1(tmp_path: Path) -> None:
    item = f"""<NewsML Version="1.2"><NewsEnvelope><SentFrom>
    <Party FormalName="Osk Wire"/></SentFrom></NewsEnvelope>
    <NewsItem><Identification><NewsIdentifier><ProviderId>osk.example</ProviderId>
    <DateId>20260305</DateId><NewsItemId>7</NewsItemId><RevisionId>2</RevisionId>
    <PublicIdentifier>urn:newsml:osk.example:20260305:7:2</PublicIdentifier></NewsIdentifier>
    </Identification><NewsManagement><FirstCreated>20260305T140200+0000</FirstCreated>
    <ThisRevisionCreated>20260305T150200+0000</ThisRevisionCreated><Status FormalName="Usable"/>
    </NewsManagement><NewsComponent><NewsLines><HeadLine>Mill turns</HeadLine>
    <ByLine>By Ada Fenn</ByLine></NewsLines><DescriptiveMetadata><Language FormalName="en"/>
    </DescriptiveMetadata><ContentItem><DataContent>A teaser.</DataContent></ContentItem>
    <ContentItem><DataContent>{NITF}</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"""
    (article,), failures = split(tmp_path, item)
    assert failures == []
    assert (article.id, article.title) == ("urn:newsml:osk.example:20260305:7", "Mill turns")
    assert (article.body, article.authors, article.language) == (BODY, ("Ada Fenn",), "en")
    assert article.published == datetime(2026, 3, 5, 14, 2, tzinfo=UTC)
    assert article.updated == datetime(2026, 3, 5, 15, 2, tzinfo=UTC)


def test_a_broken_item_gives_what_it_can(tmp_path: Path) -> None:
    (article,), failures = split(tmp_path, NITF[: NITF.index("<hl2>Why")])
    assert article.body == TEXT
    assert "its XML is broken" in failures[-1]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<packageItem guid='1'/>", "package"),
        ("<nitf/>", "no text"),
        ("<catalog><book/></catalog>", "<catalog>"),
        ("<newsItem", "broken"),
    ],
)
def test_what_is_no_article(tmp_path: Path, content: str, reason: str) -> None:
    articles, failures = split(tmp_path, content)
    assert articles == []
    assert reason in " ".join(failures)


def test_nothing_outside_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden words", "utf-8")
    entity = f'<!DOCTYPE nitf [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    (article,), _ = split(tmp_path, entity + NITF.replace("Nobody", "&x;"))
    assert "hidden" not in article.body
    laughs = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    bomb = f'<!DOCTYPE nitf [<!ENTITY e0 "ha">{laughs}]>' + NITF.replace("Nobody", "&e9;")
    assert len(split(tmp_path, bomb)[0][0].body) < 500


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.one_of(
        st.lists(st.sampled_from(PIECES), max_size=25).map("".join),
        st.lists(st.sampled_from(PIECES), max_size=9).map(lambda p: g2("".join(p))),
        st.integers(0, len(NITF)).map(lambda end: NITF[:end]),
    )
)
def test_nothing_in_an_item_raises(tmp_path: Path, data: str) -> None:
    assert all("could not be read (" not in reason for reason in split(tmp_path, data)[1])
