"""What is known, and how it is searched."""

from corpus.article import Article, Passage, Span
from corpus.changes import Part, Step
from corpus.corpus import Corpus, Status, default_directory
from corpus.errors import CorpusError
from corpus.filter import Filter
from corpus.inputs import Failed, Source
from corpus.outcome import Outcome
from corpus.preview import Preview
from corpus.query import Period, Query
from corpus.search import Hit
from corpus.writer import Writer

__all__ = [
    "Article",
    "Corpus",
    "CorpusError",
    "Failed",
    "Filter",
    "Hit",
    "Outcome",
    "Part",
    "Passage",
    "Period",
    "Preview",
    "Query",
    "Source",
    "Span",
    "Status",
    "Step",
    "Writer",
    "default_directory",
]
