"""How articles get in."""

from ingest.report import Failure, Report
from ingest.run import Progress, ingest, sample_articles

__all__ = ["Failure", "Progress", "Report", "ingest", "sample_articles"]
