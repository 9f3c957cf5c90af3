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
from lighed.anonymisation.counts import PERIODS, Noise
from lighed.persontypes import PersonTypes, Settings, build_person_types, calibrate
from lighed.research.outcomes import FollowUp, follow_up
from lighed.research.reasons import reasons
from lighed.research.values import kinds_of, value_frame

_PERIODS_PER_THRESHOLD = tuple(period / 26 for period in PERIODS)
_LEAST_TO_CALIBRATE = 5_000
_LEAST_OF_EACH_TO_CALIBRATE = 50
_NO_DAY = date(2000, 1, 1)


class PersonTypeModel(ClassifierMixin, BaseEstimator):
    """Anonymisation and person types in one step, for research and benchmarks.

    It takes arrays and knows no person, no municipality and no permit; nothing in the product uses it.

    Parameters
    ----------
    threshold : duration beyond which a course is long, in the unit of `y`
    k : people with known outcome per group, or "auto" (one in 500 rows, from 20 to 100)
    epsilon : of the Laplace noise on the counts; None adds none
    max_pairs : at most so many pairs of fields
    missing_counts : whether a missing value counts like any other. The product lets it only where experts have declared
        what it means; on data without such experts it is part of what can be learned
    alpha, n_voting, kappa : see `lighed.persontypes.Settings`
    random_state : seed of the noise, and of the choice of rows to calibrate on

    Attributes
    ----------
    types_ : PersonTypes
    kinds_ : what each column is, "number" or "category"
    classes_ : array([False, True]); True is a long course
    """

    def __init__(
        self,
        threshold: float = 26,
        k: int | Literal["auto"] = "auto",
        epsilon: float | None = None,
        max_pairs: int = 15,
        missing_counts: bool = True,
        alpha: float = 2.0,
        n_voting: int = 15,
        kappa: float = 100.0,
        random_state: int = 0,
    ) -> None:
        self.threshold = threshold
        self.k = k
        self.epsilon = epsilon
        self.max_pairs = max_pairs
        self.missing_counts = missing_counts
        self.alpha = alpha
        self.n_voting = n_voting
        self.kappa = kappa
        self.random_state = random_state

    def fit(self, X: Any, y: ArrayLike) -> PersonTypeModel:
        """Build the person types.

        Parameters
        ----------
        X : Polars or pandas frame or 2-D array, n rows; text and booleans are categories, numbers are numbers, and
            None and NaN are missing
        y : boolean (n,), True = long; or a structured array with fields `event` (ended) and `duration`, to be
            cross-validated with `sklearn.model_selection.KFold`, since it has no classes

        Raises
        ------
        ValueError
            If a parameter, X or y is not as it must be, or if the rows make fewer than two person types.
        """
        self._check_parameters()
        values = value_frame(X)
        n = values.height
        seen = follow_up(y, n=n, threshold=self.threshold)
        limits, split = self._limits(n, has_durations=seen.has_durations), self._split(n)
        FollowUp(seen.duration[split.build], seen.ended[split.build], seen.has_durations).check(
            threshold=self.threshold, k=limits.k, least_of_each=limits.least_of_each
        )
        cases = _cases(values, seen, missing_counts=self.missing_counts)
        settings = Settings(alpha=self.alpha, n_voting=self.n_voting, kappa=self.kappa)
        types = build_person_types(anonymise_cases(cases, limits, split=split, noise=self._noise()), limits, settings)
        self.types_: PersonTypes = self._calibrated(types, cases.take(split.later))
        self.kinds_ = kinds_of(values)
        self.has_durations_ = seen.has_durations
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
        """Share of resembling courses longer than each time: array (n, len(times)); straight lines between periods.

        Parameters
        ----------
        times : array (m,), from 0 to four times the threshold, in the unit of `y`

        Raises
        ------
        ValueError
            If the model was fitted on booleans, which tell no durations, or if a time is outside what the types cover.
        """
        types, points = self._points(X)
        if not self.has_durations_:
            raise ValueError("a survival function needs durations: fit on a y with the fields event and duration")
        asked, last = np.asarray(times, np.float64), types.periods[-1]
        if asked.ndim != 1 or not ((asked >= 0) & (asked <= last)).all():
            raise ValueError(f"times must be a list of numbers from 0 to {last:g}")
        curves = types.still_running(types.vote(points), types.contact_course)
        ends = np.concatenate([[0.0], types.periods])
        whole = np.concatenate([np.ones((len(curves), 1)), curves], axis=1)
        return np.stack([np.interp(asked, ends, curve) for curve in whole])

    def explain(self, X: Any) -> list[list[dict[str, Any]]]:
        """Per row, the types that voted on it, the most similar first.

        Each has `person_type` (number), `people`, `long_share`, `weight`, `contribution` and `rule` (column -> values
        that the type allows). The contributions add up to the vote: the predicted share before calibration.
        """
        types, points = self._points(X)
        return reasons(types, types.vote(points))

    def _points(self, X: Any) -> tuple[PersonTypes, Floats]:
        check_is_fitted(self, "types_")
        values = value_frame(X, kinds=self.kinds_)
        return self.types_, self.types_.points(bin_values(values, [field.bins for field in self.types_.fields]))

    def _check_parameters(self) -> None:
        allowed = {
            "threshold": (0 < self.threshold < np.inf, "a number above 0"),
            "k": (self.k == "auto" or (isinstance(self.k, int | np.integer) and self.k >= 2), '2 or more, or "auto"'),
            "epsilon": (self.epsilon is None or 0 < self.epsilon < np.inf, "a number above 0, or None"),
            "max_pairs": (self.max_pairs >= 0, "0 or more"),
            "alpha": (0 <= self.alpha < np.inf, "0 or more"),
            "n_voting": (self.n_voting >= 1, "1 or more"),
            "kappa": (0 <= self.kappa < np.inf, "0 or more"),
        }
        if wrong := [f"{name} must be {rule}" for name, (is_right, rule) in allowed.items() if not is_right]:
            raise ValueError("; ".join(wrong))

    def _limits(self, n: int, *, has_durations: bool) -> Limits:
        k = min(max(n // 500, 20), 100) if self.k == "auto" else int(self.k)
        periods = tuple(share * self.threshold for share in _PERIODS_PER_THRESHOLD)
        return Limits(
            threshold_weeks=self.threshold,
            periods=periods if has_durations else (self.threshold,),
            k=k,
            least_of_each=max(k // 10, 2),
            bin_min=max(20, min(50, n // 100)),
            max_pairs=self.max_pairs,
            epsilon=self.epsilon,
            n_moments=1,
        )

    def _calibrated(self, types: PersonTypes, later: Cases) -> PersonTypes:
        long, weights = censoring_weights(later.weeks[0], later.ended[0], threshold_weeks=self.threshold)
        n_known, n_long = int((weights > 0).sum()), int(long.sum())
        if min(n_long, n_known - n_long) < _LEAST_OF_EACH_TO_CALIBRATE:
            return replace(types, calibration=None)
        codes = bin_values(later.values, [field.bins for field in types.fields])
        return replace(types, calibration=calibrate(types, codes, long=long, weights=weights))

    def _split(self, n: int) -> Split:
        """A fifth of the rows to calibrate on, where there are enough to spare; none are grouped to evaluate."""
        order = np.random.default_rng(self.random_state).permutation(n)
        n_later = n // 5 if n >= _LEAST_TO_CALIBRATE else 0
        build, later = np.sort(order[n_later:]), np.sort(order[:n_later])
        nothing = np.zeros(0, np.int64)
        return Split(build, build, later, nothing, nothing, _NO_DAY, _NO_DAY)

    def _noise(self) -> Noise:
        if self.epsilon is None:
            return no_noise
        generator = np.random.default_rng(self.random_state)
        return lambda size, scale: generator.laplace(0.0, scale, size)


def _cases(values: pl.DataFrame, seen: FollowUp, *, missing_counts: bool) -> Cases:
    """Every row as a person of its own, in the order of the rows; both outcomes are the one there is."""
    rows = pl.Series([f"{row:012d}" for row in range(values.height)])
    return Cases(
        fields=tuple(Field(name, kind, is_absence_told=missing_counts) for name, kind in kinds_of(values).items()),
        values=values,
        people=rows,
        keys=rows,
        registered_on=pl.repeat(_NO_DAY, values.height, eager=True),
        weeks=np.stack([seen.duration, seen.duration]),
        ended=np.stack([seen.ended, seen.ended]),
    )
