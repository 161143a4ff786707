"""Stories: copies of one text are one story, and what only looks like it is not."""

import hashlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.stories import SHINGLES, bands, same_text, signature
from tests.benchmarks.copies import COPIES, OTHERS

PARAGRAPHS = """
The ferry between Oskhaven and the outer islands stays in port until 14 March, the harbour board
said on Tuesday, after divers found a crack 40 centimetres long in its hull.

Some 2,300 people live on the islands. A smaller boat will bring them food and post twice a week,
and a helicopter stands by for the sick, said Mira Tolvane, who leads the board.

“Nobody will go without medicine,” she said. “But whoever planned a wedding should plan it for
April.”

The crack was found by chance. A crew that cleans the hull of mussels each spring had come a month
early because its next job, at the shipyard of Brennick, had been cancelled.

Engineers believe that ice did the damage. In January the ferry pushed through a field of it for 6
hours, against the advice of the coast guard, to reach a woman in labour.

The child was born aboard and is well. Her parents named her after the ship.

Fishermen on Lunde, the largest of the islands, offered their boats for passengers. The board
thanked them and declined: none has enough life vests, and the insurance of the board does not
cover what happens on them.

A new ferry was promised for last year. Its builder went bankrupt in the autumn with the hull half
welded, and the court has yet to decide who owns the steel. Until then the old ship, built in
1974, has to last.
"""

WIRE = "\n\n".join(each.replace("\n", " ").strip() for each in PARAGRAPHS.split("\n\n"))

LOTTERY = (
    "The numbers drawn on {day} were {numbers}, and the bonus ball was {bonus}. The jackpot stood "
    "at {jackpot} million crowns. Tickets cost two crowns and are sold until an hour before the "
    "draw, which is held in the town hall of Oskhaven every week and shown on local television. "
    "Winners have half a year to claim their prize at any post office. Prizes above ten thousand "
    "crowns are paid out at the head office only, where an appointment has to be made. The odds of "
    "winning the jackpot are about one in fourteen million, those of any prize one in fifty."
)

MATCH = (
    "{home} beat {away} in front of a full house and moved up in the table. The hosts took the "
    "lead before the break, when {home} won the ball in midfield and finished from close range. "
    "The guests pressed after the break without finding a way past the goalkeeper, who was the "
    "best player of the afternoon. The coach of {home} praised the patience of his side. The coach "
    "of {away} spoke of a lesson, and said that his players had not been awake from the start."
)

words = st.lists(
    st.sampled_from(
        ["the", "a", "boat", "sank", "rose", "3", "7", "Osk", "Lunde", "board", "島", "мост"]
    )
)
bodies = st.one_of(st.text(max_size=400), words.map(" ".join), words.map(lambda w: " ".join(w * 9)))


def candidates(one: str, other: str) -> bool:
    return not set(bands(signature(one))).isdisjoint(bands(signature(other)))


def test_a_signature_stays_what_it_is() -> None:
    """Stored signatures must be found again: who changes them has to rename the method."""
    digests = [hashlib.sha256(signature(text)).hexdigest()[:16] for text in (WIRE, "Two words")]
    assert (SHINGLES, digests) == (
        "4 words, crc32, affine32 seed 1, 20 bands of 4, form 1",
        ["01642511504f538a", "690eb5426ac590b6"],
    )
    assert [key.hex() for key in bands(signature(WIRE))[:2]] == [
        "612f7253bcc5a375",
        "fbd05c9f17137b09",
    ]


def test_bands_are_few_and_short() -> None:
    keys = bands(signature(WIRE))
    assert len(set(keys)) == len(keys) == 20
    assert {len(key) for key in keys} == {8}


@pytest.mark.parametrize("body", ["", " \n", "… — !"])
def test_a_body_without_words_is_like_no_other(body: str) -> None:
    assert bands(signature(body)) == ()
    assert same_text(body, body)
    assert not same_text(body, WIRE)


@pytest.mark.parametrize("name", sorted(set(COPIES) - {"all but the note"}))
def test_copies_are_one_story(name: str) -> None:
    copy = COPIES[name](WIRE)
    assert copy != WIRE or name == "British spelling"
    assert candidates(WIRE, copy)
    assert same_text(WIRE, copy)


def test_an_abbreviated_month_is_no_other_date() -> None:
    assert same_text(WIRE, WIRE.replace("14 March", "14 Mar."))
    assert same_text(WIRE, WIRE.replace("for 6 hours", "for six hours"))


@pytest.mark.parametrize("name", sorted(OTHERS))
def test_changed_stories_are_other_texts(name: str) -> None:
    assert not same_text(WIRE, OTHERS[name](WIRE))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2,300 people", "2,400 people"),
        ("14 March", "21 March"),
        ("in 1974", "in 1986"),
        ("Mira Tolvane", "Jorun Askeby"),
        ("Mira Tolvane", "Mira Solvane"),
        ("2,300 people", "23,00 people"),
    ],
)
def test_another_number_or_name_is_another_text(old: str, new: str) -> None:
    assert old in WIRE
    assert candidates(WIRE, WIRE.replace(old, new))
    assert not same_text(WIRE, WIRE.replace(old, new))


def test_templates_are_not_one_story() -> None:
    draws = [
        LOTTERY.format(day="2 May", numbers="3, 14, 15, 32 and 41", bonus=9, jackpot=4),
        LOTTERY.format(day="9 May", numbers="1, 18, 22, 30 and 44", bonus=5, jackpot=6),
    ]
    matches = [
        MATCH.format(home="Oskhaven", away="Brennick"),
        MATCH.format(home="Lunde", away="Tarnmoor"),
    ]
    for one, other in (draws, matches):
        assert candidates(one, other)
        assert not same_text(one, other)


def test_a_later_state_is_another_text() -> None:
    lines = WIRE.split("\n\n")
    lead = (
        "The ferry to the outer islands sails again, earlier than feared, after welders from three "
        "yards worked through the weekend on its hull and a surveyor found nothing to complain of."
    )
    assert not same_text(WIRE, "\n\n".join([lead, *lines[1:]]))


def test_shared_background_is_not_one_story() -> None:
    lines = WIRE.split("\n\n")
    news = [f"Report {n} tells of what happened in the port that day and why." for n in range(30)]
    assert not same_text(WIRE, "\n\n".join([*news, *lines[3:]]))
    assert not same_text(WIRE, "\n\n".join([*lines, *news]))


def test_short_texts_must_be_equal() -> None:
    short = "The harbour of Oskhaven is closed today because of the storm, the board said."
    assert same_text(short, short.upper())
    assert not same_text(short, short + " It opens tomorrow.")


def test_scripts_without_spaces_have_words() -> None:
    text = "港は嵐のため本日閉鎖されたと港湾局が発表した船は島に戻れず住民は食料を待っている"
    text += "技術者は船体の亀裂を調べ修理には三週間かかると述べた新しい船の建造は遅れている"
    copy = text[:-12]
    assert candidates(text, copy)
    assert same_text(text, copy)


def test_long_hostile_texts_take_no_time() -> None:
    numbers = " ".join(map(str, range(60_000)))
    others = " ".join(map(str, range(100_000, 160_000)))
    middle = "so said the board " * 40_000
    start = time.process_time()
    assert not same_text(f"{numbers} {middle}", f"{others} {middle}")
    assert not same_text("a b " * 100_000, "b a a " * 70_000)
    assert len(signature(numbers)) == len(signature("Two words"))
    assert time.process_time() - start < 20


@settings(deadline=None)
@given(body=bodies)
def test_a_text_is_itself_in_any_layout(body: str) -> None:
    assert same_text(body, body)
    assert signature(body) == signature(" ".join(body.split()))
    assert same_text(" ".join(body.split()), "\n\n\t".join(body.split()))


@settings(deadline=None)
@given(one=bodies, other=bodies)
def test_the_same_is_mutual(one: str, other: str) -> None:
    assert same_text(one, other) == same_text(other, one)


@settings(deadline=None)
@given(cuts=st.lists(st.integers(0, 7), max_size=3), end=st.text(max_size=80), first=st.booleans())
def test_the_same_is_mutual_for_copies(cuts: list[int], end: str, *, first: bool) -> None:
    lines = [line for n, line in enumerate(WIRE.split("\n\n")) if n not in cuts]
    copy = "\n\n".join([end, *lines] if first else [*lines, end])
    assert same_text(WIRE, copy) == same_text(copy, WIRE)
