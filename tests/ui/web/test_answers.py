"""Answers on the page: statements, numbers, passages, whole articles, hostile text."""

from collections.abc import Callable
from threading import Event

from playwright.sync_api import Locator, Page, expect

from assistant import Assistant
from assistant.exporting import export

Ask = Callable[[Page, str], Locator]

VOTE = "How did the council vote on the Tarn bridge?"
FESTIVAL = "When does the lantern festival open?"
NOWHERE = "Which submarine won the chess olympiad?"
HALF = "Half of what?"


def test_an_answer_comes_with_numbers_and_passages(page: Page, ask: Ask) -> None:
    turn = ask(page, VOTE)
    expect(turn.locator(".question")).to_have_text(VOTE)
    expect(turn.locator(".statement .said").first).to_be_visible()
    texts = [
        " ".join(s.locator(".said").all_inner_texts()) for s in turn.locator(".statement").all()
    ]
    assert [" ".join(text.split()) for text in texts] == [
        "It approved the Tarn bridge by nine votes to two.",
        "Work on the bridge begins",
    ]
    expect(turn.locator(".cite")).to_have_count(2)
    expect(page.locator(".card")).to_have_count(2)
    card = page.locator(".card").first
    expect(card.get_by_role("heading")).to_have_text("Council approves Tarn bridge")
    expect(card.locator(".facts")).to_have_text("Tarn News 5 March 2026")
    expect(card.locator("mark")).to_have_text("It approved the Tarn bridge by nine votes to two.")
    link = card.get_by_role("link")
    expect(link).to_have_attribute("href", "https://www.tarn-news.example/bridge")
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")


def test_the_library_answers_on_the_page_as_it_does_in_python(
    page: Page, assistant: Assistant
) -> None:
    answer = assistant.ask("Who pays for the ferry?")
    page.get_by_role("button", name="Who pays for the ferry?").click()
    expect(page.locator(".turn")).to_have_attribute("aria-busy", "false")
    assert answer.citations
    quotes = page.locator(".card mark").all_inner_texts()
    assert quotes == [citation.quote for citation in answer.citations]
    expect(page.locator(".card .facts").first).to_have_text("outlet unknown date unknown")


def test_the_page_says_that_it_searches(page: Page, free: Event) -> None:
    free.clear()
    page.get_by_label("Your question").fill(VOTE)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("Searching the articles")).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value("")
    free.set()
    expect(page.locator(".statement")).to_have_count(2)
    expect(page.get_by_text("Searching the articles")).to_have_count(0)


def test_a_number_shows_its_passage_also_of_an_older_answer(page: Page, ask: Ask) -> None:
    ask(page, VOTE)
    first = page.locator(".turn").first
    first.locator(".cite").nth(1).click()
    current = page.locator(".card.current")
    expect(current.locator("mark")).to_have_text("Work on the bridge begins")
    expect(current).to_be_focused()
    expect(current).to_be_in_viewport()
    ask(page, FESTIVAL)
    expect(page.locator(".card")).to_have_count(1)
    first.locator(".cite").first.click()
    expect(page.locator(".card")).to_have_count(2)
    expect(page.locator(".whose")).to_contain_text(VOTE)


def test_the_whole_article_opens_at_the_quote(page: Page, ask: Ask) -> None:
    ask(page, VOTE)
    page.get_by_role("button", name="Read the article").nth(1).click()
    article = page.locator(".whole")
    expect(article.get_by_role("heading", name="Council approves Tarn bridge")).to_have_count(1)
    expect(article.get_by_role("heading", name="What comes next", level=4)).to_have_count(1)
    expect(article.locator(".facts")).to_have_text("By Ada Moss Tarn News 5 March 2026")
    expect(article.locator(".text > p")).to_have_count(61)
    mark = article.locator("mark")
    expect(mark).to_have_text("Work on the bridge begins")
    expect(mark).to_be_in_viewport()
    page.get_by_role("button", name="Back to the passages").click()
    expect(page.locator(".card")).to_have_count(2)


def test_where_nothing_is_found_the_nearest_headlines_open(page: Page, ask: Ask) -> None:
    turn = ask(page, NOWHERE)
    expect(turn).to_have_class("turn not_found")
    expect(turn.locator(".label")).to_have_text("Not in these articles")
    expect(turn.locator(".statement")).to_have_count(0)
    expect(page.locator(".card")).to_have_count(0)
    nearest = turn.locator(".nearest button").first
    title = nearest.inner_text()
    nearest.click()
    expect(page.locator(".whole h3")).to_have_text(title)
    expect(page.locator("mark")).to_have_count(0)


def test_a_partial_answer_says_that_it_is_one(page: Page, ask: Ask) -> None:
    turn = ask(page, HALF)
    expect(turn.locator(".label")).to_have_text("Partly answered")
    expect(turn.locator(".note")).to_have_text("The articles tell only a part of this:")
    expect(turn.locator(".statement")).to_have_count(2)


def test_what_goes_wrong_is_said_in_a_sentence(page: Page, ask: Ask) -> None:
    turn = ask(page, "Refuse!")
    expect(turn.locator(".note")).to_have_text("The <corpus> is gone: bring it back.")
    turn = ask(page, "Break!")
    expect(turn.locator(".note")).to_contain_text("Something went wrong.")
    expect(page.get_by_text("nobody foresaw")).to_have_count(0)
    expect(ask(page, VOTE).locator(".statement")).to_have_count(2)


def test_hostile_text_is_shown_and_does_nothing(page: Page, ask: Ask, assistant: Assistant) -> None:
    article = assistant.corpus.article("festival")
    assert article is not None
    turn = ask(page, FESTIVAL)
    expect(turn.locator(".statement")).to_contain_text("<script>window.hacked=1</script><img")
    expect(page.locator(".card h3")).to_have_text(article.title)
    expect(page.locator(".card .outlet")).to_have_text(article.outlet or "")
    expect(page.locator(".card mark")).to_have_text(article.body)
    expect(ask(page, article.title).locator(".question")).to_have_text(article.title)
    page.locator(".turn").first.locator(".cite").click()
    page.get_by_role("button", name="Read the article").click()
    expect(page.locator(".whole mark")).to_have_text(article.body)
    page.get_by_role("button", name="Filters").click()
    page.get_by_label("Outlets").click()
    page.get_by_role("option").filter(has_text="Gull <script>").click()
    expect(page.get_by_role("button", name="Filters (1 on)")).to_be_visible()
    assert page.evaluate("window.hacked") is None
    assert page.locator("#desk img, #desk script, #desk a:not([download])").count() == 0


def test_an_answer_is_taken_elsewhere_with_its_citations(
    come: Callable[..., Page], ask: Ask, assistant: Assistant
) -> None:
    page = come(permissions=["clipboard-read", "clipboard-write"], accept_downloads=True)
    turn = ask(page, VOTE)
    wanted = export(assistant.ask(VOTE), "markdown")
    assert "[^1]: [Council approves Tarn bridge](<https://www.tarn-news.example/bridge>)" in wanted
    turn.get_by_role("button", name="Copy").click()
    expect(turn.locator(".copy")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == wanted
    with page.expect_download() as download:
        turn.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "answer.md"
    assert download.value.path().read_text("utf-8") == wanted
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    ask(page, VOTE).get_by_role("button", name="Copy").click()
    expect(page.locator(".turn").last.locator(".copy")).to_have_text("Copied")
    expect(page.locator("textarea")).to_have_count(1)


def test_what_was_not_found_is_not_taken_elsewhere(page: Page, ask: Ask) -> None:
    expect(ask(page, NOWHERE).locator(".export")).to_have_count(0)
