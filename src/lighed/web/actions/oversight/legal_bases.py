"""A legal basis -> an entry in the register that one person enters and another approves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from lighed.elements import REGISTER, Family
from lighed.governance import (
    AuditEvent,
    LegalBasis,
    LegalBasisError,
    LegalBasisFault,
    NotAllowed,
    Signature,
    Text,
    check_content,
    check_period,
    demonstration_register,
    parse_legal_bases,
    to_content,
)
from lighed.web import queries
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.demonstration.made_up_only import check_municipality
from lighed.web.models import BasisState, LegalBasisEntry, Municipality, TrainingInformation, User

LIVE = (BasisState.ENTERED, BasisState.APPROVED, BasisState.SUSPENDED)
"""States of entries that another revision takes the place of."""


@transaction.atomic
def enter_legal_basis(
    basis: LegalBasis, *, municipality: str, entered: Signature, is_replacement: bool = False, audit: AuditEvent
) -> LegalBasisEntry:
    """Enter a basis for one municipality. It permits nothing until another person has approved it.

    With `is_replacement` it takes the place of the entry of that name, which permits nothing from this moment on.

    Raises
    ------
    NotAllowed
        If its period overlaps that of another basis, if there is one of that name and it is no replacement, or if the
        municipality exists and the site is a demonstration.
    LegalBasisError
        If it names elements or families that are not declared.
    """
    check_declared(basis)
    check_municipality(municipality)
    controller, _ = Municipality.objects.get_or_create(code=municipality)
    # Two who enter or approve at once are let in one after the other, so that no two periods overlap.
    Municipality.objects.select_for_update().get(pk=controller.pk)
    basis = replace(basis, municipalities=frozenset({municipality}))
    revisions = LegalBasisEntry.objects.filter(municipality=controller, code=basis.id)
    live = revisions.filter(state__in=LIVE)
    if live.exists() and not is_replacement:
        raise NotAllowed(
            Text(
                da=f"Der er allerede en hjemmel, der hedder {basis.id}. Ret den i stedet, eller vælg et andet navn.",
                en=f"There is a legal basis named {basis.id} already. Edit that one, or choose another name.",
            )
        )
    check_period(basis, others=queries.live_bases(municipality))
    live.update(state=BasisState.REPLACED)
    entry = LegalBasisEntry.objects.create(
        municipality=controller,
        code=basis.id,
        revision=revisions.count() + 1,
        state=BasisState.ENTERED,
        content=to_content(basis),
        purpose=basis.purpose.value,
        valid_from=basis.valid_from,
        valid_to=basis.valid_to,
        review_due=basis.review_due,
        is_fictional=basis.is_fictional,
        entered=signed(entered),
        entered_at=audit.at,
    )
    record(audit=replace(about(audit, municipality=municipality), criterion=f"legal_basis={basis.id}"))
    return entry


def enter_from_form(
    content: Mapping[str, Any], *, by: User, is_replacement: bool = False, audit: AuditEvent
) -> LegalBasisEntry:
    """The same from the fields of the page, with days as ISO 8601 text.

    Raises
    ------
    LegalBasisError
        With every fault, by field.
    NotAllowed
        As above.
    """
    basis, faults = check_content({**content, "municipalities": [by.municipality_id]})
    if basis is None:
        raise LegalBasisError(faults)
    return enter_legal_basis(
        basis,
        municipality=by.municipality_id,
        entered=signature_of(by, audit=audit),
        is_replacement=is_replacement,
        audit=audit,
    )


@transaction.atomic
def import_legal_bases(
    text: str, *, file: str, by: User, is_replacement: bool = False, audit: AuditEvent
) -> list[LegalBasisEntry]:
    """Enter those bases of a file that name the municipality of `by`: all of them, or none where one is refused.

    Raises
    ------
    LegalBasisError
        With every fault of the file.
    NotAllowed
        If the file has none for the municipality, or one of them cannot be entered.
    """
    bases = parse_legal_bases(text, file=file)
    mine = [basis for basis in bases if by.municipality_id in basis.municipalities]
    if not mine:
        raise NotAllowed(
            Text(
                da=f"Filen har ingen hjemmel for kommune {by.municipality_id}. Skriv koden i municipalities.",
                en=f"The file has no legal basis for municipality {by.municipality_id}. Write its code in "
                "municipalities.",
            )
        )
    for number, basis in enumerate(bases, start=1):
        check_declared(basis, file=file, number=number)
    signature = signature_of(by, audit=audit)
    return [
        enter_legal_basis(
            basis, municipality=by.municipality_id, entered=signature, is_replacement=is_replacement, audit=audit
        )
        for basis in mine
    ]


def check_declared(basis: LegalBasis, *, file: str = "", number: int = 1) -> None:
    """Refuse a basis that covers what there is not: a misspelled element would silently be left out.

    Raises
    ------
    LegalBasisError
        Naming the elements and families.
    """
    families = [family.value for family in Family]
    unknown: dict[str, Sequence[str]] = {
        "elements": sorted(code for code in basis.elements or () if code not in REGISTER),
        "families": sorted(set(basis.families or ()) - set(families)),
    }
    allowed = {
        "elements": Text(da="Se listen over dataelementer.", en="See the list of data elements."),
        "families": Text(da=f"Der findes {', '.join(families)}.", en=f"There are {', '.join(families)}."),
    }
    faults = [
        LegalBasisFault(
            file,
            number,
            field,
            Text(
                da=f"kendes ikke: {', '.join(names)}. {allowed[field].da}",
                en=f"not known: {', '.join(names)}. {allowed[field].en}",
            ),
        )
        for field, names in unknown.items()
        if names
    ]
    if faults:
        raise LegalBasisError(faults)


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


def signature_of(user: User, *, audit: AuditEvent) -> Signature:
    """The user's signature on that day: the user name tells people apart."""
    roles = ",".join(sorted(role.value for role in user.roles))
    return Signature(person=user.username, name=user.name, role=roles, on=timezone.localdate(audit.at))


def signed(signature: Signature | None) -> dict[str, str] | None:
    """A signature as it is kept."""
    if signature is None:
        return None
    return {"person": signature.person, "name": signature.name, "role": signature.role, "on": signature.on.isoformat()}
