"""The vector store: replaces, forgets, and sees what other processes wrote."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.vectors import Vectors

Python = Callable[..., subprocess.CompletedProcess[str]]

WRITE = """
import sys
import numpy as np
from contextlib import closing
from pathlib import Path
from corpus.vectors import Vectors
with closing(Vectors(Path(sys.argv[1]))) as vectors:
    vectors.upsert(["new"], np.eye(4, dtype=np.float32)[2:3])
    vectors.delete(["b"])
"""


MAKE = """
import sys
from contextlib import closing
from pathlib import Path
from corpus.vectors import Vectors
with closing(Vectors(Path(sys.argv[1]))) as vectors:
    assert vectors.ids() == set()
"""


def _axis(number: int) -> NDArray[np.float32]:
    return np.eye(1, 4, number, dtype=np.float32).reshape(4)


@pytest.fixture
def vectors(tmp_path: Path) -> Iterator[Vectors]:
    with closing(Vectors(tmp_path / "vectors")) as opened:
        opened.upsert(["a", "b"], np.stack([_axis(0), _axis(1)]))
        yield opened


def test_nearest_first_with_their_cosine(vectors: Vectors) -> None:
    between = np.array([0.8, 0.6, 0, 0], dtype=np.float32)
    found = vectors.query(between, 5)
    assert list(found) == ["a", "b"]
    assert list(found.values()) == pytest.approx([0.8, 0.6], abs=1e-5)
    assert list(vectors.query(between, 1)) == ["a"]
    assert list(vectors.query(_axis(1), 5)) == ["b", "a"]


def test_upsert_replaces(vectors: Vectors) -> None:
    vectors.upsert(["a"], np.stack([_axis(3)]))
    assert vectors.ids() == {"a", "b"}
    assert list(vectors.query(_axis(3), 1)) == ["a"]
    assert list(vectors.query(_axis(1), 1)) == ["b"]


def test_delete_forgets_and_unknown_ids_are_no_error(vectors: Vectors) -> None:
    vectors.delete(["a", "never there"])
    assert vectors.ids() == {"b"}
    assert list(vectors.query(_axis(0), 5)) == ["b"]
    vectors.delete(["b"])
    assert vectors.query(_axis(0), 5) == {}


def test_more_than_one_batch(vectors: Vectors) -> None:
    random = np.random.default_rng(1).normal(size=(4500, 4)).astype(np.float32)
    ids = [f"p{number}" for number in range(4500)]
    vectors.upsert(ids, random / np.linalg.norm(random, axis=1, keepdims=True))
    assert vectors.ids() == {"a", "b", *ids}
    vectors.delete(ids)
    assert vectors.ids() == {"a", "b"}


def test_two_processes_may_make_a_store_at_once(tmp_path: Path) -> None:
    home = tmp_path / "shared" / "vectors"
    both = [subprocess.Popen([sys.executable, "-c", MAKE, str(home)]) for _ in range(2)]  # noqa: S603 - our own code
    assert [one.wait() for one in both] == [0, 0]
    assert list(home.parent.iterdir()) == [home]


def test_embeddings_come_back_by_their_ids(vectors: Vectors) -> None:
    found = vectors.embeddings(["b", "never there", "a"])
    assert {one: row.tolist() for one, row in found.items()} == {
        "a": _axis(0).tolist(),
        "b": _axis(1).tolist(),
    }
    assert vectors.embeddings([]) == {}


def test_little_is_on_disk_beside_the_embeddings(tmp_path: Path) -> None:
    random = np.random.default_rng(2).normal(size=(1500, 384)).astype(np.float32)
    random /= np.linalg.norm(random, axis=1, keepdims=True)
    home = tmp_path / "large"
    with closing(Vectors(home)) as opened:
        for first in range(0, len(random), 250):
            ids = [f"p{number}" for number in range(first, first + 250)]
            opened.upsert(ids, random[first : first + 250])
    size = sum(path.stat().st_size for path in home.rglob("*") if path.is_file())
    assert size < 1.4 * random.nbytes


def test_the_places_of_deleted_embeddings_are_counted_as_waste(vectors: Vectors) -> None:
    assert vectors.waste() == 0
    random = np.random.default_rng(3).normal(size=(2000, 4)).astype(np.float32)
    for name in "pq":
        ids = [f"{name}{number}" for number in range(2000)]
        vectors.upsert(ids, random)
        if name == "p":
            vectors.delete(ids)
    assert vectors.waste() == pytest.approx(0.5, abs=0.05)


def test_what_was_written_is_there_when_opened_again(vectors: Vectors, tmp_path: Path) -> None:
    vectors.close()
    with closing(Vectors(tmp_path / "vectors")) as again:
        assert again.ids() == {"a", "b"}
        assert list(again.query(_axis(1), 1)) == ["b"]
        again.close()


def test_reload_sees_what_another_process_wrote(
    vectors: Vectors, tmp_path: Path, python: Python
) -> None:
    assert set(vectors.query(_axis(2), 3)) == {"a", "b"}
    python(WRITE, str(tmp_path / "vectors"))
    vectors.reload()
    assert list(vectors.query(_axis(2), 1)) == ["new"]
    assert set(vectors.query(_axis(2), 5)) == {"a", "new"}


def test_stores_of_one_directory_are_opened_in_many_threads_at_once(
    vectors: Vectors, tmp_path: Path
) -> None:
    def look(_: int) -> list[str]:
        with closing(Vectors(tmp_path / "vectors")) as mine:
            return list(mine.query(_axis(0), 2))

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(look, range(60))) == [["a", "b"]] * 60
    assert list(vectors.query(_axis(0), 2)) == ["a", "b"]


def test_reloading_leaks_neither_threads_nor_files(vectors: Vectors) -> None:
    def held() -> tuple[int, ...]:
        return tuple(len(list(Path(f"/proc/self/{one}").iterdir())) for one in ("task", "fd"))

    for _ in range(3):
        vectors.reload()
        vectors.query(_axis(0), 2)
    threads, files = held()
    for _ in range(50):
        vectors.reload()
        vectors.query(_axis(0), 2)
    assert held()[0] <= threads + 4
    assert held()[1] <= files + 4
