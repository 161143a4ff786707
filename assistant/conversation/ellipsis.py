"""Questions of a few words that leave out what the last one said: "Why?", "And in 2023?"."""

import re
from collections.abc import Sequence

from assistant.conversation.names import Name, names_in
from assistant.conversation.pointing import STILL_SO
from assistant.conversation.turn import Turn
from assistant.understanding.asking import told_as

_ASKING = (
    r"why(?: not)?|how come|how (?:many|much|long|often|far|old|big)|how|when|where|who(?:m|se)?"
    r"|what (?:for|time|day|year)|which (?:one|ones)|since when|by whom"
)
_BARE = re.compile(
    rf"^\W*(?:(?:and|but|so) )?(?P<asking>{_ASKING})(?: (?:exactly|so|then|though|precisely))?\W*$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)?(?:how (?:many|much|long|often|far|old|big)(?: people)? "
    r"|how come |(?:what|which)(?: (?:day|date|year|time|price|kind of))?|who(?:m|se)?|when|where"
    r"|why|how)\b\s*",
    re.IGNORECASE,
)
_AUXILIARY = r"is|are|was|were|did|does|do|has|have|had|will|would|can|could|should|may|might|must"
_THING = re.compile(
    rf"^\W*(?:(?:and|but|so)\s+)?(?:(?:at|in|on|by|for|from|to|with|of)\s+)?(?:what|which)\s+"
    rf"(?P<thing>(?!(?:{_AUXILIARY})\b)[^?]*?)\s+(?P<verb>{_AUXILIARY})\s+(?P<rest>.+)",
    re.IGNORECASE,
)
"""A question for a thing: "Which pay rise did the dockers get?"."""
_IN_TIME = re.compile(r"^(?:day|date|year|time|month|week|price|kind of)\b", re.IGNORECASE)
_OPENS = re.compile(rf"(?:{_AUXILIARY})\b", re.IGNORECASE)
_BE = frozenset({"is", "are", "was", "were"})
_AND = re.compile(
    r"^\W*(?:(?:and|but|so|or)[, ]+)?(?:(?:what|how) about|and|or|(?:the )?same for)\s+"
    r"(?P<rest>[^?!]+?)\W*$",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"^(?P<word>in|on|at|for|during|after|before|by|since|from|under|with|of|about|according to)\s",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|should|may|might)\b",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"(?:the|a|an)\s+(?!(?:first|second|third|last|other|others|rest|same)\b)[a-zà-þ]"
)
_MOST_WORDS = 6
_ASKED_TO_TELL = re.compile(
    r"(?:\b(?:did|does|do|has|have|had|would)(?: the)? (?P<who>[^?]{1,60}?)"
    r" (?:say|said|tell|told|think|write|written|report|reported|cover|describe|claim)"
    r"|\baccording to(?: the)? (?P<by>[^?,]{1,60}))\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"(?P<words>[^()]+)\((?P<question>.+)\)\W*", re.DOTALL)
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)[ ?.!]*$")


def completed(question: str, last: Turn) -> str | None:
    """The question with what it leaves out of the last one; None when it leaves out nothing."""
    bare = _BARE.match(question)
    if bare:
        asking, rest = bare["asking"].capitalize(), _left(last.question)
        if _OPENS.match(rest):
            return f"{asking} {rest}"
        return f"{asking} ({last.question.strip(' ?.!')})?"
    found = _AND.match(question)
    rest = found["rest"] if found else ""
    if not rest or len(rest.split()) > _MOST_WORDS or _VERB.search(rest):
        return None
    placed = _PLACED.match(rest)
    if placed:
        return _placed(rest, placed["word"], last.question)
    told = told_as(last.question)
    if told.form:
        return f"{told.form}{rest}"
    names = names_in(rest, opening=True)
    return _in_place_of(names[0], rest, last) if names else None


def asked_before(question: str) -> str:
    """The question that one asks again, as "Are you sure (Who left Tarn)?"; else as it is."""
    found = _AGAIN.fullmatch(question)
    if found is None or not (STILL_SO.match(found["words"]) or _BARE.match(found["words"])):
        return question
    return f"{found['question']}?"


def new_subject(question: str) -> str:
    """What a question turns to by a noun, as "the storm" of "What about the storm?"; or nothing."""
    found = _AND.match(question)
    rest = found["rest"] if found and "about" in question.casefold() else ""
    return rest if _NOUN.match(rest) and len(rest.split()) <= _MOST_WORDS else ""


def _left(asked: str) -> str:
    """What a question that only says how it asks takes over from the one before."""
    found = _THING.match(asked)
    if found is None or _IN_TIME.match(found["thing"]):
        return _LEADING.sub(
            "", asked if found is None else f"{found['verb']} {found['rest']}"
        ).strip()
    thing, verb, rest = found["thing"], found["verb"], found["rest"]
    if verb.casefold() in _BE:
        return f"{verb} the {thing} {rest}"
    body = rest.rstrip(" ?.!")
    return f"{verb} {body} ({thing})?"


def _placed(rest: str, word: str, asked: str) -> str:
    """The last question at another time or place, in place of one that is said in the same way."""
    digit = any(map(str.isdigit, rest))
    named = r"(?=[A-ZÀ-Þ\d])[\w’'.-]+(?:\s+(?=[A-ZÀ-Þ\d])[\w’'.-]+)*"
    *_, called = rest.split()
    noun = r"[^\W\d_]+"
    # "The toll on the bridge" is one thing, and gives way to "the ferry" as one.
    thing = rf"{noun}(?:\s+(?:of|on|over|against)\s+the\s+(?:{named}|{noun}))?"
    shape = named if digit or called != called.casefold() else thing
    for found in reversed(list(re.finditer(rf"\b{word}\s+(?:the\s+)?{shape}", asked))):
        if any(map(str.isdigit, found[0])) == digit:
            return f"{asked[: found.start()]}{rest}{asked[found.end() :]}"
    body = asked.rstrip(" ?.!")
    return f"{body} {rest}?"


def _in_place_of(name: Name, rest: str, last: Turn) -> str:
    """The last question about somebody or something else."""
    asked = last.question
    replaced = _replaced(name, names_in(asked, opening=True), last)
    if replaced is None:
        return f"{_IN_BRACKETS.sub('', asked).rstrip(' ?.!')} ({rest})?"
    start = asked.rindex(replaced.text)
    before, after = asked[:start], asked[start + len(replaced.text) :]
    if re.search(r"\bthe\s+$", before, re.IGNORECASE):
        before = before.rstrip()[:-3]
    return f"{before}{rest}{after}"


def _replaced(name: Name, names: Sequence[Name], last: Turn) -> Name | None:
    """The name of the last question that gives way to another: the one most alike.

    Who was asked to tell it, where the other is an outlet or nothing else is like it; what the last
    question was itself asked with in place of another, where that may be.
    """
    kinds = {"unknown", "place"} if name.kind in ("unknown", "place") else {name.kind}
    alike = [one for one in names if one.kind in kinds]
    speaks = name.is_outlet or name.kind not in ("thing", "place")
    tellers = _tellers(last.question, names) if speaks else []
    if name.is_outlet and tellers:
        return tellers[-1]
    found = _AND.match(last.asked)
    put = [one for one in (*tellers, *alike) if found and one.text in found["rest"]]
    as_called = [one for one in alike if bool(one.article) == bool(name.article)]
    return next((ones[-1] for ones in (put, as_called, tellers, alike) if ones), None)


def _tellers(asked: str, names: Sequence[Name]) -> list[Name]:
    """Those of a question's names that are asked to tell: "the Gull" of "What did the Gull say"."""
    found = _ASKED_TO_TELL.search(asked)
    who = (found["who"] or found["by"]) if found else ""
    return [one for one in names if one.text in who]
