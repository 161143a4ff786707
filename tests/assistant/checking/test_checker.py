"""What holds for the check of any statement against any sources."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.checking import Checker, Verdict
from corpus import Article, Hit, Span
from corpus.sentences import split_sentences

Make = Callable[..., Article]
MakeHit = Callable[[Article], Hit]

NAMES = st.sampled_from(["Calla", "Ruben Hallward", "Odile Marsh", "Port Orrim", "Brightmoor"])
NUMBERS = st.integers(2, 99_999)
SENTENCES = st.builds(
    lambda name, verb, number, what, where, other: (
        f"{name} {verb} {number:,} {what} {where}{other}."
    ),
    NAMES,
    st.sampled_from(["sold", "never counted", "paid", "lost", "did not find", "carried"]),
    NUMBERS,
    st.sampled_from(["boats", "marks", "books", "passengers", "per cent of the vote"]),
    st.sampled_from(["in Kellmoor", "on Tuesday", "near the harbour", "in March 2025"]),
    st.sampled_from(["", ", the council said", " after the storm", " with Ilse Tarrant"]),
)
BODIES = st.lists(SENTENCES, min_size=1, max_size=8, unique=True).map(" ".join)
FEW = settings(max_examples=60)


def _whole(verdict: Verdict, hits: list[Hit]) -> None:
    """Fail unless the quotes are whole sentences of the articles, at most three, each once."""
    assert len(verdict.quotes) <= 3
    assert len(set(verdict.quotes)) == len(verdict.quotes)
    for number, start, end in verdict.quotes:
        article = hits[number].article
        assert (start, end) in split_sentences(article.body, article.language)


@FEW
@given(body=BODIES, data=st.data())
def test_a_sentence_of_the_source_is_supported_by_itself(
    checker: Checker, article: Make, hit: MakeHit, body: str, data: st.DataObject
) -> None:
    hits = [hit(article(body=body))]
    start, end = data.draw(st.sampled_from(split_sentences(body)))
    verdict = checker.check(body[start:end], hits)
    assert verdict.supported
    number, left, right = verdict.quotes[0]
    assert hits[number].article.body[left:right] == body[start:end]


@FEW
@given(body=BODIES, data=st.data())
def test_a_sentence_with_another_number_is_not_supported(
    checker: Checker, article: Make, hit: MakeHit, body: str, data: st.DataObject
) -> None:
    start, end = data.draw(st.sampled_from(split_sentences(body)))
    words = body[start:end].split()
    place = next(n for n, word in enumerate(words) if word[0].isdigit())
    other = data.draw(NUMBERS.filter(lambda number: f"{number:,}" not in body.split()))
    words[place] = f"{other:,}"
    verdict = checker.check(" ".join(words), [hit(article(body=body))])
    assert not verdict.supported
    assert verdict.reason


@FEW
@given(statement=st.text(max_size=200), bodies=st.lists(st.text(max_size=300), max_size=3))
def test_any_text_is_checked_and_quotes_are_whole_sentences(
    checker: Checker, article: Make, hit: MakeHit, statement: str, bodies: list[str]
) -> None:
    clean = [body.encode("utf-8", "replace").decode() for body in bodies]
    hits = [hit(article(f"a{n}", body=body)) for n, body in enumerate(clean)]
    verdict = checker.check(statement, hits)
    _whole(verdict, hits)
    assert 0 <= verdict.probability <= 1
    assert verdict.supported != bool(verdict.reason)


@FEW
@given(statement=SENTENCES, bodies=st.tuples(BODIES, BODIES))
def test_quotes_come_from_the_sources(
    checker: Checker, article: Make, hit: MakeHit, statement: str, bodies: tuple[str, str]
) -> None:
    hits = [hit(article(f"a{n}", body=body)) for n, body in enumerate(bodies)]
    _whole(checker.check(statement, hits), hits)


def test_sources_are_read_once_for_all_statements(
    checker: Checker, article: Make, hit: MakeHit
) -> None:
    hits = [hit(article())]
    read = checker.read(hits)
    for statement in ("The mayor was absent.", "The council voted.", "The mayor was present."):
        assert checker.check(statement, read) == checker.check(statement, hits)


def test_no_sources_support_nothing(checker: Checker) -> None:
    verdict = checker.check("The mayor was absent.", [])
    assert not verdict.supported
    assert verdict.quotes == ()


def test_a_correction_and_a_heading_support_nothing(
    checker: Checker, article: Make, hit: MakeHit
) -> None:
    body = (
        "Bridge to be closed\n\nThe bridge stays open.\n\n"
        "Correction: An earlier version of this article said that the toll is 12 marks."
    )
    heading = Span(0, len("Bridge to be closed"))
    source = hit(article(body=body, title="Bridge", headings=(heading,)))
    assert not checker.check("Bridge to be closed", [source]).supported
    assert not checker.check("The toll is 12 marks.", [source]).supported
    assert checker.check("The bridge stays open.", [source]).supported


def test_a_long_article_is_read_around_its_passage(
    checker: Checker, article: Make, hit: MakeHit
) -> None:
    body = " ".join(f"Boat {n} of Kellmoor is painted green." for n in range(1_000))
    whole = hit(article(body=body))
    start = body.index("Boat 900 ")
    end = body.index(" Boat 901 ")
    passage = replace(whole.passage, start=start, end=end, text=body[start:end])
    read = checker.read([replace(whole, passage=passage)])
    assert len(read.sentences) == 200
    assert checker.check("Boat 900 of Kellmoor is painted green.", read).supported
    assert not checker.check("Boat 2 of Kellmoor is painted green.", read).supported


@pytest.mark.parametrize(
    ("statement", "supported"),
    [
        ("She resigned. The mayor was 61.", True),
        ("Hallward resigned on Monday. She was 61.", True),
        ("Marsh resigned on Monday.", False),
    ],
)
def test_each_sentence_of_a_statement_counts(
    checker: Checker, article: Make, hit: MakeHit, statement: str, *, supported: bool
) -> None:
    body = "Greta Hallward resigned on Monday. She resigned. The mayor was 61. She was 61."
    assert checker.check(statement, [hit(article(body=body))]).supported is supported
