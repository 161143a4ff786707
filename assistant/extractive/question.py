"""What a question asks for, without a language model."""

import re
from collections.abc import Collection, Iterator, Sequence

from assistant.extractive.kinds import kind_of, words_of
from assistant.extractive.spelling import fold_spelling
from corpus import Corpus

_WORD = re.compile(r"\w[\w'’-]*")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_ASKING = frozenset(
    word
    for words in (
        "what which who whom whose when where why how did do does done has have had was were is",
        "are can could will would should may might much many say says said tell told about there",
        "any happen happens happened mean means be been being give gives gave you me us they them",
        "their his her its he she we our my your from than so also please article articles news",
        "report ask asked asks name named names call called calls mention mentioned describe",
        "described according state stated explain explained take takes took taken taking go goes",
        "going get gets got make makes made come comes came put use used part kind sort thing way",
    )
    for word in words.split()
)
"""Words that belong to asking, not to what is asked about."""


_COMMON = frozenset(
    word
    for words in (
        "first second third last next new old young many few several other another more most less",
        "least big large small long short high low early late good bad great recent recently",
        "latest current currently now today still yet already again ever never only main often",
        "people person man men woman women thing things year years month week day days time times",
    )
    for word in words.split()
)
"""Words that stand in articles about anything, and so tell little of what one is about."""
_COMMON_WEIGHT = 0.5
PEOPLE = frozenset(("people", "person", "persons"))
STEM = 5
"""Letters that tell a word apart: those who marched were marchers."""

_COUNTED = re.compile(
    r"\bhow many (?:of (?:the )?)?(?P<noun>.+?)"
    r"(?=\s(?:in|of|at|on|from|by|during|after|before|since|for|with|near|across|when)\b|[?.,]|$)",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"\s(?:do|does|did|is|are|was|were|has|have|had|will|would|can|could)(?:\s|$)", re.IGNORECASE
)
_IN_MARCH = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)?|in|of|since|until|by|last|next|early|late|average) March\b"
    r"|\bMarch \d+"
)
"""The month, which a question about a march does not mean."""


class Question:
    """What a question asks for, as far as its words show it."""

    def __init__(self, corpus: Corpus, text: str) -> None:
        """Read the question; the corpus says which of its words are rare."""
        self.text = text
        self._corpus = corpus
        found = _WORD.findall(fold_spelling(text))
        words = [word for word in found if word.casefold() not in _ASKING]
        names = [word for word in words if word[0].isupper() or any(c.isdigit() for c in word)]
        common = self._terms_of([word for word in words if word in _COMMON])
        self._weights = {
            term: weight * (_COMMON_WEIGHT if term in common else 1)
            for term, weight in corpus.term_weights(self._terms_of(words)).items()
        }
        self._names = frozenset(self._terms_of(names))
        self.kind = kind_of(text)
        self.numbers = frozenset(
            term for term in self._weights if term[0].isdigit() and not _YEAR.fullmatch(term)
        )
        self.words = frozenset(words_of(text))
        self._asks_about_a_march = " march" in text and "March" not in text
        self.counted = frozenset(self._counted())

    def _counted(self) -> Iterator[str]:
        """The words that say what is counted: of people, what they did."""
        found = _COUNTED.search(self.text)
        if found is None:
            return
        noun, *rest = _AUXILIARY.split(found["noun"], maxsplit=1)
        words = [one for one in words_of(noun) if one not in PEOPLE]
        for word in words or words_of(" ".join(rest)):
            if word not in _ASKING and self.names(word):
                yield word.rstrip("s")

    def tells_what_is_counted(self, text: str) -> bool:
        """Whether a text has a word of what is counted; true where the question names none."""
        words = {word.rstrip("s")[:STEM] for word in words_of(text)}
        return not self.counted or any(word[:STEM] in words for word in self.counted)

    def terms(self, text: str) -> frozenset[str]:
        """The terms of an article's text, in the form in which the question's are compared."""
        if self._asks_about_a_march:
            text = _IN_MARCH.sub(" ", text)
        return frozenset(self._corpus.terms(fold_spelling(text)))

    def _terms_of(self, words: Sequence[str]) -> list[str]:
        # One letter is what is left of a genitive or an initial.
        terms = self._corpus.terms(" ".join(words))
        return [term for term in terms if len(term) > 1 or term.isdigit()]

    def names(self, word: str) -> bool:
        """Whether a word of an article is one that the question is about."""
        return not self._weights.keys().isdisjoint(self.terms(word))

    def share(self, terms: Collection[str]) -> float:
        """The share of the question's content that these terms hold, rare words counting more."""
        return _share(self._weights, terms)

    def names_missing(self, terms: Collection[str]) -> float:
        """The share of the question's names and numbers that these terms lack; 0 without any."""
        names = {term: w for term, w in self._weights.items() if term in self._names}
        return 1 - _share(names, terms) if names else 0.0


def _share(weights: dict[str, float], terms: Collection[str]) -> float:
    total = sum(weights.values())
    held = set(terms)
    return sum(w for term, w in weights.items() if term in held) / total if total else 0.0
