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
_RIDGE = 1e-3
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
    still_running, relative = np.ones((2, n_types, n_cells - 1))
    survival, people_part = np.ones(n_types), np.zeros(n_types)
    # How the log of each type's survival moves with every type's count of ended, and with its people at risk.
    by_ended, by_at_risk = np.zeros((2, n_types, n_types, n_cells - 1))
    for period in range(n_cells - 1):
        at_risk = np.maximum(remaining[:, period] - 0.5 * counts[:, STOPPED, period], 1.0)
        found = _hazard(ended[:, period], at_risk, score, noise_scale=noise_scale, kappa=kappa)
        survival = survival * (1 - found.value)
        by_ended[:, :, period] = -found.by_ended / (1 - found.value)[:, None]
        by_at_risk[:, :, period] = -found.by_at_risk / (1 - found.value)[:, None]
        chance = at_risk * found.value * (1 - found.value)
        people_part = people_part + by_ended[:, :, period] ** 2 @ chance
        noise_part = 2 * noise_scale**2 * _squared_gradient(by_ended, by_at_risk, period)
        still_running[:, period], relative[:, period] = survival, people_part + noise_part
    return Curves(still_running, still_running**2 * relative)


@dataclass(frozen=True, slots=True)
class _Hazard:
    """Hazards (n_types,), and how each moves with every type's ended and people at risk: (n_types, n_types)."""

    value: Floats
    by_ended: Floats
    by_at_risk: Floats


def _hazard(ended: Floats, at_risk: Floats, score: Floats, *, noise_scale: float, kappa: float) -> _Hazard:
    """Hazards of one period, drawn towards the expected ones."""
    n_types = len(ended)
    if ended.sum() <= _CLEARLY * noise_scale * np.sqrt(2 * n_types):
        # Nobody leaves in this period, such as before a hand-over that everybody reached: what is counted is noise.
        return _Hazard(np.full(n_types, _LEAST_HAZARD), *np.zeros((2, n_types, n_types)))
    expected, moves = _expected_hazard(ended, at_risk, score)
    weight = (at_risk + kappa)[:, None]
    value = np.clip((ended + kappa * expected) / weight[:, 0], _LEAST_HAZARD, 1 - _LEAST_HAZARD)
    # What is expected rests on all types, so each type's hazard moves a little with every other type's counts.
    by_ended = (np.eye(n_types) + kappa * moves) / weight
    by_at_risk = -(np.diag(value) + kappa * moves * expected) / weight
    return _Hazard(value, by_ended, by_at_risk)


def _expected_hazard(ended: Floats, at_risk: Floats, score: Floats) -> tuple[Floats, Floats]:
    """Hazard as a logistic function of the score and its square, fitted to all types by Newton steps.

    Returns the hazards (n_types,) and how each moves with every type's surplus of ended over expected.
    """
    scaled = (score - score.mean()) / max(float(score.std()), 1e-9)
    design = np.stack([np.ones_like(scaled), scaled, scaled**2], axis=1)
    # Negative counts stay: setting them to zero would raise the hazard where few leave.
    share = np.clip(ended.sum() / at_risk.sum(), _LEAST_HAZARD, 1 - _LEAST_HAZARD)
    beta = np.array([np.log(share / (1 - share)), 0.0, 0.0])
    for _ in range(25):
        p = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        curvature = (design.T * (at_risk * p * (1 - p))) @ design + _RIDGE * np.eye(3)
        gradient = design.T @ (ended - at_risk * p) - _RIDGE * beta
        beta = beta + np.clip(np.linalg.solve(curvature, gradient), -1, 1)
    p = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
    curvature = (design.T * (at_risk * p * (1 - p))) @ design + _RIDGE * np.eye(3)
    return p, (p * (1 - p))[:, None] * (design @ np.linalg.solve(curvature, design.T))


def _squared_gradient(by_ended: Floats, by_at_risk: Floats, period: int) -> Floats:
    """Sum over all noisy counts of the squared slope of each type's log survival at the end of `period`.

    Whoever leaves in period i was at risk in every period before it, and in i itself: all of it if ended, half of it
    if last seen running. Counts of later periods matter too, since their people were at risk all along.
    """
    n_types, _, n_periods = by_ended.shape
    before = np.concatenate([np.zeros((n_types, n_types, 1)), by_at_risk[:, :, : period + 1].cumsum(axis=2)], axis=2)
    total = 2 * (n_periods - period) * (before[:, :, -1] ** 2).sum(axis=1)
    for cell in range(period + 1):
        total += ((before[:, :, cell + 1] + by_ended[:, :, cell]) ** 2).sum(axis=1)
        total += ((before[:, :, cell] + 0.5 * by_at_risk[:, :, cell]) ** 2).sum(axis=1)
    found: Floats = total
    return found


def quartile(still_running: Floats, periods: Floats, share: float) -> float | None:
    """Weeks by which `share` of courses have ended, between period ends along a straight line; None beyond the last."""
    reached = 1 - share
    if still_running[-1] > reached:
        return None
    weeks = np.concatenate([[0.0], periods])
    curve = np.concatenate([[1.0], still_running])
    return float(np.interp(-reached, -curve, weeks))
