"""Values and outcomes of the cases that a version was built from -> the simpler ways that it must be better than."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lighed.evaluation.cases import FloatArray

if TYPE_CHECKING:
    # scikit-learn is imported where it is used: it takes seconds to load, and the site learns no baselines.
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import OrdinalEncoder
    from sklearn.tree import DecisionTreeClassifier

Values = Mapping[str, ArrayLike]
"""Element code -> (n,) values: numbers with NaN where missing, or texts with None where missing."""

BASE_RATE, AGE_ONLY, DEPTH_6_TREE = "base_rate", "age_only", "depth_6_tree"


@dataclass(frozen=True, slots=True, eq=False)
class Baselines:
    """Simpler ways, learned from the same cases as the version."""

    base_rate: float
    age: str
    age_model: Pipeline
    tree: DecisionTreeClassifier
    columns: Mapping[str, OrdinalEncoder | None]
    """Element code -> how its texts become numbers; None where they are numbers."""

    def predict(self, values: Values) -> dict[str, FloatArray]:
        """``"base_rate"``, ``"age_only"`` and ``"depth_6_tree"`` -> (n,) shares that other cases get from them."""
        matrix = _matrix(values, self.columns)
        return {
            BASE_RATE: np.full(len(matrix), self.base_rate),
            AGE_ONLY: _share(self.age_model, _age(values, self.age)),
            DEPTH_6_TREE: _share(self.tree, matrix),
        }


def fit_baselines(
    values: Values, *, long: ArrayLike, weights: ArrayLike, age: str = "age", min_leaf: int = 50
) -> Baselines:
    """Learn the base rate, age alone (logistic regression on a cubic spline), and a tree of depth 6 on all elements.

    Parameters
    ----------
    values : element code -> (n,) values of the cases that the version was built from.
    long, weights : (n,) outcome and censoring weight; cases of weight 0 are left out.
    age : the code of the element that holds the age.
    min_leaf : cases in a leaf of the tree, at least.

    Raises
    ------
    ValueError
        Where the age is not among the values, or only one outcome is known.
    """
    from sklearn.tree import DecisionTreeClassifier

    if age not in values:
        raise ValueError(f"age: the element {age} is not among the values")
    weight = np.asarray(weights, dtype=np.float64)
    known = weight > 0
    outcome = np.asarray(long, dtype=np.float64)[known].astype(np.int64)
    if len(np.unique(outcome)) < 2:
        raise ValueError("long: both outcomes must be known for some cases")
    columns = {code: _encoder(column) for code, column in values.items()}
    tree = DecisionTreeClassifier(max_depth=6, min_samples_leaf=min_leaf, random_state=0)
    weight = weight[known]
    return Baselines(
        base_rate=float(np.average(outcome, weights=weight)),
        age=age,
        age_model=_fit_age(_age(values, age)[known], outcome, weight),
        tree=tree.fit(_matrix(values, columns)[known], outcome, sample_weight=weight),
        columns=columns,
    )


def _fit_age(age: FloatArray, outcome: NDArray[np.int64], weight: FloatArray) -> Pipeline:
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import SplineTransformer

    steps: list[Any] = [
        SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True),
        SplineTransformer(n_knots=5, knots="quantile", extrapolation="constant"),
        LogisticRegression(C=10.0, max_iter=1000),
    ]
    model: Pipeline = make_pipeline(*steps)
    model.fit(age, outcome, logisticregression__sample_weight=weight)
    return model


def _age(values: Values, age: str) -> FloatArray:
    return np.asarray(values[age], dtype=np.float64)[:, None]


def _encoder(column: ArrayLike) -> OrdinalEncoder | None:
    """Texts become numbers in alphabetical order; a text that was not met in learning counts as missing."""
    given = np.asarray(column)
    if given.dtype.kind in "fiub":
        return None
    from sklearn.preprocessing import OrdinalEncoder

    encoder: OrdinalEncoder = OrdinalEncoder(
        handle_unknown="use_encoded_value", unknown_value=np.nan, encoded_missing_value=np.nan
    )
    encoder.fit(_texts(given))
    return encoder


def _matrix(values: Values, columns: Mapping[str, OrdinalEncoder | None]) -> FloatArray:
    """(n, elements) numbers, NaN where missing: the tree learns on which side a missing value belongs."""
    return np.stack([_as_numbers(values[code], encoder) for code, encoder in columns.items()], axis=1)


def _as_numbers(column: ArrayLike, encoder: OrdinalEncoder | None) -> FloatArray:
    if encoder is None:
        return np.asarray(column, dtype=np.float64)
    return np.asarray(encoder.transform(_texts(column))[:, 0], dtype=np.float64)


def _texts(column: ArrayLike) -> NDArray[np.object_]:
    given = np.asarray(column, dtype=object)
    texts = np.empty((len(given), 1), dtype=object)
    texts[:, 0] = [None if value is None or value != value else str(value) for value in given]
    return texts


def _share(model: Any, matrix: FloatArray) -> FloatArray:
    """The share that a fitted model gives the outcome *long* (its second class)."""
    return np.asarray(model.predict_proba(matrix)[:, 1], dtype=np.float64)
