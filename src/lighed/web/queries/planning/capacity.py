"""A municipality and a day -> hours needed against hours there, by week, and what other limits would ask for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from lighed.governance import Moment
from lighed.planning import (
    BandLimits,
    LimitRow,
    LimitsPreview,
    MeetingForm,
    TeamMeeting,
    preview_limits,
    week_of,
    weeks_of,
)
from lighed.planning import MeetingTemplate as Template
from lighed.web.models import ContactCourse, CourseState, MeetingTemplate, Plan, PlannedMeeting, StoredEstimate
from lighed.web.queries.experts.versions_in_operation import version_in_operation
from lighed.web.queries.planning.settings import teams_of
from lighed.web.queries.planning.team_weeks import TeamWeek, hours_by_week
from lighed.web.queries.profiling import ProfilingStatus
from lighed.workflow import VersionError

N_WEEKS = 8
BAND_LEVELS = {"low": "less", "medium": "some", "high": "more"}
"""The assessment that says as much as a band does. It serves to count hours; nobody is planned by it."""
_AGES = ((30, "under_30"), (50, "30_49"), (200, "50_and_over"))


@dataclass(frozen=True, slots=True)
class CapacityWeek:
    """One week: for each team its hours, and the people whose legal deadline it has and who have no plan yet."""

    starts_on: date
    teams: tuple[tuple[TeamWeek, int], ...]

    @property
    def number(self) -> int:
        """The week's number in the calendar."""
        return self.starts_on.isocalendar().week


@dataclass(frozen=True, slots=True)
class Capacity:
    """The coming weeks, from this one on. `most` is what the bars must have room for."""

    teams: tuple[str, ...]
    weeks: tuple[CapacityWeek, ...]
    most: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What other limits would do. Without a template for each assessment there is nothing to count hours with, and
    `lacks` names the assessments that have none."""

    preview: LimitsPreview | None
    lacks: tuple[str, ...]


def capacity(municipality: str, *, today: date) -> Capacity:
    """Each team's coming weeks. The hours of a week are those that had been entered for it."""
    start, teams = week_of(today), teams_of(municipality)
    end = start + timedelta(weeks=N_WEEKS)
    planned = PlannedMeeting.objects.filter(
        municipality=municipality, on__gte=start, on__lt=end, plan__state=Plan.State.IN_FORCE
    ).values_list("on", "minutes", "plan__course__team")
    meetings = [TeamMeeting(on=on, minutes=minutes, team=team) for on, minutes, team in planned]
    due = _due(municipality, end=end, today=today)
    weeks = []
    for monday, hours in hours_by_week(municipality, teams, first_week=start, n_weeks=N_WEEKS):
        found = {one.team: one for one in weeks_of(meetings, hours=hours, first_week=monday, n_weeks=1)}
        cells = []
        for team in teams:
            one = found.get(team)
            needed = one.needed_hours if one else 0.0
            is_over = one is not None and one.is_over
            cell = TeamWeek(monday, team, before=needed, after=needed, hours=hours.get(team), is_over=is_over)
            cells.append((cell, due[team, monday]))
        weeks.append(CapacityWeek(monday, tuple(cells)))
    most = max((cell.most for week in weeks for cell, _ in week.teams), default=0)
    return Capacity(teams=tuple(teams), weeks=tuple(weeks), most=most)


def _due(municipality: str, *, end: date, today: date) -> Counter[tuple[str, date]]:
    """People without a plan, by team and week of their legal deadline; one that has passed is due this week."""
    courses = ContactCourse.objects.filter(municipality=municipality, deadline_on__lt=end, n_planned=0)
    rows = courses.exclude(state=CourseState.ENDED).values_list("team", "deadline_on")
    return Counter((team, week_of(max(on, today))) for team, on in rows if on is not None)


def limits_now(municipality: str, *, profiling: ProfilingStatus, today: date) -> dict[Moment, BandLimits]:
    """The limits of the version in operation at each moment that may be shown, the one of most people first."""
    try:
        version = version_in_operation(municipality)
    except VersionError:
        return {}
    types = {} if version is None else version.person_types
    people = {moment: _estimates(municipality, moment, profiling, today).count() for moment in profiling.moments}
    return {
        moment: BandLimits(medium_from=types[moment].settings.cut_offs[0], high_from=types[moment].settings.cut_offs[1])
        for moment in sorted(set(types) & profiling.moments, key=lambda one: (-people[one], list(Moment).index(one)))
    }


def other_limits(
    municipality: str, *, moment: Moment, now: BandLimits, then: BandLimits, profiling: ProfilingStatus, today: date
) -> Limits:
    """What `then` would do among one moment's estimates that apply today, by group. Nobody is named, and few are not
    counted."""
    templates = _templates(municipality)
    lacks = tuple(level for band, level in BAND_LEVELS.items() if band not in templates)
    if lacks:
        return Limits(preview=None, lacks=lacks)
    # Bands are judged by the whole number that is shown, so the preview is, too.
    columns = ("of_100", "course__person__birth_year", "course__person__sex", "course__person__needs_interpreter")
    rows = [
        LimitRow(
            long_share=of_100 / 100,
            groups=(
                ("age", next(name for below, name in _AGES if today.year - born < below)),
                ("sex", sex or "not_recorded"),
                ("interpreter", "not_recorded" if interpreter is None else "yes" if interpreter else "no"),
            ),
        )
        for of_100, born, sex, interpreter in _estimates(municipality, moment, profiling, today).values_list(*columns)
    ]
    return Limits(preview=preview_limits(rows, now=now, then=then, templates=templates), lacks=())


def _estimates(municipality: str, moment: Moment, profiling: ProfilingStatus, today: date) -> QuerySet[StoredEstimate]:
    """The estimates at one moment that apply today, of courses that have come no further."""
    return StoredEstimate.objects.filter(
        municipality=municipality, shown_for__isnull=False, legal_basis__in=profiling.entries, applies_until__gte=today,
        moment=moment.value, shown_for__reached=moment.value,
    ).exclude(shown_for__state=CourseState.ENDED)  # fmt: skip


def _templates(municipality: str) -> dict[str, Template]:
    """For each band the template that the municipality mostly uses with that assessment; the first by name."""
    found: dict[str, Template] = {}
    kept = list(MeetingTemplate.objects.filter(municipality=municipality, is_in_use=True).order_by("name"))
    for band, level in BAND_LEVELS.items():
        for one in kept:
            if one.level == level:
                found[band] = Template(
                    name=one.name, n_meetings=one.n_meetings, weeks_between=one.weeks_between, minutes=one.minutes,
                    form=MeetingForm(one.form), first_within_days=one.first_within_days,
                )  # fmt: skip
                break
    return found
