"""A request -> the page, if the session has shown a second factor; else the page where that is done."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from lighed.web import queries

_ALWAYS_OPEN = frozenset({"login", "account_login", "logout", "language", "security_txt"})
_ON_THE_WAY_TO_A_PASSWORD = frozenset(
    {"account_change_password", "account_reauthenticate", "mfa_reauthenticate", "mfa_activate_totp"}
)
LONGEST_SESSION = 12 * 60 * 60
"""Seconds after which one logs in anew, however busy one was."""


class SecondFactorMiddleware:
    """Outside a demonstration, a local log-in opens nothing but the set-up of a second factor until there is one.

    Nor does a password that an administrator has seen, until its owner has chosen another. Whoever comes from an
    identity provider has shown both there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        page = request.resolver_match.view_name if request.resolver_match else ""
        if not request.user.is_authenticated or page in _ALWAYS_OPEN:
            return None
        shown = get_authentication_records(request, request.user)
        if shown and time.time() - shown[0]["at"] > LONGEST_SESSION:
            logout(request)
            return redirect("login")
        if came_from_provider(request):
            return None
        user = queries.user_of(request.user)
        if not settings.LIGHED_DEMO and (way_in := _way_in(request, user, shown, page)) is not None:
            return way_in
        if user.password_is_temporary and page not in _ON_THE_WAY_TO_A_PASSWORD:
            return redirect("account_change_password")
        return None


def _way_in(request: HttpRequest, user: queries.User, shown: list[dict[str, Any]], page: str) -> HttpResponse | None:
    """Where the second factor is shown or set up, unless this session has shown it or is there already."""
    has_one = queries.has_second_factor(user)
    if has_one and any(record["method"] == "mfa" for record in shown):
        return None
    way_in = "mfa_reauthenticate" if has_one else "mfa_activate_totp"
    if page == way_in or (not has_one and page == "account_reauthenticate"):
        return None
    query = {"next": request.get_full_path()} if request.method == "GET" and has_one else {}
    return redirect(reverse(way_in) + (f"?{urlencode(query)}" if query else ""))


def came_from_provider(request: HttpRequest) -> bool:
    """Whether this session began at an identity provider."""
    shown = get_authentication_records(request, queries.user_of(request.user))
    return any(record["method"] == "socialaccount" for record in shown)
