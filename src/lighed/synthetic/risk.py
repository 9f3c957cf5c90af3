"""Facts at registration -> the true risk: how the made-up labour market decides how long a course lasts.

A course's length follows a hazard with gamma frailty, S(t) = (1 + v L(t) exp(-score))^(-1/v), where `score` comes from
the facts alone. The frailty is drawn anew for each course and is on no record but through the interviews that it
brings, so the true risk given the record has a closed form at registration and at hand-over.
"""

from __future__ import annotations

import numpy as np

from lighed.synthetic.arrays import UNKNOWN, Floats, Ints
from lighed.synthetic.facts import Facts
from lighed.synthetic.occupations import FIELDS, LEVELS, MAJOR_GROUP

FRAILTY_VARIANCE = 0.8
RISK_SPREAD = 0.98
RISK_CENTRE = -1.10
"""Spread and centre of the scores: they give the best possible AUC and the average length that are wanted."""

INTERVIEW_RATE = 0.062
"""Interviews per application of a person with the average score and frailty, before those who get them leave."""

LONGEST_WEEKS = 156.0
_KNOT_WEEKS: Floats = np.array([0.0, 1, 2, 4, 8, 13, 19, 26, 39, 52, 78, 104, 130, LONGEST_WEEKS])
# Set so that all courses together follow a Weibull curve with shape 0.77 and scale 28.2 weeks, and end with the right.
_KNOT_HAZARD: Floats = np.array(
    [0.0, 0.0478, 0.0882, 0.170, 0.349, 0.611, 0.985, 1.513, 2.793, 4.54, 9.86, 18.6, 32.3, 130.0]
)

_LEVEL_POINTS = np.array([0.78, 0.20, -0.22, -0.10, -0.38, 0.02, -0.22, -0.10, -0.28])
_FIELD_POINTS = np.array([0.10, -0.35, 0.48, 0.22, 0.05, 0.15, -0.30, -0.28, 0.12, -0.52, 0.10, -0.10])
_DISTANCE_POINTS = np.array([-0.42, -0.24, -0.06, 0.22, 0.50, -0.10])
_DANISH_POINTS = np.array([0.62, 0.30, 0.05, -0.06, 0.05])
_FUND_POINTS = np.array([0.12, -0.05, 0.08, -0.10, 0.0, -0.12, 0.25, -0.05])
_MONTH_POINTS = np.array([-0.10, -0.16, -0.22, -0.16, -0.02, 0.12, 0.10, 0.02, 0.02, 0.10, 0.16, 0.10])


def risk_score(facts: Facts) -> Floats:
    """Add up what each fact, and each pair that works together, does to the risk of a long course.

    Returns
    -------
    One score per course, on the scale of log hazard (higher is longer), spread so that the best possible AUC for more
    than 26 weeks is that of published models.
    """
    score = _master_data(facts) + _cv(facts) + _fit(facts) + _earlier_courses(facts) + _together(facts)
    spread: Floats = RISK_SPREAD * (score - RISK_CENTRE)
    return spread


def cumulative_hazard(weeks: Floats) -> Floats:
    """Find the baseline cumulative hazard after so many weeks, linear between its knots."""
    return np.interp(weeks, _KNOT_WEEKS, _KNOT_HAZARD)


def share_still_running(score: Floats, weeks: float) -> Floats:
    """Find the true share of such courses that run for more than `weeks`, all frailties together."""
    hazard = float(cumulative_hazard(np.array([weeks]))[0])
    share: Floats = (1 + FRAILTY_VARIANCE * hazard * np.exp(-score)) ** (-1 / FRAILTY_VARIANCE)
    return share


def interviews_per_application(score: Floats) -> Floats:
    """Find how often an application leads to an interview, at average frailty."""
    rate: Floats = INTERVIEW_RATE * np.exp(-0.22 * np.clip(score, -3, 3))
    return rate


def share_still_running_after(
    score: Floats, *, weeks: float, handed_over_weeks: Floats, interviews: Ints, answered_applications: Floats
) -> Floats:
    """Find the true share that runs for more than `weeks` among those still there at hand-over.

    Parameters
    ----------
    handed_over_weeks
        Weeks from registration to hand-over, per course.
    interviews
        Interviews on record at hand-over.
    answered_applications
        Applications on record by then, each counted with its chance of having been answered by then.

    Notes
    -----
    Interviews come as a Poisson count in proportion to the same frailty as the hazard, so that the frailty stays gamma
    distributed once they are known.
    """
    shape = 1 / FRAILTY_VARIANCE + interviews
    so_far = cumulative_hazard(handed_over_weeks) * np.exp(-score)
    rate = 1 / FRAILTY_VARIANCE + so_far + interviews_per_application(score) * answered_applications
    to_come = np.maximum(cumulative_hazard(np.full_like(score, weeks)) * np.exp(-score) - so_far, 0.0)
    share: Floats = (rate / (rate + to_come)) ** shape
    return share


def draw_weeks(rng: np.random.Generator, score: Floats) -> tuple[Floats, Floats]:
    """Draw each course's frailty and its length in weeks, at most `LONGEST_WEEKS`."""
    frailty = rng.gamma(1 / FRAILTY_VARIANCE, FRAILTY_VARIANCE, len(score))
    needed = rng.exponential(1.0, len(score)) * np.exp(score) / np.maximum(frailty, 1e-9)
    return frailty, np.interp(needed, _KNOT_HAZARD, _KNOT_WEEKS)


def _master_data(facts: Facts) -> Floats:
    by_age = np.interp(
        facts.age, [18, 24, 29, 34, 44, 50, 55, 59, 64], [-0.58, -0.46, -0.38, -0.15, 0, 0.20, 0.48, 0.55, 0.48]
    )
    score: Floats = (
        by_age
        + 0.03 * (facts.sex == 0)
        + 0.08 * facts.interpreter_need
        + _FUND_POINTS[facts.fund]
        + _MONTH_POINTS[facts.month - 1]
    )
    return score


def _cv(facts: Facts) -> Floats:
    # Index -1 of a table is its last entry: nothing on record.
    experience = -0.55 * np.sqrt(np.minimum(facts.years_of_experience, 12) / 12) + 0.20 * (
        facts.years_of_experience < 0.5
    )
    score: Floats = (
        _LEVEL_POINTS[facts.level]
        + _FIELD_POINTS[facts.field]
        + np.where(facts.has_cv, experience, -0.42)
        + _DANISH_POINTS[facts.danish]
        - 0.09 * np.minimum(facts.n_languages, 4)
        - 0.22 * facts.has_car_licence
        - 0.12 * np.clip(facts.n_licences - 1, 0, 3)
    )
    return score


def _fit(facts: Facts) -> Floats:
    common = np.nan_to_num(np.log10(np.maximum(facts.goal_commonness, 0.002)) + 1.2, nan=-0.1)
    by_goals = np.interp(facts.n_goals, [0, 1, 2, 3, 4, 6], [0.0, 0.2, -0.05, -0.12, 0.0, 0.25])
    score: Floats = _DISTANCE_POINTS[facts.goal_distance] - 0.50 * np.clip(common, -1.2, 0.8) + by_goals
    return score


def _earlier_courses(facts: Facts) -> Floats:
    has_earlier = facts.n_earlier > 0
    length = np.interp(facts.last_weeks, [0, 6, 13, 26, 52, 104], [-0.55, -0.42, -0.18, 0.18, 0.62, 0.85])
    # A few applications say little: pull their rate towards the usual one.
    rate = (np.nan_to_num(facts.interview_rate) * facts.applications + 1.2) / (facts.applications + 30)
    interviews = -0.62 * np.clip(np.log2(rate / 0.04), -1.6, 1.8)
    regions = np.interp(facts.n_regions, [0, 1, 2, 4, 6], [0.15, 0.32, 0.08, -0.18, -0.28])
    meetings = -0.5 * np.clip(np.nan_to_num(facts.meeting_ratio, nan=0.68) - 0.68, -0.5, 0.5)
    no_shows = 0.6 * np.minimum(np.nan_to_num(facts.no_show_share), 0.5) / 0.25
    changes = 0.16 * np.minimum(np.nan_to_num(facts.changes_per_year), 3)
    often = 0.10 * np.minimum(facts.n_earlier - 1, 4)
    recent = np.interp(np.nan_to_num(facts.weeks_since_last, nan=60), [4, 20, 60, 130], [0.22, 0.08, -0.08, 0.05])
    score: Floats = np.where(
        has_earlier, 0.8 * (length + interviews + regions + meetings + no_shows + changes + often + recent) + 0.45, 0.0
    )
    return score


def _together(facts: Facts) -> Floats:
    trade = np.where(facts.last_job == UNKNOWN, 0, MAJOR_GROUP[facts.last_job])
    is_seasonal = np.isin(trade, [6, 7, 9])
    in_winter = np.isin(facts.month, [11, 12, 1])
    is_graduate = (facts.years_since_education < 1.2) & (facts.level >= LEVELS.index("50"))
    talks_for_a_living = np.isin(trade, [2, 3, 4, 5])
    practical_field = np.isin(facts.field, [FIELDS.index(code) for code in ("06", "07", "09")])
    score: Floats = (
        # Laid off for the winter: back by spring.
        -0.75 * (is_seasonal & in_winter)
        # A licence opens jobs at machines, sites and in transport more than at desks.
        - 0.40 * (facts.has_car_licence & np.isin(trade, [6, 7, 8, 9]))
        - 0.35 * facts.has_lorry_licence * (trade == 8)
        # Weak Danish weighs where one talks for a living.
        + 0.55 * ((facts.danish >= 0) & (facts.danish <= 1) & talks_for_a_living)
        # Long experience helps within the trade and counts for little outside it.
        + 0.50 * ((facts.goal_distance >= 3) & (facts.years_of_experience > 8))
        - 0.30 * ((facts.goal_distance >= 0) & (facts.goal_distance <= 1) & (facts.years_of_experience > 8))
        # New graduates: fields differ most at the start.
        + np.where(is_graduate, np.where(practical_field, -0.45, 0.35), 0.0)
        # Few regions hold back those without a car.
        + 0.35 * ((facts.n_earlier > 0) & (facts.n_regions <= 1) & ~facts.has_car_licence & facts.has_cv)
        # No-shows say more after a long course.
        + 0.40 * ((facts.last_weeks > 26) & (np.nan_to_num(facts.no_show_share) > 0.15))
        # Older people with long earlier courses.
        + 0.35 * ((facts.age >= 50) & (facts.last_weeks > 39))
    )
    return score
