"""Plain numpy arrays of days and codes -> the few operations that all made-up tables share."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int32]
Floats: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]
AnyArray: TypeAlias = npt.NDArray[Any]

NEVER = np.int32(2**31 - 1)
"""A day that does not come: later than every other, so that comparisons need no special case."""

UNKNOWN = np.int32(-1)
"""A code or number that is missing."""

_EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Count days since 1970-01-01, the unit of every day in this folder."""
    return (day - _EPOCH).days


def years_and_months(days: AnyArray) -> tuple[Ints, Ints]:
    """Split day numbers into calendar year and month (1 to 12)."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return (1970 + months // 12).astype(np.int32), (months % 12 + 1).astype(np.int32)


def draw_codes(rng: np.random.Generator, weights: Floats | list[float], size: int) -> Ints:
    """Draw `size` codes 0, 1, 2 ... with the given weights."""
    running = np.cumsum(np.asarray(weights, dtype=np.float64))
    drawn: Ints = np.searchsorted(running, rng.random(size) * running[-1], side="right").astype(np.int32)
    return drawn


def draw_codes_by_row(rng: np.random.Generator, weights: Floats) -> Ints:
    """Draw one code for each row of a table of weights."""
    running = np.cumsum(weights, axis=1)
    picked = rng.random(len(weights)) * running[:, -1]
    drawn: Ints = (running <= picked[:, None]).sum(axis=1).astype(np.int32)
    return drawn


def next_weekday(days: AnyArray) -> Ints:
    """Move Saturdays and Sundays on to Monday. A whole number of weeks after a weekday is thereby never crossed."""
    whole = np.floor(days).astype(np.int64)
    weekday = (whole + 3) % 7
    moved: Ints = (whole + np.where(weekday == 5, 2, 0) + np.where(weekday == 6, 1, 0)).astype(np.int32)
    return moved


def running_number(counts: AnyArray) -> Ints:
    """Number the repeats within each owner: counts 2, 3 give 0, 1, 0, 1, 2."""
    starts = np.cumsum(counts) - counts
    numbers: Ints = (np.arange(int(counts.sum())) - np.repeat(starts, counts)).astype(np.int32)
    return numbers
