"""An entry of the legal register -> approved by another person, rejected, or suspended at once by one."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from lighed.governance import (
    AuditEvent,
    NotAllowed,
    Text,
    check_approval,
    check_reason,
    check_suspension,
)
from lighed.web import queries
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.oversight.legal_bases import check_declared, signature_of, signed
from lighed.web.models import BasisState, LegalBasisEntry, Municipality, User


@transaction.atomic
def approve_legal_basis(number: int, *, by: User, audit: AuditEvent) -> LegalBasisEntry:
    """Put an entry in force from the first day of its period on, as the second person who answers for it.

    Raises
    ------
    NotAllowed
        If the same person entered it, it does not await approval, or its period is taken.
    LegalBasisEntry.DoesNotExist
        If the municipality of `by` has no such entry.
    """
    entry = _held(number, by)
    basis = queries.legal_basis_of(entry)
    signature = signature_of(by, audit=audit)
    _check_awaits(entry)
    check_approval(basis, by=signature, others=queries.live_bases(by.municipality_id))
    check_declared(basis)
    entry.state, entry.approved, entry.approved_at = BasisState.APPROVED, signed(signature), audit.at
    entry.save()
    _record(entry, "approved", audit)
    return entry


@transaction.atomic
def reject_legal_basis(number: int, *, reason: str, by: User, audit: AuditEvent) -> LegalBasisEntry:
    """Turn an entry down that awaits approval. What it was to replace does not come back by that.

    Raises
    ------
    NotAllowed
        Without a reason, or if it does not await approval.
    LegalBasisEntry.DoesNotExist
        If the municipality of `by` has no such entry.
    """
    entry = _held(number, by)
    _check_awaits(entry)
    check_reason(reason)
    entry.state, entry.reason = BasisState.REJECTED, reason.strip()
    # Kept where a suspension is: who stopped it, and when.
    entry.suspended, entry.suspended_at = signed(signature_of(by, audit=audit)), audit.at
    entry.save()
    _record(entry, "rejected", audit)
    return entry


@transaction.atomic
def suspend_legal_basis(number: int, *, reason: str, by: User, audit: AuditEvent) -> LegalBasisEntry:
    """Put an approved entry out of force at once. It takes two people to enter and approve it again.

    Raises
    ------
    NotAllowed
        Without a reason, or if it is not approved.
    LegalBasisEntry.DoesNotExist
        If the municipality of `by` has no such entry.
    """
    entry = _held(number, by)
    if entry.state not in {BasisState.APPROVED, BasisState.SUSPENDED}:
        raise NotAllowed(_NOT_APPROVED)
    check_suspension(queries.legal_basis_of(entry))
    check_reason(reason)
    entry.state, entry.reason = BasisState.SUSPENDED, reason.strip()
    entry.suspended, entry.suspended_at = signed(signature_of(by, audit=audit)), audit.at
    entry.save()
    _record(entry, "suspended", audit)
    return entry


_NOT_APPROVED = Text(
    da="Kun en godkendt hjemmel kan sættes ud af kraft.", en="Only an approved legal basis can be suspended."
)


def _held(number: int, by: User) -> LegalBasisEntry:
    """The entry, held until the transaction ends, and its municipality's register with it."""
    Municipality.objects.select_for_update().get(pk=by.municipality_id)
    return LegalBasisEntry.objects.select_for_update().get(pk=number, municipality=by.municipality_id)


def _check_awaits(entry: LegalBasisEntry) -> None:
    if entry.state != BasisState.ENTERED:
        raise NotAllowed(Text(da="Hjemlen venter ikke på godkendelse.", en="The legal basis does not await approval."))


def _record(entry: LegalBasisEntry, what: str, audit: AuditEvent) -> None:
    event = about(audit, municipality=entry.municipality_id)
    record(audit=replace(event, criterion=f"legal_basis={entry.code} {entry.revision} {what}"))
