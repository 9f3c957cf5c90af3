"""A registration from a case system -> the person on the worklist, with an estimate made there and then."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from lighed import workflow
from lighed.governance import AuditEvent, LegalRegister, Moment, Standing
from lighed.web import erasure_ledger, names, queries, stored_documents, stored_timeline, stored_values
from lighed.web.actions.auditing import about, record
from lighed.web.actions.deadlines import NOTHING_DUE, reckon
from lighed.web.actions.estimates import keep_estimate
from lighed.web.actions.made_up_only import DemoTakesMadeUpDataOnly, check_municipality
from lighed.web.actions.shadow import keep_shadow
from lighed.web.models import (
    ContactCourse,
    CourseState,
    ErasedEvent,
    EstimateState,
    InformationGiven,
    Municipality,
    Person,
    ReceivedEvent,
)
from lighed.workflow import ReceivedRegistration, RegistrationRefused, VersionError

__all__ = [
    "CourseOfAnotherPerson",
    "DemoTakesMadeUpDataOnly",
    "EventIdReused",
    "EventOfErasedPerson",
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


class EventOfErasedPerson(Exception):
    """The event was received before, and the person it was about has been erased since."""


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
    DemoTakesMadeUpDataOnly, EventIdReused, EventOfErasedPerson, OtherMunicipality, CourseOfAnotherPerson
        Likewise, nothing is stored.
    VersionError
        If the version in operation cannot be used by this software. Nothing is stored, so that the event, sent again
        when the version has been replaced, is estimated then.
    """
    if settings.LIGHED_DEMO and document.get("synthetic") is False:
        # Before anything else: a demonstration keeps, reads and compares nothing of a real person.
        raise DemoTakesMadeUpDataOnly
    for code in _municipality_named(document):
        if code.isdecimal() and len(code) == 3:
            check_municipality(code)
    digest = sha256(json.dumps(document, sort_keys=True, default=str).encode()).hexdigest()
    if repeat := _received_before(document, digest=digest, audit=audit):
        return repeat
    while True:
        seen: list[Standing] = []
        register = queries.legal_register(*_municipality_named(document))
        received = _received(document, register, seen, audit=audit)
        if audit.municipality is not None and received.municipality != audit.municipality:
            raise OtherMunicipality
        try:
            course = _store(received, document=document, register=register, seen=seen, digest=digest, audit=audit)
            return Registered(course=course, is_new=True)
        except _StandingChanged:
            continue
        except IntegrityError:
            # The same event arrived twice at once, and the other one came first.
            if repeat := _received_before(document, digest=digest, audit=audit):
                return repeat
            raise


class _StandingChanged(Exception):
    """The person has said no, or something else about their rights, while the estimate was being made."""


def _municipality_named(document: Mapping[str, Any]) -> tuple[str, ...]:
    """The code that the document names, where it is one; what is wrong with another, the reader of documents says."""
    code = document.get("municipality")
    return (code,) if isinstance(code, str) and code.isprintable() else ()


def _received(
    document: Mapping[str, Any], register: LegalRegister, seen: list[Standing], *, audit: AuditEvent
) -> ReceivedRegistration:
    """Read the document and estimate the course; `seen` gets the standing that the estimate was permitted by."""

    def standing_of(municipality: str, person_id: str) -> Standing:
        seen.append(queries.standing_of(municipality, person_id))
        return seen[-1]

    return workflow.receive_registration(
        document,
        version=queries.version_in_operation(document.get("municipality")),
        register=register,
        standing_of=standing_of,
        today=timezone.localdate(audit.at),
    )


def _received_before(document: Mapping[str, Any], *, digest: str, audit: AuditEvent) -> Registered | None:
    event_id, municipality = document.get("event_id"), document.get("municipality")
    # What cannot be an id is not asked for (a database refuses a NUL sign); the reader of documents says what is wrong.
    if not all(isinstance(code, str) and code.isprintable() for code in (event_id, municipality)):
        return None
    if audit.municipality not in (None, municipality):
        # Another municipality's events are not looked up: the sender is told so when the document has been read.
        return None
    event = (
        ReceivedEvent.objects.select_related("course__person")
        .filter(municipality=municipality, event_id=event_id)
        .first()
    )
    if event is None:
        digest_of_event = erasure_ledger.event_digest(str(municipality), str(event_id))
        if ErasedEvent.objects.filter(municipality=municipality, digest=digest_of_event).exists():
            raise EventOfErasedPerson
        return None
    if event.document_sha256 != digest:
        raise EventIdReused
    return Registered(course=event.course, is_new=False)


@transaction.atomic
def _store(
    received: ReceivedRegistration,
    *,
    document: Mapping[str, Any],
    register: LegalRegister,
    seen: list[Standing],
    digest: str,
    audit: AuditEvent,
) -> ContactCourse:
    municipality, _ = Municipality.objects.get_or_create(code=received.municipality)
    person, _ = Person.objects.select_for_update().get_or_create(
        municipality=municipality, person_id=received.person_id, defaults=_person_fields(received)
    )
    if seen and queries.standing_of(municipality.code, received.person_id) != seen[-1]:
        raise _StandingChanged
    course = ContactCourse.objects.filter(municipality=municipality, course_id=received.course_id).first()
    if course is not None and course.person_id != person.key:
        raise CourseOfAnotherPerson
    is_news = course is None or received.event is Moment.HAND_OVER or course.reached == Moment.REGISTRATION.value
    if course is None:
        course = ContactCourse(municipality=municipality, person=person, course_id=received.course_id)
        # Drawn before anything is estimated, so that nothing about the person has a part in it.
        course.is_held_out = secrets.randbelow(100) < municipality.held_out_per_cent
    if is_news:
        _bring_up_to_date(person, course, received, document, today=timezone.localdate(audit.at))
    _record_information(person, received, audit=audit)
    keep_estimate(course, received, register=register, is_news=is_news, audit=audit)
    if is_news:
        keep_shadow(course, received, document, audit=audit)
    _end_earlier_courses(person)
    ReceivedEvent.objects.create(
        municipality=municipality,
        event_id=received.event_id,
        document_sha256=digest,
        event=received.event.value,
        course=course,
        received_at=audit.at,
    )
    record(audit=about(audit, municipality=municipality.code, subject=str(person.key)))
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


def _bring_up_to_date(
    person: Person, course: ContactCourse, received: ReceivedRegistration, document: Mapping[str, Any], *, today: date
) -> None:
    """Write down what the event says; an event of an earlier moment that comes late never gets here."""
    for field, value in _person_fields(received).items():
        setattr(person, field, value)
    person.save()
    is_handed_over = received.event is Moment.HAND_OVER
    course.state = CourseState.HANDED_OVER if is_handed_over else CourseState.WITH_FUND
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
    course.document = stored_documents.to_bytes(document)
    course.current_estimate = None
    course.estimate_state = EstimateState.NOT_PROFILED
    reckon(course, today=today)
    course.save()


def _record_information(person: Person, received: ReceivedRegistration, *, audit: AuditEvent) -> None:
    """Write down that the person was informed, as the case system says."""
    if received.information is not None:
        InformationGiven.objects.create(
            municipality_id=received.municipality,
            person=person,
            channel=received.information.channel,
            text_version=received.information.text_version,
            given_on=received.information.given_on,
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
