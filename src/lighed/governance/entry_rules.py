"""A legal basis, the others of the municipality and who wants to act -> whether it may be entered, approved or stopped.

Each rule is asked in two ways: `check_…` refuses with the reason that the reader sees, `can_…` answers yes or no.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lighed.governance.cpr import NO_CPR, looks_like_cpr
from lighed.governance.legal_basis import LegalBasis, Signature
from lighed.governance.text import Text
from lighed.governance.two_people import NotAllowed


def check_period(basis: LegalBasis, *, others: Iterable[LegalBasis]) -> None:
    """Refuse a basis whose period overlaps that of another one approved for the same purpose in its municipality.

    Two bases at once would leave it open which conditions hold.

    Raises
    ------
    NotAllowed
        Naming the other.
    """
    for other in others:
        is_other = other.id != basis.id and bool(other.municipalities & basis.municipalities)
        is_live = other.approved is not None and other.suspended is None and other.purpose is basis.purpose
        if is_other and is_live and _overlap(basis, other):
            raise NotAllowed(
                Text(
                    da=f"Perioden overlapper {other.id}. Skal hjemlen afløse {other.id}, så åbn {other.id} i "
                    "hjemmelsregistret og vælg Ret. Ellers vælg en anden periode.",
                    en=f"The period overlaps {other.id}. If the legal basis is to succeed {other.id}, open {other.id} "
                    "in the legal basis register and choose Edit. Otherwise choose another period.",
                )
            )


def _overlap(one: LegalBasis, other: LegalBasis) -> bool:
    return one.valid_from <= (other.valid_to or date.max) and other.valid_from <= (one.valid_to or date.max)


def check_approval(basis: LegalBasis, *, by: Signature, others: Iterable[LegalBasis]) -> None:
    """Refuse an approval by whoever entered it, of what does not await one, or of a period that is taken.

    Raises
    ------
    NotAllowed
        With why not.
    """
    if basis.entered is None or basis.approved is not None or basis.suspended is not None:
        raise NotAllowed(Text(da="Hjemlen venter ikke på godkendelse.", en="The legal basis does not await approval."))
    if not by.key or by.key == basis.entered.key:
        raise NotAllowed(
            Text(
                da="Du har selv indtastet hjemlen. En anden end dig skal godkende den.",
                en="You entered the legal basis yourself. Somebody else has to approve it.",
            )
        )
    check_period(basis, others=others)


def can_approve(basis: LegalBasis, *, by: Signature, others: Iterable[LegalBasis]) -> bool:
    """Whether `check_approval` lets this person approve."""
    try:
        check_approval(basis, by=by, others=others)
    except NotAllowed:
        return False
    return True


def check_suspension(basis: LegalBasis) -> None:
    """Refuse to suspend what permits nothing as it is: one that is not approved, or that is suspended already.

    Raises
    ------
    NotAllowed
        With why not.
    """
    if basis.approved is None or basis.suspended is not None:
        raise NotAllowed(
            Text(
                da="Kun en godkendt hjemmel kan sættes ud af kraft.",
                en="Only an approved legal basis can be suspended.",
            )
        )


def check_reason(reason: str) -> None:
    """Refuse to turn something down or off without saying why, and a reason that holds a CPR number.

    Raises
    ------
    NotAllowed
        Asking for the reason.
    """
    if not reason.strip():
        raise NotAllowed(Text(da="Skriv hvorfor.", en="Write why."))
    if looks_like_cpr(reason):
        raise NotAllowed(NO_CPR)
