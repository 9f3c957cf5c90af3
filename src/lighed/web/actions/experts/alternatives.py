"""A domain expert and an element -> whether people are told what the estimate would be with another value of it."""

from __future__ import annotations

from django.db import transaction

from lighed.elements import REGISTER, Protection
from lighed.governance import AuditEvent
from lighed.governance.alternatives import (
    IS_APPROVED,
    IS_NOT_APPROVED,
    AlternativeRefused,
    check_approval,
    check_is_yours,
)
from lighed.web.actions.audit.chain import about, record
from lighed.web.models import AlternativeApproval, Municipality, User


@transaction.atomic
def approve_alternatives(element: str, *, by: User, reason: str, audit: AuditEvent) -> AlternativeApproval:
    """Let it be told in the expert's municipality, from now on, in the estimates that are there already too.

    Raises
    ------
    AlternativeRefused
        If the person cannot change it, it is protected, it is approved already, or nothing is said of why.
    """
    is_known = element in REGISTER
    check_approval(
        by.rights,
        is_changeable=is_known and REGISTER[element].is_citizen_changeable,
        is_protected=is_known and REGISTER[element].protection is not Protection.NONE,
        reason=reason,
    )
    # Two who approve at once wait for each other here, and the second is told.
    Municipality.objects.select_for_update().get(pk=by.municipality_id)
    if AlternativeApproval.objects.filter(municipality=by.municipality_id, element=element, withdrawn_at=None).exists():
        raise AlternativeRefused(IS_APPROVED)
    approval = AlternativeApproval.objects.create(
        municipality_id=by.municipality_id,
        element=element,
        reason=reason.strip(),
        approved_by=by.username,
        approved_at=audit.at,
    )
    record(audit=about(audit, municipality=by.municipality_id))
    return approval


@transaction.atomic
def withdraw_alternatives(element: str, *, by: User, audit: AuditEvent) -> None:
    """Let it be told no longer, on any page, from now on. It takes one expert, and no reason.

    Raises
    ------
    AlternativeRefused
        If it is somebody else's task, or not approved now.
    """
    check_is_yours(by.rights)
    approval = (
        AlternativeApproval.objects.select_for_update()
        .filter(municipality=by.municipality_id, element=element, withdrawn_at=None)
        .first()
    )
    if approval is None:
        raise AlternativeRefused(IS_NOT_APPROVED)
    approval.withdrawn_by, approval.withdrawn_at = by.username, audit.at
    approval.save(update_fields=["withdrawn_by", "withdrawn_at"])
    record(audit=about(audit, municipality=by.municipality_id))
