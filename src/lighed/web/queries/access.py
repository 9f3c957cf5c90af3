"""Who may come in: the demo users to show on the log-in page, and the municipality that a token speaks for."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from lighed.governance import Role
from lighed.web.models import ApiToken, User


def demo_users() -> list[User]:
    """The made-up users; none outside demonstration mode."""
    if not settings.LIGHED_DEMO:
        return []
    users = User.objects.filter(is_demo=True, is_active=True).select_related("municipality")
    # The caseworker was made first, the others in the order of their tasks.
    return list(users.order_by("municipality_id", "pk"))


@dataclass(frozen=True, slots=True)
class TokenInForce:
    """Whom a token speaks for, and what it may be used for (`ApiScope`)."""

    name: str
    municipality: str
    scopes: tuple[str, ...]


def token_in_force(token: str) -> TokenInForce | None:
    """The token, unless it is unknown or has been revoked."""
    found = ApiToken.objects.filter(sha256=sha256(token.encode()).hexdigest(), revoked_at=None).first()
    return None if found is None else TokenInForce(found.name, found.municipality_id, tuple(found.scopes))


def user_at_log_in(username: str) -> User | None:
    """The user with that name, if there is one."""
    # What cannot be a name is not asked for: a database refuses a NUL sign.
    return User.objects.filter(username=username).first() if username.isprintable() else None


def user_of(user: AbstractBaseUser | AnonymousUser) -> User:
    """The logged-in user as the site knows them.

    Raises
    ------
    PermissionError
        If nobody is logged in, which the site's middleware has seen to before a page is reached.
    """
    if not isinstance(user, User):
        raise PermissionError("nobody is logged in")
    return user


def name_in_log(user: User) -> str:
    """What the audit log calls a user: a citizen, and who acts for one, by what they are and never by their own name.

    The log outlives what is kept about a person, and is read by people from whom their name may be hidden.
    """
    if user.person_id is None:
        return user.username
    # Also when what they may do has come to its end.
    is_representative = user.role_assignments.filter(role=Role.REPRESENTATIVE.value).exists()
    return (Role.REPRESENTATIVE if is_representative else Role.CITIZEN).value
