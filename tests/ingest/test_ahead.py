"""Reading ahead: the same items, the same errors, and no thread left behind."""

import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.ahead import ahead


@given(st.lists(st.integers(), max_size=50), st.integers(1, 5))
def test_the_same_items_in_the_same_order(items: list[int], depth: int) -> None:
    assert list(ahead(items, depth)) == items


def _failing() -> Iterator[int]:
    yield 1
    yield 2
    raise OSError("the disk is gone")


def test_an_error_comes_where_it_would_have_come() -> None:
    found = ahead(_failing(), 9)
    assert (next(found), next(found)) == (1, 2)
    with pytest.raises(OSError, match="the disk is gone"):
        next(found)


def test_items_are_made_before_they_are_wanted_but_not_all() -> None:
    made = threading.Semaphore(0)
    count = [0]

    def items() -> Iterator[int]:
        for number in range(100):
            count[0] += 1
            made.release()
            yield number

    with closing(ahead(items(), 3)) as found:
        assert next(found) == 0
        for _ in range(4):
            assert made.acquire(timeout=30)
        assert count[0] < 10


def test_closing_ends_the_thread() -> None:
    def endless() -> Iterator[int]:
        while True:
            yield 1

    before = threading.active_count()
    with closing(ahead(endless(), 2)) as found:
        assert next(found) == 1
        assert threading.active_count() == before + 1
    assert threading.active_count() == before
