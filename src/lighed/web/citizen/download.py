"""B10: everything that is kept about the person, in one action: a paper to read, or a file for programs."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from lighed.governance import AuditKind, Right
from lighed.web import actions, queries
from lighed.web.citizen.own import case_of, or_a_number_to_call, own_event
from lighed.web.citizen.own_paper import sections
from lighed.web.frame.rights import needs
from lighed.web.printed.pdf import as_pdf

PAPER_LANGUAGES = ("da", "en")


@require_GET
@needs(Right.OWN_CASE)
@cache_control(private=True, no_store=True)
@or_a_number_to_call
def download_page(request: HttpRequest) -> HttpResponse:
    """The two files, each a click away."""
    case = case_of(request, to_see=True)
    response = render(request, "citizen/download.html", {"case": case})
    actions.record(audit=own_event(request, case, AuditKind.READ, criterion="own page"))
    return response


@require_GET
@needs(Right.OWN_CASE)
@cache_control(private=True, no_store=True)
@or_a_number_to_call
def paper(request: HttpRequest, language: str) -> HttpResponse:
    """Everything as one tagged PDF, in Danish or English."""
    if language not in PAPER_LANGUAGES:
        raise Http404
    case = case_of(request, to_see=True)
    with translation.override(language):
        made = as_pdf("own.typ", paper_of(case, language=language))
    actions.record(audit=own_event(request, case, AuditKind.EXPORT, criterion="own download"))
    return _file(made, f"lighed-{timezone.localdate()}-{language}.pdf", "application/pdf")


@require_GET
@needs(Right.OWN_CASE)
@cache_control(private=True, no_store=True)
@or_a_number_to_call
def file(request: HttpRequest) -> HttpResponse:
    """Everything as JSON: every stored value, texts in both languages."""
    case = case_of(request, to_see=True)
    reader = queries.user_of(request.user)
    told = queries.own_file(case.person, reader=reader, today=timezone.localdate(), at=timezone.now())
    made = json.dumps(told, ensure_ascii=False, indent=1, default=str).encode()
    actions.record(audit=own_event(request, case, AuditKind.EXPORT, criterion="own download"))
    return _file(made, f"lighed-{timezone.localdate()}.json", "application/json")


def paper_of(case: queries.OwnCase, *, language: str) -> dict[str, Any]:
    """What the paper's template reads, in the language that is active."""
    own = queries.own_explanation(case.person, today=timezone.localdate())
    log = queries.all_of_own_log(case.person)
    is_whole = queries.broken_since(case.person) is None
    made = _("Made %(time)s.") % {"time": date_format(timezone.localtime(), "SHORT_DATETIME_FORMAT")}
    demo = " " + _("Demonstration.") if settings.LIGHED_DEMO else ""
    return {
        "title": _("What the tool knows about %(name)s") % {"name": case.person.shown_name},
        "organisation": str(case.municipality),
        "language": language,
        "footer": made + demo,
        "sections": sections(case, own, queries.own_history(case.person), log, is_whole=is_whole),
    }


def _file(made: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(made, content_type=content_type)
    # No name of anybody in the file's name: it stays in a list of downloads.
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
