"""A person's tables and a day -> the same tables, with what was known before that day as it has been corrected since.

A case system corrects a row that was known by superseding it: with another of the same key, with another that it
learned the same day, or with nothing, where the row was never true. Only what the row said then is corrected. What it
left open (no answer yet, no end yet) and what happened on the day or later is news, and news is no part of what was
known.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias

import polars as pl

from lighed.records.column import Kind, Table
from lighed.records.tables import TABLES

_OPEN = {"outcome": ("none", "planned")}
"""Codes that say that nothing has come of it yet."""
_OF_THE_ROW = frozenset({"recorded_on", "superseded_on"})
_Row: TypeAlias = dict[str, Any]


def as_corrected(tables: Mapping[str, pl.DataFrame], *, before: date) -> dict[str, pl.DataFrame]:
    """The tables, where a row recorded before `before` says what it has been corrected to since.

    The table of courses stays as it is: the row that makes a moment is never rewritten.
    """
    return {
        name: frame if name == "contact_courses" else _corrected(TABLES[name], frame, before)
        for name, frame in tables.items()
    }


def _corrected(table: Table, frame: pl.DataFrame, before: date) -> pl.DataFrame:
    was_known = pl.col("recorded_on") < before
    if frame.filter(was_known, pl.col("superseded_on") >= before).is_empty():
        return frame
    rows = frame.rows(named=True)
    in_force = [row for row in rows if row["superseded_on"] is None]
    newest = {_key(table, row): row for row in in_force}
    gone: list[_Row] = []
    for row in rows:
        if row["superseded_on"] is None or row["superseded_on"] < before or row["recorded_on"] >= before:
            continue
        now = newest.get(_key(table, row))
        if now is not None:
            row.update(_corrections(table, row, now, before))
        elif _is_taken_back(table, row, in_force, before):
            gone.append(row)
    kept = [row for row in rows if not any(row is one for one in gone)]
    return pl.DataFrame(
        [
            pl.Series(column.name, [row[column.name] for row in kept], dtype=column.kind.dtype)
            for column in table.columns
        ]
    )


def _key(table: Table, row: _Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in table.key)


def _corrections(table: Table, was: _Row, now: _Row, before: date) -> _Row:
    """The cells that say something else now, of those that said something then."""
    found = {}
    for column in table.columns:
        then, since = was[column.name], now[column.name]
        is_open = then is None or then in _OPEN.get(column.name, ())
        is_news = column.kind is Kind.DATE and since is not None and since >= before
        if column.name not in _OF_THE_ROW and not is_open and not is_news and then != since:
            found[column.name] = since
    return found


def _is_taken_back(table: Table, was: _Row, in_force: list[_Row], before: date) -> bool:
    """Whether the row is not to count. The row that took its place, if one did, then counts from the same day.

    Where everything that was learned that day happened later, the row has run out and was right until then.
    """
    learned = [row for row in in_force if row["recorded_on"] == was["superseded_on"]]
    if not learned:
        return True
    old_enough = [row for row in learned if not _happened_since(table, row, before)]
    if not old_enough:
        return False
    alike = max(old_enough, key=lambda row: sum(row[name] == was[name] for name in table.names))
    alike["recorded_on"] = was["recorded_on"]
    return True


def _happened_since(table: Table, row: _Row, before: date) -> bool:
    dated = [column.name for column in table.columns if column.kind is Kind.DATE and column.name not in _OF_THE_ROW]
    return any(row[name] is not None and row[name] >= before for name in dated)
