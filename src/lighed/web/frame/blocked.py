"""A page that is not there for whoever asked -> a blocked look-up in the audit log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from lighed.governance import AuditKind, Duty, Flag
from lighed.web import actions
from lighed.web.frame.events import event


class BlockedLookUpsMiddleware:
    """Someone who is logged in asks for a key that is not theirs to see: of another municipality, or of a zone that
    they have no right to. The key itself is not written down, for it may be another municipality's person's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        asked_for = request.resolver_match
        if response.status_code == HTTPStatus.NOT_FOUND and asked_for and asked_for.kwargs:
            user = getattr(request, "user", None)
            if user is not None and user.is_authenticated:
                blocked = event(request, AuditKind.READ, purpose=Duty.OVERSIGHT, criterion=asked_for.view_name)
                actions.record(audit=replace(blocked, flags=frozenset({Flag.BLOCKED})))
        return response
