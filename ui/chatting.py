"""A conversation on the terminal: `dateline chat`."""

import re
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import typer

from corpus import CorpusError
from ui import terminal
from ui.options import (
    AsOfOption,
    CorpusOption,
    ExplainOption,
    LlmOption,
    OldOption,
    ReaderOption,
    SinceOption,
    SourceOption,
    UntilOption,
    show,
)

if TYPE_CHECKING:
    from assistant import Answer, Assistant
    from assistant.assistant import Options
    from assistant.exporting import Format

app = typer.Typer()

_PROMPT = "> "
_NUMBER = re.compile(r"\[?(\d{1,4})\]?")
_FORMS: dict[str, "Format"] = {
    "/markdown": "markdown",
    "/json": "json",
    "/bibtex": "bibtex",
    "/csl": "csl",
}
_HELP = """\
Ask about the articles; later questions may refer to earlier ones ("Why?", "And in 2023?").
  1, 2, ...  the citation of that number in the last answer, within its article
  /sources   the sources of the last answer
  /markdown, /json, /bibtex, /csl
             the last answer, or its sources, for use elsewhere
  /history   the questions so far, as they were understood
  /new       a new conversation
  /quit      leave (or Ctrl-D)"""


@app.command()
def chat(
    *,
    corpus: CorpusOption,
    since: SinceOption = None,
    until: UntilOption = None,
    source: SourceOption = None,
    as_of: AsOfOption = None,
    no_recency: OldOption = False,
    llm: LlmOption = None,
    reader: ReaderOption = True,
    explain: ExplainOption = False,
) -> None:
    """Hold a conversation: ask, ask on, and open citations by their numbers."""
    from assistant import Assistant

    options: Options = {
        "since": since,
        "until": until,
        "sources": source or (),
        "as_of": as_of,
        "recency": not no_recency,
    }
    try:
        with Assistant.open(corpus, llm=llm or None, reader=reader) as assistant:
            assistant.understand("", **options)  # an unreadable date is told before the talk
            if sys.stdin.isatty():
                # A shell may have had it ignored, and then there is no way out of a line.
                signal.signal(signal.SIGINT, signal.default_int_handler)
                show("Ask about the articles. /help says what else there is, Ctrl-D leaves.")
            talk = _Talk(assistant, options, explain=explain)
            for line in _lines():
                if line == "/quit":
                    break
                show(talk.reply(line) + "\n")
    except KeyboardInterrupt:  # also one that comes between two lines, or while leaving
        show("")  # what comes next on the terminal begins a line


class _Talk:
    """A conversation with what its last answer can be asked for."""

    def __init__(self, assistant: "Assistant", options: "Options", *, explain: bool) -> None:
        self._chat = assistant.chat()
        self._options = options
        self._explain = explain
        self._answer: Answer | None = None

    def reply(self, line: str) -> str:
        """What to show after a line was typed."""
        number = _NUMBER.fullmatch(line)
        if number:
            return self._citation(int(number[1]))
        if line.startswith("/"):
            return self._command(line)
        try:
            self._answer = self._chat.ask(line, **self._options)
        except (CorpusError, ValueError) as error:
            return f"{error}."
        text = self._answer.text
        return terminal.explained(self._answer, text) if self._explain else text

    def _command(self, line: str) -> str:
        if line == "/new":
            self._chat.clear()
            self._answer = None
            return "A new conversation."
        if line == "/sources":
            return terminal.cited(self._answer) if self._answer else "Nothing was asked yet."
        if line in _FORMS:
            return self._exported(_FORMS[line])
        if line == "/history":
            asked = [f"{n}. {turn.question}" for n, turn in enumerate(self._chat.turns, 1)]
            return "\n".join(asked) or "Nothing was asked yet."
        return _HELP if line == "/help" else f"There is no {line}.\n{_HELP}"

    def _exported(self, form: "Format") -> str:
        from assistant.exporting import export

        return export(self._answer, form) if self._answer else "Nothing was asked yet."

    def _citation(self, number: int) -> str:
        citations = () if self._answer is None else self._answer.citations
        for citation in citations:
            if citation.number == number:
                return terminal.in_context(citation)
        return f"The last answer has no citation {number}."


def _lines() -> Iterator[str]:
    """What is typed, or piped, a line at a time; empty lines say nothing."""
    while True:
        try:
            line = _read().strip()
        except EOFError:
            return
        if line:
            yield line


def _read() -> str:
    """The next line; with line editing and its own history where somebody types.

    Raises:
        EOFError: at the end.
    """
    if sys.stdin.isatty():
        with suppress(ImportError):  # not on every system
            import readline  # noqa: F401 - importing it is what gives `input` its editing
        return input(_PROMPT)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line
