"""The end of the log's own term -> whole months of it dropped; a lost anchor -> one written again, with the reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from lighed.governance import AuditEvent
from lighed.governance.audit_chain import Break, Fault, first_break
from lighed.web import audit_anchors
from lighed.web.actions.audit.anchoring import is_continued
from lighed.web.actions.audit.chain import append, keep, lock, open_segment, record
from lighed.web.models import AuditRecord, AuditSegment, AuditSubject, Person, SpotCheckItem

SHORTEST_TERM = 6
"""Months for which the log is kept at least (AI Act Articles 19 and 26(6))."""


class ChainBroken(Exception):
    """The chain is broken otherwise than by its anchor. `broken` is its first break."""

    def __init__(self, broken: Break) -> None:
        self.broken = broken
        super().__init__(f"entry {broken.number}: {broken.fault.value}")


class TermTooShort(ValueError):
    """The log would be kept for less than the law asks."""

    def __init__(self) -> None:
        super().__init__(f"The audit log is kept for at least {SHORTEST_TERM} months.")


@transaction.atomic
def drop_old_segments(*, months: int, audit: AuditEvent) -> int:
    """Drop the months of `audit.municipality`'s chain that have been over for `months` months; returns how many.

    Of a log that has been set back or changed nothing is dropped. A month goes whole or not at all, from the oldest on,
    and its closing hash stays, so that `verify` still finds the chain unbroken. Who a pseudonym
    stood for is destroyed when the last entry about someone who was erased is gone.

    Raises
    ------
    TermTooShort
        If `months` is less than the law asks.
    """
    if months < SHORTEST_TERM:
        raise TermTooShort
    key = settings.LIGHED_AUDIT_KEY.encode()
    municipality = audit.municipality or ""
    head = lock(municipality, audit=audit)
    if head.number and not is_continued(audit_anchors.read(municipality), head, key=key):
        # It has been set back or changed, and is evidence: nothing goes before somebody has looked into it.
        record(audit=audit)
        return 0
    head = open_segment(head, audit=audit, key=key)
    oldest_kept = _months_before(audit.at, months)
    old = AuditSegment.objects.filter(municipality=municipality, is_dropped=False, segment__lt=oldest_kept)
    n_dropped = 0
    for row in old.order_by("first"):
        sealed = replace(row.as_segment, is_dropped=True).sealed(key)
        AuditSegment.objects.filter(pk=row.pk).update(is_dropped=True, mac=sealed.mac, dropped_at=audit.at)
        AuditRecord.objects.filter(municipality=municipality, segment=row.segment).delete()
        SpotCheckItem.objects.filter(
            check_drawn__municipality=municipality, number__gte=row.first, number__lte=row.last
        ).delete()
        head = replace(head, dropped_number=row.last, dropped_hash=row.closing_hash)
        n_dropped += 1
    keep(head.sealed(key))
    AuditSubject.objects.filter(
        ~Exists(AuditRecord.objects.filter(subject=OuterRef("pseudonym"))),
        ~Exists(Person.objects.filter(pk=OuterRef("person_key"))),
        municipality=municipality,
    ).delete()
    record(audit=audit)
    return n_dropped


@transaction.atomic
def anchor_again(municipality: str, *, reason: str, audit: AuditEvent) -> int:
    """Write the anchor of a chain anew, and in the log why; returns how many entries the old one told of beyond.

    Raises
    ------
    ChainBroken
        If the chain is not whole in itself. Nothing is changed then.
    """
    key = settings.LIGHED_AUDIT_KEY.encode()
    head = lock(municipality, audit=audit)
    rows = AuditRecord.objects.filter(municipality=municipality).order_by("number", "id")
    segments = AuditSegment.objects.filter(municipality=municipality).order_by("first", "segment")
    # Held against itself, in the place of the anchor.
    broken = first_break(
        key,
        municipality,
        links=(row.as_link for row in rows.iterator(chunk_size=2000)),
        segments=[row.as_segment for row in segments],
        head=head,
        anchor=head,
    )
    if broken is not None and not (head.number == 0 and broken.fault is Fault.HEAD):
        raise ChainBroken(broken)
    there = audit_anchors.read(municipality)
    is_ours = there is not None and there.is_sealed(key)
    n_lost = max(there.number - head.number, 0) if there is not None and is_ours else 0
    criterion = f"anchor at {there.number if there is not None and is_ours else 'none'}, chain at {head.number}"
    written = append(audit=replace(audit, municipality=municipality or None, criterion=criterion, reason=reason))
    transaction.on_commit(partial(audit_anchors.replace, written))
    return n_lost


def _months_before(at: datetime, months: int) -> str:
    """The month that many months before the one of `at`; itself is not yet that old."""
    today = timezone.localdate(at)
    counted = today.year * 12 + today.month - 1 - months
    return f"{counted // 12:04d}-{counted % 12 + 1:02d}"
