"""How articles get in."""

from ingest.reading import is_address
from ingest.report import Failure, Report
from ingest.run import Progress, ingest, sample_articles
from ingest.watching import source_address, watch

__all__ = [
    "Failure",
    "Progress",
    "Report",
    "ingest",
    "is_address",
    "sample_articles",
    "source_address",
    "watch",
]
