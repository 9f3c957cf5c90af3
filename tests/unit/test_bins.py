import numpy as np
import polars as pl
import pytest

from lighed.anonymisation import CategoryBins, Field, NumberBins
from lighed.anonymisation.bins import bin_values, fit_bins


def fit(column, field, *, bin_min=50, long=None):
    n = len(column)
    long = np.zeros(n) if long is None else long
    (bins,) = fit_bins(pl.DataFrame({field.code: column}), [field], long=long, weights=np.ones(n), bin_min=bin_min)
    return bins


def test_every_interval_holds_enough_people():
    rng = np.random.default_rng(1)
    x = rng.exponential(20, 2000).round()
    bins = fit(pl.Series(x), Field("weeks", "number", 1.0), long=(x > 30).astype(float))
    assert np.bincount(bins.transform(pl.Series(x)))[1:].min() >= 50
    assert len(bins.edges) > 5


def test_an_edge_lies_where_the_outcome_jumps():
    ages = np.tile(np.arange(18, 66), 60).astype(float)
    bins = fit(pl.Series(ages), Field("age", "number", 1.0), long=(ages >= 60).astype(float))
    assert 59.0 in bins.edges


def test_edges_are_whole_units_so_that_they_give_away_no_single_value():
    rng = np.random.default_rng(2)
    bins = fit(pl.Series(rng.uniform(0, 100, 3000)), Field("share", "number", 1.0))
    assert bins.edges
    assert all(edge == round(edge) for edge in bins.edges)


def test_a_level_that_few_people_share_becomes_other():
    column = pl.Series(["a"] * 200 + ["b"] * 60 + ["c"] * 49 + [None] * 5)
    bins = fit(column, Field("trade", "category"))
    assert bins.levels == ("a", "b")
    assert bins.transform(pl.Series(["a", "b", "c", "never seen", None])).tolist() == [2, 3, 1, 1, 0]


@pytest.mark.parametrize("value", [None, float("nan"), "text", 3, 7.5, 1e300, -1e300])
def test_one_person_gets_the_same_bin_as_a_column(value):
    bins = NumberBins("x", (3.0, 7.0))
    column = pl.Series([value if isinstance(value, (int, float)) else None], dtype=pl.Float64)
    assert bins.bin_of(value) == bins.transform(column)[0]


@pytest.mark.parametrize("value", [None, "a", "z", ""])
def test_one_person_gets_the_same_level_as_a_column(value):
    bins = CategoryBins("x", ("b", "a"))
    assert bins.bin_of(value) == bins.transform(pl.Series([value], dtype=pl.String))[0]


def test_a_column_with_too_few_values_has_one_interval():
    assert fit(pl.Series([1.0] * 30 + [None] * 100), Field("x", "number")).edges == ()


def test_values_become_codes_column_by_column():
    frame = pl.DataFrame({"n": [1.0, 5.0, None], "c": ["a", None, "x"]})
    codes = bin_values(frame, [NumberBins("n", (3.0,)), CategoryBins("c", ("a",))])
    assert codes.tolist() == [[1, 2], [2, 0], [0, 1]]
