"""How questions are answered."""

from assistant.answer import Answer, Citation, Statement, Unsupported
from assistant.assistant import Assistant
from assistant.conversation import Chat, Turn
from assistant.reading import Reading, readings

__all__ = [
    "Answer",
    "Assistant",
    "Chat",
    "Citation",
    "Reading",
    "Statement",
    "Turn",
    "Unsupported",
    "readings",
]
