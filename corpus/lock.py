"""The right to write to a corpus, which one process at a time has."""

import json
import os
import platform
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import CorpusBusyError


class WriteLock:
    """A lock that ends with the process that holds it, however that ends."""

    def __init__(self, directory: Path) -> None:
        """Lock the corpus in `directory`."""
        self._directory = directory
        self._lock = FileLock(directory / "lock")
        self._holder = directory / "writer.json"

    def acquire(self, *, wait: bool) -> None:
        """Take it, and write down for other processes who has it.

        Raises:
            CorpusBusyError: when another process has it, and this one is not to `wait`.
        """
        try:
            self._lock.acquire(blocking=wait)
        except Timeout:
            raise CorpusBusyError(
                f"{self._who()} is writing to {self._directory}: "
                "wait until it has finished ('dateline ingest' and 'refresh' wait with --wait)"
            ) from None
        facts = {
            "process": os.getpid(),
            "host": platform.node(),
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        with suppress(OSError):
            self._holder.write_text(json.dumps(facts), encoding="utf-8")

    def release(self) -> None:
        """Give it back."""
        self._lock.release()

    def _who(self) -> str:
        """Which process is writing, as it has written down itself."""
        try:
            facts = json.loads(self._holder.read_text(encoding="utf-8"))
            since = datetime.fromisoformat(facts["since"]).astimezone()
            return f"process {facts['process']} on {facts['host']} (since {since:%d %B, %H:%M})"
        except (OSError, ValueError, KeyError, TypeError):
            return "another process"
