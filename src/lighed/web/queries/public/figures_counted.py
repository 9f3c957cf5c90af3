"""A municipality and a month, or eight weeks, that are over -> what may be told of them, counted now.

What must not be told is not in what is returned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from lighed.governance import Choice, RequestKind
from lighed.governance.small_numbers import FEWEST_IN_PUBLIC, shown_count, shown_counts
from lighed.governance.team_figures import Period
from lighed.web.models import ContactCourse, ParticipationChoice, RightsRequest
from lighed.web.queries.oversight.use_figures import AgainstEstimate, use_figures
from lighed.web.queries.public.figures import JUDGED, PARTS

Figures = dict[str, int | bool | list[int] | None]


def counted_months(municipality: str, firsts: Sequence[date]) -> Mapping[date, Figures]:
    """By the first day of each month, the courses that registered in it by what became of them, and the reviews."""
    if not firsts:
        return {}
    begins, ends = min(firsts), _next_month(max(firsts))
    said_no = _said_no(municipality)
    counted: dict[date, Counter[str]] = {first: Counter() for first in firsts}
    courses = ContactCourse.objects.filter(
        municipality=municipality, registered_on__gte=begins, registered_on__lt=ends
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
        if (first := registered_on.replace(day=1)) in counted:
            counted[first][part] += 1
    reviews = Counter(
        timezone.localdate(at).replace(day=1)
        for at in RightsRequest.objects.filter(
            municipality=municipality,
            kind=RequestKind.REVIEW.value,
            received_at__gte=_midnight(begins),
            received_at__lt=_midnight(ends),
        ).values_list("received_at", flat=True)
    )
    return {first: _of_month(counted[first], reviews[first]) for first in firsts}


def counted_period(municipality: str, period: Period) -> Figures:
    """How assessments stood to the estimates in the period, together for everyone."""
    everyone = use_figures(municipality, period).everyone
    return _NOT_TOLD if everyone is None else of_assessments(everyone.all_bands)


def of_assessments(against: AgainstEstimate) -> Figures:
    """What of it can be told: of how many is told with each part, so what is small must not be what is left over."""
    if against.same.share is None:
        return _NOT_TOLD
    parts = (against.less, against.same, against.more)
    shown = shown_counts([part.n for part in parts], fewest=FEWEST_IN_PUBLIC)
    told = (None if n is None else [part.n, part.of] for n, part in zip(shown, parts, strict=True))
    return {"is_told": True, **dict(zip(JUDGED, told, strict=True))}


_NOT_TOLD: Figures = {"is_told": False, **dict.fromkeys(JUDGED)}


def _of_month(counted: Counter[str], reviews: int) -> Figures:
    # How many register in a month is public elsewhere, so what is small must not be what is left over.
    shown = shown_counts([counted[part] for part in PARTS], fewest=FEWEST_IN_PUBLIC)
    return {**dict(zip(PARTS, shown, strict=True)), "reviews": shown_count(reviews, fewest=FEWEST_IN_PUBLIC)}


def _said_no(municipality: str) -> frozenset[object]:
    """The people whose newest choice is no."""
    newest: dict[object, str] = dict(
        ParticipationChoice.objects.filter(municipality=municipality).order_by("pk").values_list("person", "choice")
    )
    return frozenset(person for person, choice in newest.items() if choice == Choice.NO.value)


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
