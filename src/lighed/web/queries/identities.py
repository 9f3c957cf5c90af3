"""What someone has shown -> the user that it stands for, if that user may log in."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from lighed.web.authentication import LighedBackend
from lighed.web.models import User


def has_second_factor(user: User) -> bool:
    """Whether an app that makes codes is connected."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists())


def user_of_identity(provider: str, key: str) -> User | None:
    """The user to whom a provider's subject is bound."""
    return User.objects.filter(
        pk__in=SocialAccount.objects.filter(provider=provider, uid=key).values("user_id")
    ).first()


def user_to_bind(provider: str, username: object, *, municipality: str, vouches_for: str) -> User | None:
    """The user of that name whom the provider may vouch for and to whom none of its subjects is bound yet."""
    user = User.objects.filter(username=username).first() if isinstance(username, str) else None
    if user is None or not is_vouched_for(user, municipality=municipality, vouches_for=vouches_for):
        return None
    return None if SocialAccount.objects.filter(provider=provider, user_id=user.pk).exists() else user


def is_vouched_for(user: User, *, municipality: str, vouches_for: str) -> bool:
    """Whether the user may log in by a provider of that municipality, for staff or for people; empty is of all."""
    kind = "staff" if user.person_id is None else "people"
    is_one_of_theirs = municipality in ("", user.municipality_id) and vouches_for in ("", kind)
    return LighedBackend().user_can_authenticate(user) and is_one_of_theirs
