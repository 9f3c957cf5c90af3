"""Typed rows of all tables on disk -> duplicate keys, orphans, what a partial load keeps; memory does not grow.

Keys of a job log do not fit in memory, so these questions go to DuckDB, which spills to the staging folder.
"""

# Every name in the queries is declared in `TABLES`, none comes from an export.
# ruff: noqa: S608

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from lighed.records.column import Reference, Table
from lighed.records.faults import N_ROWS_SHOWN
from lighed.records.parquet_rows import without_patterns
from lighed.records.row_checks import HAS_KEY, IS_SOUND, ROW
from lighed.records.tables import TABLES

MEMORY = "192MB"
"""DuckDB's own share of memory; above it, it writes to disk."""
THREADS = 2
"""Each thread holds blocks of its own: more of them would need more memory, and reading the files takes longer."""
DISK = "200GB"


@dataclass(frozen=True, slots=True)
class FoundRows:
    """How many rows, and the first of their numbers."""

    n_found: int
    rows: tuple[int, ...]


class WholeChecks:
    """Questions about all rows at once."""

    def __init__(self, staging: Path) -> None:
        self._parts = staging / "parts"
        spill = staging / "spill"
        spill.mkdir()
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": MEMORY,
            "threads": THREADS,
            "temp_directory": str(spill),
            "max_temp_directory_size": DISK,
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        self._connection = duckdb.connect(str(staging / "whole.duckdb"), config=config)

    def close(self) -> None:
        """End the work; the staging folder is removed by whoever made it."""
        self._connection.close()

    def register(self, table: Table) -> None:
        """Make the table's written parts known."""
        pattern = f"{without_patterns(self._parts / table.name)}/*.parquet".replace("'", "''")
        self._run(f"CREATE VIEW {table.name} AS SELECT * FROM read_parquet('{pattern}')")
        self._run(f"CREATE TABLE bad_{table.name} (row BIGINT)")

    def find_duplicates(self, table: Table) -> FoundRows:
        """Rows in force that share their key with another row in force.

        Two steps: eight bytes of hash per row find the few suspects, and only these are compared in full.
        """
        hashed = f"hash({', '.join(table.key)})"
        in_force = f"{HAS_KEY} AND superseded_on IS NULL"
        same = " AND ".join(f"r.{name} IS NOT DISTINCT FROM k.{name}" for name in table.key)
        keys = ", ".join(table.key)
        self._run(
            f"CREATE OR REPLACE TEMP TABLE suspects AS SELECT {hashed} AS h FROM {table.name} "
            f"WHERE {in_force} GROUP BY h HAVING count(*) > 1"
        )
        self._run(
            f"CREATE OR REPLACE TEMP TABLE doubled AS SELECT {keys} FROM {table.name} "
            f"SEMI JOIN suspects ON {hashed} = suspects.h WHERE {in_force} GROUP BY ALL HAVING count(*) > 1"
        )
        return self._found(
            table, f"SELECT r.{ROW} AS row FROM {table.name} r SEMI JOIN doubled k ON {same} WHERE {in_force}"
        )

    def find_orphans(self, table: Table, reference: Reference) -> FoundRows:
        """Rows whose reference is to nothing in the export."""
        own, there = f"r.{reference.column}", f"k.{reference.key}"
        return self._found(
            table,
            f"SELECT r.{ROW} AS row FROM {table.name} r "
            f"ANTI JOIN (SELECT DISTINCT {reference.key} FROM {reference.table}) k ON {own} = {there} "
            f"WHERE {own} IS NOT NULL",
        )

    def keep_sound(self, table: Table, references: tuple[Reference, ...]) -> FoundRows:
        """Decide what a partial load keeps of `table`, after the tables it refers to; gives the dependents left out.

        A row goes when it has a fault, when another row of the same key has one (the old row would come back into
        force without the one that supersedes it), or when what it refers to goes.
        """
        name, key = table.name, ", ".join(table.key)
        same = " AND ".join(f"r.{part} IS NOT DISTINCT FROM f.{part}" for part in table.key)
        self._run(
            f"CREATE TABLE faulty_{name} AS SELECT {ROW} AS row, {key} FROM {name} WHERE NOT {IS_SOUND} UNION ALL "
            f"SELECT {ROW} AS row, {key} FROM {name} SEMI JOIN bad_{name} b ON {ROW} = b.row WHERE {IS_SOUND}"
        )
        kept = [
            f"kept_{reference.table} k{n} ON r.{reference.column} = k{n}.{reference.key}"
            for n, reference in enumerate(references)
        ]
        # A faulty row has the key of a faulty row: its own.
        self._run(
            f"CREATE VIEW sound_{name} AS SELECT r.* FROM {name} r ANTI JOIN faulty_{name} f ON {same} "
            + " ".join(f"SEMI JOIN {join}" for join in kept)
        )
        if any(reference.table == name for other in TABLES.values() for reference in other.references):
            self._run(f"CREATE TABLE kept_{name} AS SELECT DISTINCT {key} FROM sound_{name}")
        spared = f"SELECT r.* FROM {name} r ANTI JOIN faulty_{name} f ON r.{ROW} = f.row"
        left_out = [f"SELECT r.{ROW} AS row FROM ({spared}) r SEMI JOIN faulty_{name} f ON {same}"]
        left_out += [f"SELECT r.{ROW} AS row FROM ({spared}) r ANTI JOIN {join}" for join in kept]
        return self._rows_of(" UNION ".join(left_out))

    def write(self, table: Table, target: Path, *, only_kept: bool) -> int:
        """Write the table as one Parquet file; gives its number of rows."""
        source = f"sound_{table.name}" if only_kept else table.name
        path = str(target).replace("'", "''")
        written = self._run(
            f"COPY (SELECT {', '.join(table.names)} FROM {source}) TO '{path}' "
            "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000)"
        ).fetchone()
        return int(written[0]) if written else 0

    def _found(self, table: Table, query: str) -> FoundRows:
        self._run(f"CREATE OR REPLACE TEMP TABLE found AS {query}")
        found = self._rows_of("SELECT row FROM found")
        if found.n_found:
            self._run(f"INSERT INTO bad_{table.name} SELECT row FROM found")
        return found

    def _rows_of(self, query: str) -> FoundRows:
        n_found = self._run(f"SELECT count(*) FROM ({query})").fetchone()
        if not n_found or not n_found[0]:
            return FoundRows(0, ())
        rows = self._run(f"SELECT row FROM ({query}) ORDER BY row LIMIT {N_ROWS_SHOWN}").fetchall()
        return FoundRows(int(n_found[0]), tuple(int(row) for (row,) in rows))

    def _run(self, query: str) -> duckdb.DuckDBPyConnection:
        return self._connection.execute(query)
