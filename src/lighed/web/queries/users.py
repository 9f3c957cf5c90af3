"""A municipality -> those who log in there: their roles, how long, the introduction, and when they were last here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from lighed.governance import STAFF, Role
from lighed.web.models import ROLES, ApiToken, AuthorityTerm, RoleAssignment, TrainingRecord, User

AUTHORITY_TERMS = tuple(AuthorityTerm.choices)
_BUILDERS = (Role.DOMAIN_EXPERT, Role.DATA_EXPERT)
STAFF_ROLES = tuple((role, name) for role, name in ROLES if role in STAFF)
"""The roles that an administrator gives, in the order of the list of roles, with their names."""


@dataclass(frozen=True, slots=True)
class HeldRole:
    role: str
    name: str
    valid_to: date | None
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class UserRow:
    key: int
    username: str
    name: str
    team: str
    caseworker_id: str
    is_active: bool
    roles: tuple[HeldRole, ...]
    last_login: datetime | None
    training: TrainingRecord | None
    """The introduction taken last."""
    is_training_valid: bool
    sees_protected_until: date | None
    is_temporary_password: bool
    awaits_confirmation: bool
    """Whether a new password or phone has to be confirmed before the user comes in."""


@dataclass(frozen=True, slots=True)
class UserPage:
    """One user, with the roles that were ended, newest first."""

    user: User
    row: UserRow
    ended: tuple[RoleAssignment, ...]
    training: tuple[TrainingRecord, ...]


def users_of(municipality: str, *, role: str = "", today: date) -> list[UserRow]:
    """The municipality's staff, active first and by name; those with `role` today, where one is named."""
    users = User.objects.filter(municipality=municipality, person=None).order_by("-is_active", "name", "username")
    rows = [_row(user, today=today) for user in users.prefetch_related("role_assignments", "training")]
    return [row for row in rows if not role or role in {one.role for one in row.roles}]


def user_page(municipality: str, key: int, *, today: date) -> UserPage | None:
    """One user of the municipality's staff; another municipality's does not exist here."""
    user = User.objects.filter(municipality=municipality, person=None, pk=key).first()
    if user is None:
        return None
    ended = user.role_assignments.filter(Q(valid_to__lt=today) | ~Q(ended_at=None)).order_by("-given_at", "-id")
    return UserPage(
        user=user,
        row=_row(user, today=today),
        ended=tuple(ended),
        training=tuple(user.training.order_by("-taken_on", "-id")),
    )


def has_other_approver(user: User, *, today: date) -> bool:
    """Whether someone else in the user's municipality approves who does not build."""
    in_force = Q(role_assignments__ended_at=None, role_assignments__confirmed_at__isnull=False) & (
        Q(role_assignments__valid_to=None) | Q(role_assignments__valid_to__gte=today)
    )
    others = User.objects.filter(municipality=user.municipality_id, is_active=True).exclude(pk=user.pk)
    builders = others.filter(in_force, role_assignments__role__in=_BUILDERS).values("pk")
    return others.filter(in_force, role_assignments__role=Role.APPROVER).exclude(pk__in=builders).exists()


def may_see_estimates(user: User, *, today: date) -> bool:
    """Whether the user has taken the introduction, where the municipality asks for it (AI Act Article 4)."""
    if not user.municipality.needs_introduction:
        return True
    return user.training.filter(taken_on__lte=today, valid_until__gte=today).exists()


def api_clients(municipality: str) -> Sequence[ApiToken]:
    """The municipality's tokens, those in use first."""
    tokens = ApiToken.objects.filter(municipality=municipality).order_by("name", "-created_at")
    return sorted(tokens, key=lambda token: token.revoked_at is not None)


def _row(user: User, *, today: date) -> UserRow:
    names = {role: str(name) for role, name in ROLES}
    held = [
        HeldRole(one.role, names[one.role], one.valid_to, one.confirmed_at is not None)
        for one in user.role_assignments.all()
        if one.ended_at is None and (one.valid_to is None or one.valid_to >= today)
    ]
    order = list(names)
    training = max(user.training.all(), key=lambda one: (one.valid_until, one.pk), default=None)
    return UserRow(
        key=user.pk,
        username=user.username,
        name=user.name,
        team=user.team,
        caseworker_id=user.caseworker_id,
        is_active=user.is_active,
        roles=tuple(sorted(held, key=lambda one: order.index(one.role))),
        last_login=user.last_login,
        training=training,
        is_training_valid=training is not None and training.taken_on <= today <= training.valid_until,
        sees_protected_until=user.sees_protected_until if user.sees_protected_today else None,
        is_temporary_password=user.password_is_temporary,
        awaits_confirmation=user.reset_at is not None,
    )
