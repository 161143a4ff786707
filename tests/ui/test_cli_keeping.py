"""The commands that keep a corpus right, run as a person runs them: as processes."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .conftest import Run, started

WEIR = "The weir of Kellmoor broke on Monday. Nobody was hurt. The mill had to close for a week."
LATER = "The weir of Kellmoor broke on Monday. Two people were hurt. The mill had to close."


def _write(folder: Path, name: str, **facts: object) -> Path:
    path = folder / name
    path.write_text(json.dumps({"title": "Weir breaks", "text": WEIR, **facts}), encoding="utf-8")
    return path


def _json(done: subprocess.CompletedProcess[str]) -> Any:  # noqa: ANN401
    return json.loads(done.stdout)


def test_a_dry_run_tells_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    _write(tmp_path, "a.json", id="weir")
    told = run("ingest", "a.json", "--dry-run").stdout
    assert told == "This would be: 1 new, 0 changed, 0 unchanged; nothing was written\n"
    assert not (tmp_path / "corpus").exists()
    run("ingest", "a.json")
    _write(tmp_path, "a.json", id="weir", text=LATER)
    _write(tmp_path, "b.json", id="other", text="A tram line opens in Orrimar.")
    planned = _json(run("ingest", ".", "--dry-run", "--json"))
    assert (planned["new"], planned["changed"], planned["planned"]) == (1, 1, True)
    assert len(_json(run("list", "--json"))) == 1
    done = _json(run("ingest", ".", "--json"))
    assert (done["new"], done["changed"], done["planned"]) == (1, 1, False)


def test_what_failed_is_listed_and_retried(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text('{"title": "Weir', encoding="utf-8")
    _write(tmp_path, "good.json", id="weir")
    run("ingest", ".", code=1)
    assert "bad.json" in run("status", "--failed").stdout
    (failed,) = _json(run("status", "--failed", "--json"))
    assert failed["input"] == str(bad)
    assert "broken JSON" in failed["reason"]
    run("ingest", "--retry", code=1)
    _write(tmp_path, "bad.json", id="mended", text="A tram line opens in Orrimar.")
    assert _json(run("ingest", "--retry", "--json"))["new"] == 1
    assert run("status", "--failed").stdout == "Everything could be read.\n"


def test_a_file_that_is_gone_fails_no_more(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text('{"title": "Weir', encoding="utf-8")
    run("ingest", "bad.json", code=1)
    bad.unlink()
    run("ingest", "--retry")
    assert run("status", "--failed").stdout == "Everything could be read.\n"


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS refuses to make such a name")
def test_a_file_whose_name_is_no_text_is_not_forgotten(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    bad = Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.json"))
    _write(folder, bad.name)
    run("ingest", "in", code=1)
    for _ in range(2):
        assert "rename it" in run("ingest", "--retry", code=1).stdout
        (failed,) = _json(run("status", "--failed", "--json"))
        assert failed["input"] == failed["where"] == f"{folder}/caf?.json"
    bad.rename(folder / "caf.json")
    run("ingest", "--retry")
    assert run("status", "--failed").stdout == "Everything could be read.\n"
    assert run("ingest", "in").stdout.startswith("1 new")


def test_versions_are_shown_sentence_by_sentence(run: Run, tmp_path: Path) -> None:
    _write(tmp_path, "a.json", id="weir")
    run("ingest", "a.json")
    _write(tmp_path, "a.json", id="weir", text=LATER)
    run("ingest", "a.json")
    told = run("show", "weir", "--versions").stdout
    assert "- Nobody was hurt.\n" in told
    assert "+ Two people were hurt.\n" in told
    assert "The weir of Kellmoor broke on Monday." in told
    first, second = _json(run("show", "weir", "--versions", "--json"))
    assert (first["current"], second["current"]) == (False, True)
    assert {"kind": "new", "text": "Two people were hurt."} in second["parts"]


def test_an_address_that_was_used_again_is_noted(run: Run, tmp_path: Path) -> None:
    url = "https://ledger.example/live"
    tram = "Orrimar votes on a tram line in May. " + " ".join(
        f"District {n} asks for stop number {n}." for n in range(20)
    )
    weir = WEIR + " ".join(f"Boat {n} was lost off pier {n}." for n in range(20))
    _write(tmp_path, "a.json", url=url, text=weir, published="2026-03-01")
    run("ingest", "a.json")
    _write(tmp_path, "a.json", url=url, title="Tram", text=tram)
    told = run("ingest", "a.json").stdout
    assert "1 address holds another article than before (https://ledger.example/live)" in told
    assert "nothing in common" in run("show", url, "--versions").stdout
    shown = _json(run("show", url, "--json"))
    assert shown["published"] is None, "the date of the article before is not this one's"


def test_what_is_retracted_is_listed_and_not_answered(run: Run, tmp_path: Path) -> None:
    _write(tmp_path, "a.json", id="weir")
    run("ingest", "a.json")
    assert run("retract", "weir").stdout == "1 article retracted.\n"
    assert "(retracted)" in run("list").stdout
    assert "do not tell" in run("ask", "What broke in Kellmoor?").stdout
    assert run("retract", "weir", "--undo").stdout == "1 article answer again.\n"
    assert "The weir of Kellmoor broke" in run("ask", "What broke in Kellmoor?").stdout
    assert "no article 'nothing'" in run("retract", "nothing", code=2).stderr


def test_copies_are_cited_once(run: Run, tmp_path: Path) -> None:
    for number, outlet in enumerate(["The Ledger", "The Gull", "The Post"]):
        _write(tmp_path, f"{number}.json", id=f"weir-{number}", source=outlet)
    run("ingest", ".")
    told = run("ask", "What broke in Kellmoor?").stdout
    cited = [line for line in told.split("Sources:\n")[1].splitlines() if line.startswith("[")]
    copies = "] Weir breaks · The Ledger · date unknown · also in The Gull, The Post"
    assert cited
    assert all(line.endswith(copies) for line in cited)
    assert "also in" in run("show", "weir-2").stdout


def test_compact_gives_disk_back(run: Run, tmp_path: Path) -> None:
    for number in range(12):
        text = " ".join(f"Council {number} voted on item {n} of its list." for n in range(300))
        _write(tmp_path, f"{number}.json", id=f"vote-{number}", text=text)
    run("ingest", ".")
    run("remove", *[f"vote-{number}" for number in range(12)], "--yes")
    before = sum(_json(run("status", "--json"))["sizes"].values())
    assert "given back" in run("compact").stdout
    assert sum(_json(run("status", "--json"))["sizes"].values()) < before
    assert _json(run("status", "--json"))["articles"] == 0


def test_sources_are_remembered_and_refreshed(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    run("sources", "add", "in")
    assert run("sources", "list").stdout == f"{folder}\n"
    _write(folder, "a.json", id="weir")
    assert run("refresh").stdout.startswith("1 new")
    assert "nothing has changed" in run("refresh").stdout
    run("sources", "remove", "in")
    assert "There are no sources" in run("sources", "list").stdout
    assert "There are no sources" in run("refresh").stdout
    assert "no file or folder" in run("sources", "add", "nowhere", code=2).stderr
    assert "is no source" in run("sources", "remove", "nowhere", code=2).stderr


def _write_many(path: Path, count: int) -> None:
    facts = ({"id": f"v{n}", "title": "Vote", "text": f"Council {n} voted."} for n in range(count))
    path.write_text("\n".join(map(json.dumps, facts)), encoding="utf-8")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_stops_with_a_true_report(run: Run, tmp_path: Path, number: int) -> None:
    lines = [
        json.dumps({"id": f"v{n}", "title": "Vote", "text": f"Council {n} voted."})
        for n in range(600)
    ]
    (tmp_path / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with started(tmp_path, "ingest", "many.jsonl", "--json") as process:
        while not (tmp_path / "corpus" / "writer.json").exists():
            assert process.poll() is None
        process.send_signal(number)
        told, _ = process.communicate(timeout=120)
    assert process.returncode == 130, told
    report = json.loads(told[told.index("{") :])
    assert report["interrupted"] is True
    assert len(_json(run("list", "--json"))) == report["new"] < 600
    done = _json(run("ingest", "many.jsonl", "--json"))
    assert done["new"] == 600 - report["new"]


def test_a_second_ingest_says_who_writes_or_waits(run: Run, tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": f"v{n}", "title": "Vote", "text": f"Council {n} voted."})
        for n in range(4000)
    ]
    (tmp_path / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    _write(tmp_path, "a.json", id="weir")
    with started(tmp_path, "ingest", "many.jsonl") as process:
        while not (tmp_path / "corpus" / "writer.json").exists():
            assert process.poll() is None
        busy = run("ingest", "a.json", code=2)
        assert f"process {process.pid} on " in busy.stderr
        assert "--wait" in busy.stderr
        with started(tmp_path, "ingest", "a.json", "--wait") as waiting:
            process.kill()  # and its lock dies with it
            told, _ = waiting.communicate(timeout=120)
    assert told.startswith("1 new"), told


def test_watching_brings_in_what_is_new(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    _write(folder, "a.json", id="weir")
    with started(tmp_path, "ingest", "in", "--watch") as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("1 new")
        (folder / "b.json.part").write_text("half of it", encoding="utf-8")
        _write(folder, "b.json", id="tram", text="A tram line opens in Orrimar.")
        assert process.stdout.readline().startswith("1 new, 0 changed, 1 unchanged")
        (tmp_path / "later").mkdir()
        _write(tmp_path / "later", "c.json", id="loaf", text="A baker sells a loaf in Brannick.")
        (tmp_path / "later").rename(folder / "later")
        assert process.stdout.readline().startswith("1 new, 0 changed, 2 unchanged")
        (folder / "bad.json").write_text('{"title": "Weir', encoding="utf-8")
        while "1 failed" not in process.stdout.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert len(_json(run("list", "--json"))) == 3
