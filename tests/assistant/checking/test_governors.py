"""What a source only claims, denies, asks or makes depend on something is not what it says."""

from collections.abc import Callable

import pytest

from assistant.checking import Checker, Sources
from corpus import Article, Hit

BODY = (
    "The council of Marl will decide on Friday whether to close the swimming bath. "
    "If the court agrees, the tannery will move to Orrim in spring. "
    "Critics allege that Mayor Edda Roon hid a report on the bath. "
    "The police have no evidence that the driver of the tram was drunk. "
    "It is untrue that the water of Marl is poisoned, the waterworks said. "
    "A claim on social media that Roon was arrested is false. "
    "The tanners may strike next week. "
    "Drivers threatened to block the ring road. "
    "An anonymous note told readers to write that the town hall burned down. "
    "The driver, who denied all claims, lost his licence in May. "
    "Lodgers pay 38 marks a month for a room above the tannery. "
    "The bath looked as if it had been painted that morning."
)

UNSUPPORTED = [
    ("The council of Marl will close the swimming bath.", "whether"),
    ("The tannery will move to Orrim in spring.", "if"),
    ("Mayor Edda Roon hid a report on the bath.", "allege"),
    ("The driver of the tram was drunk.", "evidence"),
    ("The water of Marl is poisoned.", "untrue"),
    ("The water of Marl is poisoned, the waterworks said.", "untrue"),
    ("Roon was arrested.", "claim"),
    ("The tanners will strike next week.", "may"),
    ("Drivers will block the ring road.", "threatened"),
    ("The town hall burned down.", "write"),
]

SUPPORTED = [
    "The council of Marl will decide on Friday whether to close the swimming bath.",
    "If the court agrees, the tannery will move to Orrim.",
    "Critics allege that Mayor Edda Roon hid a report.",
    "The police have no evidence that the driver was drunk.",
    "The tanners may strike next week.",
    "Drivers threatened to block the ring road.",
    "The driver lost his licence in May.",
]


@pytest.fixture(scope="module")
def sources(
    checker: Checker, article: Callable[..., Article], hit: Callable[[Article], Hit]
) -> Sources:
    """The article, read."""
    return checker.read([hit(article("marl", title="News from Marl", body=BODY))])


@pytest.mark.parametrize(("statement", "word"), UNSUPPORTED)
def test_what_depends_on_something_is_not_said(
    checker: Checker, sources: Sources, statement: str, word: str
) -> None:
    verdict = checker.check(statement, sources)
    assert not verdict.supported
    assert f"“{word}”" in verdict.reason


@pytest.mark.parametrize("each", ["a year", "per week", "a head"])
def test_a_number_a_month_is_none_a_year(checker: Checker, sources: Sources, each: str) -> None:
    told = "Lodgers pay 38 marks {} for a room above the tannery."
    assert checker.check(told.format("a month"), sources).supported
    verdict = checker.check(told.format(each), sources)
    assert not verdict.supported
    assert "of a month, not of a" in verdict.reason


@pytest.mark.parametrize("statement", SUPPORTED)
def test_what_keeps_the_word_is_said(checker: Checker, sources: Sources, statement: str) -> None:
    verdict = checker.check(statement, sources)
    assert verdict.supported, verdict.reason
