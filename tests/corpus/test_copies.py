"""Articles of one text: embedded once, found once, and each in its place whatever happens."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus import Article, Corpus, Filter, Query

Make = Callable[..., Article]
Contents = Callable[[Path], dict[str, Any]]

DAY = datetime(2026, 3, 5, 12, tzinfo=UTC)
TEXTS = [
    (
        "The weir of Kellmoor broke on Monday night. Eleven boats were swept into the harbour. "
        "The harbour master said that nobody had been aboard."
    ),
    (
        "Orrimar votes on a new tram line in May. The mayor wants it to run past the hospital, "
        "and the council of the old town wants it underground."
    ),
    (
        "A baker in Brannick has sold the same rye loaf for sixty years. His daughter takes over "
        "the shop in spring and means to keep the price."
    ),
]
WORDS = ["weir boats harbour", "tram line mayor", "baker rye loaf"]


def _add(corpus: Corpus, *articles: Article) -> list[str]:
    with corpus.writing() as writer:
        return [outcome.change for outcome in writer.add(articles)]


def _found(corpus: Corpus, words: str, **chosen: object) -> list[tuple[str, set[str]]]:
    hits = corpus.search(Query.of(words, Filter(**chosen)))  # type: ignore[arg-type]
    return [(hit.article.id, {one.id for one in hit.also}) for hit in hits]


@pytest.fixture
def copies(article: Make) -> list[Article]:
    return [
        article("one", title="Weir breaks", body=TEXTS[0], source="Ledger", published=DAY),
        article(
            "two",
            title="Boats lost",
            body=TEXTS[0].replace(". ", ".\n\n"),
            source="Gull",
            published=DAY + timedelta(days=3),
        ),
        article("three", title="Weir breaks", body=TEXTS[0], source="Post", published=None),
    ]


def test_copies_are_found_once_and_embedded_once(
    corpus: Corpus, copies: list[Article], contents: Contents
) -> None:
    assert _add(corpus, *copies) == ["new"] * 3
    assert _found(corpus, WORDS[0]) == [("one", {"two", "three"})]
    assert len(contents(corpus.directory)["vectors"]) == 1
    assert [one.id for one in corpus.story("three")] == ["one", "two", "three"]
    assert len(corpus.articles()) == 3
    assert _add(corpus, *copies) == ["unchanged"] * 3


def test_copies_that_come_in_other_runs(corpus: Corpus, copies: list[Article]) -> None:
    for one in copies:
        _add(corpus, one)
    assert _found(corpus, WORDS[0]) == [("one", {"two", "three"})]


def test_a_filter_finds_the_copy_that_passes(corpus: Corpus, copies: list[Article]) -> None:
    _add(corpus, *copies)
    for outlet, one, others in (
        ("gull", "two", {"one", "three"}),
        ("post", "three", {"one", "two"}),
        ("ledger", "one", {"two", "three"}),
    ):
        (hit,) = corpus.search(Query.of(WORDS[0], Filter(sources=(outlet,))))
        assert (hit.article.id, {copy.id for copy in hit.also}) == (one, others)
        assert hit.article.body[hit.passage.start : hit.passage.end] == hit.passage.text
        assert hit.passage.text.startswith("The weir of Kellmoor")
        assert hit.passage.text.endswith("aboard.")
    assert _found(corpus, WORDS[0], sources=("post",)) == [("three", {"one", "two"})]
    assert _found(corpus, WORDS[0], until=DAY) == [("one", {"two", "three"})]
    assert _found(corpus, WORDS[0], until=DAY - timedelta(days=1)) == []
    assert _found(corpus, WORDS[0], sources=("nobody",)) == []


_DIVE = " ".join(
    f"Diver {name} saw a lamp, a rope and {n} crates of salt on deck {n + 3} of the wreck."
    for n, name in enumerate(["Ola", "Kai", "Mina", "Rut", "Per", "Siv", "Jon", "Eli"])
)


def test_a_copy_that_says_more_is_found_by_what_it_adds(corpus: Corpus, article: Make) -> None:
    longer = f"{_DIVE} A python of three metres slept in the engine room of the ship."
    short, long = article("short", body=_DIVE), article("long", body=longer)
    _add(corpus, short, long)
    assert corpus.search("python in the engine room")[0].article.id == "long"
    with corpus.writing() as writer:
        writer.remove(["short", "long"])
    _add(corpus, long, short)
    assert [one.id for one in corpus.story("short")] == ["long", "short"]
    assert corpus.search("python in the engine room")[0].article.id == "long"


def test_a_copy_in_other_signs_and_words_is_found_behind_a_filter(
    corpus: Corpus, article: Make
) -> None:
    other = _DIVE.replace("rope", "cable", 1).replace(". ", ".\n").replace(",", " –")
    _add(corpus, article("one", body=_DIVE), article("two", body=other, source="Gull"))
    assert [one.id for one in corpus.story("two")] == ["one", "two"]
    hits = corpus.search(Query.of("salt on the deck of the wreck", Filter(sources=("gull",))))
    assert hits
    for hit in hits:
        assert hit.article.id == "two"
        assert other[hit.passage.start : hit.passage.end] == hit.passage.text


def test_when_the_lead_changes_its_copies_stay_one_story(
    corpus: Corpus, copies: list[Article], contents: Contents
) -> None:
    _add(corpus, *copies)
    assert _add(corpus, replace(copies[0], body=TEXTS[1])) == ["changed"]
    assert _found(corpus, WORDS[0])[0] == ("two", {"three"})
    assert _found(corpus, WORDS[1])[0] == ("one", set())
    assert len(contents(corpus.directory)["vectors"]) == 2
    assert _add(corpus, copies[0]) == ["changed"]
    assert _found(corpus, WORDS[0]) == [("two", {"one", "three"})]


def test_when_the_lead_is_removed_another_copy_answers(
    corpus: Corpus, copies: list[Article], contents: Contents
) -> None:
    _add(corpus, *copies)
    with corpus.writing() as writer:
        assert writer.remove(["one"]) == 1
    assert _found(corpus, WORDS[0]) == [("two", {"three"})]
    with corpus.writing() as writer:
        assert writer.remove(["two", "three"]) == 2
    found = contents(corpus.directory)
    assert not any(found[name] for name in ("articles", "bands", "vectors", "lexical", "pending"))


def test_what_is_retracted_answers_no_more_but_stays_listed(
    corpus: Corpus, copies: list[Article], contents: Contents
) -> None:
    _add(corpus, *copies)
    with corpus.writing() as writer:
        assert writer.retract(["one", "nobody"]) == 1
        assert writer.retract(["one"]) == 0
    assert _found(corpus, WORDS[0]) == [("two", {"three"})]
    assert [one.retracted for one in corpus.articles()] == [False, True, False]
    assert _add(corpus, copies[0]) == ["unchanged"]
    assert _add(corpus, replace(copies[0], body=TEXTS[1])) == ["changed"]
    assert _found(corpus, WORDS[1], sources=("ledger",)) == []
    with corpus.writing() as writer:
        assert writer.retract(["two", "three"]) == 2
    assert corpus.search(WORDS[0]) == ()
    assert contents(corpus.directory)["vectors"] == []
    with corpus.writing() as writer:
        assert writer.reinstate(["one", "two", "three"]) == 3
    assert _found(corpus, WORDS[1])[0] == ("one", set())
    assert _found(corpus, WORDS[0])[0] == ("two", {"three"})


def test_what_was_retracted_before_it_came_never_answers(corpus: Corpus, article: Make) -> None:
    with corpus.writing() as writer:
        assert writer.retract(["late", "https://ledger.example/weir#top"]) == 0
    late = article("late", body=TEXTS[0])
    moved = article("else", body=TEXTS[1], url="https://ledger.example/weir?utm_source=x")
    assert _add(corpus, late, moved) == ["new", "new"]
    assert corpus.search(WORDS[0]) == ()
    assert all(one.retracted for one in corpus.articles())


def test_a_rebuild_keeps_the_stories(
    corpus: Corpus, copies: list[Article], contents: Contents
) -> None:
    _add(corpus, *copies)
    with corpus.writing() as writer:
        writer.retract(["three"])
    before = contents(corpus.directory)
    with corpus.writing() as writer:
        assert list(writer.rebuild()) == [3]
    after = contents(corpus.directory)
    assert before.pop("indexes") != after.pop("indexes")
    assert after == before
    assert _found(corpus, WORDS[0]) == [("one", {"two"})]


def test_a_copy_that_changes_just_before_its_lead_keeps_its_change(
    corpus: Corpus, article: Make
) -> None:
    _add(corpus, article("lead", body=TEXTS[1]), article("copy", body=TEXTS[1]))
    changed = [article("copy", body=TEXTS[0]), article("lead", body=TEXTS[0])]
    assert _add(corpus, *changed) == ["changed", "changed"]
    assert {one.id: one.body for one in corpus.articles()} == dict.fromkeys(
        ("lead", "copy"), TEXTS[0]
    )


_OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(["add", "remove", "retract", "reinstate"]),
        st.lists(st.tuples(st.sampled_from("abcde"), st.integers(0, 2)), min_size=1, max_size=4),
    ),
    max_size=6,
)


@settings(max_examples=12)
@given(_OPERATIONS)
@example([("add", [("b", 1), ("a", 1), ("a", 0), ("b", 0)])])
def test_whatever_happens_every_copy_is_in_its_place(
    contents: Contents, operations: Sequence[tuple[str, list[tuple[str, int]]]]
) -> None:
    state: dict[str, tuple[int, bool]] = {}
    withdrawn: set[str] = set()
    with tempfile.TemporaryDirectory() as folder, Corpus.open(folder, create=True) as corpus:
        for operation, articles in operations:
            ids = [one for one, _ in articles]
            with corpus.writing() as writer:
                if operation == "add":
                    writer.add([Article(one, "T", TEXTS[n], "o") for one, n in articles])
                    for one, n in articles:
                        state[one] = (n, one in withdrawn)
                elif operation == "remove":
                    writer.remove(ids)
                    state = {one: at for one, at in state.items() if one not in ids}
                else:
                    taken_back = operation == "retract"
                    (writer.retract if taken_back else writer.reinstate)(ids)
                    withdrawn = withdrawn | {*ids} if taken_back else withdrawn - {*ids}
                    for one in ids:
                        if one in state:
                            state[one] = (state[one][0], taken_back)
            for number, words in enumerate(WORDS):
                copies = {one for one, at in state.items() if at == (number, False)}
                hits = [hit for hit in corpus.search(words) if hit.article.body == TEXTS[number]]
                assert [{hit.article.id, *(one.id for one in hit.also)} for hit in hits] == (
                    [copies] if copies else []
                )
        found = contents(corpus.directory)
        assert found["vectors"] == found["lexical"] == [row[0] for row in found["passages"]]
        assert found["pending"] == []
        assert {one.id: one.retracted for one in corpus.articles()} == {
            one: retracted for one, (_, retracted) in state.items()
        }
