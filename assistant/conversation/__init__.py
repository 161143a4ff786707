"""A conversation: questions that refer to what was asked and answered before them."""

from assistant.conversation.standalone import standalone
from assistant.conversation.turn import Turn

__all__ = ["Turn", "standalone"]
