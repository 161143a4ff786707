"""The reader: finds the words of a passage that answer a question, or that it does not answer."""

from assistant.reader.reader import Reader
from assistant.reader.spans import Reading
from assistant.reader.windows import Source

__all__ = ["Reader", "Reading", "Source"]
