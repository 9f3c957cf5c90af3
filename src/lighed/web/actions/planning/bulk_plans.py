"""People that a planner has chosen -> planned with one template, each within the rules; and all of it undone."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from lighed.governance import AuditEvent, Text
from lighed.governance.refused import Refused
from lighed.web import queries
from lighed.web.actions.audit.chain import about, record, record_about_each
from lighed.web.actions.desk.changes import add_task
from lighed.web.actions.planning.plans import Checked, put_in_force, take_back
from lighed.web.models import BulkPlan, BulkPlanRow, ContactCourse, Plan, Task, User

_LOG = logging.getLogger(__name__)
_KEPT = timedelta(days=1)
"""A selection that nobody has confirmed by then is thrown away with the next one."""
_TOGETHER = 50
"""So many are written at once; a fault with one of them costs the others nothing but time."""
_FAULT = Text(
    da="Planen kunne ikke gemmes på grund af en teknisk fejl. Planlæg borgeren for sig.",
    en="The plan could not be saved because of a technical fault. Plan the person alone.",
)


class NobodyChosen(Refused):
    def __init__(self) -> None:
        super().__init__(Text(da="Vælg mindst én borger først.", en="Choose one person at least."))


class TooManyChosen(Refused):
    def __init__(self, n: int) -> None:
        super().__init__(
            Text(
                da=f"Du har valgt {n}. Højst {queries.MOST_PEOPLE} kan planlægges på én gang. Vælg færre.",
                en=f"You have chosen {n}. At most {queries.MOST_PEOPLE} can be planned at once. Choose fewer.",
            )
        )


class NotToBeConfirmed(Refused):
    """There is nothing to confirm: no template, or it, or the rules, are not those that the planner has seen."""


class NotToBeUndone(Refused):
    """It is too late, or it has been undone."""


@dataclass(frozen=True, slots=True)
class Undone:
    """How many plans were taken back; and how many had been changed since, which stay as they are."""

    n_undone: int
    n_changed: int


@transaction.atomic
def choose_people(
    keys: Iterable[UUID], *, found_by_band: bool, template: str = "", by: User, audit: AuditEvent
) -> BulkPlan:
    """Hold a selection, with a template if one was chosen with it. Nobody is planned by that.

    Raises
    ------
    NobodyChosen, TooManyChosen
        Of people whom `by` may see.
    """
    chosen = set(keys)
    if len(chosen) > queries.MOST_PEOPLE:
        raise TooManyChosen(len(chosen))
    courses = list(queries.courses_of(by).filter(pk__in=chosen).only("pk", "revision"))
    if not courses:
        raise NobodyChosen
    mine = BulkPlan.objects.filter(municipality=by.municipality_id, made_by=by)
    mine.filter(confirmed_at=None, made_at__lt=audit.at - _KEPT).delete()
    made = BulkPlan.objects.create(
        municipality_id=by.municipality_id, template=template, was_found_by_band=found_by_band, made_by=by,
        made_at=audit.at,
    )  # fmt: skip
    BulkPlanRow.objects.bulk_create(
        BulkPlanRow(
            municipality_id=by.municipality_id, bulk_plan=made, course=course, seen=course.revision,
            outcome=BulkPlanRow.Outcome.CHOSEN,
        )
        for course in courses
    )  # fmt: skip
    record(audit=about(audit, municipality=by.municipality_id))
    return made


@transaction.atomic
def choose_template(bulk_plan: BulkPlan, template: str, *, audit: AuditEvent) -> None:
    """Choose the template of a selection that is not confirmed; the people are taken as they stand now."""
    bulk_plan = BulkPlan.objects.select_for_update().get(pk=bulk_plan.pk)
    if bulk_plan.confirmed_at is None:
        bulk_plan.template = template
        bulk_plan.save(update_fields=["template"])
        now = ContactCourse.objects.filter(pk=OuterRef("course"), municipality=bulk_plan.municipality_id)
        bulk_plan.rows.update(seen=Subquery(now.values("revision")[:1]))
    record(audit=about(audit, municipality=bulk_plan.municipality_id))


@transaction.atomic
def leave_out(bulk_plan: BulkPlan, row: int, *, audit: AuditEvent) -> None:
    """Take one person out of a selection that is not confirmed."""
    BulkPlanRow.objects.filter(bulk_plan=bulk_plan, pk=row, outcome=BulkPlanRow.Outcome.CHOSEN).delete()
    record(audit=about(audit, municipality=bulk_plan.municipality_id))


@transaction.atomic
def confirm_bulk_plan(bulk_plan: BulkPlan, *, seen: str, by: User, audit: AuditEvent) -> BulkPlan:
    """Plan everybody who was chosen and can be planned; the others are told of, with the reason.

    Each person is planned, or not, on their own. Confirmed twice, it is done once.

    Parameters
    ----------
    seen : the template and the rules that the planner saw, as `queries.basis_of_preview` told them

    Raises
    ------
    NotToBeConfirmed
        If they are others by now; nobody is planned.
    """
    bulk_plan = BulkPlan.objects.select_for_update().get(pk=bulk_plan.pk)
    if bulk_plan.confirmed_at is not None:
        return bulk_plan
    today = timezone.localdate(audit.at)
    if seen != queries.basis_of_preview(bulk_plan, today=today):
        raise NotToBeConfirmed(
            Text(
                da="Skabelonen eller reglerne er ændret, siden du så listen. Se den igennem igen.",
                en="The template or the rules have changed since you saw the list. Look it over again.",
            )
        )
    planner = _Planner(bulk_plan, by=by, at=audit.at)
    rows = list(bulk_plan.rows.order_by("course"))
    # Locked in one order, so that two who plan the same people wait for each other and never both.
    courses = ContactCourse.objects.select_for_update(of=("self",)).filter(pk__in=[row.course_id for row in rows])
    of_row = {course.pk: course for course in courses.defer("values", "refusals", "document").order_by("pk")}
    planner.plan([(row, of_row[row.course_id]) for row in rows])
    BulkPlanRow.objects.bulk_update(rows, ["outcome", "reason"], batch_size=200)
    bulk_plan.confirmed_at = audit.at
    bulk_plan.save(update_fields=["confirmed_at"])
    record_about_each(
        [str(of_row[row.course_id].person_id) for row in rows], audit=about(audit, municipality=by.municipality_id)
    )
    record(audit=about(audit, municipality=by.municipality_id))
    return bulk_plan


@transaction.atomic
def undo_bulk_plan(bulk_plan: BulkPlan, *, by: User, audit: AuditEvent) -> Undone:
    """Take back every plan that was made, and put those that they replaced in force again.

    What somebody has changed since stays as it is.

    Raises
    ------
    NotToBeUndone
        After `queries.TO_UNDO`, or if it has been undone.
    """
    bulk_plan = BulkPlan.objects.select_for_update().get(pk=bulk_plan.pk)
    if bulk_plan.confirmed_at is None or bulk_plan.undone_at is not None:
        raise NotToBeUndone(Text(da="Planerne er allerede fortrudt.", en="The plans have been undone already."))
    if audit.at > bulk_plan.confirmed_at + queries.TO_UNDO:
        raise NotToBeUndone(
            Text(
                da="Det er mere end 30 minutter siden. Ret planerne en for en.",
                en="It is more than 30 minutes ago. Change the plans one by one.",
            )
        )
    planned = bulk_plan.rows.filter(outcome=BulkPlanRow.Outcome.PLANNED)
    courses = ContactCourse.objects.select_for_update(of=("self",)).filter(pk__in=planned.values("course"))
    of_plan = {course.pk: course for course in courses.defer("values", "refusals", "document").order_by("pk")}
    plans = Plan.objects.filter(municipality=bulk_plan.municipality_id, bulk_plan=bulk_plan, state=Plan.State.IN_FORCE)
    in_force = list(plans.order_by("course"))
    take_back(in_force, [of_plan[plan.course_id] for plan in in_force], by=by, at=audit.at)
    undone = [str(of_plan[plan.course_id].person_id) for plan in in_force]
    tasks = Task.objects.filter(municipality=bulk_plan.municipality_id, bulk_plan=bulk_plan, done_at=None)
    tasks.update(done_at=audit.at, done_by=by.name)
    bulk_plan.undone_at, bulk_plan.undone_by = audit.at, by.name
    bulk_plan.save(update_fields=["undone_at", "undone_by"])
    if undone:
        record_about_each(undone, audit=about(audit, municipality=by.municipality_id))
    record(audit=about(audit, municipality=by.municipality_id))
    return Undone(n_undone=len(undone), n_changed=len(of_plan) - len(undone))


class _Planner:
    """Plans rows by one template under one set of rules, and writes in each what became of the person."""

    def __init__(self, bulk_plan: BulkPlan, *, by: User, at: datetime) -> None:
        self._bulk_plan, self._by, self._at = bulk_plan, by, at
        self._today = timezone.localdate(at)
        self._rule_set = queries.rules_in_force(bulk_plan.municipality_id, day=self._today)
        stored = queries.template_named(bulk_plan.municipality_id, bulk_plan.template)
        if stored is None:
            raise NotToBeConfirmed(Text(da="Vælg en skabelon først.", en="Choose a template first."))
        self._template = queries.as_template(stored)

    def plan(self, rows: Sequence[tuple[BulkPlanRow, ContactCourse]]) -> None:
        """Plan everybody who can be planned; whoever cannot leaves the others as they are."""
        checked: list[tuple[BulkPlanRow, Checked]] = []
        for row, course in rows:
            found = self._checked(row, course)
            if found is not None:
                checked.append((row, found))
        for start in range(0, len(checked), _TOGETHER):
            self._put_in_force(checked[start : start + _TOGETHER])
        for row, course in rows:
            if row.outcome == BulkPlanRow.Outcome.FAILED:
                add_task(course, Task.Kind.NOT_PLANNED, at=self._at, bulk_plan=self._bulk_plan)

    def _checked(self, row: BulkPlanRow, course: ContactCourse) -> Checked | None:
        if course.revision != row.seen:
            self._leave(row, BulkPlanRow.Outcome.FAILED, (queries.changed_since(course),))
            return None
        prospect = queries.prospect_of(
            course, self._template, rule_set=self._rule_set, must_be_assessed=self._bulk_plan.was_found_by_band,
            today=self._today,
        )  # fmt: skip
        if prospect.becomes is queries.Becomes.SKIPPED:
            self._leave(row, BulkPlanRow.Outcome.SKIPPED, prospect.texts)
            return None
        if not prospect.may_be_planned:
            self._leave(row, BulkPlanRow.Outcome.FAILED, prospect.texts)
            return None
        facts = queries.facts_of(course, rule_set=self._rule_set)
        return Checked(course, prospect.meetings, facts, prospect.findings)

    def _put_in_force(self, checked: Sequence[tuple[BulkPlanRow, Checked]]) -> None:
        """All at once; where the database refuses that, one by one, so that it is told of whom."""
        try:
            with transaction.atomic():
                put_in_force(
                    [one for _, one in checked], template=self._template.name, rule_set=self._rule_set, by=self._by,
                    at=self._at, bulk_plan=self._bulk_plan,
                )  # fmt: skip
        except DatabaseError as error:
            _LOG.error("%s people could not be planned: %s", len(checked), type(error).__name__)
            for one in checked if len(checked) > 1 else ():
                one[1].course.refresh_from_db()
                self._put_in_force([one])
            if len(checked) == 1:
                self._leave(checked[0][0], BulkPlanRow.Outcome.FAILED, (_FAULT,))
        else:
            for row, _ in checked:
                row.outcome = BulkPlanRow.Outcome.PLANNED

    def _leave(self, row: BulkPlanRow, outcome: BulkPlanRow.Outcome, texts: Sequence[Text]) -> None:
        row.outcome = outcome
        row.reason = {"da": " ".join(one.da for one in texts), "en": " ".join(one.en for one in texts)}
