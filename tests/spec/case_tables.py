"""A few rows per table, written by hand -> whole tables of a case export, for specs that domain experts can read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl

from lighed.records.tables import TABLES

Rows = Iterable[Mapping[str, Any]]
Tables = dict[str, pl.LazyFrame]


def case_tables(**rows: Rows) -> Tables:
    """Every table of the export: those given, and the others empty. Days are written as text, ``"2025-03-01"``."""
    tables = {name: frame_of(name, rows.pop(name, ())) for name in TABLES}
    assert not rows, f"no such table: {sorted(rows)}"
    return {name: frame.lazy() for name, frame in tables.items()}


def frame_of(table: str, rows: Rows) -> pl.DataFrame:
    schema = TABLES[table].schema
    written = [dict(row) for row in rows]
    for row in written:
        assert set(row) <= set(schema), f"{table}: no such column: {sorted(set(row) - set(schema))}"
        for name, value in row.items():
            if schema[name] == pl.Date and isinstance(value, str):
                row[name] = date.fromisoformat(value)
    return pl.DataFrame(written, schema=schema)


def person(person_id: str = "p", **columns: Any) -> dict[str, Any]:
    return {"person_id": person_id, "birth_year": 1980, "recorded_on": "2015-01-01"} | columns


def course(course_id: str, registered_on: str, *, person_id: str = "p", **columns: Any) -> dict[str, Any]:
    """A contact course, recorded on the day of registration unless told otherwise."""
    return {
        "course_id": course_id,
        "person_id": person_id,
        "registered_on": registered_on,
        "recorded_on": registered_on,
    } | columns


def ended_course(course_id: str, registered_on: str, ended_on: str, *, reason: str = "job", **columns: Any) -> Rows:
    """A course as it stands in a case system: the row of the registration, superseded by the row with its end."""
    begun = course(course_id, registered_on, **columns)
    end = {"recorded_on": ended_on, "ended_on": ended_on, "end_reason": reason}
    return [begun | {"superseded_on": ended_on}, begun | end]
