"""Estimates made under an entry that is no longer in force -> made again under the law as it now is."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone

from lighed.governance import AuditEvent, NotAllowed, Purpose, Text
from lighed.web import queries
from lighed.web.actions.estimates.again import EstimatedAgain, estimate_courses
from lighed.web.models import LegalBasisEntry

AT_ONCE = 100
"""How many are made again in one request of the page; the command makes all."""


def estimate_affected(entry: LegalBasisEntry, *, at_most: int | None = AT_ONCE, audit: AuditEvent) -> EstimatedAgain:
    """Make the estimates again that were made under an entry which no longer permits them.

    Each in a transaction of its own, so that what is done stays done. Whoever may not be estimated under the law now in
    force is without an estimate afterwards.

    Raises
    ------
    NotAllowed
        If nothing is in force that would permit them, or the entry itself still is.
    """
    profiling = queries.profiling_status(entry.municipality_id, today=timezone.localdate(audit.at))
    if not profiling.is_on:
        raise NotAllowed(
            Text(
                da="Profilering er slået fra. Skøn kan først laves igen, når en hjemmel er i kraft.",
                en="Profiling is switched off. Estimates can be made again once a legal basis is in force.",
            )
        )
    if entry.pk in profiling.entries:
        raise NotAllowed(
            Text(
                da="Hjemlen er i kraft. Skønnene vises og skal ikke laves igen.",
                en="The legal basis is in force. The estimates are shown and need not be made again.",
            )
        )
    waiting = queries.courses_to_estimate_again(entry)
    event = replace(audit, purpose=Purpose.OPERATION, criterion=f"legal_basis={entry.code}", reason="")
    return estimate_courses(waiting.values_list("pk", flat=True), at_most=at_most, audit=event)
