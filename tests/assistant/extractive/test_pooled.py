"""Passages read as one: what they agree on counts for more."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.extractive.pooled import Candidate, pooled, read
from assistant.reader import Reader, Reading, Source
from assistant.reader.spans import Found
from corpus import Article, Corpus, Span


def _read(text: str, answers: float, **words: float) -> tuple[Source, Reading]:
    spans = [
        Found(Span(text.index(word), text.index(word) + len(word)), probability)
        for word, probability in words.items()
    ]
    return Source(text), Reading(tuple(spans), answers, 0.0)


def _pooled(
    ones: Sequence[tuple[Source, Reading]], weights: Sequence[float] | None = None
) -> list[Candidate]:
    sources, readings = zip(*ones, strict=True)
    return pooled(sources, readings, weights or [1.0] * len(ones))


def test_what_several_texts_say_outweighs_what_one_says_louder() -> None:
    ones = [
        _read("Ada won.", 0.9, Ada=0.9),
        _read("Then Ben won.", 0.8, Ben=0.7),
        _read("It was Ben.", 0.8, Ben=0.7),
    ]
    best, other = _pooled(ones)
    assert (best.text, {place.text for place in best.places}) == ("Ben", {1, 2})
    assert (other.text, other.places[0].text) == ("Ada", 0)
    assert all(ones[text][0].text[slice(*span)] == "Ben" for text, span in best.places)


def test_a_text_that_weighs_more_decides() -> None:
    ones = [_read("Ada won.", 0.8, Ada=0.8), _read("Ben won.", 0.8, Ben=0.9)]
    assert _pooled(ones, [3, 1])[0].text == "Ada"
    assert _pooled(ones, [1, 3])[0].text == "Ben"


def test_what_hardly_answers_hardly_counts() -> None:
    ones = [_read("Ada won.", 0.1, Ada=1.0), _read("Ben won.", 0.9, Ben=0.3)]
    assert _pooled(ones)[0].text == "Ben"


def test_spellings_of_one_answer_are_one() -> None:
    ones = [
        _read("They closed the “Lantern Bridge”.", 0.9, **{"the “Lantern Bridge”": 0.9}),
        _read("Lantern Bridge is closed.", 0.9, **{"Lantern Bridge": 0.8}),
    ]
    (one,) = _pooled(ones)
    assert {place.text for place in one.places} == {0, 1}


@given(
    parts=st.lists(
        st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 5)), min_size=1, max_size=5
    )
)
def test_probabilities_stay_probabilities(parts: list[tuple[float, float, float]]) -> None:
    ones = [_read("Ada won.", answers, Ada=worth) for answers, worth, _ in parts]
    (found,) = _pooled(ones, [weight for _, _, weight in parts])
    assert 0 <= found.probability <= 1 + 1e-9


def test_what_is_nearer_to_the_asked_time_counts_more(
    corpus: Corpus, article: Callable[..., Article]
) -> None:
    body = "The crane of Port Orrim is run by {}, the harbour said."
    ones = {
        "Ada Pellow": datetime(2019, 3, 1, tzinfo=UTC),
        "Tom Orne": datetime(2026, 3, 1, tzinfo=UTC),
    }
    with corpus.writing() as writer:
        writer.add(
            [
                article(name, title="Crane", body=body.format(name), published=day)
                for name, day in ones.items()
            ]
        )
    question = "Who runs the crane of Port Orrim?"
    reader, assistant = Reader.load(), Assistant(corpus)
    for name, day in ones.items():
        hits = assistant.search(question, as_of=day)
        assert read(reader, question, hits)[0].text == name


def test_the_first_name_of_whom_the_question_names_answers_nothing(
    corpus: Corpus, article: Callable[..., Article]
) -> None:
    body = "The harbour of Estrow has lost its keeper: Gerrit Malvane resigned on Monday."
    with corpus.writing() as writer:
        writer.add([article(title="Keeper", body=body)])
    hits = corpus.search("Malvane")
    reader = Reader.load()
    assert "Gerrit" not in {one.text for one in read(reader, "Who replaced Malvane?", hits)}
    assert read(reader, "Who resigned in Estrow?", hits)[0].text == "Gerrit Malvane"
