"""How things look on a terminal."""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from assistant import Answer, Citation, Unsupported
from assistant.answer import describe, show_date
from assistant.reading import readings
from corpus import Article, Failed, Hit, Part, Query, Source, Status, Step
from corpus.notices import notices
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
    counts = f"{done.new:,} new, {done.changed:,} changed, {done.unchanged:,} unchanged"
    if done.retracted:
        counts += f", {done.retracted:,} retracted"
    if done.failed:
        counts += f", {len(done.failed):,} failed"
    elif not (done.new or done.changed or done.retracted):
        counts += ": nothing has changed"
    if done.planned:
        counts = f"This would be: {counts}; nothing was written"
    elif done.articles and done.seconds >= 1:
        counts += f" in {_duration(done.seconds)} ({done.articles / done.seconds:,.1f} articles/s)"
    lines = [counts]
    if done.interrupted:
        lines.append("It was stopped before its end: the same command goes on from here.")
    lines.extend(done.notes)
    lines.extend(f"  {_line(one.where)}: {_line(one.reason)}" for one in done.failed)
    return "\n".join(lines)


def hits(found: Sequence[Hit]) -> str:
    """Passages with where they come from and why they were found."""
    if not found:
        return "Nothing comes near the question."
    return "\n\n".join(
        f"{number}. {describe(hit.article)}\n"
        f"   {_reasons(hit)} · {hit.article.id} {hit.passage.start}:{hit.passage.end}\n"
        f"   {_line(hit.passage.text)}"
        for number, hit in enumerate(found, 1)
    )


def understood(query: Query) -> str:
    """What a question was understood to mean, a line for everything."""
    lines = [f"  {one.label:<10}{_line(one.words)}" for one in readings(query)]
    return "\n".join(["Understood as:", *lines])


def answer(given: Answer, *, unsupported: bool = False) -> str:
    """An answer as plain text; what is unsupported is struck through."""
    return given.told(_struck if unsupported else None)


def _struck(one: Unsupported) -> str:
    # A stroke through each character is seen in every terminal and file, and commands nothing.
    stroke = "".join(f"{character}\u0336" for character in _line(one.text))
    return f"{stroke} (unsupported: {_line(one.reason)})"


def explained(answer: Answer, text: str) -> str:
    """The text of an answer, how its question was understood, and why each passage was found."""
    found = [
        f"  {number}. {describe(hit.article)}\n     {_reasons(hit)}"
        for number, hit in enumerate(answer.hits, 1)
    ]
    parts = [understood(answer.query), text]
    return "\n\n".join([*parts, "\n".join(["Found:", *found])] if found else parts)


def cited(answer: Answer) -> str:
    """The sources of an answer, a line each; the nearest articles where it cites none."""
    if answer.citations:
        return "\n".join(f"[{one.number}] {describe(one.article)}" for one in answer.citations)
    return "\n".join(f"- {describe(one)}" for one in answer.nearest) or "It has no sources."


def in_context(citation: Citation) -> str:
    """A citation within its article: its paragraph, with the quote marked, and those beside it."""
    body = citation.article.body
    before = "\n\n".join(re.split(r"\n+", body[: citation.start])[-2:])
    after = "\n\n".join(re.split(r"\n+", body[citation.end :])[:2])
    text = f"{before}>> {citation.quote} <<{after}".strip()
    return f"[{citation.number}] {describe(citation.article)}\n\n{text}"


def _reasons(hit: Hit) -> str:
    similarity = "" if hit.similarity is None else f" (similarity {hit.similarity:.3f})"
    return (
        f"score {hit.score:.4f} · by meaning {_rank(hit.dense_rank)}{similarity} · "
        f"by words {_rank(hit.lexical_rank)}"
    )


def article(shown: Article, story: Sequence[Article] = (), *, raw: bool = False) -> str:
    """An article as a reader sees it, with what is known about it.

    `story` are all articles of the same text; with `raw`, what was cut around it comes last.
    """
    others = [one for one in story if one.id != shown.id]
    facts = {
        "id": shown.id,
        "version": shown.version,
        "outlet": shown.outlet or "unknown",
        "authors": ", ".join(shown.authors) or "unknown",
        "published": shown.published.isoformat() if shown.published else "date unknown",
        "updated": shown.updated.isoformat() if shown.updated else "",
        "section": shown.section or "",
        "language": shown.language or "",
        "retracted": "yes: it answers no question" if shown.retracted else "",
        "also in": ", ".join(f"{one.outlet or 'outlet unknown'} ({one.id})" for one in others),
        "link": shown.url or "",
        "origin": _line(shown.origin),
    }
    known = "\n".join(f"{name:<10}{value}" for name, value in facts.items() if value)
    body, position, parts = shown.body, 0, []
    for start, end in shown.headings:
        parts += [body[position:start], f"## {body[start:end]}"]
        position = end
    text = "".join([*parts, body[position:]])
    shown_parts = [f"# {shown.title or '(no headline)'}", known, text]
    noted = [f"  {' '.join(body[start:end].split())}" for start, end in notices(body)]
    if noted:
        shown_parts.insert(2, "\n".join(["Corrections and updates:", *noted]))
    if shown.captions:
        shown_parts.append("\n".join(["Images:", *(f"  {one}" for one in shown.captions)]))
    if raw:
        cut = [f"  {line}" for line in shown.cut] or ["  nothing"]
        shown_parts.append("\n".join(["Cut around the text:", *cut]))
    return "\n\n".join(shown_parts)


def history(steps: Sequence[Step]) -> str:
    """The versions of an article, each with the sentences that went (-) and came (+)."""
    parts = []
    for number, step in enumerate(steps, 1):
        mark = ", current" if step.current else ""
        lines = [f"Version {number} of {len(steps)}: {step.article.version}{mark}"]
        lines.append(f"  in the corpus since {step.added:%d %B %Y, %H:%M} UTC")
        lines.append(f"  {step.article.title or '(no headline)'}")
        if step.reused:
            lines.append(
                "  The texts have nothing in common: the address was used again for another "
                "article. 'dateline show ID --version HASH' shows the one before."
            )
        else:
            lines += _difference(step.parts)
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _difference(parts: Sequence[Part]) -> list[str]:
    """The changed sentences, each group under the last unchanged one before it."""
    lines: list[str] = []
    before = ""
    for part in parts:
        if part.kind == "same":
            before = part.text
            continue
        if before:
            lines.append(f"    {before}")
            before = ""
        lines.append(f"  {'-' if part.kind == 'gone' else '+'} {part.text}")
    return lines


def failures(found: Sequence[Failed]) -> str:
    """Everything that could not be read, and what to do about it."""
    if not found:
        return "Everything could be read."
    lines = [f"{_line(one.where)}: {_line(one.reason)} ({one.at:%d %B %Y})" for one in found]
    lines.append("'dateline ingest --retry' reads these inputs again.")
    return "\n".join(lines)


def sources(known: Sequence[Source]) -> str:
    """The remembered folders and addresses, a line each."""
    if not known:
        return "There are no sources: 'dateline sources add ADDRESS' remembers one."
    return "\n".join(
        one.address + (f" (at most {one.limit:,} articles)" if one.limit else "") for one in known
    )


def listing(articles: Sequence[Article]) -> str:
    """Articles, a line each: id, date, outlet, headline."""
    if not articles:
        return "There are no such articles."
    width = max(len(one.id) for one in articles)
    return "\n".join(
        f"{one.id:<{width}}  {show_date(one.published):<17}  "
        f"{one.outlet or 'outlet unknown'}  {one.title or '(no headline)'}"
        f"{'  (retracted)' if one.retracted else ''}"
        for one in articles
    )


def status(found: Status) -> str:
    """What a corpus holds."""
    total = sum(found.sizes.values())
    parts = ", ".join(f"{name} {megabytes(size)}" for name, size in found.sizes.items())
    lines = [
        f"corpus    {found.directory}",
        f"articles  {found.articles:,}",
        f"passages  {found.passages:,}",
        f"oldest    {show_date(found.oldest)}",
        f"newest    {show_date(found.newest)}",
        f"model     {found.model}",
        f"on disk   {megabytes(total)} ({parts})",
        "outlets",
    ]
    lines.extend(f"  {number:>7,}  {name or 'outlet unknown'}" for name, number in found.outlets)
    return "\n".join(lines)


def warn(text: str) -> None:
    """Say something beside the output."""
    sys.stderr.write(f"\n{text}\n")
    sys.stderr.flush()


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
            rate = f", {now.articles / now.seconds:,.1f}/s" if now.seconds >= 1 else ""
            left = "" if now.left is None else f", {_duration(now.left)} left"
            known = count(now.articles, "article") + rate + left
            bar.update(task, completed=now.share, description=known)

        yield on_progress


def _line(text: str) -> str:
    """A text in one line: names of files may hold line breaks, and must not forge one."""
    return " ".join(text.split())


def _duration(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"


def _rank(rank: int | None) -> str:
    return "-" if rank is None else f"#{rank}"


def megabytes(size: int) -> str:
    """A size in megabytes, such as "1,200.5 MB"."""
    return f"{size / 1_000_000:,.1f} MB"
