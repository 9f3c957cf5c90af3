"""B3 and B4: what is known about the person, and what the tool has made of it, with the figures that staff see."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
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
def data_page(request: HttpRequest) -> HttpResponse:
    """Every value, with its source and date, whether it was used, and which way it pulled."""
    return _shown(request, "citizen/data.html", criterion="own data")


@require_GET
@needs(Right.OWN_CASE)
@cache_control(private=True, no_store=True)
@or_a_number_to_call
def explanation_page(request: HttpRequest) -> HttpResponse:
    """The estimate in plain words: the short of it, more, and all."""
    return _shown(request, "citizen/explanation.html", criterion="own explanation")


def _shown(request: HttpRequest, template: str, *, criterion: str) -> HttpResponse:
    case = case_of(request, to_see=True)
    own = queries.own_explanation(case.person, today=timezone.localdate())
    response = render(request, template, {"case": case, "own": own, "card": own.card if own else None})
    actions.record(audit=own_event(request, case, AuditKind.READ, criterion=criterion))
    return response
