"""Weeks followed, whether it ended, and estimated shares still running -> each case's integrated Brier score.

The score is that of Graf, Schmoor, Sauerbrei and Schumacher (1999), with inverse-probability-of-censoring weights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lighed.evaluation.cases import Durations, FloatArray

MIN_STILL_OBSERVED = 0.05
"""A period is scored only while at least this share of the cases would still be observed at its end."""


@dataclass(frozen=True, slots=True, eq=False)
class DurationScores:
    """Integrated Brier scores, each (m,) for the m cases of `is_used` (n,); lower is better, up to `until_weeks`."""

    is_used: NDArray[np.bool_]
    estimated: FloatArray
    base: FloatArray
    until_weeks: float
    is_base_own: bool
    """Whether the base is the curve of these very cases, for want of one from the training period."""


def kaplan_meier(weeks: FloatArray, is_event: NDArray[np.bool_]) -> tuple[FloatArray, FloatArray]:
    """The Kaplan-Meier curve: distinct times (m,) and the share beyond each (m,)."""
    times, place = np.unique(weeks, return_inverse=True)
    n_events = np.bincount(place, weights=is_event.astype(float), minlength=len(times))
    n_at = np.bincount(place, minlength=len(times))
    at_risk = len(weeks) - np.r_[0, np.cumsum(n_at)[:-1]]
    return times, np.cumprod(1 - n_events / at_risk)


def still_observed(weeks: FloatArray, ended: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The Kaplan-Meier curve of being observed; where a case ends as another is last seen, the end comes first."""
    times, place = np.unique(weeks, return_inverse=True)
    n_ended = np.bincount(place, weights=ended, minlength=len(times))
    n_at = np.bincount(place, minlength=len(times))
    at_risk = len(weeks) - np.r_[0, np.cumsum(n_at)[:-1]] - n_ended
    n_last_seen = n_at - n_ended
    share = np.divide(n_last_seen, at_risk, out=np.zeros(len(times)), where=at_risk > 0)
    return times, np.cumprod(1 - share)


def score_durations(given: Durations, periods: FloatArray) -> DurationScores | None:
    """Score the estimated curves and the base curve on the same cases; None where no period can be scored."""
    has_duration = ~np.isnan(given.weeks)
    is_used = has_duration & ~np.isnan(given.still_running).any(axis=1)
    if not len(periods) or not is_used.any():
        return None
    observed = still_observed(given.weeks[has_duration], given.ended[has_duration])
    is_scored = _at(observed, periods) >= MIN_STILL_OBSERVED
    if not is_scored.any():
        return None
    weeks, ended = given.weeks[is_used], given.ended[is_used]
    if given.base_still_running is None:
        base = _at(kaplan_meier(given.weeks[has_duration], given.ended[has_duration] == 1), periods)
    else:
        base = given.base_still_running
    until = periods[is_scored]
    curves = (given.still_running[is_used][:, is_scored], np.tile(base[is_scored], (len(weeks), 1)))
    estimated, of_base = (_integrated(_brier(weeks, ended, curve, until, observed), until) for curve in curves)
    return DurationScores(is_used, estimated, of_base, float(until[-1]), given.base_still_running is None)


def _brier(
    weeks: FloatArray,
    ended: FloatArray,
    curve: FloatArray,
    periods: FloatArray,
    observed: tuple[FloatArray, FloatArray],
) -> FloatArray:
    """(m, p) weighted squared error of each case at the end of each period."""
    runs_on = weeks[:, None] > periods
    has_ended = ~runs_on & (ended[:, None] == 1)
    at_end = np.maximum(_before(observed, weeks), MIN_STILL_OBSERVED)[:, None]
    at_period = np.maximum(_at(observed, periods), MIN_STILL_OBSERVED)
    return np.asarray(has_ended * curve**2 / at_end + runs_on * (1 - curve) ** 2 / at_period, dtype=np.float64)


def _integrated(brier: FloatArray, periods: FloatArray) -> FloatArray:
    """(m,) mean over the weeks up to the last period (trapezes); at week 0 everyone runs and the error is 0."""
    weeks = np.r_[0.0, periods]
    errors = np.concatenate([np.zeros((len(brier), 1)), brier], axis=1)
    return np.asarray(np.trapezoid(errors, weeks, axis=1) / weeks[-1], dtype=np.float64)


def _at(curve: tuple[FloatArray, FloatArray], weeks: FloatArray) -> FloatArray:
    """The curve's share beyond each week."""
    times, share = curve
    return np.asarray(np.r_[1.0, share][np.searchsorted(times, weeks, side="right")], dtype=np.float64)


def _before(curve: tuple[FloatArray, FloatArray], weeks: FloatArray) -> FloatArray:
    """The curve's share just before each week."""
    times, share = curve
    return np.asarray(np.r_[1.0, share][np.searchsorted(times, weeks, side="left")], dtype=np.float64)
