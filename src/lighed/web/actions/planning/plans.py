"""A template and a course -> a plan in force, checked against the contact rules; and the plan before it, again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lighed.governance import AuditEvent, Text
from lighed.governance.refused import Refused
from lighed.planning import (
    CourseFacts,
    Finding,
    FindingKind,
    MeetingTemplate,
    PlannedMeeting,
    PlanRefused,
    RuleKind,
    RuleSet,
    check_plan,
)
from lighed.web import models, queries
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.desk.changes import locked_course
from lighed.web.actions.planning.deadlines import NOTHING_DUE, reckon_together
from lighed.web.models import BulkPlan, ContactCourse, CourseState, Exemption, Plan, Task, User

__all__ = ["Checked", "NoPlanToTakeBack", "PlanRefused", "put_in_force", "save_plan", "take_back", "take_back_plan"]


class NoPlanToTakeBack(Refused):
    """There is no plan, or the one that was to be taken back is in force no more."""

    def __init__(self) -> None:
        super().__init__(Text(da="Planen gælder ikke længere.", en="The plan is in force no more."))


@transaction.atomic
def save_plan(
    course: ContactCourse, *, template: MeetingTemplate, start: date, seen: int | None, by: User, audit: AuditEvent
) -> Plan:
    """Put a plan in force for one person, in the stead of the one that was.

    Parameters
    ----------
    template : the numbers; its name is empty where they are the caseworker's own
    start : the day from which its days count
    seen : the revision of the course that the page showed

    Raises
    ------
    ChangedMeanwhile
        If somebody else has written about the course since.
    TemplateRefused, PlanRefused
        With what is allowed, and what the rules ask for.
    """
    now = locked_course(course, seen=seen)
    today = timezone.localdate(audit.at)
    rule_set = queries.rules_in_force(now.municipality_id, day=today)
    facts = queries.facts_of(now, rule_set=rule_set)
    meetings = queries.laid_out(template, facts, rule_set=rule_set, start=start)
    findings = check_plan(meetings, facts=facts, rule_set=rule_set, today=today)
    checked = Checked(now, meetings, facts, findings)
    (plan,) = put_in_force([checked], template=template.name, rule_set=rule_set, by=by, at=audit.at)
    told = f"{audit.criterion}, rule_set={rule_set.id}" if rule_set is not None else audit.criterion
    done = about(audit, municipality=now.municipality_id, subject=str(now.person_id))
    record(audit=replace(done, criterion=told))
    return plan


@dataclass(frozen=True, slots=True)
class Checked:
    """A plan for one course that was checked against the rules, with what they say of it."""

    course: ContactCourse
    meetings: Sequence[PlannedMeeting]
    facts: CourseFacts
    findings: Sequence[Finding]


def put_in_force(
    checked: Sequence[Checked],
    *,
    template: str,
    rule_set: RuleSet | None,
    by: User,
    at: datetime,
    bulk_plan: BulkPlan | None = None,
) -> list[Plan]:
    """Write plans down, for courses of one municipality, within the transaction that locked them and records it.

    So many queries for one as for hundreds.
    """
    courses = [one.course for one in checked]
    former = _end(Plan.objects.filter(course__in=courses), Plan.State.REPLACED, by=by, at=at)
    exempt = Exemption.objects.filter(course__in=[one for one in courses if one.is_exempt], ended_at=None)
    reasons = {one.course_id: one.reason for one in exempt}
    plans = Plan.objects.bulk_create(
        Plan(
            municipality_id=one.course.municipality_id, course=one.course, template=template, level=one.course.level,
            rule_set=rule_set.id if rule_set else "", bulk_plan=bulk_plan, replaces=former.get(one.course.pk),
            reason_below=reasons.get(one.course.pk, "") if _is_below(one, rule_set) else "", made_by=by, made_at=at,
        )
        for one in checked
    )  # fmt: skip
    models.PlannedMeeting.objects.bulk_create(
        models.PlannedMeeting(
            municipality_id=plan.municipality_id, plan=plan, number=meeting.number, on=meeting.on,
            book_by=meeting.book_by, minutes=meeting.minutes, form=meeting.form.value, kind=meeting.kind.value,
        )
        for plan, one in zip(plans, checked, strict=True)
        for meeting in one.meetings
    )  # fmt: skip
    # Whoever could not be planned with the others is planned now.
    waiting = Task.objects.filter(course__in=courses, kind=Task.Kind.NOT_PLANNED, done_at=None)
    waiting.update(done_at=at, done_by=by.name)
    _count(courses, by=by, at=at)
    return plans


@transaction.atomic
def take_back_plan(plan: Plan, *, seen: int | None, by: User, audit: AuditEvent) -> Plan | None:
    """Take a plan back; the one that it replaced is in force again, and is returned.

    Raises
    ------
    ChangedMeanwhile
        As in `save_plan`.
    NoPlanToTakeBack
        If the plan is in force no more.
    PlanRefused
        If the former plan would break the rules as they and the course now stand.
    """
    now = locked_course(plan.course, seen=seen)
    current = Plan.objects.filter(pk=plan.pk, course=now, state=Plan.State.IN_FORCE).select_related("replaces").first()
    if current is None:
        raise NoPlanToTakeBack
    if current.replaces is not None:
        today = timezone.localdate(audit.at)
        rule_set = queries.rules_in_force(now.municipality_id, day=today)
        facts = queries.facts_of(now, rule_set=rule_set)
        check_plan(queries.meetings_of(current.replaces), facts=facts, rule_set=rule_set, today=today)
    take_back([current], [now], by=by, at=audit.at)
    record(audit=about(audit, municipality=now.municipality_id, subject=str(now.person_id)))
    return current.replaces


def take_back(plans: Sequence[Plan], courses: Sequence[ContactCourse], *, by: User, at: datetime) -> None:
    """The same of plans in force within the transaction that locked their courses and records it.

    The former plans are not checked: what was in force before is in force again.
    """
    _end(Plan.objects.filter(pk__in=[plan.pk for plan in plans]), Plan.State.UNDONE, by=by, at=at)
    # One that was taken back itself meanwhile stays so, and a course that has ended has no plan.
    former = Plan.objects.filter(
        pk__in=[plan.replaces_id for plan in plans if plan.replaces_id],
        state=Plan.State.REPLACED,
        course__in=[course for course in courses if course.state != CourseState.ENDED],
    )
    former.update(state=Plan.State.IN_FORCE, ended_at=None, ended_by="")
    _count(courses, by=by, at=at)


def _end(plans: QuerySet[Plan], state: Plan.State, *, by: User, at: datetime) -> dict[UUID, Plan]:
    """End those of the plans that are in force, and give them by their courses."""
    ended = {plan.course_id: plan for plan in plans.filter(state=Plan.State.IN_FORCE)}
    Plan.objects.filter(pk__in=[plan.pk for plan in ended.values()]).update(state=state, ended_at=at, ended_by=by.name)
    return ended


def _count(courses: Sequence[ContactCourse], *, by: User, at: datetime) -> None:
    """Reckon and count the courses up, as `count_change` does of one."""
    reckon_together(courses, today=timezone.localdate(at))
    for course in courses:
        course.revision += 1
        course.changed_by, course.changed_at = by.name, at
    ContactCourse.objects.bulk_update(courses, [*NOTHING_DUE, "revision", "changed_by", "changed_at"], batch_size=100)


def _is_below(one: Checked, rule_set: RuleSet | None) -> bool:
    """Whether the plan has fewer meetings than the rules ask for, which an exemption covers."""
    if rule_set is None or not one.facts.is_exempt:
        return False
    least = {rule.id for rule in rule_set.rules if rule.kind is RuleKind.LEAST_MEETINGS}
    return any(finding.kind is FindingKind.WARNING and finding.rule_id in least for finding in one.findings)
