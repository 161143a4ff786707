"""Questions about the last answer itself: who said that, is it still so, more about the second."""

import re

from assistant.conversation.turn import Turn

_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_NUMBERS = ("one", "two", "three", "four", "five")
_SOURCE = r"articles?|sources?|stor(?:y|ies)|reports?|citations?|passages?|number|no\.?"
_STATEMENT = r"points?|statements?|sentences?|quotes?"
_COUNTED = re.compile(
    rf"\bthe (?P<ordinal>{'|'.join(_ORDINALS)}|last|latter|former)"
    rf"(?: (?:one|{_SOURCE}|(?P<said>{_STATEMENT})))?(?=\s*(?:[?.!,;]|$|says?\b|tells?\b|about\b))"
    rf"|\b(?:{_SOURCE}|(?P<stated>{_STATEMENT})) (?P<number>\d{{1,2}}|{'|'.join(_NUMBERS)})\b"
    r"|\[(?P<mark>\d{1,2})\]",
    re.IGNORECASE,
)
_WHO_SAID = re.compile(
    r"^\W*(?:(?:and|but|so) )?(?:who (?:said|says|told you|claimed|claims|wrote"
    r"|was it that said)|says who)(?: (?:that|this|so|it))*\W*$",
    re.IGNORECASE,
)
STILL_SO = re.compile(
    r"^\W*(?:(?:and|but) )?(?:(?:is|are|was|does|do) (?:that|this|it|they|these)\b(?: (?:still"
    r"|really|now|yet|correct|right|so|true|the case|valid|hold|apply|certain|confirmed))+"
    r"|really|are you sure|since when|says who)\W*$",
    re.IGNORECASE,
)
"""A question that asks the last one again."""
_QUOTED = re.compile(r"“([^“”]{12,})”|\"([^\"]{12,})\"")
_LONGEST_QUOTE = 160


def pointed_at(question: str, last: Turn) -> str | None:
    """The question with what it points at in the last answer; None when it points at nothing."""
    if last.statements and _WHO_SAID.match(question):
        return f"Who said “{_quote(last.statements)}”?"
    if STILL_SO.match(question):
        return f"{question.strip(' ?.!')} ({last.question.strip(' ?.!')})?"
    found = _COUNTED.search(question)
    meant = _meant(found, last) if found else None
    if found is None or meant is None:
        return None
    return f"{question[: found.start()]}“{_without_marks(meant)}”{question[found.end() :]}"


def _meant(found: re.Match[str], last: Turn) -> str | None:
    """The headline of the source, or the statement, of that number; None where there is none."""
    said = (found["ordinal"] or found["number"] or found["mark"]).casefold()
    things = last.statements if found["said"] or found["stated"] else last.titles
    if said.isdigit():
        at = int(said) - 1
    elif said in ("last", "latter"):
        at = len(things) - 1
    else:
        at = 0 if said == "former" else (_ORDINALS + _NUMBERS).index(said) % len(_ORDINALS)
    return things[at] if 0 <= at < len(things) else None


def _quote(statements: tuple[str, ...]) -> str:
    """What somebody is quoted with in an answer, else its first statement; not too long a piece."""
    quoted = next(filter(None, map(_QUOTED.search, statements)), None)
    text = next(filter(None, quoted.groups())) if quoted else statements[0]
    text = _without_marks(text)
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE].rpartition(" ")[0]


def _without_marks(text: str) -> str:
    """The text without the marks that would end a quote within it."""
    return " ".join(re.sub(r"[“”\"«»„]", " ", text).split()).rstrip(",;")
