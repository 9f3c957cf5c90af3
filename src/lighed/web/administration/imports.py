"""A4: what has arrived by itself, how much of it waits, and what was refused and why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lighed.governance import AuditKind, Duty, Right
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs


@require_safe
@needs(Right.MANAGE_USERS)
@cache_control(private=True, no_store=True)
def imports_page(request: HttpRequest) -> HttpResponse:
    """Events by day and way in, those that were refused, and the files that were taken up. It names nobody."""
    municipality = queries.user_of(request.user).municipality_id
    actions.record(audit=event(request, AuditKind.READ, purpose=Duty.ADMINISTRATION, criterion="imports"))
    page = queries.imports_page(municipality, now=timezone.now())
    return render(request, "administration/imports.html", {"page": page, "days": queries.ARRIVAL_DAYS})
