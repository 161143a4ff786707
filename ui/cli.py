"""The command line: `dateline`."""

import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer

from corpus import Article, Corpus, CorpusError, Filter, default_directory
from corpus.filter import end_of, start_of
from ui import terminal

app = typer.Typer(
    name="dateline",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

CorpusOption = Annotated[
    Path,
    typer.Option(
        "--corpus",
        help="Directory of the corpus (or DATELINE_CORPUS).",
        default_factory=default_directory,
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
SinceOption = Annotated[
    str | None, typer.Option(metavar="DATE", help="Only articles from this day on, as 2026-03-05.")
]
UntilOption = Annotated[
    str | None, typer.Option(metavar="DATE", help="Only articles up to this day, included.")
]
SourceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--source", metavar="OUTLET", help="Only this outlet, by name or host. May be repeated."
    ),
]
AsOfOption = Annotated[
    str | None, typer.Option(metavar="DATE", help="Prefer articles from around this day.")
]


@app.callback(invoke_without_command=True)
def dateline(
    *,
    shown: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Answer questions about news articles, with the exact passage behind every statement."""
    if shown:
        _print(version("dateline"))
        raise typer.Exit


@app.command()
def ingest(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files and folders; without any, the sample articles.", show_default=False
        ),
    ] = None,
    *,
    corpus: CorpusOption,
    model: Annotated[
        str | None,
        typer.Option(
            help="Embedding model of a new corpus: a sentence-transformers folder or name."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Bring articles into the corpus: new ones, and new versions of known ones.

    Reads .txt, .md, .html, .json and .jsonl (also as .gz and .xz). Exit code 1 when something
    could not be read; the rest is in.
    """
    from ingest import ingest as run
    from ingest import sample_articles

    with terminal.progress(shown=not as_json) as on_progress:
        report = run(
            paths or [sample_articles()], corpus=corpus, model=model, on_progress=on_progress
        )
    _print(report.to_dict() if as_json else terminal.report(report))
    if report.failed:
        raise typer.Exit(1)


@app.command()
def ask(
    question: str,
    *,
    corpus: CorpusOption,
    since: SinceOption = None,
    until: UntilOption = None,
    source: SourceOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question with verbatim, cited sentences of the articles."""
    from assistant import Assistant

    with Assistant.open(corpus) as assistant:
        answer = assistant.ask(
            question, since=since, until=until, sources=source or (), as_of=as_of
        )
    _print(answer.to_dict() if as_json else answer.text)


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
    as_json: JsonOption = False,
) -> None:
    """Show the passages that come nearest to a question."""
    from assistant import Assistant

    with Assistant.open(corpus) as assistant:
        hits = assistant.search(
            question, k=k, since=since, until=until, sources=source or (), as_of=as_of
        )
    _print([hit.to_dict() for hit in hits] if as_json else terminal.hits(hits))


@app.command()
def show(
    article: Annotated[str, typer.Argument(metavar="ID", help="Its id or web address.")],
    *,
    corpus: CorpusOption,
    state: Annotated[
        str | None,
        typer.Option("--version", help="An older version, by its hash.", show_default=False),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show an article."""
    with Corpus.open(corpus) as opened:
        found = _find(opened, article, state)
    _print(found.to_dict() if as_json else terminal.article(found))


@app.command(name="list")
def list_articles(
    *,
    corpus: CorpusOption,
    since: SinceOption = None,
    until: UntilOption = None,
    source: SourceOption = None,
    limit: Annotated[int | None, typer.Option(min=1, help="The newest so many.")] = None,
    body: Annotated[bool, typer.Option("--body", help="With --json, the texts too.")] = False,
    as_json: JsonOption = False,
) -> None:
    """List the articles, newest first, those without a date last."""
    chosen = _filter(since, until, source)
    with Corpus.open(corpus) as opened:
        articles = opened.articles(chosen, limit=limit)
    _print([a.to_dict(body=body) for a in articles] if as_json else terminal.listing(articles))


@app.command()
def status(*, corpus: CorpusOption, as_json: JsonOption = False) -> None:
    """Show how much there is, from when, from whom, and how large it is."""
    with Corpus.open(corpus) as opened:
        found = opened.status()
    _print(found.to_dict() if as_json else terminal.status(found))


@app.command()
def remove(
    articles: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Their ids or web addresses.")
    ] = None,
    *,
    corpus: CorpusOption,
    since: SinceOption = None,
    until: UntilOption = None,
    source: SourceOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove articles for good: by id, web address, outlet or days."""
    chosen = _filter(since, until, source)
    if bool(articles) == bool(chosen):
        raise ValueError(
            "say what to remove: ids or web addresses, or else --source, --since, --until"
        )
    with Corpus.open(corpus) as opened:
        found = [_find(opened, one, None) for one in articles or ()] or opened.articles(chosen)
        if not found:
            _print("No article is like that: nothing was removed.")
            return
        if not yes:
            _print(terminal.listing(found))
            typer.confirm(f"Remove {terminal.count(len(found), 'article')}?", abort=True)
        with opened.writing() as writer:
            removed = writer.remove([one.id for one in found])
    _print(f"{terminal.count(removed, 'article')} removed.")


@app.command()
def rebuild(
    *,
    corpus: CorpusOption,
    model: Annotated[
        str | None, typer.Option(help="Embed with this model from now on.", show_default=False)
    ] = None,
) -> None:
    """Make the vectors and the lexical index anew from the catalog."""
    with Corpus.open(corpus, model=model, rebuild=True) as opened, opened.writing() as writer:
        done = 0
        for done in writer.rebuild():
            terminal.note(f"{terminal.count(done, 'article')} embedded")
    _print(f"The indexes of {terminal.count(done, 'article')} were made anew.")


@app.command()
def serve(
    *,
    corpus: CorpusOption,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 7860,
) -> None:
    """Serve the web chat until Ctrl-C."""
    from assistant import Assistant
    from ui import web
    from ui.examples import example_questions

    with Assistant.open(corpus) as assistant:
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


def _find(opened: Corpus, reference: str, state: str | None) -> Article:
    found = opened.article(reference, state)
    if found is None:
        in_version = f" in version {state}" if state else ""
        raise CorpusError(
            f"there is no article {reference!r}{in_version}: 'dateline list' shows the ids"
        )
    return found


def _filter(since: str | None, until: str | None, source: list[str] | None) -> Filter:
    return Filter(start_of(since), end_of(until), tuple(source or ()))


def _print(value: Any) -> None:  # noqa: ANN401 - JSON of any shape, or text
    if isinstance(value, str):
        typer.echo(terminal.harmless(value))
    else:
        typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
