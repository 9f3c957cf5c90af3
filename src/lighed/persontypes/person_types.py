"""Anonymised cases -> person types: rules, centres, durations, and the vote of the types most like a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from lighed.anonymisation import AnonymisedCases, AnonymityError, FieldTable, Limits, PairPoints
from lighed.anonymisation.bins import MISSING, Codes
from lighed.anonymisation.cases import Floats, Ints
from lighed.anonymisation.groups import ALPHA, Rule
from lighed.governance import Moment
from lighed.persontypes.calibration import Calibration, expit, fit_calibration, logit
from lighed.persontypes.centres import group_centres, rule_centres
from lighed.persontypes.curves import KAPPA, Curves, duration_curves
from lighed.persontypes.vote import N_VOTING, Ballots, in_metric, vote

Values = Mapping[str, float | str | None]
"""A person's value per element code; missing ones are None or left out."""


LEAST_TYPES = 2
"""With one type there is nothing to be nearer to."""


CUT_OFFS: Mapping[Moment, tuple[float, float]] = {Moment.REGISTRATION: (0.30, 0.55), Moment.HAND_OVER: (0.50, 0.80)}
"""The limits of the bands, unless the experts choose others. At each moment about as far, in odds, from what is usual
there, and never so that half or more is low: at hand-over two of three courses become long."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices of the experts who build a version, for one scoring moment.

    Attributes
    ----------
    alpha : weight of being alike in the total, beside value by value
    n_voting : how many types vote on a person
    kappa : people that the expected hazard weighs as much as
    cut_offs : published limits of the bands, low < first <= medium < second <= high
    """

    alpha: float = ALPHA
    n_voting: int = N_VOTING
    kappa: float = KAPPA
    cut_offs: tuple[float, float] = CUT_OFFS[Moment.REGISTRATION]

    def votes_like(self, other: Settings) -> bool:
        """Whether both make the same votes; the bands may differ."""
        return replace(self, cut_offs=other.cut_offs) == other

    def __post_init__(self) -> None:
        if not 0 < self.cut_offs[0] < self.cut_offs[1] < 1:
            raise ValueError(f"cut_offs must be two rising shares between 0 and 1, not {self.cut_offs}")


DEFAULT_SETTINGS: Mapping[Moment, Settings] = {
    moment: Settings(cut_offs=cut_offs) for moment, cut_offs in CUT_OFFS.items()
}


@dataclass(frozen=True, slots=True)
class PersonTypes:
    """Person types of one scoring moment.

    Attributes
    ----------
    fields, pairs : how values become points
    rules : what defines each type
    centres : array (n_types, n_fields + n_pairs), expected points
    spread, reach : arrays (n_types,), see `Centres`
    people : array (n_types,), earlier courses with the released noise, rounded to 5
    contact_course, benefit_case : durations by type
    calibration : a map of the voted share, or None
    """

    settings: Settings
    periods: tuple[float, ...]
    threshold_weeks: float
    intercept: float
    fields: tuple[FieldTable, ...]
    pairs: tuple[PairPoints, ...]
    rules: tuple[Rule, ...]
    centres: Floats
    spread: Floats
    reach: Floats
    people: Ints
    contact_course: Curves
    benefit_case: Curves
    calibration: Calibration | None

    def __len__(self) -> int:
        return len(self.rules)

    @property
    def codes(self) -> tuple[str, ...]:
        """Element codes, in the order of the fields."""
        return tuple(field.bins.code for field in self.fields)

    @property
    def long_share(self) -> Floats:
        """Share of long contact courses of each type: array (n_types,)."""
        return self.contact_course.still_running[:, self._threshold]

    @property
    def usual_share(self) -> float:
        """Share of long contact courses among all who built the types: what limits of the bands are judged by."""
        return float(np.average(self.long_share, weights=np.maximum(self.people, 1)))

    @property
    def long_share_variance(self) -> Floats:
        return self.contact_course.variance[:, self._threshold]

    @property
    def mean_distance(self) -> float:
        """Squared distance to be expected between a person and a type, both taken at random: no resemblance at all."""
        metric = in_metric(self.centres, self.settings.alpha)
        return float(((metric - metric.mean(axis=0)) ** 2).sum(axis=1).mean() * 2 + self.spread.mean())

    @property
    def missing_share(self) -> Floats:
        """Share of people without a value, by field, at this moment: array (n_fields,)."""
        return np.array([field.people[MISSING] / max(field.people.sum(), 1) for field in self.fields])

    @property
    def _threshold(self) -> int:
        return self.periods.index(self.threshold_weeks)

    def bin_person(self, values: Values) -> Codes:
        """One person's bin numbers: array (1, n_fields). Takes no data frame, so that it is quick."""
        return np.array([[field.bins.bin_of(values.get(field.bins.code)) for field in self.fields]], np.uint8)

    def points(self, codes: Codes) -> Floats:
        """Points of people: array (n, n_fields + n_pairs)."""
        columns = [field.points[codes[:, j]] for j, field in enumerate(self.fields)]
        columns += [pair.of(codes) for pair in self.pairs]
        return np.stack(columns, axis=1)

    def vote(self, points: Floats) -> Ballots:
        """The votes of the most similar types on people."""
        return vote(points, self.centres, alpha=self.settings.alpha, n_voting=self.settings.n_voting)

    def calibrated(self, share: Floats) -> Floats:
        """The voted share after the calibration step, if there is one."""
        return share if self.calibration is None else self.calibration.apply(share)

    def still_running(self, ballots: Ballots, curves: Curves) -> Floats:
        """Share of resembling courses still running at the end of each period, calibrated: array (n, n_periods).

        Each person's curve is moved by what calibration moves the share of long courses, on the logit scale, so that
        the curve of the contact course says the same at the threshold.
        """
        voted = ballots.share(curves.still_running)
        if self.calibration is None:
            return voted
        raw = ballots.share(self.long_share)
        moved = logit(self.calibration.apply(raw)) - logit(raw)
        found: Floats = expit(logit(voted) + moved[:, None])
        return found

    def variance(self, ballots: Ballots) -> Floats:
        """Variance of the voted share: array (n,).

        That of each type's share (people and noise), and that the voting types differ among themselves: how the
        answer would move had other types been as near.
        """
        shares = self.long_share[ballots.types]
        apart = (shares - ballots.share(self.long_share)[:, None]) ** 2
        found: Floats = (ballots.weights**2 * (self.long_share_variance[ballots.types] + apart)).sum(axis=1)
        return found


def build_person_types(cases: AnonymisedCases, limits: Limits, settings: Settings | None = None) -> PersonTypes:
    """Build the person types of one scoring moment from anonymised cases, and from nothing else.

    The same anonymised cases and settings give the same person types.

    Raises
    ------
    AnonymityError
        If there are too few groups to vote.
    """
    settings = settings or Settings()
    if len(cases.groups.rules) < LEAST_TYPES:
        raise AnonymityError("There is only one person type, so nothing to be nearer to. Add cases, or lower k.")
    centres = rule_centres(cases, alpha=settings.alpha)
    score = centres.points.sum(axis=1)
    contact, benefit = (
        duration_curves(counts, score, noise_scale=limits.noise_scale, kappa=settings.kappa)
        for counts in cases.groups.counts
    )
    people = cases.groups.counts[0].sum(axis=(1, 2))
    types = PersonTypes(
        settings=settings,
        periods=limits.periods,
        threshold_weeks=limits.threshold_weeks,
        intercept=cases.intercept,
        fields=cases.fields,
        pairs=cases.pairs,
        rules=cases.groups.rules,
        centres=centres.points,
        spread=centres.spread,
        reach=centres.reach,
        people=np.maximum(5 * np.rint(people / 5), 0).astype(np.int64),
        contact_course=contact,
        benefit_case=benefit,
        calibration=None,
    )
    return replace(types, calibration=_calibration(types, cases, limits))


def calibrate(types: PersonTypes, codes: Codes, *, long: Floats, weights: Floats) -> Calibration | None:
    """Fit the calibration step on courses that did not build the types, inside the case system's side.

    codes (n, n_fields), long and weights (n,). The two numbers are rounded to three decimals.
    """
    raw = types.vote(types.points(codes)).share(types.long_share)
    known = weights > 0
    found = fit_calibration(raw[known], long[known], weights[known])
    return None if found is None else Calibration(round(found.intercept, 3), round(found.slope, 3))


def _calibration(types: PersonTypes, cases: AnonymisedCases, limits: Limits) -> Calibration | None:
    """The step fitted inside, for the settings it was fitted with; for others, one from the evaluation groups."""
    if types.settings.votes_like(Settings()):
        return None if cases.calibration is None else Calibration(*cases.calibration)
    if not cases.evaluation.rules:
        return None
    centres = group_centres(cases)
    voted = types.vote(centres).share(types.long_share)
    counts = cases.evaluation.counts[0]
    curves = duration_curves(counts, centres.sum(axis=1), noise_scale=limits.noise_scale, kappa=0.0)
    observed = curves.still_running[:, types.periods.index(types.threshold_weeks)]
    return fit_calibration(voted, observed, np.maximum(counts.sum(axis=(1, 2)), 1).astype(np.float64))
