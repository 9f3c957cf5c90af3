"""People and CVs -> their rows: master data, names, staff, and the lines of the CV with corrections."""

from __future__ import annotations

import numpy as np

from lighed.synthetic.arrays import NEVER, UNKNOWN, Ints
from lighed.synthetic.cv import Cvs
from lighed.synthetic.names import FAMILY_NAMES, FIRST_NAMES_FEMALE, FIRST_NAMES_MALE, STREETS, TEAMS
from lighed.synthetic.people import People
from lighed.synthetic.rows import Rows

FIRST_NAMES = FIRST_NAMES_FEMALE + FIRST_NAMES_MALE
_N_FEMALE = len(FIRST_NAMES_FEMALE)


def add_person_rows(
    rng: np.random.Generator, rows: Rows, people: People, cvs: Cvs, *, n_caseworkers: int, first_day: int
) -> None:
    """Add master data, names and addresses of the people, and the staff."""
    n = len(people)
    number = np.arange(n)
    recorded_on = np.minimum(people.recorded_on, cvs.recorded_on)
    need_is_late = people.interpreter_need & (people.need_recorded_on > people.recorded_on)
    rows.add_version(
        "persons",
        {
            "person": number,
            "birth_year": people.birth_year,
            "sex": people.sex,
            "interpreter_need": people.interpreter_need & ~need_is_late,
            "protected_address": people.is_protected,
            "recorded_on": recorded_on,
        },
        changed_on=np.where(need_is_late, people.need_recorded_on, NEVER).astype(np.int32),
        interpreter_need=people.interpreter_need,
    )
    house = rng.integers(1, 140, n)
    rows.add(
        "contacts",
        person=number,
        first_name=_first_names(rng, people.sex),
        middle_name=np.where(rng.random(n) < 0.3, rng.integers(0, len(FAMILY_NAMES), n), UNKNOWN),
        family_name=rng.integers(0, len(FAMILY_NAMES), n),
        # A protected address stands nowhere in the export.
        street=np.where(people.is_protected, UNKNOWN, rng.integers(0, len(STREETS), n)),
        house=house,
        phone=np.where(rng.random(n) < 0.93, rng.integers(100000, 999999, n), UNKNOWN),
        language=(people.danish == 0) & (rng.random(n) < 0.7),
        recorded_on=recorded_on,
    )
    staff_sex = (rng.random(n_caseworkers) < 0.27).astype(np.int32)
    rows.add(
        "staff",
        caseworker=np.arange(n_caseworkers),
        first_name=_first_names(rng, staff_sex),
        middle_name=np.full(n_caseworkers, UNKNOWN),
        family_name=rng.integers(0, len(FAMILY_NAMES), n_caseworkers),
        team=np.arange(n_caseworkers) % len(TEAMS),
        recorded_on=np.full(n_caseworkers, first_day - 30),
    )


def _first_names(rng: np.random.Generator, sex: Ints) -> Ints:
    female = rng.integers(0, _N_FEMALE, len(sex))
    male = rng.integers(_N_FEMALE, len(FIRST_NAMES), len(sex))
    names: Ints = np.where(sex == 1, male, female).astype(np.int32)
    return names


def add_cv_rows(rows: Rows, cvs: Cvs) -> None:
    """Add every line of the CVs that is ever recorded, and the lines that supersede another."""
    person = np.arange(len(cvs.recorded_on))
    rows.add_version(
        "cv_educations",
        {
            "person": person,
            "level": cvs.first_level,
            "field": cvs.field,
            "completed_on": cvs.completed_on,
            "recorded_on": cvs.recorded_on,
        },
        changed_on=cvs.corrected_on,
        level=cvs.level,
    )
    rows.add(
        "cv_educations",
        person=person,
        level=cvs.lower_level,
        field=np.zeros(len(person), dtype=np.int32),
        completed_on=cvs.completed_on - 1150,
        recorded_on=np.where(cvs.lower_level == UNKNOWN, NEVER, cvs.recorded_on),
    )
    _add_experiences(rows, cvs)
    owner, column = np.nonzero(cvs.language != UNKNOWN)
    rows.add(
        "cv_languages",
        person=owner,
        language=cvs.language[owner, column],
        level=cvs.language_level[owner, column],
        recorded_on=cvs.language_recorded_on[owner, column],
    )
    owner, column = np.nonzero(cvs.licence)
    rows.add("cv_licences", person=owner, category=column, recorded_on=cvs.recorded_on[owner])
    owner, column = np.nonzero(cvs.goal != UNKNOWN)
    withdrawn = cvs.goal_withdrawn_on[owner, column]
    rows.add_version(
        "cv_job_goals",
        {
            "person": owner,
            "occupation": cvs.goal[owner, column],
            "withdrawn_on": np.full(len(owner), NEVER),
            "recorded_on": cvs.goal_recorded_on[owner, column],
        },
        changed_on=withdrawn,
        withdrawn_on=withdrawn,
    )


def _add_experiences(rows: Rows, cvs: Cvs) -> None:
    owner, column = np.nonzero(cvs.job != UNKNOWN)
    recorded, ends = cvs.job_recorded_on[owner, column], cvs.job_to[owner, column]
    closed = np.where(column == 0, cvs.job_open_until[owner], NEVER).astype(np.int32)
    rows.add_version(
        "cv_experiences",
        {
            "person": owner,
            "occupation": cvs.job[owner, column],
            "from_on": cvs.job_from[owner, column],
            "to_on": np.where(closed < NEVER, NEVER, ends),
            "recorded_on": recorded,
        },
        changed_on=closed,
        to_on=ends,
    )
