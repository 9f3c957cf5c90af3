"""A chain as it was committed -> its anchor moved to its head; and what was not continued from the anchor, marked.

An anchor that simply followed the numbers would be moved along by whoever sets the database back and clicks on.
"""

from __future__ import annotations

from logging import getLogger

from django.conf import settings
from django.db import DatabaseError

from lighed.governance.audit_chain import Head, Link, leads_to
from lighed.web import audit_anchors
from lighed.web.models import AuditChain, AuditRecord, AuditSegment

_LOG = getLogger(__name__)


def anchor(municipality: str, number: int) -> None:
    """Anchor the chain's head, now that the entry `number` is committed.

    Of many entries in one transaction the first call anchors the last of them, and the others find that done.
    """
    key = settings.LIGHED_AUDIT_KEY.encode()
    try:
        # The anchor first: it is written after the database, so that the database is never behind it.
        there = audit_anchors.read(municipality)
        head = AuditChain.objects.get(pk=municipality).as_head
        if not is_continued(there, head, key=key):
            # Kept outside the database: what was cut off may be put back in its place before anybody looks.
            audit_anchors.mark_set_back(municipality)
            _LOG.error("The audit log has been set back or changed: see `lighed audit verify`.")
        elif there is None or there.number < head.number:
            audit_anchors.move(head, key=key, begins_chain=number == 1)
    except (OSError, DatabaseError, AuditChain.DoesNotExist) as error:
        # What was done is done; `verify` says how far the anchor is behind.
        _LOG.error("The head of the audit log could not be anchored: %s", type(error).__name__)


def is_continued(there: Head | None, head: Head, *, key: bytes) -> bool:
    """Whether the chain has the entry that the anchor tells of, and the head follows from it.

    Where there is no anchor, or somebody has changed it, it says nothing: that it is so is for `verify` to tell.
    """
    if not head.is_sealed(key):
        return False
    if there is None or not there.is_sealed(key):
        return True
    begins = _kept_from(there, head, key=key)
    return begins is not None and leads_to(key, head, links=_links_after(begins[0], head), begins=begins)


def _kept_from(there: Head, head: Head, *, key: bytes) -> tuple[int, str] | None:
    """The anchored entry and its hash, or the last that retention has dropped, if the anchored one went with it."""
    if there.number >= head.dropped_number:
        return there.number, there.hash
    dropped = AuditSegment.objects.filter(municipality=head.municipality, last__gte=there.number, is_dropped=True)
    months = [one.as_segment for one in dropped.order_by("first")]
    if not months or not all(one.is_sealed(key) for one in months):
        return None
    if months[0].last == there.number and months[0].closing_hash != there.hash:
        return None
    return months[-1].last, months[-1].closing_hash


def _links_after(number: int, head: Head) -> list[Link]:
    rows = AuditRecord.objects.filter(municipality=head.municipality, number__gt=number, number__lte=head.number)
    return [row.as_link for row in rows.order_by("number")]
