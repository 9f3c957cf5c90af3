"""Follow-up that may stop before the end -> a known outcome with a weight that makes up for the unknown ones."""

from __future__ import annotations

import numpy as np

from lighed.anonymisation.cases import Bools, Floats

_LEAST_PROBABILITY = 0.05


def censoring_weights(weeks: Floats, ended: Bools, *, threshold_weeks: float) -> tuple[Floats, Floats]:
    """Inverse-probability-of-censoring weights for "longer than the threshold".

    Dropping the courses that still run would call the long ones short: they are exactly those not yet seen to end.

    Parameters
    ----------
    weeks : array (n,), follow-up
    ended : array of bool (n,), False where the course still ran when last seen
    threshold_weeks : courses beyond it are long

    Returns
    -------
    long : array (n,), 1.0 if known to be longer than the threshold, else 0.0
    weights : array (n,), 1 / max(G, 0.05) where the outcome is known, else 0, with G the Kaplan-Meier estimate of
        still being observed: just before the end for a short course, at the threshold for a long one. At ties, ends
        come before censorings.

    References
    ----------
    Robins and Finkelstein (2000), Biometrics 56:779-788.
    """
    long = weeks > threshold_weeks
    known = long | ended
    times, position = np.unique(weeks, return_inverse=True)
    at_risk = len(weeks) - np.searchsorted(np.sort(weeks), times, side="left")
    n_ended = np.bincount(position, ended, minlength=len(times))
    n_censored = np.bincount(position, ~ended, minlength=len(times))
    observed = np.cumprod(1 - n_censored / np.maximum(at_risk - n_ended, 1))
    # G just before t: the last time strictly below t. A course past the threshold was observed up to it.
    before = np.searchsorted(times, np.where(long, np.nextafter(threshold_weeks, np.inf), weeks), side="left") - 1
    probability = np.where(before < 0, 1.0, observed[np.maximum(before, 0)])
    weights = np.where(known, 1 / np.maximum(probability, _LEAST_PROBABILITY), 0.0)
    return long.astype(np.float64), weights
