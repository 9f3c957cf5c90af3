"""Evaluation cases -> the slices to measure: everyone, tenths, bands, cut-offs, groups, durations, simpler ways."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lighed.evaluation.cases import BANDS, HIGH, LOW, MEDIUM, EvaluationCases, FloatArray
from lighed.evaluation.durations import DurationScores
from lighed.evaluation.measures import CLIP, Key, Scored, Slice

N_TENTHS = 10
CUT_OFFS = (MEDIUM, HIGH)

BoolArray = NDArray[np.bool_]


def whole_slices(cases: EvaluationCases) -> list[Slice]:
    everyone = np.arange(len(cases))
    abstains = (~cases.is_assessed).astype(float)
    return [
        Slice(("everyone",), everyone, {"abstained": (abstains, np.ones(len(cases)))}),
        shares_slice(cases, ("all",), cases.is_known, needs_estimate=False),
        shares_slice(cases, ("abstained",), ~cases.is_assessed, needs_estimate=False),
        _scored(cases, ("version",), cases.estimate, has_recalibration=True),
    ]


def _scored(
    cases: EvaluationCases,
    key: Key,
    score: FloatArray,
    *,
    part: BoolArray | None = None,
    has_recalibration: bool = False,
) -> Slice:
    """How well a score fits, on the cases (of a part) that the version gave an estimate for."""
    usable = cases.is_known & cases.is_assessed
    index = np.flatnonzero(usable if part is None else usable & part)
    long, weights, score = cases.long[index], cases.weights[index], score[index]
    kept = np.clip(score, CLIP, 1 - CLIP)
    loss = -np.where(long == 1, np.log(kept), np.log(1 - kept))
    is_low, is_high = in_band(cases, LOW)[index], in_band(cases, HIGH)[index]
    of_long, of_not_long = weights * long, weights * (1 - long)
    return Slice(
        key,
        index,
        {
            "brier": (weights * (long - score) ** 2, weights),
            "log_loss": (weights * loss, weights),
            "observed": (of_long, weights),
            "predicted": (weights * score, weights),
            "missed_long": (of_long * is_low, of_long),
            "wrongly_flagged": (of_not_long * is_high, of_not_long),
            "wrongly_flagged_expected": (weights * (1 - score) * is_high, weights * (1 - score)),
        },
        Scored(score, long, weights, has_recalibration=has_recalibration),
    )


def shares_slice(cases: EvaluationCases, key: Key, part: BoolArray, *, needs_estimate: bool = True) -> Slice:
    """Observed share of a part, and what had been estimated about it."""
    index = np.flatnonzero(part & cases.is_known & (cases.is_assessed | (not needs_estimate)))
    weights = cases.weights[index]
    shares = {"observed": (weights * cases.long[index], weights)}
    if needs_estimate:
        given = {"predicted": cases.estimate, "estimated_low": cases.low, "estimated_high": cases.high}
        shares.update({name: (weights * share[index], weights) for name, share in given.items()})
    return Slice(key, index, shares)


def cut_off_slice(cases: EvaluationCases, band: str) -> Slice:
    index = np.flatnonzero(cases.is_known & cases.is_assessed)
    long, weights = cases.long[index], cases.weights[index]
    upper = BANDS[BANDS.index(band) :]
    flagged = np.isin(cases.band[index].astype(str), upper).astype(float)
    return Slice(
        ("cut_off", band),
        index,
        {
            "flagged": (weights * flagged, weights),
            "missed": (weights * long * (1 - flagged), weights * long),
            "wrongly_flagged": (weights * (1 - long) * flagged, weights * (1 - long)),
            "right_when_flagged": (weights * long * flagged, weights * flagged),
        },
    )


def group_slices(cases: EvaluationCases) -> list[Slice]:
    slices: list[Slice] = []
    for name, labels in sorted(cases.groups.items()):
        for label in sorted(set(labels)):
            part = labels == label
            index = np.flatnonzero(part)
            abstains = (~cases.is_assessed[index]).astype(float)
            slices.append(_scored(cases, ("group", name, label), cases.estimate, part=part))
            slices.append(Slice(("group_all", name, label), index, {"abstained": (abstains, np.ones(len(index)))}))
    return slices


def baseline_slices(cases: EvaluationCases) -> list[Slice]:
    return [_scored(cases, ("baseline", name), share) for name, share in cases.baselines.items()]


def duration_slice(name: str, scores: DurationScores) -> Slice:
    index = np.flatnonzero(scores.is_used)
    one = np.ones(len(index))
    return Slice(("duration", name), index, {"score": (scores.estimated, one), "base": (scores.base, one)})


def tenths_of(cases: EvaluationCases) -> NDArray[np.int64]:
    """(n,) the tenth, 0 to 9, that an estimate lies in among the known ones; equal estimates stay together."""
    usable = cases.is_known & cases.is_assessed
    if not usable.any():
        raise ValueError("estimate: at least one case with a known outcome must have an estimate")
    edges = np.quantile(cases.estimate[usable], np.arange(1, N_TENTHS) / N_TENTHS)
    tenths = np.searchsorted(edges, cases.estimate, side="right")
    return np.where(cases.is_assessed, tenths, -1)


def in_band(cases: EvaluationCases, band: str) -> BoolArray:
    return np.asarray(cases.band == band, dtype=np.bool_)


def n_people_in(cases: EvaluationCases, part: BoolArray) -> int:
    return int(part.sum()) if cases.people is None else len(set(cases.people[part]))
