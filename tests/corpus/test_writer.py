"""The writer: what is new, changed or the same, and that all three stores stay in step."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus import Article, Corpus, Filter, Outcome, Query, Span
from corpus.catalog import Catalog
from corpus.embedding import Embedder
from corpus.outcome import record_of
from corpus.passages import embedding_texts

Make = Callable[..., Article]
Contents = Callable[[Path], dict[str, Any]]


class _Counting:
    """An embedder that counts what it embeds, and fails when told to."""

    def __init__(self, inner: Embedder) -> None:
        self.name, self.dimension, self.window = inner.name, inner.dimension, inner.window
        self.count = inner.count
        self.embedded: list[str] = []
        self.broken = False
        self._inner = inner

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        if self.broken:
            raise RuntimeError("out of memory")
        self.embedded.extend(() if query else texts)
        return self._inner.embed(texts, query=query)


def _add(corpus: Corpus, *articles: Article) -> list[str]:
    with corpus.writing() as writer:
        return [outcome.change for outcome in writer.add(articles)]


def _in_step(found: dict[str, Any]) -> None:
    ids = [row[0] for row in found["passages"]]
    assert found["vectors"] == ids
    assert found["lexical"] == ids
    assert found["pending"] == []


@pytest.fixture
def counting(corpus: Corpus) -> _Counting:
    counting = _Counting(corpus.embedder)
    corpus.embedder = counting
    return counting


def test_new_then_unchanged_then_changed(
    corpus: Corpus, article: Make, contents: Contents, counting: _Counting
) -> None:
    first = article("a1")
    with corpus.writing() as writer:
        assert writer.add([first, article("a2")]) == [Outcome("a1", "new"), Outcome("a2", "new")]
    before = contents(corpus.directory)
    _in_step(before)
    counting.embedded.clear()
    assert _add(corpus, first, article("a2")) == ["unchanged", "unchanged"]
    assert counting.embedded == []
    assert contents(corpus.directory) == before
    assert _add(corpus, replace(first, body="The vote was annulled.")) == ["changed"]
    after = contents(corpus.directory)
    _in_step(after)
    assert len(counting.embedded) == 1
    assert [one.article.body for one in corpus.search("annulled", count=1)] == [
        "The vote was annulled."
    ]


def test_nothing_to_add(corpus: Corpus) -> None:
    with corpus.writing() as writer:
        assert writer.add([]) == []
        assert writer.remove([]) == 0
    assert corpus.status().articles == 0


def test_versions_stay_readable(corpus: Corpus, article: Make) -> None:
    states = [article("a1", body=f"State {number} of the text.") for number in range(3)]
    for state in states:
        assert _add(corpus, state) in (["new"], ["changed"])
    assert [one.version for one in corpus.versions("a1")] == [one.version for one in states]
    assert [one.current for one in corpus.versions("a1")] == [False, False, True]
    for state in states:
        assert corpus.article("a1", state.version) == state
    assert corpus.article("a1") == states[-1]
    assert corpus.article("a1", "0" * 16) is None
    assert corpus.article("nobody") is None


def test_a_text_may_return_to_what_it_was(
    corpus: Corpus, article: Make, contents: Contents
) -> None:
    old = article("a1", body="Background\n\nThe bridge is open.")
    other = article("a1", body="The bridge is closed.")
    headed = replace(old, headings=(Span(0, 10),))
    for state in (old, other, headed):
        assert _add(corpus, state) in (["new"], ["changed"])
    stored = corpus.article("a1")
    assert stored == headed, "the headings that the passages were cut by are the stored ones"
    _in_step(contents(corpus.directory))
    assert [one.text for one in corpus.passages(stored)] == ["The bridge is open."]
    assert [hit.passage.text for hit in corpus.search("bridge")] == ["The bridge is open."]
    assert _add(corpus, other) == ["changed"]
    _in_step(contents(corpus.directory))


def test_new_facts_about_the_same_text_are_not_embedded_again(
    corpus: Corpus, article: Make, contents: Contents, counting: _Counting
) -> None:
    first = article("a1", source="The Ledger")
    later = replace(first, source="Gull", published=datetime(2026, 4, 1, tzinfo=UTC))
    assert _add(corpus, first) == ["new"]
    counting.embedded.clear()
    assert _add(corpus, later) == ["changed"]
    assert _add(corpus, later) == ["unchanged"]
    assert counting.embedded == []
    assert corpus.article("a1") == later
    _in_step(contents(corpus.directory))
    for wanted, count in [
        (Filter(sources=("gull",)), 1),
        (Filter(sources=("the ledger",)), 0),
        (Filter(since=datetime(2026, 3, 31, tzinfo=UTC)), 1),
        (Filter(until=datetime(2026, 3, 31, tzinfo=UTC)), 0),
    ]:
        assert len(corpus.search(Query.of("council", wanted))) == count
    assert len(corpus.versions("a1")) == 1


def test_another_language_that_cuts_elsewhere_is_embedded_again(
    corpus: Corpus, article: Make, contents: Contents, counting: _Counting
) -> None:
    # The beginning tells no language, so that it is the declared one.
    sentence = "Das Treffen z. B. in der Stadt usw. kostet ca. 3,5 Mio. Euro bzw. mehr. "
    first = article("a1", body="1 2 3 4 " * 75 + sentence * 16, language="en")
    other = replace(first, language="de")
    assert corpus.passages(first) != corpus.passages(other)
    assert _add(corpus, first) == ["new"]
    counting.embedded.clear()
    assert _add(corpus, other) == ["changed"]
    cut = corpus.passages(other)
    assert counting.embedded == embedding_texts(other, cut, counting.count, counting.window)
    found = contents(corpus.directory)
    _in_step(found)
    assert found["passages"] == sorted((one.id, one.start, one.end) for one in cut)


def test_the_unknown_never_replaces_the_known(corpus: Corpus, article: Make) -> None:
    full = article(
        "a1",
        url="https://example.com/a",
        authors=("Ada Hall",),
        updated=datetime(2026, 3, 6, tzinfo=UTC),
        section="News",
        language="en",
    )
    bare = Article("a1", full.title, full.body, "/other/place.txt")
    assert _add(corpus, full) == ["new"]
    assert _add(corpus, bare) == ["unchanged"]
    assert corpus.article("a1") == full
    assert _add(corpus, replace(bare, body="Another text.")) == ["changed"]
    assert corpus.article("a1") == replace(full, body="Another text.", origin="/other/place.txt")


def test_copies_of_one_address_are_one_article(corpus: Corpus, article: Make) -> None:
    first = article("a1", url="https://www.example.com/a/?utm_source=feed")
    copy = article("b7", url="http://example.com/a", title=first.title, body="A newer text.")
    with corpus.writing() as writer:
        assert writer.add([first]) == [Outcome("a1", "new")]
        assert writer.add([copy]) == [Outcome("a1", "changed")]
    assert corpus.status().articles == 1
    assert corpus.article("b7") is None
    for reference in ("a1", "https://example.com/a", "http://www.example.com/a#top"):
        found = corpus.article(reference)
        assert found is not None
        assert found.body == "A newer text."


def test_an_id_that_another_address_has_is_another_articles(
    corpus: Corpus, article: Make, contents: Contents
) -> None:
    first = article("1", url="https://example.com/a")
    second = article("1", url="https://example.org/b", body="Quite another story.")
    with corpus.writing() as writer:
        outcomes = writer.add([first, second])
        assert [one.change for one in outcomes] == ["new", "new"]
        assert outcomes[0].article_id == "1"
        assert outcomes[1].article_id != "1"
        again = writer.add([second, first])
    assert [one.change for one in again] == ["unchanged", "unchanged"]
    assert {one.article_id for one in again} == {one.article_id for one in outcomes}
    assert corpus.status().articles == 2
    _in_step(contents(corpus.directory))


def test_an_article_may_come_to_its_address_later(corpus: Corpus, article: Make) -> None:
    plain = article("a1")
    assert _add(corpus, plain) == ["new"]
    assert _add(corpus, replace(plain, url="https://example.com/a")) == ["changed"]
    assert _add(corpus, replace(plain, id="zz", url="https://example.com/a")) == ["unchanged"]
    assert _add(corpus, plain) == ["unchanged"]
    assert corpus.status().articles == 1


def test_several_versions_in_one_batch(corpus: Corpus, article: Make, contents: Contents) -> None:
    first = article("a1", url="https://example.com/a", body="At first.")
    second = article("b2", url="https://www.example.com/a", body="Then.")
    third = article("a1", body="At last.")
    assert _add(corpus, first, article("c"), second, third, third) == [
        *["new", "new", "changed", "changed", "unchanged"]
    ]
    assert [one.current for one in corpus.versions("a1")] == [False, False, True]
    _in_step(contents(corpus.directory))


def test_an_input_with_two_versions_is_unchanged_when_read_again(
    corpus: Corpus, article: Make, contents: Contents
) -> None:
    versions = [article("a1", body=body, origin="/f.jsonl") for body in ("Old.", "New.")]
    with corpus.writing() as writer:
        outcomes = writer.add(versions)
        records = [(o.article_id, record_of(a)) for o, a in zip(outcomes, versions, strict=True)]
        writer.set_read("/f.jsonl", "digest", records)
        assert writer.is_read("/f.jsonl", "digest") == 2
        assert writer.is_read("/f.jsonl", "other") is None
        assert writer.is_read("/g.jsonl", "digest") is None
        before = contents(corpus.directory)
        assert [one.change for one in writer.add(versions)] == ["unchanged"] * 2
    assert contents(corpus.directory) == before
    # What the input says anew is no sighting, even if it said something like it before.
    assert _add(corpus, article("a1", body="Newest.", origin="/f.jsonl")) == ["changed"]
    assert _add(corpus, article("a1", body="Old.", origin="/elsewhere.txt")) == ["changed"]


def test_removing_takes_everything_and_reading_again_brings_it_back(
    corpus: Corpus, article: Make, contents: Contents
) -> None:
    gone, kept = article("a1", origin="/a.txt"), article("a2", origin="/b.txt")
    with corpus.writing() as writer:
        writer.add([gone, kept])
        writer.set_read("/a.txt", "1", [("a1", record_of(gone))])
        writer.set_read("/b.txt", "2", [("a2", record_of(kept))])
        before = contents(corpus.directory)
        assert writer.remove(["a1", "a1", "never there"]) == 1
        assert writer.is_read("/a.txt", "1") is None
        assert writer.is_read("/b.txt", "2") == 1
    found = contents(corpus.directory)
    _in_step(found)
    assert corpus.article("a1") is None
    assert corpus.versions("a1") == []
    assert {hit.article.id for hit in corpus.search("council voted")} == {"a2"}
    with corpus.writing() as writer:
        assert [one.change for one in writer.add([gone])] == ["new"]
        writer.set_read("/a.txt", "1", [("a1", record_of(gone))])
    assert contents(corpus.directory) == before


def test_a_batch_that_fails_leaves_nothing_behind(
    corpus: Corpus, article: Make, contents: Contents, counting: _Counting
) -> None:
    with corpus.writing() as writer:
        writer.add([article("a1")])
        before = contents(corpus.directory)
        counting.broken = True
        with pytest.raises(RuntimeError, match="memory"):
            writer.add([article("a2"), article("a1", body="Changed.")])
        counting.broken = False
        assert corpus.article("a2") is None
        writer.add([article("a3")])
        assert writer.remove(["a3"]) == 1
    assert contents(corpus.directory) == before


def test_vectors_that_a_failed_batch_left_are_swept(
    corpus: Corpus, article: Make, contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    with corpus.writing() as writer:
        with monkeypatch.context() as patch:
            patch.setattr(Catalog, "put", _disk_full)
            with pytest.raises(OSError, match="disk full"):
                writer.add([article("a1")])
        assert contents(corpus.directory)["vectors"] != []
        assert corpus.search("council") == ()
        writer.add([article("a2")])
    with corpus.writing():
        pass
    _in_step(contents(corpus.directory))


def _disk_full(*_: object) -> None:
    raise OSError("disk full")


@pytest.mark.parametrize(
    "odd",
    [
        {"name": "a@b#c@0123456789abcdef#7"},
        {"name": "x" * 500},
        {"name": "it's \"; DROP TABLE articles; --"},
        {"name": "a\nb\x00c"},
        {"name": "日本 👩‍👩‍👧"},
        {"body": "One line\u2028and another.\x85And\x0bmore\r\nto come.\x00"},
        {"body": ""},
        {"body": " \n "},
        {"title": ""},
        {"language": "日本"},
        {"language": "x" * 40},
        {"url": "http://[::1/broken"},
        {"url": "javascript:alert(1)"},
        {"source": "  "},
        {"source": "", "url": "https://example.com/a"},
        {"published": datetime(1, 1, 1, tzinfo=UTC)},
        {"published": datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)},
        {"authors": ("Ünïcödé", "", "a\nb")},
    ],
    ids=str,
)
def test_odd_articles_come_back_as_they_went_in(
    corpus: Corpus, article: Make, contents: Contents, odd: dict[str, Any]
) -> None:
    made = article(**odd)
    assert _add(corpus, made) == ["new"]
    assert _add(corpus, made) == ["unchanged"]
    assert corpus.article(made.id) == made
    assert corpus.articles() == [made]
    assert [hit.article for hit in corpus.search("council")] in ([made], [])
    assert corpus.status().articles == 1
    assert made.to_dict()["id"] == made.id
    _in_step(contents(corpus.directory))
    with corpus.writing() as writer:
        assert writer.remove([made.id]) == 1
    assert contents(corpus.directory)["vectors"] == []


def test_an_article_refuses_what_cannot_be_kept(article: Make) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        article(published=datetime(2026, 1, 1))  # noqa: DTZ001 - what is refused
    for headings in [(Span(0, 0),), (Span(2, 1),), (Span(0, 999),), (Span(3, 5), Span(0, 2))]:
        with pytest.raises(ValueError, match="out of place"):
            article(headings=headings)
    for field in ("title", "body", "origin", "url", "source", "section", "language"):
        with pytest.raises(ValueError, match="surrogates"):
            article(**{field: "\ud800"})


def test_articles_are_listed_newest_first_and_filtered(corpus: Corpus, article: Make) -> None:
    noon = datetime(2026, 3, 5, 12, tzinfo=UTC)
    _add(
        corpus,
        article("old", published=noon - timedelta(days=9)),
        article("undated", published=None),
        article("new", published=noon, source=None, url="https://www.Gull.example/1"),
    )
    assert [one.id for one in corpus.articles()] == ["new", "old", "undated"]
    assert [one.id for one in corpus.articles(limit=1)] == ["new"]
    assert [one.id for one in corpus.articles(Filter(since=noon))] == ["new"]
    assert [one.id for one in corpus.articles(Filter(sources=("gull.EXAMPLE",)))] == ["new"]
    status = corpus.status()
    assert (status.articles, status.oldest, status.newest) == (3, noon - timedelta(days=9), noon)
    assert dict(status.outlets) == {"The Ledger": 2, "gull.example": 1}
    assert all(size > 0 for size in status.sizes.values())


def test_row_numbers_of_two_inputs_are_not_one_id(corpus: Corpus) -> None:
    train = Article("1", "Train late", "The train from Orrim was an hour late.", "rail.csv")
    zoo = Article("1", "Zoo gets penguins", "Nine penguins moved into the zoo.", "city.csv")
    assert _add(corpus, train, zoo) == ["new", "new"]
    assert _add(corpus, train, zoo) == ["unchanged", "unchanged"]
    assert _add(corpus, replace(zoo, body="Ten penguins moved into the zoo.")) == ["changed"]
    assert {one.title for one in corpus.articles()} == {"Train late", "Zoo gets penguins"}
    corrected = replace(train, title="Train very late", origin="rail.csv")
    assert _add(corpus, corrected) == ["changed"]


def test_a_later_version_without_a_headline_keeps_the_one_before(
    corpus: Corpus, article: Make
) -> None:
    bridge = "The bridge is shut to lorries and buses until the crack number {} is mended. "
    geese = "Seven geese won the regatta by a beak, {} lengths ahead of the postal pigeons. "
    text, other = ("".join(map(words.format, range(9))) for words in (bridge, geese))
    first = article("a1", title="Bridge closed", body=text)
    later = replace(first, title="", body=f"{text}Boats may pass.")
    with corpus.writing() as writer:
        writer.add([first, later])
        assert [one.title for one in corpus.articles()] == ["Bridge closed"]
        assert writer.add([later])[0].change == "unchanged"
        writer.add([replace(first, title="", body=other)])
    assert [one.title for one in corpus.articles()] == [""]
