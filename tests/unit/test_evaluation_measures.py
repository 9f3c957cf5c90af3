"""Every measure of an evaluation agrees with a known implementation, or with a case worked out by hand."""

import time

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score

from lighed.evaluation import Durations, EvaluationCases, evaluate
from tests.evaluation_cases import BANDS, band_of, made_up_cases


def test_agrees_with_scikit_learn_with_weights_and_ties():
    cases = made_up_cases(n=3000, decimals=2)
    assert len(np.unique(cases.estimate)) < 120  # many equal estimates
    found = evaluate(cases, n_draws=20).accuracy
    known = cases.is_known & cases.is_assessed
    y, p, w = cases.long[known], cases.estimate[known], cases.weights[known]
    assert found.auc.value == pytest.approx(roc_auc_score(y, p, sample_weight=w), abs=1e-12)
    assert found.average_precision.value == pytest.approx(average_precision_score(y, p, sample_weight=w), abs=1e-12)
    assert found.brier.value == pytest.approx(brier_score_loss(y, p, sample_weight=w), abs=1e-12)
    assert found.log_loss.value == pytest.approx(log_loss(y, np.clip(p, 1e-6, 1 - 1e-6), sample_weight=w), abs=1e-12)
    assert found.observed.value == pytest.approx(np.average(y, weights=w))
    assert found.predicted.value == pytest.approx(np.average(p, weights=w))


def test_slope_and_intercept_agree_with_an_unpenalised_logistic_regression():
    cases = made_up_cases(n=3000, spread=1.7)
    known = cases.is_known & cases.is_assessed
    p = np.clip(cases.estimate[known], 1e-6, 1 - 1e-6)
    fit = LogisticRegression(C=1e12, tol=1e-12, max_iter=1000).fit(
        np.log(p / (1 - p))[:, None], cases.long[known], sample_weight=cases.weights[known]
    )
    found = evaluate(cases, n_draws=20).accuracy
    assert found.calibration_slope.value == pytest.approx(fit.coef_[0, 0], abs=1e-5)
    assert found.calibration_intercept.value == pytest.approx(fit.intercept_[0], abs=1e-5)
    assert found.calibration_slope.value < 0.75  # log-odds were spread 1.7 times too far


def test_a_calibrated_version_has_slope_one_and_intercept_zero_within_its_interval():
    found = evaluate(made_up_cases(n=20_000), n_draws=100).accuracy
    assert found.calibration_slope.value == pytest.approx(1, abs=0.06)
    assert not found.calibration_slope.excludes(1)
    assert found.calibration_intercept.value == pytest.approx(0, abs=0.06)
    assert not found.in_the_large.excludes(0)
    assert not found.observed_over_predicted.excludes(1)


def test_an_interval_is_about_two_standard_errors_each_way():
    cases = made_up_cases(n=4000, share_unknown=0)
    figure = evaluate(cases, n_draws=500).accuracy.observed
    se = np.sqrt(figure.value * (1 - figure.value) / cases.is_assessed.sum())
    assert figure.high - figure.low == pytest.approx(2 * 1.96 * se, rel=0.2)
    assert figure.low < figure.value < figure.high


def test_several_cases_of_one_person_widen_the_intervals():
    cases = made_up_cases(n=1500, share_unknown=0)
    four_times = made_up_cases(n=1500, share_unknown=0, copies=4)
    alone = evaluate(cases, n_draws=300).accuracy.auc
    together = evaluate(four_times, n_draws=300).accuracy.auc
    assert together.value == pytest.approx(alone.value)
    # the same people, four times each, tell no more than once
    assert together.high - together.low == pytest.approx(alone.high - alone.low, rel=0.25)


@pytest.mark.requirement("R-MOD-02", shows="works")
def test_unknown_outcomes_count_as_neither_short_nor_long():
    cases = made_up_cases(n=2000, share_unknown=0.3)
    flipped = made_up_cases(n=2000, share_unknown=0.3)
    flipped.long[~flipped.is_known] = 1 - flipped.long[~flipped.is_known]
    assert evaluate(cases, n_draws=20).accuracy == evaluate(flipped, n_draws=20).accuracy


def test_bands_tenths_and_cut_offs_worked_out_by_hand():
    long = np.array([0, 0, 0, 1, 0, 1, 1, 1, 0, 1], dtype=float)
    estimate = np.array([0.1, 0.1, 0.2, 0.2, 0.4, 0.4, 0.5, 0.6, 0.7, 0.9])
    found = evaluate(
        EvaluationCases(
            long=long,
            weights=np.ones(10),
            estimate=estimate,
            low=estimate - 0.1,
            high=estimate + 0.1,
            band=band_of(estimate),
        ),
        n_draws=10,
        min_people=1,
    )
    low, medium, high = found.bands
    assert [band.name for band in found.bands] == list(BANDS)
    assert (low.observed.value, medium.observed.value, high.observed.value) == pytest.approx((0.25, 2 / 3, 2 / 3))
    assert low.predicted.value == pytest.approx(0.15)
    assert low.is_covered
    assert not medium.is_covered  # 67 of 100 became long; the intervals said 33 to 53
    at_medium, at_high = found.cut_offs
    assert at_medium.flagged.value == pytest.approx(0.6)
    assert at_medium.missed.value == pytest.approx(1 / 5)
    assert at_medium.wrongly_flagged.value == pytest.approx(2 / 5)
    assert at_high.right_when_flagged.value == pytest.approx(2 / 3)
    assert len(found.reliability) == 7  # equal estimates stay in one tenth, and there are seven


def test_abstaining_is_counted_and_left_out_of_accuracy():
    cases = made_up_cases(n=4000, share_abstained=0.25)
    found = evaluate(cases, n_draws=20)
    assert found.abstained.value == pytest.approx(np.isnan(cases.estimate).mean())
    known = cases.is_known & cases.is_assessed
    assert found.accuracy.auc.value == pytest.approx(
        roc_auc_score(cases.long[known], cases.estimate[known], sample_weight=cases.weights[known])
    )
    out = cases.is_known & ~cases.is_assessed
    assert found.abstained_long_share.value == pytest.approx(np.average(cases.long[out], weights=cases.weights[out]))


def test_one_outcome_only_gives_no_figure_instead_of_a_wrong_one():
    cases = made_up_cases(n=500)
    cases.long[:] = 1
    found = evaluate(cases, n_draws=10).accuracy
    assert found.auc.value is None
    assert found.calibration_slope.value is None
    assert found.brier.value is not None


def test_integrated_brier_score_worked_out_by_hand():
    # weeks 5 and 15 ended, week 25 ended; periods 10 and 20; the estimate is sure and right for all
    weeks, ended = np.array([5.0, 15.0, 25.0]), np.ones(3)
    right = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]])
    found = _durations(weeks, ended, right, periods=[10, 20])
    assert found.score.value == pytest.approx(0)
    # base (Kaplan-Meier): 2/3 beyond week 10, 1/3 beyond week 20; squared errors (4+1+1)/9/3 and (1+1+4)/9/3 = 2/9 each
    assert found.base_score.value == pytest.approx((0.5 * 10 * 2 / 9 + 10 * 2 / 9) / 20)
    assert found.gain.value == pytest.approx(found.base_score.value)
    assert found.until_weeks == 20


def test_censoring_weights_bring_back_the_score_without_censoring():
    random = np.random.default_rng(4)
    n, periods = 30_000, [8, 13, 19, 26, 39]
    scale = np.exp(random.normal(3, 0.5, n))
    weeks = random.exponential(scale)
    curves = np.exp(-np.array(periods)[None, :] / scale[:, None])
    whole = _durations(weeks, np.ones(n), curves, periods=periods)
    seen = random.uniform(0, 80, n)
    part = _durations(np.minimum(weeks, seen), (weeks <= seen).astype(float), curves, periods=periods)
    assert part.score.value == pytest.approx(whole.score.value, abs=0.003)
    assert part.base_score.value == pytest.approx(whole.base_score.value, abs=0.003)
    assert not part.gain.excludes(whole.gain.value)
    assert part.gain.value > 0.01


def test_a_base_curve_from_the_training_period_is_used_where_there_is_one():
    weeks = np.array([5.0, 15.0, 25.0])
    curves = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]])
    given = Durations(weeks=weeks, ended=np.ones(3), still_running=curves, base_still_running=np.array([0.5, 0.5]))
    found = _evaluated(given, periods=[10, 20])
    assert not found.is_base_own
    assert found.base_score.value == pytest.approx((0.5 * 10 * 0.25 + 10 * 0.25) / 20)
    assert _durations(weeks, np.ones(3), curves, periods=[10, 20]).is_base_own


@pytest.mark.slow
def test_twenty_thousand_cases_with_five_groupings_take_seconds():
    def groupings(random, z):
        return {name: random.choice(np.array(["a", "b", "c", "d"], dtype=object), len(z)) for name in "vwxyz"}

    cases = made_up_cases(n=20_000, groups=groupings, baselines=lambda random, z: {"noise": random.random(len(z))})
    started = time.process_time()
    assert evaluate(cases, n_draws=500).n_draws == 500
    assert time.process_time() - started < 20


def test_periods_that_nobody_can_be_followed_to_are_not_scored():
    random = np.random.default_rng(5)
    weeks = random.uniform(1, 30, 400)
    found = _durations(weeks, (weeks < 25).astype(float), np.full((400, 3), 0.5), periods=[10, 20, 40])
    assert found.until_weeks == 20


def _durations(weeks, ended, curves, *, periods):
    return _evaluated(Durations(weeks=weeks, ended=ended, still_running=curves), periods=periods)


def _evaluated(given, *, periods):
    n = len(given.weeks)
    long = (np.arange(n) % 2).astype(float)
    estimate = np.full(n, 0.5)
    cases = EvaluationCases(
        long=long,
        weights=np.ones(n),
        estimate=estimate,
        low=estimate,
        high=estimate,
        band=band_of(estimate),
        durations={"contact_course": given},
        periods=np.array(periods, dtype=float),
    )
    return evaluate(cases, n_draws=20).durations["contact_course"]
