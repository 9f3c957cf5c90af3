"""A day -> everything that falls due on it, done: terms that are over, erasures again, estimates that can be made.

Each person and each thing is a transaction of its own. Cut off anywhere, what is done stays done, and the next run goes
on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from lighed import workflow
from lighed.governance import AuditEvent, AuditKind
from lighed.governance.retention import TERMS, Kept
from lighed.governance.two_people import NotAllowed
from lighed.web import queries
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.audit.retention import drop_old_segments
from lighed.web.actions.citizen.corrections import settle_waiting
from lighed.web.actions.desk.ended_courses import close_ended_courses
from lighed.web.actions.estimates.again import EstimatedAgain, estimate_outdated
from lighed.web.actions.estimates.kept import drop_estimate
from lighed.web.actions.letters.emptied import empty_old_letters, sweep_letters
from lighed.web.actions.letters.sent import deliver_waiting
from lighed.web.actions.oversight.bundles import empty_old_bundles
from lighed.web.actions.oversight.stops import estimate_waiting
from lighed.web.actions.planning.deadlines import reckon_all
from lighed.web.actions.public.frozen_figures import freeze_figures
from lighed.web.actions.public.publications import publish_what_is_stale
from lighed.web.actions.retention.erasures import Cause, NobodyToErase, erase_without_proof, prove, reapply_erasures
from lighed.web.models import EstimateState, Incident, Municipality, Person, RightsRequest, StoredEstimate
from lighed.web.table_statistics import count_tables

_PROVED_TOGETHER = 25
"""So many people are looked for in one search: each search reads every table and file."""


@dataclass(frozen=True, slots=True)
class Done:
    """One line of what was done: where, what, and how many. `is_wrong` where somebody must see to it."""

    municipality: str
    what: str
    n: int
    is_wrong: bool = False


def run_nightly(*, audit: AuditEvent) -> Iterator[Done]:
    """Do what is due, telling of each step when it is done. Run twice, the second run finds nothing to do."""
    audit = replace(audit, kind=AuditKind.DELETION)
    yield Done("", "folders of cut-off erasures removed", workflow.clear_leftovers(settings.LIGHED_DATA))
    n_again, is_proved = reapply_erasures(audit=audit)
    yield Done("", "erased again after a restore", n_again, is_wrong=not is_proved)
    # What concerns no municipality, such as a server that started, stands in a chain of its own.
    n_dropped = drop_old_segments(months=TERMS[Kept.LOG].months, audit=replace(audit, municipality=None))
    yield Done("", "months of the log dropped", n_dropped)
    for municipality in Municipality.objects.order_by("code").values_list("code", flat=True):
        mine = replace(audit, municipality=municipality)
        for done in (*_retention(municipality, audit=mine), *_estimates(municipality, audit=mine)):
            yield replace(done, municipality=municipality)
        n_settled = settle_waiting(municipality, audit=replace(mine, kind=AuditKind.CHANGE))
        yield Done(municipality, "corrections settled", n_settled)
        n_ended = close_ended_courses(
            municipality, audit=replace(mine, kind=AuditKind.CHANGE, criterion="course ended")
        )
        yield Done(municipality, "ended courses with something open, closed", n_ended)
        # After the rest, which ends and erases courses.
        n_due_anew = reckon_all(municipality, audit=replace(mine, kind=AuditKind.CHANGE, criterion="deadlines"))
        yield Done(municipality, "legal deadlines reckoned anew", n_due_anew)
        n_sent = deliver_waiting(municipality, try_again=True, audit=replace(mine, kind=AuditKind.CHANGE))
        yield Done(municipality, "letters sent", n_sent)
        n_failed = queries.letters_by_state(municipality).get("failed", 0)
        yield Done(municipality, "letters that could not be sent", n_failed, is_wrong=n_failed > 0)
        n_frozen = freeze_figures(municipality, audit=replace(mine, kind=AuditKind.CHANGE, criterion="frozen figures"))
        yield Done(municipality, "months and periods counted for the public", n_frozen)
        # Last, so that what was published tells of the day as it is now.
        published = publish_what_is_stale(
            municipality, audit=replace(mine, kind=AuditKind.CHANGE, criterion="publication")
        )
        yield Done(municipality, "publications made again", int(published is not None))
        for what, n in queries.overdue(municipality, now=audit.at).items():
            yield Done(municipality, what, n, is_wrong=n > 0)
    # After every letter that was emptied or went with its person tonight.
    n_swept, n_left = sweep_letters(audit=audit)
    yield Done("", "files of letters removed", n_swept, is_wrong=n_left > 0)
    count_tables()


def _retention(municipality: str, *, audit: AuditEvent) -> Iterator[Done]:
    today, months = timezone.localdate(audit.at), queries.months_of(municipality)
    due = queries.people_due(municipality, months=months[Kept.PERSON], today=today)
    parts = [due[start : start + _PROVED_TOGETHER] for start in range(0, len(due), _PROVED_TOGETHER)]
    are_proved = [_erase(municipality, people, months=months[Kept.PERSON], audit=audit) for people in parts]
    yield Done(municipality, "people erased", len(due), is_wrong=not all(are_proved))
    estimates = queries.estimates_due(municipality, months=months[Kept.ESTIMATE], today=today)
    for pk in estimates:
        _delete_estimate(pk, audit=audit)
    yield Done(municipality, "estimates deleted", len(estimates))
    n_emptied = empty_old_letters(municipality, months=months[Kept.ESTIMATE], audit=audit)
    yield Done(municipality, "letters about estimates emptied", n_emptied)
    n_bundles = empty_old_bundles(municipality, audit=audit)
    yield Done(municipality, "bundles for a regulator emptied", n_bundles)
    requests = queries.requests_due(municipality, months=months[Kept.REQUEST], today=today)
    for pk in requests:
        _delete_request(pk, audit=audit)
    yield Done(municipality, "answered requests deleted", len(requests))
    incidents = queries.incidents_due(municipality, months=months[Kept.INCIDENT], today=today)
    for incident in incidents:
        _delete_incident(incident, audit=audit)
    yield Done(municipality, "closed incidents deleted", len(incidents))
    is_due = queries.case_base_due(municipality, months=months[Kept.CASE_BASE], today=today)
    is_removed = is_due and _remove_case_base(municipality, audit=audit)
    yield Done(municipality, "case bases removed", int(is_removed))
    yield Done(municipality, "months of the log dropped", drop_old_segments(months=months[Kept.LOG], audit=audit))


def _estimates(municipality: str, *, audit: AuditEvent) -> Iterator[Done]:
    waiting = estimate_waiting(municipality, at_most=None, audit=audit)
    # What a change of version left out of date: not while nothing may be estimated, or it would be taken away instead.
    is_on = queries.profiling_status(municipality, today=timezone.localdate(audit.at)).is_on
    is_on = is_on and queries.has_version_in_operation(municipality)
    outdated = estimate_outdated(municipality, audit=audit) if is_on and not waiting.error else EstimatedAgain()
    is_wrong = waiting.error is not None or outdated.error is not None
    yield Done(municipality, "estimates made again", waiting.n_made + outdated.n_made, is_wrong=is_wrong)
    if n_unreadable := waiting.n_unreadable + outdated.n_unreadable:
        yield Done(municipality, "estimates that cannot be made again", n_unreadable, is_wrong=True)


def _erase(municipality: str, people: list[str], *, months: int, audit: AuditEvent) -> bool:
    today, erased = timezone.localdate(audit.at), []
    for person_id in people:
        still_due = partial(_is_due, municipality, person_id, months=months, today=today)
        try:
            erased.append(
                erase_without_proof(
                    municipality, person_id, reason="term", by=audit.actor, cause=Cause.RETENTION,
                    only_if=still_due, audit=audit,
                )
            )  # fmt: skip
        except (NobodyToErase, NotAllowed):
            # Since the list was made somebody erased the person, held them, or heard of them again.
            continue
    return prove(erased, audit=audit)


def _is_due(municipality: str, person_id: str, *, months: int, today: date) -> bool:
    return bool(queries.people_due(municipality, months=months, today=today, only=person_id))


@transaction.atomic
def _delete_estimate(pk: int, *, audit: AuditEvent) -> None:
    # Whoever makes the estimate anew, or a letter about it, waits for this row.
    of_person = StoredEstimate.objects.filter(pk=pk).values("course__person")
    Person.objects.select_for_update().filter(pk__in=of_person).first()
    estimate = StoredEstimate.objects.select_related("course").filter(pk=pk).first()
    if estimate is None:
        return
    course = estimate.course
    if course.current_estimate_id == estimate.pk:
        course.current_estimate = None
        course.estimate_state = EstimateState.NOT_PROFILED
        course.save(update_fields=["current_estimate", "estimate_state"])
    drop_estimate(course, estimate.moment)
    record(audit=about(audit, municipality=course.municipality_id, subject=str(course.person_id)))


@transaction.atomic
def _delete_request(pk: int, *, audit: AuditEvent) -> None:
    request = RightsRequest.objects.filter(pk=pk).first()
    if request is not None:
        request.delete()
        record(audit=about(audit, municipality=request.municipality_id, subject=str(request.person_id)))


@transaction.atomic
def _delete_incident(incident: Incident, *, audit: AuditEvent) -> None:
    incident.delete()
    record(audit=about(audit, municipality=incident.municipality_id))


def _remove_case_base(municipality: str, *, audit: AuditEvent) -> bool:
    is_removed = workflow.remove_case_base(settings.LIGHED_DATA, municipality)
    record(audit=about(audit, municipality=municipality))
    return is_removed
