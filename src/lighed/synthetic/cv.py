"""Made-up people -> their CVs as padded tables, with the day on which the case system learned each line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lighed.synthetic.arrays import NEVER, UNKNOWN, AnyArray, Flags, Ints, draw_codes, draw_codes_by_row
from lighed.synthetic.occupations import FIELDS, LEVELS, draw_occupations, occupation_shares
from lighed.synthetic.people import CAREER_START_AGE, People

LANGUAGES = ("da", "en", "de", "sv", "fr", "es", "ar", "tr", "pl", "uk", "ro", "so", "fa", "vi")
LICENCES = ("AM", "A", "B", "BE", "C", "CE", "D", "TM")
N_GOALS = 6
N_EARLIER_JOBS = 6
N_LANGUAGES = 4

_CUMULATIVE = np.cumsum(occupation_shares(), axis=2)
_GENERAL = FIELDS.index("00")


@dataclass(frozen=True, slots=True)
class Cvs:
    """The CVs of n people. Two-dimensional arrays have a row per person and a column per possible line.

    An absent line has `UNKNOWN` as its code. `*_recorded_on` is `NEVER` for a line that no one ever records. The first
    `N_EARLIER_JOBS` jobs and `N_GOALS` goals are those of the first registration; the simulation of courses fills the
    columns after them, and sets `goal_withdrawn_on`.
    """

    recorded_on: Ints
    level: Ints
    field: Ints
    completed_on: Ints
    first_level: Ints
    corrected_on: Ints
    lower_level: Ints
    job: Ints
    job_from: Ints
    job_to: Ints
    job_recorded_on: Ints
    job_open_until: Ints
    language: Ints
    language_level: Ints
    language_recorded_on: Ints
    licence: Flags
    goal: Ints
    goal_recorded_on: Ints
    goal_withdrawn_on: Ints


def draw_cvs(rng: np.random.Generator, people: People, *, n_later_jobs: int) -> Cvs:
    """Draw a CV for everyone; some record it late, some never.

    Parameters
    ----------
    n_later_jobs
        Columns kept free for jobs between courses.
    """
    n = len(people)
    registered = people.first_registered_on
    recorded = _recorded_days(rng, registered)
    completed = np.minimum(_completed_days(rng, people), recorded - 1)
    jobs = _draw_jobs(rng, people, recorded=recorded, completed=completed, n_later=n_later_jobs)
    level_known_first = np.where(rng.random(n) < 0.015, np.maximum(people.level - 1, 0), people.level).astype(np.int32)
    goal = _draw_goals(rng, people, last_job=jobs["job"][:, 0], n_later=n_later_jobs)
    goal_recorded = np.full_like(goal, NEVER)
    goal_recorded[:, :N_GOALS] = recorded[:, None]
    language, language_level = _draw_languages(rng, people)
    return Cvs(
        recorded_on=recorded,
        level=people.level,
        field=people.field,
        completed_on=completed,
        first_level=level_known_first,
        corrected_on=np.where(
            (level_known_first != people.level) & (recorded != NEVER), _after(recorded, rng.integers(10, 240, n)), NEVER
        ).astype(np.int32),
        lower_level=np.select(
            [people.level >= LEVELS.index("40"), people.level >= LEVELS.index("20")], [1, 0], UNKNOWN
        ).astype(np.int32),
        language=language,
        language_level=language_level,
        language_recorded_on=_late_lines(rng, recorded, language.shape[1]),
        licence=_draw_licences(rng, people, jobs["job"][:, 0]),
        goal=goal,
        goal_recorded_on=goal_recorded,
        goal_withdrawn_on=np.full_like(goal, NEVER),
        **jobs,
    )


def draw_new_job(rng: np.random.Generator, people: People, cvs: Cvs, who: Ints) -> Ints:
    """Draw the occupation of the job that ends a course: often a job goal, else what the education leads to."""
    first_goal = cvs.goal[who, 0]
    by_education = draw_occupations(rng, _CUMULATIVE, people.level[who], people.field[who])
    picked: Ints = np.where(rng.random(len(who)) < 0.55, first_goal, by_education).astype(np.int32)
    return picked


def _after(days: AnyArray, delay: AnyArray) -> Ints:
    later: Ints = np.where(days == NEVER, NEVER, np.minimum(days.astype(np.int64) + delay, NEVER)).astype(np.int32)
    return later


def _recorded_days(rng: np.random.Generator, registered: Ints) -> Ints:
    n = len(registered)
    ahead = registered - 1 - np.minimum(rng.exponential(22, n), 120).astype(np.int32)
    soon_after = registered + rng.integers(1, 21, n)
    long_after = registered + rng.integers(40, 300, n)
    days: Ints = np.select(
        [(kind := draw_codes(rng, [0.87, 0.035, 0.04, 0.055], n)) == 0, kind == 1, kind == 2],
        [ahead, soon_after, long_after],
        NEVER,
    ).astype(np.int32)
    return days


def _completed_days(rng: np.random.Generator, people: People) -> Ints:
    n = len(people)
    graduated = people.first_registered_on - rng.integers(1, 60, n)
    years_ago = np.maximum(_age_at_first(people) - CAREER_START_AGE[people.level] + rng.normal(0, 2, n), 0.3)
    days: Ints = np.where(
        people.is_graduate, graduated, people.first_registered_on - (years_ago * 365.25).astype(np.int32) - 60
    ).astype(np.int32)
    return days


def _age_at_first(people: People) -> AnyArray:
    years: AnyArray = people.first_registered_on / 365.2425 + 1970 - people.birth_year
    return years


def _draw_jobs(
    rng: np.random.Generator, people: People, *, recorded: Ints, completed: Ints, n_later: int
) -> dict[str, Ints]:
    n = len(people)
    known = np.where(recorded == NEVER, people.first_registered_on, np.minimum(recorded, people.first_registered_on))
    job = np.full((n, N_EARLIER_JOBS + n_later), UNKNOWN, dtype=np.int32)
    start, end = np.zeros_like(job), np.zeros_like(job)
    career_start = people.first_registered_on - (
        (_age_at_first(people) - np.minimum(CAREER_START_AGE[people.level], 19)) * 365.25
    ).astype(np.int32)
    earliest = np.where(people.is_graduate, career_start, np.maximum(career_start, completed - 1500))
    # Graduates: a student job at most, in what needs no education.
    has_any = np.where(people.is_graduate, rng.random(n) < 0.5, rng.random(n) < 0.96)
    student = draw_occupations(rng, _CUMULATIVE, np.zeros(n, dtype=np.int32), np.full(n, _GENERAL, dtype=np.int32))
    trained = draw_occupations(rng, _CUMULATIVE, people.level, people.field)
    current = np.where(people.is_graduate, student, trained).astype(np.int32)
    cursor = known - 1 - np.minimum(rng.exponential(20, n), 200).astype(np.int64)
    keeps = has_any
    for column in range(N_EARLIER_JOBS):
        length = 40 + rng.exponential(np.where(people.is_graduate, 420, 1500), n).astype(np.int64)
        keeps = keeps & (cursor - 60 > earliest)
        begins = np.maximum(cursor - length, earliest)
        job[:, column] = np.where(keeps, current, UNKNOWN)
        start[:, column], end[:, column] = begins, cursor
        cursor = begins - 1 - rng.exponential(120, n).astype(np.int64)
        drawn = draw_occupations(rng, _CUMULATIVE, people.level, people.field)
        stays = rng.random(n) < 0.42
        current = np.where(stays, current, np.where(rng.random(n) < 0.2, student, drawn)).astype(np.int32)
        keeps = keeps & (rng.random(n) < 0.9)
    job_recorded = np.full_like(job, NEVER)
    job_recorded[:, :N_EARLIER_JOBS] = _late_lines(rng, recorded, N_EARLIER_JOBS)
    # Some enter the last job as running and give its last day when they update the CV.
    open_until = np.where(
        (job[:, 0] != UNKNOWN) & (rng.random(n) < 0.1) & (job_recorded[:, 0] != NEVER),
        _after(job_recorded[:, 0], rng.integers(15, 60, n)),
        NEVER,
    ).astype(np.int32)
    return {"job": job, "job_from": start, "job_to": end, "job_recorded_on": job_recorded, "job_open_until": open_until}


def _late_lines(rng: np.random.Generator, recorded: Ints, n_columns: int) -> Ints:
    late = rng.random((len(recorded), n_columns)) < 0.02
    return _after(np.repeat(recorded[:, None], n_columns, axis=1), late * rng.integers(20, 220, late.shape))


def _draw_goals(rng: np.random.Generator, people: People, *, last_job: Ints, n_later: int) -> Ints:
    n = len(people)
    n_goals = 1 + np.minimum(rng.poisson(1.35, n), N_GOALS - 1)
    goal = np.full((n, N_GOALS + n_later), UNKNOWN, dtype=np.int32)
    general = np.full(n, _GENERAL, dtype=np.int32)
    for column in range(N_GOALS):
        by_education = draw_occupations(rng, _CUMULATIVE, people.level, people.field)
        unskilled = draw_occupations(rng, _CUMULATIVE, np.zeros(n, dtype=np.int32), general)
        source = draw_codes(rng, [0.42, 0.40, 0.18] if column == 0 else [0.06, 0.62, 0.32], n)
        drawn = np.select([(source == 0) & (last_job != UNKNOWN), source == 2], [last_job, unskilled], by_education)
        is_new = (goal != drawn[:, None]).all(axis=1)
        goal[:, column] = np.where((column < n_goals) & is_new, drawn, UNKNOWN)
    return goal


def _draw_languages(rng: np.random.Generator, people: People) -> tuple[Ints, Ints]:
    n = len(people)
    language = np.full((n, N_LANGUAGES), UNKNOWN, dtype=np.int32)
    level = np.full((n, N_LANGUAGES), UNKNOWN, dtype=np.int32)
    language[:, 0], level[:, 0] = 0, people.danish
    speaks_english = rng.random(n) < 0.45 + 0.07 * people.level
    language[:, 1] = np.where(speaks_english, 1, UNKNOWN)
    level[:, 1] = np.where(
        speaks_english, np.minimum(draw_codes(rng, [0.25, 0.45, 0.30], n) + (people.level > 5), 2), -1
    )
    is_foreign = people.danish < 3
    mother_tongue = draw_codes(rng, [0.22, 0.14, 0.2, 0.12, 0.1, 0.08, 0.08, 0.06], n) + LANGUAGES.index("ar")
    extra = rng.random(n) < 0.08 + 0.04 * people.level
    language[:, 2] = np.where(is_foreign, mother_tongue, np.where(extra, LANGUAGES.index("de"), UNKNOWN))
    level[:, 2] = np.where(is_foreign, 3, np.where(extra, draw_codes(rng, [0.5, 0.35, 0.15], n), UNKNOWN))
    other = rng.random(n) < 0.05 + 0.02 * people.level
    language[:, 3] = np.where(other, draw_codes(rng, [0.4, 0.3, 0.3], n) + LANGUAGES.index("sv"), UNKNOWN)
    level[:, 3] = np.where(other, draw_codes(rng, [0.5, 0.35, 0.15], n), UNKNOWN)
    return language, level


def _draw_licences(rng: np.random.Generator, people: People, last_job: Ints) -> Flags:
    n = len(people)
    age = _age_at_first(people)
    has_car = rng.random(n) < np.interp(age, [18, 25, 35, 65], [0.45, 0.72, 0.84, 0.88]) - 0.25 * (people.danish < 2)
    weights = draw_codes_by_row(
        rng, np.where((people.level <= LEVELS.index("30"))[:, None], [[0.72, 0.28]], [[0.94, 0.06]])
    )
    heavy = has_car & (weights == 1) & (rng.random(n) < 0.5)
    licence = np.zeros((n, len(LICENCES)), dtype=np.bool_)
    licence[:, LICENCES.index("B")] = has_car
    licence[:, LICENCES.index("AM")] = rng.random(n) < 0.04
    licence[:, LICENCES.index("A")] = has_car & (rng.random(n) < 0.09)
    licence[:, LICENCES.index("BE")] = has_car & (rng.random(n) < 0.13)
    licence[:, LICENCES.index("C")] = heavy
    licence[:, LICENCES.index("CE")] = heavy & (rng.random(n) < 0.55)
    licence[:, LICENCES.index("D")] = has_car & (rng.random(n) < 0.025)
    licence[:, LICENCES.index("TM")] = has_car & (rng.random(n) < 0.05)
    return licence
