"""People that a planner has chosen, and a template -> what becomes of each; and what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import pgettext

from lighed.governance import SupportLevel, Text
from lighed.planning import (
    Finding,
    FindingKind,
    PlannedMeeting,
    RuleSet,
    TeamMeeting,
    is_brought_forward,
    plan_findings,
)
from lighed.planning import MeetingTemplate as Template
from lighed.web import models
from lighed.web.models import LEVELS, BulkPlan, BulkPlanRow, ContactCourse, Plan, User
from lighed.web.queries.planning.contact_rules import are_checked, rules_in_force
from lighed.web.queries.planning.course_facts import agreed_on, agreed_text, facts_of
from lighed.web.queries.planning.plans import as_template, laid_out, of_team, plan_rows, starts_on
from lighed.web.queries.planning.rule_panel import worst
from lighed.web.queries.planning.team_weeks import TeamWeek, team_weeks
from lighed.web.queries.protected_people import as_seen
from lighed.web.queries.scope import courses_of

MOST_PEOPLE = 500
TO_UNDO = timedelta(minutes=30)
_N_RECENT = 5
_NO_ASSESSMENT = Text(
    da="Mangler egen vurdering. Borgeren er fundet med et filter på skønnet, og planen følger vurderingen.",
    en="No assessment of one’s own. A filter on the estimate found the person, and a plan follows the assessment.",
)


_WITHOUT_ASSESSMENT = Text(da="Uden egen vurdering.", en="Without an assessment of one’s own.")
_BROUGHT_FORWARD = Text(
    da="Samtalerne er rykket frem, så lovens frist holdes.",
    en="The meetings have been brought forward, so that the legal deadline is kept.",
)


class Becomes(StrEnum):
    """What becomes of one person who was chosen."""

    OK = "ok"
    WARNING = "warning"
    BROKEN = "broken"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a template gives one course, and what the rules say of it. Without meetings nothing can be planned."""

    becomes: Becomes
    texts: tuple[Text, ...]
    meetings: tuple[PlannedMeeting, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def may_be_planned(self) -> bool:
        return self.becomes in (Becomes.OK, Becomes.WARNING)


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One person of the selection. `prospect` is None as long as no template is chosen."""

    number: int
    course: ContactCourse
    level_name: str
    prospect: Prospect | None


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """The selection, row by row, and what the template asks of the teams."""

    bulk_plan: BulkPlan
    template: models.MeetingTemplate | None
    rule_set: RuleSet | None
    is_checked: bool
    rows: tuple[PreviewRow, ...]
    weeks: tuple[TeamWeek, ...]
    levels: tuple[tuple[str, int], ...]
    """How many have been assessed how, in words."""
    n_of: dict[str, int]

    @property
    def n_to_plan(self) -> int:
        return self.n_of.get(Becomes.OK, 0) + self.n_of.get(Becomes.WARNING, 0)

    @property
    def n_skipped(self) -> int:
        return self.n_of.get(Becomes.SKIPPED, 0)

    @property
    def n_broken(self) -> int:
        return self.n_of.get(Becomes.BROKEN, 0)

    @property
    def n_warned(self) -> int:
        return self.n_of.get(Becomes.WARNING, 0)

    @property
    def hours_before(self) -> float:
        return sum(week.before for week in self.weeks)

    @property
    def hours_after(self) -> float:
        return sum(week.after for week in self.weeks)

    @property
    def n_weeks_over(self) -> int:
        return sum(week.is_over for week in self.weeks)


@dataclass(frozen=True, slots=True)
class ResultRow:
    course: ContactCourse
    outcome: str
    outcome_name: str
    reason: Text | None
    is_still_planned: bool
    """Whether the plan made for the person is in force: neither replaced nor taken back since."""
    is_undone: bool


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What became of everybody, and until when it can be undone."""

    bulk_plan: BulkPlan
    rows: tuple[ResultRow, ...]
    n_planned: int
    n_skipped: int
    n_failed: int
    undo_until: datetime
    may_undo: bool

    @property
    def n_undone(self) -> int:
        return sum(row.is_undone for row in self.rows)

    @property
    def n_to_hand_over(self) -> int:
        """The people whose meetings the reader can hand over."""
        return sum(row.is_still_planned and not row.course.person.is_hidden for row in self.rows)


def bulk_plan_of(user: User, number: int) -> BulkPlan | None:
    """One's own selection, or what one has made of it; a colleague's is as if there were none."""
    return BulkPlan.objects.filter(municipality=user.municipality_id, made_by=user, pk=number).first()


def recent_bulk_plans(user: User) -> list[BulkPlan]:
    """What the user has planned for many, newest first."""
    mine = BulkPlan.objects.filter(municipality=user.municipality_id, made_by=user).exclude(confirmed_at=None)
    return list(mine.order_by("-confirmed_at")[:_N_RECENT])


def template_named(municipality: str, name: str) -> models.MeetingTemplate | None:
    """The template in use by that name; none where it has been taken out of use since."""
    return models.MeetingTemplate.objects.filter(municipality=municipality, is_in_use=True, name=name).first()


def basis_of_preview(bulk_plan: BulkPlan, *, today: date) -> str:
    """What a preview rests on besides the people: the template as it stands, and the rules of the day."""
    stored = template_named(bulk_plan.municipality_id, bulk_plan.template)
    rule_set = rules_in_force(bulk_plan.municipality_id, day=today)
    named = (str(stored.pk), stored.changed_at.isoformat()) if stored else ("", "")
    return " ".join((*named, rule_set.sha256() if rule_set else "", today.isoformat()))


def prospect_of(
    course: ContactCourse, template: Template, *, rule_set: RuleSet | None, must_be_assessed: bool, today: date
) -> Prospect:
    """What `template` gives the course. A plan for many is held to the same rules as a plan for one.

    Parameters
    ----------
    must_be_assessed : whether the people were found by what was estimated: then nobody is planned whom no caseworker
        has assessed
    """
    is_assessed = course.level not in ("", SupportLevel.NOT_KNOWN.value)
    if must_be_assessed and not is_assessed:
        return Prospect(Becomes.SKIPPED, (_NO_ASSESSMENT,))
    facts = facts_of(course, rule_set=rule_set)
    start = starts_on(facts, rule_set=rule_set, today=today)
    meetings = laid_out(template, facts, rule_set=rule_set, start=start)
    findings = plan_findings(meetings, facts=facts, rule_set=rule_set, today=today)
    kind = worst(findings) or FindingKind.OK
    texts = tuple(finding.text for finding in findings if finding.kind is kind) if kind is not FindingKind.OK else ()
    if kind is not FindingKind.BROKEN:
        moved = is_brought_forward(meetings, template, start=start, facts=facts, rule_set=rule_set)
        remarks = (*((_BROUGHT_FORWARD,) if moved else ()), *(() if is_assessed else (_WITHOUT_ASSESSMENT,)))
        if remarks:
            kind, texts = FindingKind.WARNING, (*texts, *remarks)
    return Prospect(Becomes(kind.value), texts, meetings, findings)


def bulk_preview(bulk_plan: BulkPlan, user: User, *, today: date) -> BulkPreview:
    """The selection as it stands, for the one who made it."""
    municipality = bulk_plan.municipality_id
    rule_set = rules_in_force(municipality, day=today)
    stored = template_named(municipality, bulk_plan.template) if bulk_plan.template else None
    template = as_template(stored) if stored else None
    names = dict(LEVELS)
    rows: list[PreviewRow] = []
    meetings: list[TeamMeeting] = []
    for row, course in _rows_of(bulk_plan, user):
        prospect = None
        if course is not None and template is not None:
            prospect = prospect_of(
                course, template, rule_set=rule_set, must_be_assessed=bulk_plan.was_found_by_band, today=today
            )
            prospect = _with_what_is_there(prospect, course, row, rule_set=rule_set, today=today)
        if course is None:
            continue
        rows.append(PreviewRow(row.pk, course, str(names.get(course.level, "")), prospect))
        if prospect is not None and prospect.may_be_planned:
            meetings += of_team(prospect.meetings, course.team)
    # What somebody must see to stands first; people of one kind are in the order of their deadlines.
    rows.sort(key=lambda row: _WORST_FIRST[row.prospect.becomes] if row.prospect else 0)
    levels = Counter(row.level_name for row in rows)
    return BulkPreview(
        bulk_plan=bulk_plan, template=stored, rule_set=rule_set,
        is_checked=rule_set is not None and are_checked(municipality, rule_set), rows=tuple(rows),
        weeks=team_weeks(municipality, meetings, of_courses=_planned_in(rows)),
        levels=tuple((str(name), levels[str(name)]) for name in (*names.values(), "") if levels[str(name)]),
        n_of=dict(Counter(row.prospect.becomes for row in rows if row.prospect is not None)),
    )  # fmt: skip


def bulk_result(bulk_plan: BulkPlan, user: User, *, now: datetime) -> BulkResult:
    """What became of everybody who was chosen, for the one who chose."""
    names = dict(BulkPlanRow.Outcome.choices)
    made = Plan.objects.filter(municipality=bulk_plan.municipality_id, bulk_plan=bulk_plan)
    states: dict[UUID, str] = dict(made.values_list("course_id", "state"))
    undone = {course for course, state in states.items() if state == Plan.State.UNDONE}
    rows = tuple(
        ResultRow(
            course=course, outcome=row.outcome,
            outcome_name=pgettext("plan", "Undone") if course.pk in undone else str(names[row.outcome]),
            reason=Text(da=row.reason["da"], en=row.reason["en"]) if row.reason else None,
            is_still_planned=states.get(course.pk) == Plan.State.IN_FORCE, is_undone=course.pk in undone,
        )
        for row, course in _rows_of(bulk_plan, user)
        if course is not None
    )  # fmt: skip
    counts = Counter(bulk_plan.rows.values_list("outcome", flat=True))
    until = (bulk_plan.confirmed_at or bulk_plan.made_at) + TO_UNDO
    return BulkResult(
        bulk_plan=bulk_plan,
        rows=tuple(sorted(rows, key=lambda row: _ORDER[row.outcome])),
        n_planned=counts[BulkPlanRow.Outcome.PLANNED],
        n_skipped=counts[BulkPlanRow.Outcome.SKIPPED],
        n_failed=counts[BulkPlanRow.Outcome.FAILED],
        undo_until=until,
        may_undo=bulk_plan.undone_at is None and now <= until,
    )


def bulk_plan_rows(bulk_plan: BulkPlan, user: User) -> list[tuple[ContactCourse, list[dict[str, str | int | None]]]]:
    """The meetings to be handed over, as `plan_rows` has them, of each plan that was made and is still in force.

    Who is hidden from the user is in no file of theirs: such a person is handed over by their caseworker.
    """
    made = Plan.objects.filter(
        municipality=bulk_plan.municipality_id, bulk_plan=bulk_plan, state=Plan.State.IN_FORCE
    ).prefetch_related("meetings")
    plans = {plan.course_id: plan for plan in made}
    return [
        (course, plan_rows(course, plans[course.pk]))
        for _, course in _rows_of(bulk_plan, user)
        if course is not None and course.pk in plans and not course.person.is_hidden
    ]


_WORST_FIRST = {
    becomes: place for place, becomes in enumerate((Becomes.BROKEN, Becomes.SKIPPED, Becomes.WARNING, Becomes.OK))
}
_ORDER = {outcome: place for place, outcome in enumerate(("failed", "skipped", "planned", "chosen"))}
"""Those whom somebody must see to stand first."""


def _rows_of(bulk_plan: BulkPlan, user: User) -> list[tuple[BulkPlanRow, ContactCourse | None]]:
    """The rows with their courses as the user may see them, by legal deadline; None where they may no longer."""
    plans = Plan.objects.filter(municipality=bulk_plan.municipality_id, state=Plan.State.IN_FORCE)
    courses = {
        course.pk: as_seen(course, user)
        for course in courses_of(user)
        .filter(pk__in=bulk_plan.rows.values("course"))
        .select_related("person")
        .defer("values", "refusals", "document")
        .prefetch_related(Prefetch("plans", queryset=plans, to_attr="plans_in_force"))
    }
    rows = [(row, courses.get(row.course_id)) for row in bulk_plan.rows.all()]
    return sorted(rows, key=_place)


def _place(one: tuple[BulkPlanRow, ContactCourse | None]) -> tuple[date, date, int]:
    row, course = one
    if course is None:
        return date.max, date.max, row.pk
    return course.deadline_on or date.max, course.registered_on, row.pk


def _planned_in(rows: Sequence[PreviewRow]) -> list[UUID]:
    return [row.course.pk for row in rows if row.prospect is not None and row.prospect.may_be_planned]


def _with_what_is_there(
    prospect: Prospect, course: ContactCourse, row: BulkPlanRow, *, rule_set: RuleSet | None, today: date
) -> Prospect:
    """The same, and what the planner must know besides the rules: a change meanwhile, meetings that are there."""
    if not prospect.may_be_planned:
        return prospect
    if course.revision != row.seen:
        return Prospect(Becomes.BROKEN, (changed_since(course),), prospect.meetings, prospect.findings)
    texts = []
    agreed = agreed_text(agreed_on(course, rule_set=rule_set, today=today))
    if agreed is not None:
        texts.append(agreed)
    there: list[Plan] = getattr(course, "plans_in_force", [])
    if there:
        texts.append(
            Text(
                da=f"Har en plan fra {there[0].made_at:%d.%m.%Y}. Den bliver erstattet.",
                en=f"Has a plan from {there[0].made_at:%d/%m/%Y}. It will be replaced.",
            )
        )
    if not texts:
        return prospect
    return Prospect(Becomes.WARNING, (*prospect.texts, *texts), prospect.meetings, prospect.findings)


def changed_since(course: ContactCourse) -> Text:
    """Why somebody is not planned whom a colleague has written about since they were chosen."""
    return Text(
        da=f"Ændret af {course.changed_by}, siden du valgte. Vælg skabelonen igen for at tage ændringen med.",
        en=f"Changed by {course.changed_by} since you chose. Choose the template again to take it in.",
    )
