"""Values -> small whole numbers: every field cut into intervals or levels that at least `bin_min` people share."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lighed.anonymisation.cases import Field, Floats

Codes = NDArray[np.uint8]
"""Bin numbers: 0 = missing."""

MISSING = 0
OTHER = 1
_MAX_TREE_LEAVES = 12
_MAX_BINS = 24
_MAX_LEVELS = 250


@dataclass(frozen=True, slots=True)
class NumberBins:
    """Ordered intervals. Bin b >= 1 holds edges[b-2] < x <= edges[b-1]; the first and the last are open."""

    code: str
    edges: tuple[float, ...]

    @property
    def n_bins(self) -> int:
        return len(self.edges) + 2

    @property
    def is_ordered(self) -> bool:
        return True

    def bin_of(self, value: float | str | None) -> int:
        """The bin of one value; what is no number counts as missing."""
        if value is None or isinstance(value, str) or math.isnan(value):
            return MISSING
        return 1 + int(np.searchsorted(self.edges, value, side="left"))

    def transform(self, column: pl.Series) -> Codes:
        x = column.cast(pl.Float64, strict=False).to_numpy()
        codes = 1 + np.searchsorted(np.asarray(self.edges), x, side="left")
        return np.where(np.isnan(x), MISSING, codes).astype(np.uint8)


@dataclass(frozen=True, slots=True)
class CategoryBins:
    """Levels by falling frequency. Bin 1 is every level that too few people share, or that was never seen."""

    code: str
    levels: tuple[str, ...]

    @property
    def n_bins(self) -> int:
        return len(self.levels) + 2

    @property
    def is_ordered(self) -> bool:
        return False

    def bin_of(self, value: float | str | None) -> int:
        if value is None:
            return MISSING
        return self.levels.index(str(value)) + 2 if str(value) in self.levels else OTHER

    def transform(self, column: pl.Series) -> Codes:
        known: Mapping[str, int] = {level: number + 2 for number, level in enumerate(self.levels)}
        text = column.cast(pl.String)
        codes = text.replace_strict(known, default=OTHER, return_dtype=pl.UInt8)
        return np.where(text.is_null().to_numpy(), MISSING, codes.fill_null(MISSING).to_numpy()).astype(np.uint8)


Bins = NumberBins | CategoryBins


def fit_bins(
    values: pl.DataFrame, fields: Sequence[Field], *, long: Floats, weights: Floats, bin_min: int
) -> tuple[Bins, ...]:
    """Cut every field so that each interval and level holds at least `bin_min` people.

    Parameters
    ----------
    values : DataFrame, n rows
    fields : what each column is
    long : array (n,), 1.0 where the course became long
    weights : array (n,), inverse-probability-of-censoring weights, 0 = outcome unknown
    bin_min : people per bin

    Returns
    -------
    One of NumberBins or CategoryBins per field, in the order of `fields`.
    """
    return tuple(
        _fit_numbers(values[field.code], field, long, weights, bin_min)
        if field.kind == "number"
        else _fit_categories(values[field.code], field, bin_min)
        for field in fields
    )


def bin_values(values: pl.DataFrame, bins: Sequence[Bins]) -> Codes:
    """The bin number of every value: array (n, n_fields), column-major since columns are read one at a time."""
    codes = np.empty((values.height, len(bins)), np.uint8, order="F")
    for number, field in enumerate(bins):
        codes[:, number] = field.transform(values[field.code])
    return codes


def _fit_categories(column: pl.Series, field: Field, bin_min: int) -> CategoryBins:
    counts = column.cast(pl.String).drop_nulls().alias("level").value_counts(name="people")
    kept = counts.filter(pl.col("people") >= bin_min).sort("people", "level", descending=[True, False])
    return CategoryBins(field.code, tuple(kept["level"].to_list()[:_MAX_LEVELS]))


def _fit_numbers(column: pl.Series, field: Field, long: Floats, weights: Floats, bin_min: int) -> NumberBins:
    x = column.cast(pl.Float64, strict=False).to_numpy()
    seen = np.sort(x[~np.isnan(x)])
    if len(seen) < 2 * bin_min:
        return NumberBins(field.code, ())
    known = ~np.isnan(x) & (weights > 0)
    edges: list[float] = []
    # Edges where the outcome changes first, then quantiles: an outcome-guided edge catches a jump at a legal age.
    for edge in [*_tree_edges(x[known], long[known], weights[known], bin_min), *_quantiles(seen)]:
        rounded = _round_edge(edge, seen, field.step)
        if rounded in edges or len(edges) + 1 >= _MAX_BINS:
            continue
        candidate = sorted([*edges, rounded])
        if _smallest_interval(seen, candidate) >= bin_min:
            edges = candidate
    return NumberBins(field.code, tuple(edges))


def _tree_edges(x: Floats, long: Floats, weights: Floats, bin_min: int) -> list[float]:
    if len(x) < 2 * bin_min:
        return []
    # Imported here: the site bins people without it, and it takes seconds to load.
    from sklearn.tree import DecisionTreeRegressor

    tree = DecisionTreeRegressor(max_leaf_nodes=_MAX_TREE_LEAVES, min_samples_leaf=bin_min, random_state=0)
    tree.fit(x[:, None], long, sample_weight=weights)
    inner = tree.tree_.feature >= 0
    return sorted(float(edge) for edge in tree.tree_.threshold[inner])


def _quantiles(seen: Floats) -> list[float]:
    """Edges by repeated halving, so that the coarsest come first and the budget of bins is spent evenly."""
    shares = [numerator / 2**depth for depth in range(1, 6) for numerator in range(1, 2**depth, 2)]
    return [float(edge) for edge in np.quantile(seen, shares, method="lower")]


def _round_edge(edge: float, seen: Floats, step: float | None) -> float:
    """Round down to the field's unit where that moves nobody to another interval, else keep four digits."""
    below = seen[max(int(np.searchsorted(seen, edge, side="right")) - 1, 0)]
    unit = step if step else 10.0 ** (math.floor(math.log10(max(abs(edge), 1e-9))) - 3)
    rounded = round(math.floor(edge / unit + 1e-9) * unit, 10)
    if rounded >= below:
        return rounded
    raised = round(math.ceil(below / unit - 1e-9) * unit, 10)
    return raised if step is None or raised <= edge else rounded


def _smallest_interval(seen: Floats, edges: Sequence[float]) -> int:
    cuts = np.searchsorted(seen, edges, side="right")
    return int(np.diff(np.concatenate([[0], cuts, [len(seen)]])).min())
