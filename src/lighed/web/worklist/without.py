"""W12: everyone without an estimate, so that nobody is forgotten."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lighed.governance import AuditKind, Right
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs


@require_safe
@needs(Right.SEE_PEOPLE)
@cache_control(private=True, no_store=True)
def without_estimate_page(request: HttpRequest) -> HttpResponse:
    """List them by legal deadline, with a class of reason and nothing closer."""
    user, today = queries.user_of(request.user), timezone.localdate()
    profiling = queries.profiling_for(user, today=today)
    asked = request.GET.get("page", "")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    found = queries.without_estimate(user, profiling=profiling, page=page, today=today)
    actions.record(audit=event(request, AuditKind.SEARCH, criterion="without estimate"))
    return render(
        request,
        "worklist/without.html",
        {
            "found": found,
            "profiling": profiling,
            "may_plan": Right.PLAN in user.rights,
            "previous": found.page - 1,
            "next": found.page + 1,
        },
    )
