"""One person's rows as JSON -> the same typed rows as a case base, by the same declarations and rules.

A row at a time in plain Python: for a few hundred rows the column engine of `conform` costs more than it saves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from lighed.governance import Text
from lighed.governance.cpr import looks_like_cpr
from lighed.records.allowed import allowed_in, allowed_order, allowed_until
from lighed.records.column import Column, Kind, Table
from lighed.records.conform import EARLIEST, looks_damaged
from lighed.records.naming import listed, shown_name
from lighed.records.rules import Rule

OnFault = Callable[[str, Rule, Text], None]
"""Called with a JSON pointer, the rule that is broken there, and what is allowed."""

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ALLOWED_DATE = Text("en dato fra 1900 og frem som tekst: 2024-03-01", "a date from 1900 on as text: 2024-03-01")
_ALLOWED_FLAG = Text("true eller false", "true or false")


def read_person_rows(rows: Sequence[Any], *, table: Table, until: date, fault: OnFault) -> list[dict[str, Any]]:
    """Every row with a value, or `None`, for each declared column; wrong values become `None` and are reported."""
    return [_read_row(row, table, f"/tables/{table.name}/{number}", until, fault) for number, row in enumerate(rows)]


def _read_row(row: Any, table: Table, where: str, until: date, fault: OnFault) -> dict[str, Any]:
    if not isinstance(row, Mapping):
        fault(where, Rule.WRONG_TYPE, Text("et objekt med kolonnenavne", "an object with column names"))
        return dict.fromkeys(table.names)
    for name in row.keys() - set(table.names):
        fault(f"{where}/{pointer_part(name)}", Rule.UNKNOWN_COLUMN, listed(table.names))
    values: dict[str, Any] = {}
    for column in table.columns:
        values[column.name] = _read_value(row.get(column.name), column, f"{where}/{column.name}", fault)
    for start, end in table.orders:
        if values[start] is not None and values[end] is not None and values[end] < values[start]:
            fault(f"{where}/{end}", Rule.END_BEFORE_START, allowed_order(start, end))
    for column in table.columns:
        if _is_late(column, values, until):
            fault(f"{where}/{column.name}", Rule.AFTER_EXTRACTION, allowed_until(column))
    return values


def _is_late(column: Column, values: Mapping[str, Any], until: date) -> bool:
    value = values[column.name]
    if value is None:
        return False
    if column.is_year:
        return bool(value > until.year)
    if column.kind is not Kind.DATE or value <= until:
        return False
    if column.may_be_future_when is None:
        return True
    other, code = column.may_be_future_when
    return bool(values[other] != code)


def _read_value(value: Any, column: Column, where: str, fault: OnFault) -> Any:
    if isinstance(value, str):
        value = value.strip() or None
    if value is None:
        if column.is_required:
            fault(where, Rule.MISSING_REQUIRED, _allowed(column))
        return None
    broken, result = _READERS[column.kind](value, column)
    for rule in broken:
        fault(where, rule, _allowed(column))
    return None if broken else result


def _allowed(column: Column) -> Text:
    return {Kind.DATE: _ALLOWED_DATE, Kind.FLAG: _ALLOWED_FLAG}.get(column.kind) or allowed_in(column)


def _read_text(value: Any, column: Column) -> tuple[list[Rule], Any]:
    if not isinstance(value, str):
        return [Rule.WRONG_TYPE], None
    broken = [Rule.DAMAGED_TEXT] if looks_damaged(value) else []
    return broken + ([Rule.CPR_LIKE] if looks_like_cpr(value) else []), value


def _read_code(value: Any, column: Column) -> tuple[list[Rule], Any]:
    if not isinstance(value, str):
        return [Rule.WRONG_TYPE], None
    if column.pattern is not None:
        is_known = _compiled(column.pattern).fullmatch(value) is not None
    else:
        is_known = value in column.allowed_codes
    if is_known:
        return [], value
    return [Rule.UNKNOWN_CODE] + ([Rule.CPR_LIKE] if looks_like_cpr(value) else []), None


def _read_date(value: Any, column: Column) -> tuple[list[Rule], Any]:
    if not isinstance(value, str) or not _ISO_DATE.fullmatch(value):
        return [Rule.WRONG_TYPE], None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return [Rule.WRONG_TYPE], None
    return ([], day) if day >= EARLIEST else ([Rule.WRONG_TYPE], None)


def _read_flag(value: Any, column: Column) -> tuple[list[Rule], Any]:
    return ([], value) if isinstance(value, bool) else ([Rule.WRONG_TYPE], None)


def _read_whole_number(value: Any, column: Column) -> tuple[list[Rule], Any]:
    if type(value) is not int:
        return [Rule.WRONG_TYPE], None
    is_low = column.lowest is not None and value < column.lowest
    is_high = value > (column.highest if column.highest is not None else 2**31 - 1)
    return [Rule.OUT_OF_RANGE] if is_low or is_high else [], value


_READERS: Mapping[Kind, Callable[[Any, Column], tuple[list[Rule], Any]]] = {
    Kind.ID: _read_text,
    Kind.TEXT: _read_text,
    Kind.CODE: _read_code,
    Kind.DATE: _read_date,
    Kind.FLAG: _read_flag,
    Kind.WHOLE_NUMBER: _read_whole_number,
}


@lru_cache(maxsize=32)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def pointer_part(name: object) -> str:
    """A name as a part of a JSON pointer, where it may be shown."""
    return shown_name(name).replace("~", "~0").replace("/", "~1")
