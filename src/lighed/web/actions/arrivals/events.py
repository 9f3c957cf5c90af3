"""An event that a case system sends and does not wait for -> kept in the person's inbox, and the queue told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from lighed import workflow
from lighed.governance import AuditEvent, AuditKind
from lighed.web import stored_documents, tasks
from lighed.web.actions.arrivals.inboxes import digest_of, event_known, lock_inbox
from lighed.web.actions.arrivals.registrations import OtherMunicipality, check_made_up
from lighed.web.actions.audit.chain import about, record
from lighed.web.models import (
    ArrivalSource,
    ArrivalState,
    ContactCourse,
    CourseState,
    Inbox,
    Municipality,
    ReceivedEvent,
)
from lighed.workflow import Envelope, RegistrationFault, RegistrationRefused

_AT_ONCE = 500
_NOT_TO_BE_KEPT = {
    "pointer": "",
    "rule": "damaged_text",
    "allowed": {"da": "tekst, der kan skrives i UTF-8", "en": "text that can be written in UTF-8"},
}


@dataclass(frozen=True, slots=True)
class Filed:
    """An event in its inbox, and whether it was new or a repeat of one received before."""

    event: ReceivedEvent
    is_new: bool


def receive_event(document: Mapping[str, Any], *, source: ArrivalSource | str, audit: AuditEvent) -> Filed:
    """Keep an event until a worker does it. Only what it takes to file it is looked at here.

    An event counts once: sent again it changes nothing. Where `audit.municipality` is set, only that municipality's
    events are received.

    Raises
    ------
    RegistrationRefused
        With every fault of the fields that every event has; nothing is kept.
    DemoTakesMadeUpDataOnly, EventIdReused, EventOfErasedPerson, OtherMunicipality
        Likewise, nothing is kept.
    """
    check_made_up(document)
    envelope = workflow.read_envelope(document)
    if audit.municipality not in (None, envelope.municipality):
        raise OtherMunicipality
    digest = digest_of(document)
    try:
        kept = stored_documents.to_bytes(document)
    except (ValueError, RecursionError):
        raise RegistrationRefused((RegistrationFault.from_dict(_NOT_TO_BE_KEPT),)) from None
    before = event_known(envelope.event_id, envelope.municipality, digest=digest, audit=audit)
    if before is None:
        try:
            event = _file(envelope, kept, digest=digest, source=ArrivalSource(source), audit=audit)
            return Filed(event, is_new=True)
        except IntegrityError:
            # The same event arrived twice at once, and the other one came first.
            before = event_known(envelope.event_id, envelope.municipality, digest=digest, audit=audit)
            if before is None:
                raise
    return Filed(before, is_new=False)


@transaction.atomic
def _file(
    envelope: Envelope, document: bytes, *, digest: str, source: ArrivalSource, audit: AuditEvent
) -> ReceivedEvent:
    municipality, _ = Municipality.objects.get_or_create(code=envelope.municipality)
    inbox = lock_inbox(municipality, envelope.person_id)
    event = ReceivedEvent.objects.create(
        municipality=municipality,
        event_id=envelope.event_id,
        document_sha256=digest,
        event=envelope.kind.value,
        occurred_on=envelope.occurred_on,
        inbox=inbox,
        received_at=audit.at,
        source=source,
        sent_by=audit.actor[:120],
        state=ArrivalState.WAITING,
        document=document,
    )
    Inbox.objects.filter(pk=inbox.pk).update(due_at=audit.at)
    tasks.look_into.enqueue(municipality.code, inbox.pk)
    received = replace(audit, kind=AuditKind.CHANGE, criterion="event received")
    subject = None if inbox.person_id is None else str(inbox.person_id)
    record(audit=about(received, municipality=municipality.code, subject=subject))
    return event


@transaction.atomic
def enqueue_waiting(*, audit: AuditEvent) -> int:
    """Tell the queue of the inboxes that are due, whatever became of the tasks that told it before.

    Nothing about anyone changes, so that the log has nothing to tell. Returns how many inboxes.
    """
    n_due = 0
    for code in Municipality.objects.order_by("code").values_list("code", flat=True):
        _find_forgotten(code, audit)
        mine = Inbox.objects.filter(municipality=code, due_at__lte=audit.at)
        for inbox in mine.order_by("due_at").values_list("pk", flat=True)[:_AT_ONCE]:
            tasks.look_into.enqueue(code, inbox)
            n_due += 1
    return n_due


def _find_forgotten(code: str, audit: AuditEvent) -> None:
    """Inboxes in which something waits, and that nobody is due to look into: a restored backup can leave such."""
    waiting = ReceivedEvent.objects.filter(municipality=code, inbox=OuterRef("pk"), state=ArrivalState.WAITING)
    outdated = ContactCourse.objects.filter(municipality=code, person=OuterRef("person"), corrected_on__isnull=False)
    outdated = outdated.exclude(state=CourseState.ENDED)
    forgotten = Inbox.objects.filter(Exists(waiting) | Exists(outdated), municipality=code, due_at=None)
    forgotten.update(due_at=audit.at)
