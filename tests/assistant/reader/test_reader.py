"""The reader that comes with Dateline: what it finds, and what it does not."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.reader import Reader, Source, reader
from assistant.reader.spans import units
from corpus.errors import ModelError
from corpus.sentences import split_sentences

HARBOUR = (
    "Port Orrim will rebuild its old harbour crane by 2028, the council said on Tuesday. "
    "The work costs 3.4 million marks. It is led by the engineer Ada Pellow, who restored the "
    "Brannick Light. Two thirds of the money come from the ferry company."
)
WEATHER = "It rained in the hills all week. The rivers stayed low, and no road was closed."


@pytest.fixture(scope="module")
def shipped() -> Reader:
    return Reader.load()


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Which engineer leads the work on the crane?", "Ada Pellow"),
        ("How much does the work on the crane cost?", "3.4 million marks"),
        ("When will the crane be rebuilt?", "2028"),
    ],
)
def test_the_answer_is_marked_in_its_sentence(shipped: Reader, question: str, answer: str) -> None:
    (found,) = shipped.read(question, [Source(HARBOUR, "Crane to be rebuilt")])
    best = found.spans[0].span
    assert answer in HARBOUR[best.start : best.end]
    assert best.end - best.start < 2 * len(answer)


def test_a_text_that_does_not_tell_is_known(shipped: Reader) -> None:
    question = "Who leads the rebuilding of the harbour crane?"
    told, untold = shipped.read(question, [Source(HARBOUR), Source(WEATHER)])
    assert told.answers > 2 * untold.answers
    assert told.margin > untold.margin


def test_long_texts_are_read_to_their_end(shipped: Reader) -> None:
    text = f"{WEATHER} " * 60 + HARBOUR
    (found,) = shipped.read("Which engineer leads the work on the crane?", [Source(text)])
    assert "Ada Pellow" in text[slice(*found.spans[0].span)]


def test_nothing_to_read_answers_nothing(shipped: Reader) -> None:
    assert shipped.read("Who?", []) == []
    (found,) = shipped.read("Who?", [Source("")])
    assert found.spans == ()
    assert found.answers == 0.0
    shipped.read("", [Source(HARBOUR)])


def test_threads_read_what_one_reads(shipped: Reader) -> None:
    questions = ["Who leads the work?", "What does it cost?", "When is it done?"] * 5
    texts = [Source(HARBOUR), Source(WEATHER)]
    alone = [shipped.read(one, texts) for one in questions]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda one: shipped.read(one, texts), questions))
    for one, other in zip(alone, together, strict=True):
        for mine, theirs in zip(one, other, strict=True):
            assert mine.margin == pytest.approx(theirs.margin, abs=1e-3)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80), st.text(max_size=400) | st.just(HARBOUR))
def test_spans_are_words_of_one_sentence(question: str, text: str) -> None:
    (found,) = _READER.read(question, [Source(text)])
    bounds = units(text, split_sentences(text))
    assert 0 <= found.answers <= 1
    assert sum(one.probability for one in found.spans) <= 1 + 1e-6
    for one in found.spans:
        assert text[slice(*one.span)].strip()
        assert any(u.start <= one.span.start < one.span.end <= u.end for u in bounds)
    ordered = sorted(one.span for one in found.spans)
    assert all(one.end <= other.start for one, other in pairwise(ordered))


def test_what_is_damaged_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "weights"
    shutil.copytree(reader.FOLDER, copy)
    monkeypatch.setattr(reader, "FOLDER", copy)
    bytes_ = bytearray((copy / "reader.bin").read_bytes())
    bytes_[1000] ^= 1
    (copy / "reader.bin").write_bytes(bytes_)
    with pytest.raises(ModelError, match=r"reader\.bin is damaged"):
        Reader.load()
    (copy / "reader.xml").unlink()
    with pytest.raises(ModelError, match=r"reader\.xml is missing"):
        Reader.load()


def test_it_is_small_and_needs_no_torch() -> None:
    assert sum(one.stat().st_size for one in reader.FOLDER.iterdir()) < 25e6
    code = (
        "import sys; from assistant.reader import Reader, Source\n"
        "Reader.load().read('Who?', [Source('Ada won.')]); assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)  # noqa: S603


_READER = Reader.load()
