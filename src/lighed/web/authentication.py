"""A user name and a password -> the user, if they may log in here and now."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend


class LighedBackend(ModelBackend):
    """Django's own, but a made-up user of the demonstration exists in demonstration mode only.

    The password of those users is shown to everyone, so a data home that leaves demonstration mode must not keep them.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        if getattr(user, "is_demo", False) and not settings.LIGHED_DEMO:
            return False
        if getattr(user, "reset_at", None) is not None:
            # Somebody gave them a new password or forgot their phone, and it takes a second person to say so.
            return False
        return super().user_can_authenticate(user)
