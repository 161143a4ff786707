"""Tables of articles in Parquet, a row each."""

import io
import math
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from typing import Any, BinaryIO, cast

from ingest.records import NotAnArticleError
from ingest.sheets import KNOWN, MAX_ROWS, Row, check_columns, column_name
from ingest.text import NotTextError, decode

MAX_BATCH_BYTES = 256 * 1024**2
"""The most that a few rows may hold together."""

_BATCH_ROWS = 32
_SPOOLED_BYTES = 32 * 1024**2  # what is kept in memory of a file that is unpacked
_BUFFER_BYTES = 1024**2


def parquet_rows(file: BinaryIO, max_bytes: int) -> Iterator[Row]:
    """The rows of a Parquet file; only columns with known names are read, some rows at a time.

    Raises:
        NotAnArticleError: when it is no Parquet, or no column holds the text of articles.
    """
    import pyarrow as pa
    from pyarrow import parquet

    with _seekable(file, max_bytes) as source:
        try:
            # A file object, never a name: Arrow would take one for an address.
            table = parquet.ParquetFile(source, pre_buffer=False, buffer_size=_BUFFER_BYTES)
            with closing(table):
                yield from _table_rows(table)
        except NotAnArticleError:
            raise
        except (pa.ArrowException, ValueError, LookupError, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise  # the disk's trouble
            raise NotAnArticleError(f"the Parquet file is damaged: {_short(error)}") from error


@contextmanager
def _seekable(file: BinaryIO, max_bytes: int) -> Iterator[BinaryIO]:
    """A file at hand as it is; one that is unpacked while it is read, unpacked aside."""
    if isinstance(file, io.BufferedReader | io.BytesIO):
        yield file
        return
    with tempfile.SpooledTemporaryFile(max_size=_SPOOLED_BYTES) as spool:
        while chunk := file.read(_BUFFER_BYTES):
            spool.write(chunk)
            if spool.tell() > max_bytes:
                raise NotAnArticleError("it is too large when it is unpacked; left out")
        spool.seek(0)
        yield cast("BinaryIO", spool)


def _table_rows(table: Any) -> Iterator[Row]:  # noqa: ANN401 - pyarrow has no types
    columns = {name: column_name(name) for name in table.schema_arrow.names}
    check_columns(list(columns.values()))
    wanted = [name for name, known in columns.items() if known in KNOWN]
    number = 0
    for batch in table.iter_batches(batch_size=_BATCH_ROWS, columns=wanted, use_threads=False):
        first, number = number + 1, number + batch.num_rows
        if number > MAX_ROWS:
            yield Row(f"row {first}", None, f"it has more than {MAX_ROWS:,} rows; the rest is out")
            return
        if sum(map(_size, batch.columns)) > MAX_BATCH_BYTES:
            size = f"{MAX_BATCH_BYTES // 1024**2} MiB"
            yield Row(f"rows {first} to {number}", None, f"they hold more than {size}; left out")
            continue
        names = [columns[name] for name in batch.schema.names]
        values = [_column(column) for column in batch.columns]
        for place, cells in enumerate(zip(*values, strict=True), first):
            found: dict[str, object] = {}
            for name, cell in zip(names, cells, strict=True):
                if cell is not None:
                    found.setdefault(name, cell)
            if found:
                yield Row(f"row {place}", found)


def _size(column: Any) -> int:  # noqa: ANN401
    """The bytes of a column, or more; values that stand for many count each time."""
    import pyarrow as pa
    from pyarrow import compute

    if not pa.types.is_dictionary(column.type):
        return int(column.nbytes)
    try:
        longest = compute.max(compute.binary_length(column.dictionary)).as_py()
    except pa.ArrowException:  # no texts, but numbers or times
        longest = 16
    return len(column) * (longest or 0)


def _column(column: Any) -> list[object]:  # noqa: ANN401
    """The values of a column as JSON has them, and times; None for what Python cannot hold."""
    import pyarrow as pa

    if pa.types.is_timestamp(column.type):  # nanoseconds and odd names of zones are beyond Python
        zone = "UTC" if column.type.tz else None
        column = column.cast(pa.timestamp("us", tz=zone), safe=False)
    try:
        return [_plain(value) for value in column.to_pylist()]
    except (ValueError, OverflowError, ArithmeticError, pa.ArrowException):
        return [_alone(value) for value in column]


def _alone(scalar: Any) -> object:  # noqa: ANN401
    """One value, where not all of its column can be had."""
    import pyarrow as pa

    try:
        return _plain(scalar.as_py())
    except (ValueError, OverflowError, ArithmeticError, pa.ArrowException):
        return None


def _plain(value: object) -> object:
    match value:
        case bytes():
            return _decoded(value)
        case dict():
            return {str(name): _plain(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case float():
            return None if math.isnan(value) else value
        case None | str() | int() | date():
            return value
        case _:  # a decimal, a UUID
            return str(value)


def _decoded(data: bytes) -> str | None:
    try:
        return decode(data).text
    except NotTextError:
        return None


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
