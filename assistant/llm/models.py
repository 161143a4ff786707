"""The LLMs that can be asked: any of llama-index. Nothing of it is imported before one is named."""

import gc
import os
import re
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from assistant.llm import line
from assistant.llm.prompt import Prompt, estimate
from assistant.llm.trouble import LLMError

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

AnyLLM: TypeAlias = "str | LLM"
"""The name of an LLM, or one of llama-index."""

FORMS = "ollama/NAME, openai/NAME, anthropic/NAME, openai-like/MODEL@URL or gguf/PATH"
"""How an LLM is named."""

_OUTPUT = 600
"""How many tokens an answer may have."""
_WINDOW = 8192
"""How many tokens an LLM is taken to read where it does not say."""
_SLOWEST = 110.0
"""Seconds for which a connection may be silent."""
_AT = re.compile(r"(?P<model>.+?)@(?P<url>https?://(?P<login>[^/@]*@)?(?P<host>[^/@\s]+)\S*)")


@dataclass(frozen=True, slots=True)
class Model:
    """An LLM with what has to be known of it to ask it.

    `key` names where its key is given; `count` says how many tokens a text has.
    """

    llm: "LLM"
    name: str
    key: str = "its settings"
    count: Callable[[str], int] = estimate

    @property
    def window(self) -> int:
        """How many tokens a prompt may have."""
        try:
            window = self.llm.metadata.context_window
        except Exception:  # noqa: BLE001 - what a library does not know, or a server does not tell
            window = _WINDOW
        return max(window - _OUTPUT, window // 2)

    def stream(self, prompt: Prompt) -> Generator[str, None, None]:
        """What it writes to a prompt, in chunks.

        Raises:
            LLMError: when the stream ended before the answer did.
            Exception: whatever its library raises.
        """
        from llama_index.core.llms import ChatMessage

        messages = [
            ChatMessage(role="system", content=prompt.system),
            ChatMessage(role="user", content=prompt.user),
        ]
        responses = self.llm.stream_chat(messages)
        tells, ending = False, None
        try:
            for response in responses:
                told, why = _ending(response.raw)
                tells, ending = tells or told, why or ending
                if response.delta:
                    yield response.delta
        except GeneratorExit:
            if isinstance(responses, Generator):
                responses.close()
            # llama-index leaves the connection of a stream that is given up in a reference cycle.
            gc.collect()
            raise
        if tells and ending is None:
            raise LLMError("broken")
        if ending == "length":
            raise LLMError("cut")


def _ending(raw: object) -> tuple[bool, str | None]:
    """Whether a chunk is of a kind that tells why a text ends, and why it ends here if it does."""
    if isinstance(raw, Mapping) and str(raw.get("type")).startswith(("content_block", "message")):
        why = getattr(raw.get("delta"), "stop_reason", None)
        return True, "length" if why == "max_tokens" else why
    if isinstance(raw, Mapping):
        return "done" in raw, raw.get("done_reason") or ("stop" if raw.get("done") else None)
    choices = getattr(raw, "choices", None) or ()
    return bool(choices), next((one.finish_reason for one in choices if one.finish_reason), None)


def load_model(llm: AnyLLM) -> Model:
    """The LLM of that name (in one of `FORMS`), or a llama-index LLM as it is.

    Raises:
        ValueError: when there is no such LLM, a package is missing, or it lacks its key; the
            message says what to do.
    """
    if not isinstance(llm, str):
        return Model(llm, str(getattr(llm, "model", "") or type(llm).__name__))
    kind, _, name = llm.strip().partition("/")
    if kind not in _KINDS or not name:
        raise ValueError(f"there is no LLM {llm!r}: name one as {FORMS}")
    return _KINDS[kind](name)


def _ollama(name: str) -> Model:
    module = _integration("ollama", "ollama")
    address = os.environ.get("OLLAMA_HOST") or "http://localhost:11434"
    address = address if "://" in address else f"http://{address}"
    client = import_module("ollama").Client(address, timeout=_SLOWEST, **line.settings())
    return Model(
        module.Ollama(
            model=name,
            base_url=address,
            client=client,
            temperature=0.0,
            # Otherwise the server is asked for it, and most models read less than they could.
            context_window=_WINDOW,
            request_timeout=_SLOWEST,
        ),
        f"ollama/{name}",
    )


def _openai(name: str) -> Model:
    module = _integration("openai", None)
    llm = module.OpenAI(
        model=name,
        api_key=_key("OPENAI_API_KEY", f"openai/{name}"),
        temperature=0.0,
        timeout=_SLOWEST,
        max_retries=0,
        http_client=_client("openai"),
    )
    return Model(llm, f"openai/{name}", "OPENAI_API_KEY")


def _anthropic(name: str) -> Model:
    module = _integration("anthropic", "anthropic")
    llm = module.Anthropic(
        model=name,
        api_key=_key("ANTHROPIC_API_KEY", f"anthropic/{name}"),
        temperature=0.0,
        max_tokens=_OUTPUT,
        timeout=_SLOWEST,
        max_retries=0,
    )
    # It takes no client of ours by itself.
    llm._client = llm._client.with_options(http_client=_client("anthropic"))  # noqa: SLF001
    return Model(llm, f"anthropic/{name}", "ANTHROPIC_API_KEY")


def _openai_like(name: str) -> Model:
    found = _AT.fullmatch(name)
    if found is None:
        raise ValueError(
            f"the LLM 'openai-like/{name}' has no address: name it as openai-like/MODEL@URL, "
            "such as openai-like/llama3@http://127.0.0.1:8000/v1"
        )
    module = _integration("openai_like", "openai-like")
    llm = module.OpenAILike(
        model=found["model"],
        api_base=found["url"],
        # Never the key of another service: the address may be anybody's.
        api_key=os.environ.get("DATELINE_LLM_KEY") or "none",
        is_chat_model=True,
        temperature=0.0,
        max_tokens=_OUTPUT,
        context_window=_WINDOW,
        timeout=_SLOWEST,
        max_retries=0,
        http_client=_client("openai"),
    )
    return Model(llm, f"{found['model']} at {found['host']}", "DATELINE_LLM_KEY")


def _gguf(name: str) -> Model:
    from assistant.llm.gguf import load_file

    llm = load_file(Path(name).expanduser(), tokens=_OUTPUT)
    return Model(llm, Path(name).name, count=llm.count)


def _client(sdk: str) -> Any:  # noqa: ANN401 - httpx's, or that of a library that goes on from it
    return import_module(sdk).DefaultHttpxClient(timeout=_SLOWEST, **line.settings())


def _integration(module: str, extra: str | None) -> Any:  # noqa: ANN401 - any module
    try:
        return import_module(f"llama_index.llms.{module}")
    except ImportError as error:
        package = f"dateline[{extra}]" if extra else "dateline"
        raise ValueError(
            f"a package for this LLM is missing ({error.name}): pip install '{package}'"
        ) from error


def _key(variable: str, name: str) -> str:
    key = os.environ.get(variable, "").strip()
    if not key:
        raise ValueError(f"the LLM {name} needs a key: set {variable}")
    return key


_KINDS: dict[str, Callable[[str], Model]] = {
    "ollama": _ollama,
    "openai": _openai,
    "anthropic": _anthropic,
    "openai-like": _openai_like,
    "gguf": _gguf,
}
