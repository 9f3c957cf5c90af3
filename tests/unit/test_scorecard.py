import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from lighed.anonymisation.bins import CategoryBins, NumberBins
from lighed.anonymisation.scorecard import fit_scorecard


@pytest.fixture(scope="module")
def drawn():
    rng = np.random.default_rng(3)
    codes = np.stack([rng.integers(1, 9, 12_000), rng.integers(2, 6, 12_000), rng.integers(2, 4, 12_000)], axis=1)
    true = 0.3 * (codes[:, 0] - 4.5) + np.where(codes[:, 1] == codes[:, 2], 0.9, -0.9)
    long = (rng.random(12_000) < 1 / (1 + np.exp(-true))).astype(float)
    bins = (NumberBins("n", tuple(range(7))), CategoryBins("a", tuple("abcd")), CategoryBins("b", tuple("ab")))
    return codes.astype(np.uint8), bins, long, true


def test_the_points_find_a_straight_effect(drawn):
    codes, bins, long, _ = drawn
    card = fit_scorecard(codes, bins, long=long, weights=np.ones(len(long)))
    assert np.diff(card.points[0][1:]) == pytest.approx(0.3, abs=0.17)


def test_a_pair_that_has_no_effect_on_its_own_is_found(drawn):
    codes, bins, long, true = drawn
    card = fit_scorecard(codes, bins, long=long, weights=np.ones(len(long)))
    assert (card.pairs[0].a, card.pairs[0].b) == (1, 2)
    alone = fit_scorecard(codes, bins, long=long, weights=np.ones(len(long)), max_pairs=0)
    gained = roc_auc_score(long, card.score(codes)) - roc_auc_score(long, alone.score(codes))
    assert gained > 0.05
    assert roc_auc_score(long, card.score(codes)) > roc_auc_score(long, true) - 0.01


def test_the_score_is_calibrated_on_its_own_cases(drawn):
    codes, bins, long, _ = drawn
    card = fit_scorecard(codes, bins, long=long, weights=np.ones(len(long)))
    score = card.intercept + card.score(codes)
    assert (1 / (1 + np.exp(-score))).mean() == pytest.approx(long.mean(), abs=1e-6)
    slope = LogisticRegression(C=1e6).fit(score[:, None], long).coef_[0, 0]
    assert slope == pytest.approx(1, abs=0.08)


def test_that_something_is_missing_is_no_reason(drawn):
    """Even where whoever lacks a value has long courses, missing has no points, alone or in a pair."""
    codes, bins, long, _ = drawn
    codes, long = codes.copy(), long.copy()
    codes[:2000, 1] = 0
    long[:2000] = 1
    card = fit_scorecard(codes, bins, long=long, weights=np.ones(len(long)))
    assert card.points[1][0] == 0
    assert card.pairs
    for pair in card.pairs:
        assert (pair.of(codes)[(codes[:, pair.a] == 0) | (codes[:, pair.b] == 0)] == 0).all()


def test_every_table_is_centred_on_its_people(drawn):
    codes, bins, long, _ = drawn
    card = fit_scorecard(codes, bins, long=long, weights=np.ones(len(long)))
    assert card.field_points(codes).mean(axis=0) == pytest.approx(0, abs=1e-9)


def test_cases_of_unknown_outcome_change_nothing(drawn):
    codes, bins, long, _ = drawn
    weights = np.ones(len(long))
    weights[::3] = 0
    turned = np.where(weights > 0, long, 1 - long)
    first = fit_scorecard(codes, bins, long=long, weights=weights)
    second = fit_scorecard(codes, bins, long=turned, weights=weights)
    assert all((a == b).all() for a, b in zip(first.points, second.points, strict=True))
