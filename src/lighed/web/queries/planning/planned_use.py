"""G9: a municipality and a period -> how people were planned, by band and by group, in figures of no one person.

What was estimated is read here to count by it, and is shown to nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Min, Q, Sum
from django.utils import timezone

from lighed.governance import Moment
from lighed.governance.small_numbers import Measured, measured, shown_count, shown_counts
from lighed.governance.team_figures import Period
from lighed.governance.use_thresholds import Counted, UseThreshold, thresholds_passed
from lighed.web.models import BulkPlan, BulkPlanRow, ContactCourse, Person, Plan, StoredEstimate

NOT_RECORDED = "not_recorded"
_AGES = ((30, "under_30"), (50, "30_49"), (200, "50_and_over"))
_KEYS: Mapping[str, tuple[str, ...]] = {
    "band": ("low", "medium", "high", "cannot_be_assessed", "without"),
    "sex": ("female", "male", NOT_RECORDED),
    "age": tuple(name for _, name in _AGES),
    "interpreter": ("yes", "no", NOT_RECORDED),
}
"""By what people are counted, and the groups of each in the order of the page."""


@dataclass(frozen=True, slots=True)
class PlannedGroup:
    """People planned in the period, each by their newest plan. `n_people` is None where nothing of them is shown."""

    key: str
    n_people: int | None
    meetings: Measured
    minutes: Measured
    days_to_first: Measured


@dataclass(frozen=True, slots=True)
class AbstainedGroup:
    """How many courses the tool could not assess, of those that reached a moment in the period."""

    key: str
    n: int | None
    share: float | None
    before: float | None
    """The share in the eight weeks before."""


@dataclass(frozen=True, slots=True)
class BulkUse:
    """Plans of many people at once. An estimate or an assessment cannot be accepted for many: there is no such step."""

    n_plans: int
    n_people: int


@dataclass(frozen=True, slots=True)
class PlannedUse:
    planned: dict[str, tuple[PlannedGroup, ...]]
    abstained: dict[str, tuple[AbstainedGroup, ...]]
    abstained_of_all: AbstainedGroup
    alarms: tuple[UseThreshold, ...]
    bulk: BulkUse


def planned_use(municipality: str, period: Period) -> PlannedUse:
    """How people were planned in the period, and of how many the tool could say nothing."""
    now, before = _estimated(municipality, period), _estimated(municipality, period.before)
    of_all = _abstained("", [one for _, one in now], [one for _, one in before], shown_count(len(now)))
    change = None if of_all.share is None or of_all.before is None else abs(of_all.share - of_all.before)
    return PlannedUse(
        planned=_planned(municipality, period),
        abstained={by: _abstained_by(by, now, before) for by in _KEYS if by != "band"},
        abstained_of_all=of_all,
        alarms=thresholds_passed({"abstained_change": Counted(change, min(len(now), len(before)))}),
        bulk=_bulk(municipality, period),
    )


def _planned(municipality: str, period: Period) -> dict[str, tuple[PlannedGroup, ...]]:
    plans = (
        Plan.objects.filter(municipality=municipality, **_made_in(period))
        .exclude(state=Plan.State.UNDONE)
        .annotate(n=Count("meetings"), minutes=Sum("meetings__minutes"), first=Min("meetings__on"))
        .select_related("course__person", "course__current_estimate")
        .defer("course__values", "course__document", "course__timeline", "course__current_estimate__result")
        .order_by("made_at", "pk")
    )
    newest = {plan.course_id: plan for plan in plans.iterator(chunk_size=500)}
    told = [
        (
            {"band": _band_of(plan.course), **_person_groups(plan.course.person, on=period.last_day)},
            plan.n,
            plan.minutes or 0,
            None if plan.first is None else (plan.first - plan.course.estimated_on).days,
        )
        for plan in newest.values()
    ]
    found = {}
    for by, keys in _KEYS.items():
        of_key = {key: [one for one in told if one[0][by] == key] for key in keys}
        shown = shown_counts([len(some) for some in of_key.values()])
        found[by] = tuple(_group(key, some, n) for (key, some), n in zip(of_key.items(), shown, strict=True))
    return found


def _group(key: str, some: list[tuple[dict[str, str], int, int, int | None]], n: int | None) -> PlannedGroup:
    if n is None:
        nothing = measured([])
        return PlannedGroup(key, None, nothing, nothing, nothing)
    return PlannedGroup(
        key=key,
        n_people=n,
        meetings=measured([meetings for _, meetings, _, _ in some]),
        minutes=measured([minutes for _, _, minutes, _ in some]),
        days_to_first=measured([days for _, _, _, days in some if days is not None]),
    )


def _band_of(course: ContactCourse) -> str:
    """What was estimated of the course; of one whose estimate was erased, nothing, as if there never had been any."""
    if course.current_estimate is None:
        return "without"
    return course.current_estimate.band or "cannot_be_assessed"


def _person_groups(person: Person, *, on: date) -> dict[str, str]:
    return _groups_of(sex=person.sex, born=person.birth_year, interpreter=person.needs_interpreter, on=on)


def _groups_of(*, sex: str, born: int, interpreter: bool | None, on: date) -> dict[str, str]:
    return {
        "sex": sex or NOT_RECORDED,
        "age": next(name for below, name in _AGES if on.year - born < below),
        "interpreter": NOT_RECORDED if interpreter is None else "yes" if interpreter else "no",
    }


def _estimated(municipality: str, period: Period) -> list[tuple[dict[str, str], bool]]:
    """Each estimate of a moment in the period: the groups of its person, and whether the tool could say nothing."""
    days = {"gte": period.first_day, "lte": period.last_day}
    registered = {f"course__registered_on__{ends}": day for ends, day in days.items()}
    handed_over = {f"course__handed_over_on__{ends}": day for ends, day in days.items()}
    rows = StoredEstimate.objects.filter(
        Q(moment=Moment.REGISTRATION.value, **registered) | Q(moment=Moment.HAND_OVER.value, **handed_over),
        municipality=municipality,
    ).values_list("band", "course__person__sex", "course__person__birth_year", "course__person__needs_interpreter")
    return [
        (_groups_of(sex=sex, born=born, interpreter=interpreter, on=period.last_day), not band)
        for band, sex, born, interpreter in rows
    ]


def _abstained_by(
    by: str, now: list[tuple[dict[str, str], bool]], before: list[tuple[dict[str, str], bool]]
) -> tuple[AbstainedGroup, ...]:
    keys = _KEYS[by]
    of_now = {key: [is_none for groups, is_none in now if groups[by] == key] for key in keys}
    of_before = {key: [is_none for groups, is_none in before if groups[by] == key] for key in keys}
    shown = shown_counts([len(some) for some in of_now.values()])
    return tuple(_abstained(key, of_now[key], of_before[key], n) for key, n in zip(keys, shown, strict=True))


def _abstained(key: str, now: list[bool], before: list[bool], n: int | None) -> AbstainedGroup:
    if not n:
        return AbstainedGroup(key, n, None, None)
    was = sum(before) / len(before) if shown_count(len(before)) else None
    return AbstainedGroup(key, n, sum(now) / n, was)


def _bulk(municipality: str, period: Period) -> BulkUse:
    plans = BulkPlan.objects.filter(municipality=municipality, undone_at=None, **_made_in(period, "confirmed_at"))
    rows = BulkPlanRow.objects.filter(
        municipality=municipality, bulk_plan__in=plans, outcome=BulkPlanRow.Outcome.PLANNED
    )
    return BulkUse(n_plans=plans.count(), n_people=rows.count())


def _made_in(period: Period, field: str = "made_at") -> dict[str, datetime]:
    """The filter on moments of the period's days, as they are in Denmark."""
    ends = period.last_day + timedelta(days=1)
    return {
        f"{field}__gte": timezone.make_aware(datetime.combine(period.first_day, time.min)),
        f"{field}__lt": timezone.make_aware(datetime.combine(ends, time.min)),
    }
