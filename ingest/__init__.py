"""How articles get in."""

from ingest.report import Failure, Report
from ingest.run import Progress, ingest, sample_articles
from ingest.watching import is_address, source_address, watch

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
