"""The training: what it learns from, that it goes on where it stopped, and what it writes."""

import json
import lzma
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from assistant.reader import Reader, Source
from assistant.reader.reader import load_tokenizer
from assistant.reader.training.altered import altered
from assistant.reader.training.examples import (
    REPORTED,
    SQUAD2,
    UNLICENSED,
    Example,
    comprehension,
    held_out,
    refusals,
    squad,
)
from assistant.reader.training.measuring import Score, calibration, read_all, roc_area, spans_score
from assistant.reader.training.shrinking import settle, shrink
from assistant.reader.training.training import Settings, lessons, train
from assistant.reader.windows import Windows
from corpus import Span

CRANE = "The crane of Port Orrim was built by Ada Pellow in 1931. It was mended twice."
FERRY = "The ferry to Brannick carries forty cars. It sails at nine, and its captain is Tom Orne."
REPORT = "This paragraph is kept for reporting. Its author is Lea Funk."


def _paragraph(text: str, *asked: tuple[str, str]) -> dict[str, Any]:
    questions = [
        {
            "question": question,
            "is_impossible": not answer,
            "answers": [{"text": answer, "answer_start": text.index(answer)}] if answer else [],
        }
        for question, answer in asked
    ]
    return {"context": text, "qas": questions}


def _write(path: Path, **articles: list[dict[str, Any]]) -> None:
    data = [{"title": title, "paragraphs": ones} for title, ones in articles.items()]
    with lzma.open(path, "wt", encoding="utf-8") as file:
        json.dump({"data": data}, file)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of sets: one article of SQuAD 2.0 is kept out, one paragraph is XQuAD's too."""
    out = next(name for name in map(str, range(99)) if held_out(name))
    inside = next(name for name in map(str, range(99)) if not held_out(name))
    crane = _paragraph(CRANE, ("Who built the crane?", "Ada Pellow"), ("Who sank it?", ""))
    report = _paragraph(REPORT, ("Who is its author?", "Lea Funk"))
    kept = _paragraph(FERRY, ("When does it sail?", "nine"))
    _write(tmp_path / SQUAD2, **{inside: [crane, report], out: [kept]})
    for name in UNLICENSED:
        _write(tmp_path / name, ferry=[_paragraph(FERRY, ("Who is its captain?", "Tom Orne"))])
    _write(tmp_path / REPORTED, article=[report])
    return tmp_path


def test_what_is_reported_on_is_not_learnt(folder: Path) -> None:
    learnt = comprehension(folder, unlicensed=True, seed=1)
    assert {one.text for one in learnt if one.answer} == {CRANE, FERRY}
    assert all(one.text != REPORT for one in learnt)
    assert not any(one.question == "When does it sail?" for one in learnt)
    assert [one.question for one in refusals(folder)] == ["When does it sail?"]
    licensed = comprehension(folder, unlicensed=False, seed=1)
    assert all(one.text == CRANE for one in licensed)
    unanswered = [one for one in licensed if one.answer is None]
    assert [one.question for one in unanswered] == ["Who sank it?"]


def test_of_several_answers_the_one_that_most_gave_is_learnt(tmp_path: Path) -> None:
    paragraph = _paragraph(CRANE, ("Who built the crane?", "by Ada Pellow"))
    right = {"text": "Ada Pellow", "answer_start": CRANE.index("Ada Pellow")}
    paragraph["qas"][0]["answers"] += [right, right]
    _write(tmp_path / "set.json.xz", crane=[paragraph])
    ((_, (one,)),) = squad(tmp_path / "set.json.xz")
    assert one.answer is not None
    assert CRANE[one.answer.start : one.answer.end] == "Ada Pellow"
    assert one.answers == ("by Ada Pellow", "Ada Pellow")


def _examples() -> list[Example]:
    def one(question: str, text: str, answer: str) -> Example:
        start = text.index(answer)
        return Example(question, text, Span(start, start + len(answer)), (answer,))

    return [
        one("Who built the crane?", CRANE, "Ada Pellow"),
        one("When was the crane built?", CRANE, "1931"),
        one("Who is the ferry's captain?", FERRY, "Tom Orne"),
        one("How many cars does the ferry carry?", FERRY, "forty"),
        Example("Who is the ferry's captain?", CRANE),
        Example("Who built the crane?", FERRY),
    ]


def test_an_exchanged_question_is_not_answered_by_its_text() -> None:
    def one(question: str, text: str, answer: str) -> Example:
        start = text.index(answer)
        return Example(question, text, Span(start, start + len(answer)), (answer,))

    examples = [
        one("Who built the crane before 1931?", CRANE.replace("in 1931", "in 1930"), "Ada Pellow"),
        one("What did Tom Orne captain?", FERRY, "ferry"),
        one("What did Lea Funk write?", REPORT, "paragraph"),
        Example("Who sank the crane in 1931?", CRANE),
    ]
    examples[2] = replace(examples[2], headline="A report")
    made = list(altered(examples, 1.0, random.Random(3)))  # noqa: S311
    assert len(made) == 3
    for before, after in zip(examples, made, strict=False):
        assert after.answer is None
        assert (after.text, after.headline) == (before.text, before.headline)
        assert after.question != before.question
        (word,) = set(after.question.split()) - set(before.question.split()) - {"Lea", "Tom"}
        assert word.strip("?").casefold() not in before.text.casefold()


def test_lessons_say_where_the_answer_is() -> None:
    examples = _examples()
    learnt = lessons(examples, Windows(load_tokenizer()))
    for example, lesson in zip(examples, learnt, strict=True):
        if example.answer is None:
            assert (lesson.start, lesson.end) == (0, 0)
        else:
            first, last = lesson.window.starts[lesson.start], lesson.window.ends[lesson.end]
            assert example.text[first:last] == example.answers[0]


def test_a_training_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learnt = lessons(_examples(), Windows(load_tokenizer()))
    settings = Settings(epochs=2, batch=3)
    whole = train(learnt, settings, tmp_path / "whole")
    monkeypatch.setattr("assistant.reader.training.training._SAVED", 2)
    with monkeypatch.context() as broken:
        broken.setattr(torch.optim.AdamW, "step", _breaking(torch.optim.AdamW.step, after=3))
        with pytest.raises(KeyboardInterrupt):
            train(learnt, settings, tmp_path / "parts")
    parts = train(learnt, settings, tmp_path / "parts")
    for one, other in zip(whole.parameters(), parts.parameters(), strict=True):
        assert torch.allclose(one, other, atol=1e-4)


def test_what_is_kept_of_another_training_is_not_gone_on_with(tmp_path: Path) -> None:
    learnt = lessons(_examples(), Windows(load_tokenizer()))
    train(learnt, Settings(epochs=1, batch=6), tmp_path)
    with pytest.raises(ValueError, match="other examples"):
        train(learnt[1:], Settings(epochs=1, batch=6), tmp_path)
    with pytest.raises(ValueError, match="other settings"):
        train(learnt, Settings(epochs=1, batch=6, rate=1e-3), tmp_path)


def test_what_was_learnt_is_read_from_the_shrunk_weights(tmp_path: Path) -> None:
    examples = _examples()
    learnt = lessons(examples, Windows(load_tokenizer()))
    model = train(learnt, Settings(epochs=12, batch=6, rate=3e-4), tmp_path)
    shrink(model, tmp_path / "weights", (1.0, 0.0), int8=True)
    readings = read_all(Reader(tmp_path / "weights"), examples)
    answered = [(one, found) for one, found in zip(examples, readings, strict=True) if one.answer]
    assert spans_score(*zip(*answered, strict=True)) == Score(1.0, 1.0)
    assert roc_area(examples, readings) == 1.0
    settle(tmp_path / "weights", calibration(examples, readings))
    told, untold = Reader(tmp_path / "weights").read(
        "Who built the crane?", [Source(CRANE), Source(FERRY)]
    )
    assert told.answers > untold.answers


def _breaking(step: Any, after: int) -> Any:  # noqa: ANN401
    """A step of the optimizer that is interrupted after so many."""
    done = 0

    def stepping(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401
        nonlocal done
        done += 1
        if done > after:
            raise KeyboardInterrupt
        return step(*arguments, **options)

    return stepping
