"""What a follow-up is read as: names for what refers to them, and nothing where it is complete."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.conversation import Turn, standalone
from assistant.conversation.standalone import ADDED
from assistant.conversation.words import content_of

VOTE = Turn(
    "How did the Senate of Tarn vote on the Lantern Bridge?",
    (
        "The Senate of Tarn approved the Lantern Bridge by 9 votes to 2.",
        "“I would have liked a longer table,” said Ada Moss, who abstained.",
    ),
    ("Senate approves Lantern Bridge", "One abstention: Ada Moss explains"),
)
TOLL = Turn("What did Oskar Vell say about the toll?", ("“It is fair,” said Mr. Vell.",))
FLOOD = Turn("How many houses stood under water in Estmere in 2022?", ("It was 40 houses.",))
SINCE = Turn("What happened since the vote on the toll?")
COURSE = Turn("Timeline of the Arch Bridge")
GULL = Turn("What did the Gull say about the Lantern Bridge?")
VELL_BY = Turn("According to the Courier, why did Vell go?")
FAIR = Turn("How many people came to the lantern fair?", ("Nearly 900 people came.",))


def test_a_noun_that_was_not_said_is_a_new_subject() -> None:
    assert standalone("What about the storm?", [VOTE]) == "What about the storm?"
    assert "Lantern" in standalone("What about the table?", [VOTE]), "that was spoken of"
    assert "Lantern" in standalone("And the storm?", [VOTE]), "the same is asked of it"


TOLD = VOTE._replace(told=content_of(["The Senate debated the cost; lamps and a storm came up."]))


@pytest.mark.parametrize("question", ["Who won the match?", "And the dockers?"])
def test_a_thing_of_which_no_source_tells_is_a_new_topic(question: str) -> None:
    assert standalone(question, [TOLD]) == question
    assert "Lantern" in standalone(question, [VOTE]), "what the sources tell is not known"


def test_a_thing_of_which_the_sources_tell_goes_on() -> None:
    assert "Lantern" in standalone("Who paid the cost?", [TOLD])
    assert "Lantern" in standalone("And the storms?", [TOLD])


def test_they_are_whom_the_new_topic_is_about() -> None:
    turns = [TOLD, Turn("And the dockers?", ("They agreed.",), told=content_of(["dockers agreed"]))]
    assert standalone("What did they get?", turns) == "What did the dockers get?"


@pytest.mark.parametrize(
    ("question", "turn", "expected"),
    [
        # Pronouns, by the kind of what they may mean.
        ("Why does he think so?", TOLL, "Why does Oskar Vell think so?"),
        ("What does his party say?", TOLL, "What does Oskar Vell’s party say?"),
        ("How long is it?", VOTE, "How long is the Lantern Bridge?"),
        (
            "Why did they approve it?",
            VOTE,
            "Why did the Senate of Tarn approve the Lantern Bridge?",
        ),
        ("Did she say why?", VOTE, "Did Ada Moss say why?"),
        ("Who paid for it?", FAIR, "Who paid for the lantern fair?"),
        # Descriptions, and names in part.
        ("When will the bridge open?", VOTE, "When will the Lantern Bridge open?"),
        ("What did Moss say about it?", VOTE, "What did Ada Moss say about the Lantern Bridge?"),
        # What is left out.
        ("Why?", VOTE, "Why did the Senate of Tarn vote on the Lantern Bridge?"),
        ("And when?", VOTE, "When did the Senate of Tarn vote on the Lantern Bridge?"),
        ("Why?", Turn("Which pay did Tarn get?"), "Why did Tarn get (pay)?"),
        ("Why?", Turn("Which bridge was shut?"), "Why was the bridge shut?"),
        ("Why?", Turn("At what time did Vell leave?"), "Why did Vell leave?"),
        ("When?", Turn("Who left Tarn?"), "When (Who left Tarn)?"),
        ("And in 2023?", FLOOD, "How many houses stood under water in Estmere in 2023?"),
        ("What about Orrin?", FLOOD, "How many houses stood under water in Orrin in 2022?"),
        ("And in Orrin?", FLOOD, "How many houses stood under water in Orrin in 2022?"),
        ("And Ada Moss?", TOLL, "What did Ada Moss say about the toll?"),
        ("And about the ferry?", TOLL, "What did Oskar Vell say about the ferry?"),
        ("And since the flood?", SINCE, "What happened since the flood?"),
        ("And the storm?", COURSE, "Timeline of the storm"),
        ("What about the Weir Lock?", COURSE, "Timeline of the Weir Lock"),
        # Who tells it.
        ("And the Courier?", GULL, "What did the Courier say about the Lantern Bridge?"),
        ("And the Eye?", GULL, "What did the Eye say about the Lantern Bridge?"),
        ("And the Weir Lock Bridge?", GULL, "What did the Gull say about the Weir Lock Bridge?"),
        ("And Ada Moss?", GULL, "What did Ada Moss say about the Lantern Bridge?"),
        ("And the Eye?", VELL_BY, "According to the Eye, why did Vell go?"),
        # The last answer.
        ("Who said that?", VOTE, "Who said “I would have liked a longer table”?"),
        (
            "Is that still so?",
            VOTE,
            "Is that still so (How did the Senate of Tarn vote on the Lantern Bridge)?",
        ),
        (
            "tell me more about the second",
            VOTE,
            "tell me more about “One abstention: Ada Moss explains”",
        ),
        ("What does [1] say?", VOTE, "What does “Senate approves Lantern Bridge” say?"),
        ("More about source two?", VOTE, "More about “One abstention: Ada Moss explains”?"),
    ],
)
def test_follow_ups_are_completed(question: str, turn: Turn, expected: str) -> None:
    assert standalone(question, [turn]) == expected


def test_the_last_of_several_outlets_is_asked() -> None:
    turns = [Turn("What did the Gull say about the fair?")]
    for outlet in ("the Courier", "Radio Tarn", "the Courier"):
        read = standalone(f"And {outlet}?", turns)
        assert read == f"What did {outlet} say about the fair?"
        turns.append(Turn(read, (), (), f"And {outlet}?"))


def test_what_took_a_place_gives_way_there() -> None:
    first = "What did the Courier say about Vell?"
    second = Turn("What did the EWS say about Vell?", (), (), "And the EWS?")
    assert standalone("And Brenner?", [Turn(first)]) == "What did the Courier say about Brenner?"
    assert standalone("And Brenner?", [second]) == "What did Brenner say about Vell?"
    read = standalone("And the Weir Bridge?", [GULL._replace(asked="And the Gull?")])
    assert read == "What did the Gull say about the Weir Bridge?"


def test_a_surname_that_is_a_month_stays() -> None:
    may = Turn("Why did Agnes May go?", ("Agnes May resigned in May.",))
    assert standalone("When did she go?", [may]) == "When did Agnes May go?"


def test_what_is_added_in_brackets_does_not_pile_up() -> None:
    turns = [FAIR]
    for name in ("Ada Moss", "Ilse Brandt"):
        turns.append(Turn(standalone(f"And {name}?", turns)))
    assert turns[-1].question == "How many people came to the lantern fair (Ilse Brandt)?"


def test_asking_again_asks_the_same_however_often() -> None:
    turns = [Turn("Who left Tarn?", ("Oskar Vell left.",))]
    for again in ("Is that still so?", "Are you sure?", "Really?", "When?", "Why?"):
        turns.append(Turn(standalone(again, turns), ("Oskar Vell left.",)))
        assert turns[-1].question == f"{again[:-1]} (Who left Tarn)?"
    assert standalone("Says who?", turns) == "Who said “Oskar Vell left.”?"


def test_she_is_not_whom_a_question_called_him() -> None:
    told = ("Oskar Vell went.", "Ada Moss takes over from Oskar Vell.")
    first = Turn("Why did Oskar Vell go?", told)
    second = Turn("Who replaced Oskar Vell?", told, (), "Who replaced him?")
    assert standalone("When did she start?", [first, second]) == "When did Ada Moss start?"
    assert standalone("When did he start?", [first, second]) == "When did Oskar Vell start?"
    alone = second._replace(statements=())
    assert "did she start" in standalone("When did she start?", [alone]), "nobody she may be"
    read = standalone("What did she say?", [Turn("How did the Senate of Tarn vote?")])
    assert read == "What did she say (Senate of Tarn, vote)?", "a senate is no she"
    by_name = second._replace(asked="Who replaced Oskar Vell?")
    assert "Vell" in standalone("When did she start?", [by_name._replace(statements=())])


def test_thanks_are_no_question_and_no_turn() -> None:
    assert standalone("Thank you!", [TOLL]) == "Thank you!"
    read = standalone("Why does he think so?", [TOLL, Turn("Thank you!")])
    assert read == "Why does Oskar Vell think so?"
    assert standalone("OK, and Ada Moss?", [TOLL]) == "What did Ada Moss say about the toll?"
    assert standalone("Thanks. Who is Ilse Brandt?", [TOLL]) == "Thanks. Who is Ilse Brandt?"


COMPLETE = [
    "How did the Senate of Tarn vote on the Lantern Bridge?",
    "When will Mayor Ilse Brandt resign?",
    "Did Oskar Vell say that he would go?",
    "How many fishermen lost their boats in the storm off Cape Orm?",
    "What is a chain ferry?",
    "What does moulting mean?",
    "Which trees fell during yesterday’s hailstorm?",
]


@pytest.mark.parametrize("question", COMPLETE)
def test_complete_questions_and_new_topics_are_left_alone(question: str) -> None:
    assert standalone(question, [VOTE]) == question


def test_the_last_turns_count() -> None:
    bridge = Turn("When was the Arch Bridge built?", ("The Arch Bridge was built in 1911.",))
    assert standalone("Is the bridge safe?", [bridge, VOTE]) == "Is the Lantern Bridge safe?"
    assert standalone("Is the bridge safe?", [VOTE, bridge]) == "Is the Arch Bridge safe?"
    assert "Lantern" not in standalone("Who opened it?", [VOTE, VOTE, VOTE, bridge])


def test_a_source_that_is_not_there_is_not_made_up() -> None:
    assert "“" not in standalone("tell me more about the fifth", [VOTE])
    assert "“" not in standalone("What does [0] say?", [VOTE])
    assert "“" not in standalone("What does [12] say?", [VOTE])


def test_a_rewrite_counts_if_it_keeps_the_words() -> None:
    def say(text: str | None) -> str:
        def rewrite(question: str, turns: Sequence[Turn]) -> str | None:
            assert (question, list(turns)) == ("How long is it?", [VOTE])
            return text

        return standalone("How long is it?", [VOTE], rewrite)

    good = "How long is the planned Lantern Bridge?"
    assert say(good) == good
    by_rules = standalone("How long is it?", [VOTE])
    for bad in (None, "", "Who paid for the bridge?", f"{good}{' and' * ADDED}"):
        assert say(bad) == by_rules


_TEXT = st.text(max_size=300)
_PIECES = (
    "and what about in 2023 who said that it she their the second [2] why ? Ada Moss bridge Bridge",
    "else this “ ” ( \\1 \\g<0> St. Mr. is so still",
)
_WORDS = st.lists(
    st.sampled_from([word for piece in _PIECES for word in piece.split()]),
    max_size=12,
).map(" ".join)
_TURNS = st.lists(
    st.builds(
        Turn,
        _TEXT | _WORDS,
        st.lists(_TEXT | _WORDS, max_size=3).map(tuple),
        st.lists(_TEXT | _WORDS, max_size=3).map(tuple),
    ),
    max_size=4,
)


@given(_TEXT | _WORDS, _TURNS)
def test_any_question_comes_out_and_not_much_longer(question: str, turns: list[Turn]) -> None:
    assert len(standalone(question, turns)) <= len(question) + ADDED


@given(_TEXT | _WORDS)
def test_a_first_question_stays(question: str) -> None:
    assert standalone(question, ()) == question


@given(_TURNS, st.sampled_from(["Ilse Brandt", "Northmoor", "the Cape Orm Lifeboat Society"]))
def test_a_question_with_a_name_of_its_own_stays_whatever_was_said(
    turns: list[Turn], name: str
) -> None:
    question = f"Why did {name} sell four lighthouses?"
    assert standalone(question, turns) == question


def test_long_texts_take_no_long_time() -> None:
    long = Turn("And the Bridge of " * 500, ("A B " * 20_000, "the of " * 20_000), ("x" * 100_000,))
    for question in ("the " * 240, "What about " * 90, "Who " + "said that " * 90, "it " * 330):
        standalone(question, [long] * 3)
