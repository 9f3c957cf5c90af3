"""An audit event -> a row that is never changed."""

from __future__ import annotations

from dataclasses import replace

from lighed.governance import AuditEvent
from lighed.web.models import AuditRecord


def record(*, audit: AuditEvent) -> None:
    """Write `audit` down, also where nothing but reading happened."""
    AuditRecord.objects.create(
        at=audit.at,
        kind=audit.kind.value,
        actor=audit.actor,
        municipality=audit.municipality or "",
        purpose=audit.purpose.value,
        subject=audit.subject or "",
    )


def about(audit: AuditEvent, *, municipality: str, subject: str | None = None) -> AuditEvent:
    """The same event, once it is known whom it was about."""
    return replace(audit, municipality=municipality, subject=subject)
