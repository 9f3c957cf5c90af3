"""Made-up evaluation cases with a known relation between estimate and outcome."""

import numpy as np

from lighed.evaluation import EvaluationCases

BANDS = ("low", "medium", "high")


def band_of(estimate):
    return np.where(
        np.isnan(estimate), "", np.where(estimate < 0.3, "low", np.where(estimate < 0.55, "medium", "high"))
    ).astype(object)


def made_up_cases(
    *,
    n,
    seed=0,
    spread=1.0,
    decimals=None,
    share_unknown=0.1,
    share_abstained=0.05,
    copies=1,
    groups=None,
    baselines=None,
):
    """The estimate is the true chance, but for `spread`, which multiplies its log-odds."""
    random = np.random.default_rng(seed)
    z = random.normal(-0.5, 1.1, n)
    long = (random.random(n) < _logistic(z)).astype(float)
    estimate = _logistic(spread * z)
    estimate = estimate if decimals is None else estimate.round(decimals)
    estimate[random.random(n) < share_abstained] = np.nan
    weights = random.uniform(1, 2, n) * (random.random(n) >= share_unknown)
    again = np.tile(np.arange(n), copies)
    return EvaluationCases(
        long=long[again],
        weights=weights[again],
        estimate=estimate[again],
        low=np.clip(estimate - 0.05, 0, 1)[again],
        high=np.clip(estimate + 0.05, 0, 1)[again],
        band=band_of(estimate)[again],
        groups=groups(random, z) if groups else {},
        baselines=baselines(random, z) if baselines else {},
        people=again if copies > 1 else None,
    )


def _logistic(z):
    return 1 / (1 + np.exp(-z))
