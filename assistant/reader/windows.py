"""What the reader reads at once: a question, and as much of a text as fits behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from corpus import Span

WINDOW = 320
"""Word pieces: a question, a headline and a passage of Dateline fit into it."""
STRIDE = 96
"""How many word pieces two windows of a longer text have in common."""

_LONGEST_QUESTION = 64
_LONGEST_HEADLINE = 40
_TEXT = 1


@dataclass(frozen=True, slots=True)
class Source:
    """A text to be read, and the headline above it, in which nothing is looked for."""

    text: str
    headline: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """Word pieces of a question and of a text.

    `starts` and `ends` say where in the text a piece stands; both are -1 for pieces of the question
    and the headline. Piece 0 stands for "no answer here".
    """

    ids: NDArray[np.int64]
    types: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def pieces(self, answer: Span) -> tuple[int, int] | None:
        """The first and the last piece of an answer; None where this window lacks a part of it."""
        holding = np.flatnonzero(
            (self.starts >= 0) & (self.starts < answer.end) & (self.ends > answer.start)
        )
        if not len(holding):
            return None
        first, last = int(holding[0]), int(holding[-1])
        whole = self.starts[first] <= answer.start and answer.end <= self.ends[last]
        return (first, last) if whole else None


class Windows:
    """Cuts texts into windows."""

    def __init__(self, tokenizer: Tokenizer, width: int = WINDOW, stride: int = STRIDE) -> None:
        """Cut with a tokenizer, of which a copy is made."""
        self._plain = Tokenizer.from_str(tokenizer.to_str())
        # "[SEP]" in an article is text like any other.
        self._plain.encode_special_tokens = True
        self._plain.no_truncation()
        self._plain.no_padding()
        self._pairs = Tokenizer.from_str(self._plain.to_str())
        self._pairs.encode_special_tokens = True
        self._pairs.enable_truncation(width, stride=stride, strategy="only_second")

    def of(self, question: str, sources: Sequence[Source]) -> list[list[Window]]:
        """The windows of each text, in order; each text has at least one."""
        # A long question asks at its end, a headline tells most at its beginning.
        asked = self._shortened(question, -_LONGEST_QUESTION)
        above = [self._shortened(source.headline, _LONGEST_HEADLINE) for source in sources]
        above = [f"{one}\n" if one else "" for one in above]
        encoded = self._pairs.encode_batch(
            [(asked, head + one.text) for head, one in zip(above, sources, strict=True)]
        )
        return [
            [_window(part, len(head)) for part in (first, *first.overflowing)]
            for first, head in zip(encoded, above, strict=True)
        ]

    def _shortened(self, text: str, pieces: int) -> str:
        """The first pieces of a text, or, where their number is negative, the last."""
        text = " ".join(text.split())
        offsets = self._plain.encode(text, add_special_tokens=False).offsets
        if len(offsets) <= abs(pieces):
            return text
        return text[: offsets[pieces - 1][1]] if pieces > 0 else text[offsets[pieces][0] :]


def _window(encoding: Encoding, headline: int) -> Window:
    offsets = np.array(encoding.offsets, dtype=np.int64) - headline
    inside = np.array([one == _TEXT for one in encoding.sequence_ids]) & (offsets[:, 0] >= 0)
    return Window(
        np.array(encoding.ids, dtype=np.int64),
        np.array(encoding.type_ids, dtype=np.int64),
        np.where(inside, offsets[:, 0], -1),
        np.where(inside, offsets[:, 1], -1),
    )


def batches(windows: Sequence[Window], size: int) -> Iterator[list[int]]:
    """The places of windows of like length together, so that little is spent on padding."""
    order = sorted(range(len(windows)), key=lambda place: len(windows[place].ids))
    for first in range(0, len(order), size):
        yield order[first : first + size]


def padded(
    windows: Sequence[Window],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Word pieces, mask and types of some windows, a row each, as wide as the longest."""
    width = max(len(one.ids) for one in windows)
    ids, mask, types = (np.zeros((len(windows), width), dtype=np.int64) for _ in range(3))
    for row, one in enumerate(windows):
        ids[row, : len(one.ids)] = one.ids
        mask[row, : len(one.ids)] = 1
        types[row, : len(one.ids)] = one.types
    return ids, mask, types
