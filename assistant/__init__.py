"""How questions are answered."""

from assistant.answer import Answer, Citation, Statement
from assistant.assistant import Assistant

__all__ = ["Answer", "Assistant", "Citation", "Statement"]
