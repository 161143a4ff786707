"""The command line: `dateline`."""

import sys
from collections.abc import Mapping
from importlib.metadata import version
from typing import Annotated

import typer

from corpus import CorpusError
from ui import chatting, ingesting, keeping, terminal
from ui.options import (
    AsOfOption,
    CorpusOption,
    ExplainOption,
    FormatOption,
    JsonOption,
    LlmOption,
    OldOption,
    ReaderOption,
    SinceOption,
    SourceOption,
    UntilOption,
    show,
)

app = typer.Typer(
    name="dateline",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(chatting.app)
app.add_typer(ingesting.app)
app.add_typer(keeping.app)


@app.callback(invoke_without_command=True)
def dateline(
    *,
    shown: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Answer questions about news articles, with the exact passage behind every statement."""
    if shown:
        show(version("dateline"))
        raise typer.Exit


@app.command()
def ask(
    question: str,
    *,
    corpus: CorpusOption,
    since: SinceOption = None,
    until: UntilOption = None,
    source: SourceOption = None,
    as_of: AsOfOption = None,
    no_recency: OldOption = False,
    llm: LlmOption = None,
    reader: ReaderOption = True,
    show_unsupported: Annotated[
        bool,
        typer.Option("--show-unsupported", help="Show what the LLM said without support, too."),
    ] = False,
    explain: ExplainOption = False,
    form: FormatOption = "text",
    as_json: JsonOption = False,
) -> None:
    """Answer a question with verbatim, cited sentences of the articles, or an LLM's, checked."""
    from assistant import Assistant
    from assistant.exporting import export

    if form not in ("text", "json"):
        _refuse(
            form,
            {"--json": as_json, "--show-unsupported": show_unsupported, "--explain": explain},
        )
    with Assistant.open(corpus, llm=llm or None, reader=reader) as assistant:
        answer = assistant.ask(
            question,
            since=since,
            until=until,
            sources=source or (),
            as_of=as_of,
            recency=not no_recency,
        )
    if as_json or form == "json":
        show(answer.to_dict())
    elif form == "text":
        text = terminal.answer(answer, unsupported=show_unsupported)
        show(terminal.explained(answer, text) if explain else text)
    else:
        show(export(answer, form))


def _refuse(form: str, options: Mapping[str, bool]) -> None:
    """Refuse options that a format has no place for.

    Raises:
        ValueError: when one of them is given.
    """
    for name, given in options.items():
        if given:
            raise ValueError(
                f"{name} does not go with --format {form}: leave one of them out "
                "(--json prints all that there is)"
            )


@app.command()
def search(
    question: str,
    *,
    corpus: CorpusOption,
    k: Annotated[int, typer.Option("-k", "--k", min=1, help="How many passages.")] = 10,
    since: SinceOption = None,
    until: UntilOption = None,
    source: SourceOption = None,
    as_of: AsOfOption = None,
    no_recency: OldOption = False,
    explain: ExplainOption = False,
    as_json: JsonOption = False,
) -> None:
    """Show the passages that come nearest to a question."""
    from assistant import Assistant

    with Assistant.open(corpus, reader=False) as assistant:
        query = assistant.understand(
            question,
            since=since,
            until=until,
            sources=source or (),
            as_of=as_of,
            recency=not no_recency,
        )
        hits = assistant.search(query, k=k)
    if as_json:
        found = [hit.to_dict() for hit in hits]
        show({"query": query.to_dict(), "hits": found} if explain else found)
    else:
        shown = [terminal.understood(query)] if explain else []
        show("\n\n".join([*shown, terminal.hits(hits)]))


@app.command()
def serve(
    *,
    corpus: CorpusOption,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 7860,
    llm: LlmOption = None,
    reader: ReaderOption = True,
) -> None:
    """Serve the web chat until Ctrl-C."""
    from assistant import Assistant
    from ui import web
    from ui.examples import example_questions

    with Assistant.open(corpus, llm=llm or None, reader=reader) as assistant:
        web.serve(assistant, host=host, port=port, examples=example_questions(assistant))


def main() -> None:
    """Run the command line; errors become one sentence on standard error and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        # Article text holds characters that a terminal may lack.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    try:
        app()
    except (CorpusError, ValueError, OSError) as error:
        typer.echo(terminal.harmless(f"dateline: {error}"), err=True)
        sys.exit(2)
