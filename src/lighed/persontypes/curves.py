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
    survival, people_part = np.ones(n_types), np.zeros(n_types)
    through_ended, through_at_risk = np.zeros((2, n_types, n_cells - 1))
    for period in range(n_cells - 1):
        at_risk = np.maximum(remaining[:, period] - 0.5 * counts[:, STOPPED, period], 1.0)
        hazard = _hazard(ended[:, period], at_risk, score, noise_scale=noise_scale, kappa=kappa)
        survival = survival * (1 - hazard)
        # Greenwood's sum for the people; how log survival moves with a count of ended, and with people at risk.
        people_part = people_part + hazard * at_risk / ((1 - hazard) * (at_risk + kappa) ** 2)
        through_ended[:, period] = -1 / ((1 - hazard) * (at_risk + kappa))
        through_at_risk[:, period] = hazard / ((1 - hazard) * (at_risk + kappa))
        noise_part = 2 * noise_scale**2 * _squared_gradient(through_ended, through_at_risk, period)
        still_running[:, period], relative[:, period] = survival, people_part + noise_part
    return Curves(still_running, still_running**2 * relative)


def _squared_gradient(through_ended: Floats, through_at_risk: Floats, period: int) -> Floats:
    """Sum over all noisy counts of the squared slope of log survival at the end of `period` in that count.

    Whoever leaves in period i was at risk in every period before it, and in i itself: all of it if ended, half of it
    if last seen running. Counts of later periods matter too, since their people were at risk all along.
    """
    n_cells = through_ended.shape[1] + 1
    before = np.concatenate(
        [np.zeros((len(through_ended), 1)), through_at_risk[:, : period + 1].cumsum(axis=1)], axis=1
    )
    total = np.zeros(len(through_ended))
    for cell in range(n_cells):
        if cell > period:
            total += 2 * before[:, -1] ** 2
        else:
            total += (before[:, cell + 1] + through_ended[:, cell]) ** 2
            total += (before[:, cell] + 0.5 * through_at_risk[:, cell]) ** 2
    return total


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
