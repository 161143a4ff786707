"""The words of a text."""

import re

_WORD = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def content(text: str) -> list[str]:
    """The stems of the words of a text that say what it is about."""
    return [word[:5] for word in words_of(text) if word not in NO_CONTENT]


NO_CONTENT = frozenset(
    "a an the of in on at to for from by with and or but as into about is are was were be been do "
    "does did has have had what who whom whose which when where why how it its he his him she her "
    "they their them there this that these those i you we if not no so than then any some all "
    "more also else other another during after before many much long old year date happen happened "
    "get got anything something interesting article s t".split()
)
