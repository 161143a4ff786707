"""The command line, run as a person runs it: as a process."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
DATELINE = str(Path(sys.executable).with_name("dateline"))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs `dateline` with a corpus of its own in an empty directory."""

    def call(*words: str, code: int = 0, stdin: str = "") -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "DATELINE_CORPUS": str(tmp_path / "corpus")}
        done = subprocess.run(  # noqa: S603
            [DATELINE, *words],
            capture_output=True,
            text=True,
            check=False,
            input=stdin,
            cwd=tmp_path,
            env=environment,
            encoding="utf-8",
        )
        assert "Traceback" not in done.stdout + done.stderr
        assert done.returncode == code, done.stdout + done.stderr
        return done

    return call


def started(folder: Path, *words: str) -> subprocess.Popen[str]:
    """A running `dateline` whose corpus and working directory are in a folder."""
    return subprocess.Popen(  # noqa: S603 - the program under test
        [DATELINE, *words],
        cwd=folder,
        env={**os.environ, "DATELINE_CORPUS": str(folder / "corpus"), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
