"""Articles as JSON: many names for the same fields, and wrong types everywhere."""

from datetime import UTC, datetime

import pytest

from ingest.records import NotAnArticleError, items_of, read_item

TEXT = "The mill wheel turns again. It had stood still for eighty years."


def body(item: object) -> list[str]:
    return [block.text for block in read_item(item).blocks]


@pytest.mark.parametrize(
    "item",
    [
        {"title": "Mill", "text": TEXT, "url": "https://a.example/1", "author": "By Ada Fenn"},
        {"HEADLINE": "Mill", "Body": TEXT, "link": "https://a.example/1", "byline": "Ada Fenn"},
        {
            "headline": "Mill",
            "content": [TEXT],
            "canonical_url": "https://a.example/1",
            "authors": [{"name": "Ada Fenn"}],
        },
        {
            "title": {"rendered": "Mill"},
            "content": {"rendered": f"<p>{TEXT}</p>"},
            "link": "https://a.example/1",
            "authors": ["Ada Fenn", "Ada Fenn", None, 3],
        },
    ],
)
def test_names_of_fields(item: object) -> None:
    draft = read_item(item)
    assert (draft.title, draft.url) == ("Mill", "https://a.example/1")
    assert draft.authors == ("Ada Fenn",)
    assert [block.text for block in draft.blocks] == [TEXT]
    assert draft.problems == ()


def test_description() -> None:
    draft = read_item(
        {
            "id": 42,
            "title": "AT&amp;T  mill",
            "text": TEXT,
            "datePublished": "2026-03-05",
            "dateModified": 1772719320,
            "publisher": {"name": "Osk Herald"},
            "category": ["Region", "Culture"],
            "lang": "en_GB",
            "unknown": {"deep": []},
        }
    )
    assert (draft.own_id, draft.title) == ("42", "AT&T mill")
    assert draft.published == datetime(2026, 3, 5, tzinfo=UTC)
    assert draft.updated == datetime(2026, 3, 5, 14, 2, tzinfo=UTC)
    assert (draft.source, draft.section, draft.language) == ("Osk Herald", "Region", "en-GB")


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Ann Roe, Bo Li and Cy Poe", ("Ann Roe", "Bo Li", "Cy Poe")),
        ("Roe, Ann", ("Roe, Ann",)),
        ("Sam King, Jr.", ("Sam King, Jr.",)),
        ("Ann Roe, staff writer", ("Ann Roe",)),
        ("BY ANN ROE", ("ANN ROE",)),
        ("Ann Roe; Bo Li", ("Ann Roe", "Bo Li")),
        ("Byron Fry", ("Byron Fry",)),
        ("https://social.example/ann", ()),
    ],
)
def test_bylines(byline: str, names: tuple[str, ...]) -> None:
    assert read_item({"text": TEXT, "author": byline}).authors == names


def test_a_bad_date_is_told_and_the_article_stays() -> None:
    draft = read_item({"title": "Mill", "text": TEXT, "published": "last Tuesdayish"})
    assert draft.published is None
    assert draft.blocks
    assert "last Tuesdayish" in draft.problems[0]
    assert "the article is in" in draft.problems[0]


def test_markup_becomes_paragraphs_and_headings() -> None:
    draft = read_item(
        {
            "title": "Mill",
            "body": "<p>First &amp; <b>last</b>.</p><h2>Why</h2><ul><li>one</li><li>two</li></ul>"
            "<script>alert(1)</script>line<br>break",
        }
    )
    assert draft.blocks == (
        ("First & last.", False),
        ("Why", True),
        ("one", False),
        ("two", False),
        ("line", False),
        ("break", False),
    )


def test_an_agencys_item() -> None:
    draft = read_item(
        {
            "uri": "urn:wire:7",
            "headlines": [{"role": "main", "value": "Mill turns"}],
            "bodies": [
                {"contentType": "text/plain", "value": TEXT},
                {"contentType": "text/html", "value": f"<p>{TEXT}</p>"},
            ],
            "versioncreated": "2026-03-05T14:02:00Z",
        }
    )
    assert (draft.own_id, draft.title) == ("urn:wire:7", "Mill turns")
    assert [block.text for block in draft.blocks] == [TEXT]
    assert draft.updated == datetime(2026, 3, 5, 14, 2, tzinfo=UTC)


def test_a_less_than_sign_is_no_markup() -> None:
    assert body({"text": "If a < b and c > d, stay.\nWrite <name> here."})[0].startswith("If a < b")


def test_only_sure_furniture_is_trimmed() -> None:
    kept = "A first sentence.\n\nA Headline-Like Last Line That May Belong Here"
    assert body({"text": kept}) == kept.split("\n\n")
    assert body({"text": kept + "\n\nRead more\n\nAll rights reserved."}) == kept.split("\n\n")
    labelled = "A first sentence.\n\nRelated articles\n\nGoat elected mayor\n\nPlums are ripe"
    assert body({"text": labelled}) == ["A first sentence."]


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (3, "a number"),
        (None, "empty"),
        ("text", "text"),
        ([], "a list"),
        ({}, "no text"),
        ({"title": "Mill", "text": "  "}, "no text"),
        ({"title": "Mill", "text": 5}, "a number"),
    ],
)
def test_what_is_no_article(item: object, reason: str) -> None:
    with pytest.raises(NotAnArticleError, match=reason):
        read_item(item)


def test_items_of_a_file() -> None:
    article = {"title": "Mill", "text": TEXT}
    assert list(items_of([article, 3])) == [article, 3]
    assert list(items_of({"status": "ok", "Articles": [article]})) == [article]
    assert list(items_of(article)) == [article]
    with pytest.raises(NotAnArticleError):
        items_of("no")


def test_what_is_cut_from_a_body_is_kept_beside_it() -> None:
    body = "The wheel turned on Monday.\n\nRelated articles\nDepot sold\nFerry late again"
    draft = read_item({"title": "Wheel turns", "text": body})
    assert [block.text for block in draft.blocks] == ["The wheel turned on Monday."]
    assert draft.cut == ("Related articles", "Depot sold", "Ferry late again")


def test_a_correction_under_a_body_is_not_cut() -> None:
    notice = "Correction: An earlier version, © 2026 Osk Herald, misnamed the mill."
    draft = read_item({"title": "Wheel turns", "text": f"The wheel turned on Monday.\n\n{notice}"})
    assert draft.blocks[-1].text == notice
    assert draft.cut == ()
