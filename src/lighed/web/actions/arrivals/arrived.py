"""An event that has been read -> the person's course as it stands after it, with the estimate that it calls for.

The newest event of a course has the whole truth about it. Whatever order events come in, the course ends up the same.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from lighed import workflow
from lighed.governance import AuditEvent, EventKind, LegalRegister, Moment, Standing
from lighed.web import names, queries, stored_documents, stored_timeline, stored_values
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.citizen.corrections import settle_corrections
from lighed.web.actions.desk.changes import add_task, end_task
from lighed.web.actions.desk.ended_courses import close_what_waits
from lighed.web.actions.estimates.kept import keep_estimate
from lighed.web.actions.estimates.shadow import keep_shadow
from lighed.web.actions.planning.deadlines import NOTHING_DUE, reckon
from lighed.web.models import (
    ArrivalState,
    ContactCourse,
    CourseState,
    EstimateState,
    InformationGiven,
    Person,
    ReceivedEvent,
    Task,
)
from lighed.workflow import ReceivedRegistration

WITHOUT_ESTIMATE = (EventKind.DATA_CHANGED, EventKind.ENDED)
"""Events that by themselves call for no estimate: no new moment has come."""


class CourseOfAnotherPerson(Exception):
    """The course is known already, as another person's."""


class StandingChanged(Exception):
    """The person has said no, or something else about their rights, while the estimate was being made."""


class EstimateCalledFor(Exception):
    """The event was read without an estimate, but the course has reached a moment that has none."""


def is_overtaken(course: ContactCourse, kind: EventKind, occurred_on: Any) -> bool:
    """Whether something that happened later in the course has been done before."""
    later = Q(occurred_on__gt=occurred_on) | Q(occurred_on=occurred_on, event__in=[one.value for one in kind.after])
    return course.events.filter(later, state=ArrivalState.DONE).exists()


def take_in(
    received: ReceivedRegistration,
    *,
    document: Mapping[str, Any],
    register: LegalRegister,
    seen: Sequence[Standing],
    was_estimated: bool,
    event: ReceivedEvent,
    audit: AuditEvent,
) -> ContactCourse:
    """Do the event, in a transaction in which the person's inbox is locked. It is saved as done.

    Parameters
    ----------
    seen : the standings that the estimate was permitted by; the last one must still be the person's
    was_estimated : whether an estimate was asked for when the document was read

    Raises
    ------
    StandingChanged, EstimateCalledFor
        If the document is to be read again.
    CourseOfAnotherPerson
        If the event cannot be.
    """
    municipality = event.municipality
    person, _ = Person.objects.select_for_update().get_or_create(
        municipality=municipality, person_id=received.person_id, defaults=_person_fields(received)
    )
    if seen and queries.standing_of(municipality.code, received.person_id) != seen[-1]:
        raise StandingChanged
    known = ContactCourse.objects.select_for_update().filter(municipality=municipality, course_id=received.course_id)
    course = known.first()
    if course is not None and course.person_id != person.key:
        raise CourseOfAnotherPerson
    is_late = course is not None and is_overtaken(course, received.kind, received.occurred_on)
    if course is None:
        course = ContactCourse(municipality=municipality, person=person, course_id=received.course_id)
        # Drawn before anything is estimated, so that nothing about the person has a part in it.
        course.is_held_out = secrets.randbelow(100) < municipality.held_out_per_cent
    _record_information(person, received, audit=audit)
    if not is_late:
        _do(person, course, received, document, register=register, was_estimated=was_estimated, audit=audit)
        _end_earlier_courses(person)
        _close_ended_courses(person, audit=audit)
        settle_corrections(course, audit=audit)
    _keep_event(event, course, person, is_late=is_late, audit=audit)
    record(audit=about(audit, municipality=municipality.code, subject=str(person.key)))
    course.refresh_from_db()
    return course


def _do(
    person: Person,
    course: ContactCourse,
    received: ReceivedRegistration,
    document: Mapping[str, Any],
    *,
    register: LegalRegister,
    was_estimated: bool,
    audit: AuditEvent,
) -> None:
    before = None if course.document is None else stored_documents.from_bytes(course.document)
    is_known = before is not None and course.reached == received.event.value and course.state != CourseState.ENDED
    is_handed_over = received.event is Moment.HAND_OVER and course.reached == Moment.REGISTRATION.value
    # Whoever has the person from the registration finds them among the new ones, and so many at once are no news.
    is_given_on = (
        before is not None and received.ended_on is None and course.caseworker_id != (received.caseworker_id or "")
    )
    _bring_up_to_date(person, course, received, document, at=audit.at)
    reckon(course, today=timezone.localdate(audit.at))
    is_over = person.courses.exclude(pk=course.pk).filter(registered_on__gt=received.registered_on).exists()
    if received.ended_on is not None or is_over:
        # Nobody is estimated any more, and what was estimated of the course stays what it was.
        course.estimate_state = course.estimate_state or EstimateState.NOT_PROFILED
        course.save()
    elif received.kind is EventKind.DATA_CHANGED and is_known and before is not None:
        _change(course, received, before, document, audit=audit)
    else:
        if not was_estimated:
            raise EstimateCalledFor
        if course.estimate_state == EstimateState.OUT_OF_DATE:
            end_task(course, Task.Kind.OUT_OF_DATE, by=audit.actor, at=audit.at)
        course.current_estimate, course.estimate_state = None, EstimateState.NOT_PROFILED
        course.save()
        keep_estimate(course, received, register=register, is_news=True, audit=audit)
        keep_shadow(course, received, document, audit=audit)
    if is_given_on:
        _tell_new_caseworker(course, is_told=is_handed_over, audit=audit)
    if is_handed_over:
        add_task(course, Task.Kind.HANDED_OVER, at=audit.at)


def _tell_new_caseworker(course: ContactCourse, *, is_told: bool, audit: AuditEvent) -> None:
    """Tell whoever now has the person, where the hand-over does not; what told the one before is told to nobody."""
    end_task(course, Task.Kind.ASSIGNED, by=audit.actor, at=audit.at)
    if course.caseworker_id and not is_told:
        add_task(course, Task.Kind.ASSIGNED, at=audit.at)


def _change(
    course: ContactCourse,
    received: ReceivedRegistration,
    before: Mapping[str, Any],
    document: Mapping[str, Any],
    *,
    audit: AuditEvent,
) -> None:
    """Facts that the estimate rests on have been corrected, or there are new ones, which wait for the next moment."""
    version = queries.version_in_operation(course.municipality_id)
    elements = workflow.changed_elements(before, received, version=version)
    if course.current_estimate is None or not workflow.corrects_what_was_known(before, document, version=version):
        course.save()
        add_task(course, Task.Kind.DATA_CHANGED, at=audit.at, elements=elements)
        return
    course.current_estimate, course.estimate_state = None, EstimateState.OUT_OF_DATE
    course.corrected_on = received.occurred_on
    course.save()
    add_task(course, Task.Kind.DATA_CORRECTED, at=audit.at, elements=elements)
    add_task(course, Task.Kind.OUT_OF_DATE, at=audit.at)


def _keep_event(
    event: ReceivedEvent, course: ContactCourse, person: Person, *, is_late: bool, audit: AuditEvent
) -> None:
    event.course, event.is_late = course, is_late
    event.state, event.finished_at, event.document = ArrivalState.DONE, audit.at, None
    event.save()
    if event.inbox is not None and event.inbox.person_id is None:
        event.inbox.person = person
        event.inbox.save(update_fields=["person"])


def _person_fields(received: ReceivedRegistration) -> dict[str, Any]:
    name = received.display_name or ""
    return {
        "display_name": name,
        "search_name": names.search_form(name),
        "sort_name": names.sort_key(name),
        "address_name": received.address_name or "",
        "phone": received.phone or "",
        "language": received.language or "",
        "birth_year": received.birth_year,
        "sex": received.sex or "",
        "has_protected_address": received.has_protected_address,
        "needs_interpreter": received.needs_interpreter,
    }


def _bring_up_to_date(
    person: Person,
    course: ContactCourse,
    received: ReceivedRegistration,
    document: Mapping[str, Any],
    *,
    at: datetime,
) -> None:
    """Write into the course what the event says; an event that comes late never gets here. It is saved by the caller.

    Of a course that has ended there is nothing left to estimate from.
    """
    for field, value in _person_fields(received).items():
        setattr(person, field, value)
    person.save()
    if course.document is not None:
        # Whoever has the page open did not see what now has come.
        course.revision += 1
        course.changed_by, course.changed_at = str(document.get("case_system", "")), at
    is_handed_over = received.event is Moment.HAND_OVER
    course.state = CourseState.HANDED_OVER if is_handed_over else CourseState.WITH_FUND
    if received.ended_on is not None:
        course.state = CourseState.ENDED
    course.ended_on, course.end_reason = received.ended_on, received.end_reason or ""
    if course.reached != received.event.value:
        # At another moment the caseworker assesses anew.
        course.level = ""
    course.reached = received.event.value
    course.registered_on = received.registered_on
    course.handed_over_on = received.handed_over_on
    course.unemployment_fund = received.unemployment_fund or ""
    course.caseworker_id = received.caseworker_id or ""
    course.caseworker_name = received.caseworker_name or ""
    course.team = received.team or ""
    course.values = stored_values.to_json(received.values)
    course.n_missing = sum(value.value is None for value in received.values)
    course.timeline = stored_timeline.to_json(received.timeline)
    if received.ended_on is None:
        course.document = stored_documents.to_bytes(document)


def _record_information(person: Person, received: ReceivedRegistration, *, audit: AuditEvent) -> None:
    """Write down that the person was informed, as the case system says."""
    given = received.information
    if given is None:
        return
    told = {"channel": given.channel, "text_version": given.text_version, "given_on": given.given_on}
    # Each event of a course says the same again.
    if not InformationGiven.objects.filter(person=person, **told).exists():
        InformationGiven.objects.create(
            municipality_id=received.municipality,
            person=person,
            **told,
            recorded_by=audit.actor,
            recorded_at=audit.at,
        )


def _end_earlier_courses(person: Person) -> None:
    """A person is in one course at a time: when a later one is registered, the earlier ones are over."""
    latest = person.courses.order_by("registered_on", "course_id").last()
    if latest is not None:
        person.courses.exclude(key=latest.key).exclude(state=CourseState.ENDED).update(
            state=CourseState.ENDED, ended_on=latest.registered_on, **NOTHING_DUE
        )


def _close_ended_courses(person: Person, *, audit: AuditEvent) -> None:
    """Whatever waits in them waits no more, whether they have ended now or before."""
    ended = list(person.courses.filter(state=CourseState.ENDED).values_list("pk", flat=True))
    if ended:
        close_what_waits(ended, by=audit.actor, at=audit.at)
