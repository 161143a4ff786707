"""PDF with text in it (ISO 32000), read with pypdf."""

import io
import logging
import math
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from ingest.draft import Draft
from ingest.printed import Line, read_printed
from ingest.records import NotAnArticleError
from ingest.text import one_line

MAX_PAGES = 300
"""The most pages that are read."""

MAX_SECONDS = 60.0
"""How long the pages of a file may take to read; a few kilobytes can ask for any work."""

MAX_STREAM_BYTES = 16 * 1024**2
"""The largest stream in a file, unpacked: the content of a page, a font."""

MAX_TOKENS = 500_000
"""The most operators and operands of a page, or of a form on it."""

_FEW_LETTERS = 20  # to a page: a scanner's stamp
_MAX_STRANGE = 0.3  # of all characters
_NEEDS_OCR = "run OCR (text recognition) over it first"


class _TimeUpError(Exception):
    """The pages take longer than they may."""


def read_pdf(data: bytes) -> Draft:
    """The article in a PDF.

    What its metadata says is not believed, but for a headline that its first page shows: they
    name programs, templates and whoever pressed "print".

    Raises:
        NotAnArticleError: when it is no PDF, is damaged, locked, or holds no text.
    """
    with _quiet():
        from pypdf import PdfReader, apply_configuration  # slow, and only PDF needs it

        with apply_configuration(
            array_based_stream_maximum_output_length=MAX_STREAM_BYTES,
            lzw_maximum_output_length=MAX_STREAM_BYTES,
            run_length_maximum_output_length=MAX_STREAM_BYTES,
            zlib_maximum_output_length=MAX_STREAM_BYTES,
            brotli_maximum_output_length=MAX_STREAM_BYTES,
            stream_parsing_work_maximum_count=MAX_TOKENS,
        ):
            try:
                reader = PdfReader(io.BytesIO(data))
                locked = reader.is_encrypted and not reader.decrypt("")
                pages = 0 if locked else len(reader.pages)
            except Exception as error:  # it stumbles over odd input in many ways
                raise NotAnArticleError(f"the PDF cannot be opened: {_short(error)}") from error
            if locked:
                raise NotAnArticleError("the PDF needs a password: save it without one")
            lines, problems = _lines(reader, pages)
            named = _named(reader)
    _check_text(lines, pages, problems)
    draft = read_printed(lines, named)
    return replace(draft, problems=(*draft.problems, *problems))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what pypdf has to say about a file to itself: nobody at a terminal can mend it."""
    log = logging.getLogger("pypdf")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.setLevel(level)


def _lines(reader: Any, pages: int) -> tuple[list[Line], list[str]]:  # noqa: ANN401
    """The lines of all pages, and what could not be read."""
    deadline = time.monotonic() + MAX_SECONDS
    lines: list[Line] = []
    problems: list[str] = []
    for number in range(min(pages, MAX_PAGES)):
        collected = _Collector(number, deadline)
        try:
            reader.pages[number].extract_text(
                visitor_text=collected.text, visitor_operand_before=collected.tick
            )
        except _TimeUpError:
            problems.append(f"page {number + 1} and those after it take too long; left out")
            break
        except Exception as error:  # noqa: BLE001 - one bad page must not cost the others
            problems.append(f"page {number + 1} cannot be read: {_short(error)}")
        lines.extend(collected.lines())
    if pages > MAX_PAGES:
        problems.append(f"it has {pages:,} pages; those after the first {MAX_PAGES} are left out")
    return lines, problems


class _Collector:
    """The lines of a page, put together of what pypdf finds one after the other."""

    def __init__(self, page: int, deadline: float) -> None:
        self._page = page
        self._deadline = deadline
        self._done: list[Line] = []
        self._line: Line | None = None  # of which more may come

    def tick(self, *_: object) -> None:
        if time.monotonic() > self._deadline:
            raise _TimeUpError

    def text(self, text: str, cm: Any, tm: Any, font: Any, size: float) -> None:  # noqa: ANN401
        """Take a piece of text with its matrices (ISO 32000-2, 9.4.4), font and size."""
        for number, part in enumerate(text.split("\n")):
            if number:
                self._end()
            if part.strip():
                self._add(part, cm, tm, font, size)
            elif part and self._line:
                self._line = self._line._replace(text=f"{self._line.text} ")

    def _add(self, text: str, cm: Any, tm: Any, font: Any, size: float) -> None:  # noqa: ANN401
        if self._line is not None:
            bold = self._line.bold and _is_bold(font)
            self._line = self._line._replace(text=self._line.text + text, bold=bold)
            return
        x, y, scale = _place(cm, tm)
        height = min(max(abs(float(size)) * scale, 0.1), 10_000.0)
        self._line = Line(text, self._page, x, y, height, _is_bold(font))

    def lines(self) -> list[Line]:
        self._end()
        return self._done

    def _end(self) -> None:
        if self._line is not None:
            text = " ".join(self._line.text.split())
            if text:
                self._done.append(self._line._replace(text=text))
        self._line = None


def _place(cm: Any, tm: Any) -> tuple[float, float, float]:  # noqa: ANN401
    """Where a text begins on the page, and how much its type is enlarged."""
    a, b, c, d, e, f = (float(value) for value in cm)
    x, y = float(tm[4]), float(tm[5])
    scale = math.hypot(float(tm[2]), float(tm[3])) * math.hypot(c, d)
    place = (a * x + c * y + e, b * x + d * y + f, scale)
    return place if all(map(math.isfinite, place)) else (0.0, 0.0, 1.0)


def _is_bold(font: Any) -> bool:  # noqa: ANN401
    name = str(font.get("/BaseFont", "")).lower() if isinstance(font, dict) else ""
    return any(weight in name for weight in ("bold", "black", "heavy"))


def _named(reader: Any) -> str:  # noqa: ANN401
    """The headline that the metadata tell, or an empty one."""
    try:
        title = reader.metadata and reader.metadata.title
    except Exception:  # noqa: BLE001 - then there is none
        return ""
    return title if isinstance(title, str) else ""


def _check_text(lines: list[Line], pages: int, problems: list[str]) -> None:
    """Refuse pages that hold no text, or none that can be told."""
    text = "".join(line.text for line in lines)
    letters = sum(char.isalpha() for char in text)
    strange = sum(char == "\ufffd" or not (char.isprintable() or char.isspace()) for char in text)
    if not lines and problems:
        raise NotAnArticleError("; ".join(problems[:3]))
    if strange > len(text) * _MAX_STRANGE:
        raise NotAnArticleError(f"the fonts of the PDF do not tell its letters: {_NEEDS_OCR}")
    if letters < _FEW_LETTERS * min(pages, MAX_PAGES) / 2 or not letters:
        raise NotAnArticleError(f"the PDF holds images of pages, no text: {_NEEDS_OCR}")


def _short(error: Exception) -> str:
    return one_line(str(error))[:200] or type(error).__name__
