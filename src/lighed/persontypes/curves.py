"""Noisy counts by period -> how long courses of each type lasted: the share still running at the end of each period."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lighed.anonymisation.cases import Floats
from lighed.anonymisation.counts import ENDED, STOPPED

KAPPA = 100.0
"""People that the hazard expected at the type's centre weighs as much as."""
_LEAST_HAZARD = 1e-4
_CLEARLY = 3.0
"""Standard deviations of the noise that a period's total must exceed."""


@dataclass(frozen=True, slots=True)
class Curves:
    """Durations of one outcome.

    Attributes
    ----------
    still_running : array (n_types, n_periods), share of courses longer than each period's end
    variance : array (n_types, n_periods), of `still_running`: people and noise together
    """

    still_running: Floats
    variance: Floats


def duration_curves(counts: NDArray[np.int64], score: Floats, *, noise_scale: float, kappa: float = KAPPA) -> Curves:
    """Life tables with hazards drawn towards what is expected at the type's centre.

    In each period, hazard = ended / at risk, where a course last seen running counts half in its period. It is drawn
    with the weight of `kappa` people to a hazard that depends on the centre's score and its square.

    Parameters
    ----------
    counts : array (n_types, 2, n_periods + 1), with noise, may be negative
    score : array (n_types,), sum of the centre's points
    noise_scale : of the Laplace noise in each count
    """
    n_types, _, n_cells = counts.shape
    ended = counts[:, ENDED].astype(np.float64)
    leaving = counts.sum(axis=1).astype(np.float64)
    remaining = leaving[:, ::-1].cumsum(axis=1)[:, ::-1]
    still_running = np.ones((n_types, n_cells - 1))
    relative = np.zeros((n_types, n_cells - 1))
    survival, total = np.ones(n_types), np.zeros(n_types)
    for period in range(n_cells - 1):
        at_risk = np.maximum(remaining[:, period] - 0.5 * counts[:, STOPPED, period], 1.0)
        hazard = _hazard(ended[:, period], at_risk, score, noise_scale=noise_scale, kappa=kappa)
        survival = survival * (1 - hazard)
        # Greenwood's sum; the Laplace noise of the period's count of ended courses has variance 2 scale^2.
        chance = hazard * (1 - hazard) * at_risk / (at_risk + kappa) ** 2
        noise = 2 * noise_scale**2 / (at_risk + kappa) ** 2
        total = total + (chance + noise) / (1 - hazard) ** 2
        still_running[:, period], relative[:, period] = survival, total
    return Curves(still_running, still_running**2 * relative)


def _hazard(ended: Floats, at_risk: Floats, score: Floats, *, noise_scale: float, kappa: float) -> Floats:
    """Hazard of one period by type, drawn towards the expected one."""
    noise_of_sum = noise_scale * np.sqrt(2 * len(ended))
    if ended.sum() <= _CLEARLY * noise_of_sum:
        # Nobody leaves in this period, such as before a hand-over that everybody reached: what is counted is noise.
        return np.full(len(ended), _LEAST_HAZARD)
    expected = _expected_hazard(ended, at_risk, score)
    found: Floats = np.clip((ended + kappa * expected) / (at_risk + kappa), _LEAST_HAZARD, 1 - _LEAST_HAZARD)
    return found


def _expected_hazard(ended: Floats, at_risk: Floats, score: Floats) -> Floats:
    """Hazard as a logistic function of the score and its square, fitted to all types by Newton steps."""
    scaled = (score - score.mean()) / max(float(score.std()), 1e-9)
    design = np.stack([np.ones_like(scaled), scaled, scaled**2], axis=1)
    # Negative counts stay: setting them to zero would raise the hazard where few leave.
    share = np.clip(ended.sum() / at_risk.sum(), _LEAST_HAZARD, 1 - _LEAST_HAZARD)
    beta = np.array([np.log(share / (1 - share)), 0.0, 0.0])
    for _ in range(25):
        p = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        gradient = design.T @ (ended - at_risk * p) - 1e-3 * beta
        curvature = (design.T * (at_risk * p * (1 - p))) @ design + 1e-3 * np.eye(3)
        beta = beta + np.clip(np.linalg.solve(curvature, gradient), -1, 1)
    expected: Floats = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
    return expected


def quartile(still_running: Floats, periods: Floats, share: float) -> float | None:
    """Weeks by which `share` of courses have ended, between period ends along a straight line; None beyond the last."""
    reached = 1 - share
    if still_running[-1] > reached:
        return None
    weeks = np.concatenate([[0.0], periods])
    curve = np.concatenate([[1.0], still_running])
    return float(np.interp(-reached, -curve, weeks))
