"""Passages read as one: what they agree on counts for more."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.reader.pooled import pooled
from assistant.reader.spans import Found, Reading
from assistant.reader.windows import Source
from corpus import Span


def _reading(text: str, answers: float, **words: float) -> tuple[Source, Reading]:
    spans = [
        Found(Span(text.index(word), text.index(word) + len(word)), probability)
        for word, probability in words.items()
    ]
    return Source(text), Reading(tuple(spans), answers, 0.0)


def test_what_several_texts_say_outweighs_what_one_says_louder() -> None:
    sources, readings = zip(
        _reading("Ada won.", 0.9, Ada=0.9),
        _reading("Then Ben won.", 0.8, Ben=0.7),
        _reading("It was Ben.", 0.8, Ben=0.7),
        strict=True,
    )
    best, other = pooled(sources, readings, [1, 1, 1])
    assert (best.text, {place.text for place in best.places}) == ("Ben", {1, 2})
    assert (other.text, other.places[0].text) == ("Ada", 0)
    assert all(sources[text].text[slice(*span)] == "Ben" for text, span in best.places)


def test_a_text_that_weighs_more_decides() -> None:
    sources, readings = zip(
        _reading("Ada won.", 0.8, Ada=0.8), _reading("Ben won.", 0.8, Ben=0.9), strict=True
    )
    assert pooled(sources, readings, [3, 1])[0].text == "Ada"
    assert pooled(sources, readings, [1, 3])[0].text == "Ben"


def test_what_hardly_answers_hardly_counts() -> None:
    sources, readings = zip(
        _reading("Ada won.", 0.1, Ada=1.0), _reading("Ben won.", 0.9, Ben=0.3), strict=True
    )
    assert pooled(sources, readings, [1, 1])[0].text == "Ben"


def test_spellings_of_one_answer_are_one() -> None:
    sources, readings = zip(
        _reading("They closed the “Lantern Bridge”.", 0.9, **{"the “Lantern Bridge”": 0.9}),
        _reading("Lantern Bridge is closed.", 0.9, **{"Lantern Bridge": 0.8}),
        strict=True,
    )
    (one,) = pooled(sources, readings, [1, 1])
    assert {place.text for place in one.places} == {0, 1}


@given(
    parts=st.lists(
        st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 5)), min_size=1, max_size=5
    )
)
def test_probabilities_stay_probabilities(parts: list[tuple[float, float, float]]) -> None:
    sources, readings = zip(
        *(_reading("Ada won.", answers, Ada=worth) for answers, worth, _ in parts), strict=True
    )
    found = pooled(sources, readings, [weight for _, _, weight in parts])
    assert len(found) == 1
    assert 0 <= found[0].probability <= 1 + 1e-9
