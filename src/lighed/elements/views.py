"""What was known at the moment -> the five sets of rows that elements are read from, each prepared once.

Every view has ``case``, ``scored_on`` and ``recorded_on``; rows of different tables stand under each other, each with
its own columns filled. So a count over the CV is 0 for someone whose CV lacks that entry, and missing for someone
without a CV: that a CV is missing is no value of its own (missing is not bad).
"""

from __future__ import annotations

import polars as pl

from lighed.elements.element import View
from lighed.elements.joined_courses import number_joined_courses
from lighed.elements.known import Known
from lighed.elements.lookups import ALL, highest_education
from lighed.elements.meeting_rules import asked_meetings, first_half_year_end
from lighed.elements.occupations import distance, group
from lighed.governance import Moment

LOOK_BACK = "5y"
"""How far back earlier courses and their job log are used. What is older says little and is left in peace."""

_DAYS_PER_YEAR = 365.25


def _stack(*rows: pl.LazyFrame) -> pl.LazyFrame:
    return pl.concat(rows, how="diagonal")


def _cv(known: Known) -> pl.LazyFrame:
    """Educations, experiences, languages, licences and job goals, and how they fit together.

    Columns: ``education_level, education_field, completed_on`` · ``occupation, from_on, until, years, added_years,
    is_last_occupation`` · ``language, language_level`` · ``category`` · ``goal, goal_distance, goal_share,
    is_goal_worked_in`` · ``last_occupation, last_occupation_share`` (one row of its own).
    """
    educations = known.of_person("cv_educations").filter(
        pl.col("completed_on").is_null() | (pl.col("completed_on") < pl.col("scored_on"))
    )
    experiences = _experiences(known)
    background = _background(known, educations, experiences)
    return _stack(
        educations.select(
            "case",
            "scored_on",
            "recorded_on",
            "completed_on",
            pl.col("level").alias("education_level"),
            pl.col("field").alias("education_field"),
        ),
        experiences.join(background.select("case", "last_occupation"), on="case", how="left").select(
            "case",
            "scored_on",
            "recorded_on",
            "occupation",
            "from_on",
            "until",
            "years",
            "added_years",
            is_last_occupation=group(pl.col("occupation")) == group(pl.col("last_occupation")),
        ),
        known.of_person("cv_languages").select(
            "case", "scored_on", "recorded_on", "language", pl.col("level").alias("language_level")
        ),
        known.of_person("cv_licences").select("case", "scored_on", "recorded_on", "category"),
        _goals(known, experiences, background),
        background.select("case", "last_occupation", "last_occupation_share"),
    )


def _experiences(known: Known) -> pl.LazyFrame:
    """Jobs begun before the moment; ``until`` is their end as known, ``added_years`` leaves out what overlaps."""
    jobs = (
        known.of_person("cv_experiences")
        .filter(pl.col("from_on") < pl.col("scored_on"))
        .with_columns(until=pl.min_horizontal("to_on", "scored_on"))
    )
    order = ("from_on", "until", "occupation")
    covered = pl.max_horizontal("from_on", pl.col("until").cum_max().shift(1).over("case"))
    return jobs.sort("case", *order).with_columns(
        years=_years("from_on", "until"),
        added_years=((pl.col("until") - covered).dt.total_days() / _DAYS_PER_YEAR).clip(lower_bound=0),
    )


def _years(start: str, end: str) -> pl.Expr:
    return (pl.col(end) - pl.col(start)).dt.total_days() / _DAYS_PER_YEAR


def _background(known: Known, educations: pl.LazyFrame, experiences: pl.LazyFrame) -> pl.LazyFrame:
    """One row per case with an education or a job: the highest, the last, and how common the job is for it."""
    educated = educations.group_by("case").agg(education=highest_education())
    worked = experiences.group_by("case").agg(
        last_occupation=pl.col("occupation").sort_by("until", "from_on", "occupation").last()
    )
    both = educated.join(worked, on="case", how="full", coalesce=True)
    return _with_share(both, known, occupation="last_occupation", share="last_occupation_share")


def _goals(known: Known, experiences: pl.LazyFrame, background: pl.LazyFrame) -> pl.LazyFrame:
    """Job goals still standing, each with how far it lies from what the person has done and learned."""
    goals = (
        known.of_person("cv_job_goals")
        .filter(pl.col("withdrawn_on").is_null() | (pl.col("withdrawn_on") >= pl.col("scored_on")))
        .select("case", "scored_on", "recorded_on", goal="occupation", goal_group=group(pl.col("occupation")))
        .join(background.select("case", "education", "last_occupation"), on="case", how="left")
    )
    worked_in = experiences.select("case", goal_group=group(pl.col("occupation"))).unique()
    return (
        _with_share(goals, known, occupation="goal", share="goal_share")
        .join(worked_in.with_columns(is_goal_worked_in=True), on=["case", "goal_group"], how="left")
        .select(
            "case",
            "scored_on",
            "recorded_on",
            "goal",
            "goal_share",
            pl.col("is_goal_worked_in").fill_null(False),
            goal_distance=distance(pl.col("goal"), pl.col("last_occupation")),
        )
    )


def _with_share(rows: pl.LazyFrame, known: Known, *, occupation: str, share: str) -> pl.LazyFrame:
    """Add how common `occupation` is for ``education``: 0 in a known education whose cell has too few people."""
    table = known.lookups.occupations_of_education()
    shares = table.filter(pl.col("occupation_group") != ALL).rename({"share": share})
    learned = table.filter(pl.col("occupation_group") == ALL).select("education", is_learned=True)
    filled = pl.when(pl.col("is_learned") & pl.col(occupation).is_not_null()).then(pl.col(share).fill_null(0.0))
    return (
        rows.with_columns(occupation_group=group(pl.col(occupation)))
        .join(shares, on=["education", "occupation_group"], how="left")
        .join(learned, on="education", how="left")
        .with_columns(filled.alias(share))
        .drop("occupation_group", "is_learned")
    )


def _earlier_parts(known: Known) -> pl.LazyFrame:
    """Earlier courses of the last years as known, with ``until`` (the end, or where it was still running: the new
    registration) and the number of the ``joined`` course that each is part of."""
    began = known.courses.select("case", pl.col("course_id").alias("scored_course"), began_on="registered_on")
    parts = (
        known.of_person("contact_courses")
        .join(began, on="case")
        .filter(pl.col("course_id") != pl.col("scored_course"), pl.col("registered_on") < pl.col("began_on"))
        .with_columns(pl.when(pl.col("ended_on") < pl.col("scored_on")).then("ended_on").alias("ended_on"))
        .with_columns(until=pl.min_horizontal("ended_on", "began_on"))
        .filter(pl.col("until") >= pl.col("began_on").dt.offset_by("-" + LOOK_BACK))
    )
    return number_joined_courses(parts, by=["case"])


def _earlier(known: Known) -> pl.LazyFrame:
    """Earlier contact courses (parts joined), their meetings and their assignments of caseworkers.

    Columns: ``started_on, until, weeks, end_reason, asked, since_weeks`` · ``outcome, is_counted_by_rules`` ·
    ``is_change``.
    """
    parts = _earlier_parts(known)
    courses = _joined(parts)
    of_part = parts.select("case", "scored_on", "course_id", "joined").join(
        courses.select("case", "joined", "started_on"), on=["case", "joined"]
    )
    return _stack(
        courses.with_columns(asked=asked_meetings(pl.col("started_on"), pl.col("until"))).drop("joined"),
        _meetings(known, of_part),
        _assignments(known, of_part.drop("started_on")),
    )


def _joined(parts: pl.LazyFrame) -> pl.LazyFrame:
    last = pl.col("end_reason").sort_by("until", "registered_on", "end_reason").last()
    return (
        parts.group_by("case", "joined")
        .agg(
            pl.col("scored_on").first(),
            pl.col("recorded_on").max(),
            pl.col("began_on").first(),
            pl.col("registered_on").min().alias("started_on"),
            pl.col("until").max(),
            last,
        )
        .with_columns(
            weeks=(pl.col("until") - pl.col("started_on")).dt.total_days() / 7,
            since_weeks=(pl.col("began_on") - pl.col("until")).dt.total_days() / 7,
        )
        .drop("began_on")
    )


def _meetings(known: Known, courses: pl.LazyFrame) -> pl.LazyFrame:
    """Meetings of `courses` whose day had come, and which of them the rules of the first six months count."""
    return (
        known.of_course("meetings", courses)
        .filter(pl.col("planned_on") < pl.col("scored_on"))
        .select(
            "case",
            "scored_on",
            "recorded_on",
            "outcome",
            is_counted_by_rules=(pl.col("outcome") == "held")
            & (pl.coalesce("held_on", "planned_on") < first_half_year_end(pl.col("started_on"))),
        )
    )


def _assignments(known: Known, courses: pl.LazyFrame) -> pl.LazyFrame:
    """Assignments of caseworkers in `courses` and whether each is a change: somebody else than before, same course."""
    order = ("from_on", "caseworker_id")
    previous = pl.col("caseworker_id").shift(1).over("case", "course_id")
    return (
        known.of_course("caseworker_assignments", courses)
        .filter(pl.col("from_on") < pl.col("scored_on"))
        .sort("case", "course_id", *order)
        .select("case", "scored_on", "recorded_on", is_change=(pl.col("caseworker_id") != previous).fill_null(False))
    )


def _current(known: Known) -> pl.LazyFrame:
    """The scored course itself until the moment: its weeks, meetings and assignments of caseworkers.

    Columns: ``weeks, asked`` · ``outcome, is_counted_by_rules, since_start_weeks`` · ``is_change``.
    """
    course = known.courses.select("case", "scored_on", "course_id", started_on="registered_on")
    itself = known.courses.select(
        "case",
        "scored_on",
        pl.col("course_recorded_on").alias("recorded_on"),
        weeks=(pl.col("scored_on") - pl.col("registered_on")).dt.total_days() / 7,
        asked=asked_meetings(pl.col("registered_on"), pl.col("scored_on")),
    )
    return _stack(itself, _meetings(known, course), _assignments(known, course.drop("started_on")))


def _job_log(known: Known) -> pl.LazyFrame:
    """Applications: at registration those of earlier courses' years, at hand-over those of the current course.

    Columns: ``applied_on, region, outcome, occupation_group, is_within_goals, log_weeks`` (the weeks of contact course
    that the log covers).
    """
    rows = (
        known.of_person("job_applications", _log_window(known))
        .filter(pl.col("applied_on") >= pl.col("log_from"), pl.col("applied_on") < pl.col("scored_on"))
        .with_columns(
            occupation_group=group(pl.col("occupation")),
            outcome=pl.when(pl.col("outcome_on").is_null() | (pl.col("outcome_on") < pl.col("scored_on"))).then(
                "outcome"
            ),
        )
    )
    goals = (
        known.of_person("cv_job_goals")
        .filter(pl.col("withdrawn_on").is_null() | (pl.col("withdrawn_on") >= pl.col("scored_on")))
        .select("case", occupation_group=group(pl.col("occupation")))
        .unique()
    )
    any_goal = goals.select("case").unique().with_columns(has_goals=True)
    is_within = pl.when(pl.col("has_goals") & pl.col("occupation_group").is_not_null()).then(
        pl.col("is_within_goals").fill_null(False)
    )
    return (
        rows.join(goals.with_columns(is_within_goals=True), on=["case", "occupation_group"], how="left")
        .join(any_goal, on="case", how="left")
        .select(
            "case",
            "scored_on",
            "recorded_on",
            "applied_on",
            "region",
            "outcome",
            "occupation_group",
            "log_weeks",
            is_within.alias("is_within_goals"),
        )
    )


def _log_window(known: Known) -> pl.LazyFrame:
    """Each case with the day from which its job log is used, and how many weeks of contact course that covers."""
    if known.moment is Moment.HAND_OVER:
        weeks = (pl.col("scored_on") - pl.col("registered_on")).dt.total_days() / 7
        return known.courses.select("case", "person_id", "scored_on", log_from="registered_on", log_weeks=weeks)
    earlier = _joined(_earlier_parts(known)).group_by("case").agg(log_weeks=pl.col("weeks").sum())
    log_from = pl.col("registered_on").dt.offset_by("-" + LOOK_BACK)
    return known.courses.select("case", "person_id", "scored_on", log_from=log_from).join(
        earlier, on="case", how="left"
    )


def _person(known: Known) -> pl.LazyFrame:
    """The registration itself, and the person's master data as known: at most one row of each per case.

    Columns: ``registered_on, unemployment_fund`` · ``birth_year, sex, interpreter_need``.
    """
    persons = known.of_person("persons").select("case", "recorded_on", "birth_year", "sex", "interpreter_need")
    newest = persons.sort("case", "recorded_on", "birth_year", "sex", "interpreter_need").unique(
        "case", keep="last", maintain_order=True
    )
    registration = known.courses.select(
        "case",
        "scored_on",
        pl.col("course_recorded_on").alias("recorded_on"),
        "registered_on",
        "unemployment_fund",
    )
    return _stack(registration, newest)


CV = View("cv", _cv)
JOB_LOG = View("job_log", _job_log)
EARLIER = View("earlier", _earlier)
CURRENT = View("current", _current)
PERSON = View("person", _person)
