"""Which files are found, and what is said of those that are not."""

import bz2
import gzip
import lzma
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.files import discover, open_bytes, open_plain, readable
from ingest.kinds import kind_of_media
from ingest.report import Failure


def found(*paths: Path) -> list[str]:
    return [item.name for item in discover(paths) if isinstance(item, Path)]


def failures(*paths: Path) -> list[str]:
    return [item.reason for item in discover(paths) if isinstance(item, Failure)]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in (
        "b.txt",
        "a.md",
        "c.jsonl.xz",
        "sub/d.HTML",
        "sub/deeper/e.json.gz",
        ".hidden.txt",
        ".git/f.txt",
        "picture.png",
        "notes.odt",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return tmp_path


def test_known_kinds_in_the_order_of_names(tree: Path) -> None:
    assert found(tree) == ["a.md", "b.txt", "c.jsonl.xz", "d.HTML", "e.json.gz"]
    assert found(tree) == found(tree)
    assert failures(tree) == []


def test_each_file_once(tree: Path) -> None:
    (tree / "sub" / "loop").symlink_to(tree)
    (tree / "link.txt").symlink_to(tree / "b.txt")
    assert found(tree / "b.txt", tree, tree / "sub") == [
        "b.txt",
        "a.md",
        "c.jsonl.xz",
        "d.HTML",
        "e.json.gz",
    ]


def test_paths_are_absolute(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree)
    assert list(discover([Path("sub/../b.txt")])) == [tree / "b.txt"]


def test_what_is_missing_or_unknown_is_told(tree: Path) -> None:
    assert failures(tree / "nowhere.txt") == ["there is no such file or folder"]
    assert failures(tree / "a.md" / "x") == ["there is no such file or folder"]
    (reason,) = failures(tree / "notes.odt")
    assert ".markdown" in reason
    assert ".gz" in reason
    (tree / "dangling.txt").symlink_to(tree / "gone")
    assert failures(tree) == ["there is no such file or folder"]
    assert failures(Path("\0")) != []


def test_a_named_file_is_looked_into(tree: Path) -> None:
    (tree / "page").write_text("<!DOCTYPE html><p>x", encoding="utf-8")
    (tree / "data.gz").write_bytes(gzip.compress(b'{"a": 1}\n{"a": 2}\n'))
    (tree / "Rates at 4.5").write_text("Rates rise", encoding="utf-8")
    (tree / "program").write_bytes(b"\x7fELF\x00\x01\x02\x03")
    names = ["page", "data.gz", "Rates at 4.5"]
    assert found(*(tree / name for name in names)) == names
    assert len(failures(tree / "program")) == 1


def test_containers_are_found_in_folders_and_known_by_their_content(tmp_path: Path) -> None:
    names = ["a.zip", "b.tar.gz", "c.tgz", "d.warc.gz", "e.mhtml", "f.txt.bz2"]
    for name in (*names, "g.7z"):
        (tmp_path / name).write_bytes(b"x")
    assert found(tmp_path) == names
    for name, first in (("zip", "a.txt"), ("zip.bak", "a.txt"), ("sheet.xlsx", "_rels/.rels")):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr(first, "x")
    assert found(*(tmp_path / name for name in ("zip", "zip.bak", "sheet.xlsx"))) == [
        "zip",
        "zip.bak",
    ]


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, bz2.compress, bytes])
def test_compression_is_known_by_its_content(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(pack(b"as it was"))
    with open_plain(path) as file:
        assert file.read() == b"as it was"
    with open_bytes(pack(b"as it was")) as file:
        assert file.read() == b"as it was"


def test_a_hidden_file_that_is_named_is_meant(tree: Path) -> None:
    assert found(tree / ".hidden.txt") == [".hidden.txt"]
    assert found(tree / ".git") == ["f.txt"]


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS refuses to make such a name")
def test_a_name_that_is_not_utf_8_is_a_failure(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    Path(os.fsdecode(folder + b"/caf\xe9.txt")).write_text("Title\n\nA sentence.", "utf-8")
    (tmp_path / "good.txt").write_text("Title\n\nA sentence.", "utf-8")
    bad, good = sorted(discover([tmp_path]), key=lambda found: isinstance(found, Path))
    assert good == tmp_path / "good.txt"
    assert isinstance(bad, Failure)
    assert "rename it" in bad.reason
    assert os.fsencode(bad.where) == folder + b"/caf\xe9.txt"
    assert readable(bad.where) == f"{tmp_path}/caf?.txt"


def test_media_types_have_kinds() -> None:
    assert kind_of_media("Text/HTML; charset=utf-8") == "page"
    assert kind_of_media("application/rss+xml") == "xml"
    assert kind_of_media("application/x-ndjson") == "lines"
    assert kind_of_media("image/png") is kind_of_media("") is None
