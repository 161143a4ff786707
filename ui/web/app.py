"""The page as gradio Blocks: its parts, and what happens when they are used."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Literal, NamedTuple

import gradio as gr

from assistant import Assistant
from corpus import CorpusError
from ui.web import chat, render
from ui.web.chat import Scope, Turns, View

_AT_ONCE = 4
"""How many questions are answered at the same time; others wait for their turn."""

_WAITING = 100

_NO_ANALYTICS = {
    # Read now, and again at later moments.
    "GRADIO_ANALYTICS_ENABLED": "False",
    # Otherwise gradio makes a pandas table of its last 10,000 events after each event.
    "GRADIO_ANALYTICS_MAX_EVENTS": "1",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",
}

_Update = dict[Any, Any]


class _ScopeParts(NamedTuple):
    """The components that make up a `Scope`, in its order."""

    since: gr.Textbox
    until: gr.Textbox
    sources: gr.Dropdown
    as_of: gr.Textbox
    recency: gr.Checkbox


@dataclass(frozen=True, slots=True)
class _Parts:
    """The components of the page."""

    about: gr.HTML
    new_chat: gr.Button
    conversation: gr.HTML
    question: gr.Textbox
    send: gr.Button
    filters: gr.Accordion
    scope: _ScopeParts
    clear: gr.Button
    problem: gr.HTML
    panel: gr.HTML
    turns: gr.State


def create_app(assistant: Assistant, *, examples: Sequence[str] = ()) -> gr.Blocks:
    """The chat about one corpus, for `serve` or for mounting in a program of one's own.

    Gradio takes styles where an app is launched or mounted: `ui.web.server.make_server` does it.
    `examples` are questions that an empty conversation offers.
    """
    os.environ.update(_NO_ANALYTICS)
    app = gr.Blocks(title="Dateline", analytics_enabled=False, fill_height=True, fill_width=True)
    with app:
        parts = _lay_out(examples)
        _connect(app, parts, assistant, tuple(examples))
    app.queue(default_concurrency_limit=_AT_ONCE, max_size=_WAITING)
    return app


def _lay_out(examples: Sequence[str]) -> _Parts:
    script = (files("ui.web") / "page.js").read_text("utf-8")
    turns = gr.State(())
    with gr.Row(elem_id="masthead"):
        gr.HTML("<h1>Dateline</h1>", elem_id="nameplate", apply_default_css=False)
        about = gr.HTML("", elem_id="about", apply_default_css=False, js_on_load=None)
        new_chat = gr.Button("New chat", elem_id="new-chat", size="sm")
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="chat"):
            conversation = gr.HTML(
                render.conversation((), examples),
                elem_id="conversation",
                apply_default_css=False,
                js_on_load=script,
            )
            with gr.Column(elem_id="composer"):
                with gr.Row(elem_id="ask"):
                    question = gr.Textbox(
                        label="Your question",
                        show_label=False,
                        container=False,
                        placeholder="Ask about the news",
                        lines=1,
                        max_lines=6,
                        max_length=chat.LONGEST_QUESTION,
                        autofocus=True,
                        elem_id="question",
                    )
                    send = gr.Button("Ask", variant="primary", elem_id="send")
                with gr.Accordion("Filters", open=False, elem_id="filters") as filters:
                    scope, clear, problem = _lay_out_filters()
        with gr.Column(elem_id="side"):
            panel = gr.HTML(
                render.passages((), None),
                elem_id="panel",
                apply_default_css=False,
                js_on_load=script,
            )
    return _Parts(
        about, new_chat, conversation, question, send, filters, scope, clear, problem, panel, turns
    )


def _lay_out_filters() -> tuple[_ScopeParts, gr.Button, gr.HTML]:
    with gr.Row(elem_classes="filter-row"):
        since = _day_field("Since")
        until = _day_field("Until")
        sources = gr.Dropdown(
            [], label="Outlets", multiselect=True, min_width=220, scale=2, elem_id="sources"
        )
    with gr.Row(elem_classes="filter-row"):
        as_of = _day_field("As of", placeholder="today", elem_id="as-of")
        recency = gr.Checkbox(
            value=True, label="Prefer new articles", min_width=170, scale=2, elem_id="recency"
        )
        clear = gr.Button("Clear", size="sm", elem_id="clear-filters", scale=0, min_width=80)
    problem = gr.HTML("", elem_id="filter-problem", apply_default_css=False, js_on_load=None)
    return _ScopeParts(since, until, sources, as_of, recency), clear, problem


def _day_field(
    label: str, *, placeholder: str = "YYYY-MM-DD", elem_id: str | None = None
) -> gr.Textbox:
    return gr.Textbox(
        label=label, placeholder=placeholder, max_length=40, min_width=120, elem_id=elem_id
    )


def _connect(
    app: gr.Blocks, parts: _Parts, assistant: Assistant, examples: tuple[str, ...]
) -> None:
    hidden: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    quick: dict[str, Any] = {**hidden, "queue": False, "trigger_mode": "multiple"}
    scope = parts.scope
    app.load(_greet(parts, assistant), None, [parts.about, scope.sources], **hidden)
    asking = _connect_questions(parts, assistant, examples, hidden)
    parts.new_chat.click(
        lambda: (render.conversation((), examples), render.passages((), None), (), ""),
        None,
        [parts.conversation, parts.panel, parts.turns, parts.question],
        cancels=asking,
        **hidden,
    )
    for part, what in (
        (parts.conversation, "cite"),
        (parts.conversation, "article"),
        (parts.panel, "article"),
        (parts.panel, "passages"),
    ):
        getattr(part, what)(_open(what), [parts.turns], [parts.panel], **quick)  # type: ignore[arg-type]
    gr.on(
        [
            *(
                moment
                for day in (scope.since, scope.until, scope.as_of)
                for moment in (day.blur, day.submit)
            ),
            scope.sources.change,
            scope.recency.change,
        ],
        _check_scope,
        [*scope],
        [parts.filters, parts.problem],
        # The last state counts, also where an earlier one would be answered after it.
        **{**quick, "trigger_mode": "always_last"},
    )
    parts.clear.click(
        lambda: ("", "", [], "", True, gr.update(label="Filters"), ""),
        None,
        [*scope, parts.filters, parts.problem],
        **quick,
    )


def _connect_questions(
    parts: _Parts, assistant: Assistant, examples: tuple[str, ...], hidden: dict[str, Any]
) -> list[Any]:
    def ask(question: str, turns: Turns, *typed: Any) -> Iterator[_Update]:  # noqa: ANN401
        yield {parts.question: ""}
        for view in chat.ask(assistant, question, _scope(*typed), turns):
            yield _update(parts, view)

    def ask_example(turns: Turns, event: gr.EventData, *typed: Any) -> Iterator[_Update]:  # noqa: ANN401
        yield from ask(chat.example(_choice(event), examples), turns, *typed)

    def ask_without(turns: Turns, event: gr.EventData) -> Iterator[_Update]:
        for view in chat.ask_without(assistant, _choice(event), turns):
            yield _update(parts, view)

    def give_up(turns: Turns) -> _Update:
        return _update(parts, chat.stumbled(turns))

    outputs = [parts.conversation, parts.panel, parts.turns, parts.question]
    inputs = [parts.turns, *parts.scope]
    shared = {**hidden, "concurrency_id": "ask", "trigger_mode": "once"}
    typed = gr.on(
        [parts.question.submit, parts.send.click], ask, [parts.question, *inputs], outputs, **shared
    )
    clicked = parts.conversation.example(ask_example, inputs, outputs, **shared)
    again = parts.conversation.without(ask_without, [parts.turns], outputs, **shared)
    for asked in (typed, clicked, again):
        asked.failure(give_up, [parts.turns], outputs, **hidden)
    return [typed, clicked, again]


def _greet(parts: _Parts, assistant: Assistant) -> Callable[[], _Update]:
    def greet() -> _Update:
        try:
            status = assistant.corpus.status()
        except CorpusError as error:
            return {parts.about: render.problem(str(error))}
        outlets = [(f"{name} ({count:,})", name) for name, count in status.outlets if name]
        return {parts.about: render.about(status), parts.scope.sources: gr.update(choices=outlets)}

    return greet


def _open(what: Literal["cite", "article", "passages"]) -> Callable[[Turns, gr.EventData], Any]:
    def open_it(turns: Turns, event: gr.EventData) -> Any:  # noqa: ANN401 - or what skips
        panel = chat.show(what, _choice(event), turns)
        return gr.skip() if panel is None else panel

    return open_it


def _choice(event: gr.EventData) -> dict[str, Any]:
    names = ("turn", "number", "position", "arrival")
    return {name: getattr(event, name, None) for name in names}


def _scope(
    since: str | None,
    until: str | None,
    sources: list[str] | None,
    as_of: str | None,
    recency: bool | None,
) -> Scope:
    """What the page sends, which is None for a part that was emptied."""
    given = recency is None or recency
    return Scope(since or "", until or "", tuple(sources or ()), as_of or "", given)


def _check_scope(*typed: Any) -> tuple[dict[str, Any], str]:  # noqa: ANN401 - as `_scope` takes it
    scope = _scope(*typed)
    label = f"Filters ({scope.count} on)" if scope.count else "Filters"
    try:
        scope.options()
    except ValueError as error:
        return gr.update(label=label), render.problem(str(error))
    return gr.update(label=label), ""


def _update(parts: _Parts, view: View) -> _Update:
    # Gradio refuses an update of nothing.
    update: _Update = {parts.question: gr.skip()}
    if view.conversation is not None:
        update[parts.conversation] = view.conversation
    if view.panel is not None:
        update[parts.panel] = view.panel
    if view.turns is not None:
        update[parts.turns] = view.turns
    return update
