"""O7: a municipality -> how many courses were estimated by month, and how assessments stood to the estimates.

Only whole months and periods are told, and no count of fewer than five.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.cache import cache
from django.utils import timezone

from lighed.governance import Choice, RequestKind
from lighed.governance.small_numbers import FEWEST_IN_PUBLIC, shown_count, shown_counts
from lighed.governance.team_figures import Period
from lighed.web import row_security
from lighed.web.models import ContactCourse, ParticipationChoice, RightsRequest
from lighed.web.queries.oversight.use_figures import AgainstEstimate, Part, use_figures, use_periods

N_MONTHS = 12
N_PERIODS = 6
_KEPT = 3600
"""For how many seconds the figures are kept: the page is open to all, and must not be a way to make the site slow."""
PARTS = ("estimated", "cannot_tell", "said_no", "by_lot", "other")
"""What became of a course, in the order in which it is asked."""


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
    """The figures of the last whole months. A request without log-in sees no one, so the counting looks for itself."""
    key = f"open-figures-hidden-{municipality}-{today}"
    kept: OpenFigures | None = cache.get(key)
    if kept is not None:
        return kept
    with row_security.municipality_in_view(municipality):
        found = OpenFigures(_months(municipality, today), _periods(municipality, today))
    cache.set(key, found, _KEPT)
    return found


def _months(municipality: str, today: date) -> tuple[Month, ...]:
    firsts = _last_months(today)
    said_no = _said_no(municipality)
    counted: dict[date, Counter[str]] = {first: Counter() for first in firsts}
    courses = ContactCourse.objects.filter(
        municipality=municipality, registered_on__gte=firsts[-1], registered_on__lt=today.replace(day=1)
    ).values_list("registered_on", "is_held_out", "person", "current_estimate__band")
    for registered_on, is_held_out, person, band in courses.iterator():
        part = (
            "by_lot"
            if is_held_out
            else "said_no"
            if person in said_no
            else "other"
            if band is None
            else "estimated"
            if band
            else "cannot_tell"
        )
        counted[registered_on.replace(day=1)][part] += 1
    reviews = Counter(
        timezone.localdate(at).replace(day=1)
        for at in RightsRequest.objects.filter(
            municipality=municipality, kind=RequestKind.REVIEW.value, received_at__gte=_midnight(firsts[-1])
        ).values_list("received_at", flat=True)
    )
    return tuple(
        Month(
            first,
            # How many register in a month is public elsewhere, so what is small must not be what is left over.
            shown_counts([counted[first][part] for part in PARTS], fewest=FEWEST_IN_PUBLIC),
            shown_count(reviews[first], fewest=FEWEST_IN_PUBLIC),
        )
        for first in firsts
    )


def _said_no(municipality: str) -> frozenset[object]:
    """The people whose newest choice is no."""
    newest: dict[object, str] = dict(
        ParticipationChoice.objects.filter(municipality=municipality).order_by("pk").values_list("person", "choice")
    )
    return frozenset(person for person, choice in newest.items() if choice == Choice.NO.value)


def _last_months(today: date) -> list[date]:
    """First days of the last whole months, the newest first."""
    firsts, day = [], today.replace(day=1)
    for _ in range(N_MONTHS):
        day = (day - timedelta(days=1)).replace(day=1)
        firsts.append(day)
    return firsts


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _periods(municipality: str, today: date) -> tuple[PeriodOfUse, ...]:
    found = []
    for period in use_periods(today=today)[:N_PERIODS]:
        everyone = use_figures(municipality, period).everyone
        found.append(PeriodOfUse(period, False) if everyone is None else _told(period, everyone.all_bands))
    return tuple(found)


def _told(period: Period, against: AgainstEstimate) -> PeriodOfUse:
    """What of it can be told: of how many is told with each part, so what is small must not be what is left over."""
    if against.same.share is None:
        return PeriodOfUse(period, False)
    parts = (against.less, against.same, against.more)
    shown = shown_counts([part.n for part in parts], fewest=FEWEST_IN_PUBLIC)
    less, same, more = (None if n is None else part for n, part in zip(shown, parts, strict=True))
    return PeriodOfUse(period, True, less, same, more)
