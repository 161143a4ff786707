"""Archives: what is read of their members, and that no archive does harm."""

import bz2
import gc
import gzip
import io
import lzma
import struct
import tarfile
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import budget, items
from ingest.budget import Budget, SpentError
from ingest.readers import read
from ingest.report import Failure
from ingest.tars import tar_members

from .conftest import split, write

TEXT = (
    "The sluice of Marn was opened on Monday. It had been shut since the flood of the year before."
)
ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def article(title: str) -> bytes:
    return f"{title}\n\n{TEXT}\n".encode()


FILES = {"a.txt": article("Sluice"), "sub/b.md": f"# Weir\n\n{TEXT}".encode()}


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def tarred(files: Mapping[str, bytes], *more: tarfile.TarInfo) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for info in more:
            archive.addfile(info)
    return target.getvalue()


PACKED = {
    "a.zip": zipped(FILES),
    "stored.zip": zipped(FILES, zipfile.ZIP_STORED),
    "a.tar": tarred(FILES),
    "a.tar.gz": gzip.compress(tarred(FILES)),
    "a.tgz": gzip.compress(tarred(FILES)),
    "a.tar.xz": lzma.compress(tarred(FILES)),
    "a.tar.bz2": bz2.compress(tarred(FILES)),
}


@pytest.mark.parametrize("name", PACKED)
def test_members_are_articles(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, PACKED[name])
    articles, failures = split(path)
    assert failures == []
    assert [a.title for a in articles] == ["Sluice", "Weir"]
    assert [a.origin for a in articles] == [f"{path}!/a.txt", f"{path}!/sub/b.md"]
    assert len({a.id for a in articles}) == 2
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("packed", PACKED)
@pytest.mark.parametrize("name", ["noname", "a.zip", "a.tar", "a.warc", "a.txt", "a.html"])
def test_the_content_says_what_it_is(tmp_path: Path, packed: str, name: str) -> None:
    articles, failures = split(write(tmp_path, name, PACKED[packed]))
    assert [a.title for a in articles] == ["Sluice", "Weir"]
    assert failures == []


def test_what_a_folder_walk_would_skip(tmp_path: Path) -> None:
    files = {
        **dict.fromkeys((".hidden.txt", "sub/.git/c.txt", "__MACOSX/._a.txt"), article("No")),
        **dict.fromkeys(("photo.jpg", "no suffix", "dir/"), article("No")),
        "./good.txt": article("Good"),
    }
    for name, data in (("a.zip", zipped(files)), ("a.tar", tarred(files))):
        path = write(tmp_path, name, data)
        articles, failures = split(path)
        assert [a.origin for a in articles] == [f"{path}!/good.txt"]
        assert failures == []


def test_an_archive_without_articles_is_told(tmp_path: Path) -> None:
    for data in (zipped({}), zipped({"a.jpg": b"x"}), tarred({}), tarred({"a.jpg": b"x"})):
        articles, (failure,) = split(write(tmp_path, "a.zip", data))
        assert articles == []
        assert "no file of a kind" in failure.reason


@pytest.mark.parametrize(
    "name", ["../up.txt", "/etc/up.txt", "a/../../up.txt", "C:\\up.txt", "..\\up.txt", "\\up.txt"]
)
def test_no_name_leads_out(tmp_path: Path, name: str) -> None:
    for make in (zipped, tarred):
        path = write(tmp_path, "a.zip", make({name: article("Up"), **FILES}))
        articles, (failure,) = split(path)
        assert len(articles) == 2
        assert "leads out" in failure.reason
        assert list(tmp_path.iterdir()) == [path]


def test_links_and_devices_are_no_files(tmp_path: Path) -> None:
    more = []
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
        info = tarfile.TarInfo(f"{kind!r}.txt")
        info.type, info.linkname = kind, "/etc/hostname"
        more.append(info)
    assert len(split(write(tmp_path, "a.tar", tarred(FILES, *more)))[0]) == 2
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/hostname")
        archive.writestr("a.txt", article("A"))
    articles, failures = split(write(tmp_path, "a.zip", target.getvalue()))
    assert ([a.title for a in articles], failures) == (["A"], [])


def test_names_are_shown_without_harm_and_stay_apart(tmp_path: Path) -> None:
    names = ["\x1b[2J.txt", "\x1b[3J.txt", "\u202egnp.txt", "Übersicht.txt", "日本.txt"]
    data = tarred({name: article("A") for name in names})
    for archive in (data, zipped({name: article("A") for name in names})):
        articles, failures = split(write(tmp_path, "a.zip", archive))
        assert failures == []
        assert len({a.id for a in articles}) == 5
        assert all(a.origin.isprintable() for a in articles)
        assert articles[3].origin.endswith("!/Übersicht.txt")


def test_names_in_utf_8_that_do_not_say_so(tmp_path: Path) -> None:
    data = zipped({"aeaeae.txt": article("A")}).replace(b"aeaeae", "äöü".encode())
    (found,), failures = split(write(tmp_path, "a.zip", data))
    assert found.origin.endswith("!/äöü.txt")
    assert failures == []


def test_a_name_that_is_not_text(tmp_path: Path) -> None:
    data = tarred({"caf_.txt": article("A")})
    header = data[:512].replace(b"caf_", b"caf\xe9")
    total = sum(header[:148]) + sum(header[156:512]) + 8 * 32
    header = header[:148] + b"%06o\0 " % total + header[156:]
    (found,), failures = split(write(tmp_path, "a.tar", header + data[512:]))
    assert found.origin.endswith("!/caf\\udce9.txt")
    assert failures == []


@pytest.mark.parametrize("depth", range(1, 7))
def test_archives_in_archives(tmp_path: Path, depth: int) -> None:
    data = zipped(FILES)
    for number in range(depth - 1):
        inner = {"in.zip": data}
        data = zipped(inner) if number % 2 else gzip.compress(tarred(inner))
    articles, failures = split(write(tmp_path, "a.zip", data))
    if depth <= budget.MAX_DEPTH:
        assert [a.title for a in articles] == ["Sluice", "Weir"]
        assert articles[0].origin.count("!/") == depth
        assert failures == []
    else:
        assert articles == []
        assert "deep" in failures[0].reason


def test_a_compressed_member(tmp_path: Path) -> None:
    files = {"a.txt.gz": gzip.compress(article("A")), "b.txt.bz2": bz2.compress(article("B"))}
    articles, failures = split(write(tmp_path, "a.zip", zipped(files)))
    assert [a.title for a in articles] == ["A", "B"]
    assert failures == []


def test_a_bad_member_costs_no_other(tmp_path: Path) -> None:
    data = zipped({"a.txt": article("A"), "b.txt": b"\0\1\2" * 99, "c.txt": article("C")})
    articles, (failure,) = split(write(tmp_path, "a.zip", data))
    assert [a.title for a in articles] == ["A", "C"]
    assert failure.where.endswith("!/b.txt")
    stored = zipped(FILES, zipfile.ZIP_STORED).replace(b"flood", b"blood", 1)
    articles, (failure,) = split(write(tmp_path, "b.zip", stored))
    assert [a.title for a in articles] == ["Weir"]
    assert "damaged" in failure.reason


def flagged(data: bytes, flag: int, method: int | None = None) -> bytes:
    """A ZIP with a flag, and a method, in both headers of its first member."""
    changed = bytearray(data)
    for start in (0, data.index(b"PK\1\2") + 2):
        changed[start + 6] |= flag
        if method is not None:
            changed[start + 8] = method
    return bytes(changed)


def test_what_is_encrypted_or_packed_in_another_way(tmp_path: Path) -> None:
    for data, word in (
        (flagged(zipped(FILES), 1), "encrypted"),
        (flagged(zipped(FILES), 0, 9), "uncommon"),
        (zipped(FILES, zipfile.ZIP_BZIP2), "uncommon"),
    ):
        articles, failures = split(write(tmp_path, "a.zip", data))
        assert len(articles) + len(failures) == 2
        assert word in failures[0].reason


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_what_is_cut_off_gives_what_came_before(tmp_path: Path, name: str, share: float) -> None:
    files = {f"{letter}.txt": article(f"Sluice number {letter}") for letter in ALPHABET}
    if name.endswith("zip"):
        data = zipped(files, zipfile.ZIP_STORED if "stored" in name else zipfile.ZIP_DEFLATED)
    else:
        data = tarred(files)
        if name.endswith("gz"):
            data = gzip.compress(data, 0)
        elif name.endswith("bz2"):
            return  # in one block: nothing comes before it
        elif name.endswith("xz"):
            data = lzma.compress(data, preset=0)
    whole, failures = split(write(tmp_path, name, data))
    assert len(whole) == 26
    assert failures == []
    articles, failures = split(write(tmp_path, name, data[: int(len(data.rstrip(b"\0")) * share)]))
    assert [a.title for a in articles] == [a.title for a in whole][: len(articles)]
    assert "came before" in failures[-1].reason
    if share < 0.5 and "xz" not in name:
        assert 0 < len(articles) < 26


def test_a_zip_written_to_a_pipe_and_cut_off(tmp_path: Path) -> None:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.data += bytes(data)
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for letter in "abc":
            archive.writestr(f"{letter}.txt", article(f"Sluice {letter}"))
    data = bytes(pipe.data)
    assert len(split(write(tmp_path, "a.zip", data))[0]) == 3
    articles, (failure,) = split(write(tmp_path, "a.zip", data[: data.index(b"PK\1\2")]))
    assert [a.title for a in articles] == ["Sluice a", "Sluice b", "Sluice c"]
    assert "cut off" in failure.reason


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "FREE_BYTES", 1_000_000)


@pytest.mark.usefixtures("small")
def test_a_header_that_lies_about_sizes(tmp_path: Path) -> None:
    data = zipped({"a.txt": b"x" * 9_000_000, "b.txt": article("B")})
    size = struct.pack("<L", 9_000_000)
    for lie in (100, 0xFFFFFFF0):
        articles, failures = split(
            write(tmp_path, "a.zip", data.replace(size, struct.pack("<L", lie)))
        )
        assert len(failures) == 1
        assert len(articles) <= 1


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz", "a.tar.xz", "a.tar.bz2", "in.zip"])
def test_bombs(tmp_path: Path, name: str) -> None:
    zeros = {"a.txt": article("A"), "zeros.txt": b"\0" * 60_000_000, "z.txt": article("Z")}
    if name == "a.zip":
        data = zipped(zeros)
    elif name == "in.zip":
        data = zipped({"in.zip": zipped(zeros)})
    else:
        pack: dict[str, Callable[[bytes], bytes]]
        pack = {"gz": gzip.compress, "xz": lzma.compress, "z2": bz2.compress}
        data = pack[name[-2:]](tarred(zeros))
    path = write(tmp_path, name, data)
    tracemalloc.start()
    try:
        articles, failures = split(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [a.title for a in articles] == ["A"]
    assert "more than is safe" in failures[0].reason
    assert peak < 40_000_000


def test_ten_gigabytes_of_zeros(tmp_path: Path) -> None:
    zeros = b"\0" * 2**20
    packer = bz2.BZ2Compressor()
    info = tarfile.TarInfo("zeros.txt")
    info.size = 10 * 2**30
    header = tarred({"a.txt": article("A")}).rstrip(b"\0")
    header += b"\0" * (-len(header) % 512) + info.tobuf()
    piece = packer.compress(header)
    # One block of bzip2 holds 45 MB of zeros; packing all would take longer than refusing them.
    piece += b"".join(packer.compress(zeros) for _ in range(200)) + packer.flush()
    started = time.monotonic()
    articles, (failure,) = split(write(tmp_path, "a.tar.bz2", piece))
    assert [a.title for a in articles] == ["A"]
    assert "more than is safe" in failure.reason
    assert time.monotonic() - started < 60


@pytest.mark.usefixtures("small")
def test_a_quine_of_archives_ends(tmp_path: Path) -> None:
    data = zipped({f"{n}.txt": b"a " * 200_000 for n in range(9)})
    for _ in range(3):
        data = zipped({f"{n}.zip": data for n in range(9)})
    started = time.monotonic()
    _, failures = split(write(tmp_path, "a.zip", data))
    assert any("more than is safe" in failure.reason for failure in failures)
    assert len(failures) < 99
    assert time.monotonic() - started < 60


def test_too_many_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MAX_MEMBERS", 1)
    articles, (failure,) = split(write(tmp_path, "a.zip", zipped(FILES)))
    assert len(articles) == 1
    assert "more than 1 files" in failure.reason


class Many(io.RawIOBase):
    """A tar of many files that nobody has to write."""

    def __init__(self, number: int) -> None:
        """As many files as `number`."""
        info = tarfile.TarInfo("article.txt")
        info.size = 500
        member = info.tobuf() + b"x" * 500 + b"\0" * 12
        self._members = member * 32
        self._end = len(member) * number
        self._position = 0

    def read(self, size: int = -1) -> bytes:
        if self._position < self._end:
            start = self._position % 1024
            data = self._members[start : start + min(size, self._end - self._position)]
        else:
            data = b"\0" * min(size, self._end + 1024 - self._position)
        self._position += len(data)
        return data


def test_a_hundred_thousand_members_in_constant_memory() -> None:
    count = 0
    for member in tar_members(cast("BinaryIO", Many(100_000)), Budget.of(2**30)):
        count += 1
        if count % 10_000 == 0:
            assert len(member.read()) == 500
            assert sum(type(held) is tarfile.TarInfo for held in gc.get_objects()) < 5
    assert count == 100_000
    tracemalloc.start()  # which makes all of it many times slower
    try:
        assert len(list(tar_members(cast("BinaryIO", Many(50)), Budget.of(2**30)))) == 50
        few = tracemalloc.get_traced_memory()[1]
        tracemalloc.reset_peak()
        assert sum(1 for _ in tar_members(cast("BinaryIO", Many(5_000)), Budget.of(2**30))) == 5_000
        assert tracemalloc.get_traced_memory()[1] < few + 200_000
    finally:
        tracemalloc.stop()


def test_a_long_header_of_a_tar(tmp_path: Path) -> None:
    info = tarfile.TarInfo("a.txt")
    info.pax_headers = {"path": "x" * 100_000 + ".txt"}
    data = info.tobuf(tarfile.PAX_FORMAT) + b"\0" * 1024
    articles, (failure,) = split(write(tmp_path, "a.tar", data))
    assert articles == []
    assert "too long" in failure.reason


def test_an_endless_chain_of_headers_of_a_tar(tmp_path: Path) -> None:
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 5
    link = info.tobuf(tarfile.GNU_FORMAT) + b"name\0".ljust(512, b"\0")
    articles, (failure,) = split(write(tmp_path, "a.tar", link * 5_000))
    assert articles == []
    assert failure.reason


def test_garbage_in_the_middle_of_a_tar(tmp_path: Path) -> None:
    first, second = tarred({"a.txt": article("A")}), tarred({"b.txt": article("B")})
    data = first[:1024] + b"garbage!" * 64 + second
    articles, (failure,) = split(write(tmp_path, "a.tar", data))
    assert [a.title for a in articles] == ["A"]
    assert "damaged" in failure.reason


def test_a_long_table_of_contents(tmp_path: Path) -> None:
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 9, 9, 40 * 2**20, 0, 0)
    path = tmp_path / "a.zip"
    with path.open("wb") as file:
        file.write(b"PK\3\4")
        file.seek(40 * 2**20)
        file.write(end)
    articles, (failure,) = split(path)
    assert articles == []
    assert "table of contents" in failure.reason


def test_memory_errors_are_not_provoked_by_a_salvaged_member(tmp_path: Path) -> None:
    name = b"a.txt"
    head = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 0, 0, 0xFFFFFFFF, 9, len(name), 0)
    articles, (failure,) = split(write(tmp_path, "a.zip", head + name + article("A")))
    assert articles == []
    assert "cut off" in failure.reason


def test_the_budget() -> None:
    some = Budget(10, 1)
    some.take(10)
    some.take_member()
    with pytest.raises(SpentError, match="more than is safe"):
        some.take(1)
    with pytest.raises(SpentError, match="files"):
        some.take_member()


SEEDS = [*PACKED.values(), zipped({"a.zip": PACKED["a.zip"]}), zlib.compress(b"x")]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(data) - 1))
        data[start : start + draw(st.integers(0, 9))] = draw(st.binary(max_size=9))
        if not data:
            break
    return bytes(data)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.one_of(damaged(), st.binary(max_size=200)),
    suffix=st.sampled_from([".zip", ".tar", ".tgz", ".tar.gz", ".tar.bz2", "", ".warc", ".mht"]),
)
def test_nothing_in_an_archive_raises(tmp_path: Path, data: bytes, suffix: str) -> None:
    def results() -> Iterator[items.Result]:
        yield from read(write(tmp_path, f"any{suffix}", data))

    for item in results():
        if isinstance(item, Failure):
            assert item.reason
            assert "could not be read (" not in item.reason
