"""What a source only sees coming is not told as done: "will reopen", "agreed to sell"."""

from collections.abc import Sequence

from assistant.checking.wording import Token, Wording, word_set

_COMING = word_set("will would shall going should must can could may might won't")
_TO = "to"
_DONE = word_set("was were has have had been")
_FORMS = """
sold sell bought buy began begin begun begin went go gone go took take taken take paid pay
built build met meet won win lost lose left leave gave give given give made make came come
fell fall fallen fall rose rise risen rise held hold ran run led lead sent send spent spend
kept keep became become got get found find spoke speak drove drive broke break grew grow
"""
_WORDS = _FORMS.split()
_IRREGULAR = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True))
"""The forms that tell what is done, and the verb."""
_NEAR = 3


def told_as_done(statement: Wording, source: Wording) -> str:
    """The verb that a statement tells as done and its source as coming; or nothing."""
    if statement.words & _COMING:
        return ""
    for place, token in enumerate(statement.tokens):
        verb = _IRREGULAR.get(token.key, "")
        done = verb or (token.key.endswith("ed") and not _coming(place, statement.tokens))
        if not done or token.capital:
            continue
        places = [
            n
            for n, one in enumerate(source.tokens)
            if one.kind == "word" and (one.key == verb or one.stem == token.stem != "")
        ]
        if token.key not in source.words or token.key not in _IRREGULAR:
            coming = [n for n in places if _coming(n, source.tokens)]
            if places and len(coming) == len(places):
                return token.key
    return ""


def _coming(place: int, tokens: Sequence[Token]) -> bool:
    """Whether a verb stands behind "will" or "to" that no other verb parts from it."""
    for token in reversed(tokens[max(0, place - _NEAR) : place]):
        if token.key in _COMING or token.key == _TO:
            return True
        if token.key in _DONE or (token.stem and not token.key.endswith("ly")):
            return False
    return False
