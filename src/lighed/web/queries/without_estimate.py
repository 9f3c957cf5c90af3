"""A user -> the people without an estimate, so that nobody is forgotten; with a class of reason and nothing closer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, F, Q, Value, When

from lighed.web.models import CourseState, EstimateState, User
from lighed.web.queries.profiling import ProfilingStatus
from lighed.web.queries.protected_people import as_seen, in_order_of_names
from lighed.web.queries.scope import courses_of
from lighed.web.queries.worklist import Row, row_of
from lighed.web.queries.worklist_filters import permitted

ROWS = 50
NOT_PROFILED, CANNOT_BE_ASSESSED, FAILED = "not_profiled", "cannot_be_assessed", "failed"


@dataclass(frozen=True, slots=True)
class WithoutEstimate:
    """One page of them: each row with its class of reason."""

    rows: tuple[tuple[Row, str], ...]
    n_found: int
    page: int
    n_pages: int


def without_estimate(user: User, *, profiling: ProfilingStatus, page: int, today: date) -> WithoutEstimate:
    """Those without an estimate in force, by their next legal deadline.

    Everyone of whom the tool was not allowed to say anything stands under one reason, whatever it was.
    """
    running = courses_of(user).exclude(state=CourseState.ENDED)
    no_band = Q(current_estimate=None) | Q(current_estimate__band="")
    found = running.filter(no_band | ~permitted(profiling)) if profiling.is_on else running
    found = found.annotate(why=_reason(profiling))
    n_found = found.count()
    n_pages = max(1, -(-n_found // ROWS))
    page = min(max(page, 1), n_pages)
    courses = (
        in_order_of_names(found, user)
        .select_related("person", "current_estimate")
        .defer("document", "timeline", "values", "refusals", "current_estimate__result")
        .order_by(F("deadline_on").asc(nulls_last=True), "registered_on", "seen_name", "key")
    )[(page - 1) * ROWS : page * ROWS]
    rows = tuple(
        (row_of(as_seen(course, user), profiling=profiling, today=today), str(course.why)) for course in courses
    )
    return WithoutEstimate(rows=rows, n_found=n_found, page=page, n_pages=n_pages)


def _reason(profiling: ProfilingStatus) -> Case | Value:
    if not profiling.is_on:
        return Value(NOT_PROFILED, output_field=CharField())
    made_again = Q(estimate_state__in=(EstimateState.READY, EstimateState.OUT_OF_DATE), current_estimate=None)
    return Case(
        When(~permitted(profiling), then=Value(NOT_PROFILED)),
        When(estimate_state=EstimateState.CANNOT_BE_ASSESSED, then=Value(CANNOT_BE_ASSESSED)),
        When(made_again, then=Value(FAILED)),
        default=Value(NOT_PROFILED),
        output_field=CharField(),
    )
