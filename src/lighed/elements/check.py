"""Values from anywhere -> the same values, or a refusal that names every element and what is allowed, never a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

import polars as pl

from lighed.elements.element import Element, Kind
from lighed.elements.register import REGISTER
from lighed.elements.values import KEYS
from lighed.governance import Moment

Value: TypeAlias = float | str | None


class UndeclaredValues(ValueError):
    """Values that the register does not allow: each fault names the element and what is allowed."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


def check_values(values: pl.DataFrame | Mapping[str, Value], *, moment: Moment) -> None:
    """Refuse what is not declared for `moment`: unknown elements, wrong kinds, unknown codes.

    Parameters
    ----------
    values : a frame as `element_values` makes (the columns of `KEYS` may stand in it), or one person's values by code.

    Raises
    ------
    UndeclaredValues
        With every fault. No value stands in it.
    """
    columns = values.columns if isinstance(values, pl.DataFrame) else list(values)
    faults: list[str] = []
    for name in columns:
        if name in KEYS and isinstance(values, pl.DataFrame):
            continue
        if name not in REGISTER or moment not in REGISTER[name].moments:
            faults.append(f"{name}: is not a data element declared for {moment.value}, so it cannot be used.")
        elif isinstance(values, pl.DataFrame):
            faults.extend(_faults_of_column(REGISTER[name], values[name]))
        else:
            faults.extend(_faults_of_value(REGISTER[name], values[name]))
    if faults:
        raise UndeclaredValues(faults)


def _faults_of_column(element: Element, column: pl.Series) -> Iterator[str]:
    if column.dtype == pl.Null:
        return
    if element.kind is Kind.NUMBER:
        if not column.dtype.is_numeric() or (
            column.dtype.is_float() and (column.is_nan() | column.is_infinite()).any()
        ):
            yield _not_a_number(element)
    elif column.dtype != pl.String or not column.drop_nulls().is_in(list(element.codes)).all():
        yield _not_a_code(element)


def _faults_of_value(element: Element, value: Value) -> Iterator[str]:
    if value is None:
        return
    if element.kind is Kind.NUMBER:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or value in (float("inf"), float("-inf")) or value != value:
            yield _not_a_number(element)
    elif value not in element.codes:
        yield _not_a_code(element)


def _not_a_number(element: Element) -> str:
    unit = element.unit.en if element.unit else ""
    return f"{element.code}: holds something else than a finite number ({unit}) or a missing value."


def _not_a_code(element: Element) -> str:
    return f"{element.code}: holds something else than its codes: {', '.join(element.codes)}."
