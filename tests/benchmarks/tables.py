"""From measurements to a table: medians over the rounds, beside the budgets of the design."""

from collections.abc import Callable, Sequence
from statistics import median
from typing import NamedTuple

from .measuring import STAGES, Round, Run

FASTER = 4.0
"""How many times the articles/s of the pipeline."""

MODEL_SHARE = 0.85
"""The share of the ingestion's time that is the embedding model itself."""

UNCHANGED_PER_SECOND = 1000.0
"""Articles/s when all of them are known and none has changed."""

DISK_PER_TEXT = 4.0
"""How many times the plain text of the articles on disk."""


class Row(NamedTuple):
    """One line of the table, as printed."""

    figure: str
    ours: str
    theirs: str = ""
    budget: str = ""
    verdict: str = ""


def rows_of(rounds: Sequence[Round], text_bytes: int) -> list[Row]:
    """The table of these rounds; `text_bytes` is the size of the articles' plain text."""
    table = _Table(rounds)
    table.both("articles", lambda run: run.first.articles, "{:,.0f}")
    table.both("passages", lambda run: run.first.passages, "{:,.0f}")
    table.both("word pieces a passage", lambda run: run.first.word_pieces, "{:.0f}")
    table.both("seconds", lambda run: run.first.seconds, "{:.2f}")
    table.both("CPU seconds", lambda run: run.first.cpu_seconds, "{:.2f}")
    table.both("cores in use", lambda run: run.first.cpu_seconds / run.first.seconds, "{:.1f}")
    table.both("articles/s", _speed, "{:.1f}")
    table.both("passages/s", lambda run: run.first.passages / run.first.seconds, "{:.0f}")
    ratios = [_speed(one.ours) / _speed(one.theirs) for one in rounds]
    table.judged("articles/s, times the pipeline's", ratios, "{:.2f} x", FASTER)
    ratios = [_per_cpu_second(one.ours) / _per_cpu_second(one.theirs) for one in rounds]
    table.judged("articles/CPU s, times the pipeline's", ratios, "{:.2f} x", None)
    table.both("re-ingest, same file: articles/s", _again(changed=False), "{:,.0f}")
    unchanged = [_again(changed=True)(one.ours) for one in rounds]
    theirs = [_again(changed=True)(one.theirs) for one in rounds]
    figure = "re-ingest, changed file: articles/s"
    table.judged(figure, unchanged, "{:,.0f}", UNCHANGED_PER_SECOND, theirs)
    table.both("MB on disk", lambda run: run.first.disk["in all"] / 1e6, "{:.1f}")
    disk = [one.ours.first.disk["in all"] / text_bytes for one in rounds]
    theirs = [one.theirs.first.disk["in all"] / text_bytes for one in rounds]
    table.judged("disk / plain text", disk, "{:.1f} x", DISK_PER_TEXT, theirs, at_most=True)
    table.parts("of that", rounds[-1], text_bytes)
    table.both("peak memory, MB", lambda run: run.first.peak_memory / 1e6, "{:,.0f}")
    table.both("not counted: imports, s", lambda run: run.first.imports, "{:.2f}")
    table.both("not counted: model load, s", lambda run: run.first.loading, "{:.2f}")
    table.both("not counted: warming up, s", lambda run: run.first.warming, "{:.2f}")
    for stage in STAGES:
        shares = [_share(one.ours, stage) for one in rounds]
        theirs = [_share(one.theirs, stage) for one in rounds]
        least = MODEL_SHARE if stage == "the model" else None
        table.judged(f"share: {stage}", shares, "{:.1%}", least, theirs)
    table.both("share: the rest", _rest, "{:.1%}")
    return table.rows


def render(rows: Sequence[Row]) -> str:
    """The rows as text in columns, with a heading."""
    lines = [Row("", "Dateline", "llama-index", "budget", ""), *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
    text = [
        "  ".join(
            cell.ljust(width) if column in (0, 4) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
    return "\n".join([text[0], rule, *text[1:]])


def shown(values: Sequence[float], form: str) -> str:
    """The median of the values, and their range where there are several and they differ."""
    middle, lowest, highest = (
        form.format(one) for one in (median(values), min(values), max(values))
    )
    return middle if lowest == highest else f"{middle} ({lowest} to {highest})"


def verdict(met: int, of: int) -> str:
    """Whether a budget is met, where it is in `met` rounds `of` so many."""
    if met in (0, of):
        return "met" if met else "not met"
    return f"met in {met} of {of} rounds"


class _Table:
    def __init__(self, rounds: Sequence[Round]) -> None:
        self.rows: list[Row] = []
        self._rounds = rounds

    def both(self, figure: str, value: Callable[[Run], float], form: str) -> None:
        ours = shown([value(one.ours) for one in self._rounds], form)
        theirs = shown([value(one.theirs) for one in self._rounds], form)
        self.rows.append(Row(figure, ours, theirs))

    def judged(
        self,
        figure: str,
        ours: Sequence[float],
        form: str,
        bound: float | None,
        theirs: Sequence[float] = (),
        *,
        at_most: bool = False,
    ) -> None:
        """A figure that is held against a budget in each round, if there is one."""
        row = Row(figure, shown(ours, form), shown(theirs, form) if theirs else "")
        if bound is not None:
            budget = f"{'at most' if at_most else 'at least'} {form.format(bound)}"
            met = sum(one <= bound if at_most else one >= bound for one in ours)
            row = row._replace(budget=budget, verdict=verdict(met, len(ours)))
        self.rows.append(row)

    def parts(self, figure: str, one: Round, text_bytes: int) -> None:
        """What the disk space consists of, each as a multiple of the plain text."""
        ours, theirs = (
            [
                f"{name} {size / text_bytes:.1f} x"
                for name, size in run.first.disk.items()
                if name != "in all"
            ]
            for run in (one.ours, one.theirs)
        )
        for number in range(max(len(ours), len(theirs))):
            cells = [part[number] if number < len(part) else "" for part in (ours, theirs)]
            self.rows.append(Row(figure, *cells))


def _speed(run: Run) -> float:
    return run.first.articles / run.first.seconds


def _per_cpu_second(run: Run) -> float:
    """Hardly depends on what else the machine is doing."""
    return run.first.articles / run.first.cpu_seconds


def _again(*, changed: bool) -> Callable[[Run], float]:
    def speed(run: Run) -> float:
        seconds = run.again.changed_file if changed else run.again.same_file
        return run.first.articles / seconds

    return speed


def _share(run: Run, stage: str) -> float:
    return run.first.stages[stage] / run.first.seconds


def _rest(run: Run) -> float:
    return max(0.0, 1 - sum(run.first.stages.values()) / run.first.seconds)
