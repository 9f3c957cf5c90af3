"""Binned cases with known outcomes -> points: what each value, and a few pairs of values, add to the log-odds."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lighed.anonymisation.bins import MISSING, Bins, Codes
from lighed.anonymisation.cases import Bools, Floats, Ints

MAX_PAIRS = 15
_LEAST_Z = 3.0
_MAX_SWEEPS = 30
_TOLERANCE = 1e-3
_PENALTIES = ((10.0, 4.0), (40.0, 15.0), (150.0, 40.0), (400.0, 120.0))
_FOLDS = 4
_LEAST_IN_CELL = 20
_PAIR_INTERVALS = 8
_ROUNDS_WITH_PAIRS = 4


@dataclass(frozen=True, slots=True)
class PairPoints:
    """Points of two fields together.

    `cells_a[bin]` and `cells_b[bin]` give the row and the column of `points`: neighbouring intervals of a number share
    one, every level of a category has its own.
    """

    a: int
    b: int
    cells_a: Ints
    cells_b: Ints
    points: Floats
    people: Floats

    def of(self, codes: Codes) -> Floats:
        """Points of each case: array (n,)."""
        found: Floats = self.points[self.cells_a[codes[:, self.a]], self.cells_b[codes[:, self.b]]]
        return found


@dataclass(frozen=True, slots=True)
class Scorecard:
    """log-odds of a long course = intercept + sum of points of the fields + sum of points of the pairs."""

    intercept: float
    points: tuple[Floats, ...]
    pairs: tuple[PairPoints, ...]

    def field_points(self, codes: Codes) -> Floats:
        """Points of each case and field: array (n, n_fields)."""
        return np.stack([points[codes[:, j]] for j, points in enumerate(self.points)], axis=1)

    def score(self, codes: Codes) -> Floats:
        """Sum of all points of each case: array (n,), without the intercept."""
        total: Floats = self.field_points(codes).sum(axis=1)
        for pair in self.pairs:
            total = total + pair.of(codes)
        return total


def fit_scorecard(
    codes: Codes,
    bins: Sequence[Bins],
    *,
    long: Floats,
    weights: Floats,
    max_pairs: int = MAX_PAIRS,
    absence_told: Collection[str] = (),
) -> Scorecard:
    """Fit the points by weighted, penalised logistic regression (cyclic Newton), then the strongest pairs.

    The penalty is the one of four that predicts best in four folds. Deterministic for cases in one order.

    Parameters
    ----------
    codes : array (n, n_fields) of bin numbers
    long, weights : arrays (n,); cases of weight 0 are not used
    absence_told : codes of fields where a missing value counts like any other; elsewhere it has 0 points
    max_pairs : at most so many pairs, and only those whose residual table is clearly not chance (z > 3)
    """
    known = weights > 0
    codes, long, weights = np.asfortranarray(codes[known]), long[known], weights[known]
    design = _Design.of(bins, absence_told)
    smooth, ridge = _choose_penalty(codes, design, long, weights)
    fit = _Fit.start(design, long, weights)
    fit.mains(codes, smooth, ridge, _MAX_SWEEPS)
    pairs = _choose_pairs(codes, design, fit, max_pairs)
    if pairs:
        fit.with_pairs(codes, pairs, smooth, ridge)
    return fit.centred(codes, pairs)


@dataclass(frozen=True, slots=True)
class _Design:
    n_bins: Ints
    is_ordered: Bools
    is_absence_told: Bools

    @classmethod
    def of(cls, bins: Sequence[Bins], absence_told: Collection[str]) -> _Design:
        return cls(
            np.array([field.n_bins for field in bins], np.int64),
            np.array([field.is_ordered for field in bins], bool),
            # Without an interval or level of its own there is nothing that an absence could be told from.
            np.array([field.code in absence_told and field.n_bins > 2 for field in bins], bool),
        )


@dataclass(slots=True)
class _Fit:
    design: _Design
    long: Floats
    weights: Floats
    base: float
    points: Floats
    pair_points: Floats
    score: Floats

    @classmethod
    def start(cls, design: _Design, long: Floats, weights: Floats) -> _Fit:
        share = float(np.clip(np.average(long, weights=weights), 1e-6, 1 - 1e-6))
        base = float(np.log(share / (1 - share)))
        points = np.zeros((len(design.n_bins), int(design.n_bins.max())))
        return cls(design, long, weights, base, points, np.zeros((0, 0)), np.full(len(long), base))

    def mains(self, codes: Codes, smooth: float, ridge: float, sweeps: int) -> None:
        from lighed.anonymisation.kernels import newton_sweeps

        design = self.design
        newton_sweeps(
            codes, design.n_bins, design.is_ordered, design.is_absence_told, self.long, self.weights, smooth, ridge,
            self.points, self.score, sweeps, _TOLERANCE,
        )  # fmt: skip

    def with_pairs(self, codes: Codes, pairs: Sequence[_Pair], smooth: float, ridge: float) -> None:
        from lighed.anonymisation.kernels import newton_sweeps

        cells = np.stack([pair.cell_of(codes) for pair in pairs], axis=1)
        cells = np.asfortranarray(cells)
        n_cells = np.array([pair.n_a * pair.n_b for pair in pairs], np.int64)
        self.pair_points = np.zeros((len(pairs), int(n_cells.max())))
        neither = np.zeros(len(pairs), bool)
        for _ in range(_ROUNDS_WITH_PAIRS):
            newton_sweeps(
                cells, n_cells, neither, neither, self.long, self.weights, 0.0, 2 * ridge, self.pair_points, self.score,
                3, _TOLERANCE,
            )  # fmt: skip
            self.mains(codes, smooth, ridge, 2)

    def centred(self, codes: Codes, pairs: Sequence[_Pair]) -> Scorecard:
        """Centre every table on the people who have the values, empty small cells, and refit the intercept."""
        points = []
        for j, n_bins in enumerate(self.design.n_bins):
            people = np.bincount(codes[:, j], minlength=n_bins)
            is_shown = people > 0
            is_shown[MISSING] &= self.design.is_absence_told[j]
            points.append(_centred(self.points[j, :n_bins], people, is_shown=is_shown))
        card = Scorecard(
            0.0, tuple(points), tuple(pair.points(codes, self.pair_points[q]) for q, pair in enumerate(pairs))
        )
        return Scorecard(self._intercept(card.score(codes)), card.points, card.pairs)

    def _intercept(self, score: Floats) -> float:
        intercept = self.base
        for _ in range(20):
            p = 1 / (1 + np.exp(-(intercept + score)))
            intercept += float(np.sum(self.weights * (self.long - p)) / max(np.sum(self.weights * p * (1 - p)), 1e-12))
        return intercept


@dataclass(frozen=True, slots=True)
class _Pair:
    a: int
    b: int
    cells_a: Ints
    cells_b: Ints

    @property
    def n_a(self) -> int:
        return int(self.cells_a.max()) + 1

    @property
    def n_b(self) -> int:
        return int(self.cells_b.max()) + 1

    def cell_of(self, codes: Codes) -> NDArray[np.int32]:
        """The cell of each case, counted row by row; cell 0 where either value is missing."""
        row, column = self.cells_a[codes[:, self.a]], self.cells_b[codes[:, self.b]]
        return np.where((row == MISSING) | (column == MISSING), 0, row * self.n_b + column).astype(np.int32)

    def points(self, codes: Codes, fitted: Floats) -> PairPoints:
        n_cells = self.n_a * self.n_b
        people = np.bincount(self.cell_of(codes), minlength=n_cells).astype(np.float64)
        is_shown = people >= _LEAST_IN_CELL
        is_shown[MISSING] = False
        table = _centred(fitted[:n_cells], people, is_shown=is_shown)
        shape = (self.n_a, self.n_b)
        return PairPoints(self.a, self.b, self.cells_a, self.cells_b, table.reshape(shape), people.reshape(shape))


def _centred(points: Floats, people: Floats | Ints, *, is_shown: Bools) -> Floats:
    """Points with mean 0 among the people of the bins shown; 0 elsewhere."""
    if not is_shown.any():
        return np.zeros(len(points))
    mean = np.average(points[is_shown], weights=people[is_shown])
    return np.where(is_shown, points - mean, 0.0)


def _choose_penalty(codes: Codes, design: _Design, long: Floats, weights: Floats) -> tuple[float, float]:
    fold = np.arange(len(long)) % _FOLDS
    loss = np.zeros(len(_PENALTIES))
    for held_out in range(_FOLDS):
        fitted, tested = fold != held_out, fold == held_out
        if len(np.unique(long[fitted])) < 2 or not tested.any():
            continue
        part = np.asfortranarray(codes[fitted])
        fit = _Fit.start(design, long[fitted], weights[fitted])
        # From the strongest penalty to the weakest, each starting where the last one ended.
        for number in reversed(range(len(_PENALTIES))):
            fit.mains(part, *_PENALTIES[number], _MAX_SWEEPS)
            score = fit.base + fit.points[np.arange(codes.shape[1]), codes[tested]].sum(axis=1)
            loss[number] += float(np.sum(weights[tested] * (np.logaddexp(0, score) - long[tested] * score)))
    return _PENALTIES[int(np.argmin(loss))]


def _choose_pairs(codes: Codes, design: _Design, fit: _Fit, max_pairs: int) -> list[_Pair]:
    """The pairs whose table of residuals is farthest from chance.

    Categories keep all their levels here: levels grouped by their main effect would hide that they interact.
    """
    from lighed.anonymisation.kernels import scan_pairs

    if max_pairs == 0 or codes.shape[1] < 2:
        return []
    cells = [_pair_cells(codes[:, j], int(n), bool(o)) for j, (n, o) in enumerate(_rows(design))]
    coarse = np.asfortranarray(np.stack([table[codes[:, j]] for j, table in enumerate(cells)], axis=1))
    n_cells = np.array([int(table.max()) + 1 for table in cells], np.int64)
    p = 1 / (1 + np.exp(-fit.score))
    z = scan_pairs(coarse, n_cells, fit.weights * (fit.long - p), fit.weights**2 * p * (1 - p))
    found = sorted(
        ((float(z[a, b]), a, b) for a, b in itertools.combinations(range(codes.shape[1]), 2) if z[a, b] > _LEAST_Z),
        key=lambda item: (-item[0], item[1], item[2]),
    )
    return [_Pair(a, b, cells[a], cells[b]) for _, a, b in found[:max_pairs]]


def _rows(design: _Design) -> list[tuple[int, bool]]:
    return list(zip(design.n_bins.tolist(), design.is_ordered.tolist(), strict=True))


def _pair_cells(codes: NDArray[np.uint8], n_bins: int, is_ordered: bool) -> Ints:
    """Bin -> row of a pair table: missing first, then neighbouring intervals shared out evenly, or each level."""
    if not is_ordered or n_bins - 1 <= _PAIR_INTERVALS:
        return np.arange(n_bins)
    people = np.bincount(codes, minlength=n_bins)[1:].astype(np.float64)
    middle = (np.cumsum(people) - people / 2) / max(people.sum(), 1.0)
    groups = np.minimum((middle * _PAIR_INTERVALS).astype(np.int64), _PAIR_INTERVALS - 1)
    _, consecutive = np.unique(groups, return_inverse=True)
    return np.concatenate([[0], consecutive + 1]).astype(np.int64)
