"""Groups and follow-up -> how many ended, and how many were last seen running, by period, with Laplace noise."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence

import numpy as np

from lighed.anonymisation.cases import Bools, Floats, Ints

PERIODS: tuple[float, ...] = (8, 13, 19, 26, 39, 52, 78, 104)
"""Ends of the periods in weeks; a ninth is "later"."""

STOPPED, ENDED = 0, 1
"""Positions on the axis "how it left observation" of the counts."""

Noise = Callable[[int, float], Floats]
"""(size, scale) -> that many draws from a Laplace distribution with that scale."""


def secure_laplace(size: int, scale: float) -> Floats:
    """Whole-number Laplace noise from the operating system's generator; there is no seed that could be kept.

    The difference of two geometric draws, each an exponential one rounded down: counts stay whole without a rounding
    that could give the noise away.
    """
    generator = random.SystemRandom()

    def draw() -> int:
        return math.floor(scale * generator.expovariate(1.0))

    return np.array([draw() - draw() for _ in range(size)], np.float64)


def no_noise(size: int, scale: float) -> Floats:
    """For research and tests: nothing is added."""
    return np.zeros(size)


def count_by_period(
    label: Ints, n_groups: int, *, weeks: Floats, ended: Bools, periods: Sequence[float], scale: float, noise: Noise
) -> Ints:
    """Count one outcome by group and period, and add noise.

    Every case is counted in exactly one cell, so one person changes one count by one. Negative counts are kept:
    setting them to zero would shift every share upwards.

    Parameters
    ----------
    label : array (n,), group of each case
    weeks, ended : arrays (n,)
    scale : of the Laplace noise, (outcomes x moments) / epsilon

    Returns
    -------
    array (n_groups, 2, n_periods + 1) of whole numbers: [group, STOPPED or ENDED, period]
    """
    period = np.searchsorted(np.asarray(periods, np.float64), weeks, side="left")
    exact = np.zeros((n_groups, 2, len(periods) + 1))
    np.add.at(exact, (label, ended.astype(np.int64), period), 1)
    noisy = exact + noise(exact.size, scale).reshape(exact.shape)
    return np.rint(noisy).astype(np.int64)
