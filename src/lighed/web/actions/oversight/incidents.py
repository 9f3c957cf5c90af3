"""What went wrong -> an incident with its clock, its timeline, and at last a reason why it is closed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from lighed.governance import AuditEvent, NotAllowed, Text
from lighed.governance.cpr import NO_CPR, looks_like_cpr
from lighed.governance.incidents import IncidentKind, check_close, check_times
from lighed.web.actions.audit.chain import about, record
from lighed.web.models import EntryKind, Incident, IncidentEntry

_TOLD_AT = {EntryKind.AUTHORITY_TOLD: "authority_told_at", EntryKind.AFFECTED_TOLD: "affected_told_at"}


@transaction.atomic
def open_incident(
    municipality: str,
    *,
    kind: IncidentKind,
    title: str,
    what_happened: str,
    known_at: datetime,
    n_affected: int | None,
    by: str,
    audit: AuditEvent,
) -> Incident:
    """Open an incident. Its clock runs from `known_at`, when the municipality became aware, which may be earlier.

    Raises
    ------
    NotAllowed
        If `known_at` lies in the future, or there is a CPR number in the words.
    """
    check_times(happened_at=known_at, now=audit.at)
    _check_words(title, what_happened)
    incident = Incident.objects.create(
        municipality_id=municipality,
        kind=kind.value,
        title=title,
        what_happened=what_happened,
        known_at=known_at,
        n_affected=n_affected,
        opened_by=by,
        opened_at=audit.at,
        assigned_to=by,
    )
    _write(incident, EntryKind.OPENED, by=by, at=audit.at)
    record(audit=about(audit, municipality=municipality))
    return incident


@transaction.atomic
def add_to_incident(incident: Incident, *, text: str, by: str, audit: AuditEvent) -> None:
    """Add a line to the timeline, also of an incident that is closed.

    Raises
    ------
    NotAllowed
        If there is a CPR number in it.
    """
    _check_words(text)
    _write(incident, EntryKind.NOTE, text=text, by=by, at=audit.at)
    record(audit=about(audit, municipality=incident.municipality_id))


@transaction.atomic
def assign_incident(incident: Incident, *, to: str, by: str, audit: AuditEvent) -> None:
    """Say who sees to it."""
    incident = _open(incident)
    incident.assigned_to = to
    incident.save()
    _write(incident, EntryKind.ASSIGNED, text=to, by=by, at=audit.at)
    record(audit=about(audit, municipality=incident.municipality_id))


@transaction.atomic
def count_affected(incident: Incident, *, n_affected: int, by: str, audit: AuditEvent) -> None:
    """Say how many people it concerns, as far as is known now."""
    incident = _open(incident)
    incident.n_affected = n_affected
    incident.save()
    _write(incident, EntryKind.COUNTED, text=str(n_affected), by=by, at=audit.at)
    record(audit=about(audit, municipality=incident.municipality_id))


@transaction.atomic
def write_down_telling(incident: Incident, told: EntryKind, *, at: datetime, by: str, audit: AuditEvent) -> None:
    """Write down that the authority, or those affected, were told, and when. The first time counts.

    Raises
    ------
    NotAllowed
        If the time lies in the future.
    """
    check_times(happened_at=at, now=audit.at)
    incident = _open(incident)
    setattr(incident, _TOLD_AT[told], min(at, getattr(incident, _TOLD_AT[told]) or at))
    incident.save()
    _write(incident, told, by=by, at=audit.at, happened_at=at)
    record(audit=about(audit, municipality=incident.municipality_id))


@transaction.atomic
def close_incident(incident: Incident, *, reason: str, why_not_notified: str = "", by: str, audit: AuditEvent) -> None:
    """Close an incident, for a reason.

    Raises
    ------
    NotAllowed
        If the authority has to be told, has not been, and it is not written down why.
    """
    incident = _open(incident)
    check_close(
        IncidentKind(incident.kind),
        notified_at=incident.authority_told_at,
        why_not_notified=why_not_notified,
        reason=reason,
    )
    if why_not_notified.strip() and incident.authority_told_at is None:
        _write(incident, EntryKind.NOT_TOLD, text=why_not_notified.strip(), by=by, at=audit.at)
    incident.closed_at, incident.closed_by = audit.at, by
    incident.save()
    _write(incident, EntryKind.CLOSED, text=reason.strip(), by=by, at=audit.at)
    record(audit=about(audit, municipality=incident.municipality_id))


def _check_words(*words: str) -> None:
    if any(looks_like_cpr(one) for one in words):
        raise NotAllowed(NO_CPR)


def _open(incident: Incident) -> Incident:
    """The incident as it now is, which nobody else changes until this transaction ends.

    Raises
    ------
    NotAllowed
        If somebody has closed it meanwhile.
    """
    held = Incident.objects.select_for_update().filter(pk=incident.pk, closed_at=None).first()
    if held is None:
        raise NotAllowed(
            Text(
                da="Hændelsen er lukket imens. Du kan stadig tilføje en note.",
                en="The incident was closed meanwhile. You can still add a note.",
            )
        )
    return held


def _write(
    incident: Incident, kind: EntryKind, *, by: str, at: datetime, text: str = "", happened_at: datetime | None = None
) -> None:
    IncidentEntry.objects.create(
        incident=incident, kind=kind, text=text, happened_at=happened_at or at, written_by=by, written_at=at
    )
