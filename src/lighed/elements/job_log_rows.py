"""What was known at the moment -> the rows of the job log: `JOB_LOG` and `EARLIER_JOB_LOG`."""

from __future__ import annotations

import polars as pl

from lighed.elements.course_rows import LOOK_BACK, earlier_parts, joined_courses
from lighed.elements.cv_rows import standing_goals
from lighed.elements.element import View
from lighed.elements.known import Known
from lighed.elements.occupations import group
from lighed.governance import Moment


def _job_log(known: Known) -> pl.LazyFrame:
    """Applications: at registration those of earlier years, at hand-over those of the current course."""
    is_current = known.moment is Moment.HAND_OVER
    return _applications(known, _current_window(known) if is_current else _earlier_window(known))


def _earlier_job_log(known: Known) -> pl.LazyFrame:
    """Applications of the years before the registration, at whatever moment."""
    return _applications(known, _earlier_window(known))


def _current_window(known: Known) -> pl.LazyFrame:
    """Each case with the days from which and until which its job log is used, and the weeks of course that covers."""
    weeks = (pl.col("scored_on") - pl.col("registered_on")).dt.total_days() / 7
    return known.courses.select(
        "case", "person_id", "scored_on", log_from="registered_on", log_until="scored_on", log_weeks=weeks
    )


def _earlier_window(known: Known) -> pl.LazyFrame:
    weeks = joined_courses(earlier_parts(known)).group_by("case").agg(log_weeks=pl.col("weeks").sum())
    return known.courses.select(
        "case",
        "person_id",
        "scored_on",
        log_from=pl.col("registered_on").dt.offset_by("-" + LOOK_BACK),
        log_until="registered_on",
    ).join(weeks, on="case", how="left")


def _applications(known: Known, window: pl.LazyFrame) -> pl.LazyFrame:
    """Columns: ``applied_on, region, outcome, is_within_goals, log_weeks``."""
    is_answered = pl.col("outcome_on").is_null() | (pl.col("outcome_on") < pl.col("scored_on"))
    rows = (
        known.of_person("job_applications", window)
        .filter(pl.col("applied_on") >= pl.col("log_from"), pl.col("applied_on") < pl.col("log_until"))
        .with_columns(pl.when(is_answered).then("outcome").alias("outcome"), goal_group=group(pl.col("occupation")))
    )
    goals = standing_goals(known).select("case", "goal_group").unique()
    has_goals = goals.select("case").unique().with_columns(has_goals=True)
    can_tell = pl.col("has_goals") & pl.col("goal_group").is_not_null()
    return (
        rows.join(goals.with_columns(is_within_goals=True), on=["case", "goal_group"], how="left")
        .join(has_goals, on="case", how="left")
        .with_columns(is_within_goals=pl.when(can_tell).then(pl.col("is_within_goals").fill_null(False)))
        .select("case", "scored_on", "recorded_on", "applied_on", "region", "outcome", "log_weeks", "is_within_goals")
    )


JOB_LOG = View("job_log", _job_log)
EARLIER_JOB_LOG = View("earlier_job_log", _earlier_job_log)
