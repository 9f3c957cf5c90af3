"""A template and a course -> a plan in force, checked against the contact rules; and the plan before it, again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
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
from lighed.web.actions.auditing import about, record
from lighed.web.actions.deadlines import reckon
from lighed.web.actions.desk import count_change, locked_course
from lighed.web.models import BulkPlan, ContactCourse, Exemption, Plan, Task, User

__all__ = ["NoPlanToTakeBack", "PlanRefused", "put_in_force", "save_plan", "take_back", "take_back_plan"]


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
    plan = put_in_force(
        now, meetings, template=template.name, rule_set=rule_set, facts=facts, findings=findings, by=by, at=audit.at
    )
    record(audit=about(audit, municipality=now.municipality_id, subject=str(now.person_id)))
    return plan


def put_in_force(
    course: ContactCourse,
    meetings: Sequence[PlannedMeeting],
    *,
    template: str,
    rule_set: RuleSet | None,
    facts: CourseFacts,
    findings: Sequence[Finding],
    by: User,
    at: datetime,
    bulk_plan: BulkPlan | None = None,
) -> Plan:
    """Write a plan down that was checked, within the transaction that locked the course and records it."""
    former = Plan.objects.filter(course=course, state=Plan.State.IN_FORCE).first()
    if former is not None:
        _end(former, Plan.State.REPLACED, by=by, at=at)
    plan = Plan.objects.create(
        municipality_id=course.municipality_id, course=course, template=template, level=course.level,
        rule_set=rule_set.id if rule_set else "", reason_below=_reason_below(course, facts, rule_set, findings),
        bulk_plan=bulk_plan, replaces=former, made_by=by, made_at=at,
    )  # fmt: skip
    models.PlannedMeeting.objects.bulk_create(
        models.PlannedMeeting(
            municipality_id=course.municipality_id, plan=plan, number=one.number, on=one.on, book_by=one.book_by,
            minutes=one.minutes, form=one.form.value, kind=one.kind.value,
        )
        for one in meetings
    )  # fmt: skip
    # Whoever could not be planned with the others is planned now.
    waiting = Task.objects.filter(municipality=course.municipality_id, course=course, done_at=None)
    waiting.filter(kind=Task.Kind.NOT_PLANNED).update(done_at=at, done_by=by.name)
    count_change(course, by=by, at=at, **reckon(course, today=timezone.localdate(at)))
    return plan


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
    former = take_back(current, now, by=by, at=audit.at)
    record(audit=about(audit, municipality=now.municipality_id, subject=str(now.person_id)))
    return former


def take_back(plan: Plan, course: ContactCourse, *, by: User, at: datetime) -> Plan | None:
    """The same within the transaction that locked the course and records it, without a check of the former plan."""
    _end(plan, Plan.State.UNDONE, by=by, at=at)
    former = plan.replaces
    if former is not None:
        former.state, former.ended_at, former.ended_by = Plan.State.IN_FORCE, None, ""
        former.save(update_fields=["state", "ended_at", "ended_by"])
    count_change(course, by=by, at=at, **reckon(course, today=timezone.localdate(at)))
    return former


def _end(plan: Plan, state: Plan.State, *, by: User, at: datetime) -> None:
    plan.state, plan.ended_at, plan.ended_by = state, at, by.name
    plan.save(update_fields=["state", "ended_at", "ended_by"])


def _reason_below(
    course: ContactCourse, facts: CourseFacts, rule_set: RuleSet | None, findings: Sequence[Finding]
) -> str:
    """Why the plan may have fewer meetings than the rules ask for: the reason of the exemption, where one covers it."""
    if rule_set is None or not facts.is_exempt:
        return ""
    least = {rule.id for rule in rule_set.rules if rule.kind is RuleKind.LEAST_MEETINGS}
    if not any(one.kind is FindingKind.WARNING and one.rule_id in least for one in findings):
        return ""
    exemption = Exemption.objects.filter(course=course, ended_at=None).first()
    return exemption.reason if exemption else ""
