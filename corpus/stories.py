"""Stories: which articles carry the same text, as when several outlets run what one agency wrote.

Candidates come from MinHash with banding (Broder 1997; Leskovec, Rajaraman and Ullman, "Mining of
Massive Datasets", chapter 3): a few keys each, whatever the number of articles. Of two candidates,
`same_text` aligns the words, on the runs that each text has exactly once (the anchors of patience
diff), and looks at the gaps between.

A copy is cut, extended, dated and edited. What it never does is to say something else in the same
place: other numbers or names amid the same words are another week's lottery, another match, or a
later state of the story.
"""

import hashlib
import re
import unicodedata
import zlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datasketch import MinHash

Signature = bytes
"""Little-endian 32-bit minima, one a permutation."""

_WIDTH = 4
"""Words in a shingle, and in an anchor."""

_BANDS, _ROWS = 20, 4
"""Texts of Jaccard similarity 0.7 share a band with 99.6 %, of 0.5 with 72 %, of 0.2 with 3 %."""

_SEED = 1

SHINGLES = f"{_WIDTH} words, crc32, affine32 seed {_SEED}, {_BANDS} bands of {_ROWS}, form 1"
"""Names what signatures and bands depend on; raise the form when `_words` changes."""

_BATCH = 4096
"""Shingles hashed at once: what a long text costs in memory is bounded."""

_LEAST_WORDS = 60
"""Texts with fewer must be equal: a template is too large a part of them."""

_LEAST_COMMON = 0.65
"""The share of the longer text that both must have: a third may be cut."""

_MOST_WITHIN = 0.15
"""The share of the longer text that may differ within it, where cuts of paragraphs are rare."""

_MOST_REPLACED = 0.02
"""The share of the shorter text that may have other words in its place."""

_LONGEST_EDIT = 40
"""Words: a longer run that stands in place of others, or gives way to others, is another part."""

_WORDS_PER_EDIT = 700
"""Words in place of others, once in so many words, are an editor's; more often, news."""

_NAMES = 1
"""Edits that may change a name, in a text long enough; none may change a number."""

_EDGE = 15
"""Words at either end that are no edit: datelines, bylines, and what follows an article."""

_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
)
"""Letters of scripts that put no space between words: each counts as a word."""

_VARIANTS = (
    *(("our", "or"), ("tre", "ter"), ("ogue", "og"), ("mme", "m"), ("ae", "e")),
    *(("ll", "l"), ("iz", "is"), ("yz", "ys"), ("ence", "ense")),
)
"""Letters in which the spellings of English differ: colour, centre, traveller, defence."""

_SPELT = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERS = {word: str(number) for number, word in enumerate(_SPELT, 1)}


def signature(body: str) -> Signature:
    """The MinHash of a text's shingles as bytes, the same on every machine; empty without words.

    Case, punctuation, white space and compatibility forms (NFKC) do not count.
    """
    words = _folded(_words(body))
    if not words:
        return b""
    shingles = [shingle.encode("utf-8", "surrogatepass") for shingle in set(_shingles(words))]
    sketch = _blank().copy()
    for start in range(0, len(shingles), _BATCH):
        sketch.update_batch(shingles[start : start + _BATCH])
    values: bytes = sketch.digest().astype("<u4").tobytes()
    return values


def bands(signature: Signature) -> tuple[bytes, ...]:
    """The keys of a signature, 8 bytes each: two articles that share one are candidates."""
    size = len(signature) // _BANDS
    return tuple(
        hashlib.blake2b(bytes([n]) + signature[n * size : (n + 1) * size], digest_size=8).digest()
        for n in range(_BANDS if size else 0)
    )


def same_text(one: str, other: str) -> bool:
    """Whether two bodies are copies of one text: cut, extended, dated or edited, but no other.

    Symmetric, and linear in the length of the texts but for a logarithm.
    """
    pair = sorted((_words(one), _words(other)), key=lambda words: (len(words), words))
    shorter, longer = pair
    a, b = _folded(shorter), _folded(longer)
    if a == b:
        return True
    if len(a) < max(_LEAST_WORDS, _LEAST_COMMON * len(b)):
        return False
    gaps = [
        gap
        for gap in _gaps(a, b)
        if _letters(a[gap.start : gap.end]) != _letters(b[gap.other_start : gap.other_end])
    ]
    return _mostly_common(gaps, len(a), len(b)) and _only_edited(gaps, shorter, longer)


@cache
def _blank() -> "MinHash":
    from datasketch import MinHash

    return MinHash(num_perm=_BANDS * _ROWS, seed=_SEED, scheme="affine32", hashfunc=zlib.crc32)


def _words(body: str) -> list[str]:
    text = unicodedata.normalize("NFKC", body)
    for joint in "'’\xad":
        text = text.replace(joint, "")
    if _UNSPACED.search(text):
        text = _UNSPACED.sub(r" \g<0> ", text)
    return _WORD.findall(text)


def _folded(words: Sequence[str]) -> list[str]:
    return [word.casefold() for word in words]


def _shingles(words: Sequence[str]) -> Iterator[str]:
    width = min(_WIDTH, len(words))
    return map(" ".join, zip(*(words[n:] for n in range(width)), strict=False))


class _Gap(NamedTuple):
    """What stands between two anchors: words `start:end` of one text, and of the other."""

    start: int
    end: int
    other_start: int
    other_end: int

    @property
    def replaced(self) -> int:
        """Words that stand in place of others."""
        return min(self.end - self.start, self.other_end - self.other_start)

    @property
    def differing(self) -> int:
        """Words that only one text has, or in place of others, whichever are more."""
        return max(self.end - self.start, self.other_end - self.other_start)

    def at_edge(self, size: int, other_size: int) -> bool:
        """Whether it is the beginning or the end of both texts."""
        begins = not self.start and not self.other_start
        return begins or (self.end == size and self.other_end == other_size)


def _gaps(a: Sequence[str], b: Sequence[str]) -> Iterator[_Gap]:
    """All words that differ; between the gaps, the texts are equal word for word."""
    at = _once(b)
    anchors = _rising([(n, at[shingle]) for shingle, n in _once(a).items() if shingle in at])
    start = other_start = 0
    for place, other_place in [*anchors, (len(a), len(b))]:
        # Anchors overlap where a text repeats itself: the next counts from where the last ends.
        overlap = max(start - place, other_start - other_place, 0)
        end, other_end = place + overlap, other_place + overlap
        yield from _trimmed(a, b, _Gap(start, end, other_start, other_end))
        start, other_start = place + _WIDTH, other_place + _WIDTH


def _trimmed(a: Sequence[str], b: Sequence[str], gap: _Gap) -> Iterator[_Gap]:
    """A gap without the words that both sides begin or end with; nothing if none are left."""
    start, end, other_start, other_end = gap
    while start < end and other_start < other_end and a[start] == b[other_start]:
        start, other_start = start + 1, other_start + 1
    while start < end and other_start < other_end and a[end - 1] == b[other_end - 1]:
        end, other_end = end - 1, other_end - 1
    if start < end or other_start < other_end:
        yield _Gap(start, end, other_start, other_end)


def _once(words: Sequence[str]) -> dict[str, int]:
    """The places of the shingles that a text has exactly once, in their order."""
    found: dict[str, int] = {}
    for n, shingle in enumerate(_shingles(words)):
        found[shingle] = -1 if shingle in found else n
    return {shingle: n for shingle, n in found.items() if n >= 0}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """A longest run of pairs that rises in both numbers, by patience sorting; they rise in one."""
    tops: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for n, (_, other) in enumerate(pairs):
        pile = bisect_left(tops, other)
        before.append(last[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [other]
        last[pile : pile + 1] = [n]
    run = []
    n = last[-1] if last else -1
    while n >= 0:
        run.append(pairs[n])
        n = before[n]
    return run[::-1]


def _mostly_common(gaps: Sequence[_Gap], size: int, other_size: int) -> bool:
    common = size - sum(gap.end - gap.start for gap in gaps)
    within = sum(gap.differing for gap in gaps if not gap.at_edge(size, other_size))
    return common >= _LEAST_COMMON * other_size and within <= _MOST_WITHIN * other_size


def _only_edited(gaps: Sequence[_Gap], one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether what stands in place of other words is an editor's work, and no other news."""
    plain = {word for word in (*one, *other) if word.islower()}
    edits = names = replaced = 0
    for gap in gaps:
        if not gap.replaced:
            continue
        here, there = one[gap.start : gap.end], other[gap.other_start : gap.other_end]
        numbers, others = _numbers(here), _numbers(there)
        if numbers - others and others - numbers:
            return False
        if gap.replaced > _EDGE or not gap.at_edge(len(one), len(other)):
            if gap.differing > _LONGEST_EDIT:
                return False
            edits += 1
            replaced += gap.replaced
            names += _rename(_names(here, plain), _names(there, plain))
    allowed = len(one) // _WORDS_PER_EDIT
    return (
        replaced <= _MOST_REPLACED * len(one)
        and edits <= max(1, allowed)
        and names <= min(_NAMES, allowed)
    )


def _letters(words: Sequence[str]) -> str:
    """Words without the variants of their spelling, and without spaces unless between numbers."""
    text = (" " if _numbers(words) else "").join(words)
    for variant, plain in _VARIANTS:
        text = text.replace(variant, plain)
    return text


def _rename(here: AbstractSet[str], there: AbstractSet[str]) -> bool:
    """Whether each side has a name that abbreviates none of the other's, nor the reverse."""
    return any(not any(_abbreviates(a, b) for b in there) for a in here) and any(
        not any(_abbreviates(a, b) for a in here) for b in there
    )


def _numbers(words: Sequence[str]) -> set[str]:
    folded = (_NUMBERS.get(word, word) for word in _folded(words))
    return {word.lstrip("0") for word in folded if any(map(str.isdigit, word))}


def _names(words: Sequence[str], plain: AbstractSet[str]) -> set[str]:
    """The words in capitals that neither text has in small letters, as at a sentence's start."""
    return {word for word in words if word[0].isupper() and word.lower() not in plain}


def _abbreviates(one: str, other: str) -> bool:
    """Sept and September, U and United, Zelensky and Zelenskyy."""
    return one.startswith(other) or other.startswith(one)
