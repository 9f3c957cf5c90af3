"""A course, its plan and the rules of a day -> the next legal deadline, an expected hand-over, the meetings to come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lighed.governance import AuditEvent
from lighed.planning import Holder, RuleSet, deadlines, n_to_come
from lighed.web import queries
from lighed.web.actions.audit.chain import about, record
from lighed.web.models import ContactCourse, CourseState, Plan

_TOGETHER = 500
"""So many courses are reckoned in one transaction, so that nobody waits long for one of them."""
NOTHING_DUE: dict[str, object] = {
    "deadline_on": None, "deadline_kind": "", "n_planned": 0, "hand_over_expected_on": None
}  # fmt: skip
"""What stands in the columns of a course that is over."""


def reckon(course: ContactCourse, *, today: date) -> dict[str, object]:
    """Set the course's deadline, its expected hand-over and its meetings to come. Whoever calls saves it with the rest.

    Returns
    -------
    The columns and what they now hold, as `count_change` takes them.
    """
    reckon_together([course], today=today)
    return {field: getattr(course, field) for field in NOTHING_DUE}


def reckon_together(courses: Sequence[ContactCourse], *, today: date) -> None:
    """The same for courses of one municipality, in one query."""
    planned = _planned(courses)
    rule_set = queries.rules_in_force(courses[0].municipality_id, day=today) if courses else None
    for course in courses:
        _reckon(course, rule_set=rule_set, planned=planned.get(course.pk, ()), today=today)


def reckon_all(municipality: str, *, audit: AuditEvent) -> int:
    """Reckon every open course of the municipality anew: time has passed, or the rules have changed.

    Returns
    -------
    How many came out otherwise than they stood.
    """
    today = timezone.localdate(audit.at)
    rule_set = queries.rules_in_force(municipality, day=today)
    n_changed = sum(
        _reckon_some(keys, rule_set=rule_set, today=today) for keys in _in_parts(_open(municipality), _TOGETHER)
    )
    record(audit=about(audit, municipality=municipality))
    return n_changed


@transaction.atomic
def _reckon_some(keys: list[UUID], *, rule_set: RuleSet | None, today: date) -> int:
    courses = list(
        ContactCourse.objects.select_for_update(of=("self",))
        .filter(pk__in=keys)
        .defer("values", "refusals", "document")
        .order_by("pk")
    )
    planned = _planned(courses)
    changed = []
    for course in courses:
        before = [getattr(course, field) for field in NOTHING_DUE]
        _reckon(course, rule_set=rule_set, planned=planned.get(course.pk, ()), today=today)
        if before != [getattr(course, field) for field in NOTHING_DUE]:
            changed.append(course)
    ContactCourse.objects.bulk_update(changed, [*NOTHING_DUE])
    return len(changed)


def _reckon(course: ContactCourse, *, rule_set: RuleSet | None, planned: Sequence[_Planned], today: date) -> None:
    columns = dict(NOTHING_DUE)
    if course.state != CourseState.ENDED:
        facts = queries.facts_of(course, rule_set=rule_set)
        # The fund's deadlines are the fund's: the municipality neither keeps them nor hears of the meetings in time.
        own = (one for one in deadlines(facts, rule_set=rule_set, today=today) if one.holder is Holder.MUNICIPALITY)
        found = next((one for one in own if not one.is_met), None)
        if found is not None:
            columns |= {"deadline_on": found.on, "deadline_kind": found.kind.value}
        if rule_set is not None and course.state == CourseState.WITH_FUND:
            columns["hand_over_expected_on"] = rule_set.hand_over_on(facts)
        columns["n_planned"] = n_to_come(
            [one.latest for one in planned],
            # A plan is often made in a meeting, and that one is none of the plan's.
            held=[one.on for one in facts.held if one.holder is Holder.MUNICIPALITY and _is_after(one.on, planned)],
            agreed=queries.agreed_on(course, rule_set=rule_set, today=today),
            today=today,
        )
    for field, value in columns.items():
        setattr(course, field, value)


@dataclass(frozen=True, slots=True)
class _Planned:
    """One meeting of a plan in force: the latest day of it, and the day on which the plan was made."""

    latest: date
    made_on: date


def _planned(courses: Sequence[ContactCourse]) -> dict[UUID, list[_Planned]]:
    """The meetings of the plans in force, by course."""
    plans = Plan.objects.filter(
        municipality__in={course.municipality_id for course in courses},
        course__in=[course.pk for course in courses],
        state=Plan.State.IN_FORCE,
        meetings__isnull=False,
    )
    found: defaultdict[UUID, list[_Planned]] = defaultdict(list)
    for course, latest, made_at in plans.values_list("course_id", "meetings__on", "made_at"):
        found[course].append(_Planned(latest, timezone.localdate(made_at)))
    return found


def _is_after(on: date, planned: Sequence[_Planned]) -> bool:
    return bool(planned) and on > planned[0].made_on


def _open(municipality: str) -> list[UUID]:
    courses = ContactCourse.objects.filter(municipality=municipality).exclude(state=CourseState.ENDED)
    return list(courses.order_by("pk").values_list("pk", flat=True))


def _in_parts(keys: list[UUID], size: int) -> Iterator[list[UUID]]:
    return (keys[start : start + size] for start in range(0, len(keys), size))
