"""What a run of the ingestion did."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be read: a whole input, or one part of an article.

    `where` is the path (with line or item) or address; `reason` says what was wrong, what
    became of it, and what to do.
    """

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """Counts of articles, and everything that could not be read."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: tuple[Failure, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON values."""
        return {
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "failed": [{"where": f.where, "reason": f.reason} for f in self.failed],
        }
