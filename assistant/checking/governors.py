"""Words that take back what depends on them: "whether", "if", "allege", "untrue", "may"."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.checking.wording import Token, Wording, word_set


class _Governor(NamedTuple):
    """Words of one kind, and those of which a statement needs one to say what depends on them."""

    words: frozenset[str]
    kept: frozenset[str]
    everywhere: bool = False
    """Whether all of the sentence depends on it, not only what follows up to a comma."""


_MODALS = word_set("may might could can would possibly possible perhaps maybe likely potential")
_CLAIMS = word_set(
    "claim claims claimed claiming allege alleges alleged alleging allegedly allegation allegations"
    " accuse accuses accused accusing purported purportedly rumour rumours rumor rumors rumoured"
    " rumored speculation speculated suspect suspects suspected"
)
_UNTRUE = word_set("untrue false falsely hoax fake fabricated misleading myth untruth baseless")
_CONDITIONAL = word_set("if unless when would") | _MODALS
_PLANS = word_set(
    "expected expects plan plans planned planning intend intends intended hope hopes hoped aim aims"
    " wants wanted demand demands demanded urge urges urged recommend recommends"
    " recommended recommendation suggest suggests suggested scheduled due"
)
_STILL_TO_COME = _MODALS | word_set("will to set should shall call calls called whether need")
_DENIES = word_set("not never no deny denies denied denying untrue false")
_GOVERNORS = (
    _Governor(word_set("whether"), word_set("whether if")),
    _Governor(word_set("if unless"), _CONDITIONAL, everywhere=True),
    _Governor(_CLAIMS, _CLAIMS | word_set("say says said according charge charged charges face")),
    _Governor(word_set("may might could"), _MODALS | word_set("whether")),
    _Governor(
        word_set(
            "threaten threatens threatened threatening vow vows vowed propose proposes"
            " proposed consider considers considered considering"
        ),
        word_set(
            "threat threaten threatens threatened threatening vow vows vowed propose proposes"
            " proposed proposal consider considers considered considering may might could"
        ),
    ),
    _Governor(_PLANS, _PLANS | _STILL_TO_COME),
    _Governor(_UNTRUE, _UNTRUE | _DENIES, everywhere=True),
    _Governor(word_set("evidence"), word_set("evidence proof sign signs")),
    _Governor(
        word_set("write pretend imagine suppose"),
        word_set("write writes wrote pretend imagine suppose"),
    ),
)
_BREAK = re.compile(r"[,;:–—()]|\s-\s")
_AS_IF = frozenset({"as", "even", "what"})
"""Before "if" they take nothing back."""


def taken_back(statement: Wording, source: Wording) -> str:
    """The word of a source on which what a statement says depends, and that it lacks; or nothing.

    A word governs what follows up to the next comma or dash; some govern the whole sentence.
    """
    told = statement.words
    for place, token in enumerate(source.tokens):
        for governor in _GOVERNORS:
            if token.key not in governor.words or governor.kept & told:
                continue
            if not _governs(place, source.tokens):
                continue
            held = source.tokens if governor.everywhere else _following(place, source)
            if any(one.stem and one.stem in statement.stems for one in held if one != token):
                return token.key
    return ""


def _governs(place: int, tokens: Sequence[Token]) -> bool:
    """Whether a word is used as one that governs: "May" is a month, "as if" asks nothing."""
    token = tokens[place]
    before = tokens[place - 1].key if place else ""
    if token.kind != "word" or (token.capital and place):
        return False
    if token.key == "evidence":
        return token.negated
    return not (token.key == "if" and before in _AS_IF)


def _following(place: int, source: Wording) -> Sequence[Token]:
    """What follows a word up to the end of its part of the sentence."""
    tokens = source.tokens
    for number in range(place, len(tokens) - 1):
        between = source.text[tokens[number].span.end : tokens[number + 1].span.start]
        if _BREAK.search(between):
            return tokens[place + 1 : number + 1]
    return tokens[place + 1 :]
