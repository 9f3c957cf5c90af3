"""Planned meetings and the hours that teams have -> hours needed against hours there, by team and week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

_A_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMeeting:
    """Minutes that a meeting takes of a team; a meeting counts in the week of its latest day."""

    on: date
    minutes: int
    team: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityWeek:
    """One team in one week.

    Attributes
    ----------
    starts_on
        The Monday of the week.
    n_meetings
        How many meetings the hours needed are for.
    hours
        The hours that the team has; None where nobody has entered them.
    """

    starts_on: date
    team: str
    n_meetings: int
    needed_hours: float
    hours: float | None

    @property
    def is_over(self) -> bool:
        """Whether more hours are needed than there are. Where the hours are not known, nothing is over."""
        return self.hours is not None and self.needed_hours > self.hours


def week_of(day: date) -> date:
    """The Monday of the week that `day` is in."""
    return day - timedelta(days=day.weekday())


def weeks_of(
    meetings: Iterable[TeamMeeting], *, hours: Mapping[str, float], first_week: date, n_weeks: int
) -> tuple[CapacityWeek, ...]:
    """Every team in every one of `n_weeks` weeks from that of `first_week` on, by week and then by team.

    Parameters
    ----------
    meetings : those outside the weeks are left out
    hours : hours a week by team; a team that is not in it but has meetings is shown without hours
    """
    start = week_of(first_week)
    end = start + _A_WEEK * n_weeks
    minutes: defaultdict[tuple[date, str], int] = defaultdict(int)
    counts: defaultdict[tuple[date, str], int] = defaultdict(int)
    for meeting in meetings:
        if start <= meeting.on < end:
            place = week_of(meeting.on), meeting.team
            minutes[place] += meeting.minutes
            counts[place] += 1
    teams = sorted({*hours, *(team for _, team in minutes)})
    return tuple(
        CapacityWeek(
            starts_on=week, team=team, n_meetings=counts.get((week, team), 0),
            needed_hours=minutes.get((week, team), 0) / 60, hours=hours.get(team),
        )
        for week in (start + _A_WEEK * number for number in range(n_weeks))
        for team in teams
    )  # fmt: skip
