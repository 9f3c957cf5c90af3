"""A seed and a size -> one made-up municipality: its people, CVs, courses and rows, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from lighed.synthetic.arrays import NEVER, Flags, Ints
from lighed.synthetic.courses import N_ROUNDS, Courses, simulate_courses
from lighed.synthetic.cv import Cvs, draw_cvs
from lighed.synthetic.facts import Facts
from lighed.synthetic.names import FICTIONAL_MUNICIPALITIES
from lighed.synthetic.people import People, draw_people
from lighed.synthetic.person_rows import add_cv_rows, add_person_rows
from lighed.synthetic.rows import Rows

_HOME_REGIONS = (4, 0, 7, 5, 3, 2, 6)
_FOREIGN_SHARES = (0.14, 0.22, 0.12, 0.19, 0.16, 0.14, 0.12)
_COURSES_PER_PERSON = 1.70
_DAYS_AFTER_EXTRACTION = 63


@dataclass(frozen=True, slots=True)
class Municipality:
    """A made-up municipality. `keep` marks the people (by number) who belong to it; the others were drawn to spare.

    `facts` says what was on record when each of `courses` began, in the same order.
    """

    code: str
    name: str
    extracted_on: int
    people: People
    cvs: Cvs
    courses: Courses
    facts: Facts
    rows: Rows
    keep: Flags
    n_caseworkers: int


def make_municipality(*, number: int, n_courses: int, seed: int, first_day: int, extracted_on: int) -> Municipality:
    """Make the municipality with code 901 + `number`, with exactly `n_courses` courses on record at the extraction.

    Parameters
    ----------
    number
        0 for the first; decides code, name, part of the country and mix of people.
    n_courses
        Courses as registered, at least 10.
    first_day, extracted_on
        Day numbers of the first possible registration and of the extraction.
    """
    n_people = int(n_courses / _COURSES_PER_PERSON * 1.04) + 60
    while True:
        made = _simulate(
            number=number,
            n_people=n_people,
            seed=seed,
            first_day=first_day,
            extracted_on=extracted_on,
            n_courses=n_courses,
        )
        keep = _choose_people(made, n_courses=n_courses)
        if keep is not None:
            return replace(made, keep=keep)
        n_people = int(n_people * 1.12) + 20


def _simulate(
    *, number: int, n_people: int, seed: int, first_day: int, extracted_on: int, n_courses: int
) -> Municipality:
    rng = np.random.default_rng([seed, number])
    world_end = extracted_on + _DAYS_AFTER_EXTRACTION
    people = draw_people(
        rng,
        n=n_people,
        first_day=first_day,
        last_day=world_end,
        foreign_share=_FOREIGN_SHARES[number % len(_FOREIGN_SHARES)],
    )
    cvs = draw_cvs(rng, people, n_later_jobs=N_ROUNDS)
    rows = Rows()
    n_caseworkers = max(5, round(n_courses / 450))
    courses, facts = simulate_courses(
        rng,
        people,
        cvs,
        rows,
        home_region=_HOME_REGIONS[number % len(_HOME_REGIONS)],
        n_caseworkers=n_caseworkers,
        last_day=world_end,
    )
    add_person_rows(rng, rows, people, cvs, n_caseworkers=n_caseworkers, first_day=first_day)
    add_cv_rows(rows, cvs)
    return Municipality(
        code=str(901 + number),
        name=FICTIONAL_MUNICIPALITIES[number % len(FICTIONAL_MUNICIPALITIES)],
        extracted_on=extracted_on,
        people=people,
        cvs=cvs,
        courses=courses,
        facts=facts,
        rows=rows,
        keep=np.ones(n_people, dtype=np.bool_),
        n_caseworkers=n_caseworkers,
    )


def _choose_people(made: Municipality, *, n_courses: int) -> Flags | None:
    """Keep people from the first on until their courses make up the number, exact to the course; None if too few."""
    on_record = made.rows.as_known_on("contact_courses", made.extracted_on, keep=made.keep)
    owners = on_record["person"][on_record["superseded_on"] == NEVER]
    per_person: Ints = np.bincount(owners, minlength=len(made.people)).astype(np.int32)
    total = np.cumsum(per_person)
    if total[-1] < n_courses:
        return None
    n_whole = int(np.searchsorted(total, n_courses, side="right"))
    keep = np.arange(len(per_person)) < n_whole
    short = n_courses - (int(total[n_whole - 1]) if n_whole else 0)
    singles = np.flatnonzero(~keep & (per_person == 1))
    if len(singles) < short:
        return None
    keep[singles[:short]] = True
    return keep
