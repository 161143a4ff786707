"""The extractive answerer: picks the sentences that answer, verbatim. It needs no LLM."""

from assistant.extractive.answerer import Extractive
from assistant.extractive.forms import tells_a_course

__all__ = ["Extractive", "tells_a_course"]
