"""A request -> the audit event that it is."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.base_user import AbstractBaseUser
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
    done = event_of(user, kind, purpose=purpose, criterion=criterion)
    return replace(done, subject=subject or done.subject, reason=reason)


def event_of(
    account: AbstractBaseUser, kind: AuditKind, *, purpose: Purpose | Duty = Duty.ADMINISTRATION, criterion: str = ""
) -> AuditEvent:
    """What a user does now. A citizen has no name in the log, nor has who acts for them: whom it was about is told."""
    user = queries.user_of(account)
    return AuditEvent(
        kind=kind,
        actor=queries.name_in_log(user),
        municipality=user.municipality_id,
        purpose=purpose,
        at=timezone.now(),
        subject=str(user.person_id) if user.person_id else None,
        actor_kind=ActorKind.PERSON,
        role=",".join(sorted(user.roles)),
        criterion=criterion,
    )
