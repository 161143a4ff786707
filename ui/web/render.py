"""What the page shows of the conversation and of the passages, as HTML."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from assistant import Reading
from assistant.answer import show_date
from corpus import Article, Span, Status
from ui.web.markup import blocks, facts, headline, inline, line, link, marked
from ui.web.turns import Card, Turn

_LABELS = {
    "partial": "Partly answered",
    "not_found": "Not in these articles",
    "failed": "No answer",
}

_LONG_WORD = 30
_COPIES = 4


def about(status: Status) -> str:
    """How much the corpus holds, and from when."""
    parts = [_count(status.articles, "article"), _count(status.passages, "passage")]
    if status.oldest and status.newest:
        parts.append(_extent(status.oldest, status.newest))
    return f"<p>{' · '.join(parts)}</p>"


def conversation(turns: Sequence[Turn], examples: Sequence[str] = ()) -> str:
    """The turns, oldest first; where there are none, what to do, with example questions."""
    if not turns:
        return _welcome(examples)
    shown = "".join(_turn(turn, index) for index, turn in enumerate(turns))
    return f'<div class="turns" role="log" aria-label="Conversation">{shown}</div>'


def passages(
    turns: Sequence[Turn], index: int | None, *, current: int | None = None, arrival: int = 0
) -> str:
    """The passages that the turn at `index` cites, as cards; the one numbered `current` first seen.

    A page scrolls to that card when `arrival` differs from the one before.
    """
    turn = None if index is None else turns[index]
    if index is None or turn is None or not turn.cards:
        return _panel("Passages", f'<p class="empty">{_why_empty(turn)}</p>')
    whose = ""
    if index != len(turns) - 1:
        whose = f'<p class="whose">For “{inline(turn.question)}”</p>'
    cards = "".join(
        _card(card, index, position, current=card.number == current)
        for position, card in enumerate(turn.cards)
    )
    return _panel("Passages", whose + cards, 0 if current is None else arrival)


def whole_article(turn: Turn, index: int, position: int, *, arrival: int = 0) -> str:
    """The article at that position of a turn, with the quote marked that was taken from it."""
    article = turn.articles[position]
    quote = turn.cards[position].quote if turn.cards else None
    body = article.body
    text = "".join(
        f'<h4 dir="auto">{marked(body, span, quote)}</h4>'
        if is_heading
        else f'<p dir="auto">{marked(body, span, quote)}</p>'
        for span, is_heading in blocks(body, Span(0, len(body)), article.headings)
    )
    back = (
        f'<button type="button" class="back" data-event="passages" data-turn="{index}">'
        "Back to the passages</button>"
    )
    return _panel(
        "Article",
        f'<article class="whole"><h3 dir="auto">{headline(article)}</h3>'
        f'{_credits(article)}<div class="text">{text}</div></article>',
        arrival,
        back,
    )


def problem(sentence: str) -> str:
    """Something that the visitor has to put right."""
    return f'<p class="problem" role="alert">{line(sentence)}</p>' if sentence else ""


def _welcome(examples: Sequence[str]) -> str:
    buttons = "".join(
        f'<li><button type="button" class="example" data-event="example" data-number="{number}">'
        f"{inline(question)}</button></li>"
        for number, question in enumerate(examples)
    )
    choices = f'<h3>For example</h3><ul class="examples">{buttons}</ul>' if buttons else ""
    return (
        '<section class="welcome"><h2>Ask the articles</h2>'
        "<p>Every answer is made of sentences from the articles, word for word. "
        "A number opens the passage that it was taken from.</p>"
        f"{choices}</section>"
    )


def _turn(turn: Turn, index: int) -> str:
    scope = f'<p class="scope">{line(turn.scope)}</p>' if turn.scope else ""
    if turn.dropped:
        dropped = ", ".join(inline(one) for one in turn.dropped)
        scope += f'<p class="scope">Asked again without {dropped}</p>'
    return (
        f'<section class="turn {turn.phase}" aria-busy="{str(not turn.complete).lower()}">'
        f'<h2 class="question" dir="auto">{line(turn.question)}</h2>{_read(turn)}{scope}'
        f'<div class="answer">{_answer(turn, index)}</div>'
        f"{_export(turn) + _understood(turn, index) if turn.complete else ''}</section>"
    )


def _export(turn: Turn) -> str:
    """What takes the answer elsewhere; the page copies what the link holds."""
    if not turn.statements:
        return ""
    return (
        '<p class="export"><button type="button" class="copy" aria-live="polite">Copy</button>'
        '<a download="answer.md" href="data:text/markdown;charset=utf-8,'
        f'{quote(turn.exported, safe="", errors="replace")}">Download</a></p>'
    )


def _read(turn: Turn) -> str:
    """How a question was understood that refers to the turns before it."""
    if not turn.standalone:
        return ""
    return f'<p class="read" dir="auto">Understood as “{inline(turn.standalone)}”</p>'


def _understood(turn: Turn, index: int) -> str:
    """How the question was taken; what was read from it can be taken out again."""
    parts = []
    if turn.searched:
        parts.append(f'<li class="searched">Searched for “{inline(turn.searched)}”</li>')
    parts.extend(_chip(one, index, position) for position, one in enumerate(turn.readings))
    if not parts:
        return ""
    return f'<ul class="understood" aria-label="As understood">{"".join(parts)}</ul>'


def _chip(reading: Reading, index: int, position: int) -> str:
    return (
        f'<li><button type="button" class="chip" data-event="without" data-turn="{index}" '
        f'data-position="{position}"><span class="kind">{line(reading.label)}</span> '
        f'{inline(reading.words)}<span class="unseen">: ask again without it</span>'
        '<span class="cross" aria-hidden="true">×</span></button></li>'
    )


def _answer(turn: Turn, index: int) -> str:
    if turn.phase == "searching":
        return '<p class="searching" role="status">Searching the articles</p>'
    label = _LABELS.get(turn.phase, "")
    parts = [f'<p class="label">{label}</p>'] if label else []
    if turn.note:
        parts.append(f'<p class="note">{line(turn.note)}</p>')
    titles = {card.number: headline(card.article) for card in turn.cards}
    for statement in turn.statements:
        numbers = "".join(_number(n, index, titles) for n in statement.citations)
        said = _with_numbers(statement.text, numbers, turn.lead_in(statement))
        label = f'<span class="of">{line(statement.label)}</span> ' if statement.label else ""
        parts.append(f'<p class="statement" dir="auto">{label}{said}</p>')
    if turn.nearest:
        nearest = "".join(_nearest(a, index, at) for at, a in enumerate(turn.nearest))
        parts.append(f'<ul class="nearest">{nearest}</ul>')
    parts.extend(f'<p class="note age">{line(one)}</p>' for one in (*turn.remarks, turn.age) if one)
    return "".join([*parts, _unsupported(turn)])


def _unsupported(turn: Turn) -> str:
    """What was left out of the answer, behind a switch."""
    if not turn.unsupported:
        return ""
    told = "".join(
        f'<p dir="auto"><s>{line(one.text)}</s> {line(one.reason)}</p>' for one in turn.unsupported
    )
    left_out = _count(len(turn.unsupported), "unsupported statement")
    return f'<details class="unsupported"><summary>{left_out} left out</summary>{told}</details>'


def _with_numbers(text: str, numbers: str, lead: Span | None) -> str:
    if lead is not None:
        # A mark keeps the blanks beside the lead, which `line` would cut.
        before = line(f"{text[: lead.start]}|")[:-1]
        after = line(f"|{text[lead.end :]}")[1:]
        strong = f"<strong>{line(text[lead.start : lead.end])}</strong>"
        return f'<span class="said">{before}{strong}{after}</span>{numbers}'
    words = text.split()
    if not numbers or not words or len(words[-1]) > _LONG_WORD:
        return f'<span class="said">{line(text)}</span>{numbers}'
    # A number never stands alone on a line.
    start, end = line(" ".join(words[:-1])), line(words[-1])
    return (
        f'<span class="said">{start} </span>'
        f'<span class="tail"><span class="said">{end}</span>{numbers}</span>'
    )


def _number(number: int, index: int, titles: dict[int, str]) -> str:
    return (
        f'<button type="button" class="cite" data-event="cite" data-turn="{index}" '
        f'data-number="{number}"><span class="unseen">Passage </span>{number}'
        f'<span class="unseen">: <bdi>{titles[number]}</bdi></span></button>'
    )


def _nearest(article: Article, index: int, position: int) -> str:
    return (
        f'<li><button type="button" class="open" data-event="article" data-turn="{index}" '
        f'data-position="{position}">{headline(article)}</button>'
        f'<p class="facts">{facts(article)}</p></li>'
    )


def _card(card: Card, index: int, position: int, *, current: bool) -> str:
    article, body = card.article, card.article.body
    text = "".join(
        f'<p dir="auto">{marked(body, span, card.quote)}</p>'
        for span, _ in blocks(body, card.passage, article.headings)
    )
    return (
        f'<article class="card{" current" if current else ""}" data-number="{card.number}" '
        f'tabindex="-1" aria-label="Passage {card.number}">'
        f'<header><span class="number" aria-hidden="true">{card.number}</span>'
        f'<div><h3 dir="auto">{headline(article)}</h3>'
        f'<p class="facts">{facts(article)}</p>{_also(card)}</div></header>'
        f"<blockquote>{text}</blockquote>{_notices(card)}"
        f'<footer><button type="button" class="open" data-event="article" data-turn="{index}" '
        f'data-position="{position}">Read the article</button>{link(article)}</footer>'
        "</article>"
    )


def _also(card: Card) -> str:
    if not card.also:
        return ""
    names = ", ".join(inline(name) for name in card.also[:_COPIES])
    more = len(card.also) - _COPIES
    return f'<p class="facts">also in {names}{f" and {more} more" if more > 0 else ""}</p>'


def _notices(card: Card) -> str:
    return "".join(f'<p class="notice">{line(notice)}</p>' for notice in card.notices)


def _credits(article: Article) -> str:
    parts = [facts(article)]
    if article.authors:
        names = ", ".join(inline(name) for name in article.authors)
        parts.insert(0, f'<span class="authors">By {names}</span>')
    if article.updated and article.updated != article.published:
        parts.append(f'<span class="updated">updated {show_date(article.updated)}</span>')
    return f'<p class="facts">{" ".join(parts)}</p>{link(article)}'


def _panel(title: str, content: str, arrival: int = 0, beside_title: str = "") -> str:
    return (
        f'<div class="panel" data-arrival="{arrival}">'
        f'<header><h2 class="panel-title">{title}</h2>{beside_title}</header>{content}</div>'
    )


def _why_empty(turn: Turn | None) -> str:
    if turn is None:
        return "The passages that an answer cites appear here."
    if turn.phase == "not_found":
        return "Nothing is cited: the articles do not tell."
    return "Nothing is cited."


def _extent(oldest: datetime, newest: datetime) -> str:
    first, last = show_date(oldest), show_date(newest)
    return first if first == last else f"{first} to {last}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
