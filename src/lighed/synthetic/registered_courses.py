"""Courses as they count -> courses as registered: some broken by a short gap, with hand-over, end and benefit cases."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lighed.synthetic.arrays import NEVER, UNKNOWN, AnyArray, Flags, Ints, next_weekday
from lighed.synthetic.people import People
from lighed.synthetic.rows import Rows

BENEFITS = ("dagpenge", "kontanthjaelp", "selvforsoergelse")
END_REASONS = ("job", "education", "other_benefit", "pension", "moved", "other")
_JOIN_DAYS = 28
_RIGHT_DAYS = 104 * 7
"""Two years of unemployment benefit, after which another benefit or none takes over."""


@dataclass(slots=True)
class Numbers:
    """The next free number of each kind of id."""

    course: int = 0
    application: int = 0
    meeting: int = 0
    case: int = 0


@dataclass(frozen=True, slots=True)
class Stints:
    """Courses as registered. The first len(who) are the first of each; then come those after a short gap."""

    course: Ints
    person: Ints
    owner: Ints
    start: Ints
    end: Ints
    end_recorded_on: Ints
    is_last: Flags

    @property
    def last_recorded(self) -> Ints:
        """For each course as it counts, the day on which its end was recorded."""
        recorded = np.zeros(int(self.owner.max()) + 1, dtype=np.int32)
        recorded[self.owner[self.is_last]] = self.end_recorded_on[self.is_last]
        return recorded


def split_courses(
    rng: np.random.Generator, numbers: Numbers, *, who: Ints, start: Ints, end: Ints, next_on: Ints
) -> Stints:
    """Break a few of the courses in two by a gap so short that it does not count, and draw when each end is recorded.

    Parameters
    ----------
    who, start, end
        The person, first and last day of each course as it counts.
    next_on
        When the person registers again, `NEVER` if not: the old course is closed by then.
    """
    n = len(who)
    length = end - start
    gap = rng.integers(2, _JOIN_DAYS + 1, n)
    break_on = start + (length * rng.uniform(0.15, 0.85, n)).astype(np.int32)
    back_on = next_weekday(break_on + np.minimum(gap, _JOIN_DAYS - 2))
    is_split = (rng.random(n) < 0.06) & (length > 42) & (back_on + 7 < end)
    second = np.flatnonzero(is_split)
    late = np.where(rng.random(n) < 0.05, rng.integers(7, 60, n), rng.integers(0, 6, n))
    # A case system closes the old course before it opens a new one.
    end_recorded = np.minimum(end + late, np.where(next_on < NEVER, next_on - 1, NEVER)).astype(np.int32)
    course = numbers.course + np.arange(n + len(second), dtype=np.int32)
    numbers.course += len(course)
    return Stints(
        course=course,
        person=np.r_[who, who[second]],
        owner=np.r_[np.arange(n), second].astype(np.int32),
        start=np.r_[start, back_on[second]].astype(np.int32),
        end=np.r_[np.where(is_split, break_on, end), end[second]].astype(np.int32),
        end_recorded_on=np.r_[np.where(is_split, break_on + 1, end_recorded), end_recorded[second]].astype(np.int32),
        is_last=np.r_[~is_split, np.ones(len(second), dtype=np.bool_)],
    )


def draw_hand_over_days(rng: np.random.Generator, *, registered: Ints, ended: Ints, stints: Stints) -> Ints:
    """Draw the day, 11 to 13 weeks after registration, on which the fund hands over to the municipality."""
    n = len(registered)
    day = next_weekday(registered + rng.integers(76, 92, n))
    # Whoever is away on that day is handed over a week after coming back.
    second = np.arange(n, len(stints.owner))
    owner = stints.owner[second]
    away = (day[owner] >= stints.end[owner]) & (day[owner] <= stints.start[second])
    day[owner[away]] = next_weekday(stints.start[second[away]] + 5)
    handed_over: Ints = np.where(day < ended, day, NEVER).astype(np.int32)
    return handed_over


def add_courses(rows: Rows, people: People, stints: Stints, *, handed_over: Ints, reason: Ints) -> None:
    """Add each course as registered, as handed over and as ended: three rows, each superseding the one before."""
    day = handed_over[stints.owner]
    handed = np.where((day > stints.start) & (day < stints.end), day, NEVER).astype(np.int32)
    common: dict[str, AnyArray] = {
        "course": stints.course,
        "person": stints.person,
        "registered_on": stints.start,
        "fund": people.fund[stints.person],
    }
    running = {**common, "ended_on": np.full(len(handed), NEVER), "end_reason": np.full(len(handed), UNKNOWN)}
    over = {
        "ended_on": stints.end,
        "end_reason": np.where(stints.is_last, reason[stints.owner], 0),
        "recorded_on": stints.end_recorded_on,
    }
    rows.add(
        "contact_courses",
        **running,
        handed_over_on=np.full(len(handed), NEVER),
        recorded_on=stints.start,
        superseded_on=np.minimum(handed, stints.end_recorded_on),
    )
    rows.add(
        "contact_courses",
        **running,
        handed_over_on=handed,
        recorded_on=handed,
        superseded_on=stints.end_recorded_on,
    )
    rows.add("contact_courses", **common, **over, handed_over_on=handed, superseded_on=np.full(len(handed), NEVER))


def add_benefits(rng: np.random.Generator, rows: Rows, numbers: Numbers, stints: Stints, *, reason: Ints) -> None:
    """Add a dagpenge case per course, close to it in time but not the same, and what follows a used-up right."""
    n = len(stints.course)
    started = np.minimum(stints.start + np.where(rng.random(n) < 0.72, 0, rng.integers(1, 22, n)), stints.end)
    runs_out = started + _RIGHT_DAYS
    shift = np.where(rng.random(n) < 0.15, rng.integers(5, 45, n), 0)
    early = np.where(rng.random(n) < 0.10, rng.integers(5, 35, n), 0)
    stopped = np.minimum(np.maximum(stints.end + np.where(stints.is_last, shift - early, -early), started), runs_out)
    is_used_up = stopped == runs_out
    recorded = np.where(is_used_up, runs_out, np.maximum(stints.end_recorded_on, stopped)).astype(np.int32)
    last_reason = np.where(is_used_up, 2, np.where(stints.is_last, reason[stints.owner], 0))
    after = np.flatnonzero(is_used_up & (runs_out < stints.end))
    for index, begins, stops, benefit, known_on, code in (
        (np.arange(n), started, stopped, np.zeros(n), recorded, last_reason),
        (
            after,
            runs_out[after] + 1,
            stints.end[after],
            1 + (rng.random(len(after)) < 0.4),
            None,
            reason[stints.owner[after]],
        ),
    ):
        if len(index) == 0:
            continue
        stops = np.maximum(stops, begins)
        closed = np.maximum(stints.end_recorded_on[index], stops) if known_on is None else known_on
        rows.add_version(
            "benefit_cases",
            {
                "case": numbers.case + np.arange(len(index)),
                "course": stints.course[index],
                "person": stints.person[index],
                "benefit": benefit,
                "started_on": begins,
                "ended_on": np.full(len(index), NEVER),
                "end_reason": np.full(len(index), UNKNOWN),
                "recorded_on": begins,
            },
            changed_on=closed.astype(np.int32),
            ended_on=stops,
            end_reason=code,
        )
        numbers.case += len(index)
