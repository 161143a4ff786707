"""The question as it was understood, on the page: seen, and changed."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from assistant import Assistant

Ask = Callable[[Page, str], Locator]

FERRY = "What did Tarn News write lately about the ferry captian?"


def test_what_was_read_from_a_question_is_shown_and_can_be_taken_out(page: Page, ask: Ask) -> None:
    turn = ask(page, FERRY)
    chips = turn.get_by_role("list", name="As understood").get_by_role("button")
    expect(chips).to_have_text(
        [
            "spelling captain for captian: ask again without it×",
            "order new articles first: ask again without it×",
            "outlet Tarn News: ask again without it×",
        ]
    )
    expect(turn.locator(".searched")).to_contain_text("ferry captain")
    expect(page.locator(".card")).to_have_count(0)
    chips.nth(2).click()
    again = page.locator(".turn").nth(1)
    expect(again).to_have_attribute("aria-busy", "false")
    expect(again.locator(".question")).to_have_text(FERRY)
    expect(again.locator(".scope")).to_have_text("Asked again without Tarn News")
    expect(page.locator(".card h3").first).to_have_text("Ferry across the Tarn runs on")
    expect(again.locator(".chip")).to_have_count(2)
    again.locator(".chip").first.click()
    last = page.locator(".turn").nth(2)
    expect(last.locator(".scope")).to_have_text(
        "Asked again without Tarn News, captain for captian"
    )
    expect(last.locator(".searched")).to_contain_text("ferry captian")
    expect(page.locator(".turn").first.locator(".chip")).to_have_count(3)


def test_a_keyboard_goes_on_to_the_new_answer(page: Page, ask: Ask) -> None:
    chip = ask(page, FERRY).locator(".chip").nth(1)
    chip.focus()
    page.keyboard.press("Tab")
    chip = page.locator(".turn").first.locator(".chip").nth(2)
    expect(chip).to_be_focused()
    assert chip.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator(".turn").nth(1)).to_have_attribute("aria-busy", "false")
    expect(chip).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".turn").nth(1).locator(".cite").first).to_be_focused()


def test_a_plain_question_has_no_line_under_its_answer(
    page: Page, ask: Ask, assistant: Assistant
) -> None:
    question = "Who pays for the ferry?"
    assert assistant.ask(question).status == "answered"
    expect(ask(page, question).locator(".understood")).to_have_count(0)


def test_chips_stay_within_a_phone(come: Callable[..., Page], ask: Ask) -> None:
    page = come(viewport={"width": 320, "height": 700}, has_touch=True)
    ask(page, f"What did Tarn News write on “{'ferry ' * 30}” in March 2026?")
    expect(page.locator(".chip")).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
