"""Several people looked at in one go -> an entry about each, so that a search for one of them finds who looked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from lighed.governance import AuditEvent
from lighed.web.actions.auditing import append, record


@transaction.atomic
def record_about_each(people: Sequence[str], *, audit: AuditEvent) -> None:
    """Write the event down once about each of the people, by their keys; once about nobody where there are none."""
    keys: list[str | None] = [*dict.fromkeys(people)]
    *before, last = keys or [None]
    for key in before:
        append(audit=replace(audit, subject=key))
    record(audit=replace(audit, subject=last))
