"""An event about a person's rights from another system -> done once, however often it is sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from django.db import transaction

from lighed.governance import AuditEvent
from lighed.web.actions.arrivals.registrations import EventIdReused
from lighed.web.actions.citizen.rights import locked
from lighed.web.models import Person, ReceivedRightsEvent


class PersonUnknown(Exception):
    """Nobody by that id has been received in the municipality."""


@transaction.atomic
def do_once(
    act: Callable[[Person], object],
    *,
    event_id: str,
    document: Mapping[str, Any],
    person_id: str,
    municipality: str,
    audit: AuditEvent,
) -> bool:
    """Do `act`, which records itself, for the person, unless this event was received before; whether it was new.

    Raises
    ------
    PersonUnknown
        If the municipality has nobody by that id.
    EventIdReused
        If another event came under the same id. Nothing is done then.
    """
    digest = sha256(json.dumps(document, sort_keys=True, default=str).encode()).hexdigest()
    person = Person.objects.filter(municipality=municipality, person_id=person_id).first()
    if person is not None:
        # Two of the same event that come at once wait for each other here.
        locked(person)
    before = ReceivedRightsEvent.objects.filter(municipality=municipality, event_id=event_id).first()
    if before is not None:
        if before.document_sha256 != digest:
            raise EventIdReused
        return False
    if person is None:
        raise PersonUnknown
    ReceivedRightsEvent.objects.create(
        municipality_id=municipality, event_id=event_id, document_sha256=digest, person=person, received_at=audit.at
    )
    act(person)
    return True
