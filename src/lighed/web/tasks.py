"""A task of the queue -> the inbox that it points to, worked on.

A task is a hint and nothing more: one that is lost with the process that ran it is made good by the sweep, which finds
what waits in the inboxes themselves.
"""

from __future__ import annotations

import logging

from django.utils import timezone
from django_tasks import task

from lighed.governance import AuditEvent, AuditKind, Purpose
from lighed.web import row_security

QUEUE = "arrivals"
_LOG = logging.getLogger(__name__)


@task(queue_name=QUEUE)
def look_into(municipality: str, inbox: int) -> int:
    """Work on one inbox. It never fails: the queue would keep the message of the error, which could quote a value."""
    from lighed.web import actions

    audit = AuditEvent(
        kind=AuditKind.ESTIMATE,
        actor="worker",
        municipality=municipality,
        purpose=Purpose.OPERATION,
        at=timezone.now(),
    )
    try:
        with row_security.municipality_in_view(municipality):
            return actions.work_inbox(inbox, audit=audit)
    except Exception as error:
        _LOG.error("An inbox could not be worked on: %s", type(error).__name__)
        return 0
