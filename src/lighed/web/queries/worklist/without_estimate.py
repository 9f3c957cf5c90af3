"""A user -> the people without an estimate, so that nobody is forgotten; with a class of reason and nothing closer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Q, Value, When

from lighed.web.models import CourseState, EstimateState, User
from lighed.web.queries.profiling import ProfilingStatus
from lighed.web.queries.protected_people import as_seen
from lighed.web.queries.scope import courses_of
from lighed.web.queries.worklist.filters import already_long, hidden, permitted
from lighed.web.queries.worklist.rows import SOONEST, Row, row_of, rows_of

ROWS = 50
NOT_PROFILED, CANNOT_BE_ASSESSED, ALREADY_LONG, FAILED = "not_profiled", "cannot_be_assessed", "already_long", "failed"


@dataclass(frozen=True, slots=True)
class WithoutEstimate:
    """One page of them: each row with its class of reason."""

    rows: tuple[tuple[Row, str], ...]
    n_found: int
    page: int
    n_pages: int


def without_estimate(user: User, *, profiling: ProfilingStatus, page: int, today: date) -> WithoutEstimate:
    """Those without an estimate in force, by their next legal deadline.

    An estimate that is about less than the course has lasted is none to plan by. Everyone of whom the tool was not
    allowed to say anything stands under one reason, whatever it was.
    """
    running = courses_of(user).exclude(state=CourseState.ENDED)
    no_band = Q(current_estimate=None) | Q(current_estimate__band="")
    is_over = already_long(today) & ~hidden(profiling, user)
    found = running.filter(no_band | ~permitted(profiling) | is_over) if profiling.is_on else running
    n_found = found.count()
    n_pages = max(1, -(-n_found // ROWS))
    page = min(max(page, 1), n_pages)
    ordered = found.order_by(*SOONEST).annotate(why=_reason(profiling, today))
    keys = list(ordered.values_list("key", "why")[(page - 1) * ROWS : page * ROWS])
    courses = rows_of(user, [key for key, _ in keys])
    why = {key: str(reason) for key, reason in keys}
    rows = tuple(
        (row_of(as_seen(course, user), profiling=profiling, today=today), why[course.key]) for course in courses
    )
    return WithoutEstimate(rows=rows, n_found=n_found, page=page, n_pages=n_pages)


def _reason(profiling: ProfilingStatus, today: date) -> Case | Value:
    if not profiling.is_on:
        return Value(NOT_PROFILED, output_field=CharField())
    made_again = Q(estimate_state__in=(EstimateState.READY, EstimateState.OUT_OF_DATE), current_estimate=None)
    return Case(
        When(~permitted(profiling), then=Value(NOT_PROFILED)),
        When(estimate_state=EstimateState.CANNOT_BE_ASSESSED, then=Value(CANNOT_BE_ASSESSED)),
        When(already_long(today), then=Value(ALREADY_LONG)),
        When(made_again, then=Value(FAILED)),
        default=Value(NOT_PROFILED),
        output_field=CharField(),
    )
