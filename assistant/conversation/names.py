"""The names that a text holds, and what its words tell of whom or what they name."""

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

Kind = Literal["he", "she", "person", "place", "group", "thing", "unknown"]

_WORD = r"(?:[A-ZÀ-ÞŁŚŽ]\.)+|[A-ZÀ-ÞŁŚŽ][\w’'-]*"
_LINK = r"(?:of|for|de|da|del|der|van|von|den|al|bin|&)(?:\s+the)?"
_NAME = re.compile(rf"\b(?:{_WORD}|\d+(?=\s+[A-Z]))(?:\s+(?:{_LINK}\s+)?(?:{_WORD}))*")
_SENTENCE = re.compile(
    r"(?<!\bSt\.\s)(?<!\bDr\.\s)(?<!\bMr\.\s)(?<!\bMs\.\s)(?<=[.!?…][\"”’)\s])\s*|\n+"
)
_OWN = re.compile(r"['’]s?$")
_TITLE = r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Lady|Lord|Dame)\.?"
_HONORIFIC = re.compile(rf"^{_TITLE}\s+")
_AFTER_TITLE: dict[str, Kind] = {
    "Mr": "he",
    "Sir": "he",
    "Lord": "he",
    "Mrs": "she",
    "Ms": "she",
    "Miss": "she",
}
_THE = re.compile(r"\bthe\s+$", re.IGNORECASE)
_AT = re.compile(r"\b(?:in|at|near)(?: the)?\s+$", re.IGNORECASE)
_ROLE = re.compile(
    r"^(?:\S+ )?(?:Minister|President|Chancellor|Secretary|Senator|Governor|Mayor|Judge|Prosecutor"
    r"|Speaker|Auditor|Coach|Captain|Skipper|Superintendent|Inspector|Bishop|King|Queen|Prince"
    r"|Princess|General|Professor|Director|Producer|Singer) (?=\S+ \S)"
)
_CALLED = re.compile(
    r"\bthe (?P<thing>[a-z]{3,}(?:(?: (?:of|on|against|for|between|in) (?:the )?[^\W_]+"
    r"(?: [A-Z]\w+)*)+(?= |\W*$)|(?: [a-z]{3,})?(?=\W*$)))"
)
_OF = re.compile(r"\b(?:of|for|the)\b|&")
_HE = re.compile(r"\b(?:he|him|his|himself)\b", re.IGNORECASE)
_SHE = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)

_NO_NAME = frozenset(
    word
    for words in (
        "a an the this that these those i you he she it we they his her its their our my your",
        "what which who whom whose when where why how is are was were be been do does did has",
        "have had can could will would should may might must shall and but or nor so yet if then",
        "than as at by for from in into of off on onto out over to up with about after before",
        "during since until while because although though however also both each every all any",
        "some no not only there here tell show give list name explain describe please yes one two",
        "three mr mrs ms monday tuesday wednesday thursday friday saturday sunday january",
        "february march april may june july august september october november december today",
        "yesterday according another other many most more several such under between later now",
        "once timeline chronology summary summarise summarize overview recap compare",
    )
    for word in words.split()
)
"""Words that a capital makes no name, since sentences begin with them, or days with one."""

_GROUPS = frozenset(
    word
    for words in (
        "party union ministry assembly parliament council senate court office agency service",
        "company group corporation inc ltd bank university school college orchestra club team",
        "band government alliance association institute society committee commission police",
        "records airlines rail railway board department authority army forces brothers",
    )
    for word in words.split()
)
"""Words that make a name that of people who act together."""

_THINGS = frozenset(
    word
    for words in (
        "bridge river street road square hall house palace park port harbour city county state",
        "island hospital news times post ledger courier herald album film league cup championship",
        "championships games series show awards award festival war battle storm act law treaty",
        "report station airport line north south east west new united american british french",
        "german the church museum gallery",
    )
    for word in words.split()
)
"""Words that make a name that of a thing or place."""

_OUTLETS = frozenset(
    word
    for words in (
        "news times post ledger courier herald gazette tribune mail chronicle observer guardian",
        "telegraph journal mirror star radio tv television press agency",
    )
    for word in words.split()
)
"""Words that make a name that of an outlet."""


class Name(NamedTuple):
    """A name as it stands in a text, and what the text tells of whom or what it names."""

    text: str
    kind: Kind
    article: str = ""

    @property
    def phrase(self) -> str:
        """The name as it stands within a sentence, with "the" where the text has it."""
        return f"{self.article}{self.text}"

    @property
    def own_words(self) -> frozenset[str]:
        """Its words that are no kind of thing: "lantern" of the Lantern Bridge."""
        return (self.words - _THINGS - _GROUPS - _NO_NAME) or self.words

    @property
    def is_outlet(self) -> bool:
        """Whether its words say that it is an outlet's."""
        return not _OUTLETS.isdisjoint(self.words)

    @property
    def words(self) -> frozenset[str]:
        """Its words in lower case."""
        return frozenset(self.text.casefold().split())


def names_in(text: str, *, opening: bool = False) -> list[Name]:
    """The names in a text, in their order; one word that begins a sentence only with `opening`.

    A name is a person's where its sentence says so by a title or by "he" and "she", or where it
    has two or three words and none that things are called by.
    """
    found: list[Name] = []
    for sentence in _sentences(text):
        for match in _NAME.finditer(sentence):
            first = not opening and not sentence[: match.start()].strip(" “\"'‘(")
            name = _cut(match[0], first=first)
            if name:
                before, after = sentence[: match.start()], sentence[match.end() :]
                article = "the " if _THE.search(before + match[0].split(name)[0]) else ""
                found.append(Name(name, _kind(match[0], name, before, after), article))
    return found


def thing_in(question: str) -> Name | None:
    """The last thing that a question calls by a noun alone, as "the march against the toll"."""
    found = list(_CALLED.finditer(question))
    return Name(" ".join(found[-1]["thing"].split()), "thing", "the ") if found else None


def called_in(text: str) -> Literal["he", "she"] | None:
    """Whether a text speaks of a "he" or of a "she"; None where of both, or of neither."""
    he, she = (bool(sign.search(text)) for sign in (_HE, _SHE))
    if he == she:
        return None
    return "he" if he else "she"


def longest(name: Name, known: Iterable[Name]) -> Name:
    """The longest of the known names that holds all words of this one, else the name itself."""
    fuller = [one for one in known if name.words < one.words]
    return max(fuller, key=lambda one: len(one.words), default=name)


def _sentences(text: str) -> Iterator[str]:
    yield from filter(None, _SENTENCE.split(text))


def _cut(found: str, *, first: bool) -> str:
    """The name without the words around it that are none, and without a genitive's ending."""
    words = found.split()
    while words and words[0].casefold() in _NO_NAME:
        words, first = words[1:], False
    while words and words[-1].casefold() in _NO_NAME:
        if len(words) > 1 and words[-1] == "May" and words[-2].casefold() not in _NO_NAME:
            break  # people are called so, too
        words.pop()
    name = _ROLE.sub("", _HONORIFIC.sub("", _OWN.sub("", " ".join(words))))
    if not any(map(str.isalpha, name)):
        return ""
    # One word at the beginning of a sentence has its capital from there.
    return "" if first and len(words) == 1 and not name.isupper() else name


def _kind(found: str, name: str, before: str, after: str) -> Kind:
    """What a name is, by a title, by the words it consists of, and by those around it."""
    title = re.match(_TITLE, found)
    if title:
        return _AFTER_TITLE.get(title[0].rstrip("."), "person")
    words = name.casefold().split()
    if _GROUPS.intersection(words):
        return "group"
    if _THINGS.intersection(words) or name.isupper():
        return "thing"
    if _AT.search(before):
        return "place"
    called = None if before.strip() else called_in(after)
    person = len(words) in (2, 3) and not _OF.search(name)
    return called or ("person" if person else "unknown")
