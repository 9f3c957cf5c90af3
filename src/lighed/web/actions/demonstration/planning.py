"""Made-up municipalities -> templates, the teams' hours, first meetings that were held, and a few exemptions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from lighed.governance import AuditEvent, AuditKind, SupportLevel
from lighed.planning import ExemptionRefused, MeetingForm, MeetingKind, MeetingTemplate, working_day_after
from lighed.web import queries, stored_timeline
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.planning.deadlines import reckon_all
from lighed.web.actions.planning.exemptions import exempt_person
from lighed.web.actions.planning.settings import enter_team_hours, save_template
from lighed.web.actions.users.users import DemoIsOff
from lighed.web.models import ContactCourse, CourseState, User
from lighed.web.models import MeetingTemplate as StoredTemplate
from lighed.workflow import TimelineEntry, TimelineKind

DEMONSTRATION_TEMPLATES = {
    SupportLevel.LESS: MeetingTemplate(
        name="Let start", n_meetings=2, weeks_between=4, minutes=30, form=MeetingForm.PHONE, first_within_days=21
    ),
    SupportLevel.SOME: MeetingTemplate(
        name="Almindelig start", n_meetings=2, weeks_between=3, minutes=45, form=MeetingForm.IN_PERSON,
        first_within_days=14,
    ),
    SupportLevel.MORE: MeetingTemplate(
        name="Tæt start", n_meetings=3, weeks_between=2, minutes=45, form=MeetingForm.IN_PERSON, first_within_days=10
    ),
}  # fmt: skip
_FIRST_AFTER, _SECOND_AFTER = timedelta(days=15), timedelta(days=43)
_HOURS_A_PERSON, _LEAST_HOURS = Decimal("0.06"), Decimal(1)
_HOURS_FROM = timedelta(days=90)
_REASONS = (
    "Har skrevet under på en fast stilling, som begynder om tre uger. Kontrakten er vist til samtalen.",
    "Er midt i et kursus med jobgaranti, som firmaet har bekræftet. Der er aftalt et opkald, når kurset slutter.",
)


@transaction.atomic
def lay_out_planning(municipalities: Iterable[str], *, audit: AuditEvent) -> None:
    """Give each made-up municipality what it plans with, once its users have been made. Run again, it adds nothing.

    Raises
    ------
    DemoIsOff
        Outside demonstration mode.
    """
    if not settings.LIGHED_DEMO:
        raise DemoIsOff
    for code in sorted(municipalities):
        planner = User.objects.filter(username=f"demo-{code}-planner", is_demo=True).first()
        caseworker = User.objects.filter(username=f"demo-{code}", is_demo=True).first()
        if planner is None or caseworker is None or StoredTemplate.objects.filter(municipality=code).exists():
            continue
        at_work = replace(about(audit, municipality=code), kind=AuditKind.CHANGE)
        today = timezone.localdate(audit.at)
        for level, template in DEMONSTRATION_TEMPLATES.items():
            save_template(code, template, level=level, by=planner.name, audit=at_work)
        _enter_hours(code, planner, today=today, audit=at_work)
        _let_meet(code, today=today)
        _exempt(code, caseworker, audit=at_work)
        reckon_all(code, audit=at_work)
        record(audit=about(audit, municipality=code))


def _enter_hours(municipality: str, planner: User, *, today: date, audit: AuditEvent) -> None:
    """Fewer hours than everybody's plans would ask for: a team with room for all has nothing to plan."""
    for row in queries.team_rows(municipality, today=today):
        hours = max(_LEAST_HOURS, (row.n_people * _HOURS_A_PERSON).quantize(Decimal(1)))
        enter_team_hours(
            municipality, row.team, hours=hours, valid_from=today - _HOURS_FROM, by=planner.name, audit=audit
        )


def _let_meet(municipality: str, *, today: date) -> None:
    """Meetings since the hand-over, which a hand-over cannot tell of: two of three people have had one."""
    courses = ContactCourse.objects.filter(municipality=municipality, state=CourseState.HANDED_OVER)
    for place, course in enumerate(courses.exclude(handed_over_on=None).order_by("handed_over_on", "course_id")):
        handed_over_on = course.handed_over_on or today
        days = [working_day_after(handed_over_on + after) for after in (_FIRST_AFTER, _SECOND_AFTER)[: 1 + place % 2]]
        held = [
            TimelineEntry(
                on=day, kind=TimelineKind.MEETING_HELD, meeting_kind=MeetingKind.JOB.value,
                form=MeetingForm.IN_PERSON.value, minutes=45,
            )
            for day in days
            if day < today and place % 3
        ]  # fmt: skip
        entries = sorted((*stored_timeline.from_json(course.timeline), *held), key=lambda one: one.on)
        course.timeline = stored_timeline.to_json(tuple(entries))
        course.save(update_fields=["timeline"])


def _exempt(municipality: str, caseworker: User, *, audit: AuditEvent) -> None:
    """The caseworker has assessed two people and exempted them, each for a reason of their own."""
    courses = ContactCourse.objects.filter(municipality=municipality, state=CourseState.HANDED_OVER)
    reasons = list(_REASONS)
    for course in courses.order_by("-handed_over_on", "course_id"):
        if not reasons:
            return
        try:
            exempt_person(course, reason=reasons[-1], seen=None, by=caseworker, audit=audit)
        except ExemptionRefused:
            # Most people have not had their first meeting, or are past the months that count.
            continue
        reasons.pop()
