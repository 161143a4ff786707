"""Words that claim more than a source tells: "all", "never", "largest"."""

from assistant.checking.wording import Wording, word_set

_SAME = tuple(
    word_set(words)
    for words in (
        "all every each both entire whole entirely completely everyone everybody always none no",
        "only sole solely alone just",
        "never no not none nobody nothing neither nor without always",
        "unanimous unanimously all every",
        "largest biggest greatest highest most",
        "smallest least lowest fewest",
        "first earliest new oldest never before",
        "worst deadliest",
        "best finest",
    )
)
"""Words of which another may stand for one."""

_CLAIMING = word_set(
    "all every everyone everybody everything always entire entirely completely only sole never"
    " unanimous unanimously largest biggest greatest highest most smallest least lowest fewest"
    " earliest oldest youngest longest shortest tallest deepest fastest strongest busiest richest"
    " poorest heaviest costliest worst deadliest best finest"
)


def overstated(statement: Wording, texts: list[Wording]) -> str:
    """The first word that claims more than any of the texts; or nothing."""
    told = frozenset[str]().union(*(one.words for one in texts))
    for token in statement.tokens:
        if token.kind != "word" or token.key in told:
            continue
        same = frozenset[str]().union(*(words for words in _SAME if token.key in words))
        if token.key in _CLAIMING and not same & told:
            return token.key
    return ""
