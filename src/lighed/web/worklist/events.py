"""A request -> the audit event that it is."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from lighed.governance import AuditEvent, AuditKind, Purpose


def event(request: HttpRequest, kind: AuditKind, *, subject: str | None = None) -> AuditEvent:
    """What the logged-in user does now, for the purpose that the pages serve."""
    return AuditEvent(
        kind=kind,
        actor=request.user.get_username(),
        municipality=getattr(request.user, "municipality_id", None),
        purpose=Purpose.OPERATION,
        at=timezone.now(),
        subject=subject,
    )
