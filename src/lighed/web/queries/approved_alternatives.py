"""A municipality -> the data elements of which people are told what the estimate would be with another value."""

from __future__ import annotations

from lighed.elements import REGISTER
from lighed.estimates import can_be_told
from lighed.web.models import AlternativeApproval


def approved_alternatives(municipality: str) -> frozenset[str]:
    """Their codes. One that has become protected since, or that nobody can change any longer, is not among them."""
    in_force = AlternativeApproval.objects.filter(municipality=municipality, withdrawn_at=None)
    codes = in_force.values_list("element", flat=True)
    return frozenset(code for code in codes if code in REGISTER and can_be_told(REGISTER[code]))
