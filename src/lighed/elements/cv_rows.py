"""What was known at the moment -> the rows of the CV, and how they fit together: `CV`.

Rows of different tables stand under each other, each with its own columns filled. So a count over the CV is 0 for
someone whose CV lacks that entry, and missing for someone without a CV: that a CV is missing is no value of its own.
"""

from __future__ import annotations

import polars as pl

from lighed.elements.element import View
from lighed.elements.known import Known, stacked
from lighed.elements.lookups import ALL, highest_education
from lighed.elements.occupations import distance, group

_DAYS_PER_YEAR = 365.25


def standing_goals(known: Known) -> pl.LazyFrame:
    """Job goals that had not been taken off the CV, with their two-digit ``goal_group``."""
    return (
        known.of_person("cv_job_goals")
        .filter(pl.col("withdrawn_on").is_null() | (pl.col("withdrawn_on") >= pl.col("scored_on")))
        .with_columns(goal_group=group(pl.col("occupation")))
    )


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
    return stacked(
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
        standing_goals(known)
        .select("case", "scored_on", "recorded_on", "goal_group", goal="occupation")
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


CV = View("cv", _cv)
