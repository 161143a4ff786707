"""How questions are answered."""

from assistant.answer import Answer, Citation, Statement, Unsupported
from assistant.assistant import Assistant
from assistant.reading import Reading, readings

__all__ = ["Answer", "Assistant", "Citation", "Reading", "Statement", "Unsupported", "readings"]
