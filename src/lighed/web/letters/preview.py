"""A3: a letter as the person gets it, on the screen and as a PDF, and a test of it that goes to nobody."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from lighed.governance import Refused, Right
from lighed.transparency.letters import (
    KIND_NAMES,
    LANGUAGES,
    LetterKind,
    Template,
    Words,
    blocks_of,
    examples_of,
    filled,
)
from lighed.web import actions, queries
from lighed.web.delivery import letter_as_pdf
from lighed.web.frame.rights import needs
from lighed.web.letters.templates import change, kind_of


@require_GET
@needs(Right.SET_LETTERS, Right.APPROVE_LETTERS)
@cache_control(private=True, no_store=True)
def preview_page(request: HttpRequest, kind: str) -> HttpResponse:
    """The letter with examples in it."""
    of_kind = kind_of(kind)
    template, number = _asked_for(request, of_kind)
    language = _language(request)
    words = _example(request, template, language)
    return render(
        request,
        "letters/preview.html",
        {
            "kind": of_kind,
            "name": KIND_NAMES[of_kind],
            "language": language,
            "languages_": LANGUAGES,
            "number": number,
            "title": words.title,
            "blocks": blocks_of(words.body),
            "office": queries.user_of(request.user).municipality,
            "day": timezone.localdate(),
        },
    )


@require_GET
@needs(Right.SET_LETTERS, Right.APPROVE_LETTERS)
@cache_control(private=True, no_store=True)
def preview_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as a PDF."""
    template, _number = _asked_for(request, kind_of(kind))
    language, office = _language(request), queries.user_of(request.user).municipality
    made = letter_as_pdf(
        _example(request, template, language),
        language=language,
        organisation=str(office),
        phone=office.phone,
        made_at=timezone.now(),
        is_test=True,
    )
    return as_file(made)


@require_POST
@needs(Right.SET_LETTERS, Right.APPROVE_LETTERS)
def try_letter(request: HttpRequest, kind: str) -> HttpResponse:
    """Send a test the way that letters go here."""
    template, _number = _asked_for(request, kind_of(kind))
    try:
        receipt = actions.try_letter(
            template, language=_language(request), by=queries.user_of(request.user), audit=change(request)
        )
    except Refused as refused:
        messages.error(request, refused.text.in_(get_language() or "da"))
    else:
        messages.success(request, _("The test has been sent: %(receipt)s. Nobody gets it.") % {"receipt": receipt})
    return redirect("letters-one", kind=kind)


def as_file(pdf: bytes) -> HttpResponse:
    """A letter to open or save. No name in the file's name: it stays in a list of downloads."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="brev.pdf"'
    return response


def _asked_for(request: HttpRequest, kind: LetterKind) -> tuple[Template, str]:
    """The version that the address names, else the draft, else what is in use."""
    page = queries.letter_page(queries.user_of(request.user).municipality_id, kind)
    number = request.GET.get("version", "")
    if not number:
        return page.words, ""
    found = next((one for one in page.versions if str(one.number) == number), None)
    if found is None:
        raise Http404
    return queries.as_words(found), number


def _language(request: HttpRequest) -> str:
    asked = request.POST.get("language") or request.GET.get("language") or get_language() or ""
    return asked if asked in LANGUAGES else LANGUAGES[0]


def _example(request: HttpRequest, template: Template, language: str) -> Words:
    office, kind = queries.user_of(request.user).municipality, template.kind
    known = queries.values_in_force(office, kind=kind, language=language, today=timezone.localdate())
    return filled(template.in_(language), examples_of(kind, language) | known, kind=kind, language=language)
