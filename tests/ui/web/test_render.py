"""The pure parts of the web page: markup, turns, and what a click shows."""

import re
from collections.abc import Generator
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from importlib.resources import files
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Answer, Assistant, Citation, Statement, Unsupported
from assistant.answer import Lead
from assistant.events import Cited, Discarded, Done, Event, Stated
from corpus import Article, Filter, Hit, Passage, Query, Span
from corpus.query import Period
from ui.web import chat, markup, render
from ui.web.chat import Scope
from ui.web.turns import Card, Turn, unfold

BODY = (
    "The council met on Monday. It approved the bridge by nine votes to two.\n"
    "What comes next\n"
    "Work begins in May. The ferry stays until then.\n"
    "Nobody objected."
)
QUOTE = "It approved the bridge by nine votes to two."
ARTICLE = Article(
    id="bridge",
    title="Council approves bridge",
    body=BODY,
    origin="bridge.md",
    url="https://www.tarn-news.example/bridge?a=1&b=2",
    source="Tarn News",
    authors=("Ada Moss", "Ben Fell"),
    published=datetime(2026, 3, 5, 9, 30, tzinfo=UTC),
    headings=(Span(BODY.index("What comes"), BODY.index("\nWork")),),
)
EVIL = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>[a](javascript:alert(1)) "
    "&lt;b&gt; \u202egnp.exe ${alert(1)} {{value}} '\"><svg/onload=alert(1)>"
)
AGE = "The newest article is from 14 May 2026, 192 days before 22 November 2026."
ATTRIBUTES = {
    "class", "data-event", "data-turn", "data-number", "data-position", "data-arrival", "dir",
    "type", "role", "aria-label", "aria-busy", "aria-hidden", "tabindex", "datetime", "href",
    "target", "rel", "download", "aria-live",
}  # fmt: skip
ELEMENTS = {
    "article", "a", "bdi", "blockquote", "button", "div", "footer", "h2", "h3", "h4", "header",
    "details", "li", "mark", "p", "s", "section", "span", "strong", "summary", "time", "ul",
}  # fmt: skip


class Reader(HTMLParser):
    """Reads HTML as a browser would, and keeps its texts, elements and marked texts."""

    def __init__(self, html: str) -> None:
        """Read all of it."""
        super().__init__()
        self.text = ""
        self.marks: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)
        if tag == "mark":
            self.marks.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if "mark" in self._open:
            self.marks[-1] += data


def answer(article: Article = ARTICLE, quote: str = QUOTE) -> Answer:
    start = article.body.index(quote)
    end = start + len(quote)
    head = article.body.split("\n")[0]
    passage = Passage(article.id, article.version, 0, 0, len(head), head)
    return Answer(
        "Was it approved?",
        "answered",
        (Statement(quote, (1,)),),
        (Citation(1, article, quote, start, end),),
        (Hit(article, passage, 1.0, 1, 1, 1.0),),
        Query.of("Was it approved?"),
    )


def turn(article: Article = ARTICLE, quote: str = QUOTE) -> Turn:
    return Turn("Was it approved?").answered(answer(article, quote))


def hostile() -> Turn:
    article = Article(
        id=EVIL,
        title=EVIL,
        body=f"{EVIL} is the text.\nAnd more.",
        origin=EVIL,
        url='javascript:alert(1)//"><script>',
        source=EVIL,
        authors=(EVIL,),
    )
    query = Query(
        EVIL,
        f"{EVIL}!",
        phrases=(EVIL,),
        chosen=Filter(sources=(EVIL,), authors=(EVIL,), sections=(EVIL,)),
        period=Period(EVIL),
        spelling=((EVIL, EVIL),),
    )
    query = replace(query, parts=(query, replace(query, text=f"{EVIL}?")))
    found = replace(answer(article, f"{EVIL} is the text."), query=query)
    return Turn(EVIL, EVIL, (EVIL,)).answered(found)


def understood() -> Turn:
    query = Query(
        "Was it approved?",
        "bridge approved",
        chosen=Filter(sources=("Tarn News",)),
        recency=2.0,
        latest=True,
        newest=datetime(2026, 5, 14, tzinfo=UTC),
        asked=datetime(2026, 11, 22, tzinfo=UTC),
    )
    return Turn(query.question).answered(replace(answer(), query=query))


@pytest.mark.parametrize(
    "html",
    [
        render.conversation([hostile()]),
        render.conversation([hostile().failed(EVIL)]),
        render.conversation((), [EVIL]),
        render.passages([hostile()], 0, current=1),
        render.passages([hostile(), turn()], 0),
        render.whole_article(hostile(), 0, 0),
        render.problem(EVIL),
    ],
)
def test_hostile_text_stays_text(html: str) -> None:
    read = Reader(html)
    assert "<script>alert(1)</script>" in read.text
    for element, attributes in read.elements:
        assert element in ELEMENTS
        assert attributes.keys() <= ATTRIBUTES
        href = attributes.get("href", "data:text/markdown;charset=utf-8,")
        assert re.fullmatch("data:text/markdown;charset=utf-8,[A-Za-z0-9%._~-]*", href or "")


@given(st.text(), st.integers(0, 40), st.integers(0, 40))
def test_marking_changes_no_character(text: str, one: int, other: int) -> None:
    text = text.replace("\r", "")
    quote = Span(min(one, other), max(one, other))
    read = Reader(markup.marked(text, Span(0, len(text)), quote))
    # HTML has no surrogates.
    assert read.text == text.encode("utf-8", "replace").decode()
    assert "".join(read.marks) in read.text


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.tarn-news.example/a?b=c&d=%20", "tarn-news.example"),
        ("HTTP://Tarn.example:8080/", "tarn.example"),
        ("https://bücher.example/ä", "xn--bcher-kva.example"),
        ("https://trusted.example@evil.example/", "evil.example"),
        ("javascript:alert(1)", None),
        (" javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("data:text/html,<script>alert(1)</script>", None),
        ("//tarn.example/a", None),
        ("https://", None),
        ("https://trusted.example\\@evil.example/", None),
        ("https://tarn.example/\u202efdp", None),
        ("https://[::1", None),
        ("ftp://tarn.example/a", None),
        ("", None),
        (None, None),
    ],
)
def test_only_plain_web_addresses_become_links(url: str | None, host: str | None) -> None:
    address = markup.web_address(url)
    assert (address and address[1]) == host
    assert address is None or address[0] == url


def test_a_link_keeps_its_address_and_tells_the_outlet_nothing() -> None:
    (_, link), *_ = Reader(markup.link(ARTICLE)).elements
    assert link["href"] == ARTICLE.url
    assert link["target"] == "_blank"
    assert link["rel"] == "noopener noreferrer nofollow"


def test_a_card_shows_the_passage_with_the_quote_marked() -> None:
    read = Reader(render.passages([turn()], 0))
    assert read.marks == [QUOTE]
    assert "The council met on Monday." in read.text
    assert "Nobody objected." not in read.text
    assert "Tarn News 5 March 2026" in read.text


def test_an_article_without_facts_says_so() -> None:
    bare = Article(id="bare", title="", body=BODY, origin="bare.txt")
    read = Reader(render.passages([turn(bare)], 0))
    assert "(no headline)outlet unknown date unknown" in read.text


def test_a_whole_article_has_its_headings_and_the_quote() -> None:
    html = render.whole_article(turn(), 0, 0, arrival=7)
    read = Reader(html)
    assert read.marks == [QUOTE]
    assert '<h4 dir="auto">What comes next</h4>' in html
    assert '<p dir="auto">Nobody objected.</p>' in html
    assert "By Ada Moss, Ben Fell" in read.text
    assert 'data-arrival="7"' in html


def test_a_quote_across_paragraphs_is_marked_in_each() -> None:
    quote = "The ferry stays until then.\nNobody objected."
    read = Reader(render.whole_article(turn(quote=quote), 0, 0))
    assert read.marks == quote.split("\n")


def test_a_quote_outside_the_hits_is_shown_in_its_paragraph() -> None:
    card = Card.of(answer(quote="Work begins in May.").citations[0], ())
    assert BODY[slice(*card.passage)] == "Work begins in May. The ferry stays until then."


def test_the_notices_of_an_article_are_shown_once() -> None:
    noted = "Correction: An earlier version of this article misstated the day of the vote."
    article = replace(ARTICLE, body=f"{BODY}\n{noted}")
    spans = [(BODY.index(quote), quote) for quote in (QUOTE, "Work begins in May.")]
    citations = tuple(
        Citation(number, article, quote, start, start + len(quote))
        for number, (start, quote) in enumerate(spans, 1)
    )
    statements = tuple(Statement(one.quote, (one.number,)) for one in citations)
    asked = Turn("Q").answered(Answer("Q", "answered", statements, citations, (), Query.of("Q")))
    html = render.passages([asked], 0)
    assert html.count('class="card"') == 2
    assert html.count(f'<p class="notice">{noted}</p>') == 1


def test_the_lead_is_marked_inside_its_sentence_and_labels_stand_before() -> None:
    told = answer()
    at = BODY.index("nine votes")
    lead = Lead.of(told.citations[0], Span(at, at + 10))
    statements = (replace(told.statements[0], label="5 March <b>2026</b>"),)
    shown = Turn("Who?").answered(replace(told, lead=lead, statements=statements))
    html = render.conversation([shown])
    assert "approved the bridge by <strong>nine votes</strong> to two." in html
    assert '<span class="of">5 March &lt;b&gt;2026&lt;/b&gt;</span>' in html
    assert "<strong>" not in render.conversation([next(unfold(shown))])


def test_an_answer_unfolds_word_by_word_and_gets_its_numbers_last() -> None:
    whole = turn()
    steps = list(unfold(whole))
    assert steps[-1] == whole
    assert not any(step.complete for step in steps[:-1])
    texts = [" ".join(s.text for s in step.statements) for step in steps]
    assert all(QUOTE.startswith(text) for text in texts)
    assert texts == sorted(texts, key=len)
    assert all(not s.citations for step in steps[:-1] for s in step.statements)


def test_a_long_answer_unfolds_in_as_many_steps_as_a_short_one() -> None:
    long = "word " * 5000 + "end."
    article = Article(id="long", title="Long", body=long, origin="long.txt")
    assert len(list(unfold(turn(article, long)))) <= 13


def test_an_older_turns_passages_name_their_question() -> None:
    assert "For “" not in render.passages([turn(), turn()], 1)
    assert "For “" in render.passages([turn(), turn()], 0)


@pytest.mark.parametrize(
    "choice",
    [
        {"turn": "1", "position": "0"},
        {"turn": "-1", "position": "0"},
        {"turn": "x", "position": "0"},
        {"turn": None, "position": None},
        {"turn": "0", "position": "9"},
        {"turn": "0", "position": ["0"]},
        {},
    ],
)
def test_a_click_on_what_there_is_not_shows_nothing(choice: dict[str, object]) -> None:
    assert chat.show("article", choice, (turn(),)) is None


def test_a_click_on_a_number_shows_its_card_first() -> None:
    html = chat.show("cite", {"turn": "0", "number": "1", "arrival": 12}, (turn(),))
    assert html is not None
    assert 'class="card current" data-number="1"' in html
    assert 'data-arrival="12"' in html


def test_a_scope_in_words() -> None:
    assert Scope(" 2026-03-01 ", "", ("Tarn News",)).words == (
        "Only articles since 1 March 2026, from Tarn News"
    )
    assert Scope("2026-03-01", as_of="2026-03-09", recency=False).words == (
        "Only articles since 1 March 2026 · as of 9 March 2026 · new and old articles alike"
    )
    assert Scope(as_of="2026-03-09").words == "As of 9 March 2026"
    assert Scope().words == ""
    assert Scope(" ", "", (), "", recency=True).count == 0
    assert Scope("2026-03-01", "", ("Tarn News",), "2026-03-09", recency=False).count == 4
    with pytest.raises(ValueError, match="swap the dates"):
        Scope("2026-03-02", "2026-03-01").options()
    for scope in (Scope("March"), Scope(as_of="March")):
        with pytest.raises(ValueError, match="write it as"):
            scope.options()


def test_an_answer_shows_how_its_question_was_understood() -> None:
    html = render.conversation([turn(), understood()])
    read = Reader(html)
    assert "Searched for “bridge approved”" in read.text
    assert "Was it approved?" in read.text
    chips = [facts for name, facts in read.elements if facts.get("class") == "chip"]
    assert [(chip["data-turn"], chip["data-position"]) for chip in chips] == [
        ("1", "0"),
        ("1", "1"),
    ]
    assert "order new articles first: ask again without it×" in read.text
    assert "outlet Tarn News: ask again without it×" in read.text
    assert AGE in read.text
    searching = replace(understood(), complete=False)
    assert "ask again" not in Reader(render.conversation([searching])).text


def test_a_question_asked_again_says_without_what() -> None:
    first = understood()
    again = first.without(first.readings[0])
    assert (again.question, again.complete) == (first.question, False)
    html = render.conversation([again.without(first.readings[1])])
    assert "Asked again without new articles first, Tarn News" in Reader(html).text


@pytest.mark.parametrize("choice", [{"turn": "0", "position": "2"}, {"turn": "1"}, {}])
def test_a_click_on_no_reading_asks_nothing(
    assistant: Assistant, choice: dict[str, object]
) -> None:
    assert list(chat.ask_without(assistant, choice, (understood(),))) == []


@pytest.mark.parametrize("theme", [":root", ".dark"])
def test_every_text_is_readable_on_its_ground(theme: str) -> None:
    css = (files("ui.web") / "style.css").read_text("utf-8")
    block = re.search(rf"^{re.escape(theme)} {{(.*?)^}}", css, re.MULTILINE | re.DOTALL)
    assert block is not None
    colours = dict(re.findall(r"--([\w-]+): #(\w{6});", block[1]))
    pairs = [
        *product(("ink", "soft", "accent", "warn"), ("paper", "side", "sheet")),
        ("accent", "tint"), ("on-accent", "accent"), ("mark-ink", "mark"),
    ]  # fmt: skip
    for text, ground in pairs:
        assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


class Streaming(Assistant):
    """Tells events that a test wants to see."""

    def __init__(self, events: list[Event]) -> None:
        """Without a corpus."""
        self.events = events
        self.closed = False

    def understand(self, question: str, **_: object) -> Query:
        """Search it as it stands."""
        return Query.of(question)

    def stream(self, *_: object, **__: object) -> Generator[Event, None, None]:
        """Tell them."""
        try:
            yield from self.events
        finally:
            self.closed = True


def _said(text: str, number: int) -> list[Event]:
    start = BODY.index(text)
    citation = Citation(number, ARTICLE, text, start, start + len(text))
    return [Cited(citation), Stated(Statement(f"So {text}", (number,)))]


def test_statements_appear_as_they_come_and_go_when_they_do_not_count() -> None:
    answer = Answer("Q", "not_found", (), (), (), Query.of("Q"), notes=("The LLM broke off.",))
    told = [*_said(QUOTE, 1), *_said("Nobody objected.", 2), Discarded("x"), Done(answer)]
    views = list(chat.ask(Streaming(told), "Q", Scope(), ()))
    pages = [Reader(view.conversation or "").text for view in views]
    both = [page for page in pages if f"So {QUOTE}" in page and "So Nobody objected." in page]
    assert both
    assert 'data-number="2"' in (views[-2].conversation or "")
    assert any(f"So {QUOTE}" in page and "Nobody" not in page for page in pages)
    assert "So " not in pages[-1]
    assert "The LLM broke off." in pages[-1]
    assert views[-1].turns is not None
    assert views[-1].turns[-1].complete


def test_a_visitor_who_leaves_gives_the_question_up() -> None:
    streaming = Streaming(_said(QUOTE, 1))
    views = chat.ask(streaming, "Q", Scope(), ())
    assert isinstance(views, Generator)
    next(views)
    next(views)
    views.close()
    assert streaming.closed


def test_what_is_unsupported_is_behind_a_switch() -> None:
    left_out = (Unsupported(EVIL, "Nobody says it.", 0), Unsupported("The moon.", "No.", 0))
    shown = replace(turn(), unsupported=left_out)
    html = render.conversation([shown])
    assert "<summary>2 unsupported statements left out</summary>" in html
    assert f"<s>{markup.line(EVIL)}</s> Nobody says it." in html
    assert {name for name, _ in Reader(html).elements} <= ELEMENTS
    assert "<details" not in render.conversation([turn()])
