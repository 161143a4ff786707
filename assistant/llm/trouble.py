"""What can go wrong with an LLM, told so that a person can put it right."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

Kind = Literal[
    "unreachable",
    "refused",
    "unknown",
    "busy",
    "late",
    "overflow",
    "broken",
    "cut",
    "strange",
    "faulty",
    "misfit",
    "other",
]

_SENTENCES: dict[Kind, str] = {
    "unreachable": "could not be reached: start its server, or check its address and the network",
    "refused": "refused the key: set the right one in {key}",
    "unknown": "is not known at its address: check the name of the model and the address",
    "busy": "was too busy or out of quota (HTTP {status}): ask again later",
    "late": "took too long: ask again, or choose a faster one",
    "overflow": "cannot hold even one passage: choose one with a larger context window",
    "broken": "broke off before its answer was complete: ask again",
    "cut": "reached the limit of its length before its answer was complete",
    "strange": "did not answer as an LLM does: check the address, where something else may answer",
    "faulty": "reported an error of its own: ask again, or look into the log of its server",
    "misfit": "and its Python package do not understand each other ({detail}): check the address, "
    "or install the package anew, in a version that fits the others",
    "other": "failed ({detail}): check its name and its settings, and the log of its server",
}
_OVERFLOW = re.compile(
    r"context[ _-]?(?:length|window|size)|maximum context|too (?:long|many tokens)"
    r"|(?:exceed|larger than)[^.]{0,60}(?:context|tokens)",
    re.IGNORECASE,
)
_BY_NAME: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"Time(?:d)?_?[Oo]ut"), "late"),
    (re.compile(r"ProtocolError|ReadError|IncompleteRead"), "broken"),
    (re.compile(r"JSONDecodeError|ValidationError"), "strange"),
    (re.compile(r"ConnectError|ConnectionError"), "unreachable"),
    (re.compile(r"\b(?:TypeError|AttributeError|ImportError)\b"), "misfit"),
)
_NO_MODEL = re.compile(r"unknown model", re.IGNORECASE)
_REPORTED = re.compile(r"\bAPIError\b")
"""What openai names an error that a server tells of in its stream."""
_DETAIL = re.compile(r"[^\w .-]")


class LLMError(Exception):
    """An LLM could not be asked, or not to the end; `kind` says why."""

    def __init__(self, kind: Kind, *, status: int = 0, detail: str = "", wait: float = 0.0) -> None:
        """`wait` is for how many seconds the server asks to be left alone."""
        super().__init__(kind)
        self.kind = kind
        self.status = status
        self.wait = wait
        self._detail = detail

    def sentence(self, name: str, key: str) -> str:
        """What went wrong and what to do, of the LLM of that name; `key` is where its key is."""
        told = _SENTENCES[self.kind].format(key=key, status=self.status, detail=self._detail)
        return f"The LLM {name} {told}."


def trouble_of(error: BaseException) -> LLMError:
    """What an error of any LLM's library means.

    The libraries are told apart by what their errors have in common: a status of HTTP, and names.
    What a server wrote is read but not passed on: it may hold the key, or anything else.
    """
    chain = list(_chain(error))
    for one in chain:
        if isinstance(one, LLMError):
            return one
    for one in chain:
        status = getattr(one, "status_code", None)
        status = status or getattr(getattr(one, "response", None), "status_code", None)
        if isinstance(status, int):
            return _of_status(status, str(one), _wait(one))
    detail = _DETAIL.sub("", type(error).__name__)
    names = " ".join(name.__name__ for one in chain for name in type(one).__mro__)
    for sign, kind in _BY_NAME:
        if sign.search(names):
            return LLMError(kind, detail=detail)
    if _OVERFLOW.search(str(error)):
        return LLMError("overflow")
    if _NO_MODEL.search(str(error)):
        return LLMError("unknown")
    return LLMError("faulty" if _REPORTED.search(names) else "other", detail=detail)


def _of_status(status: int, text: str, wait: float) -> LLMError:
    # An error in the middle of a stream comes after the status, or with none.
    if (status in (413, 422) or status <= 400) and _OVERFLOW.search(text):  # noqa: PLR2004
        return LLMError("overflow", status=status)
    if status in (401, 403):
        return LLMError("refused", status=status)
    if status == 404:  # noqa: PLR2004 - HTTP's own
        return LLMError("unknown", status=status)
    if status in (408, 409, 425, 429) or status >= 500:  # noqa: PLR2004
        return LLMError("busy", status=status, wait=wait)
    if status < 300:  # noqa: PLR2004
        return LLMError("faulty", status=status)
    return LLMError("other", status=status, detail=f"HTTP {status}")


def _wait(error: BaseException) -> float:
    headers = getattr(getattr(error, "response", None), "headers", None)
    value = headers.get("retry-after", "") if isinstance(headers, Mapping) else ""
    return float(value) if re.fullmatch(r"\d{1,5}(?:\.\d{1,3})?", value) else 0.0


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and those it came from."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
