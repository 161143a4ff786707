"""The commands that bring articles in."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Annotated

import typer

from corpus import Corpus
from ingest import Report, is_address, sample_articles, source_address, watch
from ingest import ingest as run
from ui import terminal
from ui.options import CorpusOption, JsonOption, show

app = typer.Typer()
sources = typer.Typer(help="Folders and addresses that 'dateline refresh' reads again.")
app.add_typer(sources, name="sources")

InputsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        help="Files, folders, web addresses; without any, the sample articles.", show_default=False
    ),
]
ModelOption = Annotated[
    str | None,
    typer.Option(help="Embedding model of a new corpus: a sentence-transformers folder or name."),
]
PlanOption = Annotated[
    bool, typer.Option("--dry-run", help="Write nothing; tell what would change.")
]
RetryOption = Annotated[
    bool, typer.Option("--retry", help="Read again what could not be read before.")
]
WatchOption = Annotated[
    bool, typer.Option("--watch", help="Stay, and bring in what is new, until Ctrl-C.")
]
EveryOption = Annotated[
    int, typer.Option(min=1, help="With --watch, fetch addresses every so many minutes.")
]
LimitOption = Annotated[
    int | None,
    typer.Option(min=1, help="The most articles of each feed, sitemap or page of links (100)."),
]
PrivateOption = Annotated[
    bool,
    typer.Option("--allow-private", help="Fetch from this machine and private networks too."),
]
WaitOption = Annotated[
    bool, typer.Option("--wait", help="Wait while another process writes to the corpus.")
]
_INTERRUPTED = 130


@app.command()
def ingest(
    inputs: InputsArgument = None,
    *,
    corpus: CorpusOption,
    model: ModelOption = None,
    limit: LimitOption = None,
    allow_private: PrivateOption = False,
    plan: PlanOption = False,
    retry: RetryOption = False,
    watching: WatchOption = False,
    every: EveryOption = 15,
    wait: WaitOption = False,
    as_json: JsonOption = False,
) -> None:
    """Bring articles into the corpus: new ones, and new versions of known ones.

    Reads text, Markdown, web pages, JSON, CSV, Parquet, Word, PDF, e-mail, RSS, Atom, ninjs,
    NewsML, NITF, WARC, MHTML, zip and tar; from files, folders, and web addresses of articles,
    feeds, sitemaps and pages of links. Exit code 1 when something could not be read; the rest
    is in.
    """
    named: list[str] = inputs or ([] if retry else [str(sample_articles())])
    if retry:
        named += _failed_inputs(corpus)
    with _stopping() as stop, terminal.progress(shown=not as_json) as on_progress:
        once = partial(
            run,
            corpus=corpus,
            model=model,
            limit=limit,
            allow_private=allow_private,
            plan=plan,
            wait=wait or watching,
            stop=stop,
            on_progress=on_progress,
        )
        if watching:
            for report in watch(named, once, stop=stop, every=60 * every):
                _tell(report, as_json=as_json)
            return
        report = once(list(dict.fromkeys(named)))
    _finish(report, as_json=as_json)


@app.command()
def refresh(
    *,
    corpus: CorpusOption,
    allow_private: PrivateOption = False,
    wait: WaitOption = False,
    as_json: JsonOption = False,
) -> None:
    """Read all sources once, as a nightly job does."""
    with Corpus.open(corpus) as opened:
        known = opened.inputs.sources()
    if not known:
        show("There are no sources: 'dateline sources add ADDRESS' remembers one.")
        return
    total = Report()
    with _stopping() as stop, terminal.progress(shown=not as_json) as on_progress:
        for limit in dict.fromkeys(one.limit for one in known):
            total += run(
                [one.address for one in known if one.limit == limit],
                corpus=corpus,
                limit=limit,
                allow_private=allow_private,
                wait=wait,
                stop=stop,
                on_progress=on_progress,
            )
    _finish(total, as_json=as_json)


@sources.command(name="add")
def add_sources(
    addresses: Annotated[list[str], typer.Argument(help="Files, folders, web addresses.")],
    *,
    corpus: CorpusOption,
    limit: LimitOption = None,
) -> None:
    """Remember folders and addresses for 'dateline refresh'."""
    named = [source_address(one) for one in addresses]
    with Corpus.open(corpus, create=True) as opened:
        for one in named:
            new = opened.inputs.add_source(one, limit)
            show(f"{one} {'is remembered' if new else 'was known'}.")


@sources.command(name="list")
def list_sources(*, corpus: CorpusOption, as_json: JsonOption = False) -> None:
    """List what is remembered."""
    with Corpus.open(corpus) as opened:
        known = opened.inputs.sources()
    show([one.to_dict() for one in known] if as_json else terminal.sources(known))


@sources.command(name="remove")
def remove_sources(
    addresses: Annotated[list[str], typer.Argument(help="As 'dateline sources list' shows them.")],
    *,
    corpus: CorpusOption,
) -> None:
    """Forget sources; their articles stay."""
    with Corpus.open(corpus) as opened:
        for one in addresses:
            there = opened.inputs.remove_source(one) or (
                Path(one).exists() and opened.inputs.remove_source(source_address(one))
            )
            if not there:
                raise ValueError(f"{one!r} is no source: 'dateline sources list' shows them")
            show(f"{one} is forgotten.")


def _failed_inputs(corpus: Path) -> list[str]:
    """What could not be read and is still there; what is gone is forgotten."""
    with Corpus.open(corpus) as opened:
        failed = dict.fromkeys(one.input for one in opened.inputs.failures())
        gone = [one for one in failed if not _is_there(one)]
        opened.inputs.forget_failures(gone)
    return [one for one in failed if one not in gone]


def _is_there(named: str) -> bool:
    """Whether an input can be tried again: a web address, or a file that exists."""
    if is_address(named):
        return named.lower().startswith(("http://", "https://"))
    return bool(named) and Path(named).exists()


def _tell(report: Report, *, as_json: bool) -> None:
    show(report.to_dict() if as_json else terminal.report(report))


def _finish(report: Report, *, as_json: bool) -> None:
    _tell(report, as_json=as_json)
    if report.interrupted:
        raise typer.Exit(_INTERRUPTED)
    if report.failed:
        raise typer.Exit(1)


@contextmanager
def _stopping() -> Iterator[Event]:
    """An event that the first Ctrl-C sets; the second one ends the program as ever."""
    stop = Event()
    before: dict[int, object] = {}

    def on_signal(number: int, _: FrameType | None) -> None:
        stop.set()
        signal.signal(number, before[number])  # type: ignore[arg-type]
        terminal.warn("stopping after the articles at hand; press again to end at once")

    for number in (signal.SIGINT, signal.SIGTERM):
        before[number] = signal.signal(number, on_signal)
    try:
        yield stop
    finally:
        for signalled, handler in before.items():
            signal.signal(signalled, handler)  # type: ignore[arg-type]
