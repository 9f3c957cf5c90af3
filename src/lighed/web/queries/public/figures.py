"""O7: a municipality -> how many courses were estimated by month, and how assessments stood to the estimates.

Only whole months and periods are told, and no count of fewer than five. Each is told as it was counted when it was
over: what was counted anew every day could be compared from day to day, and tell of the one who is gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from lighed.governance.team_figures import Period
from lighed.web.models import FrozenFigure
from lighed.web.queries.oversight.use_figures import Part, use_periods

N_MONTHS = 12
N_PERIODS = 6
PARTS = ("estimated", "cannot_tell", "said_no", "by_lot", "other")
"""What became of a course, in the order in which it is asked."""
JUDGED = ("less", "same", "more")


@dataclass(frozen=True, slots=True)
class Month:
    """The courses that registered in a month; None where a count is too small to be told, or would tell one that is."""

    first_day: date
    parts: tuple[int | None, ...]
    reviews: int | None
    """Requests for a new assessment by another human being that came in the month."""

    @property
    def is_empty(self) -> bool:
        return not any(part != 0 for part in (*self.parts, self.reviews))


@dataclass(frozen=True, slots=True)
class PeriodOfUse:
    """Eight weeks of assessments, together for everyone; not told where too few assessed."""

    period: Period
    is_told: bool
    less: Part | None = None
    same: Part | None = None
    more: Part | None = None
    """None where it is too small to be told, or would tell one that is."""


@dataclass(frozen=True, slots=True)
class OpenFigures:
    """The newest first."""

    months: tuple[Month, ...]
    periods: tuple[PeriodOfUse, ...]

    @property
    def are_none(self) -> bool:
        return all(month.is_empty for month in self.months) and not any(one.is_told for one in self.periods)


def open_figures(municipality: str, *, today: date) -> OpenFigures:
    """The figures of the last whole months, as they were frozen; a month that has not been counted yet is not there."""
    frozen = {(one.span, one.first_day): one.figures for one in FrozenFigure.objects.filter(municipality=municipality)}
    months = [(first, frozen.get((FrozenFigure.Span.MONTH.value, first))) for first in last_months(today)]
    periods = [
        (period, frozen.get((FrozenFigure.Span.PERIOD.value, period.first_day))) for period in last_periods(today)
    ]
    return OpenFigures(
        tuple(
            Month(first, tuple(told[part] for part in PARTS), told["reviews"])
            for first, told in months
            if told is not None
        ),
        tuple(
            PeriodOfUse(period, told["is_told"], *(_part(told[name]) for name in JUDGED))
            for period, told in periods
            if told is not None
        ),
    )


def last_months(today: date) -> list[date]:
    """First days of the last whole months, the newest first."""
    firsts, day = [], today.replace(day=1)
    for _ in range(N_MONTHS):
        day = (day - timedelta(days=1)).replace(day=1)
        firsts.append(day)
    return firsts


def last_periods(today: date) -> tuple[Period, ...]:
    """The last whole periods of eight weeks, the newest first."""
    return use_periods(today=today)[:N_PERIODS]


def _part(told: list[int] | None) -> Part | None:
    return None if told is None else Part(*told)
