"""Contact courses -> contact courses in which short gaps are closed, so that a brief job does not cut one in two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

GAP_DAYS = 28
"""Statistics Denmark ignores gaps of up to 28 days when it tells how long somebody was unemployed."""

_STILL_RUNS = pl.lit(date(9999, 12, 31))


def number_joined_courses(courses: pl.LazyFrame, *, by: Sequence[str], gap_days: int = GAP_DAYS) -> pl.LazyFrame:
    """Number the joined courses of each `by` in a column ``joined``: parts with the same number are one course.

    Parameters
    ----------
    courses : frame with the columns of `by`, ``course_id``, ``registered_on`` and ``ended_on`` (missing = still runs).
    gap_days : a course that begins at most this many days after all earlier ones have ended carries them on.
    """
    order = ("registered_on", "ended_on", "course_id")
    earlier_end = pl.col("ended_on").fill_null(_STILL_RUNS).cum_max().shift(1)
    is_new = ((pl.col("registered_on") - earlier_end).dt.total_days() > gap_days).fill_null(True)
    return (
        courses.sort(*by, *order, nulls_last=True)
        .with_columns(is_new.over(*by).alias("joined"))
        .with_columns(pl.col("joined").cum_sum().over(*by))
    )
