"""A page that somebody opens -> their session lasts another half hour, written down at most once a minute."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

_KEPT_AT = "kept_at"
_AGAIN_AFTER = 60
"""Seconds. Each time, the database waits for its disk."""


class KeptSessionMiddleware:
    """Of somebody who is logged in. Nobody else is given a session here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        now = int(timezone.now().timestamp())
        if SESSION_KEY in request.session and abs(now - request.session.get(_KEPT_AT, 0)) >= _AGAIN_AFTER:
            request.session[_KEPT_AT] = now
        return response
