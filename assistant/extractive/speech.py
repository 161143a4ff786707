"""What somebody said: the sentences that quote the one who is asked about."""

import re
from collections.abc import Sequence

from assistant.extractive.kinds import Kind, find
from assistant.extractive.question import Question
from assistant.extractive.sentences import Sentence

_ASKED = re.compile(
    r"\bwhat(?: else)?(?: did| does| do| has| have| had) (?P<who>.{2,60}?) "
    r"(?:say|said|tell|told|call|called|reply|replied|answer|answered|claim|claimed|write|written)\b"
    r"|\bhow (?:did|does|do|has|have) (?P<describing>.{2,60}?) describe",
    re.IGNORECASE,
)
_SAYS = (
    "say|says|said|saying|tell|tells|told|add|adds|added|call|calls|called|write|writes|wrote|ask"
    "|asks|asked|insist|insists|insisted|warn|warns|warned|explain|explains|explained|argue|argues"
    "|argued|claim|claims|claimed|complain|complains|complained|admit|admits|admitted|announce"
    "|announces|announced|reply|replies|replied|promise|promises|promised|describe|describes"
    "|described|recall|recalls|recalled|declare|declares|declared|stress|stressed|joke|joked"
)
_APPOSITION = r"(?:,[^“”\".;]{1,100},)?"
_QUOTED = re.compile(r"“[^”]*”?|\"[^\"]*\"?|„[^“”]*[“”]?|«[^»]*»?")
_SMALL = frozenset(("the", "a", "an", "of", "his", "her", "their", "its", "and", "in", "at", "for"))
_FULL_NAME = re.compile(r"\b([A-ZÀ-Þ][\w-]+) ([A-ZÀ-Þ][\w-]+)")
_TITLES = frozenset(("mr", "mrs", "ms", "dr", "minister", "president", "secretary", "chancellor"))
_AS_GOOD = 4.0
"""How much worse than the best, in log-odds, a quotation may be that is still told first."""


def asks_what_was_said(question: str) -> bool:
    """Whether a question asks for somebody's words."""
    return _ASKED.search(question) is not None


def said_first(asked: Question, found: Sequence[Sentence]) -> list[Sentence]:
    """The sentences with the best one first that quotes whom the question asks about.

    Unchanged where it does not ask what somebody said, or nothing found is attributed to them.
    """
    pattern = _attributed(asked.text)
    if pattern is None:
        return list(found)
    for one in found:
        if one.score < found[0].score - _AS_GOOD:
            break
        quotes = next(find(Kind.QUOTE, one.text), None) is not None
        if quotes and pattern.search(_unquoted(one.quote)) and not _of_a_namesake(asked.text, one):
            return [one, *(other for other in found if other is not one)]
    return list(found)


def _attributed(question: str) -> re.Pattern[str] | None:
    """What shows, outside of quotation marks, that the one speaks who is asked about."""
    asked = _ASKED.search(question)
    if asked is None:
        return None
    words = [
        word.rstrip(".,").removesuffix("’s").removesuffix("'s")
        for word in (asked["who"] or asked["describing"]).split()
    ]
    words = [word for word in words if word and word.casefold() not in _SMALL]
    # People are called by the last of their names.
    names = [word for word in words if word[0].isupper()][-1:] or words
    if not names:
        return None
    who = rf"\b(?:{'|'.join(map(re.escape, names))})\b(?!['’])"
    return re.compile(
        rf"{who}{_APPOSITION} (?:\w+ )?(?:{_SAYS})\b"
        rf"|^\W*(?:\w+ ){{0,3}}{who}[^“”]*?\b(?:he|she|they) (?:{_SAYS})\b"
        rf"|\b(?:say|says|said|added|adds|according to|told by) [^“”\".;]{{0,80}}?{who}",
        re.IGNORECASE,
    )


def _of_a_namesake(question: str, one: Sentence) -> bool:
    """Whether the last of an article who is called in full by that last name is somebody else."""
    for given, last in _FULL_NAME.findall(question):
        before = one.article.body[: one.whole.end]
        called = re.findall(rf"\b([A-ZÀ-Þ][\w-]+) {re.escape(last)}\b", before)
        called = [name for name in called if name.casefold() not in _TITLES]
        if called and called[-1] != given:
            return True
    return False


def _unquoted(text: str) -> str:
    return _QUOTED.sub(" ", text)
