"""The options that several commands share, and how commands find and print."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.exporting import Format
from corpus import Article, Corpus, CorpusError, Filter, default_directory
from corpus.filter import end_of, start_of
from ui import terminal

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
    str | None,
    typer.Option(
        metavar="DATE",
        help='The day of the question (today): words such as "last week" count from it, and '
        "articles near before it are preferred.",
        show_default=False,
    ),
]
OldOption = Annotated[
    bool,
    typer.Option("--no-recency", help="Do not prefer new articles; dates in the question hold."),
]
ExplainOption = Annotated[
    bool,
    typer.Option("--explain", help="Show how the question was understood, and why a hit is one."),
]

LlmOption = Annotated[
    str | None,
    typer.Option(
        metavar="LLM",
        envvar="DATELINE_LLM",
        help="Answer in the words of this LLM, checked: ollama/NAME, openai/NAME, "
        "anthropic/NAME, openai-like/MODEL@URL or gguf/PATH.",
    ),
]


ReaderOption = Annotated[
    bool,
    typer.Option(
        "--reader/--no-reader",
        help="Find the shortest answer with the reader, or choose sentences without it.",
    ),
]


FormatOption = Annotated[
    Format,
    typer.Option(
        "--format",
        help="How to print the answer, or its sources only: bibtex, csl (CSL-JSON).",
    ),
]


def find(opened: Corpus, reference: str, state: str | None = None) -> Article:
    """The article with that id or web address, in its current or the given version.

    Raises:
        CorpusError: when there is none.
    """
    found = opened.article(reference, state)
    if found is None:
        in_version = f" in version {state}" if state else ""
        raise CorpusError(
            f"there is no article {reference!r}{in_version}: 'dateline list' shows the ids"
        )
    return found


def chosen(since: str | None, until: str | None, source: list[str] | None) -> Filter:
    """The filter that these options describe.

    Raises:
        ValueError: when a date cannot be read.
    """
    return Filter(start_of(since), end_of(until), tuple(source or ()))


def show(value: Any) -> None:  # noqa: ANN401 - JSON of any shape, or text
    """Print text, or anything else as JSON."""
    if isinstance(value, str):
        typer.echo(terminal.harmless(value))
    else:
        typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
