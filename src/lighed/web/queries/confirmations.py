"""A municipality -> what one person has done to somebody's access and another has to confirm before it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from lighed.governance import can_be_confirmed
from lighed.web.models import RoleAssignment, User


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A new role, or a new password or phone where `assignment` is None; `is_for_reader`: whether the reader may."""

    user: User
    assignment: RoleAssignment | None
    begun_by: str
    begun_at: datetime
    is_for_reader: bool


def awaiting_confirmation(reader: User) -> list[Awaiting]:
    """What awaits confirmation in the reader's municipality, what has waited longest first."""
    today = timezone.localdate()
    roles = RoleAssignment.objects.filter(
        user__municipality=reader.municipality_id, user__is_active=True, ended_at=None, confirmed_at=None
    )
    found = [
        _awaiting(one.user, one, begun_by=one.given_by, begun_at=one.given_at, reader=reader)
        for one in roles.select_related("user")
        if one.valid_to is None or one.valid_to >= today
    ]
    reset = User.objects.filter(municipality=reader.municipality_id, is_active=True).exclude(reset_at=None)
    for user in reset:
        if user.reset_at is not None:
            found.append(_awaiting(user, None, begun_by=user.reset_by, begun_at=user.reset_at, reader=reader))
    return sorted(found, key=lambda one: (one.begun_at, one.user.pk))


def _awaiting(
    user: User, assignment: RoleAssignment | None, *, begun_by: str, begun_at: datetime, reader: User
) -> Awaiting:
    may = can_be_confirmed(confirmer=reader.username, begun_by=begun_by, receiver=user.username)
    return Awaiting(user, assignment, begun_by, begun_at, may)
