"""Two case exports that differ in the length of the job log -> the peak memory of importing each.

Run as ``python -m benchmarks.import_memory``. Each import runs in a process of its own, which tells its own peak. The
promise is that memory does not grow with the job log: the second peak may not be more than a quarter above the first.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Literal

import numpy as np
import polars as pl

from lighed.records import TABLES, import_case_export
from lighed.records.csv_format import hash_file

N_PEOPLE = 100_000
_CHUNK = 500_000
_EPOCH = np.datetime64("2016-01-01")
_REGIONS = ["hovedstaden", "bornholm", "sjaelland", "fyn", "sydjylland", "oestjylland", "vestjylland", "nordjylland"]


def main() -> None:
    """Make, import and measure; exits with 1 where the promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--applications", type=int, nargs=2, default=[2_000_000, 10_000_000])
    parser.add_argument("--kind", choices=["csv", "csv-quoted", "parquet"], default="csv")
    parser.add_argument("--import-only", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.import_only:
        _import(arguments.import_only)
        return
    peaks = []
    with tempfile.TemporaryDirectory() as folder:
        for n_applications in arguments.applications:
            export = Path(folder) / str(n_applications)
            _write_export(export, n_applications, arguments.kind)
            start = time.perf_counter()
            command = [sys.executable, "-m", "benchmarks.import_memory", "--import-only", str(export)]
            told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            peaks.append(float(told))
            n_bytes = sum(path.stat().st_size for path in export.iterdir() if path.is_file())
            print(
                f"{n_applications:>12,} applications, {arguments.kind}, {n_bytes / 1e6:,.0f} MB: "
                f"{time.perf_counter() - start:.1f} s, peak {peaks[-1]:.0f} MB"
            )
    growth = peaks[1] / peaks[0] - 1
    print(f"Growth of the peak: {growth:+.0%}")
    sys.exit(growth > 0.25)


def _import(export: Path) -> None:
    report = import_case_export(export, data=export / "data")
    if not report.is_loaded:
        raise SystemExit(report.text("en"))
    # Linux's own high-water mark: getrusage would also count what the process that started this one has used.
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    print(int(status.split("VmHWM:")[1].split()[0]) / 1024)


def _write_export(folder: Path, n_applications: int, kind: str) -> None:
    folder.mkdir()
    suffix = "parquet" if kind == "parquet" else "csv"
    tables = {}
    for name, table in TABLES.items():
        path = folder / f"{name}.{suffix}"
        n_rows = {"persons": N_PEOPLE, "contact_courses": N_PEOPLE, "job_applications": n_applications}.get(name, 0)
        rng = np.random.default_rng([n_rows, len(name)])
        with path.open("wb") as file:
            if kind == "parquet":
                chunks = [_rows(name, first, n_rows, rng) for first in range(0, max(n_rows, 1), _CHUNK)]
                pl.concat(_typed(chunk, table.schema) for chunk in chunks).write_parquet(file)
            for first in range(0, max(n_rows, 1), _CHUNK) if kind != "parquet" else ():
                style: Literal["always", "necessary"] = "always" if kind == "csv-quoted" else "necessary"
                chunk = _rows(name, first, n_rows, rng)
                chunk.write_csv(
                    file, separator=";", include_header=first == 0, quote_style=style, date_format="%d-%m-%Y"
                )
        tables[name] = {"file": path.name, "rows": n_rows, "sha256": hash_file(path)}
    manifest = {
        "format": "lighed-case-export",
        "version": 1,
        "municipality": "999",
        "case_system": "Benchmark",
        "extracted_at": "2026-01-01T06:00:00+01:00",
        "synthetic": True,
        "tables": tables,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def _typed(chunk: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    return chunk.cast({name: schema[name] for name in chunk.columns})


def _rows(name: str, first: int, n_rows: int, rng: np.random.Generator) -> pl.DataFrame:
    """Rows `first` and on of the table, at most `_CHUNK` of them."""
    numbers = np.arange(first, min(first + _CHUNK, n_rows))
    people = (numbers * 7919 + rng.integers(0, 50)) % N_PEOPLE if name == "job_applications" else numbers
    days = _EPOCH + rng.integers(0, 3000, len(numbers))
    person = pl.Series(people).cast(pl.String)
    columns: dict[str, pl.Series | list[str]] = {
        "person_id": "P999-" + person,
        "course_id": "F999-" + person,
        # A case system's ids are as good as random: sorted ones would flatter every search for doubles.
        "application_id": pl.Series([hashlib.blake2b(b"%d" % n, digest_size=9).hexdigest() for n in numbers])
        if name == "job_applications"
        else person,
        "birth_year": pl.Series(1950 + people % 55),
        "registered_on": pl.Series(days),
        "applied_on": pl.Series(days),
        "occupation": pl.Series(rng.integers(1000, 9999, len(numbers))).cast(pl.String),
        "region": pl.Series(np.array(_REGIONS)[people % len(_REGIONS)]),
        "outcome": pl.Series(np.array(["none", "interview", "rejection"])[people % 3]),
        "outcome_on": pl.Series(days + 20),
        "recorded_on": pl.Series(days + 1),
    }
    if name not in ("persons", "contact_courses", "job_applications"):
        return TABLES[name].empty()
    return pl.DataFrame({column: columns[column] for column in TABLES[name].names if column in columns})


if __name__ == "__main__":
    main()
