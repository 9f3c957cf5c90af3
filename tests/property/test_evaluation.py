"""What must hold for every evaluation: order and scale change nothing, figures stay where figures can be."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lighed.evaluation import EvaluationCases, evaluate
from tests.evaluation_cases import made_up_cases


def _labels(random, z):
    return {"sex": random.choice(np.array(["female", "male", None], dtype=object), len(z))}


def _baselines(random, z):
    return {"noise": random.random(len(z)).round(1)}


def _cases(seed: int, n: int, decimals: int | None = 2) -> EvaluationCases:
    return made_up_cases(n=n, seed=seed, decimals=decimals, groups=_labels, baselines=_baselines)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), n=st.integers(40, 400))
def test_the_order_of_the_cases_changes_nothing(seed, n):
    cases = _cases(seed, n)
    order = np.random.default_rng(seed).permutation(n)
    shuffled = EvaluationCases(
        **{name: getattr(cases, name)[order] for name in ("long", "weights", "estimate", "low", "high", "band")},
        groups={name: labels[order] for name, labels in cases.groups.items()},
        baselines={name: share[order] for name, share in cases.baselines.items()},
    )
    assert evaluate(shuffled, n_draws=20) == evaluate(cases, n_draws=20)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), power=st.integers(-8, 8))
def test_the_scale_of_the_weights_changes_nothing(seed, power):
    cases = _cases(seed, 200)
    # a power of two, so that no rounding hides behind the scale
    scaled = replace(cases, weights=cases.weights * 2.0**power)
    assert evaluate(scaled, n_draws=10).accuracy == evaluate(cases, n_draws=10).accuracy


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), n=st.integers(30, 300))
def test_every_share_lies_between_0_and_1_and_in_its_interval_range(seed, n):
    found = evaluate(_cases(seed, n), n_draws=20, min_people=1)
    figures = [found.accuracy.auc, found.accuracy.brier, found.long_share, found.abstained]
    figures += [cut.missed for cut in found.cut_offs] + [cut.wrongly_flagged for cut in found.cut_offs]
    figures += [result.accuracy.auc for result in found.groups["sex"] if result.accuracy]
    for figure in figures:
        for number in (figure.value, figure.low, figure.high):
            assert number is None or -1e-12 <= number <= 1 + 1e-12
        assert figure.low is None or figure.low <= figure.high


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_turning_every_estimate_around_turns_the_ranking_around(seed):
    cases = _cases(seed, 150, decimals=None)
    turned = replace(cases, estimate=1 - cases.estimate)
    ahead, behind = (evaluate(given_, n_draws=1).accuracy.auc.value for given_ in (cases, turned))
    assert ahead is not None
    assert behind is not None
    assert abs(ahead + behind - 1) < 1e-9
