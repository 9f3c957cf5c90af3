"""Cases of one scoring moment -> anonymised cases: tables of values, points and groups, and no row of anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from lighed.anonymisation.bins import Bins, Codes, bin_values, fit_bins
from lighed.anonymisation.cases import Cases, Floats, Ints, Outcome, Split, split_by_date
from lighed.anonymisation.censoring import censoring_weights
from lighed.anonymisation.counts import PERIODS, Noise, count_by_period, secure_laplace
from lighed.anonymisation.groups import Groups, Rule, n_groups_for, partition
from lighed.anonymisation.proof import Part, Recount, recount
from lighed.anonymisation.scorecard import MAX_PAIRS, PairPoints, Scorecard, fit_scorecard

LEAST_SHOWN = 20
"""A value, or a cell of a pair, that fewer people have crosses without its number of people and without points."""
_ROUNDING = 5
_POINT_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """What a release keeps to.

    Attributes
    ----------
    k : people with known outcome in every group; evaluation groups have twice as many
    least_of_each : people of each known outcome in every group
    bin_min : people in every interval and level
    epsilon : of the counts, per person and release; None adds no noise (research only)
    n_moments : scoring moments in the release, which share epsilon
    """

    threshold_weeks: float = 26
    periods: tuple[float, ...] = PERIODS
    k: int = 100
    least_of_each: int = 10
    bin_min: int = 50
    max_pairs: int = MAX_PAIRS
    epsilon: float | None = 1.0
    n_moments: int = 2

    def __post_init__(self) -> None:
        if self.threshold_weeks not in self.periods:
            raise ValueError(
                f"threshold_weeks must be the end of a period ({self.periods}), not {self.threshold_weeks}"
            )

    @property
    def noise_scale(self) -> float:
        """Scale of the Laplace noise: one person is counted once per outcome and moment."""
        return 0.0 if self.epsilon is None else len(Outcome) * self.n_moments / self.epsilon


@dataclass(frozen=True, slots=True)
class FieldTable:
    """A field's bins with people (rounded to 5; 0 where fewer than 20) and points in log-odds."""

    bins: Bins
    people: Ints
    points: Floats


@dataclass(frozen=True, slots=True)
class CountedGroups:
    """Groups by the rules that define them, and noisy counts (n_outcomes, n_groups, 2, n_periods + 1)."""

    rules: tuple[Rule, ...]
    counts: Ints


@dataclass(frozen=True, slots=True)
class AnonymisedCases:
    """All that is known of the earlier courses of one scoring moment outside the case system's side."""

    intercept: float
    fields: tuple[FieldTable, ...]
    pairs: tuple[PairPoints, ...]
    covariance: Floats
    """Of the fields' points among the people: array (n_fields, n_fields)."""
    groups: CountedGroups
    evaluation: CountedGroups
    n_build: int
    """People behind the groups, rounded to 5."""
    n_evaluation: int
    proof: Recount
    calibration: tuple[float, float] | None = None
    """Intercept and slope of a map of the voted share, fitted inside on later courses; None where it did not help."""


def anonymise_cases(
    cases: Cases, limits: Limits, *, split: Split | None = None, noise: Noise = secure_laplace
) -> AnonymisedCases:
    """Make the anonymised cases of one scoring moment.

    Parameters
    ----------
    cases : the earlier courses; sorted by key here, so their order does not matter
    limits : what the release keeps to
    split : which cases build and which evaluate; by date when not given. Row numbers refer to the canonical order
    noise : where the Laplace noise comes from

    Raises
    ------
    AnonymityError
        If the recount of the finished tables finds any limit broken.
    """
    cases = cases.in_canonical_order()
    split = split or split_by_date(cases)
    counted, build = cases.take(split.counted), cases.take(split.build)
    # Bins are cut on one course per person, so that each holds that many people; points are fitted on every course.
    bins = fit_bins(counted.values, counted.fields, bin_min=limits.bin_min, **_known(counted, limits))
    codes, build_codes = bin_values(counted.values, bins), bin_values(build.values, bins)
    absence_told = [field.code for field in cases.fields if field.is_absence_told]
    fitted = fit_scorecard(
        build_codes, bins, max_pairs=limits.max_pairs, absence_told=absence_told, **_known(build, limits)
    )
    card = _rounded(fitted, codes)
    n_groups = n_groups_for(len(counted), k=limits.k)
    groups, counts = _groups(counted, codes, bins, card, limits, k=limits.k, n_groups=n_groups, noise=noise)
    evaluation = cases.take(split.evaluation)
    evaluation_codes = bin_values(evaluation.values, bins)
    others, evaluation_counts = _groups(
        evaluation, evaluation_codes, bins, card, limits, k=2 * limits.k, n_groups=n_groups, noise=noise
    )
    return AnonymisedCases(
        intercept=card.intercept,
        fields=tuple(_field_table(field, codes[:, j], card.points[j]) for j, field in enumerate(bins)),
        pairs=card.pairs,
        covariance=_significant(np.cov(card.field_points(codes), rowvar=False).reshape(len(bins), len(bins)), 3),
        groups=counts,
        evaluation=evaluation_counts,
        n_build=_to_five(len(counted)),
        n_evaluation=_to_five(len(evaluation)),
        proof=recount(
            build=_part(counted, codes, groups, limits),
            evaluation=_part(evaluation, evaluation_codes, others, limits),
            people=(counted.people, evaluation.people),
            bins=bins,
            k=limits.k,
            least_of_each=limits.least_of_each,
            bin_min=limits.bin_min,
        ),
    )


def _known(cases: Cases, limits: Limits) -> dict[str, Floats]:
    """`long` and `weights` of the contact courses, see `censoring_weights`."""
    long, weights = censoring_weights(cases.weeks[0], cases.ended[0], threshold_weeks=limits.threshold_weeks)
    return {"long": long, "weights": weights}


def _part(cases: Cases, codes: Codes, groups: Groups, limits: Limits) -> Part:
    """What the recount counts."""
    known = _known(cases, limits)
    return codes, groups.rules, known["long"], known["weights"]


def _groups(
    cases: Cases,
    codes: Codes,
    bins: Sequence[Bins],
    card: Scorecard,
    limits: Limits,
    *,
    k: int,
    n_groups: int,
    noise: Noise,
) -> tuple[Groups, CountedGroups]:
    if len(cases) == 0:
        # Research may build on all it has: then there is nobody else to evaluate on.
        nobody = np.zeros((len(Outcome), 0, 2, len(limits.periods) + 1), np.int64)
        return Groups(np.zeros(0, np.int64), ()), CountedGroups((), nobody)
    groups = partition(
        codes, bins, card, k=k, least_of_each=limits.least_of_each, n_groups=n_groups, **_known(cases, limits)
    )
    counts = np.stack(
        [
            count_by_period(
                groups.label, len(groups.rules), weeks=weeks, ended=ended, periods=limits.periods,
                scale=limits.noise_scale, noise=noise,
            )
            for weeks, ended in zip(cases.weeks, cases.ended, strict=True)
        ]
    )  # fmt: skip
    return groups, CountedGroups(groups.rules, counts)


def _rounded(card: Scorecard, codes: Codes) -> Scorecard:
    """The card as it crosses: three decimals, nothing where too few people stand behind. Groups are cut with it."""
    points = tuple(
        np.where(np.bincount(codes[:, j], minlength=len(table)) >= LEAST_SHOWN, np.round(table, _POINT_DECIMALS), 0.0)
        for j, table in enumerate(card.points)
    )
    pairs = tuple(_rounded_pair(pair, codes) for pair in card.pairs)
    return Scorecard(round(card.intercept, _POINT_DECIMALS), points, pairs)


def _rounded_pair(pair: PairPoints, codes: Codes) -> PairPoints:
    """A pair as it crosses, with people counted once each; it was fitted on every course."""
    people = np.zeros(pair.points.shape)
    np.add.at(people, (pair.cells_a[codes[:, pair.a]], pair.cells_b[codes[:, pair.b]]), 1)
    is_shown = people >= LEAST_SHOWN
    return replace(
        pair,
        points=np.where(is_shown, np.round(pair.points, _POINT_DECIMALS), 0.0),
        people=np.where(is_shown, _ROUNDING * np.rint(people / _ROUNDING), 0.0),
    )


def _field_table(field: Bins, codes: Codes, points: Floats) -> FieldTable:
    people = np.bincount(codes, minlength=field.n_bins)
    shown = np.where(people >= LEAST_SHOWN, _ROUNDING * np.rint(people / _ROUNDING), 0).astype(np.int64)
    return FieldTable(field, shown, points)


def _to_five(n: int) -> int:
    return _ROUNDING * round(n / _ROUNDING)


def _significant(table: Floats, digits: int) -> Floats:
    magnitude = np.floor(np.log10(np.maximum(np.abs(table), 1e-12)))
    unit = 10.0 ** (magnitude - digits + 1)
    return np.round(np.round(table / unit) * unit, 12)
