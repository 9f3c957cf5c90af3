"""The versions of the municipality by state, and the reports that they were evaluated with."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from lighed.governance import AuditKind, Duty, Right
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs


@require_GET
@needs(Right.SEE_VERSIONS)
@cache_control(private=True, no_store=True)
def versions_page(request: HttpRequest) -> HttpResponse:
    """List what the municipality considers, uses and has used."""
    user = queries.user_of(request.user)
    actions.record(audit=event(request, AuditKind.READ, purpose=Duty.OVERSIGHT, criterion="versions"))
    return render(
        request,
        "experts/versions.html",
        {
            "states": queries.versions_by_state(user),
            "waits": queries.versions_waiting(user),
            "n_to_approve": queries.n_to_approve(user),
            "may_act": Right.APPROVE_VERSIONS in user.rights,
        },
    )


@require_GET
@needs(Right.SEE_VERSIONS)
@cache_control(private=True, no_store=True)
def report_file(request: HttpRequest, number: int, report: int) -> HttpResponse:
    """The whole report, as it was when it was attached; another file in its place is not given out."""
    user = queries.user_of(request.user)
    use = queries.uses_of(user).filter(pk=number).first()
    evaluation = None if use is None else use.version.evaluations.filter(pk=report).first()
    name = f"report.{get_language() or 'da'}.html"
    content = None if evaluation is None else queries.report_file(evaluation, name)
    if evaluation is None or content is None:
        raise Http404
    actions.record(audit=event(request, AuditKind.EXPORT, purpose=Duty.OVERSIGHT, criterion="version report"))
    response = HttpResponse(content, content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{evaluation.version}-{evaluation.moment}.html"'
    return response
