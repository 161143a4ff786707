"""The page around the answers: filters, visitors, keyboard, phone."""

from collections.abc import Callable
from threading import Event

import pytest
from playwright.sync_api import Locator, Page, expect

from assistant import Assistant
from corpus import Article

Ask = Callable[[Page, str], Locator]
Come = Callable[..., Page]

VOTE = "How did the council vote on the Tarn bridge?"
FESTIVAL = "When does the lantern festival open?"
NOWHERE = "Which submarine won the chess olympiad?"


def test_filters_choose_articles_and_refuse_what_is_no_date(page: Page, ask: Ask) -> None:
    page.get_by_role("button", name="Filters").click()
    page.get_by_label("Since").fill("5 March")
    page.get_by_label("Until").focus()
    expect(page.get_by_role("alert")).to_contain_text("'5 March' is no date")
    turn = ask(page, "Who pays for the ferry?")
    expect(turn.locator(".note")).to_contain_text("'5 March' is no date")
    page.get_by_label("Since").fill("2026-03-01")
    page.get_by_label("Until").fill("2026-03-06")
    page.get_by_label("Outlets").click()
    page.get_by_role("option", name="Tarn News (1)").click()
    expect(page.get_by_role("button", name="Filters (3 on)")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    turn = ask(page, NOWHERE)
    expect(turn.locator(".scope")).to_have_text(
        "Only articles since 1 March 2026, until 6 March 2026, from Tarn News"
    )
    expect(turn.locator(".nearest li")).to_have_count(1)
    page.locator("#clear-filters").click()
    expect(page.get_by_label("Since")).to_have_value("")
    expect(ask(page, NOWHERE).locator(".scope")).to_have_count(0)


def test_the_day_of_the_question_and_the_wish_for_new_articles_are_chosen(
    page: Page, ask: Ask
) -> None:
    page.get_by_role("button", name="Filters").click()
    new = page.get_by_label("Prefer new articles")
    expect(new).to_be_checked()
    page.get_by_label("As of").fill("soon")
    new.focus()
    expect(page.get_by_role("alert")).to_contain_text("'soon' is no date")
    page.get_by_label("As of").fill("2026-03-28")
    new.focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Filters (2 on)")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    latest = "What is the latest on the lantern festival?"
    turn = ask(page, latest)
    expect(turn.locator(".scope")).to_have_text("As of 28 March 2026 · new and old articles alike")
    age = "The newest article is from 8 March 2026, 20 days before 28 March 2026."
    expect(turn.locator(".age")).to_have_text(age)
    expect(turn.locator(".chip")).to_have_count(0)
    new.click()
    turn = ask(page, latest)
    expect(turn.locator(".scope")).to_have_text("As of 28 March 2026")
    expect(turn.locator(".age")).to_have_text(age)
    new.click()
    page.locator("#clear-filters").click()
    expect(page.get_by_label("As of")).to_have_value("")
    expect(new).to_be_checked()
    expect(page.get_by_role("button", name="Filters (")).to_have_count(0)


def test_two_visitors_do_not_meet(come: Come, free: Event) -> None:
    one, other = come(), come()
    free.clear()
    for page, question in ((one, VOTE), (other, FESTIVAL)):
        page.get_by_label("Your question").fill(question)
        page.keyboard.press("Enter")
    for page in (one, other):
        expect(page.get_by_text("Searching the articles")).to_be_visible()
    free.set()
    expect(one.locator(".card h3").first).to_have_text("Council approves Tarn bridge")
    expect(other.locator(".card h3").first).to_contain_text("Lantern festival")
    for page, question in ((one, VOTE), (other, FESTIVAL)):
        expect(page.locator(".question")).to_have_text(question)
    expect(come().locator(".turn")).to_have_count(0)


def test_a_new_chat_forgets_the_old_one(page: Page, ask: Ask) -> None:
    ask(page, VOTE)
    page.get_by_role("button", name="New chat").click()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator(".card")).to_have_count(0)
    expect(page.get_by_role("button", name="When will the <b>Tarn</b> bridge")).to_be_visible()
    ask(page, VOTE)
    expect(page.locator(".turn")).to_have_count(1)


def test_a_new_chat_drops_the_question_that_is_searched(page: Page, ask: Ask, free: Event) -> None:
    free.clear()
    page.get_by_label("Your question").fill(VOTE)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Searching the articles")).to_be_visible()
    page.get_by_role("button", name="New chat").click()
    expect(page.locator(".welcome")).to_be_visible()
    with page.expect_request("**/gradio_api/reset"):
        free.set()
    expect(ask(page, FESTIVAL).locator(".question")).to_have_text(FESTIVAL)
    expect(page.locator(".turn")).to_have_count(1)


def test_what_was_ingested_meanwhile_is_there_when_the_page_is_loaded(
    page: Page, assistant: Assistant
) -> None:
    radio = Article(id="r", title="Rain", body="Rain.", origin="r.txt", source="Radio Tarn")
    with assistant.corpus.writing() as writer:
        writer.add([radio])
    try:
        page.reload()
        expect(page.locator("#about")).to_contain_text("4 articles")
        page.get_by_role("button", name="Filters").click()
        page.get_by_label("Outlets").click()
        page.get_by_role("option", name="Radio Tarn (1)").click()
        expect(page.get_by_role("button", name="Filters (1 on)")).to_be_visible()
    finally:
        with assistant.corpus.writing() as writer:
            writer.remove(["r"])


def test_the_page_says_what_the_corpus_holds(page: Page, assistant: Assistant) -> None:
    passages = assistant.corpus.status().passages
    expect(page.locator("#about")).to_have_text(
        f"3 articles · {passages} passages · 5 March 2026 to 8 March 2026"
    )
    for stranger in ("Gradio", "API", "Settings"):
        expect(page.get_by_text(stranger)).to_have_count(0)


def test_a_keyboard_is_enough(page: Page, ask: Ask) -> None:
    ask(page, VOTE)
    page.locator(".cite").first.focus()
    page.keyboard.press("Tab")
    second = page.locator(".cite").nth(1)
    expect(second).to_be_focused()
    assert second.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator('.card[data-number="2"]')).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".whole mark")).to_have_text("Work on the bridge begins")
    expect(page.get_by_role("button", name="Back to the passages")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_the_passages_below(come: Come, scheme: str, ask: Ask) -> None:
    page = come(viewport={"width": 360, "height": 740}, has_touch=True, color_scheme=scheme)
    ask(page, VOTE)
    ask(page, FESTIVAL)
    expect(page.locator(".turn").last).to_be_in_viewport()
    page.locator(".turn").first.locator(".cite").nth(1).click()
    expect(page.locator(".card.current")).to_be_in_viewport()
    box, side = page.locator("#composer").bounding_box(), page.locator("#side").bounding_box()
    assert box is not None
    assert side is not None
    assert side["y"] >= box["y"] + box["height"] - 1
    page.get_by_role("button", name="Read the article").nth(1).click()
    expect(page.locator(".whole mark")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    dark = page.evaluate("document.body.classList.contains('dark')")
    assert dark == (scheme == "dark")
