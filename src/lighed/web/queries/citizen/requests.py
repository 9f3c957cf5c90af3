"""A person -> one value of theirs that can be corrected, and what a correction has changed about the estimate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lighed.governance import RequestKind
from lighed.web import stored_values
from lighed.web.models import FormerEstimate, Person, RequestState, RightsRequest, StoredEstimate
from lighed.web.queries.citizen.words import running_course
from lighed.web.queries.person.contests import former_estimate
from lighed.web.queries.profiling import profiling_status
from lighed.workflow import ShownValue


@dataclass(frozen=True, slots=True)
class Change:
    """The estimate before a correction, and the one that stands in its place."""

    before: FormerEstimate
    now: StoredEstimate


def own_value(person: Person, element: str) -> ShownValue | None:
    """The value of that element as the person's own page shows it; None where it is not on it."""
    course = running_course(person)
    if course is None:
        return None
    return next((one for one in stored_values.from_json(course.values) if one.element == element), None)


def change_after(request: RightsRequest, *, today: date) -> Change | None:
    """What changed about the estimate when the source had put right what the person asked for."""
    if request.kind != RequestKind.CORRECTION.value or request.state != RequestState.ANSWERED or not request.value_now:
        return None
    course = running_course(request.person)
    if course is None or course.current_estimate is None or request.answered_at is None:
        return None
    before = former_estimate(course)
    is_of_this = before is not None and before.replaced_at <= request.answered_at
    if before is None or not is_of_this or not profiling_status(course.municipality_id, today=today).may_show(course):
        return None
    return Change(before, course.current_estimate)
