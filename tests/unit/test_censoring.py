import numpy as np
import pytest

from lighed.anonymisation import censoring_weights


def test_without_censoring_everyone_weighs_one():
    long, weights = censoring_weights(np.array([5.0, 30.0]), np.array([True, True]), threshold_weeks=26)
    assert long.tolist() == [0, 1]
    assert weights.tolist() == [1, 1]


@pytest.mark.requirement("R-MOD-02", shows="works")
def test_a_course_that_still_runs_before_the_threshold_is_unknown_not_short():
    long, weights = censoring_weights(np.array([10.0, 20.0, 30.0]), np.array([False, True, False]), threshold_weeks=26)
    assert weights[0] == 0
    # One of three was lost at 10 weeks: the two that are left stand for three.
    assert weights[1:].tolist() == pytest.approx([1.5, 1.5])
    assert long[2] == 1


def test_at_ties_courses_end_before_others_are_lost():
    _, weights = censoring_weights(np.array([10.0, 10.0, 40.0]), np.array([True, False, True]), threshold_weeks=26)
    assert weights.tolist() == pytest.approx([1.0, 0.0, 2.0])


def test_the_weighted_share_is_that_of_the_courses_had_all_been_followed():
    rng = np.random.default_rng(0)
    true = rng.exponential(30, 40_000)
    seen = rng.uniform(0, 80, 40_000)
    long, weights = censoring_weights(np.minimum(true, seen), true <= seen, threshold_weeks=26)
    assert np.average(long, weights=weights) == pytest.approx((true > 26).mean(), abs=0.015)
    # Leaving the censored ones out would say something else.
    known = weights > 0
    assert abs(long[known].mean() - (true > 26).mean()) > 0.05
