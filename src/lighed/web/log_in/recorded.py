"""Somebody logs in, fails to, or logs out -> an entry in the audit log."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import signals
from django.utils import timezone

from lighed.governance import ActorKind, AuditEvent, AuditKind, Duty
from lighed.web import actions, queries
from lighed.web.frame.events import event_of

UNKNOWN = "unknown"
"""A name that no user has may be a password typed in the wrong field, so it is not written down."""


def connect() -> None:
    """Have Django tell of every log-in, whichever way it was made."""
    signals.user_logged_in.connect(_logged_in, dispatch_uid="lighed.audit.log_in")
    signals.user_logged_out.connect(_logged_out, dispatch_uid="lighed.audit.log_out")
    signals.user_login_failed.connect(_failed, dispatch_uid="lighed.audit.failed_log_in")


def failed(username: str, *, criterion: str) -> None:
    """Write down a failed log-in; `criterion` is which step failed."""
    _record(AuditKind.FAILED_LOG_IN, username=username, criterion=criterion)


def _logged_in(user: Any, **_signal: Any) -> None:
    _record(AuditKind.LOG_IN, username=user.get_username())


def _logged_out(user: Any, **_signal: Any) -> None:
    if user is not None:
        _record(AuditKind.LOG_OUT, username=user.get_username())


def _failed(credentials: dict[str, Any], **_signal: Any) -> None:
    failed(str(credentials.get("username", "")), criterion="password")


def _record(kind: AuditKind, *, username: str, criterion: str = "") -> None:
    user = queries.user_at_log_in(username)
    if user is not None:
        actions.record(audit=event_of(user, kind, criterion=criterion))
        return
    actions.record(
        audit=AuditEvent(
            kind=kind,
            actor=UNKNOWN,
            municipality=None,
            purpose=Duty.ADMINISTRATION,
            at=timezone.now(),
            actor_kind=ActorKind.PERSON,
            criterion=criterion,
        )
    )
