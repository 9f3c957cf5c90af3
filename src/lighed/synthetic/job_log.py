"""Courses -> the applications sent while they run, what became of them, and what of it is on record on a given day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lighed.synthetic.arrays import NEVER, UNKNOWN, AnyArray, Flags, Floats, Ints, draw_codes, running_number
from lighed.synthetic.rows import Rows

REGIONS = (
    "hovedstaden",
    "bornholm",
    "sjaelland",
    "fyn",
    "sydjylland",
    "oestjylland",
    "vestjylland",
    "nordjylland",
    "abroad",
)
OUTCOMES = ("none", "interview", "offer", "rejection")
NONE, INTERVIEW, OFFER, REJECTION = range(4)

FIRST_ANSWER_DAYS, ANSWER_SPREAD_DAYS = 7, 30
"""An interview comes this many days after the application at the earliest, and within so many more, evenly spread."""

# Where those who look beyond their own region apply: mostly next door and in the two large cities.
_ELSEWHERE = np.array(
    [
        [0, 0.5, 6, 1, 1, 1.5, 0.5, 0.7, 1],
        [8, 0, 2, 0.5, 0.5, 0.5, 0.2, 0.3, 0.5],
        [9, 0.2, 0, 1.5, 0.7, 0.8, 0.3, 0.4, 0.4],
        [3, 0.1, 1.5, 0, 4, 2, 0.7, 0.6, 0.4],
        [1.8, 0.1, 0.5, 3, 0, 4, 2.5, 0.9, 0.8],
        [2.5, 0.1, 0.5, 1.2, 3, 0, 3, 2.5, 0.6],
        [1.2, 0.1, 0.3, 0.7, 3, 4, 0, 2.5, 0.5],
        [2, 0.1, 0.4, 0.7, 1.2, 4, 2.5, 0, 0.8],
    ]
)


@dataclass(frozen=True, slots=True)
class Applications:
    """Applications of many courses. `course` indexes the courses they were drawn for."""

    course: Ints
    applied_on: Ints
    recorded_on: Ints
    occupation: Ints
    region: Ints
    outcome: Ints
    outcome_on: Ints
    outcome_recorded_on: Ints


def draw_applications(
    rng: np.random.Generator,
    *,
    start: Ints,
    stop: Ints,
    interview_intensity: Floats,
    mobility: Floats,
    home_region: int,
    goals: Ints,
) -> Applications:
    """Draw the job log of each course: so many applications a calendar month, heaped at six and eight.

    Parameters
    ----------
    start, stop
        First day of each course, and the day before which the last application is sent.
    interview_intensity
        Expected interviews per application, frailty included.
    mobility
        Share of applications to other regions than `home_region`.
    goals
        Job goals of each course's person, a row per course; the first column is never missing.
    """
    course, day = _draw_days(rng, start=start, stop=stop)
    n = len(course)
    gets_interview = rng.random(n) < -np.expm1(-interview_intensity[course])
    gets_rejection = ~gets_interview & (rng.random(n) < 0.34)
    answered = day + FIRST_ANSWER_DAYS + rng.integers(0, ANSWER_SPREAD_DAYS, n)
    has_answer = gets_interview | gets_rejection
    recorded = day + _delay(rng, n)
    return Applications(
        course=course,
        applied_on=day,
        recorded_on=recorded,
        occupation=_draw_goal(rng, goals, course),
        region=_draw_regions(rng, mobility[course], home_region),
        outcome=np.select([gets_interview, gets_rejection], [INTERVIEW, REJECTION], NONE).astype(np.int32),
        outcome_on=np.where(has_answer, answered, NEVER).astype(np.int32),
        outcome_recorded_on=np.where(has_answer, np.maximum(answered, recorded + 1), NEVER).astype(np.int32),
    )


def _draw_days(rng: np.random.Generator, *, start: Ints, stop: Ints) -> tuple[Ints, Ints]:
    first_month = start.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    last_month = np.maximum(stop - 1, start).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    n_months = last_month - first_month + 1
    course = np.repeat(np.arange(len(start)), n_months)
    month = np.repeat(first_month, n_months) + running_number(n_months)
    # What the fund asks for: six a month, or two a week, which makes eight.
    asked = np.select([(habit := draw_codes(rng, [0.46, 0.30, 0.24], len(start))) == 0, habit == 1], [6, 8], 0)
    usual = np.where(asked == 0, 4 + rng.poisson(3.2, len(start)), asked)[course]
    varies = rng.random(len(course)) < 0.28
    count = np.where(varies, np.maximum(usual + rng.integers(-2, 3, len(course)), 0), usual)
    course, month = np.repeat(course, count), np.repeat(month, count)
    first_day = month.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    length = (month + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) - first_day
    in_month = (rng.random(len(course)) * length).astype(np.int64)
    day = first_day + in_month
    calendar_month = month % 12 + 1
    is_holiday = (calendar_month == 12) & (in_month >= 22)
    sent = rng.random(len(course)) < np.select([is_holiday, calendar_month == 7], [0.35, 0.72], 1.0)
    keep = (day >= start[course]) & (day < stop[course]) & sent
    return course[keep].astype(np.int32), day[keep].astype(np.int32)


def _delay(rng: np.random.Generator, n: int) -> Ints:
    days: Ints = np.where(rng.random(n) < 0.03, rng.integers(14, 60, n), rng.integers(0, 7, n)).astype(np.int32)
    return days


def _draw_goal(rng: np.random.Generator, goals: Ints, course: Ints) -> Ints:
    column = np.where(rng.random(len(course)) < 0.5, 0, rng.integers(0, goals.shape[1], len(course)))
    picked = goals[course, column]
    picked = np.where(picked == UNKNOWN, goals[course, 0], picked)
    occupation: Ints = np.where(rng.random(len(course)) < 0.02, UNKNOWN, picked).astype(np.int32)
    return occupation


def _draw_regions(rng: np.random.Generator, mobility: Floats, home_region: int) -> Ints:
    n = len(mobility)
    elsewhere = draw_codes(rng, _ELSEWHERE[home_region], n)
    region = np.where(rng.random(n) < mobility, elsewhere, home_region)
    known: Ints = np.where(rng.random(n) < 0.012, UNKNOWN, region).astype(np.int32)
    return known


def with_offers(log: Applications, *, got_job: Flags, ended_on: Ints, end_recorded_on: Ints) -> Applications:
    """Turn the last application of those who left for a job into an offer, recorded when the course is closed."""
    order = np.lexsort((log.applied_on, log.course))
    course = log.course[order]
    is_last = np.r_[course[1:] != course[:-1], np.ones(min(len(course), 1), dtype=np.bool_)]
    last = order[is_last]
    last = last[got_job[log.course[last]] & (log.outcome[last] != INTERVIEW)]
    outcome, on, recorded = log.outcome.copy(), log.outcome_on.copy(), log.outcome_recorded_on.copy()
    owner = log.course[last]
    outcome[last] = OFFER
    on[last] = np.maximum(log.applied_on[last], ended_on[owner] - 4)
    recorded[last] = np.maximum(end_recorded_on[owner], log.recorded_on[last] + 1)
    return Applications(
        course=log.course,
        applied_on=log.applied_on,
        recorded_on=log.recorded_on,
        occupation=log.occupation,
        region=log.region,
        outcome=outcome,
        outcome_on=on,
        outcome_recorded_on=recorded,
    )


def counts_on_record(log: Applications, *, before: Ints) -> tuple[Ints, Ints, Flags]:
    """Count each course's applications and interviews (offers included) recorded before a day, and mark its regions."""
    n = len(before)
    known = log.recorded_on < before[log.course]
    led_on = known & (log.outcome_recorded_on < before[log.course]) & np.isin(log.outcome, [INTERVIEW, OFFER])
    regions = known & (log.region != UNKNOWN)
    marks = np.bincount(log.course[regions] * len(REGIONS) + log.region[regions], minlength=n * len(REGIONS))
    return _count(log.course[known], n), _count(log.course[led_on], n), marks.reshape(n, -1) > 0


def answered_by(log: Applications, *, day: Ints) -> Floats:
    """Sum, per course, each application's chance of an answer before `day`, had it led to an interview."""
    waited = day[log.course] - log.applied_on
    chance: Floats = np.clip((waited - FIRST_ANSWER_DAYS) / ANSWER_SPREAD_DAYS, 0.0, 1.0)
    chance = np.where(log.recorded_on < day[log.course], chance, 0.0)
    summed: Floats = np.bincount(log.course, weights=chance, minlength=len(day)).astype(np.float64)
    return summed


def _count(owner: AnyArray, n: int) -> Ints:
    counted: Ints = np.bincount(owner, minlength=n).astype(np.int32)
    return counted


def add_applications(rows: Rows, log: Applications, *, person: Ints, first_number: int) -> int:
    """Add the applications to the rows, an answered one twice: as sent and as answered; return the next free number."""
    n = len(log.course)
    rows.add_version(
        "job_applications",
        {
            "application": first_number + np.arange(n),
            "person": person[log.course],
            "applied_on": log.applied_on,
            "occupation": log.occupation,
            "region": log.region,
            "outcome": np.full(n, NONE),
            "outcome_on": np.full(n, NEVER),
            "recorded_on": log.recorded_on,
        },
        changed_on=log.outcome_recorded_on,
        outcome=log.outcome,
        outcome_on=log.outcome_on,
    )
    return first_number + n
