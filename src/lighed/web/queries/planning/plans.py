"""A course and a reader -> the plan in force, what the rules say of it, and what could be planned instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from lighed.governance import Right, Text
from lighed.planning import (
    CourseFacts,
    Holder,
    MeetingForm,
    MeetingKind,
    PlannedMeeting,
    RuleSet,
    TeamMeeting,
    is_brought_forward,
    lack_of,
    lay_out,
)
from lighed.planning import MeetingTemplate as Template
from lighed.web import models
from lighed.web.models import FORMS, LEVELS, MEETING_KINDS, ContactCourse, CourseState, Exemption, Plan, User
from lighed.web.queries.planning.contact_rules import rules_in_force
from lighed.web.queries.planning.course_facts import agreed_on, agreed_text, facts_of
from lighed.web.queries.planning.rule_panel import RulePanel, rule_panel
from lighed.web.queries.planning.team_weeks import TeamWeek, team_weeks

MEETING_FORMS = tuple(FORMS)
KIND_NAMES = dict(MEETING_KINDS)
STAR_CODES = {MeetingKind.JOB: 7, MeetingKind.FOLLOW_UP: 4, MeetingKind.JOINT: 17}
"""The kinds of meetings as the national systems number them; a CV meeting with the fund has no number there."""
PLAN_COLUMNS = ("course_id", "number", "latest_day", "book_by", "minutes", "form", "kind", "kind_code")
"""What the planner or the case system gets of each meeting. No clock time: that is booked there."""


@dataclass(frozen=True, slots=True)
class PlanShown:
    """What the page of a person, and the page of their plan, say of it.

    Attributes
    ----------
    plan, meetings : in force; None and empty where there is none
    former : what it replaced, and what comes back if it is taken back
    panel : what the rules ask, and say of the plan
    exemption : in force
    agreed : the meetings agreed in the case system, which a plan may be made beside
    """

    course: ContactCourse
    plan: Plan | None
    meetings: tuple[PlannedMeeting, ...]
    former: Plan | None
    panel: RulePanel
    exemption: Exemption | None
    agreed: Text | None
    level_name: str
    """The caseworker's newest assessment, in words; empty where there is none."""
    is_open: bool
    may_plan: bool
    may_exempt: bool

    @property
    def is_done(self) -> bool:
        """Whether there is a plan that the rules let stand; one whose days passed without a meeting is none."""
        return self.plan is not None and not self.panel.is_broken


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan that is not saved: what would be planned, what the rules say of it, and the team's weeks."""

    template: Template
    meetings: tuple[PlannedMeeting, ...]
    panel: RulePanel
    weeks: tuple[TeamWeek, ...]
    is_brought_forward: bool
    """Whether meetings lie sooner than the template's distance, so that a legal deadline is kept."""
    n_asked: int
    """As many meetings as would keep the least number; 0 where the template has enough of them."""

    @property
    def may_be_saved(self) -> bool:
        return not self.panel.is_broken


def plan_in_force(course: ContactCourse) -> Plan | None:
    """The course's plan, with what it replaced."""
    plans = Plan.objects.filter(course=course, state=Plan.State.IN_FORCE)
    return plans.select_related("made_by", "replaces__made_by").first()


def meetings_of(plan: Plan | None) -> tuple[PlannedMeeting, ...]:
    """The meetings of a stored plan, as the rules read them."""
    if plan is None:
        return ()
    return tuple(
        PlannedMeeting(
            number=one.number, on=one.on, book_by=one.book_by, minutes=one.minutes, form=MeetingForm(one.form),
            kind=MeetingKind(one.kind),
        )
        # In order here, so that meetings fetched with many plans are not asked for again.
        for one in sorted(plan.meetings.all(), key=lambda meeting: meeting.number)
    )  # fmt: skip


def plan_shown(course: ContactCourse, user: User, *, today: date) -> PlanShown:
    """What there is now. It reads nothing that was estimated, so it is the same whatever the tool says."""
    rule_set = rules_in_force(course.municipality_id, day=today)
    facts = facts_of(course, rule_set=rule_set)
    plan = plan_in_force(course)
    meetings = meetings_of(plan)
    is_open = course.state != CourseState.ENDED
    return PlanShown(
        course=course,
        plan=plan,
        meetings=meetings,
        former=plan.replaces if plan is not None else None,
        panel=rule_panel(course.municipality_id, facts, meetings if plan else None, rule_set=rule_set, today=today),
        exemption=exemption_in_force(course) if course.is_exempt else None,
        agreed=agreed_text(agreed_on(course, rule_set=rule_set, today=today)),
        level_name=str(dict(LEVELS).get(course.level, "")),
        is_open=is_open,
        may_plan=is_open and Right.PLAN in user.rights,
        may_exempt=is_open and Right.ASSESS in user.rights,
    )


def exemption_in_force(course: ContactCourse) -> Exemption | None:
    return Exemption.objects.filter(course=course, ended_at=None).select_related("made_by").first()


def templates_of(municipality: str) -> tuple[models.MeetingTemplate, ...]:
    """The municipality's templates in use, by name; none of them is anyone's before somebody chooses."""
    return tuple(models.MeetingTemplate.objects.filter(municipality=municipality, is_in_use=True).order_by("name"))


def template_of(municipality: str, number: str) -> models.MeetingTemplate | None:
    """One of them by its number, as a form sends it."""
    if not number.isascii() or not number.isdecimal() or len(number) > 9:
        return None
    return models.MeetingTemplate.objects.filter(municipality=municipality, is_in_use=True, pk=number).first()


def as_template(stored: models.MeetingTemplate) -> Template:
    """A stored template, as meetings are laid out by it."""
    return Template(
        name=stored.name, n_meetings=stored.n_meetings, weeks_between=stored.weeks_between, minutes=stored.minutes,
        form=MeetingForm(stored.form), first_within_days=stored.first_within_days,
    )  # fmt: skip


def starts_on(facts: CourseFacts, *, rule_set: RuleSet | None, today: date) -> date:
    """The day from which a template counts: today, or the hand-over while the fund still holds the course."""
    if rule_set is None or rule_set.holder_on(today, facts) is Holder.MUNICIPALITY:
        return today
    return rule_set.hand_over_on(facts)


def plan_start(course: ContactCourse, *, today: date) -> date:
    """The same of a stored course."""
    rule_set = rules_in_force(course.municipality_id, day=today)
    return starts_on(facts_of(course, rule_set=rule_set), rule_set=rule_set, today=today)


def laid_out(
    template: Template, facts: CourseFacts, *, rule_set: RuleSet | None, start: date
) -> tuple[PlannedMeeting, ...]:
    """The meetings that the template gives this course; numbers of one's own have no name.

    Raises
    ------
    TemplateRefused
        Where the template's numbers are out of bounds.
    """
    named = replace(template, name=template.name or "-")
    return lay_out(named, start=start, facts=facts, rule_set=rule_set)


def proposal(course: ContactCourse, template: Template, *, start: date, today: date) -> Proposal:
    """What `template` would give the course.

    Raises
    ------
    TemplateRefused
        Likewise.
    """
    rule_set = rules_in_force(course.municipality_id, day=today)
    facts = facts_of(course, rule_set=rule_set)
    meetings = laid_out(template, facts, rule_set=rule_set, start=start)
    lack = lack_of(facts, rule_set, today=start)
    return Proposal(
        template=template,
        meetings=meetings,
        panel=rule_panel(course.municipality_id, facts, meetings, rule_set=rule_set, today=today),
        weeks=team_weeks(course.municipality_id, of_team(meetings, course.team), of_courses=[course.pk]),
        is_brought_forward=is_brought_forward(meetings, template, start=start, facts=facts, rule_set=rule_set),
        n_asked=lack.n if lack is not None and lack.n > template.n_meetings else 0,
    )


def of_team(meetings: Sequence[PlannedMeeting], team: str) -> tuple[TeamMeeting, ...]:
    """The same meetings, as minutes of the team."""
    return tuple(TeamMeeting(on=one.on, minutes=one.minutes, team=team) for one in meetings)


def plan_rows(course: ContactCourse, plan: Plan) -> list[dict[str, str | int | None]]:
    """The plan's meetings by `PLAN_COLUMNS`, under the course's id in the case system."""
    return [
        {
            "course_id": course.course_id,
            "number": one.number,
            "latest_day": one.on.isoformat(),
            "book_by": one.book_by.isoformat() if one.book_by else None,
            "minutes": one.minutes,
            "form": one.form.value,
            "kind": one.kind.value,
            "kind_code": STAR_CODES.get(one.kind),
        }
        for one in meetings_of(plan)
    ]
