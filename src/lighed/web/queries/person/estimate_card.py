"""A stored estimate -> the estimate card: the same figures, in the order and number that a page shows them.

Nothing here computes an estimate; what is derived (a share without one value, the calibration's steps) is arithmetic on
the stored figures, so that a reader can redo it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from math import exp, log

from lighed.estimates.estimate import Assessed, Comparison, Duration, Effect, MissingValue, Pull, Vote
from lighed.web.queries.person.alternatives_shown import ShownIfDifferent, alternatives_shown
from lighed.web.queries.protection import protection_of

MOST_PULLS = 3
MOST_SIMILAR = 3
MOST_COMPARISONS = 4
SMALL_EFFECT = 3
"""Courses of 100 that a value must move the estimate by for it to explain something on its own."""


@dataclass(frozen=True, slots=True)
class ShownEffect:
    """`without` is the courses of 100 that would have been said without this value, for protected elements and for
    those that may stand in for one; `protection` says which of the two it is."""

    effect: Effect
    without: int | None
    protection: str


@dataclass(frozen=True, slots=True)
class SimilarType:
    vote: Vote
    alike: tuple[Comparison, ...]
    differs: tuple[Comparison, ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """The step from the vote to the estimate: logit, a straight line, and back."""

    intercept: float
    slope: float
    logit_before: float
    logit_after: float
    share_after: float


@dataclass(frozen=True, slots=True)
class RunningRow:
    """One period's end: of 100 courses that resemble, how many still run."""

    week: float
    contact: int | None
    benefit: int | None


@dataclass(frozen=True, slots=True)
class EstimateCard:
    estimate: Assessed
    made_at: datetime
    data_as_of: date
    up: tuple[ShownEffect, ...]
    down: tuple[ShownEffect, ...]
    is_moved_by_no_single_value: bool
    effects: dict[str, ShownEffect]
    similar: tuple[SimilarType, ...]
    votes: tuple[Vote, ...]
    n_types: int
    never_recorded: tuple[MissingValue, ...]
    stale: tuple[MissingValue, ...]
    calibration: Calibration | None
    contact_range: WeekRange
    benefit_range: WeekRange
    running: tuple[RunningRow, ...]
    if_different: tuple[ShownIfDifferent, ...] | None
    """What experts let be told of other values; None where there is nothing to tell of, empty where nothing moves."""

    @property
    def n_not_long(self) -> int:
        """Of 100 courses that resemble, those that did not become long."""
        return 100 - self.estimate.of_100

    @property
    def limits(self) -> tuple[int, int] | None:
        """The limits of the bands that the estimate was made with, its version's at its moment, in courses of 100."""
        if self.estimate.cut_offs is None:
            return None
        low, high = self.estimate.cut_offs
        return round(100 * low), round(100 * high)


@dataclass(frozen=True, slots=True)
class WeekRange:
    """Whole weeks. An end that lies beyond what has been observed is None; `observed` is how far was observed."""

    start: int | None
    median: int | None
    end: int | None
    observed: int


def estimate_card(estimate: Assessed, *, made_at: datetime, approved: Collection[str] = ()) -> EstimateCard:
    """Arrange a stored estimate for a page. `approved` are the elements of which other values may be told."""
    missing = {value.element for value in estimate.missing if not value.is_stale}
    shown = {effect.element: _shown(effect, estimate) for effect in estimate.effects}
    # A value that is missing is listed as missing and is never given as a reason.
    reasons = sorted(
        (one for element, one in shown.items() if element not in missing),
        key=lambda one: (-abs(one.effect.per_100), one.effect.element),
    )
    votes = tuple(sorted(estimate.votes, key=lambda vote: (-vote.weight, vote.person_type)))
    up = tuple(one for one in reasons if one.effect.pull is Pull.UP)[:MOST_PULLS]
    down = tuple(one for one in reasons if one.effect.pull is Pull.DOWN)[:MOST_PULLS]
    return EstimateCard(
        estimate=estimate,
        made_at=made_at,
        data_as_of=estimate.basis.scored_on,
        up=up,
        down=down,
        is_moved_by_no_single_value=all(abs(one.effect.per_100) < SMALL_EFFECT for one in (*up, *down)),
        effects=shown,
        similar=tuple(
            SimilarType(vote=vote, alike=vote.alike[:MOST_COMPARISONS], differs=vote.differs[:MOST_COMPARISONS])
            for vote in votes[:MOST_SIMILAR]
        ),
        votes=votes,
        n_types=len(votes),
        never_recorded=tuple(value for value in estimate.missing if not value.is_stale),
        stale=tuple(value for value in estimate.missing if value.is_stale),
        calibration=_calibration(estimate),
        contact_range=_weeks(estimate.contact_course),
        benefit_range=_weeks(estimate.benefit_case),
        running=_running(estimate),
        if_different=alternatives_shown(estimate, approved=approved),
    )


def _shown(effect: Effect, estimate: Assessed) -> ShownEffect:
    without = round(100 * estimate.long_share - effect.per_100) if effect.is_protected else None
    return ShownEffect(
        effect=effect,
        without=None if without is None else min(max(without, 0), 100),
        protection=protection_of(effect.element, is_protected=effect.is_protected),
    )


def _calibration(estimate: Assessed) -> Calibration | None:
    if estimate.calibration is None or not 0 < estimate.raw_share < 1:
        return None
    intercept, slope = estimate.calibration
    before = log(estimate.raw_share / (1 - estimate.raw_share))
    after = intercept + slope * before
    return Calibration(
        intercept=intercept,
        slope=slope,
        logit_before=before,
        logit_after=after,
        share_after=1 / (1 + exp(-after)),
    )


def _weeks(duration: Duration) -> WeekRange:
    quartiles = (duration.first_quartile, duration.median, duration.third_quartile)
    start, median, end = (None if week is None else round(week) for week in quartiles)
    observed = round(max((week for week, _ in duration.still_running), default=0))
    return WeekRange(start=start, median=median, end=end, observed=observed)


def _running(estimate: Assessed) -> tuple[RunningRow, ...]:
    contact, benefit = dict(estimate.contact_course.still_running), dict(estimate.benefit_case.still_running)
    return tuple(
        RunningRow(week=week, contact=_of_100(contact.get(week)), benefit=_of_100(benefit.get(week)))
        for week in sorted({*contact, *benefit} - {0})
    )


def _of_100(share: float | None) -> int | None:
    return None if share is None else round(100 * share)
