"""What is typed at log-in -> whether it is right; each one-time code counts once."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.core.cache import cache

_REMEMBERED = 300
"""Seconds, longer than any code is valid."""


class PasswordForm(LoginForm):
    """User name and password, under the names by which browsers and password keepers know them."""

    def add_prefix(self, field_name: str) -> str:
        return "username" if field_name == "login" else str(super().add_prefix(field_name))


class OnceOnly:
    """Refuse a code that has been used, for as long as it would otherwise still be valid."""

    user: Any

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]  # of the form that this is mixed into
        digest = sha256("".join(code.split()).encode()).hexdigest()
        if not cache.add(f"lighed.code.{self.user.pk}.{digest}", value=True, timeout=_REMEMBERED):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(OnceOnly, AuthenticateForm):
    """The second step of a log-in."""


class CodeAgainForm(OnceOnly, ReauthenticateForm):
    """The same of someone who is logged in."""


class FirstCodeForm(OnceOnly, ActivateTOTPForm):
    """The first code of an app, which shows that it has been set up."""
