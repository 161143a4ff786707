"""What a question asks for, found out without a language model."""

from assistant.understanding.names import Names
from assistant.understanding.understand import understand

__all__ = ["Names", "understand"]
