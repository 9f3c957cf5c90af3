"""A registration from a case system -> the person on the worklist, with an estimate made there and then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from lighed.governance import ActorKind, AuditEvent, Standing
from lighed.web.actions.arrivals.arrived import (
    WITHOUT_ESTIMATE,
    CourseOfAnotherPerson,
    EstimateCalledFor,
    StandingChanged,
    take_in,
)
from lighed.web.actions.arrivals.inboxes import (
    EventFailedHere,
    EventIdReused,
    EventOfErasedPerson,
    digest_of,
    event_known,
    faults_of,
    has_earlier,
    lock_inbox,
    read_event,
    work_inbox,
)
from lighed.web.actions.demonstration.made_up_only import DemoTakesMadeUpDataOnly, check_municipality
from lighed.web.models import ArrivalSource, ArrivalState, ContactCourse, Municipality, ReceivedEvent
from lighed.workflow import ReceivedRegistration, RegistrationRefused, VersionError

__all__ = [
    "CourseOfAnotherPerson",
    "DemoTakesMadeUpDataOnly",
    "EventFailedHere",
    "EventIdReused",
    "EventOfErasedPerson",
    "OtherMunicipality",
    "Registered",
    "RegistrationRefused",
    "VersionError",
    "register_person",
]


class OtherMunicipality(Exception):
    """The registration is about another municipality's person than the sender may send."""


@dataclass(frozen=True, slots=True)
class Registered:
    """The course as it now stands, and whether the event was new or a repeat of one received before."""

    course: ContactCourse
    is_new: bool


class _EarlierWaits(Exception):
    """Something that happened to the person before has arrived and has not been done yet."""

    def __init__(self, inbox: int) -> None:
        super().__init__()
        self.inbox = inbox


def register_person(document: Mapping[str, Any], *, audit: AuditEvent) -> Registered:
    """Do one event while the sender waits: estimate the person by the version in operation, put them on the worklist.

    What has arrived of the person and happened before is done first. An event counts once: sent again it changes
    nothing. Where `audit.municipality` is set, only that municipality's people are received. Whoever cannot be
    estimated, or may not be, comes onto the worklist all the same.

    Raises
    ------
    RegistrationRefused
        With every fault of the document; nothing is stored.
    DemoTakesMadeUpDataOnly, EventIdReused, EventOfErasedPerson, OtherMunicipality, CourseOfAnotherPerson
        Likewise, nothing is stored.
    EventFailedHere
        If the same event was received before, and our software failed at it.
    VersionError
        If the version in operation cannot be used by this software. Nothing is stored, so that the event, sent again
        when the version has been replaced, is estimated then.
    """
    check_made_up(document)
    digest = digest_of(document)
    if repeat := _received_before(document, digest=digest, audit=audit):
        return repeat
    is_estimated = document.get("event") not in WITHOUT_ESTIMATE
    while True:
        seen: list[Standing] = []
        received, register = read_event(document, seen, is_estimated=is_estimated, audit=audit)
        if audit.municipality is not None and received.municipality != audit.municipality:
            raise OtherMunicipality
        try:
            with transaction.atomic():
                event = _event(received, digest=digest, audit=audit)
                course = take_in(
                    received, document=document, register=register, seen=seen, was_estimated=is_estimated, event=event,
                    audit=audit,
                )  # fmt: skip
            return Registered(course=course, is_new=True)
        except StandingChanged:
            continue
        except EstimateCalledFor:
            is_estimated = True
        except _EarlierWaits as waits:
            work_inbox(waits.inbox, at_once=True, audit=audit)
        except IntegrityError:
            # The same event arrived twice at once, and the other one came first.
            if repeat := _received_before(document, digest=digest, audit=audit):
                return repeat
            raise


def check_made_up(document: Mapping[str, Any]) -> None:
    """Refuse what a demonstration may not hold, before anything of it is read or compared.

    Raises
    ------
    DemoTakesMadeUpDataOnly
    """
    if settings.LIGHED_DEMO and document.get("synthetic") is False:
        raise DemoTakesMadeUpDataOnly
    code = document.get("municipality")
    if isinstance(code, str) and code.isdecimal() and len(code) == 3:
        check_municipality(code)


def _event(received: ReceivedRegistration, *, digest: str, audit: AuditEvent) -> ReceivedEvent:
    """The event, in the person's inbox, which nobody else works on from here to the end of the transaction."""
    municipality, _ = Municipality.objects.get_or_create(code=received.municipality)
    inbox = lock_inbox(municipality, received.person_id)
    if has_earlier(inbox, received.kind, received.occurred_on):
        raise _EarlierWaits(inbox.pk)
    event = ReceivedEvent(
        municipality=municipality,
        event_id=received.event_id,
        document_sha256=digest,
        event=received.kind.value,
        occurred_on=received.occurred_on,
        inbox=inbox,
        received_at=audit.at,
        source=ArrivalSource.ENDPOINT if audit.actor_kind is ActorKind.CLIENT else ArrivalSource.COMMAND,
        sent_by=audit.actor[:120],
    )
    event.save()
    return event


def _received_before(document: Mapping[str, Any], *, digest: str, audit: AuditEvent) -> Registered | None:
    event = event_known(document.get("event_id"), document.get("municipality"), digest=digest, audit=audit)
    if event is not None and event.state == ArrivalState.WAITING and event.inbox_id is not None:
        work_inbox(event.inbox_id, at_once=True, audit=audit)
        event.refresh_from_db()
    if event is None:
        return None
    if event.course is None:
        raise RegistrationRefused(faults_of(event))
    return Registered(course=event.course, is_new=False)
