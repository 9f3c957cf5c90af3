"""Teams and a span of days -> the hours needed and the hours there, week by week, as they are and as they would be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from lighed.planning import TeamMeeting, week_of, weeks_of
from lighed.web.models import Plan, PlannedMeeting, TeamHours

_A_WEEK = timedelta(weeks=1)


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


def hours_of(municipality: str, teams: Iterable[str], *, day: date) -> dict[str, float]:
    """The hours a week that each of the teams has on `day`; a team that nobody entered is left out."""
    rows = TeamHours.objects.filter(municipality=municipality, team__in=list(teams), valid_from__lte=day)
    return {row.team: float(row.hours) for row in rows.order_by("valid_from", "pk")}


def team_weeks(
    municipality: str,
    new: Sequence[TeamMeeting],
    *,
    of_courses: Sequence[UUID],
    today: date,
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
    hours = hours_of(municipality, teams, day=today)
    others, replaced = _planned(municipality, teams, of_courses, start, start + _A_WEEK * n_weeks)
    before = weeks_of([*others, *replaced], hours=hours, first_week=start, n_weeks=n_weeks)
    after = weeks_of([*others, *new], hours=hours, first_week=start, n_weeks=n_weeks)
    needed = {(one.starts_on, one.team): one.needed_hours for one in before}
    return tuple(
        TeamWeek(
            starts_on=one.starts_on, team=one.team, before=needed.get((one.starts_on, one.team), 0.0),
            after=one.needed_hours, hours=one.hours, is_over=one.is_over,
        )
        for one in after
        if one.needed_hours != needed.get((one.starts_on, one.team), 0.0)
    )  # fmt: skip


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
