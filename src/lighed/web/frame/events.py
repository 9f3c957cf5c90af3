"""A request -> the audit event that it is."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from lighed.governance import ActorKind, AuditEvent, AuditKind, Duty, Purpose
from lighed.web import queries


def event(
    request: HttpRequest,
    kind: AuditKind,
    *,
    subject: str | None = None,
    purpose: Purpose | Duty = Purpose.OPERATION,
    criterion: str = "",
    reason: str = "",
) -> AuditEvent:
    """What the logged-in user does now, for the purpose that the page serves."""
    user = queries.user_of(request.user)
    return AuditEvent(
        kind=kind,
        actor=user.username,
        municipality=user.municipality_id,
        purpose=purpose,
        at=timezone.now(),
        subject=subject,
        actor_kind=ActorKind.PERSON,
        role=",".join(sorted(user.roles)),
        criterion=criterion,
        reason=reason,
    )
