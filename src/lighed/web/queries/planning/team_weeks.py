"""Teams and a span of days -> the hours needed and the hours there, week by week, as they are and as they would be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from lighed.planning import TeamMeeting, week_of, weeks_of
from lighed.web.models import Plan, PlannedMeeting, TeamHours

_A_WEEK, _A_DAY = timedelta(weeks=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TeamWeek:
    """One team in one week: hours that plans in force need, hours needed with what is being planned, hours there."""

    starts_on: date
    team: str
    before: float
    after: float
    hours: float | None
    """None where nobody has entered the team's hours."""
    is_over: bool

    @property
    def number(self) -> int:
        """The week's number in the calendar."""
        return self.starts_on.isocalendar().week

    @property
    def most(self) -> float:
        """What a bar must have room for."""
        return max(self.before, self.after, self.hours or 0)


def hours_by_week(
    municipality: str, teams: Iterable[str], *, first_week: date, n_weeks: int
) -> Iterator[tuple[date, dict[str, float]]]:
    """Each week's Monday, and the hours that each team has in that week; a team that nobody entered is left out.

    Hours that begin in a week count for the whole of it. All are asked for at once.
    """
    last_day = first_week + _A_WEEK * n_weeks - _A_DAY
    entered = TeamHours.objects.filter(municipality=municipality, team__in=list(teams), valid_from__lte=last_day)
    rows = list(entered.order_by("valid_from", "pk"))
    for number in range(n_weeks):
        monday = first_week + _A_WEEK * number
        yield monday, {row.team: float(row.hours) for row in rows if row.valid_from < monday + _A_WEEK}


def team_weeks(
    municipality: str,
    new: Sequence[TeamMeeting],
    *,
    of_courses: Sequence[UUID],
) -> tuple[TeamWeek, ...]:
    """The weeks in which `new` makes a difference, for its teams.

    Parameters
    ----------
    new : the meetings being planned
    of_courses : whose they are: what is planned with them now is replaced, and counts before only
    """
    if not new:
        return ()
    first, last = min(one.on for one in new), max(one.on for one in new)
    start, n_weeks = week_of(first), (week_of(last) - week_of(first)).days // 7 + 1
    teams = {one.team for one in new}
    others, replaced = _planned(municipality, teams, of_courses, start, start + _A_WEEK * n_weeks)
    found: list[TeamWeek] = []
    for week, hours in hours_by_week(municipality, teams, first_week=start, n_weeks=n_weeks):
        before = weeks_of([*others, *replaced], hours=hours, first_week=week, n_weeks=1)
        needed = {one.team: one.needed_hours for one in before}
        found += (
            TeamWeek(
                starts_on=week, team=one.team, before=needed.get(one.team, 0.0), after=one.needed_hours,
                hours=one.hours, is_over=one.is_over,
            )
            for one in weeks_of([*others, *new], hours=hours, first_week=week, n_weeks=1)
            if one.needed_hours != needed.get(one.team, 0.0)
        )  # fmt: skip
    return tuple(found)


def _planned(
    municipality: str, teams: Iterable[str], of_courses: Sequence[UUID], start: date, end: date
) -> tuple[list[TeamMeeting], list[TeamMeeting]]:
    """The meetings of plans in force in those days: of other courses, and of these."""
    rows = PlannedMeeting.objects.filter(
        municipality=municipality, on__gte=start, on__lt=end, plan__state=Plan.State.IN_FORCE,
        plan__course__team__in=list(teams),
    )  # fmt: skip
    mine = frozenset(of_courses)
    others: list[TeamMeeting] = []
    replaced: list[TeamMeeting] = []
    for on, minutes, team, course in rows.values_list("on", "minutes", "plan__course__team", "plan__course"):
        (replaced if course in mine else others).append(TeamMeeting(on=on, minutes=minutes, team=team))
    return others, replaced
