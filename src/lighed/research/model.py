"""A frame of values + outcomes -> person types, their predictions and their reasons, as a scikit-learn estimator."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from lighed.anonymisation import Cases, Field, Limits, Split, anonymise_cases, censoring_weights, no_noise
from lighed.anonymisation.bins import bin_values
from lighed.anonymisation.cases import Bools, Floats
from lighed.anonymisation.counts import PERIODS
from lighed.persontypes import PersonTypes, Settings, build_person_types, calibrate

_PERIODS_PER_THRESHOLD = tuple(period / 26 for period in PERIODS)
_LEAST_TO_CALIBRATE = 5_000


class PersonTypeModel(ClassifierMixin, BaseEstimator):
    """Anonymisation and person types in one step, for research and benchmarks.

    It takes arrays and knows no person, no municipality and no permit; nothing in the product uses it.

    Parameters
    ----------
    threshold : duration beyond which a course is long, in the unit of `y`
    k : people with known outcome per group, or "auto" (one in 500 rows, from 20 to 100)
    epsilon : of the Laplace noise on the counts; None adds none
    max_pairs : at most so many pairs of fields
    alpha, n_voting, kappa : see `lighed.persontypes.Settings`
    random_state : seed of the noise, and of the choice of rows to calibrate on

    Attributes
    ----------
    types_ : PersonTypes
    classes_ : array([False, True]); True is a long course
    """

    def __init__(
        self,
        threshold: float = 26,
        k: int | Literal["auto"] = "auto",
        epsilon: float | None = None,
        max_pairs: int = 15,
        alpha: float = 2.0,
        n_voting: int = 15,
        kappa: float = 100.0,
        random_state: int = 0,
    ) -> None:
        self.threshold = threshold
        self.k = k
        self.epsilon = epsilon
        self.max_pairs = max_pairs
        self.alpha = alpha
        self.n_voting = n_voting
        self.kappa = kappa
        self.random_state = random_state

    def fit(self, X: Any, y: ArrayLike) -> PersonTypeModel:
        """Build the person types.

        Parameters
        ----------
        X : Polars or pandas frame or 2-D array, n rows; text and booleans are categories, numbers are numbers
        y : boolean (n,), True = long; or a structured array with fields `event` (ended) and `duration`
        """
        values = _frame(X)
        weeks, ended, has_durations = self._outcome(np.asarray(y), values.height)
        fields = tuple(
            Field(name, "number" if dtype.is_numeric() else "category")
            for name, dtype in zip(values.columns, values.dtypes, strict=True)
        )
        keys = pl.Series([f"{row:012d}" for row in range(values.height)])
        cases = Cases(
            fields=fields,
            values=values,
            people=keys,
            keys=keys,
            registered_on=pl.repeat(date(2000, 1, 1), values.height, eager=True),
            weeks=np.stack([weeks, weeks]),
            ended=np.stack([ended, ended]),
        )
        n = values.height
        k = min(max(n // 500, 20), 100) if self.k == "auto" else self.k
        limits = Limits(
            threshold_weeks=self.threshold,
            periods=tuple(share * self.threshold for share in _PERIODS_PER_THRESHOLD)
            if has_durations
            else (self.threshold,),
            k=k,
            least_of_each=max(k // 10, 2),
            bin_min=max(20, min(50, n // 100)),
            max_pairs=self.max_pairs,
            epsilon=self.epsilon,
            n_moments=1,
        )
        split = self._split(n)
        settings = Settings(alpha=self.alpha, n_voting=self.n_voting, kappa=self.kappa)
        types = build_person_types(anonymise_cases(cases, limits, split=split, noise=self._noise()), limits, settings)
        self.types_: PersonTypes = self._calibrated(types, cases.take(split.later))
        self.limits_ = limits
        self.classes_ = np.array([False, True])
        self.n_features_in_ = values.width
        self.feature_names_in_ = np.array(values.columns, dtype=object)
        return self

    def predict_proba(self, X: Any) -> Floats:
        """Shares of short and of long courses: array (n, 2)."""
        types, points = self._points(X)
        share = np.clip(types.calibrated(types.vote(points).share(types.long_share)), 0, 1)
        return np.stack([1 - share, share], axis=1)

    def predict(self, X: Any) -> Bools:
        """True where more than half of the resembling courses were long."""
        found: Bools = self.predict_proba(X)[:, 1] > 0.5
        return found

    def predict_survival_function(self, X: Any, times: ArrayLike) -> Floats:
        """Share of resembling courses longer than each time: array (n, len(times)); straight lines between periods."""
        types, points = self._points(X)
        curves = types.still_running(types.vote(points), types.contact_course)
        ends = np.concatenate([[0.0], types.periods])
        whole = np.concatenate([np.ones((len(curves), 1)), curves], axis=1)
        return np.stack([np.interp(np.asarray(times, float), ends, curve) for curve in whole])

    def explain(self, X: Any) -> list[list[dict[str, Any]]]:
        """Per row, the voting types: number, people, share long, weight and contribution; these add up to the vote."""
        types, points = self._points(X)
        ballots = types.vote(points)
        return [
            [
                {
                    "person_type": int(number),
                    "people": int(types.people[number]),
                    "long_share": float(types.long_share[number]),
                    "weight": float(weight),
                    "contribution": float(weight * types.long_share[number]),
                    "rule": {types.codes[field]: allowed for field, allowed in types.rules[number].items()},
                }
                for number, weight in zip(numbers, weights, strict=True)
            ]
            for numbers, weights in zip(ballots.types, ballots.weights, strict=True)
        ]

    def _points(self, X: Any) -> tuple[PersonTypes, Floats]:
        check_is_fitted(self, "types_")
        values = _frame(X)
        if list(values.columns) != list(self.feature_names_in_):
            raise ValueError(f"X must have the columns of fit, in their order: {list(self.feature_names_in_)}")
        return self.types_, self.types_.points(bin_values(values, [field.bins for field in self.types_.fields]))

    def _calibrated(self, types: PersonTypes, later: Cases) -> PersonTypes:
        if len(later) == 0:
            return replace(types, calibration=None)
        codes = bin_values(later.values, [field.bins for field in types.fields])
        long, weights = censoring_weights(later.weeks[0], later.ended[0], threshold_weeks=self.threshold)
        return replace(types, calibration=calibrate(types, codes, long=long, weights=weights))

    def _outcome(self, y: np.ndarray[Any, Any], n: int) -> tuple[Floats, Bools, bool]:
        if len(y) != n:
            raise ValueError(f"X has {n} rows and y has {len(y)}")
        if y.dtype.names:
            return y["duration"].astype(np.float64), y["event"].astype(bool), True
        long = y.astype(bool)
        if not np.array_equal(np.unique(long), [False, True]):
            raise ValueError("y must hold both long (True) and short (False) courses")
        return np.where(long, 2.0, 1.0) * self.threshold, np.ones(n, bool), False

    def _split(self, n: int) -> Split:
        """A fifth of the rows to calibrate on, where there are enough to spare."""
        order = np.random.default_rng(self.random_state).permutation(n)
        n_evaluation = n // 5 if n >= _LEAST_TO_CALIBRATE else 0
        nothing, day = np.zeros(0, np.int64), date(2000, 1, 1)
        build = np.sort(order[n_evaluation:])
        later = np.sort(order[:n_evaluation])
        return Split(build, build, later, later, nothing, day, day)

    def _noise(self) -> Any:
        if self.epsilon is None:
            return no_noise
        generator = np.random.default_rng(self.random_state)
        return lambda size, scale: generator.laplace(0.0, scale, size)


def _frame(X: Any) -> pl.DataFrame:
    """Any table -> Polars, numbers as Float64 with NaN as missing, everything else as text."""
    if isinstance(X, pl.DataFrame):
        frame = X
    elif hasattr(X, "columns"):
        frame = pl.DataFrame({str(name): _column(X[name]) for name in X.columns})
    else:
        table = np.asarray(X)
        frame = pl.DataFrame({f"x{j}": table[:, j] for j in range(table.shape[1])})
    return frame.select(
        pl.col(name).cast(pl.Float64).fill_nan(None) if dtype.is_numeric() else pl.col(name).cast(pl.String)
        for name, dtype in zip(frame.columns, frame.dtypes, strict=True)
    )


def _column(column: Any) -> pl.Series:
    """A pandas column, without needing pandas: numbers stay numbers, missing becomes null."""
    kind = getattr(column.dtype, "kind", "O")
    if kind in "iuf":
        return pl.Series(column.to_numpy(dtype=float, na_value=np.nan))
    missing = column.isna()
    return pl.Series(
        [None if gone else str(value) for value, gone in zip(column, missing, strict=True)], dtype=pl.String
    )
