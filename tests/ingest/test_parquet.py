"""Tables of articles in Parquet: their many types, and files that are damaged."""

import gzip
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet as arrow

from ingest import parquet
from ingest.files import discover
from ingest.readers import read
from ingest.report import Failure

from .conftest import split, write

TEXT = "The mill wheel turns again. It had stood still for eighty years."
NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


def packed(**columns: Any) -> bytes:  # noqa: ANN401 - whatever Arrow takes
    buffer = io.BytesIO()
    arrow.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["a.parquet", "table", "a.txt", "a.csv", "a.parquet.gz"])
def test_a_row_is_an_article(tmp_path: Path, name: str) -> None:
    data = packed(
        Headline=["Mill", "Wheel"],
        Body=[TEXT, f"<p>{TEXT}</p><p>Yes.</p>"],
        authors=[["Ada Fenn", "Bo Li"], None],
        source=pa.array([{"name": "Osk"}, {"name": "Fen"}]),
        published=pa.array([NOON, None], pa.timestamp("ns", tz="Europe/Oslo")),
        url=["https://osk.example/1", "https://osk.example/2"],
        embedding=pa.array([[0.5] * 8] * 2),
    )
    path = write(tmp_path, name, gzip.compress(data) if name.endswith("gz") else data)
    assert list(discover([path])) == [path]
    (first, second), failures = split(path)
    assert failures == []
    assert (first.title, first.body, first.authors) == ("Mill", TEXT, ("Ada Fenn", "Bo Li"))
    assert (first.published, first.source) == (NOON, "Osk")
    assert (second.body, second.published) == (f"{TEXT}\n\nYes.", None)


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (pa.array([NOON.replace(tzinfo=None)], pa.timestamp("s")), NOON),
        (pa.array([1_772_712_000_000_000_001], pa.timestamp("ns")), NOON),
        (pa.array([1_772_712_000_000], pa.timestamp("ms", tz="Mars/Olympus")), NOON),
        (pa.array([date(2026, 3, 5)]), datetime(2026, 3, 5, tzinfo=UTC)),
        (pa.array([1_772_712_000]), NOON),
        (pa.array(["2026-03-05T13:00:00+01:00"]).dictionary_encode(), NOON),
    ],
)
def test_times(tmp_path: Path, column: pa.Array, expected: datetime) -> None:
    (article,), failures = split(
        write(tmp_path, "a.parquet", packed(title=["Mill"], text=[TEXT], date=column))
    )
    assert (article.published, failures) == (expected, [])


def test_odd_types_never_crash(tmp_path: Path) -> None:
    data = packed(
        id=pa.array([Decimal(7), Decimal(8), None]),
        title=pa.array([b"Mill", b"\xff\x00\x01" * 9, None]),
        text=pa.array([TEXT.encode(), TEXT.encode(), None], pa.large_binary()),
        published=pa.array([2**60, None, None], pa.timestamp("us")),
        updated=pa.array([float("nan"), 1.5, None]),
        section=pa.array([[("a", 1)], None, None], pa.map_(pa.string(), pa.int64())),
    )
    (first, second), failures = split(write(tmp_path, "a.parquet", data))
    assert (first.id, first.title, first.body) == ("7", "Mill", TEXT)
    assert (second.id, second.title) == ("8", "")
    assert {failure.where.rpartition(" ")[2] for failure in failures} == {"2"}


def test_a_row_without_text_is_told(tmp_path: Path) -> None:
    articles, (failure,) = split(
        write(tmp_path, "a.parquet", packed(title=["a", "b"], text=[TEXT, None]))
    )
    assert len(articles) == 1
    assert failure.where.endswith("row 2")
    assert "no text" in failure.reason


def test_a_table_without_a_column_of_texts(tmp_path: Path) -> None:
    articles, (failure,) = split(write(tmp_path, "a.parquet", packed(a=["x"], b=["y"])))
    assert articles == []
    assert "names a, b" in failure.reason
    assert "body_html" in failure.reason


def test_many_rows_in_their_order(tmp_path: Path) -> None:
    data = packed(id=[str(n) for n in range(200)], text=[TEXT] * 200, title=["Mill"] * 200)
    assert [a.id for a in split(write(tmp_path, "a.parquet", data))[0]] == [
        str(n) for n in range(200)
    ]


def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = pa.array(["x" * 10_000] * 500).dictionary_encode()
    path = write(tmp_path, "a.parquet", packed(text=bomb, title=["Mill"] * 500))
    assert path.stat().st_size < 100_000
    monkeypatch.setattr(parquet, "MAX_BATCH_BYTES", 100_000)
    articles, failures = split(path)
    assert articles == []
    assert "left out" in failures[0].reason
    monkeypatch.undo()
    monkeypatch.setattr(parquet, "MAX_ROWS", 100)
    articles, failures = split(path)
    assert 0 < len(articles) <= 100
    assert "more than 100 rows" in failures[0].reason


def test_rows_of_nothing_are_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, "a.parquet", packed(text=pa.nulls(100_000, pa.string())))
    assert split(path) == ([], [])


def test_no_parquet_at_all(tmp_path: Path) -> None:
    _, (failure,) = split(write(tmp_path, "a.parquet", b"\x00\x01\x02" * 99))
    assert "Parquet" in failure.reason


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_damaged_file_never_raises(tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(packed(title=["Mill"] * 9, text=[TEXT] * 9, authors=[["Ada Fenn"]] * 9))
    if data.draw(st.booleans()):
        whole = whole[: data.draw(st.integers(0, len(whole)))]
    else:
        for _ in range(data.draw(st.integers(1, 4))):
            whole[data.draw(st.integers(4, len(whole) - 9))] = data.draw(st.integers(0, 255))
    for item in read(write(tmp_path, "a.parquet", bytes(whole))):
        if isinstance(item, Failure):
            assert "could not be read (" not in item.reason
