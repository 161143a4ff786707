"""Follow-up questions on the page: by the turns before them, as long as the chat lasts."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

Ask = Callable[[Page, str], Locator]

FIRST = "Who pays for the ferry of Tarn?"
NEXT = "When will it stop?"
READ = "Understood as “When will the ferry of Tarn stop?”"


def test_a_follow_up_is_shown_as_it_was_understood(page: Page, ask: Ask) -> None:
    first = ask(page, FIRST)
    expect(first.locator(".read")).to_have_count(0)
    turn = ask(page, NEXT)
    expect(turn.locator(".question")).to_have_text(NEXT)
    expect(turn.locator(".read")).to_have_text(READ)


def test_a_new_chat_and_another_visitor_know_nothing_of_it(
    come: Callable[..., Page], ask: Ask
) -> None:
    page, other = come(), come()
    ask(page, FIRST)
    expect(ask(other, NEXT).locator(".read")).to_have_count(0)
    page.get_by_role("button", name="New chat").click()
    expect(page.locator(".welcome")).to_be_visible()
    expect(ask(page, NEXT).locator(".read")).to_have_count(0)
