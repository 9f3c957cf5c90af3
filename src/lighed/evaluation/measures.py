"""Cases and draws of them -> the value of every measure in every draw.

A measure is defined once: its value is the draw in which every case counts once, its interval comes from the draws at
random. All draws of a block are computed together, as matrix products where the measure is a share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from lighed.evaluation.cases import FloatArray, IntArray, LabelArray

Key = tuple[str, ...]
Distributions = Mapping[Key, FloatArray]
"""Key -> (1 + number of draws,): the value itself first, then its value in each draw."""

CLIP = 1e-6
"""Shares are kept this far from 0 and 1 where a logarithm is taken of them."""

_BLOCK = 2_000_000
_MAX_SLOPE = 50.0


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """A share in [0, 1] given to each case, its outcome (0 or 1) and its weight, each (m,).

    How well it ranks is measured as ``"auc"``; with `has_recalibration` also ``"average_precision"``, ``"slope"`` and
    ``"intercept"``.
    """

    score: FloatArray
    long: FloatArray
    weights: FloatArray
    has_recalibration: bool


@dataclass(frozen=True, slots=True, eq=False)
class Slice:
    """Some of the cases and what is measured in them.

    `index` (m,): their rows. `shares`: name -> (numerator, denominator), each (m,), measured as a ratio of sums.
    `scored`: a score, of which it is measured how well it ranks.
    """

    key: Key
    index: IntArray
    shares: Mapping[str, tuple[FloatArray, FloatArray]] = field(default_factory=dict)
    scored: Scored | None = None


def measured(slices: list[Slice], *, n: int, people: LabelArray | None, n_draws: int, seed: int) -> Distributions:
    """Measure every slice in the cases as they are and in `n_draws` draws with replacement (of people, where given)."""
    columns: dict[Key, list[FloatArray]] = {}
    shares = [_Shares.of(item) for item in slices]
    rankings = {item.key: _Ranking.of(item.scored) for item in slices if item.scored}
    fits = {item.key: item.scored for item in slices if item.scored and item.scored.has_recalibration}
    # each draw's fit starts from the fit of the cases as they are, which is near
    starts = {key: _recalibrate(np.ones((1, len(scored.score))), scored)[0] for key, scored in fits.items()}
    for counts in _draws(n, people=people, n_draws=n_draws, seed=seed):
        for item, share in zip(slices, shares, strict=True):
            here = counts if len(item.index) == n else np.ascontiguousarray(counts[:, item.index])
            for name, values in share.measured(here).items():
                columns.setdefault((*item.key, name), []).append(values)
            if item.key in rankings:
                columns.setdefault((*item.key, "auc"), []).append(rankings[item.key].auc(here))
            if item.key in fits:
                precision = rankings[item.key].average_precision(here)
                columns.setdefault((*item.key, "average_precision"), []).append(precision)
                fitted = _recalibrate(here, fits[item.key], start=starts[item.key])
                columns.setdefault((*item.key, "intercept"), []).append(fitted[:, 0])
                columns.setdefault((*item.key, "slope"), []).append(fitted[:, 1])
    return {key: np.concatenate(parts) for key, parts in columns.items()}


def _draws(n: int, *, people: LabelArray | None, n_draws: int, seed: int) -> Iterator[FloatArray]:
    """How often each case counts, in blocks (b, n): once each at first, then as drawn."""
    yield np.ones((1, n))
    generator = np.random.default_rng(seed)
    person = np.arange(n) if people is None else np.unique(people.astype(str), return_inverse=True)[1]
    n_people = int(person.max()) + 1
    rows = max(1, _BLOCK // n)
    for begin in range(0, n_draws, rows):
        b = min(rows, n_draws - begin)
        drawn = generator.integers(0, n_people, size=(b, n_people)) + np.arange(b)[:, None] * n_people
        counts = np.bincount(drawn.ravel(), minlength=b * n_people).reshape(b, n_people).astype(np.float64)
        yield counts if people is None else counts[:, person]


@dataclass(frozen=True, slots=True, eq=False)
class _Shares:
    """All shares of a slice as one matrix of sums, each sum in it once, so that every draw costs one product."""

    sums: FloatArray
    above: Mapping[str, int]
    below: Mapping[str, int]

    @classmethod
    def of(cls, item: Slice) -> _Shares:
        columns: dict[int, tuple[int, FloatArray]] = {}

        def place(values: FloatArray) -> int:
            return columns.setdefault(id(values), (len(columns), values))[0]

        above = {name: place(numerator) for name, (numerator, _) in item.shares.items()}
        below = {name: place(denominator) for name, (_, denominator) in item.shares.items()}
        sums = [values for _, values in columns.values()]
        return cls(np.stack(sums, axis=1) if sums else np.empty((len(item.index), 0)), above, below)

    def measured(self, counts: FloatArray) -> dict[str, FloatArray]:
        """Every share in every draw."""
        total = counts @ self.sums
        return {name: _ratio(total[:, self.above[name]], total[:, self.below[name]]) for name in self.above}


@dataclass(frozen=True, slots=True, eq=False)
class _Ranking:
    """A score sorted once, so that its area under the ROC curve is sums only in every draw."""

    order: IntArray
    positive: FloatArray
    negative: FloatArray
    starts: IntArray

    @classmethod
    def of(cls, item: Scored) -> _Ranking:
        order = np.argsort(item.score, kind="stable")
        ordered = item.score[order]
        starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(ordered) else np.empty(0, np.int64)
        weights, long = item.weights[order], item.long[order]
        return cls(order, weights * (long == 1), weights * (long == 0), starts)

    def auc(self, counts: FloatArray) -> FloatArray:
        """(b,) share of pairs (long, not long) in which the long one has the higher score; equal scores count half."""
        positive, negative = self._by_score(counts)
        if not positive.shape[1]:
            return np.full(len(counts), np.nan)
        below = np.cumsum(negative, axis=1)
        n_pairs = positive.sum(axis=1) * below[:, -1]
        won: FloatArray = np.einsum("bi,bi->b", positive, below - negative / 2)
        return _ratio(won, n_pairs)

    def average_precision(self, counts: FloatArray) -> FloatArray:
        """(b,) mean, over the long cases, of the share of long cases among those with no lower a score."""
        positive, negative = (values[:, ::-1] for values in self._by_score(counts))
        if not positive.shape[1]:
            return np.full(len(counts), np.nan)
        long = np.cumsum(positive, axis=1)
        precision = _ratio(long, long + np.cumsum(negative, axis=1))
        found: FloatArray = np.einsum("bi,bi->b", positive, np.nan_to_num(precision))
        return _ratio(found, long[:, -1])

    def _by_score(self, counts: FloatArray) -> tuple[FloatArray, FloatArray]:
        """(b, scores) weight of the long and of the not long cases at each distinct score, lowest score first."""
        if not len(self.order):
            return np.empty((len(counts), 0)), np.empty((len(counts), 0))
        here = counts[:, self.order]
        positive, negative = here * self.positive, here * self.negative
        if len(self.starts) < len(self.order):
            positive = np.add.reduceat(positive, self.starts, axis=1)
            negative = np.add.reduceat(negative, self.starts, axis=1)
        return positive, negative


def _recalibrate(counts: FloatArray, item: Scored, *, start: FloatArray | None = None, sweeps: int = 30) -> FloatArray:
    """(b, 2) intercept and slope of the weighted logistic regression of long on the log-odds of the score (Cox 1958).

    NaN where there is no single answer: one outcome only, one score only, or outcomes that the score separates.
    """
    x = logit(item.score)
    weights = counts * item.weights
    fitted = np.tile(np.zeros(2) if start is None or np.isnan(start).any() else start, (len(counts), 1))
    is_done = np.zeros(len(counts), dtype=bool)
    for _ in range(sweeps):
        share = _logistic(fitted[:, :1] + fitted[:, 1:] * x)
        step, is_solvable = _newton_step(weights, weights * (item.long - share), weights * share * (1 - share), x)
        fitted = np.where(is_solvable[:, None], fitted + np.clip(step, -2, 2), np.nan)
        is_done = np.abs(step).max(axis=1) < 1e-9
        if (is_done | ~is_solvable).all():
            break
    fitted[~is_done | (np.abs(fitted[:, 1]) > _MAX_SLOPE)] = np.nan
    return fitted


def _newton_step(
    weights: FloatArray, residual: FloatArray, curvature: FloatArray, x: FloatArray
) -> tuple[FloatArray, NDArray[np.bool_]]:
    """One step of the two-parameter fit in every draw, and where it exists."""
    total = np.maximum(weights.sum(axis=1), np.finfo(float).tiny)
    g0, g1 = residual.sum(axis=1) / total, residual @ x / total
    h00, h01, h11 = curvature.sum(axis=1) / total, curvature @ x / total, curvature @ (x * x) / total
    determinant = h00 * h11 - h01 * h01
    is_solvable = determinant > 1e-12
    safe = np.where(is_solvable, determinant, 1.0)
    step = np.stack([(h11 * g0 - h01 * g1) / safe, (h00 * g1 - h01 * g0) / safe], axis=1)
    return np.where(is_solvable[:, None], step, 0.0), is_solvable


def _ratio(above: FloatArray, below: FloatArray) -> FloatArray:
    """Above / below, NaN where there is nothing below."""
    return np.asarray(np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0), dtype=np.float64)


def logit(share: FloatArray) -> FloatArray:
    """Log-odds of a share, kept `CLIP` from 0 and 1."""
    kept = np.clip(share, CLIP, 1 - CLIP)
    return np.asarray(np.log(kept / (1 - kept)), dtype=np.float64)


def _logistic(value: FloatArray) -> FloatArray:
    return np.asarray(1 / (1 + np.exp(-np.clip(value, -700, 700))), dtype=np.float64)
