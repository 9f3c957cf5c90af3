"""How a user shows who they are -> bound to the user, or forgotten."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from lighed.governance import AuditEvent
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.users.roles import hold_back
from lighed.web.models import User


@transaction.atomic
def bind_identity(user: User, *, provider: str, key: str, audit: AuditEvent) -> bool:
    """Bind a subject of an identity provider to a user; False if either is already bound at that provider."""
    User.objects.select_for_update().get(pk=user.pk)
    if SocialAccount.objects.filter(provider=provider, user_id=user.pk).exists():
        return False
    _, is_new = SocialAccount.objects.get_or_create(provider=provider, uid=key, defaults={"user_id": user.pk})
    if is_new:
        record(audit=about(audit, municipality=user.municipality_id))
    return is_new


@transaction.atomic
def forget_second_factor(username: str, *, audit: AuditEvent) -> bool:
    """Forget a user's app and spare codes, so that the next log-in sets new ones up; False if there is no such user."""
    user = User.objects.filter(username=username).first()
    if user is None:
        return False
    Authenticator.objects.filter(user_id=user.pk).delete()
    hold_back(user, audit=audit)
    record(audit=about(audit, municipality=user.municipality_id))
    return True
