"""What was received of a course -> the estimate kept and shown, made again, or taken away without a trace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from lighed import workflow
from lighed.estimates.estimate import Assessed, CannotBeAssessed
from lighed.governance import AssessmentReason, AssessmentStep, AuditEvent, LegalRegister, Moment
from lighed.governance.refusal import PERSONAL
from lighed.web import queries, stored_documents, stored_result
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.desk.changes import end_task
from lighed.web.actions.estimates.former import keep_former
from lighed.web.actions.letters.emptied import (
    empty_letters_about,
    empty_letters_about_estimates,
    empty_waiting_letters,
)
from lighed.web.models import (
    Assessment,
    ContactCourse,
    EstimateState,
    EstimateView,
    FormerEstimate,
    LegalBasisEntry,
    Person,
    ShadowEstimate,
    StoredEstimate,
    Task,
)
from lighed.workflow import ReceivedRegistration

_OF_ESTIMATES = (Task.Kind.OUT_OF_DATE, Task.Kind.ESTIMATED_AGAIN, Task.Kind.DATA_CORRECTED, Task.Kind.REVIEW_ANSWERED)


@transaction.atomic
def estimate_again(course: ContactCourse, *, audit: AuditEvent) -> ContactCourse | None:
    """Make the course's estimate anew from the event received last, as the law and the version in operation now are.

    Where none is permitted any longer, what was estimated before is taken away. Returns the course as it then stands;
    None where the person has been erased meanwhile.

    Raises
    ------
    VersionError
        If the version in operation cannot be used by this software. Nothing is changed then.
    RegistrationRefused
        If what was received then cannot be read any longer. Nothing is changed then.
    """
    # Nobody says no between the permit and the estimate: whoever records it waits for this row. Only behind it is the
    # course looked at, so that a hand-over that came meanwhile counts and stays.
    Person.objects.select_for_update().filter(key=course.person_id).first()
    now = ContactCourse.objects.filter(pk=course.pk).first()
    if now is None or now.document is None:
        return now
    register = queries.legal_register(now.municipality_id)
    received = workflow.receive_registration(
        stored_documents.from_bytes(now.document),
        version=queries.version_in_operation(now.municipality_id),
        register=register,
        standing_of=queries.standing_of,
        today=timezone.localdate(audit.at),
    )
    if now.estimate_state == EstimateState.OUT_OF_DATE:
        end_task(now, Task.Kind.OUT_OF_DATE, by=audit.actor, at=audit.at)
    keep_estimate(now, received, register=register, is_news=True, audit=audit)
    record(audit=about(audit, municipality=now.municipality_id, subject=str(now.person_id)))
    return now


def keep_estimate(
    course: ContactCourse,
    received: ReceivedRegistration,
    *,
    register: LegalRegister,
    is_news: bool,
    audit: AuditEvent,
) -> None:
    """Keep one estimate per course and moment, and show it only if the course has not moved on from that moment.

    `register` is the one that the estimate was permitted from.
    """
    estimate, moment = received.estimate, received.event.value
    stored: StoredEstimate | None = None
    if estimate is None or course.is_held_out:
        if StoredEstimate.objects.filter(course=course, moment=moment).exists():
            drop_estimate(course, moment)
    else:
        before = StoredEstimate.objects.filter(course=course, moment=moment).first()
        if before is not None and course.corrected_on is not None:
            keep_former(before, replaced_at=audit.at)
        stored, _ = StoredEstimate.objects.update_or_create(
            course=course,
            moment=moment,
            defaults={
                "municipality_id": course.municipality_id,
                "legal_basis": _entry(course.municipality_id, estimate.basis.legal_bases, register),
                "version": estimate.basis.version,
                "made_at": audit.at,
                "result": stored_result.to_json(estimate),
                **_indexed(estimate, registered_on=received.registered_on),
            },
        )
    if is_news:
        # A letter that waits tells of what was estimated before.
        empty_waiting_letters(course.person)
        # What only the person has to do with is not told: without an estimate all look alike.
        told = [one for one in received.refusals if one.ground not in PERSONAL]
        course.refusals = [{"da": one.text.da, "en": one.text.en} for one in told]
        course.current_estimate = stored
        course.estimate_state = _state(course, received, stored, is_refused=bool(told))
        course.corrected_on = None
        course.save(update_fields=["refusals", "current_estimate", "estimate_state", "corrected_on"])


def drop_estimate(course: ContactCourse, moment: str) -> None:
    """Take away what was estimated at a moment of the course, what it said before a correction, and letters about it.

    Call it in a transaction, and record it there.
    """
    StoredEstimate.objects.filter(course=course, moment=moment).delete()
    FormerEstimate.objects.filter(course=course, moment=moment).delete()
    empty_letters_about(course)


def erase_estimates(people: Sequence[Person]) -> int:
    """Take away everything that was estimated about these people, so that they look as if nothing ever had been.

    Call it in a transaction, and record it there. Returns the number of estimates that were erased.
    """
    courses = ContactCourse.objects.filter(person__in=people)
    estimates = StoredEstimate.objects.filter(course__in=courses)
    n_erased = estimates.count()
    courses.exclude(estimate_state=EstimateState.NOT_PERMITTED).update(
        current_estimate=None, estimate_state=EstimateState.NOT_PROFILED, refusals=[], corrected_on=None
    )
    estimates.delete()
    ShadowEstimate.objects.filter(course__in=courses).delete()
    FormerEstimate.objects.filter(course__in=courses).delete()
    # What staff wrote about the person is theirs; what it tells of the estimate goes.
    made = Assessment.objects.filter(course__in=courses)
    made.exclude(band_seen="").update(is_authors_only=True)
    # That there was an own assessment before another one tells that there was something to come before.
    made.filter(step=AssessmentStep.OWN_FIRST.value).update(step=AssessmentStep.ALONE.value)
    made.update(band_seen="", relation="", seconds_on_page=None)
    made.filter(reason=AssessmentReason.CANNOT_SEE_WHY.value).update(reason="")
    EstimateView.objects.filter(course__in=courses).delete()
    Task.objects.filter(course__in=courses, kind__in=_OF_ESTIMATES).delete()
    empty_letters_about_estimates(people)
    return n_erased


def _entry(municipality: str, ids: Sequence[str], register: LegalRegister) -> LegalBasisEntry | None:
    """The entry that the permit was given under: an operation permit is one municipality's, so there is one.

    Looked for in the register of the permit. Has it been replaced since, the estimate is filed under what no longer
    permits it, and so is not shown.
    """
    revisions = [one.revision for one in register.legal_bases if one.id in ids and municipality in one.municipalities]
    return LegalBasisEntry.objects.filter(
        municipality=municipality, code__in=ids, revision=max(revisions, default=0)
    ).first()


def _indexed(estimate: Assessed | CannotBeAssessed, *, registered_on: date) -> dict[str, Any]:
    """What the worklist filters on and shows; of an estimate that abstains there is nothing."""
    if isinstance(estimate, CannotBeAssessed):
        figures = ("of_100", "weeks_from", "weeks_to", "applies_until")
        return {"band": "", "certainty": "", **dict.fromkeys(figures)}
    return {
        "band": estimate.band.value,
        "certainty": estimate.certainty.value,
        "of_100": estimate.of_100,
        "weeks_from": estimate.contact_course.first_quartile,
        "weeks_to": estimate.contact_course.third_quartile,
        "applies_until": registered_on + timedelta(weeks=estimate.basis.threshold_weeks),
    }


def _state(
    course: ContactCourse, received: ReceivedRegistration, stored: StoredEstimate | None, *, is_refused: bool
) -> EstimateState:
    if stored is not None:
        is_assessed = isinstance(received.estimate, Assessed)
        return EstimateState.READY if is_assessed else EstimateState.CANNOT_BE_ASSESSED
    if is_refused:
        return EstimateState.NOT_PERMITTED
    if received.refusals:
        # Of the person's own standing nothing is told, so this looks as if no estimate had ever been made.
        return EstimateState.NOT_PROFILED
    if received.event is Moment.HAND_OVER and course.estimates.filter(moment=Moment.REGISTRATION.value).exists():
        return EstimateState.OUT_OF_DATE
    return EstimateState.NOT_PROFILED
