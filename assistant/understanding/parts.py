"""Comparisons: a question about two subjects is searched for each of them."""

import re

_REST = r"(?P<rest>(?:\s+(?:on|over|about|regarding|in|when|for|at|with|to)\b|\s*:|,).*)?"
_SIDE = r"[\w'’.\-“”\" ]{2,70}?"
_PAIR = rf"(?P<one>{_SIDE})\s+and\s+(?P<other>{_SIDE})"
_TWO = rf"(?P<one>{_SIDE})\s+(?:and|with|to|versus|vs\.?|against)\s+(?P<other>{_SIDE})"
_DIFFERENCE = "differences?|contrasts?|disagreements?|comparison|similarities"
_AUXILIARY = "do|does|did|are|is|were|was|have|has|how|where|why"
_ASKING = "which|who|what|where|is|are|was|were|did|does|do|has|have"
_COMPARISONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf".*\bcompare\s+{_TWO}{_REST}",
        rf".*\b(?:{_DIFFERENCE})\s+between\s+{_TWO}{_REST}",
        rf".*\b(?:{_AUXILIARY})\s+{_PAIR}(?P<rest>\s+(?:both\s+)?(?:dis)?(?:agree|differ|compare)\b.*)",
        rf"(?:.*:\s*)?(?P<one>{_SIDE})\s+(?:versus|vs\.?)\s+(?P<other>{_SIDE}){_REST}",
        rf"(?P<rest>(?:{_ASKING})\b.*?),\s*(?P<one>{_SIDE})\s+or\s+(?P<other>{_SIDE})",
        rf"(?P<rest>.*)\bboth\s+{_PAIR}",
    )
)
_HEAD = re.compile(r".*\b(?:in|of|for|by|from|on|at|to|against|with)\s+(?:the\s+)?", re.IGNORECASE)
_COMPARING = re.compile(
    r"\b(?:both|agree|disagree|differ|compared?|how|do|does|did|and|on)\b", re.IGNORECASE
)


def parts_of(question: str) -> tuple[str, ...]:
    """What to search for each subject of a comparison; empty when a question is none.

    What both sides share stays with each: "Compare rents in Oslo and Bergen" asks for the rents
    in Oslo and for the rents in Bergen.
    """
    text = question.strip().rstrip("?!. ")
    for pattern in _COMPARISONS:
        found = pattern.fullmatch(text)
        if found is None:
            continue
        one, other = found["one"].strip(), found["other"].strip()
        rest = _COMPARING.sub(" ", found["rest"] or "").strip(" :,")
        sides = (one, _complete(one, other))
        if one.casefold() == other.casefold():
            return ()
        if possessive := re.fullmatch(r".*['’]s?", one):
            sides = (f"{possessive.group()} {_after_possessive(other)}", other)
        return tuple(" ".join(f"{side} {rest}".split()) for side in sides)
    return ()


def subject_of(question: str) -> str:
    """What a comparison of outlets is about: the question without the words that compare."""
    return re.sub(
        rf"\b(?:compare|(?:{_DIFFERENCE})\s+between)\b", " ", _COMPARING.sub(" ", question)
    )


def _complete(one: str, other: str) -> str:
    """The second side with the words that it shares with the first."""
    head = _HEAD.match(one)
    return f"{head.group()}{other}" if head and not _HEAD.match(other) else other


def _after_possessive(side: str) -> str:
    return re.sub(r"^.*?['’]s?\s+", "", side)
