"""Text as it comes in: bytes to characters, stray characters out, lines to paragraphs."""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

MAX_GUESS_BYTES = 1_000_000
"""How much of a file the guess at its encoding looks at."""

_MARKS = (  # the longer mark first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x1f\x8b", "compressed with gzip"),
    (b"\xfd7zXZ", "compressed with xz"),
    (b"SQLite format 3", "a database"),
)
_CONTROL_BYTES = bytes(set(range(32)) - {9, 10, 12, 13, 27})
_MAX_CONTROL_SHARE = 0.05

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_STRAY = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\ufeff\ufffe\uffff]")
_SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"\s+")

# Bytes that Windows-1252 shows as signs which no western word has inside: another code page.
_ODD_INSIDE = re.compile(r"[^\W\d_][¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿×÷Ÿ¤][^\W\d_]")

_WRAP_NARROWEST, _WRAP_WIDEST = 45, 100
_TERMINAL = re.compile(r"[.!?…:。！？؟۔।։።]['\"”’»›」』)\]]*$")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


class NotTextError(ValueError):
    """The bytes hold no text; the message says what they are instead, when that is known."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters, the encoding they were in, and what a reader should know about that."""

    text: str
    problem: str | None = None
    encoding: str = "utf-8"


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of `data`: by its byte order mark, as UTF-8, as `declared`, or by a guess.

    Only a guess, or characters lost, make a `problem`.

    Raises:
        NotTextError: when the bytes are no text, or no encoding fits them.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_leniently(data[len(mark) :], encoding)
    _refuse_binary(data)
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    if declared:
        try:
            return Decoded(data.decode(declared), encoding=declared)
        except (LookupError, UnicodeError, ValueError):
            pass
    return _guess(data)


def _decode_leniently(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd") - data.decode(encoding, "ignore").count("\ufffd")
    if not lost:
        return Decoded(text, encoding=encoding)
    if lost * 10 > len(text):
        raise NotTextError(f"it is marked as {encoding.upper()} and is not")
    problem = f"not valid {encoding.upper()} in {_places(lost)}, shown as \ufffd"
    return Decoded(text, problem, encoding)


def _places(number: int) -> str:
    return "one place" if number == 1 else f"{number:,} places"


def _refuse_binary(data: bytes) -> None:
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise NotTextError(f"it is {name}, not text")
    head = data[:MAX_GUESS_BYTES]
    stray = len(head) - len(head.translate(None, _CONTROL_BYTES))
    if stray > _MAX_CONTROL_SHARE * len(head):
        raise NotTextError("it is binary data, not text")


def _guess(data: bytes) -> Decoded:
    """Decode what is neither UTF-8 nor what it says it is."""
    lenient = data.decode("utf-8", "replace")
    lost = lenient.count("\ufffd")
    # Much good UTF-8 and a few broken bytes: a copy was damaged. No other encoding does that.
    if sum(1 for char in lenient if char > "\x7f") - lost > 2 * lost:
        return Decoded(lenient, f"not valid UTF-8 in {_places(lost)}, shown as \ufffd")
    encoding = "cp1252" if _looks_western(data) else _measured_encoding(data)
    text = data.decode(encoding, "replace")
    return Decoded(text, f"not UTF-8; read as {encoding}; check accented letters", encoding)


def _looks_western(data: bytes) -> bool:
    """Whether the bytes make plausible Windows-1252: few accents, none of them absurd.

    The measured guess is poor on short texts, and most legacy text is in this code page.
    """
    text = data[:MAX_GUESS_BYTES].decode("cp1252", "replace")
    letters = sum(1 for char in text if char.isalpha())
    accented = sum(1 for char in text if char.isalpha() and char > "\x7f")
    if "\ufffd" in text or accented * 4 >= letters or _ODD_INSIDE.search(text):
        return False
    # What Czech and Turkish bytes look like here: letters that no western language has together.
    return not ("ø" in text and ("è" in text or "ì" in text)) and not ("þ" in text and "ý" in text)


def _measured_encoding(data: bytes) -> str:
    from charset_normalizer import from_bytes  # slow, and rarely needed

    best = from_bytes(data[:MAX_GUESS_BYTES]).best()
    if best is None:
        raise NotTextError("no text encoding fits its bytes; save it as UTF-8")
    return best.encoding


def as_utf_8(data: bytes, charset: str | None) -> bytes:
    """Text in the charset that its sender names, as UTF-8; unchanged where that does not fit.

    UTF-8 that a sender calls something else is UTF-8: senders name what their settings say.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return data.decode(charset or "utf-8").encode("utf-8-sig")
        except (LookupError, ValueError):
            pass
    return data


def printable(name: str) -> str:
    """A name without what a terminal would obey; different names stay different."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def clean(text: str) -> str:
    """`text` with LF line ends and without characters that nobody is meant to see.

    Control characters, byte order marks, soft hyphens and zero-width spaces go; lone surrogates
    become U+FFFD. Joiners, direction marks and no-break spaces carry meaning and stay, and
    nothing is normalised: a quote must be found as it was printed.
    """
    if not _SUSPECT.search(text):
        return text  # nearly always, and one look is cheaper than three
    text = _LINE_ENDS.sub("\n", text)
    return _SURROGATES.sub("\ufffd", _STRAY.sub("", text))


def one_line(text: str) -> str:
    """`text` cleaned, on one line, with single spaces: a headline, a name."""
    return _SPACES.sub(" ", clean(text)).strip()


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of cleaned plain text: its lines, with hard-wrapped ones joined."""
    return tuple(line for run in line_runs(text) for line in run)


def line_runs(text: str) -> tuple[tuple[str, ...], ...]:
    """The paragraphs of cleaned plain text, grouped as blank lines group them."""
    runs: list[list[str]] = [[]]
    for line in text.split("\n"):
        bare = line.rstrip()
        if bare.strip():
            runs[-1].append(bare)
        elif runs[-1]:
            runs.append([])
    filled = [run for run in runs if run]
    width = _wrap_width(filled)
    return tuple(tuple(s.strip() for s in (_unwrap(r, width) if width else r)) for r in filled)


def _wrap_width(runs: Sequence[Sequence[str]]) -> int:
    """The width that the text was wrapped at, or 0 when its line ends are its own.

    A wrapped text has no long lines, and breaks each where the next word did not fit; its next
    lines then mostly go on in small letters (or in a script that has none).
    """
    width = max((len(line) for run in runs for line in run), default=0)
    if not _WRAP_NARROWEST <= width <= _WRAP_WIDEST:
        return 0
    breaks = full = onward = 0
    for run in runs:
        for line, following in pairwise(run):
            breaks += len(line) >= _WRAP_NARROWEST
            if _did_not_fit(line, following, width):
                full += 1
                onward += _TERMINAL.search(line) is None and not following.lstrip()[0].isupper()
    return width if breaks and full * 2 > breaks and onward * 5 >= full * 2 else 0


def _did_not_fit(line: str, following: str, width: int) -> bool:
    first_word = following.split(None, 1)[0]
    step = 2 if _CJK.match(first_word) else len(first_word)
    return len(line) >= _WRAP_NARROWEST and len(line) + 1 + step > width - 6


def _unwrap(run: Sequence[str], width: int) -> list[str]:
    joined = [run[0]]
    for line, following in pairwise(run):
        if _did_not_fit(line, following, width):
            glue = "" if _CJK.match(following) and _CJK.match(line[-1]) else " "
            joined[-1] = joined[-1].rstrip() + glue + following.lstrip()
        else:
            joined.append(following)
    return joined
