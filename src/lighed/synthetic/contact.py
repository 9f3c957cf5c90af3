"""Courses as registered -> their meetings under the contact rules of the day, and their caseworkers."""

from __future__ import annotations

from datetime import date

import numpy as np

from lighed.synthetic.arrays import (
    NEVER,
    UNKNOWN,
    Flags,
    Floats,
    Ints,
    day_number,
    draw_codes,
    next_weekday,
    running_number,
)
from lighed.synthetic.rows import Rows

KINDS = ("cv", "job", "follow_up", "joint")
FORMS = ("in_person", "phone", "video")
MEETING_OUTCOMES = ("held", "no_show", "cancelled", "planned")
HELD, NO_SHOW, CANCELLED, PLANNED = range(4)

HALF_YEAR_DAYS = 182
_LAST_DAY = 1200
# Days of a course on which a meeting is due, by the rules of the day: nine in six months before 2024, six from 2024,
# and at least four from July 2026.
_REGIMES = (
    (0, day_number(date(2024, 1, 1)), (9, 29, 48, 68, 88, 108, 128, 150, 172), 60),
    (day_number(date(2024, 1, 1)), day_number(date(2026, 7, 1)), (11, 40, 74, 105, 138, 168), 90),
    (day_number(date(2026, 7, 1)), int(NEVER), (11, 55, 105, 160), 75),
)


def add_meetings(
    rng: np.random.Generator,
    rows: Rows,
    *,
    course: Ints,
    person: Ints,
    start: Ints,
    end: Ints,
    end_recorded_on: Ints,
    no_show_rate: Floats,
    known_before: Ints,
    counted_until: Ints,
    first_number: int,
) -> tuple[int, Ints, Ints]:
    """Draw the meetings of each course and add them to the rows, as planned and as what became of them.

    Parameters
    ----------
    course, person
        Numbers of the courses and of their people.
    known_before
        Day before which an outcome must be recorded to count in the returned figures.
    counted_until
        Day before which a meeting must lie to count among those held; see `meetings_asked`.

    Returns
    -------
    The next free number, and per course: meetings held, and no-shows.
    """
    n = len(course)
    diligence = rng.beta(9.0, 2.2, n)
    held, missed = np.zeros(n), np.zeros(n)
    for first_day, last_day, early, step in _REGIMES:
        due = np.array([*early, *range(early[-1] + step, _LAST_DAY, step)])
        due_on = start[:, None] + due
        is_due = (due_on >= first_day) & (due_on < last_day) & (due_on < end[:, None] + 21)
        owner, position = np.nonzero(is_due & (rng.random(due_on.shape) < diligence[:, None]))
        drawn = _draw_meetings(
            rng,
            due_on=due_on[owner, position],
            start=start[owner],
            end=end[owner],
            end_recorded_on=end_recorded_on[owner],
            no_show_rate=no_show_rate[owner],
        )
        took_place = drawn["planned_on"] < end[owner]
        keep = drawn["recorded_on"] < end[owner]
        is_known = keep & (drawn["outcome_recorded_on"] < known_before[owner])
        is_held = is_known & (drawn["outcome"] == HELD) & (drawn["planned_on"] < counted_until[owner])
        held += np.bincount(owner[is_held], minlength=n)
        missed += np.bincount(owner[is_known & (drawn["outcome"] == NO_SHOW)], minlength=n)
        first_number = _add_rows(
            rng,
            rows,
            {name: values[keep] for name, values in drawn.items()},
            course=course[owner][keep],
            person=person[owner][keep],
            kind=np.where(
                position == 0, 0, np.where(position == len(early) - 1, 3, np.where(position < len(early), 1, 2))
            )[keep],
            took_place=took_place[keep],
            first_number=first_number,
        )
    return first_number, held.astype(np.int32), missed.astype(np.int32)


def meetings_asked(start: Ints, end: Ints) -> Floats:
    """Count the meetings that the rules ask for in the first half-year of courses, evenly spread over it."""
    asked = np.zeros(len(start))
    stop = np.minimum(end, start + HALF_YEAR_DAYS)
    for first_day, last_day, early, _ in _REGIMES:
        days = np.minimum(stop, last_day) - np.maximum(start, first_day)
        asked += np.maximum(days, 0) * len(early) / HALF_YEAR_DAYS
    return asked


def _draw_meetings(
    rng: np.random.Generator, *, due_on: Ints, start: Ints, end: Ints, end_recorded_on: Ints, no_show_rate: Floats
) -> dict[str, Ints]:
    n = len(due_on)
    planned = next_weekday(due_on + rng.integers(-3, 4, n))
    recorded = np.maximum(start + 1, planned - rng.integers(5, 20, n))
    outcome = np.where(rng.random(n) < no_show_rate, NO_SHOW, np.where(rng.random(n) < 0.06, CANCELLED, HELD))
    late = draw_codes(rng, [0.82, 0.14, 0.04], n)
    noted = planned + np.select([late == 0, late == 1], [0, rng.integers(1, 5, n)], rng.integers(6, 45, n))
    # A meeting planned for after the end is struck off on its day, or when the course is closed.
    is_over = planned >= end
    return {
        "planned_on": planned,
        "recorded_on": recorded.astype(np.int32),
        "outcome": np.where(is_over, CANCELLED, outcome).astype(np.int32),
        "outcome_recorded_on": np.maximum(
            np.where(is_over, np.maximum(end_recorded_on, planned), noted), recorded + 1
        ).astype(np.int32),
    }


def _add_rows(
    rng: np.random.Generator,
    rows: Rows,
    drawn: dict[str, Ints],
    *,
    course: Ints,
    person: Ints,
    kind: Ints,
    took_place: Flags,
    first_number: int,
) -> int:
    n = len(course)
    is_held = (drawn["outcome"] == HELD) & took_place
    rows.add_version(
        "meetings",
        {
            "meeting": first_number + np.arange(n),
            "course": course,
            "person": person,
            "planned_on": drawn["planned_on"],
            "held_on": np.full(n, NEVER),
            "kind": kind,
            "form": draw_codes(rng, [0.66, 0.22, 0.12], n),
            "outcome": np.full(n, PLANNED),
            "minutes": np.full(n, UNKNOWN),
            "recorded_on": drawn["recorded_on"],
        },
        changed_on=drawn["outcome_recorded_on"],
        outcome=drawn["outcome"],
        held_on=np.where(is_held, drawn["planned_on"], NEVER),
        minutes=np.where(is_held, rng.choice([20, 30, 30, 45, 45, 60], n), UNKNOWN),
    )
    return first_number + n


def add_caseworkers(
    rng: np.random.Generator,
    rows: Rows,
    *,
    course: Ints,
    person: Ints,
    start: Ints,
    end: Ints,
    end_recorded_on: Ints,
    n_caseworkers: int,
) -> Ints:
    """Draw who is caseworker when, with on average one change a year, and add the rows.

    Returns
    -------
    Number of changes per course.
    """
    n = len(course)
    years = (end - start) / 365.25
    drawn = np.minimum(rng.poisson(rng.gamma(1.6, 0.62, n) * years), np.ceil(3 * years)).astype(np.int64)
    number = running_number(drawn + 1)
    owner = np.repeat(np.arange(n), drawn + 1)
    inside = 1 + (rng.random(len(owner)) * np.maximum((end - start)[owner] - 1, 1)).astype(np.int64)
    # One change a day at the most: the same day twice is once.
    day = np.unique(owner * (2 * _LAST_DAY) + np.where(number == 0, 0, inside))
    owner, from_on = day // (2 * _LAST_DAY), (start[day // (2 * _LAST_DAY)] + day % (2 * _LAST_DAY)).astype(np.int32)
    n_changes = np.bincount(owner, minlength=n) - 1
    number = running_number(n_changes + 1)
    # Steps of 1 .. n - 1 around the circle of caseworkers: a change is always to someone else.
    steps = np.where(
        number == 0, rng.integers(0, n_caseworkers, len(owner)), rng.integers(1, n_caseworkers, len(owner))
    )
    walked = np.cumsum(steps)
    before = np.r_[0, walked[:-1]][number == 0]
    caseworker = (walked - np.repeat(before, n_changes + 1)) % n_caseworkers
    is_last = number == np.repeat(n_changes, n_changes + 1)
    to_on = np.where(is_last, end[owner], np.r_[from_on[1:], 0])
    recorded = from_on + np.where(rng.random(len(owner)) < 0.9, 0, rng.integers(1, 4, len(owner)))
    rows.add_version(
        "caseworker_assignments",
        {
            "course": course[owner],
            "person": person[owner],
            "caseworker": caseworker,
            "from_on": from_on,
            "to_on": np.full(len(owner), NEVER),
            "recorded_on": recorded,
        },
        changed_on=np.maximum(np.where(is_last, end_recorded_on[owner], to_on), recorded).astype(np.int32),
        to_on=to_on,
    )
    return n_changes.astype(np.int32)
