"""Lines of cells as text in columns."""

from collections.abc import Sequence


def aligned(lines: Sequence[Sequence[str]]) -> str:
    """The lines under the first one, which is the heading; all columns but the first to the right.

    A line of one cell is a heading of its own, with an empty line before it.
    """
    full = [line for line in lines if len(line) > 1]
    widths = [max(map(len, column)) for column in zip(*full, strict=True)]
    rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
    text = [_line(line, widths) if len(line) > 1 else f"\n{line[0]}" for line in lines]
    return "\n".join([text[0], rule, *text[1:]])


def _line(line: Sequence[str], widths: Sequence[int]) -> str:
    cells = [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
    return "  ".join([line[0].ljust(widths[0]), *cells]).rstrip()
