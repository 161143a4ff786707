"""Answers in the words of an LLM, checked."""

from assistant.llm.answerer import Checker, Generative, Verdict
from assistant.llm.listening import Patience
from assistant.llm.models import FORMS, AnyLLM, Model, load_model

__all__ = ["FORMS", "AnyLLM", "Checker", "Generative", "Model", "Patience", "Verdict", "load_model"]
