"""A registration from a case system -> the person on the worklist, with an estimate made there and then."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from lighed import workflow
from lighed.estimates.estimate import Assessed, CannotBeAssessed
from lighed.governance import AuditEvent, Moment, read_legal_bases
from lighed.web import names, stored_result, stored_values
from lighed.web.actions.auditing import about, record
from lighed.web.models import (
    ContactCourse,
    CourseState,
    EstimateState,
    Municipality,
    Person,
    ReceivedEvent,
    StoredEstimate,
    VersionInOperation,
)
from lighed.workflow import ReceivedRegistration, RegistrationRefused, VersionError

__all__ = [
    "CourseOfAnotherPerson",
    "DemoTakesMadeUpDataOnly",
    "EventIdReused",
    "OtherMunicipality",
    "Registered",
    "RegistrationRefused",
    "VersionError",
    "register_person",
]


class EventIdReused(Exception):
    """Another event has been received under this event id."""


class OtherMunicipality(Exception):
    """The registration is about another municipality's person than the sender may send."""


class CourseOfAnotherPerson(Exception):
    """The course is known already, as another person's."""


class DemoTakesMadeUpDataOnly(Exception):
    """The demonstration takes made-up data only."""


@dataclass(frozen=True, slots=True)
class Registered:
    """The course as it now stands, and whether the event was new or a repeat of one received before."""

    course: ContactCourse
    is_new: bool


def register_person(document: Mapping[str, Any], *, audit: AuditEvent) -> Registered:
    """Receive one registration or hand-over: estimate it with the version in operation and put it on the worklist.

    An event counts once: sent again it changes nothing. Where `audit.municipality` is set, only that municipality's
    people are received. Whoever cannot be estimated, or may not be, comes onto the worklist all the same.

    Raises
    ------
    RegistrationRefused
        With every fault of the document; nothing is stored.
    DemoTakesMadeUpDataOnly, EventIdReused, OtherMunicipality, CourseOfAnotherPerson
        Likewise, nothing is stored.
    VersionError
        If the version in operation cannot be used by this software. Nothing is stored, so that the event, sent again
        when the version has been replaced, is estimated then.
    """
    if settings.LIGHED_DEMO and document.get("synthetic") is False:
        # Before anything else: a demonstration keeps, reads and compares nothing of a real person.
        raise DemoTakesMadeUpDataOnly
    digest = sha256(json.dumps(document, sort_keys=True, default=str).encode()).hexdigest()
    if repeat := _received_before(document.get("event_id"), digest=digest, audit=audit):
        return repeat
    version = _version_in_operation()
    received = workflow.receive_registration(
        document,
        version=version,
        legal_bases=read_legal_bases(settings.LIGHED_LEGAL_BASES),
        today=timezone.localdate(audit.at),
    )
    if audit.municipality is not None and received.municipality != audit.municipality:
        raise OtherMunicipality
    try:
        return Registered(course=_store(received, digest=digest, audit=audit), is_new=True)
    except IntegrityError:
        # The same event arrived twice at once, and the other one came first.
        if repeat := _received_before(received.event_id, digest=digest, audit=audit):
            return repeat
        raise


def _received_before(event_id: object, *, digest: str, audit: AuditEvent) -> Registered | None:
    # What cannot be an id is not asked for (a database refuses a NUL sign); the reader of documents says what is wrong.
    if not isinstance(event_id, str) or not event_id.isprintable():
        return None
    event = ReceivedEvent.objects.select_related("course__person").filter(event_id=event_id).first()
    if event is None:
        return None
    if audit.municipality not in (None, event.course.municipality_id):
        raise OtherMunicipality
    if event.document_sha256 != digest:
        raise EventIdReused
    return Registered(course=event.course, is_new=False)


def _version_in_operation() -> workflow.Version | None:
    in_operation = VersionInOperation.objects.order_by("put_into_operation_at", "id").last()
    if in_operation is None or (in_operation.is_demo and not settings.LIGHED_DEMO):
        return None
    return _loaded(in_operation.path, in_operation.sha256)


@lru_cache(maxsize=2)
def _loaded(path: str, digest: str) -> workflow.Version:
    """The version, read and checked once per process. `digest` is what was put into operation."""
    version = workflow.load_version(Path(path))
    if version.sha256 != digest:
        raise VersionError(f"{Path(path).name} is not the version that was put into operation.")
    return version


@transaction.atomic
def _store(received: ReceivedRegistration, *, digest: str, audit: AuditEvent) -> ContactCourse:
    municipality, _ = Municipality.objects.get_or_create(code=received.municipality)
    person, _ = Person.objects.select_for_update().get_or_create(
        municipality=municipality, person_id=received.person_id, defaults=_person_fields(received)
    )
    course = ContactCourse.objects.filter(municipality=municipality, course_id=received.course_id).first()
    if course is not None and course.person_id != person.key:
        raise CourseOfAnotherPerson
    is_news = course is None or received.event is Moment.HAND_OVER or course.reached == Moment.REGISTRATION.value
    if course is None:
        course = ContactCourse(municipality=municipality, person=person, course_id=received.course_id)
    if is_news:
        _bring_up_to_date(person, course, received)
    _store_estimate(course, received, is_news=is_news, audit=audit)
    _end_earlier_courses(person)
    ReceivedEvent.objects.create(
        event_id=received.event_id,
        document_sha256=digest,
        event=received.event.value,
        course=course,
        received_at=audit.at,
    )
    record(audit=about(audit, municipality=municipality.code, subject=str(course.key)))
    course.refresh_from_db()
    return course


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
        "has_protected_address": received.has_protected_address,
        "needs_interpreter": received.needs_interpreter,
    }


def _bring_up_to_date(person: Person, course: ContactCourse, received: ReceivedRegistration) -> None:
    """Write down what the event says; an event of an earlier moment that comes late never gets here."""
    for field, value in _person_fields(received).items():
        setattr(person, field, value)
    person.save()
    is_handed_over = received.event is Moment.HAND_OVER
    course.state = CourseState.HANDED_OVER if is_handed_over else CourseState.WITH_FUND
    course.reached = received.event.value
    course.registered_on = received.registered_on
    course.handed_over_on = received.handed_over_on
    course.unemployment_fund = received.unemployment_fund or ""
    course.caseworker_id = received.caseworker_id or ""
    course.caseworker_name = received.caseworker_name or ""
    course.team = received.team or ""
    course.refusals = [{"da": reason.da, "en": reason.en} for reason in received.not_permitted]
    course.values = stored_values.to_json(received.values)
    course.current_estimate = None
    course.estimate_state = EstimateState.NOT_PROFILED
    course.save()


def _store_estimate(course: ContactCourse, received: ReceivedRegistration, *, is_news: bool, audit: AuditEvent) -> None:
    """Keep one estimate per course and moment, and show it only if the course has not moved on from that moment."""
    estimate, moment = received.estimate, received.event.value
    stored: StoredEstimate | None = None
    if estimate is None:
        StoredEstimate.objects.filter(course=course, moment=moment).delete()
    else:
        stored, _ = StoredEstimate.objects.update_or_create(
            course=course,
            moment=moment,
            defaults={
                "version": estimate.basis.version,
                "made_at": audit.at,
                "result": stored_result.to_json(estimate),
                **_indexed(estimate, registered_on=received.registered_on),
            },
        )
    if is_news:
        course.current_estimate = stored
        course.estimate_state = _estimate_state(course, received)
        course.save()


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


def _estimate_state(course: ContactCourse, received: ReceivedRegistration) -> EstimateState:
    if received.estimate is not None:
        is_assessed = isinstance(received.estimate, Assessed)
        return EstimateState.READY if is_assessed else EstimateState.CANNOT_BE_ASSESSED
    if received.not_permitted:
        return EstimateState.NOT_PERMITTED
    if received.event is Moment.HAND_OVER and course.estimates.filter(moment=Moment.REGISTRATION.value).exists():
        return EstimateState.OUT_OF_DATE
    return EstimateState.NOT_PROFILED


def _end_earlier_courses(person: Person) -> None:
    """A person is in one course at a time: when a later one is registered, the earlier ones are over."""
    latest = person.courses.order_by("registered_on", "course_id").last()
    if latest is not None:
        person.courses.exclude(key=latest.key).update(state=CourseState.ENDED)
