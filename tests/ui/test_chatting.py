"""A conversation on the terminal."""

import json
import os
import pty
import select
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from time import monotonic

from .conftest import DATELINE, Run


def test_a_conversation_through_a_pipe(run: Run) -> None:
    run("ingest")
    lines = (
        "/sources",
        "Why did Gerrit Malvane resign?",
        "",
        "Who replaced him?",
        "1",
        "[99]",
        "/sources",
        "/history",
        "/new",
        "/history",
        "/nonsense",
        "/quit",
        "Is this asked?",
    )
    done = run("chat", "--as-of", "2026-03-23", stdin="\n".join(lines))
    assert done.stderr == ""
    said = done.stdout
    assert said.startswith("Nothing was asked yet.")
    assert "Understood as: Who replaced Gerrit Malvane?" in said
    assert ">> " in said
    assert " <<" in said
    assert "The last answer has no citation 99." in said
    assert "2. Who replaced Gerrit Malvane?" in said
    assert said.count("Nothing was asked yet.") == 2
    assert "There is no /nonsense." in said
    assert "Is this asked" not in said


def test_the_opened_citation_stands_in_its_article(run: Run) -> None:
    run("ingest")
    said = run("chat", stdin="Why was the Weir Bridge in Kellmoor closed?\n1\n").stdout
    answer, opened = said.split("\n[1] ")[-2:]
    quote = opened.split(">> ")[1].split(" <<")[0]
    assert quote in answer
    assert len(opened) > len(quote) + 300


def test_the_last_answer_is_exported(run: Run) -> None:
    run("ingest")
    lines = ("/markdown", "Why was the Weir Bridge in Kellmoor closed?", "/csl", "/markdown")
    said = run("chat", stdin="\n".join(lines)).stdout
    nothing, rest = said.split("Nothing was asked yet.\n")
    assert nothing == ""
    sources = rest[rest.index("\n[\n") : rest.index("\n]\n") + 2]
    titles = [one["title"] for one in json.loads(sources)]
    assert titles
    markdown = rest.partition("\n]\n")[2]
    assert "Weir Bridge" in markdown
    assert "> " in markdown
    assert "[^1]" in markdown or "](" in markdown


def test_what_cannot_be_asked_is_told_and_the_talk_goes_on(run: Run) -> None:
    run("ingest")
    wrong = run("chat", "--since", "soon", stdin="Why?\n", code=2)
    assert "soon" in wrong.stderr
    explained = run("chat", "--explain", stdin="Who is Admiral?\nHow heavy is he?\n").stdout
    assert "  question  How heavy is Admiral?" in explained


def test_somebody_at_a_terminal_leaves_politely(run: Run, tmp_path: Path) -> None:
    run("ingest")
    for key in (b"\x03", b"\x04"):
        ours, theirs = pty.openpty()
        talk = subprocess.Popen(  # noqa: S603 - the program under test
            [DATELINE, "chat", "--corpus", str(tmp_path / "corpus")],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=_ignore_interrupts if key == b"\x03" else None,  # noqa: PLW1509
        )
        os.close(theirs)
        shown = _until(ours, b"> ")
        if key == b"\x03":
            # One that comes right before the terminal is waited for does not end the waiting.
            for _ in range(5):
                talk.send_signal(signal.SIGINT)
                with suppress(subprocess.TimeoutExpired):
                    talk.wait(10)
        else:
            os.write(ours, key)
        shown += _until(ours, b"no such text")
        os.close(ours)
        assert talk.wait(30) == 0
        assert b"Ask about the articles." in shown
        assert b"Traceback" not in shown
        assert b"Aborted" not in shown


def _ignore_interrupts() -> None:
    """As a shell does for what runs in its background."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _until(terminal: int, text: bytes) -> bytes:
    """What a terminal shows in a minute, up to that text or to the end of the program."""
    shown, end = b"", monotonic() + 60
    with suppress(OSError):  # Linux's word for the end of what a terminal shows
        while (
            text not in shown and select.select([terminal], [], [], max(0.0, end - monotonic()))[0]
        ):
            piece = os.read(terminal, 1000)
            if not piece:
                break
            shown += piece
    return shown
