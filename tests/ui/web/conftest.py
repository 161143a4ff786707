"""A small corpus, the page that serves it, and visitors with real browsers."""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect, sync_playwright

from assistant import Answer, Assistant, Citation, Statement, events
from corpus import Article, Corpus, CorpusError, Query, Span
from ui.web.server import listen, make_server

VOTE = "How did the council vote on the Tarn bridge?"
FESTIVAL = "When does the lantern festival open?"
HALF = "Half of what?"
EXAMPLES = ("Who pays for the ferry?", "When will the <b>Tarn</b> bridge open?")
SPELL = (
    "<script>window.hacked=1</script><img src=x onerror='window.hacked=1'>"
    "[go](javascript:window.hacked=1) ](javascript:window.hacked=1) &lt;b&gt;&amp; "
    "${window.hacked=1} {{value}} \u202egnp.exe"
)
TEXT = (
    "The council of Tarn met on Monday evening in a full hall. It approved the Tarn bridge by "
    "nine votes to two. The mayor called it a good day for the valley.\n"
    "What comes next\n"
    "Work on the bridge begins in May and lasts two years. "
)
BRIDGE = Article(
    id="bridge",
    title="Council approves Tarn bridge",
    body=TEXT + "\n".join(f"Paragraph {n} is about the traffic of the valley." for n in range(60)),
    origin="bridge.md",
    url="https://www.tarn-news.example/bridge",
    source="Tarn News",
    authors=("Ada Moss",),
    published=datetime(2026, 3, 5, tzinfo=UTC),
    headings=(Span(TEXT.index("What comes"), TEXT.index("\nWork")),),
)
FERRY = Article(
    id="ferry",
    title="Ferry across the Tarn runs on",
    body="The ferry of Tarn runs until the bridge opens. The council pays for the ferry. "
    "Its captain voted against the bridge in a poll of his own.",
    origin="ferry.txt",
)
LANTERNS = Article(
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

    def ask(self, question: str | Query, **scope: Any) -> Answer:  # noqa: ANN401 - as it comes
        self.free.wait(30)
        words = question.question if isinstance(question, Query) else question
        if words == "Break!":
            raise RuntimeError("nobody foresaw <this>")
        if words == "Refuse!":
            raise CorpusError("the <corpus> is gone: bring it back")
        if words == FESTIVAL:
            return _answer(words, LANTERNS, [LANTERNS.body])
        if words in (VOTE, HALF):
            first = "It approved the Tarn bridge by nine votes to two."
            return _answer(words, BRIDGE, [first, "Work on the bridge begins"])
        return super().ask(question, **scope)

    def stream(self, question: str | Query, **scope: Any) -> Generator[events.Event, None, None]:  # noqa: ANN401
        """Tell the events of that answer."""
        yield from events.events_of(self.ask(question, **scope))


def _answer(question: str, article: Article, quotes: list[str]) -> Answer:
    numbered = list(enumerate(quotes, 1))
    starts = [article.body.index(quote) for quote in quotes]
    return Answer(
        question,
        "partial" if question == HALF else "answered",
        tuple(Statement(quote, (number,)) for number, quote in numbered),
        tuple(
            Citation(number, article, quote, start, start + len(quote))
            for (number, quote), start in zip(numbered, starts, strict=True)
        ),
        (),
        Query.of(question),
    )


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scripted]:
    """It answers from three articles."""
    with Corpus.open(tmp_path_factory.mktemp("corpus"), create=True) as corpus:
        with corpus.writing() as writer:
            writer.add([BRIDGE, FERRY, LANTERNS])
        yield Scripted(corpus)


@pytest.fixture
def free(assistant: Scripted) -> Iterator[Event]:
    """While it is not set, no question is answered."""
    yield assistant.free
    assistant.free.set()


@pytest.fixture(scope="module")
def address(assistant: Scripted) -> Iterator[str]:
    """Where the page is."""
    listener = listen("127.0.0.1", 0)
    server = make_server(assistant, examples=EXAMPLES)
    thread = Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    server.should_exit = True
    thread.join(30)
    assert not thread.is_alive()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without a visitor."""
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
        """Open the page."""
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

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)


@pytest.fixture
def come(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """A function that opens the page for one more visitor, with playwright's context options.

    No visitor's browser may ask for anything elsewhere, or report an error.
    """
    with ExitStack() as stack:
        visitors = Visitors(browser, address, stack)
        yield visitors.come
    assert visitors.requests
    assert [url for url in visitors.requests if not url.startswith((address, "data:"))] == []
    assert visitors.errors == []


@pytest.fixture
def page(come: Callable[..., Page]) -> Page:
    """The page of the only visitor."""
    return come()


@pytest.fixture(scope="session")
def ask() -> Callable[[Page, str], Locator]:
    """A function that asks a question, and returns the turn when it has come to its end."""

    def do(page: Page, question: str) -> Locator:
        turns = page.locator(".turn")
        known = turns.count()
        page.get_by_label("Your question").fill(question)
        page.keyboard.press("Enter")
        expect(turns).to_have_count(known + 1)
        expect(turns.last).to_have_attribute("aria-busy", "false")
        return turns.last

    return do
