"""What the README says is true: its examples run and its commands exist."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ui.examples import ABOUT_THE_SAMPLES

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)


def test_the_python_examples_run_one_after_the_other(tmp_path: Path) -> None:
    assert len(EXAMPLES) >= 3
    for example in EXAMPLES:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", example],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            encoding="utf-8",
        )
        assert done.returncode == 0, example + done.stderr
        assert done.stdout.strip(), example


def test_the_commands_and_options_exist() -> None:
    dateline = str(Path(sys.executable).with_name("dateline"))

    def help_of(*words: str) -> str:
        environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1"}
        done = subprocess.run(  # noqa: S603
            [dateline, *words, "--help"],
            capture_output=True,
            text=True,
            check=True,
            env=environment,
        )
        return done.stdout

    commands = set(re.findall(r"`dateline ([a-z]+)", README))
    assert commands >= {"ingest", "ask", "search", "serve", "list", "show", "status", "remove"}
    helps = {command: help_of(command) for command in commands}
    for option in set(re.findall(r"`(--[a-z-]+)", README)):
        assert any(option in text for text in helps.values()), option


@pytest.mark.parametrize("question", ABOUT_THE_SAMPLES)
def test_the_readme_and_the_page_offer_the_same_questions(question: str) -> None:
    assert question in README
