"""What the log-in library asks the site: where people go once they are in, and how secrets of the second factor lie."""

from __future__ import annotations

import base64
import secrets
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base.constants import AuthError
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from lighed.web import queries
from lighed.web.log_in.language import set_language
from lighed.web.log_in.openid_connect import refuse

_JUST_NOW = 300
"""Seconds for which a log-in still counts as having shown who one is."""


class Accounts(DefaultAccountAdapter):
    """Nobody signs up; whoever logs in is greeted in their language."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Any, **about: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **about)
        if language := queries.user_of(user).language:
            set_language(response, language)
        return response

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        raise PermissionDenied

    def is_reauthentication_required(self, **about: Any) -> bool:
        """Not for those who have shown who they are within the last minutes, by whichever way they log in."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < _JUST_NOW:
            return False
        return bool(super().is_reauthentication_required(**about))


class Identities(DefaultSocialAccountAdapter):
    """An identity provider vouches for users whom an administrator has created, and never makes one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        refuse(request, provider.sub_id, is_cancelled=error == AuthError.CANCELLED, error=exception)


class SecondFactors(DefaultMFAAdapter):
    """The secret behind the codes is encrypted with the installation's key: the database alone does not make codes."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # The key has been changed. A secret of which nobody knows anything fits no code, where an empty one would.
            return base64.b32encode(secrets.token_bytes(20)).decode()


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(salted_hmac("lighed.second_factor", "", key, algorithm="sha256").digest()))
        for key in keys
    )
