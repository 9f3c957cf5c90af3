"""Where an impact assessment is filed and who signed it -> an entry that the versions' gate looks at."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from lighed.governance import AuditEvent, Right, Signature, StepRefused, Text
from lighed.governance.version_states import Actor
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.oversight.legal_bases import signed as as_kept
from lighed.web.models import ImpactAssessment, ModelVersion

_NO_RIGHT = Text(da="Din rolle giver ikke adgang til dette.", en="Your role does not let you do this.")
_BOTH_OR_NEITHER = Text(
    da="Vælg enten én version eller en sidste dag for alle versioner.",
    en="Choose either one version or a last day for all versions.",
)
_OVERDUE = Text(
    da="Underskriften skal være givet, og gennemgangen skal ligge efter den.",
    en="The signature must have been given, and the review must come after it.",
)


@transaction.atomic
def enter_assessment(
    municipality: str,
    *,
    title: str,
    filed_at: str,
    version: ModelVersion | None,
    covers_until: date | None,
    signed: Signature,
    review_due: date,
    by: Actor,
    audit: AuditEvent,
) -> ImpactAssessment:
    """Enter where the assessment is filed; the assessment itself stays there.

    Raises
    ------
    StepRefused
        If `by` may not enter it, or it covers nothing, or its days do not fit. Nothing is entered then.
    """
    if Right.ENTER_ASSESSMENTS not in by.rights:
        raise StepRefused(_NO_RIGHT)
    if (version is None) == (covers_until is None):
        raise StepRefused(_BOTH_OR_NEITHER)
    if signed.on > timezone.localdate(audit.at) or review_due <= signed.on:
        raise StepRefused(_OVERDUE)
    entered = ImpactAssessment.objects.create(
        municipality_id=municipality,
        title=title,
        filed_at=filed_at,
        version=version,
        covers_until=covers_until,
        signed=as_kept(signed),
        review_due=review_due,
        entered_by=by.name,
        entered_at=audit.at,
        is_fictional=by.is_fictional,
    )
    record(audit=about(audit, municipality=municipality))
    return entered
