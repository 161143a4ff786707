"""What is known, and how it is searched."""

from corpus.article import Article, Passage, Span
from corpus.corpus import Corpus, Status, default_directory
from corpus.errors import CorpusError
from corpus.filter import Filter
from corpus.search import Hit
from corpus.writer import Outcome, Writer

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
    "Writer",
    "default_directory",
]
