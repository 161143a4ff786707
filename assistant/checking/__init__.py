"""Whether the cited articles say what a statement says."""

from assistant.checking.checker import Checker, Quote, Verdict
from assistant.checking.sources import Sources

__all__ = ["Checker", "Quote", "Sources", "Verdict"]
