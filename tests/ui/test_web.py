"""The web page in a real browser, on a small corpus: asking, passages, filters, visitors."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from assistant import Answer, Assistant, Citation, Statement
from corpus import Article, Corpus, CorpusError, Span
from ui.web.server import listen, make_server

ASK = "How did the council vote on the Tarn bridge?"
HOSTILE = "When does the lantern festival open?"
NOWHERE = "Which submarine won the chess olympiad?"
EXAMPLE = "When will the <b>Tarn</b> bridge open?"
SPELL = (
    "<script>window.hacked=1</script><img src=x onerror='window.hacked=1'>"
    "[go](javascript:window.hacked=1) ](javascript:window.hacked=1) &lt;b&gt;&amp; "
    "${window.hacked=1} {{value}} \u202egnp.exe"
)
VOTE = (
    "The council of Tarn met on Monday evening in a full hall. It approved the Tarn bridge by "
    "nine votes to two. The mayor called it a good day for the valley.\n"
    "What comes next\n"
    "Work on the bridge begins in May and lasts two years. "
)
BRIDGE = Article(
    id="bridge",
    title="Council approves Tarn bridge",
    body=VOTE + "\n".join(f"Paragraph {n} is about the traffic of the valley." for n in range(60)),
    origin="bridge.md",
    url="https://www.tarn-news.example/bridge",
    source="Tarn News",
    authors=("Ada Moss",),
    published=datetime(2026, 3, 5, tzinfo=UTC),
    headings=(Span(VOTE.index("What comes"), VOTE.index("\nWork")),),
)
FERRY = Article(
    id="ferry",
    title="Ferry across the Tarn runs on",
    body="The ferry of Tarn runs until the bridge opens. The council pays for the ferry. "
    "Its captain voted against the bridge in a poll of his own.",
    origin="ferry.txt",
)
FESTIVAL = Article(
    id="festival",
    title=f"Lantern festival {SPELL}",
    body=f"The lantern festival opens on 9 March {SPELL} at the harbour.",
    origin="festival.txt",
    url="javascript:window.hacked=1",
    source=f"Gull {SPELL}",
    published=datetime(2026, 3, 8, tzinfo=UTC),
)


class Scripted(Assistant):
    """Answers what a test wants to see, and everything else as usual."""

    def __init__(self, corpus: Corpus) -> None:
        """Answer at once until told otherwise."""
        super().__init__(corpus)
        self.free = Event()
        self.free.set()

    def ask(self, question: str, **scope: Any) -> Answer:  # noqa: ANN401 - as it comes
        self.free.wait(30)
        if question == "Break!":
            raise RuntimeError("nobody foresaw <this>")
        if question == "Refuse!":
            raise CorpusError("the <corpus> is gone: bring it back")
        if question not in (ASK, HOSTILE, "Half?"):
            return super().ask(question, **scope)
        article = FESTIVAL if question == HOSTILE else BRIDGE
        sentences = (
            (FESTIVAL.body,)
            if question == HOSTILE
            else ("It approved the Tarn bridge by nine votes to two.", "Work on the bridge begins")
        )
        spans = [(article.body.index(text), text) for text in sentences]
        return Answer(
            question,
            "partial" if question == "Half?" else "answered",
            tuple(Statement(text, (number,)) for number, text in enumerate(sentences, 1)),
            tuple(
                Citation(number, article, text, start, start + len(text))
                for number, (start, text) in enumerate(spans, 1)
            ),
            self.search(question),
        )


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scripted]:
    with Corpus.open(tmp_path_factory.mktemp("corpus"), create=True) as corpus:
        with corpus.writing() as writer:
            writer.add([BRIDGE, FERRY, FESTIVAL])
        yield Scripted(corpus)


@pytest.fixture(scope="module")
def address(assistant: Scripted) -> Iterator[str]:
    listener = listen("127.0.0.1", 0)
    server = make_server(assistant, examples=["Who pays for the ferry?", EXAMPLE])
    thread = Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    server.should_exit = True
    thread.join(30)
    assert not thread.is_alive()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = (os.environ.get("CHROMIUM_PATH"), "/usr/bin/chromium", *map(shutil.which, names))
    path = next((one for one in found if one and Path(one).is_file()), None)
    if path is None:
        pytest.fail("These tests need Chromium: install it, or name it in CHROMIUM_PATH.")
    arguments = (
        "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
        "--disable-background-networking --disable-component-update"
    )
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=arguments.split())
        yield launched
        launched.close()


class Visitors:
    """Opens the page for one visitor after the other, and watches what their browsers ask for."""

    def __init__(self, browser: Browser, address: str, stack: ExitStack) -> None:
        """Close what is opened with the stack."""
        self._browser, self._address, self._stack = browser, address, stack
        self.requests: list[str] = []
        self.errors: list[str] = []

    def come(self, **options: Any) -> Page:  # noqa: ANN401 - playwright's own
        context = self._browser.new_context(**options)
        self._stack.callback(context.close)
        context.on("request", lambda request: self.requests.append(request.url))
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._listen)
        page.on("dialog", lambda dialog: self.errors.append(dialog.message))
        page.goto(self._address)
        expect(page.locator(".welcome")).to_be_visible()
        return page

    def _listen(self, message: Any) -> None:  # noqa: ANN401 - playwright's own
        if message.type == "error":
            self.errors.append(message.text)


@pytest.fixture
def visitors(browser: Browser, address: str) -> Iterator[Visitors]:
    with ExitStack() as stack:
        watched = Visitors(browser, address, stack)
        yield watched
    assert watched.requests
    assert [url for url in watched.requests if not url.startswith((address, "data:"))] == []
    assert watched.errors == []


@pytest.fixture
def page(visitors: Visitors) -> Page:
    return visitors.come()


def ask(page: Page, question: str) -> Locator:
    """Ask, and wait for the turn to come to its end."""
    turns = page.locator(".turn")
    known = turns.count()
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    expect(turns).to_have_count(known + 1)
    expect(turns.last).to_have_attribute("aria-busy", "false")
    return turns.last


def test_an_answer_comes_with_numbers_and_passages(page: Page) -> None:
    turn = ask(page, ASK)
    expect(turn.locator(".question")).to_have_text(ASK)
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
    expect(card.get_by_role("heading")).to_have_text(BRIDGE.title)
    expect(card.locator(".facts")).to_have_text("Tarn News 5 March 2026")
    expect(card.locator("mark")).to_have_text("It approved the Tarn bridge by nine votes to two.")
    link = card.get_by_role("link")
    expect(link).to_have_attribute("href", "https://www.tarn-news.example/bridge")
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")


def test_the_library_answers_on_the_page_as_it_does_in_python(
    page: Page, assistant: Scripted
) -> None:
    answer = assistant.ask("Who pays for the ferry?")
    page.get_by_role("button", name="Who pays for the ferry?").click()
    expect(page.locator(".turn")).to_have_attribute("aria-busy", "false")
    assert answer.citations
    quotes = page.locator(".card mark").all_inner_texts()
    assert quotes == [citation.quote for citation in answer.citations]
    expect(page.locator(".card .facts").first).to_have_text("outlet unknown date unknown")


def test_the_page_says_that_it_searches(page: Page, assistant: Scripted) -> None:
    assistant.free.clear()
    try:
        page.get_by_label("Your question").fill(ASK)
        page.get_by_role("button", name="Ask", exact=True).click()
        expect(page.get_by_text("Searching the articles")).to_be_visible()
        expect(page.get_by_label("Your question")).to_have_value("")
    finally:
        assistant.free.set()
    expect(page.locator(".statement")).to_have_count(2)
    expect(page.get_by_text("Searching the articles")).to_have_count(0)


def test_a_number_shows_its_passage_also_of_an_older_answer(page: Page) -> None:
    first = ask(page, ASK)
    first = page.locator(".turn").first
    first.locator(".cite").nth(1).click()
    current = page.locator(".card.current")
    expect(current.locator("mark")).to_have_text("Work on the bridge begins")
    expect(current).to_be_focused()
    expect(current).to_be_in_viewport()
    ask(page, HOSTILE)
    expect(page.locator(".card")).to_have_count(1)
    first.locator(".cite").first.click()
    expect(page.locator(".card")).to_have_count(2)
    expect(page.locator(".whose")).to_contain_text(ASK)


def test_the_whole_article_opens_at_the_quote(page: Page) -> None:
    ask(page, ASK)
    page.get_by_role("button", name="Read the article").nth(1).click()
    article = page.locator(".whole")
    expect(article.get_by_role("heading", name=BRIDGE.title)).to_have_count(1)
    expect(article.get_by_role("heading", name="What comes next", level=4)).to_have_count(1)
    expect(article.locator(".facts")).to_have_text("By Ada Moss Tarn News 5 March 2026")
    expect(article.locator(".text > p")).to_have_count(61)
    mark = article.locator("mark")
    expect(mark).to_have_text("Work on the bridge begins")
    expect(mark).to_be_in_viewport()
    page.get_by_role("button", name="Back to the passages").click()
    expect(page.locator(".card")).to_have_count(2)


def test_where_nothing_is_found_the_nearest_headlines_open(page: Page) -> None:
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


def test_a_partial_answer_says_that_it_is_one(page: Page) -> None:
    turn = ask(page, "Half?")
    expect(turn.locator(".label")).to_have_text("Partly answered")
    expect(turn.locator(".note")).to_have_text("The articles tell only a part of this:")
    expect(turn.locator(".statement")).to_have_count(2)


def test_filters_choose_articles_and_refuse_what_is_no_date(page: Page) -> None:
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
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_label("Since")).to_have_value("")
    expect(ask(page, NOWHERE).locator(".scope")).to_have_count(0)


def test_hostile_text_is_shown_and_does_nothing(page: Page) -> None:
    turn = ask(page, HOSTILE)
    expect(turn.locator(".statement")).to_contain_text("<script>window.hacked=1</script><img")
    expect(page.locator(".card h3")).to_contain_text("[go](javascript:window.hacked=1)")
    expect(page.locator(".card .facts")).to_contain_text("Gull <script>")
    expect(page.locator(".card mark")).to_have_text(FESTIVAL.body)
    ask(page, SPELL)
    expect(page.locator(".turn").last.locator(".question")).to_have_text(SPELL)
    page.locator(".turn").first.locator(".cite").click()
    page.get_by_role("button", name="Read the article").click()
    expect(page.locator(".whole mark")).to_have_text(FESTIVAL.body)
    page.get_by_role("button", name="Filters").click()
    page.get_by_label("Outlets").click()
    page.get_by_role("option").filter(has_text="Gull <script>").click()
    expect(page.get_by_role("button", name="Filters (1 on)")).to_be_visible()
    assert page.evaluate("window.hacked") is None
    assert page.locator("#desk img, #desk script, #desk a").count() == 0


def test_two_visitors_do_not_meet(visitors: Visitors, assistant: Scripted) -> None:
    one, other = visitors.come(), visitors.come()
    assistant.free.clear()
    try:
        for page, question in ((one, ASK), (other, HOSTILE)):
            page.get_by_label("Your question").fill(question)
            page.keyboard.press("Enter")
        for page in (one, other):
            expect(page.get_by_text("Searching the articles")).to_be_visible()
    finally:
        assistant.free.set()
    expect(one.locator(".card h3").first).to_have_text(BRIDGE.title)
    expect(other.locator(".card h3").first).to_contain_text("Lantern festival")
    for page, question in ((one, ASK), (other, HOSTILE)):
        expect(page.locator(".question")).to_have_text(question)
    expect(visitors.come().locator(".turn")).to_have_count(0)


def test_a_new_chat_forgets_the_old_one(page: Page) -> None:
    ask(page, ASK)
    page.get_by_role("button", name="New chat").click()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator(".card")).to_have_count(0)
    expect(page.get_by_role("button", name=EXAMPLE)).to_be_visible()
    ask(page, ASK)
    expect(page.locator(".turn")).to_have_count(1)


def test_what_goes_wrong_is_said_in_a_sentence(page: Page) -> None:
    turn = ask(page, "Refuse!")
    expect(turn.locator(".note")).to_have_text("The <corpus> is gone: bring it back.")
    turn = ask(page, "Break!")
    expect(turn.locator(".note")).to_contain_text("Something went wrong.")
    expect(page.get_by_text("nobody foresaw")).to_have_count(0)
    expect(ask(page, ASK).locator(".statement")).to_have_count(2)


def test_the_page_says_what_the_corpus_holds(page: Page, assistant: Scripted) -> None:
    passages = assistant.corpus.status().passages
    expect(page.locator("#about")).to_have_text(
        f"3 articles · {passages} passages · 5 March 2026 to 8 March 2026"
    )
    for stranger in ("Gradio", "API", "Settings"):
        expect(page.get_by_text(stranger)).to_have_count(0)


def test_a_keyboard_is_enough(page: Page) -> None:
    ask(page, ASK)
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
def test_a_phone_shows_the_passages_below(visitors: Visitors, scheme: str) -> None:
    page = visitors.come(
        viewport={"width": 360, "height": 740}, has_touch=True, color_scheme=scheme
    )
    turn = ask(page, ASK)
    ask(page, HOSTILE)
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
    expect(turn).to_have_count(1)
