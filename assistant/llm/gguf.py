"""A model file in GGUF as a llama-index LLM, on this machine, without a server."""

import re
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

from llama_index.core.base.llms.types import (
    ChatMessage,
    CompletionResponse,
    CompletionResponseGen,
    LLMMetadata,
)
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.llms import CustomLLM

from assistant.llm.parsing import KEY

_NEEDED = ("torch", "transformers", "gguf", "accelerate")
_WINDOW = 2048
"""Tokens, where a file does not say."""
_LONGEST_PROMPT = 1500
"""In tokens: a CPU reads some hundred a second, and a small model loses itself in more."""
_REPEATED = 1.1
"""Small models write the same again and again unless it is made costly."""

_GIVEN = re.compile(rf"^\[({KEY})\] ", re.MULTILINE)
_SENTENCE_ENDS = re.compile(r"[.!?…][\"”’')]*\s*$")
_CITED = re.compile(rf"\[{KEY}\]\s*$")
_GOES_ON = re.compile(r"\S\s*\n[ \t]*\n|\n\W*Question\b")
"""Where a small model has answered, and begins to speak of its answer, or to ask itself."""


class FileModel(CustomLLM):
    """Writes what is likeliest at each step, for one question at a time.

    Small models do not keep to a form. So where a prompt gives passages with keys, each sentence
    has to end with one: which, is what the model finds likeliest (constrained decoding).
    """

    name: str
    context_window: int
    num_output: int
    _model: Any = PrivateAttr()
    _tokenizer: Any = PrivateAttr()
    _busy: Lock = PrivateAttr(default_factory=Lock)

    def __init__(self, model: Any, tokenizer: Any, *, name: str, tokens: int) -> None:  # noqa: ANN401
        """Wrap a loaded model and its tokenizer; at most `tokens` are written."""
        window = int(getattr(model.config, "max_position_embeddings", 0) or _WINDOW)
        super().__init__(
            name=name,
            context_window=min(window, _LONGEST_PROMPT + tokens),
            num_output=tokens,
            messages_to_prompt=lambda messages: _prompt(tokenizer, messages),
        )
        self._model, self._tokenizer = model, tokenizer

    @property
    def metadata(self) -> LLMMetadata:
        """What it is and how much it reads."""
        return LLMMetadata(
            model_name=self.name,
            context_window=self.context_window,
            num_output=self.num_output,
            is_chat_model=True,
        )

    def count(self, text: str) -> int:
        """How many tokens a text has."""
        return len(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def complete(self, prompt: str, formatted: bool = False, **_: Any) -> CompletionResponse:  # noqa: ANN401
        """All that it writes after a prompt."""
        text = ""
        for response in self.stream_complete(prompt, formatted):
            text = response.text
        return CompletionResponse(text=text)

    def stream_complete(
        self,
        prompt: str,
        formatted: bool = False,
        **_: Any,  # noqa: ANN401
    ) -> CompletionResponseGen:
        """What it writes after a prompt, in words as they come."""
        if not formatted:
            prompt = _prompt(self._tokenizer, [ChatMessage(content=prompt)])
        return self._written(prompt)

    def _written(self, prompt: str) -> CompletionResponseGen:
        tokens: list[int] = []
        text = ""
        with self._busy:
            for token in self._tokens(prompt):
                tokens.append(token)
                whole = self._tokenizer.decode(tokens, skip_special_tokens=True)
                if _GOES_ON.search(whole):
                    break
                # The bytes of a character may come in several tokens.
                if not whole.endswith("\ufffd"):
                    delta, text = whole[len(text) :], whole
                    yield CompletionResponse(text=text, delta=delta)
        yield CompletionResponse(
            text=text,
            delta="",
            raw={"done": True, "done_reason": "length" if len(tokens) >= self.num_output else ""},
        )

    def _tokens(self, prompt: str) -> Iterator[int]:
        """The likeliest tokens after a prompt, up to the one that ends a text."""
        import torch

        ends = self._model.generation_config.eos_token_id
        stops = {self._tokenizer.eos_token_id, *(ends if isinstance(ends, list) else [ends])}
        keys = [self._ids(f" [{key}]\n") for key in _GIVEN.findall(prompt)]
        ids = torch.tensor([self._ids(prompt)])
        cache, written, due = None, list[int](), list[list[int]]()
        for _ in range(self.num_output):
            with torch.inference_mode():
                out = self._model(ids, past_key_values=cache, use_cache=True, logits_to_keep=1)
                scores, cache = out.logits[0, -1], out.past_key_values
                if written and not due:
                    seen = torch.tensor(sorted(set(written)))
                    held = scores[seen]
                    scores[seen] = torch.where(held > 0, held / _REPEATED, held * _REPEATED)
                token = int(scores.argmax())
            if not due and keys and self._lacks_key(written, token, ends=token in stops):
                due = keys
            if due:
                token = max((key[0] for key in due), key=lambda one: float(scores[one]))
                due = [key[1:] for key in due if key[0] == token and key[1:]]
            elif token in stops:
                return
            written.append(token)
            yield token
            ids = torch.tensor([[token]])

    def _ids(self, text: str) -> list[int]:
        return list(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def _lacks_key(self, written: Sequence[int], token: int, *, ends: bool) -> bool:
        """Whether a sentence ends here, before the token that is likeliest, and has no key."""
        text = self._tokenizer.decode(written, skip_special_tokens=True)
        if not text.strip() or _CITED.search(text):
            return False
        after = self._tokenizer.decode([token])
        return ends or "\n" in after or bool(after[:1].isspace() and _SENTENCE_ENDS.search(text))


def load_file(path: Path, *, tokens: int) -> FileModel:
    """The model in a GGUF file, which writes at most `tokens` for an answer.

    Raises:
        ValueError: when there is no such file, it cannot be read, or a package is missing.
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise ValueError(
            f"packages for model files are missing ({', '.join(missing)}): "
            "pip install 'dateline[gguf]'"
        )
    if not path.is_file():
        raise ValueError(f"there is no model file {str(path)!r}: name it as gguf/PATH")
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging

    quiet: Callable[[], None] = logging.disable_progress_bar
    quiet()
    place: dict[str, Any] = {"gguf_file": path.name, "local_files_only": True}
    try:
        tokenizer = AutoTokenizer.from_pretrained(str(path.parent), **place)
        model: Any = AutoModelForCausalLM.from_pretrained(str(path.parent), **place)
    except Exception as error:
        raise ValueError(
            f"the model file {str(path)!r} cannot be read: it is no GGUF file, or of a kind of "
            "model that transformers does not load"
        ) from error
    return FileModel(model.eval(), tokenizer, name=path.name, tokens=tokens)


def _prompt(tokenizer: Any, messages: Sequence[ChatMessage]) -> str:  # noqa: ANN401 - any tokenizer
    told = [{"role": one.role.value, "content": one.content or ""} for one in messages]
    if tokenizer.chat_template is None:
        return "\n\n".join(one["content"] for one in told) + "\n\n"
    return str(tokenizer.apply_chat_template(told, tokenize=False, add_generation_prompt=True))
