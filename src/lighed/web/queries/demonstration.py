"""The database -> the real municipalities in it, beside which no demonstration may be held."""

from __future__ import annotations

from lighed.web.models import ApiToken, ContactCourse, User

MADE_UP_MUNICIPALITIES = frozenset(str(code) for code in range(901, 910))
"""Codes that no Danish municipality has. The people made up for a demonstration live there."""


def real_municipalities() -> list[str]:
    """The codes of municipalities that exist and of which the installation holds users, people or a case system."""
    kept = (
        User.objects.filter(is_demo=False).values_list("municipality_id", flat=True),
        ContactCourse.objects.values_list("municipality_id", flat=True),
        ApiToken.objects.values_list("municipality_id", flat=True),
    )
    found = {code for codes in kept for code in codes.exclude(municipality_id__in=MADE_UP_MUNICIPALITIES).distinct()}
    return sorted(found)
