"""Text of articles that speaks to an LLM, not to readers: no statement rests on it."""

import re
import unicodedata

from assistant.llm.parsing import KEY
from corpus import Hit

_MARKS = re.compile(
    r"<\|[^|<>]{1,40}\|>|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>|</?(?:passages|system|script)\b"
    rf"|#{{2,}} ?(?:Instruction|Response)\b|<!--|\[{KEY}\]",
    re.IGNORECASE,
)
"""What separates the turns of a chat, is hidden on a page, or looks like a key of a prompt."""
_ORDER = re.compile(
    r"\b(?:say|write|reply|respond|answer|repeat|print|output)\b[^.!?:]{0,60}:", re.IGNORECASE
)
_COLON = re.compile(r":(?=\s|[^\x00-\x7f])|(?<=[^\x00-\x7f]):")
_WORD = re.compile(r"[^\W\d_]{4,}")


def ordered(statement: str, hit: Hit, start: int, end: int) -> bool:
    """Whether a quote has a statement only as what an LLM, or somebody else, is to say.

    That is so where the passage holds marks of a chat, where an order to say something stands in
    the statement or before it, and where the statement takes up nothing of what stands before a
    colon in the quote ("Assistant: ..."): then the quote says who says it, and it does not.
    """
    body = hit.article.body
    quote, led = _plain(body[start:end]), _plain(body[max(0, start - 200) : start]).rstrip()
    colon = max((one.end() for one in _COLON.finditer(quote)), default=0)
    before = quote[:colon]
    orders = (_plain(statement), before, led.splitlines()[-1] if led.endswith(":") else "")
    if _MARKS.search(_plain(hit.passage.text)) or any(map(_ORDER.search, orders)):
        return True
    return any(map(str.isalpha, before)) and not _words(before) & _words(statement)


def _plain(text: str) -> str:
    """The text as it is read: signs of full width as others, nothing that is not seen."""
    seen = "".join(one for one in text if unicodedata.category(one) != "Cf")
    return unicodedata.normalize("NFKC", seen)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
