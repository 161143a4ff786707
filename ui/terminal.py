"""How things look on a terminal."""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from assistant.answer import describe, show_date
from corpus import Article, Hit, Status
from ingest import Progress as IngestProgress
from ingest import Report

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """The text without characters that command a terminal or turn what follows around."""
    return _CONTROLS.sub("\ufffd", text)


def count(number: int, noun: str) -> str:
    """A number with its noun, such as "1 article" or "1,200 articles"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def report(done: Report) -> str:
    """What a run of the ingestion did, with a line for everything that could not be read."""
    lines = [f"{done.new:,} new, {done.changed:,} changed, {done.unchanged:,} unchanged"]
    if not (done.new or done.changed or done.failed):
        lines[0] += ": nothing has changed"
    if done.failed:
        lines[0] += f", {len(done.failed):,} failed"
        lines.extend(f"  {failure.where}: {failure.reason}" for failure in done.failed)
    return "\n".join(lines)


def hits(found: Sequence[Hit]) -> str:
    """Passages with where they come from and why they were found."""
    if not found:
        return "Nothing comes near the question."
    return "\n\n".join(
        f"{number}. {describe(hit.article)}\n"
        f"   score {hit.score:.4f} · by meaning {_rank(hit.dense_rank)} · by words "
        f"{_rank(hit.lexical_rank)} · {hit.article.id} {hit.passage.start}:{hit.passage.end}\n"
        f"   {' '.join(hit.passage.text.split())}"
        for number, hit in enumerate(found, 1)
    )


def article(shown: Article) -> str:
    """An article as a reader sees it, with what is known about it."""
    facts = {
        "id": shown.id,
        "version": shown.version,
        "outlet": shown.outlet or "unknown",
        "authors": ", ".join(shown.authors) or "unknown",
        "published": shown.published.isoformat() if shown.published else "date unknown",
        "updated": shown.updated.isoformat() if shown.updated else "",
        "section": shown.section or "",
        "link": shown.url or "",
        "origin": shown.origin,
    }
    known = "\n".join(f"{name:<10}{value}" for name, value in facts.items() if value)
    body, position, parts = shown.body, 0, []
    for start, end in shown.headings:
        parts += [body[position:start], f"## {body[start:end]}"]
        position = end
    return f"# {shown.title or '(no headline)'}\n\n{known}\n\n{''.join([*parts, body[position:]])}"


def listing(articles: Sequence[Article]) -> str:
    """Articles, a line each: id, date, outlet, headline."""
    if not articles:
        return "There are no such articles."
    width = max(len(one.id) for one in articles)
    return "\n".join(
        f"{one.id:<{width}}  {show_date(one.published):<17}  "
        f"{one.outlet or 'outlet unknown'}  {one.title or '(no headline)'}"
        for one in articles
    )


def status(found: Status) -> str:
    """What a corpus holds."""
    total = sum(found.sizes.values())
    parts = ", ".join(f"{name} {_megabytes(size)}" for name, size in found.sizes.items())
    lines = [
        f"corpus    {found.directory}",
        f"articles  {found.articles:,}",
        f"passages  {found.passages:,}",
        f"oldest    {show_date(found.oldest)}",
        f"newest    {show_date(found.newest)}",
        f"model     {found.model}",
        f"on disk   {_megabytes(total)} ({parts})",
        "outlets",
    ]
    lines.extend(f"  {number:>7,}  {name or 'outlet unknown'}" for name, number in found.outlets)
    return "\n".join(lines)


def note(text: str) -> None:
    """Show how a long work goes on, in place, where somebody watches."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()


@contextmanager
def progress(*, shown: bool) -> Iterator[Callable[[IngestProgress], None]]:
    """A progress bar on standard error for the length of a block, where somebody watches."""
    if not shown or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=1.0)

        def on_progress(now: IngestProgress) -> None:
            bar.update(task, completed=now.share, description=count(now.articles, "article"))

        yield on_progress


def _rank(rank: int | None) -> str:
    return "-" if rank is None else f"#{rank}"


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
