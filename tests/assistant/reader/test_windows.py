"""Windows: every word of a text is read, and stands where it stands."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.reader.reader import load_tokenizer
from assistant.reader.windows import STRIDE, WINDOW, Source, Windows, batches, padded
from corpus import Span

WINDOWS = Windows(load_tokenizer())
_TEXT = st.text(st.sampled_from("ab é\n.,“”’€1漢"), min_size=1, max_size=80)


@given(question=_TEXT, headline=_TEXT, text=_TEXT)
@settings(max_examples=60)
def test_pieces_stand_where_they_say(question: str, headline: str, text: str) -> None:
    for window in WINDOWS.of(question, [Source(text, headline)])[0]:
        inside = window.starts >= 0
        assert not inside[0], "the first piece stands for no answer"
        for start, end in zip(window.starts[inside], window.ends[inside], strict=True):
            assert 0 <= start <= end <= len(text)
        assert len(window.ids) <= WINDOW


@given(length=st.integers(1, 900))
@settings(max_examples=10)
def test_every_word_of_a_long_text_is_read(length: int) -> None:
    text = " ".join(f"w{number}" for number in range(length))
    (cut,) = WINDOWS.of("Which word?", [Source(text)])
    read = {start for window in cut for start in window.starts if start >= 0}
    assert {0, *(place + 1 for place, sign in enumerate(text) if sign == " ")} <= read


def test_an_answer_is_found_in_the_window_that_holds_it() -> None:
    text = "The mill burnt down. " + "Nothing else happened. " * 200 + "It was rebuilt in 1911."
    (cut,) = WINDOWS.of("When was it rebuilt?", [Source(text, "The mill of Kellmoor")])
    start = text.index("1911")
    held = [window.pieces(Span(start, start + 4)) for window in cut]
    assert held[0] is None
    first, last = next(filter(None, held))
    window = cut[[bool(one) for one in held].index(True)]
    assert text[window.starts[first] : window.ends[last]] == "1911"


def test_a_headline_is_no_place_for_an_answer() -> None:
    (cut,) = WINDOWS.of("Who?", [Source("She resigned.", "Ada Moss resigns")])
    (window,) = cut
    inside = window.starts >= 0
    assert int(window.ends[inside].max()) == len("She resigned.")
    assert len(window.ids) > inside.sum() + 4


def test_long_questions_and_headlines_leave_room_for_the_text() -> None:
    (cut,) = WINDOWS.of("who " * 500, [Source("Ada Moss resigned.", "resigns " * 500)])
    assert len(cut) == 1
    assert cut[0].pieces(Span(0, 8)) is not None


def test_a_long_question_is_read_at_its_end_a_headline_at_its_beginning() -> None:
    story = "The mill burnt down. " * 60
    ((window,),) = WINDOWS.of(f"{story}Who owned it?", [Source("Ada.", f"Fire at night. {story}")])
    read = load_tokenizer().decode(window.ids.tolist())
    assert "who owned it?" in read
    assert "fire at night" in read


def test_marks_of_the_tokenizer_in_a_text_are_text() -> None:
    ((window,),) = WINDOWS.of("Who [SEP]?", [Source("[CLS] Ada [SEP] Moss [PAD]", "[MASK]")])
    tokenizer = load_tokenizer()
    special = {tokenizer.token_to_id(one) for one in ("[CLS]", "[SEP]", "[PAD]", "[MASK]")}
    assert [place for place, one in enumerate(window.ids) if one in special] == [
        0,
        int(np.flatnonzero(window.types)[0]) - 1,
        len(window.ids) - 1,
    ]


def test_neighbouring_windows_share_pieces() -> None:
    (cut,) = WINDOWS.of("Which?", [Source(" ".join(["word"] * 600))])
    starts = [set(window.starts[window.starts >= 0]) for window in cut]
    assert len(starts[0] & starts[1]) == STRIDE


def test_batches_hold_each_window_once_and_padding_is_masked() -> None:
    texts = ["one", "one two three", " ".join(["word"] * 400)]
    windows = [one for cut in WINDOWS.of("Q?", list(map(Source, texts))) for one in cut]
    groups = list(batches(windows, 2))
    assert sorted(place for group in groups for place in group) == list(range(len(windows)))
    ids, mask, types = padded(windows)
    assert ids.shape == mask.shape == types.shape
    assert mask.sum(axis=1).tolist() == [len(one.ids) for one in windows]
    assert not ids[mask == 0].any()
