"""Voted shares of courses, or groups, that did not build the types, and what happened -> a map, kept if it helps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lighed.anonymisation.cases import Floats

_FOLDS = 5
_RIDGE = 1e-6


@dataclass(frozen=True, slots=True)
class Calibration:
    """logit(calibrated) = intercept + slope x logit(voted)."""

    intercept: float
    slope: float

    def apply(self, share: Floats) -> Floats:
        found: Floats = expit(self.intercept + self.slope * logit(share))
        return found


def fit_calibration(voted: Floats, observed: Floats, people: Floats) -> Calibration | None:
    """Fit the map on cases that did not build the types; None where it does not lower the log loss on cases left out.

    Parameters
    ----------
    voted, observed : arrays (n,), shares of long courses: of groups, or 0 and 1 of single courses
    people : array (n,), weight of each
    """
    if len(voted) < 2 * _FOLDS:
        return None
    fold = np.arange(len(voted)) % _FOLDS
    plain, mapped = 0.0, 0.0
    for held_out in range(_FOLDS):
        inside, outside = fold != held_out, fold == held_out
        fitted = _fit(voted[inside], observed[inside], people[inside])
        plain += _loss(voted[outside], observed[outside], people[outside])
        mapped += _loss(fitted.apply(voted[outside]), observed[outside], people[outside])
    found = _fit(voted, observed, people)
    # A slope that is not above 0 would turn the order of people round: then there is nothing to calibrate.
    return found if mapped < plain and found.slope > 0 else None


def _fit(voted: Floats, observed: Floats, people: Floats) -> Calibration:
    design = np.stack([np.ones_like(voted), logit(voted)], axis=1)
    beta = np.array([0.0, 1.0])
    for _ in range(25):
        p = expit(design @ beta)
        curvature = (design.T * (people * p * (1 - p))) @ design + _RIDGE * np.eye(2)
        beta = beta + np.linalg.solve(curvature, design.T @ (people * (observed - p)))
    return Calibration(float(beta[0]), float(beta[1]))


def _loss(share: Floats, observed: Floats, people: Floats) -> float:
    p = np.clip(share, 1e-6, 1 - 1e-6)
    return float(-(people * (observed * np.log(p) + (1 - observed) * np.log(1 - p))).sum())


def logit(share: Floats) -> Floats:
    """Log-odds of shares, kept away from 0 and 1."""
    p = np.clip(share, 1e-6, 1 - 1e-6)
    found: Floats = np.log(p / (1 - p))
    return found


def expit(x: Floats) -> Floats:
    """Shares of log-odds."""
    found: Floats = 1 / (1 + np.exp(-x))
    return found
