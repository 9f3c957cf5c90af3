"""People, CVs and what earlier courses left behind -> the facts on record before a day, for those who register then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lighed.synthetic.arrays import NEVER, UNKNOWN, AnyArray, Flags, Floats, Ints, years_and_months
from lighed.synthetic.cv import LICENCES, N_EARLIER_JOBS, Cvs
from lighed.synthetic.occupations import commonness, distance, occupation_shares
from lighed.synthetic.people import People

_COMMONNESS = commonness(occupation_shares())


@dataclass(frozen=True, slots=True)
class History:
    """What is on record from earlier courses, one number per person; zero where there was none.

    Sums run over all earlier courses. `n_regions` counts the regions applied in; `meetings_asked` is what the
    contact rules of the day asked for; `last_ended_on` is `NEVER` before the first course ends.
    """

    n_courses: Ints
    last_weeks: Floats
    total_weeks: Floats
    last_ended_on: Ints
    applications: Ints
    interviews: Ints
    n_regions: Ints
    meetings_held: Ints
    meetings_asked: Floats
    no_shows: Ints
    caseworker_changes: Ints


def no_history(n: int) -> History:
    """Start with `n` people of whom nothing is on record."""

    def none() -> Ints:
        return np.zeros(n, dtype=np.int32)

    return History(
        n_courses=none(),
        last_weeks=np.zeros(n),
        total_weeks=np.zeros(n),
        last_ended_on=np.full(n, NEVER, dtype=np.int32),
        applications=none(),
        interviews=none(),
        n_regions=none(),
        meetings_held=none(),
        meetings_asked=np.zeros(n),
        no_shows=none(),
        caseworker_changes=none(),
    )


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the tables say, on the day of registration, about those who register; -1 and NaN where nothing."""

    age: Floats
    sex: Ints
    interpreter_need: Flags
    fund: Ints
    month: Ints
    has_cv: Flags
    level: Ints
    field: Ints
    years_since_education: Floats
    n_languages: Ints
    danish: Ints
    n_licences: Ints
    has_car_licence: Flags
    has_lorry_licence: Flags
    years_of_experience: Floats
    last_job: Ints
    n_goals: Ints
    goal_distance: Ints
    goal_commonness: Floats
    n_earlier: Ints
    last_weeks: Floats
    total_weeks: Floats
    weeks_since_last: Floats
    applications: Ints
    applications_per_week: Floats
    interview_rate: Floats
    n_regions: Ints
    meeting_ratio: Floats
    no_show_share: Floats
    changes_per_year: Floats


def facts_at_registration(people: People, cvs: Cvs, history: History, *, who: Ints, registered_on: Ints) -> Facts:
    """Read the facts recorded before `registered_on` about the people `who` (indices), as the elements may.

    A line recorded on the day itself or later does not exist yet.
    """
    day = registered_on[:, None]
    year, month = years_and_months(registered_on)
    has_cv = cvs.recorded_on[who] < registered_on
    level = np.where(registered_on <= cvs.corrected_on[who], cvs.first_level[who], cvs.level[who])
    level = np.where(cvs.corrected_on[who] == NEVER, cvs.level[who], level)
    jobs_known = (cvs.job[who] != UNKNOWN) & (cvs.job_recorded_on[who] < day)
    goals_known = (cvs.goal[who] != UNKNOWN) & (cvs.goal_recorded_on[who] < day) & (cvs.goal_withdrawn_on[who] >= day)
    languages_known = (cvs.language[who] != UNKNOWN) & (cvs.language_recorded_on[who] < day)
    last_job = _latest_job(cvs.job[who], jobs_known)
    licences = cvs.licence[who] & has_cv[:, None]
    return Facts(
        age=(year - people.birth_year[who]).astype(np.float64),
        sex=people.sex[who],
        interpreter_need=people.need_recorded_on[who] < registered_on,
        fund=people.fund[who],
        month=month,
        has_cv=has_cv,
        level=np.where(has_cv, level, UNKNOWN).astype(np.int32),
        field=np.where(has_cv, cvs.field[who], UNKNOWN).astype(np.int32),
        years_since_education=np.where(has_cv, (registered_on - cvs.completed_on[who]) / 365.25, np.nan),
        n_languages=languages_known.sum(axis=1).astype(np.int32),
        danish=np.where(languages_known[:, 0], cvs.language_level[who, 0], UNKNOWN).astype(np.int32),
        n_licences=licences.sum(axis=1).astype(np.int32),
        has_car_licence=licences[:, LICENCES.index("B")],
        has_lorry_licence=licences[:, LICENCES.index("C")],
        years_of_experience=((cvs.job_to[who] - cvs.job_from[who]) * jobs_known).sum(axis=1) / 365.25,
        last_job=last_job,
        n_goals=goals_known.sum(axis=1).astype(np.int32),
        goal_distance=_nearest_goal(cvs.goal[who], goals_known, last_job),
        goal_commonness=_best_commonness(cvs, who, goals_known, level),
        **_earlier_courses(history, who=who, registered_on=registered_on),
    )


def _earlier_courses(history: History, *, who: Ints, registered_on: Ints) -> dict[str, AnyArray]:
    with np.errstate(divide="ignore", invalid="ignore"):
        weeks, n = history.total_weeks[who], history.applications[who]
        met = history.meetings_held[who] + history.no_shows[who]
        return {
            "n_earlier": history.n_courses[who],
            "last_weeks": history.last_weeks[who],
            "total_weeks": weeks,
            "weeks_since_last": np.where(
                history.n_courses[who] > 0, (registered_on - history.last_ended_on[who].astype(np.int64)) / 7, np.nan
            ),
            "applications": n,
            "applications_per_week": np.where(weeks > 0, n / weeks, np.nan),
            "interview_rate": np.where(n > 0, history.interviews[who] / n, np.nan),
            "n_regions": history.n_regions[who],
            "meeting_ratio": np.where(
                history.meetings_asked[who] > 0, history.meetings_held[who] / history.meetings_asked[who], np.nan
            ),
            "no_show_share": np.where(met > 1, history.no_shows[who] / met, np.nan),
            "changes_per_year": np.where(
                weeks > 0, history.caseworker_changes[who] / np.maximum(weeks, 13) * 52, np.nan
            ),
        }


def _first(codes: Ints, known: Flags) -> Ints:
    column = known.argmax(axis=1)
    found: Ints = np.where(known.any(axis=1), codes[np.arange(len(codes)), column], UNKNOWN).astype(np.int32)
    return found


def _latest_job(job: Ints, known: Flags) -> Ints:
    # Jobs after the first registration stand in later columns; those before it stand latest first.
    order = np.r_[job.shape[1] - 1 : N_EARLIER_JOBS - 1 : -1, 0:N_EARLIER_JOBS]
    return _first(job[:, order], known[:, order])


def _nearest_goal(goal: Ints, known: Flags, last_job: Ints) -> Ints:
    apart = np.where(known, distance(goal, last_job[:, None]), 9).min(axis=1)
    nearest: Ints = np.where((last_job == UNKNOWN) | (apart == 9), UNKNOWN, apart).astype(np.int32)
    return nearest


def _best_commonness(cvs: Cvs, who: Ints, known: Flags, level: Ints) -> Floats:
    share = np.where(known, _COMMONNESS[level[:, None], cvs.field[who][:, None], cvs.goal[who]], np.nan)
    best: Floats = np.where(known.any(axis=1), np.nanmax(np.where(known, share, -1.0), axis=1), np.nan)
    return best
