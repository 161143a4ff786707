"""The words by which texts are compared."""

import re
from collections.abc import Iterable

_WORD = re.compile(r"\w+")
_STEM = 5
"""So many letters are left of a word, so that its forms are alike."""

_NO_CONTENT = frozenset(
    word
    for words in (
        "a an the of in on at to for from by with and or but as into about is are was were be",
        "been do does did has have had what who whom whose which when where why how it its he his",
        "him she her they their them there this that these those i you we if not no so than then",
        "any some all more also else other another during after before many much long old year",
        "date happen happened get got anything something interesting article say says said tell",
        "told think call called s t",
    )
    for word in words.split()
)
"""Words that any question may hold, whatever it is about."""


def words_of(text: str) -> frozenset[str]:
    """The words of a text in lower case."""
    return frozenset(_WORD.findall(text.casefold()))


def is_content(word: str) -> bool:
    """Whether a word, in lower case, says what a text is about."""
    return word not in _NO_CONTENT


def content_of(texts: Iterable[str]) -> frozenset[str]:
    """The stems of the words that say what texts are about."""
    return frozenset(word[:_STEM] for text in texts for word in words_of(text) - _NO_CONTENT)
