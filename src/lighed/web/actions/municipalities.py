"""A municipality's code and name -> a municipality that can have users and people."""

from __future__ import annotations

from django.db import transaction

from lighed.governance import AuditEvent
from lighed.web.actions.auditing import about, record
from lighed.web.models import Municipality


@transaction.atomic
def name_municipality(code: str, *, name: str, audit: AuditEvent) -> Municipality:
    """Set up the municipality `code`, or give it another name."""
    municipality, _ = Municipality.objects.update_or_create(code=code, defaults={"name": name})
    record(audit=about(audit, municipality=code))
    return municipality
