"""B12: the letters that the person has got because of the tool, in the words in which they were sent."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from lighed.governance import AuditKind, Right
from lighed.transparency.letters import Words, blocks_of
from lighed.web import actions, queries
from lighed.web.citizen.own import case_of, or_a_number_to_call, own_event
from lighed.web.delivery import DeliveryFailed, letter_as_pdf
from lighed.web.frame.rights import needs
from lighed.web.letters.preview import as_file


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
    letter = _letter(case, key)
    shown = {"case": case, "letter": letter, "blocks": blocks_of(letter.body)}
    response = render(request, "citizen/letter.html", shown)
    actions.record(audit=own_event(request, case, AuditKind.READ, criterion="own letters"))
    return response


@require_GET
@needs(Right.OWN_CASE)
@cache_control(private=True, no_store=True)
@or_a_number_to_call
def letter_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """One letter as a tagged PDF, as it is sent."""
    case = case_of(request, to_see=True)
    letter = _letter(case, key)
    if letter.is_erased:
        raise Http404
    try:
        made = letter_as_pdf(
            Words(letter.title, letter.body),
            language=letter.language,
            organisation=str(case.municipality),
            phone=case.municipality.phone,
            made_at=letter.made_at,
        )
    except DeliveryFailed:
        messages.error(request, _("No PDF could be made of the letter. You can read all of it here."))
        return redirect("my-letters-one", key=key)
    actions.record(audit=own_event(request, case, AuditKind.EXPORT, criterion="own letters"))
    return as_file(made)


def _letter(case: queries.OwnCase, key: UUID) -> queries.Letter:
    letter = queries.letter_of(case.person, key)
    if letter is None:
        raise Http404
    return letter
