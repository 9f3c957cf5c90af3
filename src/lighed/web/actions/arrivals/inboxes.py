"""A person's inbox -> its events done, one after the other in the order in which they happened, each exactly once.

Whoever has locked the inbox's row works on it: a process that is killed lets go of it, with everything that it had
begun. Each event is one transaction with what it changes and its entry in the log.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from enum import Enum, auto
from hashlib import sha256
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Case, IntegerField, Q, Value, When
from django.utils import timezone

from lighed import workflow
from lighed.governance import (
    ActorKind,
    AuditEvent,
    AuditKind,
    EventKind,
    LegalBasisError,
    LegalRegister,
    Standing,
)
from lighed.web import erasure_ledger, queries, stored_documents
from lighed.web.actions.arrivals.arrived import (
    WITHOUT_ESTIMATE,
    CourseOfAnotherPerson,
    EstimateCalledFor,
    is_overtaken,
    take_in,
)
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.citizen.corrections import settle_corrections
from lighed.web.actions.desk.changes import add_task
from lighed.web.actions.estimates.kept import estimate_again
from lighed.web.models import (
    ArrivalSource,
    ArrivalState,
    ContactCourse,
    CourseState,
    ErasedEvent,
    Inbox,
    Municipality,
    Person,
    ReceivedEvent,
    Task,
)
from lighed.workflow import ReceivedRegistration, RegistrationFault, RegistrationRefused, VersionError

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=1)
"""How long an inbox waits after it could not be worked on: twice as long each time."""
MOST_ATTEMPTS = 8
"""An event that our software has failed at so often, over some 20 minutes, holds up nothing any more."""

_LOG = logging.getLogger(__name__)
_IN_ORDER = Case(
    *(When(event=kind.value, then=Value(number)) for number, kind in enumerate(EventKind)), output_field=IntegerField()
)


class EventIdReused(Exception):
    """Another event has been received under this event id."""


class EventOfErasedPerson(Exception):
    """The event was received before, and the person it was about has been erased since."""


class EventFailedHere(Exception):
    """The event was refused because our software failed at it again and again."""


class _FailedAtEvent(Exception):
    """Our software failed at the event of that key, and neither the database nor the law was in the way."""

    def __init__(self, event: int) -> None:
        super().__init__()
        self.event = event


class _Step(Enum):
    DONE = auto()
    NOTHING_LEFT = auto()


def lock_inbox(municipality: Municipality, person_id: str) -> Inbox:
    """The person's inbox, which nobody else works on until the transaction ends."""
    inbox, _ = Inbox.objects.select_for_update().get_or_create(municipality=municipality, id_in_case_system=person_id)
    return inbox


def has_earlier(inbox: Inbox, kind: EventKind, occurred_on: date) -> bool:
    """Whether something waits in the inbox that comes before, or is as early and arrived before."""
    after = [one.value for one in kind.after]
    earlier = Q(occurred_on__lt=occurred_on) | (Q(occurred_on=occurred_on) & ~Q(event__in=after))
    return inbox.events.filter(earlier, state=ArrivalState.WAITING).exists()


def digest_of(document: Mapping[str, Any]) -> str:
    """What tells a repeat of an event from another one under the same id."""
    return sha256(json.dumps(document, sort_keys=True, default=str).encode()).hexdigest()


def event_known(event_id: object, municipality: object, *, digest: str, audit: AuditEvent) -> ReceivedEvent | None:
    """The event of that id, if it was received before.

    Raises
    ------
    EventIdReused, EventOfErasedPerson
        If it was another one, or the person has been erased since.
    """
    # What cannot be an id is not asked for (a database refuses a NUL sign); the reader of documents says what is wrong.
    if not isinstance(event_id, str) or not isinstance(municipality, str):
        return None
    if not event_id.isprintable() or not municipality.isprintable():
        return None
    if audit.municipality not in (None, municipality):
        # Another municipality's events are not looked up: the sender is told so when the document has been read.
        return None
    ids = {event_id, event_id.lower()}
    known = ReceivedEvent.objects.select_related("course__person").filter(municipality=municipality, event_id__in=ids)
    event = known.first()
    if event is None:
        digests = [erasure_ledger.event_digest(municipality, one) for one in ids]
        if ErasedEvent.objects.filter(municipality=municipality, digest__in=digests).exists():
            raise EventOfErasedPerson
    elif event.document_sha256 != digest:
        raise EventIdReused
    return event


def read_event(
    document: Mapping[str, Any], seen: list[Standing], *, is_estimated: bool, audit: AuditEvent
) -> tuple[ReceivedRegistration, LegalRegister]:
    """Read the document and, where `is_estimated`, estimate the course by the law and the version as they now are.

    Returns
    -------
    What was read, and the register that the estimate was permitted from. `seen` gets the standing that permitted it.
    """
    code = document.get("municipality")
    register = queries.legal_register(*((code,) if isinstance(code, str) and code.isprintable() else ()))

    def standing_of(municipality: str, person_id: str) -> Standing:
        seen.append(queries.standing_of(municipality, person_id))
        return seen[-1]

    received = workflow.receive_registration(
        document,
        version=queries.version_in_operation(code),
        register=register,
        standing_of=standing_of,
        today=timezone.localdate(audit.at),
        wants_estimate=is_estimated,
    )
    return received, register


def work_inbox(pk: int, *, at_once: bool = False, audit: AuditEvent) -> int:
    """Do what waits in the inbox, in order, and make again what is out of date. Returns how many steps were done.

    Where somebody else is at work on it, nothing is done. What cannot be done now waits, and is tried again later.

    Parameters
    ----------
    at_once : wait for whoever is at work on it, and raise what stands in the way instead of putting it off

    Raises
    ------
    VersionError, LegalBasisError
        If `at_once` and the version in operation or the law on record cannot be used.
    """
    n_done = 0
    while True:
        try:
            step = _step(pk, at_once=at_once, audit=replace(audit, at=timezone.now()))
        except _FailedAtEvent as failed:
            cause = failed.__cause__ or failed
            _LOG.error("An event could not be done: %s", type(cause).__name__)
            if _give_up(pk, failed.event, is_in_the_way=at_once, audit=audit):
                continue
            if at_once:
                raise cause from None
            return n_done
        except Exception as error:
            if at_once:
                raise
            # Of these two the message names a file and a rule; any other could quote a document.
            told = str(error) if isinstance(error, VersionError | LegalBasisError) else type(error).__name__
            _LOG.error("What has arrived waits: %s", told)
            _put_off(pk, audit=audit)
            return n_done
        if step is _Step.NOTHING_LEFT:
            return n_done
        n_done += 1


@transaction.atomic
def _step(pk: int, *, at_once: bool, audit: AuditEvent) -> _Step:
    inbox = Inbox.objects.select_for_update(skip_locked=not at_once).filter(pk=pk).first()
    if inbox is None:
        return _Step.NOTHING_LEFT
    waiting = inbox.events.filter(state=ArrivalState.WAITING)
    event = waiting.order_by("occurred_on", _IN_ORDER, "pk").select_related("municipality", "inbox").first()
    if event is not None:
        try:
            _do(event, audit=_sent(event, audit))
        except (VersionError, LegalBasisError, OperationalError, InterfaceError):
            raise
        except Exception as error:
            raise _FailedAtEvent(event.pk) from error
        Inbox.objects.filter(pk=pk).update(n_failures=0)
        return _Step.DONE
    course = _to_estimate(inbox)
    if course is not None:
        again = estimate_again(
            course, audit=replace(audit, kind=AuditKind.ESTIMATE, municipality=inbox.municipality_id)
        )
        if again is not None and again.current_estimate is not None:
            add_task(again, Task.Kind.ESTIMATED_AGAIN, at=audit.at)
        if again is not None:
            settle_corrections(again, audit=replace(audit, municipality=inbox.municipality_id))
        return _Step.DONE
    Inbox.objects.filter(pk=pk).update(due_at=None, n_failures=0)
    return _Step.NOTHING_LEFT


def _to_estimate(inbox: Inbox) -> ContactCourse | None:
    """The course of the person whose estimate is out of date because facts were corrected."""
    if inbox.person_id is None:
        return None
    out_of_date = ContactCourse.objects.filter(person=inbox.person_id, corrected_on__isnull=False)
    return out_of_date.exclude(state=CourseState.ENDED).order_by("key").first()


def _sent(event: ReceivedEvent, audit: AuditEvent) -> AuditEvent:
    """The event as the log has it: whoever sent it did it, whichever process was at work."""
    is_client = event.source == ArrivalSource.ENDPOINT
    return replace(
        audit,
        kind=AuditKind.ESTIMATE,
        actor=event.sent_by or audit.actor,
        actor_kind=ActorKind.CLIENT if is_client else ActorKind.SYSTEM,
        municipality=event.municipality_id,
    )


def _do(event: ReceivedEvent, *, audit: AuditEvent) -> None:
    digest = erasure_ledger.event_digest(event.municipality_id, event.event_id)
    if ErasedEvent.objects.filter(municipality=event.municipality_id, digest=digest).exists():
        # A backup of an earlier day has brought it back.
        _refuse(event, [], audit=audit)
        return
    try:
        with transaction.atomic():
            _take_in(event, stored_documents.from_bytes(event.document or b""), audit=audit)
    except RegistrationRefused as refused:
        _refuse(event, [fault.to_dict() for fault in refused.faults], audit=audit)
    except CourseOfAnotherPerson:
        _refuse(event, [_OTHER_PERSON], audit=audit)


def _take_in(event: ReceivedEvent, document: Mapping[str, Any], *, audit: AuditEvent) -> None:
    # Nobody says no between the permit and the estimate: whoever records it waits for this row.
    Person.objects.select_for_update().filter(
        municipality=event.municipality_id, person_id=event.inbox.id_in_case_system if event.inbox else ""
    ).first()
    kind = EventKind(event.event)
    course = ContactCourse.objects.filter(municipality=event.municipality_id, course_id=document["course_id"]).first()
    is_late = course is not None and is_overtaken(course, kind, event.occurred_on)
    is_estimated = kind not in WITHOUT_ESTIMATE and not is_late
    while True:
        seen: list[Standing] = []
        received, register = read_event(document, seen, is_estimated=is_estimated, audit=audit)
        try:
            with transaction.atomic():
                take_in(
                    received, document=document, register=register, seen=seen, was_estimated=is_estimated, event=event,
                    audit=audit,
                )  # fmt: skip
            return
        except EstimateCalledFor:
            is_estimated = True


def _refuse(event: ReceivedEvent, faults: list[dict[str, Any]], *, audit: AuditEvent) -> None:
    event.state, event.faults, event.document = ArrivalState.REFUSED, faults, None
    event.finished_at = audit.at
    event.save()
    record(audit=replace(about(audit, municipality=event.municipality_id), criterion="event refused"))


@transaction.atomic
def _give_up(pk: int, event_pk: int, *, is_in_the_way: bool, audit: AuditEvent) -> bool:
    """Refuse an event that our software failed at too often, if something waits behind it; or else put it off.

    What comes later has the person's whole history, so that nothing is lost with it. An event that nothing waits
    behind is tried on: when our software has been put right, everything that it failed at is done by itself.
    """
    inbox = Inbox.objects.select_for_update().filter(pk=pk).first()
    if inbox is None:
        return False
    waiting = inbox.events.select_related("municipality").filter(state=ArrivalState.WAITING)
    event = waiting.filter(pk=event_pk).first()
    if event is None:
        return True
    event.n_failures = min(event.n_failures + 1, 1000)
    event.save(update_fields=["n_failures"])
    if event.n_failures >= MOST_ATTEMPTS and (is_in_the_way or waiting.exclude(pk=event_pk).exists()):
        _refuse(event, [OUR_FAULT], audit=_sent(event, replace(audit, at=timezone.now())))
        return True
    _put_off(pk, audit=audit)
    return False


@transaction.atomic
def _put_off(pk: int, *, audit: AuditEvent) -> None:
    """Let the inbox wait. That it does is no event of its own in the log: nothing has changed."""
    inbox = Inbox.objects.select_for_update().filter(pk=pk).first()
    if inbox is not None:
        wait = min(FIRST_WAIT * 2 ** min(inbox.n_failures, 20), LONGEST_WAIT)
        Inbox.objects.filter(pk=pk).update(due_at=timezone.now() + wait, n_failures=min(inbox.n_failures + 1, 1000))


def faults_of(event: ReceivedEvent) -> tuple[RegistrationFault, ...]:
    """The faults that a refused event was refused for.

    Raises
    ------
    EventFailedHere
        If it was refused because our software failed at it.
    """
    if event.faults == [OUR_FAULT]:
        raise EventFailedHere
    return tuple(RegistrationFault.from_dict(fault) for fault in event.faults)


OUR_FAULT = {
    "pointer": "",
    "rule": "our_fault",
    "problem": {
        "da": "fejlen er vores, og den er meldt til administratoren: softwaren kunne ikke behandle hændelsen",
        "en": "our fault, told to the administrator: the software could not do the event",
    },
    "allowed": {"da": "samme indhold under et nyt event_id", "en": "the same content under a new event_id"},
    "action": {
        "da": "Send hændelsen igen, når fejlen er rettet.",
        "en": "Send the event again when the fault has been put right.",
    },
}
"""The same shape as a fault of the document."""
_OTHER_PERSON = {
    "pointer": "/course_id",
    "rule": "event_mismatch",
    "problem": {
        "da": "forløbet er modtaget for en anden person",
        "en": "the course has been received for another person",
    },
    "allowed": {"da": "et forløb, der er personens eget", "en": "a course that is the person's own"},
    "action": {
        "da": "Ret course_id eller person_id i fagsystemet.",
        "en": "Correct course_id or person_id in the case system.",
    },
}
"""The same shape as a fault of the document."""
