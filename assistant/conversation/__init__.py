"""A conversation: questions that refer to what was asked and answered before them."""

from assistant.conversation.chat import Chat
from assistant.conversation.standalone import Rewrite, standalone
from assistant.conversation.turn import Turn

__all__ = ["Chat", "Rewrite", "Turn", "standalone"]
