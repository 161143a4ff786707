"""The commands that look at what is in a corpus, and keep it right."""

from typing import Annotated

import typer

from corpus import Corpus
from ui import terminal
from ui.options import (
    CorpusOption,
    JsonOption,
    SinceOption,
    SourceOption,
    UntilOption,
    chosen,
    find,
    show,
)

app = typer.Typer()

IdsArgument = Annotated[
    list[str] | None, typer.Argument(metavar="[ID]...", help="Their ids or web addresses.")
]


@app.command(name="show")
def show_article(
    article: Annotated[str, typer.Argument(metavar="ID", help="Its id or web address.")],
    *,
    corpus: CorpusOption,
    state: Annotated[
        str | None,
        typer.Option("--version", help="An older version, by its hash.", show_default=False),
    ] = None,
    versions: Annotated[
        bool, typer.Option("--versions", help="What has changed from version to version.")
    ] = False,
    raw: Annotated[bool, typer.Option("--raw", help="Also what was cut around its text.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show an article, or how its text has changed."""
    with Corpus.open(corpus) as opened:
        found = find(opened, article, state)
        if versions:
            history = opened.history(found.id)
            show([one.to_dict() for one in history] if as_json else terminal.history(history))
            return
        story = opened.story(found.id)
    if as_json:
        also = [one.to_dict(body=False) for one in story if one.id != found.id]
        show({**found.to_dict(), "also": also, **({"cut": list(found.cut)} if raw else {})})
    else:
        show(terminal.article(found, story, raw=raw))


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
    wanted = chosen(since, until, source)
    with Corpus.open(corpus) as opened:
        articles = opened.articles(wanted, limit=limit)
    show([a.to_dict(body=body) for a in articles] if as_json else terminal.listing(articles))


@app.command()
def status(
    *,
    corpus: CorpusOption,
    failed: Annotated[
        bool, typer.Option("--failed", help="Everything that could not be read, and why.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Show how much there is, from when, from whom, and how large it is."""
    with Corpus.open(corpus) as opened:
        if failed:
            failures = opened.inputs.failures()
            show([f.to_dict() for f in failures] if as_json else terminal.failures(failures))
            return
        found = opened.status()
    show(found.to_dict() if as_json else terminal.status(found))


@app.command()
def remove(
    articles: IdsArgument = None,
    *,
    corpus: CorpusOption,
    since: SinceOption = None,
    until: UntilOption = None,
    source: SourceOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove articles for good: by id, web address, outlet or days."""
    wanted = chosen(since, until, source)
    if bool(articles) == bool(wanted):
        raise ValueError(
            "say what to remove: ids or web addresses, or else --source, --since, --until"
        )
    with Corpus.open(corpus) as opened:
        found = [find(opened, one) for one in articles or ()] or opened.articles(wanted)
        if not found:
            show("No article is like that: nothing was removed.")
            return
        if not yes:
            show(terminal.listing(found))
            typer.confirm(f"Remove {terminal.count(len(found), 'article')}?", abort=True)
        with opened.writing() as writer:
            removed = writer.remove([one.id for one in found])
    show(
        f"{terminal.count(removed, 'article')} removed. An input that still holds one brings it "
        "back when it is read again; what is retracted stays away."
    )


@app.command()
def retract(
    articles: Annotated[
        list[str], typer.Argument(metavar="ID...", help="Their ids or web addresses.")
    ],
    *,
    corpus: CorpusOption,
    undo: Annotated[bool, typer.Option("--undo", help="Let them answer again.")] = False,
) -> None:
    """Take articles back: they answer no question any more, but stay listed."""
    with Corpus.open(corpus) as opened:
        ids = [find(opened, one).id for one in articles]
        with opened.writing() as writer:
            number = writer.reinstate(ids) if undo else writer.retract(ids)
    done = "answer again" if undo else "retracted"
    show(f"{terminal.count(number, 'article')} {done}.")


@app.command()
def rebuild(
    *,
    corpus: CorpusOption,
    model: Annotated[
        str | None, typer.Option(help="Embed with this model from now on.", show_default=False)
    ] = None,
) -> None:
    """Make the vectors, the lexical index and the stories anew from the catalog."""
    with Corpus.open(corpus, model=model, rebuild=True) as opened, opened.writing() as writer:
        done = 0
        for done in writer.rebuild():
            terminal.note(f"{terminal.count(done, 'article')} indexed")
    show(f"The indexes of {terminal.count(done, 'article')} were made anew.")


@app.command()
def compact(*, corpus: CorpusOption) -> None:
    """Give the disk back what was removed or replaced."""
    with Corpus.open(corpus) as opened:
        before = sum(opened.status().sizes.values())
        with opened.writing() as writer:
            for done in writer.compact():
                terminal.note(f"{terminal.count(done, 'article')} packed")
        left = sum(opened.status().sizes.values())
    given = max(0, before - left)
    show(f"{terminal.megabytes(given)} given back, {terminal.megabytes(left)} left.")
