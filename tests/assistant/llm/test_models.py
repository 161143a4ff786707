"""Which LLMs there are, and what is said of those that there are not."""

import importlib.util
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

import pytest
from llama_index.core.llms import MockLLM

from assistant import Assistant
from assistant.llm import load_model
from assistant.llm.trouble import trouble_of
from corpus import CorpusError

from .conftest import Server, Verbatim, Wired


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ("", "name one as ollama/NAME"),
        ("gpt-4o", "there is no LLM 'gpt-4o'"),
        ("openai/", "there is no LLM"),
        ("sorcery/x", "gguf/PATH"),
        ("openai-like/x", "openai-like/MODEL@URL"),
        ("openai-like/x@ftp://a", "openai-like/MODEL@URL"),
        ("gguf/none/such.gguf", "there is no model file"),
        ("openai/gpt-4o", "set OPENAI_API_KEY"),
        ("anthropic/claude", "set ANTHROPIC_API_KEY"),
    ],
)
def test_a_name_that_names_none_is_refused(
    samples: Path, monkeypatch: pytest.MonkeyPatch, spec: str, says: str
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    with pytest.raises(ValueError, match=r"LLM|model") as error, Assistant.open(samples, llm=spec):
        pass
    assert says in str(error.value)
    assert not isinstance(error.value, CorpusError)


def test_a_broken_model_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "broken.gguf"
    file.write_bytes(b"GGUF and nothing more")
    with pytest.raises(ValueError, match="cannot be read"):
        load_model(f"gguf/{file}")


@pytest.mark.parametrize(
    ("spec", "module", "extra"),
    [
        ("ollama/llama3.2", "llama_index.llms.ollama", "dateline[ollama]"),
        ("anthropic/claude", "llama_index.llms.anthropic", "dateline[anthropic]"),
        ("openai-like/x@http://a/v1", "llama_index.llms.openai_like", "dateline[openai-like]"),
    ],
)
def test_a_missing_package_is_told_with_the_command(
    monkeypatch: pytest.MonkeyPatch, spec: str, module: str, extra: str
) -> None:
    monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(ValueError, match="missing") as error:
        load_model(spec)
    assert f"pip install '{extra}'" in str(error.value)


def test_packages_for_files_are_told_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        "assistant.llm.gguf.find_spec", lambda name: None if name == "gguf" else find(name)
    )
    with pytest.raises(ValueError, match=r"\(gguf\): pip install 'dateline\[gguf\]'"):
        load_model("gguf/x.gguf")


def test_addresses_are_named_without_what_is_secret() -> None:
    model = load_model("openai-like/org/model@x@https://user:secret@far.example:8000/v1?k=secret")
    assert model.name == "org/model@x at far.example:8000"
    assert model.window > 4000


@pytest.mark.parametrize("kind", ["ollama/llama3.2", "openai/gpt-4o-mini", "anthropic/claude-x"])
def test_services_are_made_ready_without_being_asked(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-x")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-x")
    model = load_model(kind)
    assert model.name == kind
    assert model.window > 1000


def test_any_llama_index_llm_will_do(assistant: Assistant) -> None:
    wired = Wired(assistant.corpus, reader=assistant.reader, llm=MockLLM(), checker=Verbatim())
    answer = wired.ask("Who was appointed director of Orrimar Rail?")
    # It repeats its prompt, with passages and keys: those sentences stand, and not too many.
    assert len(answer.statements) == 8
    assert answer.unsupported
    assert answer.notes == ()


def test_a_failing_llm_of_any_kind_is_told(assistant: Assistant, server: Server) -> None:
    class Broken(MockLLM):
        def stream_chat(self, *_: object, **__: object) -> NoReturn:
            raise RuntimeError("secret")

    wired = Wired(
        assistant.corpus, reader=assistant.reader, llm=Broken(max_tokens=None), checker=Verbatim()
    )
    (note,) = wired.ask("Who was appointed director of Orrimar Rail?").notes
    assert "failed (RuntimeError)" in note
    assert server.asked == []


class ReadTimeout(Exception):  # noqa: N818
    """Named as in a library."""


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ConnectionError("Failed to connect"), "unreachable"),
        (TimeoutError(), "late"),
        (ReadTimeout(), "late"),
        (ConnectionResetError(), "unreachable"),
        (RuntimeError("input exceeds the context size"), "overflow"),
        (ValueError("Unknown model: hal-9"), "unknown"),
        (TypeError("Cannot instantiate"), "misfit"),
        (RuntimeError("x"), "other"),
    ],
)
def test_errors_are_told_apart(error: Exception, kind: str) -> None:
    assert trouble_of(error).kind == kind
    wrapper = RuntimeError("wrapped")
    wrapper.__cause__ = error
    if kind not in ("overflow", "other", "unknown"):
        assert trouble_of(wrapper).kind == kind


def test_errors_of_http_are_told_apart_by_their_status() -> None:
    def kind(status: int, text: str = "") -> str:
        error = RuntimeError(text)
        error.response = SimpleNamespace(status_code=status)  # type: ignore[attr-defined]
        return trouble_of(error).kind

    told = [kind(status) for status in (400, 401, 403, 404, 408, 429, 500, 503, 529)]
    assert told == ["other", "refused", "refused", "unknown", *["busy"] * 5]
    assert kind(400, "prompt is too long: 9 tokens > 8 maximum") == "overflow"


def test_without_an_llm_none_of_it_is_loaded(
    samples: Path, python: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    code = (
        "import json, sys\nfrom assistant import Assistant\n"
        "with Assistant.open(sys.argv[1]) as one:\n    one.ask('Who leads Orrimar Rail?')\n"
        "print(json.dumps([name for name in sys.modules]))"
    )
    loaded = json.loads(python(code, str(samples)).stdout)
    bad = ("assistant.llm", "llama_index", "openai", "torch", "transformers")
    assert [name for name in loaded if name.startswith(bad)] == []
