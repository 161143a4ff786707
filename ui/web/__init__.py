"""The web chat. Importing it imports gradio, which takes a moment."""

from ui.web.app import create_app
from ui.web.server import AddressError, serve

__all__ = ["AddressError", "create_app", "serve"]
