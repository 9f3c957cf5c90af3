"""Evaluation cases -> an evaluation: accuracy, bands, groups, durations and simpler ways, with intervals."""

from __future__ import annotations

import numpy as np

from lighed.evaluation.cases import BANDS, EvaluationCases, FloatArray
from lighed.evaluation.durations import DurationScores, score_durations
from lighed.evaluation.measures import Distributions, Key, measured
from lighed.evaluation.results import (
    Accuracy,
    BaselineResult,
    Bin,
    CutOffErrors,
    DurationResult,
    Evaluation,
    Figure,
    GroupAccuracy,
    GroupResult,
)
from lighed.evaluation.slices import (
    CUT_OFFS,
    N_TENTHS,
    BoolArray,
    baseline_slices,
    cut_off_slice,
    duration_slice,
    group_slices,
    in_band,
    n_people_in,
    shares_slice,
    tenths_of,
    whole_slices,
)

COUNT_STEP = 5
"""Counts of cases and people are rounded to this, so that nobody can be found by subtraction."""


def evaluate(cases: EvaluationCases, *, n_draws: int = 500, seed: int = 0, min_people: int = 100) -> Evaluation:
    """Say whether the estimates were right, and whether they were so for everyone.

    Parameters
    ----------
    n_draws : how many times the cases are drawn again for the intervals (percentiles 2.5 and 97.5 of the draws; the
        censoring weights are held fixed).
    seed : of the draws; the same cases in any order and the same seed give the same figures.
    min_people : groups, bands and tenths with fewer people with a known outcome get no figures.

    Returns
    -------
    Evaluation
        Weighted by ``cases.weights`` wherever an outcome is used, so that cases still running count as what they are:
        unknown, neither long nor short.
    """
    cases = cases.in_order()
    tenths = tenths_of(cases)
    durations = {name: score_durations(given, cases.periods) for name, given in sorted(cases.durations.items())}
    slices = [
        *whole_slices(cases),
        *(shares_slice(cases, ("tenth", str(tenth)), tenths == tenth) for tenth in range(N_TENTHS)),
        *(shares_slice(cases, ("band", band), in_band(cases, band)) for band in BANDS),
        *(cut_off_slice(cases, band) for band in CUT_OFFS),
        *group_slices(cases),
        *baseline_slices(cases),
        *(duration_slice(name, scores) for name, scores in durations.items() if scores is not None),
    ]
    found = _Found(measured(slices, n=len(cases), people=cases.people, n_draws=n_draws, seed=seed))
    usable = cases.is_known & cases.is_assessed
    return Evaluation(
        n_cases=_rounded(len(cases)),
        n_known=_rounded(int(cases.is_known.sum())),
        n_people=_rounded(n_people_in(cases, np.ones(len(cases), dtype=bool))),
        long_share=found(("all",), "observed"),
        abstained=found(("everyone",), "abstained"),
        abstained_long_share=_if_enough(cases, ~cases.is_assessed, found(("abstained",), "observed"), min_people),
        accuracy=_accuracy(found),
        reliability=tuple(
            _bin(cases, found, ("tenth", str(tenth)), tenths == tenth, min_people)
            for tenth in range(N_TENTHS)
            if (usable & (tenths == tenth)).any()
        ),
        bands=tuple(_bin(cases, found, ("band", band), in_band(cases, band), min_people) for band in BANDS),
        cut_offs=tuple(_cut_off_errors(found, band) for band in CUT_OFFS),
        groups={name: _group_results(cases, found, name, min_people) for name in sorted(cases.groups)},
        baselines={name: _baseline_result(found, name) for name in cases.baselines},
        durations={
            name: _duration_result(found, name, scores) for name, scores in durations.items() if scores is not None
        },
        n_draws=n_draws,
        seed=seed,
        min_people=min_people,
    )


class _Found:
    """The distributions of all measures, read as figures."""

    def __init__(self, distributions: Distributions) -> None:
        self._distributions = distributions

    def __call__(self, key: Key, name: str, *, minus: Key | None = None) -> Figure:
        """The measure's figure, or the figure of its difference from the same measure of `minus`."""
        values = self._distributions[(*key, name)]
        return _figure(values if minus is None else values - self._distributions[(*minus, name)])

    def ratio(self, key: Key, above: str, below: str, *, minus: Key | None = None) -> Figure:
        values = self._ratio(key, above, below)
        return _figure(values if minus is None else values - self._ratio(minus, above, below))

    def distance(self, key: Key, name: str, other: str, *, minus: Key | None = None) -> Figure:
        values = self._distance(key, name, other)
        return _figure(values if minus is None else values - self._distance(minus, name, other))

    def _ratio(self, key: Key, above: str, below: str) -> FloatArray:
        numerator, denominator = self._distributions[(*key, above)], self._distributions[(*key, below)]
        return np.divide(numerator, denominator, out=np.full_like(numerator, np.nan), where=denominator > 0)

    def _distance(self, key: Key, name: str, other: str) -> FloatArray:
        return np.asarray(self._distributions[(*key, name)] - self._distributions[(*key, other)], dtype=np.float64)


def _figure(distribution: FloatArray) -> Figure:
    value, draws = float(distribution[0]), distribution[1:]
    draws = draws[~np.isnan(draws)]
    if np.isnan(value):
        return Figure(None, None, None)
    if not len(draws):
        return Figure(value, None, None)
    low, high = np.quantile(draws, [0.025, 0.975])
    return Figure(value, float(low), float(high))


def _accuracy(found: _Found) -> Accuracy:
    key = ("version",)
    return Accuracy(
        auc=found(key, "auc"),
        average_precision=found(key, "average_precision"),
        brier=found(key, "brier"),
        log_loss=found(key, "log_loss"),
        calibration_intercept=found(key, "intercept"),
        calibration_slope=found(key, "slope"),
        predicted=found(key, "predicted"),
        observed=found(key, "observed"),
        in_the_large=found.distance(key, "observed", "predicted"),
        observed_over_predicted=found.ratio(key, "observed", "predicted"),
    )


def _bin(cases: EvaluationCases, found: _Found, key: Key, part: BoolArray, min_people: int) -> Bin:
    usable = part & cases.is_known & cases.is_assessed
    nothing = Figure(None, None, None)
    if n_people_in(cases, usable) < min_people:
        return Bin(key[-1], _rounded(int(usable.sum())), nothing, nothing, nothing, nothing, None)
    observed = found(key, "observed")
    low, high = found(key, "estimated_low"), found(key, "estimated_high")
    return Bin(
        name=key[-1],
        n_cases=_rounded(int(usable.sum())),
        predicted=found(key, "predicted"),
        observed=observed,
        estimated_low=low,
        estimated_high=high,
        is_covered=_lies_between(observed.value, low.value, high.value),
    )


def _cut_off_errors(found: _Found, band: str) -> CutOffErrors:
    key = ("cut_off", band)
    return CutOffErrors(
        name=band,
        flagged=found(key, "flagged"),
        missed=found(key, "missed"),
        wrongly_flagged=found(key, "wrongly_flagged"),
        right_when_flagged=found(key, "right_when_flagged"),
    )


def _group_results(cases: EvaluationCases, found: _Found, name: str, min_people: int) -> tuple[GroupResult, ...]:
    labels = cases.groups[name]
    usable = cases.is_known & cases.is_assessed
    people = {label: n_people_in(cases, usable & (labels == label)) for label in sorted(set(labels))}
    shown = [label for label, n in people.items() if n >= min_people]
    reference = max(shown, key=lambda label: people[label], default=None)
    results = []
    for label, n in people.items():
        if label not in shown:
            results.append(GroupResult(label, None, None, is_reference=False, difference=None))
            continue
        is_reference = label == reference
        difference = None if is_reference else _group_accuracy(found, name, label, minus=reference)
        results.append(GroupResult(label, _rounded(n), _group_accuracy(found, name, label), is_reference, difference))
    return tuple(results)


def _group_accuracy(found: _Found, name: str, label: str, *, minus: str | None = None) -> GroupAccuracy:
    key: Key = ("group", name, label)
    other: Key | None = None if minus is None else ("group", name, minus)
    return GroupAccuracy(
        auc=found(key, "auc", minus=other),
        brier=found(key, "brier", minus=other),
        observed=found(key, "observed", minus=other),
        predicted=found(key, "predicted", minus=other),
        in_the_large=found.distance(key, "observed", "predicted", minus=other),
        observed_over_predicted=found.ratio(key, "observed", "predicted", minus=other),
        missed_long=found(key, "missed_long", minus=other),
        wrongly_flagged=found(key, "wrongly_flagged", minus=other),
        wrongly_flagged_expected=found(key, "wrongly_flagged_expected", minus=other),
        abstained=found(
            ("group_all", name, label), "abstained", minus=None if minus is None else ("group_all", name, minus)
        ),
    )


def _baseline_result(found: _Found, name: str) -> BaselineResult:
    key, version = ("baseline", name), ("version",)
    return BaselineResult(
        auc=found(key, "auc"),
        brier=found(key, "brier"),
        log_loss=found(key, "log_loss"),
        auc_gain=found(version, "auc", minus=key),
        brier_gain=found(key, "brier", minus=version),
        log_loss_gain=found(key, "log_loss", minus=version),
    )


def _duration_result(found: _Found, name: str, scores: DurationScores) -> DurationResult:
    key = ("duration", name)
    return DurationResult(
        n_cases=_rounded(int(scores.is_used.sum())),
        until_weeks=scores.until_weeks,
        score=found(key, "score"),
        base_score=found(key, "base"),
        gain=found.distance(key, "base", "score"),
        is_base_own=scores.is_base_own,
    )


def _if_enough(cases: EvaluationCases, part: BoolArray, figure: Figure, min_people: int) -> Figure:
    enough = n_people_in(cases, part & cases.is_known) >= min_people
    return figure if enough else Figure(None, None, None)


def _rounded(count: int) -> int:
    return COUNT_STEP * round(count / COUNT_STEP)


def _lies_between(value: float | None, low: float | None, high: float | None) -> bool | None:
    return None if value is None or low is None or high is None else low <= value <= high
