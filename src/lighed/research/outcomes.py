"""Booleans, or ends and durations -> follow-up of each row, checked before anything is fitted to it."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lighed.anonymisation.cases import Bools, Floats


@dataclass(frozen=True, slots=True)
class FollowUp:
    """How long each row was followed, and how that ended.

    Attributes
    ----------
    duration : array (n,), in the unit of the threshold
    ended : array (n,), False = still ran when last seen
    has_durations : False if only known to be shorter or longer than the threshold
    """

    duration: Floats
    ended: Bools
    has_durations: bool

    def check(self, *, threshold: float, k: int, least_of_each: int) -> None:
        """Check that the outcomes can make two groups.

        Raises
        ------
        ValueError
            If only one outcome is seen, or if too few rows have a known one.
        """
        n_long = int((self.duration > threshold).sum())
        n_short = int((self.ended & (self.duration <= threshold)).sum())
        if min(n_long, n_short) == 0:
            raise ValueError("y must hold both long and short courses; of short ones, only those that ended count")
        if n_long + n_short < 2 * k or min(n_long, n_short) < 2 * least_of_each:
            raise ValueError(
                f"too few rows: two groups of k = {k} need {2 * k} rows with a known outcome to build on, "
                f"{2 * least_of_each} of each; there are {n_long} long and {n_short} short"
            )


def follow_up(y: ArrayLike, *, n: int, threshold: float) -> FollowUp:
    """Read y, of n rows: booleans (True = long), or a structured array with fields `event` (ended) and `duration`.

    Raises
    ------
    ValueError
        If y is neither, is not of length n, or has values that are missing or impossible.
    """
    table = np.asarray(y)
    if table.ndim != 1:
        raise ValueError("y must have one dimension: booleans, or a structured array with fields event and duration")
    if len(table) != n:
        raise ValueError(f"X has {n} rows and y has {len(table)}")
    if table.dtype.names is None:
        long = _booleans(table, "y")
        return FollowUp(np.where(long, 2.0, 1.0) * threshold, np.ones(n, bool), False)
    if lacking := [name for name in ("event", "duration") if name not in table.dtype.names]:
        raise ValueError(f"y lacks the field {' and '.join(lacking)}; a structured y has event and duration")
    duration = _durations(table["duration"])
    return FollowUp(duration, _booleans(table["event"], "y['event']"), True)


def _booleans(values: NDArray[np.generic], name: str) -> Bools:
    """Booleans, or 0 and 1; a missing one is not False, and NaN is not True."""
    if not all(isinstance(value, bool | np.bool_ | Real) and value in (0, 1) for value in values.tolist()):
        raise ValueError(f"{name} must be booleans, or 0 and 1, with none missing")
    return values.astype(bool)


def _durations(values: NDArray[np.generic]) -> Floats:
    try:
        durations = values.astype(np.float64)
    except (TypeError, ValueError):
        raise ValueError("y['duration'] must be numbers") from None
    if not np.isfinite(durations).all() or (durations < 0).any():
        raise ValueError("y['duration'] must be 0 or more, with none missing or infinite")
    return durations
