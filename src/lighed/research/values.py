"""A Polars or pandas frame, or a 2-D array -> one Polars frame of numbers and text, whatever the values came in."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real
from typing import Any, Literal

import numpy as np
import polars as pl

Kind = Literal["number", "category"]


def value_frame(X: Any, *, kinds: Mapping[str, Kind] | None = None) -> pl.DataFrame:
    """Make numbers Float64 and everything else text, with null where a value is missing (None, NaN, NA).

    The same value gives the same number or text whatever table holds it. A column is numbers if all its values are;
    booleans and categories are text.

    Parameters
    ----------
    X : Polars or pandas frame, or 2-D array or list of rows, whose columns are then named x0, x1, ...
    kinds : what each column was when the model was fitted, in order; None when it is being fitted

    Raises
    ------
    ValueError
        If X is no table with rows, if its columns are not those of `kinds`, or if a column holds something else.
    """
    columns = _columns(X)
    if kinds is not None and list(columns) != list(kinds):
        raise ValueError(f"X must have the columns of fit, in their order: {list(kinds)}; it has {list(columns)}")
    frame = pl.DataFrame(
        [_column(name, column, None if kinds is None else kinds[name]) for name, column in columns.items()]
    )
    if frame.height == 0 or frame.width == 0:
        raise ValueError("X must have at least one row and one column")
    return frame


def kinds_of(values: pl.DataFrame) -> dict[str, Kind]:
    """What each column of a `value_frame` is."""
    return {name: "number" if dtype.is_numeric() else "category" for name, dtype in values.schema.items()}


def _columns(X: Any) -> dict[str, Any]:
    if isinstance(X, pl.DataFrame):
        return {series.name: series for series in X}
    if hasattr(X, "iloc") and hasattr(X, "columns"):
        names = [str(name) for name in X.columns]
        if len(set(names)) < len(names):
            raise ValueError("X must have a different name for every column")
        return {name: X.iloc[:, number] for number, name in enumerate(names)}
    # A list of rows is read as objects: as anything else, one text would make texts of all its numbers.
    table = X if isinstance(X, np.ndarray) else np.asarray(X, dtype=object)
    if table.ndim != 2:
        raise ValueError("X must be a Polars or pandas frame, or an array with two dimensions")
    return {f"x{number}": table[:, number] for number in range(table.shape[1])}


def _column(name: str, column: Any, kind: Kind | None) -> pl.Series:
    if _is_stored_as_numbers(column):
        if kind == "category":
            raise ValueError(f"X: column {name!r} holds numbers, and held categories in fit")
        return _numbers(name, column)
    values = [None if _is_missing(value) else value for value in column]
    seen = [value for value in values if value is not None]
    are_numbers = all(isinstance(value, Real) and not isinstance(value, bool) for value in seen)
    if kind == "number" and not are_numbers:
        raise ValueError(f"X: column {name!r} must hold numbers, as it did in fit")
    is_category = str(getattr(column, "dtype", "")) == "category"
    if kind == "number" or (kind is None and are_numbers and not is_category):
        return _numbers(name, [np.nan if value is None else float(value) for value in values])
    if not all(isinstance(value, str | bool | np.bool_ | Real) for value in seen):
        raise ValueError(f"X: column {name!r} must hold numbers, text or booleans, and nothing else")
    return pl.Series(name, [None if value is None else _text(value) for value in values], dtype=pl.String)


def _is_stored_as_numbers(column: Any) -> bool:
    if isinstance(column, pl.Series):
        return column.dtype.is_numeric()
    return getattr(column.dtype, "kind", "O") in "iuf"


def _numbers(name: str, column: Any) -> pl.Series:
    if isinstance(column, pl.Series):
        numbers = column.cast(pl.Float64).to_numpy()
    elif hasattr(column, "isna"):
        numbers = column.to_numpy(dtype=float, na_value=np.nan)
    else:
        numbers = np.asarray(column, np.float64)
    if np.isinf(numbers).any():
        raise ValueError(f"X: column {name!r} holds infinite numbers")
    return pl.Series(name, numbers).fill_nan(None)


def _is_missing(value: Any) -> bool:
    """None, and whatever does not equal itself: NaN, NaT, and NA, which gives NA."""
    equal = value == value
    return value is None or not (isinstance(equal, bool | np.bool_) and equal)


def _text(value: Any) -> str:
    if isinstance(value, bool | np.bool_):
        return str(bool(value))
    # A whole number is the same level as an integer and as a float, which is what a missing neighbour makes of it.
    return str(int(float(value))) if isinstance(value, Real) and float(value).is_integer() else str(value)
