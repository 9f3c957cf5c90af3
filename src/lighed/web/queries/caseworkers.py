"""A case system's id of a caseworker -> the one user who is meant, if there is exactly one who may see people."""

from __future__ import annotations

from lighed.governance import Right
from lighed.web.models import User


def caseworker_of(municipality: str, caseworker_id: str) -> User | None:
    """The user of the municipality with that id; None where there is none, or it could be either of two."""
    if not caseworker_id:
        return None
    users = User.objects.filter(
        municipality=municipality, caseworker_id=caseworker_id, is_active=True, person=None
    ).select_related("municipality")
    found = [user for user in users if Right.SEE_PEOPLE in user.rights]
    return found[0] if len(found) == 1 else None
