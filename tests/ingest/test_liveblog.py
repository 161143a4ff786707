"""Live blogs: one article that holds all entries in the order of the page."""

import json
from datetime import datetime

import pytest

from ingest.webpage import read_webpage

ENTRIES = [
    ("2026-03-03T18:20:00+01:00", "Bridge reopens", "The first lorry crossed at a walking pace."),
    ("2026-03-03T15:05:00+01:00", "Water falls", "The gauge at Osk shows a metre less than noon."),
    ("2026-03-03T14:00:00+01:00", "Bridge closed", "The council has closed the bridge to all."),
    ("2026-03-02T23:30:00+01:00", "Storm lands", "The wind has torn off the roof of the depot."),
]
HEADINGS = [
    "3 March 2026, 18:20 UTC+01:00: Bridge reopens",
    "3 March 2026, 15:05 UTC+01:00: Water falls",
    "3 March 2026, 14:00 UTC+01:00: Bridge closed",
    "2 March 2026, 23:30 UTC+01:00: Storm lands",
]
SUMMARY = "A storm has hit the valley of the Fenn; this page follows it from hour to hour."


def linked(**more: object) -> str:
    updates = [
        {"@type": "BlogPosting", "headline": h, "datePublished": t, "articleBody": b}
        for t, h, b in ENTRIES
    ]
    node = {
        "@type": "LiveBlogPosting",
        "headline": "Storm in the valley",
        "datePublished": "2026-03-02T20:00:00+01:00",
        "liveBlogUpdate": updates,
    } | more
    other = {"@type": "NewsArticle", "headline": "Storm in the valley"}
    return f'<script type="application/ld+json">{json.dumps([other, node])}</script>'


def page(entry: str, head: str = "", wrap: str = '<div class="feed">{}</div>') -> bytes:
    entries = "".join(entry.format(time=t, headline=h, text=b) for t, h, b in ENTRIES)
    return f"""<html><head><title>Storm in the valley</title>{head}</head><body><main>
    <h1>Storm in the valley</h1><p>{SUMMARY}</p>{wrap.format(entries)}</main>
    <footer><p>© 2026 Osk Herald</p></footer></body></html>""".encode()


BOXED = (
    '<div class="entry"><time datetime="{time}">{time}</time><h3>{headline}</h3>'
    "<p>{text}</p><button>Share</button></div>"
)
FLAT = '<time datetime="{time}">{time}</time><h3>{headline}</h3><p>{text}</p>'
OVER = '<h3>{headline}</h3><p class="when"><time datetime="{time}">{time}</time></p><p>{text}</p>'
ARTICLES = (
    '<article><header><time datetime="{time}">now</time><h2>{headline}</h2></header>'
    "<p>{text}</p></article>"
)


@pytest.mark.parametrize("entry", [BOXED, FLAT, OVER, ARTICLES])
@pytest.mark.parametrize("head", ["", linked()])
def test_entries_stand_under_their_time_and_headline(entry: str, head: str) -> None:
    draft = read_webpage(page(entry, head))
    assert [b.text for b in draft.blocks if b.heading] == HEADINGS
    texts = [b.text for b in draft.blocks if not b.heading]
    assert [text for text in texts if text != SUMMARY] == [body for _, _, body in ENTRIES]
    assert draft.title == "Storm in the valley"
    assert draft.updated == datetime.fromisoformat(ENTRIES[0][0])
    assert draft.published == datetime.fromisoformat(ENTRIES[-1][0])


def test_the_start_of_the_coverage_is_the_publication() -> None:
    start = "2026-03-02T19:00:00+01:00"
    draft = read_webpage(page(BOXED, linked(coverageStartTime=start)))
    assert draft.published is not None
    assert draft.published.isoformat() == start


def test_json_ld_alone_is_enough() -> None:
    draft = read_webpage(page("", linked()))
    assert [b.text for b in draft.blocks if b.heading] == HEADINGS
    assert ENTRIES[2][2] in [b.text for b in draft.blocks]


def test_the_order_is_that_of_the_page() -> None:
    shown = "<div><h3>{headline}</h3><p>{text}</p></div>"
    newest_last = page(
        shown,
        linked(
            liveBlogUpdate=[
                {"headline": h, "datePublished": t, "articleBody": b}
                for t, h, b in reversed(ENTRIES)
            ]
        ),
    )
    assert [b.text for b in read_webpage(newest_last).blocks if b.heading] == HEADINGS


def test_an_entry_without_headline_has_its_time_and_one_without_time_its_headline() -> None:
    updates = [
        {"datePublished": "2026-03-03T14:05:00Z", "articleBody": "The bridge is open."},
        {"headline": "Water falls", "articleBody": "<p>A metre less.</p><p>And falling.</p>"},
        {"headline": "Bridge closed", "datePublished": "whenever", "articleBody": "To all."},
    ]
    draft = read_webpage(page("", linked(liveBlogUpdate=updates)))
    assert draft.blocks[-7:] == (
        ("3 March 2026, 14:05 UTC", True),
        ("The bridge is open.", False),
        ("Water falls", True),
        ("A metre less.", False),
        ("And falling.", False),
        ("Bridge closed", True),
        ("To all.", False),
    )


def test_a_short_timeline_in_an_article_is_part_of_it() -> None:
    story = "".join(
        f"<p>In the {n} hour of the storm the council met again, and again it could not agree on "
        "what to do about the bridge, the depot and the mill, so that nothing was done.</p>"
        for n in ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")
    )
    draft = read_webpage(page(BOXED, wrap=f"{story}<section>{{}}</section>"))
    assert not [b for b in draft.blocks if b.heading and "UTC" in b.text]
    assert len([b for b in draft.blocks if b.text.startswith("In the")]) == 7


def test_a_list_of_posts_and_comments_are_no_live_blog() -> None:
    posts = FLAT.replace("{headline}", '<a href="/x">{headline}</a>')
    comments = '<div><b>Ann</b> <time datetime="{time}">now</time><p>{text}</p></div>'
    for entry in (posts, comments):
        assert not [b for b in read_webpage(page(entry)).blocks if "UTC" in b.text]


@pytest.mark.parametrize("updates", [None, "soon", 7, [], [1, None, "x"], {"headline": []}])
def test_strange_updates_do_no_harm(updates: object) -> None:
    assert read_webpage(page(FLAT, linked(liveBlogUpdate=updates))).title == "Storm in the valley"
