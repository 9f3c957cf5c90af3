"""Chosen people and fields -> the rows of an export, each person as the user may see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Min, OuterRef, QuerySet, Subquery

from lighed.governance import Text
from lighed.web.models import ContactCourse, EstimateState, Plan, PlannedMeeting, User, VersionUse
from lighed.web.queries.export_fields import EXPORT_FIELDS, Cell, ExportField, SeenCourse
from lighed.web.queries.planning.contact_rules import rules_in_force
from lighed.web.queries.profiling import ProfilingStatus
from lighed.web.queries.protected_people import hidden_from
from lighed.web.queries.scope import courses_in_sight, courses_of
from lighed.web.queries.worklist.choices import WorklistChoices
from lighed.web.queries.worklist.filters import condition
from lighed.web.queries.worklist.offered import usable
from lighed.web.queries.worklist.rows import SOONEST

MOST_ROWS = 5_000
_UNREAD = ("values", "refusals", "document", "timeline", "current_estimate__result")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom an export is of. `n` is how many were asked for; where that is too many, nobody's key is here.

    `n_protected` have a protected name that this user may see. `n_left_out` have one that is hidden from the user:
    they are in no file.
    """

    keys: tuple[UUID, ...]
    n: int
    n_protected: int
    n_left_out: int


@dataclass(frozen=True, slots=True)
class ExportRows:
    """The cells, and the person of each row, whom the log tells of."""

    fields: tuple[ExportField, ...]
    rows: tuple[tuple[Cell, ...], ...]
    people: tuple[str, ...]


def found_by(
    user: User, choices: WorklistChoices, *, profiling: ProfilingStatus, today: date, most: int = MOST_ROWS
) -> tuple[int, tuple[UUID, ...]]:
    """How many people the worklist finds by these choices, and their keys, the next deadline first.

    Where they are more than `most` there are no keys. What the user may not filter by is left out, as on the list.
    """
    allowed, _ = usable(choices, profiling)
    found = courses_in_sight(user).filter(condition(allowed, user=user, profiling=profiling, today=today))
    n = found.count()
    if n > most:
        return n, ()
    ordered = found.order_by(*SOONEST)
    return n, tuple(ordered.values_list("key", flat=True))


def chosen_people(user: User, keys: Iterable[UUID], *, most: int = MOST_ROWS) -> Chosen:
    """Those of `keys` that `user` may see; what is another municipality's is not counted, as if it were not there."""
    asked = tuple(dict.fromkeys(keys))
    if len(asked) > most:
        return Chosen(keys=(), n=len(asked), n_protected=0, n_left_out=0)
    known = courses_of(user).filter(pk__in=asked)
    seen = dict(known.exclude(hidden_from(user)).values_list("pk", "person__has_protected_address"))
    return Chosen(
        keys=tuple(key for key in asked if key in seen),
        n=len(asked),
        n_protected=sum(seen.values()),
        n_left_out=known.count() - len(seen),
    )


def export_fields(*, has_estimates: bool) -> tuple[ExportField, ...]:
    """The columns there are to choose from; without estimates in use there are none about them."""
    return tuple(field for field in EXPORT_FIELDS if has_estimates or not field.of_estimate)


def export_rows(
    user: User, keys: Sequence[UUID], *, codes: Iterable[str], profiling: ProfilingStatus, today: date
) -> ExportRows:
    """One row for each of `keys`, in their order. Two queries, however many people."""
    wanted = frozenset(codes)
    fields = tuple(one for one in export_fields(has_estimates=profiling.is_on) if one.code in wanted)
    courses = {course.pk: course for course in _courses(user, keys, today=today)}
    seen = [_seen(courses[key], profiling=profiling, today=today) for key in keys if key in courses]
    return ExportRows(
        fields=fields,
        rows=tuple(tuple(field.of(one) for field in fields) for one in seen),
        people=tuple(str(one.course.person_id) for one in seen),
    )


def export_basis(municipality: str, *, today: date) -> tuple[tuple[str, ...], Text | None]:
    """The versions in operation in the municipality, and the contact rules in force: what the file's head says."""
    uses = VersionUse.objects.filter(municipality=municipality, state="in_operation").select_related("version")
    rules = rules_in_force(municipality, day=today)
    return tuple(use.version.version for use in uses), None if rules is None else rules.name


def _courses(user: User, keys: Sequence[UUID], *, today: date) -> QuerySet[ContactCourse]:
    upcoming = PlannedMeeting.objects.filter(
        municipality=user.municipality_id,
        plan__course=OuterRef("pk"),
        plan__state=Plan.State.IN_FORCE.value,
        on__gte=today,
    )
    first = upcoming.order_by().values("plan__course").annotate(first=Min("on")).values("first")
    # Whose name is hidden from the user is in no file, whoever asked for them.
    return (
        courses_of(user)
        .filter(pk__in=keys)
        .exclude(hidden_from(user))
        .select_related("person", "current_estimate")
        .defer(*_UNREAD)
        .annotate(next_meeting_on=Subquery(first))
    )


def _seen(course: ContactCourse, *, profiling: ProfilingStatus, today: date) -> SeenCourse:
    state = profiling.shown_state(course, today)
    shows = profiling.may_show(course) and state == EstimateState.READY
    return SeenCourse(course, state, course.current_estimate if shows else None, today)
