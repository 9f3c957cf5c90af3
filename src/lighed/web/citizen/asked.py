"""What a person has asked for, one at a time: the receipt, by when it is answered, and what became of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from lighed.governance import AuditKind, Right
from lighed.web import actions, queries
from lighed.web.citizen.own import case_of, or_a_number_to_call, own_event
from lighed.web.frame.rights import needs


@require_GET
@needs(Right.OWN_CASE)
@cache_control(private=True, no_store=True)
@or_a_number_to_call
def asked_page(request: HttpRequest, number: int) -> HttpResponse:
    """Show one request of the person's."""
    case = case_of(request)
    one = next((one for one in case.requests if one.pk == number), None)
    if one is None:
        raise Http404
    actions.record(audit=own_event(request, case, AuditKind.READ, criterion="own page"))
    shown = {
        "case": case,
        "one": one,
        "today": timezone.localdate(),
        "may_be_withdrawn": case.may_ask and queries.can_be_withdrawn(one),
        "change": queries.change_after(one, today=timezone.localdate()) if case.may_see else None,
    }
    return render(request, "citizen/asked.html", shown)
