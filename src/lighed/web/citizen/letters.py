"""B12: the letters that the person has got because of the tool, in the words in which they were sent."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
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
def letters_page(request: HttpRequest) -> HttpResponse:
    """The letters, the newest first."""
    case = case_of(request, to_see=True)
    response = render(request, "citizen/letters.html", {"case": case, "letters": queries.letters_of(case.person)})
    actions.record(audit=own_event(request, case, AuditKind.READ, criterion="own letters"))
    return response


@require_GET
@needs(Right.OWN_CASE)
@cache_control(private=True, no_store=True)
@or_a_number_to_call
def letter_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """One letter, in its own language."""
    case = case_of(request, to_see=True)
    letter = queries.letter_of(case.person, key)
    if letter is None:
        raise Http404
    response = render(request, "citizen/letter.html", {"case": case, "letter": letter})
    actions.record(audit=own_event(request, case, AuditKind.READ, criterion="own letters"))
    return response
