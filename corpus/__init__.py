"""What is known, and how it is searched."""

from corpus.article import Article, Passage, Span
from corpus.corpus import Corpus, Outcome, Status, default_directory
from corpus.errors import CorpusError
from corpus.filter import Filter
from corpus.search import Hit

__all__ = [
    "Article",
    "Corpus",
    "CorpusError",
    "Filter",
    "Hit",
    "Outcome",
    "Passage",
    "Span",
    "Status",
    "default_directory",
]
