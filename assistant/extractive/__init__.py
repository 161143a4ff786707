"""The extractive answerer: picks the sentences that answer, verbatim. It needs no LLM."""

from assistant.extractive.answerer import Extractive

__all__ = ["Extractive"]
