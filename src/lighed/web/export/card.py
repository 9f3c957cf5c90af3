"""The estimate card alone, for a frame in the case system: the same component, and the same rules of who sees what."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from lighed.governance import AuditKind, Right
from lighed.web import actions, queries
from lighed.web.export.framing import may_be_framed
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs


@require_GET
@needs(Right.SEE_PEOPLE)
@may_be_framed
@cache_control(private=True, no_store=True)
def card_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show the card. Nothing can be written here: for that, a link leads to the whole page."""
    today = timezone.localdate()
    user = queries.user_of(request.user)
    course = queries.course_of(user, key)
    if course is None:
        raise Http404
    profiling = queries.profiling_for(user, today=today)
    shown = queries.card_shown(course, profiling=profiling, today=today)
    actions.record_papers(
        [(course, shown.has_estimate)],
        by=user,
        mode=profiling.mode,
        audit=event(request, AuditKind.READ, criterion="card"),
    )
    return render(request, "export/card.html", {"shown": shown, "course": course})
