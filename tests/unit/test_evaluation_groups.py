"""Groups and simpler ways: right figures, differences from the same draws, small groups withheld."""

import numpy as np
import polars as pl
import pytest
from sklearn.metrics import roc_auc_score

from lighed.evaluation import EvaluationCases, evaluate, fit_baselines
from tests.evaluation_cases import band_of, made_up_cases


def _two_and_a_few(random, z):
    labels = np.where(random.random(len(z)) < 0.6, "female", "male").astype(object)
    labels[:60] = None
    return {"sex": labels}


@pytest.mark.requirement("C11", part="before use", shows="works")
@pytest.mark.requirement("R-MOD-05", part="errors and calibration per group with intervals", shows="works")
def test_a_group_has_the_figures_of_its_own_cases():
    cases = made_up_cases(n=5000, groups=_two_and_a_few)
    found = evaluate(cases, n_draws=50)
    female = next(result for result in found.groups["sex"] if result.label == "female")
    here = (cases.groups["sex"] == "female") & cases.is_known & cases.is_assessed
    y, p, w = cases.long[here], cases.estimate[here], cases.weights[here]
    assert female.accuracy.auc.value == pytest.approx(roc_auc_score(y, p, sample_weight=w), abs=1e-12)
    is_low, is_high = cases.band[here] == "low", cases.band[here] == "high"
    assert female.accuracy.missed_long.value == pytest.approx(np.average(is_low[y == 1], weights=w[y == 1]))
    assert female.accuracy.wrongly_flagged.value == pytest.approx(np.average(is_high[y == 0], weights=w[y == 0]))
    assert female.n_people % 5 == 0
    assert abs(female.n_people - here.sum()) <= 2


@pytest.mark.requirement("R-MOD-05", part="small groups are withheld", shows="works")
def test_small_groups_are_withheld_and_missing_is_a_group():
    found = evaluate(made_up_cases(n=5000, groups=_two_and_a_few), n_draws=20, min_people=100)
    by_label = {result.label: result for result in found.groups["sex"]}
    assert set(by_label) == {"female", "male", "missing"}
    assert by_label["missing"].accuracy is None
    assert by_label["missing"].n_people is None
    assert by_label["female"].is_reference
    assert by_label["female"].difference is None
    assert by_label["male"].difference is not None


@pytest.mark.requirement("R-MOD-05", part="small groups are withheld", shows="refuses")
def test_people_not_cases_decide_whether_a_group_is_shown():
    few = made_up_cases(n=60, copies=4, share_abstained=0, share_unknown=0)
    cases = EvaluationCases(
        **{name: getattr(few, name) for name in ("long", "weights", "estimate", "low", "high", "band", "people")},
        groups={"sex": np.array(["male"] * 240, dtype=object)},
    )
    assert len(cases) == 240
    assert evaluate(cases, n_draws=10, min_people=100).groups["sex"][0].accuracy is None
    assert evaluate(cases, n_draws=10, min_people=60).groups["sex"][0].accuracy is not None


@pytest.mark.requirement("C11", part="before use", shows="works")
@pytest.mark.requirement("R-MOD-05", part="errors and calibration per group with intervals", shows="works")
def test_a_difference_is_the_difference_of_the_figures_and_sees_unequal_levels():
    cases = made_up_cases(n=8000, groups=_two_and_a_few)
    men = cases.groups["sex"] == "male"
    random = np.random.default_rng(3)
    cases.long[men & (random.random(len(cases)) < 0.15)] = 1  # men's courses are longer than estimated
    found = {result.label: result for result in evaluate(cases, n_draws=200).groups["sex"]}
    male, female = found["male"], found["female"]
    assert male.difference.in_the_large.value == pytest.approx(
        male.accuracy.in_the_large.value - female.accuracy.in_the_large.value
    )
    assert male.difference.in_the_large.low > 0.03
    assert male.accuracy.observed_over_predicted.excludes(1)
    assert not female.accuracy.observed_over_predicted.excludes(1)


@pytest.mark.requirement("R-MOD-01", part="against simpler ways", shows="works")
def test_a_gain_over_a_simpler_way_is_paired():
    def copies_and_noise(random, z):
        return {
            "same": np.full(len(z), 0.38),
            "noisy": np.clip(1 / (1 + np.exp(-z)) + random.normal(0, 0.1, len(z)), 0, 1),
        }

    cases = made_up_cases(n=6000, baselines=copies_and_noise)
    found = evaluate(cases, n_draws=200)
    same, noisy = found.baselines["same"], found.baselines["noisy"]
    assert same.auc.value == pytest.approx(0.5)
    assert same.auc_gain.value == pytest.approx(found.accuracy.auc.value - 0.5)
    assert noisy.brier_gain.low > 0
    # both are scored on the same draws, so the gain is known far better than either figure
    assert (noisy.auc_gain.high - noisy.auc_gain.low) < 0.6 * (noisy.auc.high - noisy.auc.low)


def test_baselines_learn_from_mixed_columns_with_missing_values():
    random = np.random.default_rng(1)
    n = 6000
    age = random.integers(18, 66, n).astype(float)
    trade = random.choice(np.array(["a", "b", "c", None], dtype=object), n)
    long = (random.random(n) < np.where(age > 50, 0.6, 0.25) + 0.15 * (trade == "b")).astype(float)
    values = {"age": np.where(random.random(n) < 0.1, np.nan, age), "trade": trade, "none": np.full(n, np.nan)}
    weights = random.uniform(0, 1, n).round()
    learned = fit_baselines(values, long=long, weights=weights)
    shares = learned.predict(values)
    assert shares["base_rate"][0] == pytest.approx(np.average(long, weights=weights))
    assert roc_auc_score(long, shares["base_rate"]) == 0.5
    assert roc_auc_score(long, shares["age_only"]) > 0.6
    assert roc_auc_score(long, shares["depth_6_tree"]) > roc_auc_score(long, shares["age_only"]) + 0.01
    unseen = {"age": np.array([np.nan, 40.0]), "trade": np.array(["never met", None], dtype=object), "none": [1, 2]}
    for share in learned.predict(unseen).values():
        assert ((share > 0) & (share < 1)).all()


@pytest.mark.requirement("R-MOD-02", shows="refuses")
def test_baselines_leave_unknown_outcomes_out():
    random = np.random.default_rng(2)
    age, long = random.uniform(18, 66, 2000), (random.random(2000) < 0.4).astype(float)
    weights = (random.random(2000) < 0.7).astype(float)
    other = np.where(weights == 0, 1 - long, long)
    first = fit_baselines({"age": age}, long=long, weights=weights).predict({"age": age})
    second = fit_baselines({"age": age}, long=other, weights=weights).predict({"age": age})
    for name, share in first.items():
        assert share == pytest.approx(second[name], abs=0)


def test_baselines_take_the_columns_of_a_frame_as_they_are():
    frame = pl.DataFrame({"age": [20.0, None, 40.0, 60.0] * 50, "sex": ["female", None, "male", "male"] * 50})
    values = {name: frame[name].to_numpy() for name in frame.columns}
    shares = fit_baselines(values, long=np.tile([0.0, 1, 0, 1], 50), weights=np.ones(200)).predict(values)
    assert shares["depth_6_tree"].shape == (200,)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("long", np.array([0.0, 2.0]), "long: 0 or 1"),
        ("weights", np.array([1.0, -1.0]), "weights: finite numbers of 0 or more"),
        ("weights", np.zeros(2), "weights: at least one case"),
        ("estimate", np.array([0.2, 1.2]), "estimate: shares in"),
        ("high", np.array([0.2]), r"high: the shape must be \(2,\)"),
        ("band", np.array(["low", "worst"], dtype=object), "band: 1 other code"),
        ("band", np.array(["low", ""], dtype=object), "band: a band where there is an estimate"),
        ("periods", np.array([20.0, 10.0]), "periods: increasing"),
        ("baselines", {"age_only": np.array([0.1, np.nan])}, r"baselines\[age_only\]: shares in"),
    ],
)
def test_wrong_input_names_the_field_and_what_is_allowed(field, value, says):
    estimate = np.array([0.2, 0.6])
    given = {
        "long": np.array([0.0, 1.0]),
        "weights": np.ones(2),
        "estimate": estimate,
        "low": estimate,
        "high": estimate,
        "band": band_of(estimate),
    }
    with pytest.raises(ValueError, match=says):
        EvaluationCases(**(given | {field: value}))
