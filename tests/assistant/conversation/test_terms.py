"""Words of what was said before that a question also means."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.conversation import Turn
from assistant.conversation.terms import Weights, signs_of, terms
from assistant.conversation.words import words_of

TURN = Turn("Who repaired the Lantern Bridge?", ("Masons from Orrimar repaired the bridge.",))
ALL = Weights(threshold=0.0)
_TEXT = st.text("abcde’é .?-X", max_size=30)


def test_a_word_counts_more_the_more_often_it_was_said_and_where() -> None:
    signs = signs_of("Was there anything else?", [TURN, TURN._replace(question="Why?")])
    assert signs["bridge"].often > signs["lantern"].often
    assert (signs["lantern"].first_question, signs["lantern"].last_question) == (1, 0)
    assert signs["masons"].last_answer == 1
    assert "the" not in signs


def test_only_the_last_answer_is_pointed_at() -> None:
    signs = signs_of("Why was this done?", [TURN])
    assert (signs["masons"].pointed, signs["lantern"].pointed) == (1, 0)
    assert signs_of("Why was it done?", [TURN])["masons"].pointed == 0


def test_words_said_together_stay_together() -> None:
    assert terms("What else?", "", [TURN], ALL)[:2] == ["repaired", "Lantern Bridge"]
    assert terms("What else?", "the Lantern", [TURN], ALL)[:2] == ["repaired", "Bridge"]


def test_nothing_is_added_that_is_not_likely() -> None:
    assert terms("What else?", "", [TURN], Weights(threshold=1.0)) == []


@given(question=_TEXT, held=_TEXT, said=st.lists(st.tuples(_TEXT, _TEXT), min_size=1, max_size=8))
def test_what_is_added_was_said_and_is_lacking(
    question: str, held: str, said: list[tuple[str, str]]
) -> None:
    turns = [Turn(asked, (told,)) for asked, told in said]
    words = words_of(" ".join(text for pair in said[-6:] for text in pair))
    for phrase in terms(question, held, turns, ALL):
        assert words_of(phrase) <= words
        assert not words_of(phrase) & words_of(f"{question} {held}")
