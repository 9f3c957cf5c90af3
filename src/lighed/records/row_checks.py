"""A batch of raw rows of one table -> typed rows, marked sound or not, and every fault that a row has by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from lighed.governance import Text
from lighed.records.allowed import allowed_in, allowed_order, allowed_until
from lighed.records.column import Kind, Table
from lighed.records.conform import Conformed, TextReading, conform
from lighed.records.rules import Rule

ROW, IS_SOUND, HAS_KEY = "_row", "_is_sound", "_has_key"
"""Columns that go with typed rows until the load is decided: number, soundness, and whether the key can be trusted."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """A rule that rows of a batch break: the product's column name, what is allowed, and which rows."""

    column: str
    rule: Rule
    allowed: Text
    mask: pl.Series


@dataclass(slots=True)
class CheckedRows:
    """Typed rows with `ROW`, `IS_SOUND` and `HAS_KEY`, what is wrong with them, and the forms of date that occurred."""

    frame: pl.DataFrame
    faults: list[RowFault] = field(default_factory=list)
    date_forms: frozenset[str] = frozenset()


def check_rows(
    raw: pl.DataFrame, *, rows: pl.Series, table: Table, names: Mapping[str, str], reading: TextReading, until: date
) -> CheckedRows:
    """Type the rows of a batch and find every fault that a row has by itself.

    Parameters
    ----------
    rows
        The rows' numbers in the file.
    names
        The product's column name -> the column in `raw`; columns that the file lacks are left out.
    until
        The day of extraction, or of the event: no later date is a fact.
    """
    columns = {
        column.name: conform(raw[names[column.name]], column=column, reading=reading)
        for column in table.columns
        if column.name in names
    }
    faults = [
        RowFault(name, rule, allowed_in(table.column(name)), mask)
        for name, conformed in columns.items()
        for rule, mask in conformed.faults.items()
    ]
    faults += _missing(table, columns) + _disorder(table, columns) + _future(table, columns, until)
    faults = [fault for fault in faults if fault.mask.any()]
    frame = pl.DataFrame(
        [
            columns[column.name].values.alias(column.name)
            if column.name in columns
            else pl.Series(column.name, [None] * len(raw), dtype=column.kind.dtype)
            for column in table.columns
        ]
    )
    key = {*table.key, "superseded_on"}
    frame = frame.with_columns(
        rows.cast(pl.Int64).alias(ROW),
        _none_of([fault.mask for fault in faults], len(raw)).alias(IS_SOUND),
        _none_of([fault.mask for fault in faults if fault.column in key], len(raw)).alias(HAS_KEY),
    )
    forms = frozenset().union(*(conformed.date_forms for conformed in columns.values()))
    return CheckedRows(frame, faults, forms)


def no_rows(table: Table) -> pl.DataFrame:
    """What `check_rows` gives for a file without rows."""
    marks = {ROW: pl.Int64, IS_SOUND: pl.Boolean, HAS_KEY: pl.Boolean}
    return pl.DataFrame(schema={**table.schema, **marks})


def _none_of(masks: list[pl.Series], length: int) -> pl.Series:
    none = pl.Series([True] * length, dtype=pl.Boolean) if length < 1000 else pl.repeat(True, length, eager=True)
    for mask in masks:
        none = none & ~mask
    return none


def _missing(table: Table, columns: Mapping[str, Conformed]) -> list[RowFault]:
    return [
        RowFault(column.name, Rule.MISSING_REQUIRED, allowed_in(column), columns[column.name].is_missing)
        for column in table.columns
        if column.is_required and column.name in columns
    ]


def _disorder(table: Table, columns: Mapping[str, Conformed]) -> list[RowFault]:
    return [
        RowFault(
            end,
            Rule.END_BEFORE_START,
            allowed_order(start, end),
            (columns[end].values < columns[start].values).fill_null(False),
        )
        for start, end in table.orders
        if start in columns and end in columns
    ]


def _future(table: Table, columns: Mapping[str, Conformed], until: date) -> list[RowFault]:
    faults = []
    for column in table.columns:
        if column.kind is not Kind.DATE or column.name not in columns:
            continue
        is_late = (columns[column.name].values > until).fill_null(False)
        if column.may_be_future_when is not None and is_late.any():
            other, code = column.may_be_future_when
            if other in columns:
                is_late = is_late & (columns[other].values != code).fill_null(True)
        faults.append(RowFault(column.name, Rule.AFTER_EXTRACTION, allowed_until(column), is_late))
    for column in table.columns:
        if column.is_year and column.name in columns:
            is_late = (columns[column.name].values > until.year).fill_null(False)
            faults.append(RowFault(column.name, Rule.AFTER_EXTRACTION, allowed_until(column), is_late))
    return faults
