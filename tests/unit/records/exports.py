"""A small case export, sound as it stands, that each test spoils in its own way."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import polars as pl

from lighed.records.column import Column, Kind
from lighed.records.tables import TABLES

Rows = dict[str, list[dict[str, str]]]
SEEN = {"recorded_on": "2020-01-02", "superseded_on": ""}


def sound_rows() -> Rows:
    """Two people with three courses, in the text that a CSV holds."""
    rows: Rows = {
        "persons": [
            {"person_id": "p1", "birth_year": "1980", "sex": "female", "interpreter_need": "true"},
            {"person_id": "p2", "birth_year": "1991", "sex": "", "interpreter_need": ""},
        ],
        "contacts": [{"person_id": "p1", "display_name": "Åse Ærø Ørsted", "phone": "12345678", "language": "da"}],
        "staff": [{"caseworker_id": "s1", "display_name": "Bo Lund", "team": "Øst"}],
        "contact_courses": [
            {"course_id": "c1", "person_id": "p1", "registered_on": "2020-01-02", "ended_on": "2020-06-01"},
            {"course_id": "c2", "person_id": "p1", "registered_on": "2021-01-02", "handed_over_on": "2021-03-01"},
            {"course_id": "c3", "person_id": "p2", "registered_on": "2021-02-02", "end_reason": ""},
        ],
        "benefit_cases": [{"case_id": "b1", "course_id": "c1", "benefit": "dagpenge", "started_on": "2020-01-05"}],
        "meetings": [
            {"meeting_id": "m1", "course_id": "c1", "planned_on": "2020-02-01", "outcome": "held", "minutes": "45"},
            {"meeting_id": "m2", "course_id": "c2", "planned_on": "2025-02-01", "outcome": "planned"},
        ],
        "caseworker_assignments": [{"course_id": "c1", "caseworker_id": "s1", "from_on": "2020-01-02"}],
        "cv_educations": [{"person_id": "p1", "level": "30", "field": "Tømrer"}],
        "cv_experiences": [{"person_id": "p1", "occupation": "7115", "from_on": "2010-01-01", "to_on": "2019-12-31"}],
        "cv_languages": [{"person_id": "p1", "language": "da", "level": "native"}],
        "cv_licences": [{"person_id": "p1", "category": "B"}, {"person_id": "p1", "category": "BE"}],
        "cv_job_goals": [{"person_id": "p1", "occupation": "7115", "withdrawn_on": ""}],
        "job_applications": [
            {"application_id": "a1", "person_id": "p1", "applied_on": "2021-01-20", "region": "fyn", "outcome": "none"},
            {"application_id": "a2", "person_id": "p2", "applied_on": "2021-03-20", "occupation": "5223"},
        ],
    }
    for name, table_rows in rows.items():
        for row in table_rows:
            for column in TABLES[name].names:
                row.setdefault(column, SEEN.get(column, ""))
    return rows


def csv_text(rows: list[dict[str, str]], *, separator: str = ";", columns: list[str] | None = None) -> str:
    """The rows as CSV with a line of headings."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns or list(rows[0]), delimiter=separator, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def parquet_bytes(name: str, rows: list[dict[str, str]]) -> bytes:
    """The rows as Parquet with the declared types."""
    frame = pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String)).select(
        _typed(column) for column in TABLES[name].columns
    )
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


def _typed(column: Column) -> pl.Expr:
    text = pl.when(pl.col(column.name) != "").then(pl.col(column.name))
    if column.kind is Kind.DATE:
        return text.otherwise(None).str.to_date("%Y-%m-%d").alias(column.name)
    if column.kind is Kind.FLAG:
        return pl.when(pl.col(column.name) != "").then(pl.col(column.name) == "true").alias(column.name)
    return text.otherwise(None).cast(column.kind.dtype).alias(column.name)


def manifest_of(files: dict[str, bytes], n_rows: dict[str, int], **changes: Any) -> dict[str, Any]:
    """A manifest that tells the truth about the files."""
    return {
        "format": "lighed-case-export",
        "version": 1,
        "municipality": "900",
        "case_system": "Test",
        "extracted_at": "2024-06-01T06:00:00+02:00",
        "synthetic": True,
        "tables": {
            Path(file).stem: {
                "file": file,
                "rows": n_rows[Path(file).stem],
                "sha256": hashlib.sha256(content).hexdigest(),
            }
            for file, content in files.items()
        },
        **changes,
    }


def export_files(rows: Rows | None = None, **manifest: Any) -> dict[str, bytes]:
    """File name -> content of an export of `rows`, each table as UTF-8 CSV, with its manifest."""
    rows = sound_rows() if rows is None else rows
    files = {f"{name}.csv": csv_text(table).encode() for name, table in rows.items()}
    return with_manifest(files, {name: len(table) for name, table in rows.items()}, **manifest)


def with_manifest(files: dict[str, bytes], n_rows: dict[str, int], **changes: Any) -> dict[str, bytes]:
    """The files and a manifest that tells the truth about them, but for `changes`."""
    return {**files, "manifest.json": json.dumps(manifest_of(files, n_rows, **changes)).encode()}


def write_folder(folder: Path, files: dict[str, bytes]) -> Path:
    """The files in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def write_zip(path: Path, files: dict[str, bytes], *, inside: str = "") -> Path:
    """The files in a zip file, perhaps in one folder inside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(inside + name, content)
    return path
