"""A Parquet file of any length -> its headings and batches of its rows, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl

from lighed.records.csv_rows import RawBatch, Unreadable

_BATCH = 250_000
_MOST_ROWS = 2_000_000_000
_MOST_GROUP_BYTES = 4 << 30
_READ_FAULTS = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError, MemoryError)


def read_headings(path: Path) -> tuple[str, ...]:
    """The file's column names.

    Raises
    ------
    Unreadable
        Where the file is no whole Parquet file, or claims more rows than can be meant.
    """
    try:
        with duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False}) as connection:
            largest, n_rows = connection.execute(
                "SELECT max(row_group_bytes), sum(row_group_num_rows) FROM "
                "(SELECT row_group_id, any_value(row_group_num_rows) AS row_group_num_rows, "
                "sum(total_uncompressed_size) AS row_group_bytes FROM parquet_metadata(?) GROUP BY row_group_id)",
                [without_patterns(path)],
            ).fetchone() or (0, 0)
        if (n_rows or 0) > _MOST_ROWS or (largest or 0) > _MOST_GROUP_BYTES:
            raise Unreadable
        return tuple(pl.scan_parquet(path, glob=False, hive_partitioning=False).collect_schema())
    except (*_READ_FAULTS, duckdb.Error) as error:
        raise Unreadable from error


def read_parquet_rows(path: Path, *, columns: list[str]) -> Iterator[RawBatch]:
    """The rows of `columns`, in the file's order.

    Raises
    ------
    Unreadable
        Where a page of the file is damaged.
    """
    first = 1
    try:
        scan = pl.scan_parquet(path, glob=False, hive_partitioning=False).select(columns)
        # Slices, since an iterator over batches reads ahead of its reader and keeps what it has read.
        while not (frame := scan.slice(first - 1, _BATCH).collect()).is_empty():
            rows = pl.int_range(first, first + len(frame), dtype=pl.Int64, eager=True)
            yield RawBatch(frame, rows)
            first += len(frame)
    except _READ_FAULTS as error:
        raise Unreadable from error


def without_patterns(path: Path) -> str:
    """The path as DuckDB's file functions take it: no sign in it may act as a pattern."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path))
