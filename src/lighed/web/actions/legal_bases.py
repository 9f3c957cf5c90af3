"""A legal basis -> an entry in the register that one person enters and another approves."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from lighed.governance import AuditEvent, LegalBasis, Signature, demonstration_register, to_content
from lighed.web.actions.auditing import about, record
from lighed.web.models import BasisState, LegalBasisEntry, Municipality, TrainingInformation


@transaction.atomic
def enter_legal_basis(
    basis: LegalBasis, *, municipality: str, entered: Signature, audit: AuditEvent
) -> LegalBasisEntry:
    """Enter a basis for one municipality. It permits nothing until another person has approved it."""
    controller, _ = Municipality.objects.get_or_create(code=municipality)
    entry = LegalBasisEntry.objects.create(
        municipality=controller,
        code=basis.id,
        revision=LegalBasisEntry.objects.filter(municipality=controller, code=basis.id).count() + 1,
        state=BasisState.ENTERED,
        content=to_content(replace(basis, municipalities=frozenset({municipality}))),
        purpose=basis.purpose.value,
        valid_from=basis.valid_from,
        valid_to=basis.valid_to,
        review_due=basis.review_due,
        is_fictional=basis.is_fictional,
        entered=signed(entered),
        entered_at=audit.at,
    )
    record(audit=about(audit, municipality=municipality))
    return entry


@transaction.atomic
def enter_demonstration(municipalities: list[str], *, audit: AuditEvent) -> None:
    """Enter the two fictional bases, with the signatures of people who do not exist, and whom training was told to.

    They cover made-up data only. Entered once, they are not entered again.
    """
    register = demonstration_register()
    for municipality in municipalities:
        for basis in register.legal_bases:
            if basis.entered is None or basis.approved is None:
                continue
            if LegalBasisEntry.objects.filter(municipality=municipality, code=basis.id).exists():
                continue
            entry = enter_legal_basis(basis, municipality=municipality, entered=basis.entered, audit=audit)
            entry.state, entry.approved, entry.approved_at = BasisState.APPROVED, signed(basis.approved), audit.at
            entry.save()
        if not TrainingInformation.objects.filter(municipality=municipality).exists():
            TrainingInformation.objects.create(
                municipality_id=municipality,
                whom="FIKTIV: alle i de opdigtede udtræk / FICTIONAL: everyone in the made-up exports",
                channel="FIKTIV / FICTIONAL",
                text_version="demo-1",
                informed_on=register.legal_bases[0].valid_from,
                entered=signed(register.legal_bases[0].entered),
                entered_at=audit.at,
            )
    record(audit=audit)


def signed(signature: Signature | None) -> dict[str, str] | None:
    """A signature as it is kept."""
    if signature is None:
        return None
    return {"person": signature.person, "name": signature.name, "role": signature.role, "on": signature.on.isoformat()}
