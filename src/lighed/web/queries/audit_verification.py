"""The audit log -> what stands in each municipality's chain, and the first break of it if there is one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef

from lighed.governance.audit_chain import Break, Fault, Head, Link, first_break, pseudonym
from lighed.web import audit_anchors, audit_triggers
from lighed.web.models import AuditChain, AuditRecord, AuditSegment, AuditSubject

_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class VerifiedChain:
    """One municipality's chain ("" is the installation's): entries that are there, those dropped, how far anchored."""

    municipality: str
    n_entries: int
    n_dropped: int
    n_after_anchor: int
    broken: Break | None


def verify_audit_log(municipality: str | None = None) -> list[VerifiedChain]:
    """Verify one municipality's chain, or every chain that the database or an anchor tells of."""
    if municipality is not None:
        return [verify_chain(municipality)]
    known = {
        code
        for model in (AuditRecord, AuditSegment)
        for code in model.objects.values_list("municipality", flat=True).distinct()
    }
    known |= set(AuditChain.objects.values_list("municipality", flat=True)) | audit_anchors.all_municipalities()
    return [verify_chain(code) for code in sorted(known)]


def verify_chain(municipality: str, *, since: str = "") -> VerifiedChain:
    """Walk one chain from its oldest entry, or the first of the month `since`, to its head, and hold it against its
    anchor."""
    key = settings.LIGHED_AUDIT_KEY.encode()
    # The anchor first: it is written after the database, so the database is never behind it.
    anchor, head = audit_anchors.read(municipality), _head(municipality)
    months = AuditSegment.objects.filter(municipality=municipality).order_by("first", "segment")
    segments = [one.as_segment for one in months]
    begins = [one for one in segments if one.segment >= since]
    first = begins[0].first if begins else head.first if head else 1
    broken = first_break(
        key,
        municipality,
        links=_links(municipality, head, first=first if since else 0),
        segments=segments,
        head=head,
        anchor=anchor,
        since=since,
    ) or _broken_subject(municipality, key=key)
    if broken is None and audit_anchors.was_set_back(municipality):
        broken = Break(municipality, anchor.number if anchor else 1, Fault.SET_BACK)
    dropped = head.dropped_number if head else 0
    return VerifiedChain(
        municipality=municipality,
        n_entries=head.number - dropped if head else 0,
        n_dropped=dropped,
        n_after_anchor=head.number - anchor.number if head and anchor else 0,
        broken=broken,
    )


def missing_triggers() -> list[str]:
    """The database's own guards that ought to stand and do not."""
    return audit_triggers.missing(connection)


def is_whole(municipality: str, *, begins_on: date) -> bool:
    """Whether nothing is broken in what the chain says of this day's month and all that came after."""
    return verify_chain(municipality, since=f"{begins_on:%Y-%m}").broken is None


def _head(municipality: str) -> Head | None:
    chain = AuditChain.objects.filter(pk=municipality).first()
    return None if chain is None else chain.as_head


def _links(municipality: str, head: Head | None, *, first: int) -> Iterator[Link]:
    """The entries in order. Those that were added while the chain is verified are for the next time."""
    rows = AuditRecord.objects.filter(municipality=municipality, number__gte=first).order_by("number", "id")
    for row in rows.iterator(chunk_size=_AT_ONCE):
        if head is not None and row.number > head.number:
            now = _head(municipality)
            if now is not None and row.number <= now.number:
                return
        yield row.as_link


def _broken_subject(municipality: str, *, key: bytes) -> Break | None:
    """The first entry about a person whose pseudonym nobody can look up, or not rightly, any more."""
    rows = AuditRecord.objects.filter(municipality=municipality).exclude(subject="")
    orphans = rows.filter(~Exists(AuditSubject.objects.filter(pseudonym=OuterRef("subject"))))
    first = [one.number for one in orphans.order_by("number")[:1]]
    for one in AuditSubject.objects.iterator(chunk_size=_AT_ONCE):
        if one.pseudonym != pseudonym(key, secret=one.secret, person=str(one.person_key)):
            named = rows.filter(subject=one.pseudonym).order_by("number").first()
            first += [named.number] if named else []
    return Break(municipality, min(first), Fault.SUBJECT) if first else None
