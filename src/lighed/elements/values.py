"""Tables of a case system -> the value of every element for every course, as known at the scoring moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import polars as pl

from lighed.elements.element import OTHER, Element, Kind, View
from lighed.elements.known import Known, Tables, scored_courses
from lighed.elements.lookups import Lookups
from lighed.elements.register import REGISTER
from lighed.governance import Moment

KEYS = ("course_id", "person_id", "scored_on")
"""The columns that stand before the elements in every frame of values and of dates."""

_DECIMALS = 9
_FEW_COURSES = 1000
"""Up to here the engine that works in memory is faster than the one that streams."""


@dataclass(frozen=True, slots=True)
class KnownValues:
    """Values of courses as known at one moment, and how old they are.

    Attributes
    ----------
    values
        `KEYS` and one column per element: Float64 for numbers, String for categories, null where missing.
    dates
        `KEYS` and one column per element: the day on which the newest entry behind the value was recorded; null where
        there is no value, or no entry (no earlier course).
    """

    values: pl.DataFrame
    dates: pl.DataFrame


def element_values(
    tables: Tables, *, moment: Moment, lookups: Lookups, courses: pl.LazyFrame | None = None
) -> pl.DataFrame:
    """Find the value of each element of `moment` for each course that reached it.

    Parameters
    ----------
    tables : the case export's tables, every one with its whole schema; `contacts` and `staff` are never read.
    lookups : the learned tables (see `learn_lookups`).
    courses : frame with ``course_id``, to find only these; None means all.

    Returns
    -------
    `KEYS` and one column per element of the moment (see `KnownValues`), ordered by ``course_id``.
    """
    return values_of(REGISTER.for_moment(moment), tables, moment=moment, lookups=lookups, courses=courses).values


def element_dates(
    tables: Tables, *, moment: Moment, lookups: Lookups, courses: pl.LazyFrame | None = None
) -> pl.DataFrame:
    """Find the day on which each value that `element_values` finds was recorded: the same shape, dates."""
    return values_of(REGISTER.for_moment(moment), tables, moment=moment, lookups=lookups, courses=courses).dates


def values_of(
    elements: Sequence[Element],
    tables: Tables,
    *,
    moment: Moment,
    lookups: Lookups,
    courses: pl.LazyFrame | None = None,
    as_of: date | None = None,
) -> KnownValues:
    """Find values and their dates together, for any elements of `moment`: one pass over each view.

    With `as_of` they are what is known as that day begins, for somebody to read; no estimate is made from them.
    """
    scored = scored_courses(tables, moment=moment, courses=courses)
    if as_of is not None:
        scored = scored.with_columns(scored_on=pl.lit(as_of))
    known = Known(tables, scored.lazy(), moment, lookups)
    wide = scored.lazy().select("case", *KEYS)
    for view, of_view in _by_view(elements):
        wide = wide.join(_aggregated(view, of_view, known), on="case", how="left", maintain_order="left")
    found = wide.collect(engine="in-memory" if scored.height <= _FEW_COURSES else "streaming")
    return KnownValues(
        values=found.select(*KEYS, *(_filled(element) for element in elements)),
        dates=found.select(*KEYS, *(_dated(element) for element in elements)),
    )


def _by_view(elements: Iterable[Element]) -> list[tuple[View, list[Element]]]:
    ordered = sorted(elements, key=lambda element: element.view.name)
    return [(of_view[0].view, of_view) for _, of_view in _groups(ordered)]


def _groups(ordered: list[Element]) -> list[tuple[str, list[Element]]]:
    return [(name, list(group)) for name, group in groupby(ordered, key=lambda element: element.view.name)]


def _aggregated(view: View, elements: list[Element], known: Known) -> pl.LazyFrame:
    """One row per case: each element's value, and per column that dates an element the newest day it was recorded."""
    values = [element.expression.cast(element.dtype).alias(element.code) for element in elements]
    columns = dict.fromkeys([None, *(element.dated_by for element in elements)])
    dates = [_newest(column).alias(_date_column(view, column)) for column in columns]
    return view.prepare(known).group_by("case").agg(*values, *dates)


def _newest(column: str | None) -> pl.Expr:
    recorded = pl.col("recorded_on")
    return (recorded if column is None else recorded.filter(pl.col(column).is_not_null())).max()


def _date_column(view: View, column: str | None) -> str:
    return f"recorded:{view.name}:{column or ''}"


def _filled(element: Element) -> pl.Expr:
    """The element's column; a text of a free column that is no declared code becomes `OTHER`; NaN is missing."""
    value = pl.col(element.code)
    if element.when_empty is not None:
        value = value.fill_null(element.when_empty)
    if element.kind is Kind.NUMBER:
        # Sums run in no fixed order: without rounding, the same rows in another order would differ in the last digit.
        return value.fill_nan(None).round(_DECIMALS)
    if OTHER in element.codes:
        is_known = value.is_in(list(element.codes)) | value.is_null()
        return pl.when(is_known).then(value).otherwise(pl.lit(OTHER)).alias(element.code)
    return value


def _dated(element: Element) -> pl.Expr:
    """A count of nothing (no licence in the CV) is as old as the newest row of the view."""
    newest = pl.coalesce(_date_column(element.view, element.dated_by), _date_column(element.view, None))
    return pl.when(pl.col(element.code).is_not_null()).then(newest).alias(element.code)
