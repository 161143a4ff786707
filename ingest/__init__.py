"""How articles get in."""

from ingest.report import Failure, Report
from ingest.run import Progress, ingest, sample_articles
from ingest.watching import source_address, watch

__all__ = [
    "Failure",
    "Progress",
    "Report",
    "ingest",
    "sample_articles",
    "source_address",
    "watch",
]
