"""The conversation sheet: one person's, on the screen and as a PDF, and those of several people in one PDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from lighed.governance import AuditKind, Right
from lighed.web import actions, queries
from lighed.web.export.printing import sheets_as_pdf
from lighed.web.export.selection import selection_of
from lighed.web.export.sheet_text import LANGUAGES, SheetText, sheet_text
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs


@dataclass(frozen=True, slots=True)
class _Options:
    """How a sheet is made. Nothing about the person is in them, so they may stand in an address."""

    with_estimate: bool
    is_large: bool
    language: str

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> _Options:
        language = sent.get("language", "")
        return cls(
            with_estimate=sent.get("estimate") == "1",
            is_large=sent.get("large") == "1",
            language=language if language in LANGUAGES else get_language() or LANGUAGES[0],
        )

    def text(self, sheet: queries.Sheet, *, by: str) -> SheetText:
        return sheet_text(
            sheet,
            language=self.language,
            is_large=self.is_large,
            with_estimate=self.with_estimate,
            at=timezone.now(),
            by=by,
        )


@require_GET
@needs(Right.SEE_PEOPLE)
@cache_control(private=True, no_store=True)
def sheet_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """The sheet to look at, and to print from the browser."""
    sheet, options, text = _one(request, key, kind=AuditKind.READ, told="sheet")
    state = _state(request, sheet)
    context = {"sheet": sheet, "text": text, "options": options, "state": state, "course": sheet.course}
    return render(request, "export/sheet.html", context)


@require_GET
@needs(Right.SEE_PEOPLE)
@cache_control(private=True, no_store=True)
def sheet_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """The same sheet as a PDF."""
    _sheet, options, text = _one(request, key, kind=AuditKind.EXPORT, told="sheet file")
    return _pdf([text], options, name="samtaleark")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.EXPORT_PEOPLE)
@cache_control(private=True, no_store=True)
def sheets_page(request: HttpRequest) -> HttpResponse:
    """The sheets of several people, ticked on the worklist or found by its filters, in one PDF."""
    today = timezone.localdate()
    user = queries.user_of(request.user)
    profiling = queries.profiling_for(user, today=today)
    selection = selection_of(request, profiling=profiling, today=today, most=queries.MOST_SHEETS)
    chosen = queries.chosen_people(user, selection.keys)
    context: dict[str, Any] = {"selection": selection, "chosen": chosen, "profiling": profiling}
    if selection.n > queries.MOST_SHEETS:
        told = _("Too many people (%(n)d). At most %(max)d sheets at a time.")
        refused = told % {"n": selection.n, "max": queries.MOST_SHEETS}
        return render(request, "export/sheets.html", context | {"refused": refused}, status=422)
    if not chosen.keys:
        return render(request, "export/sheets.html", context, status=422 if request.method == "POST" else 200)
    if request.POST.get("step") != "file":
        return render(request, "export/sheets.html", context | {"options": _Options.read({})})
    options = _Options.read(request.POST.dict())
    made = queries.sheets_of(user, chosen.keys, with_estimate=options.with_estimate, profiling=profiling, today=today)
    actions.record_papers(
        [(one.course, one.has_estimate) for one in made],
        by=user,
        mode=profiling.mode,
        audit=event(request, AuditKind.EXPORT, criterion="sheet file"),
    )
    return _pdf([options.text(one, by=user.name) for one in made], options, name="samtaleark")


def _one(request: HttpRequest, key: UUID, *, kind: AuditKind, told: str) -> tuple[queries.Sheet, _Options, SheetText]:
    today = timezone.localdate()
    user = queries.user_of(request.user)
    profiling = queries.profiling_for(user, today=today)
    options = _Options.read(request.GET.dict())
    made = queries.sheets_of(user, [key], with_estimate=options.with_estimate, profiling=profiling, today=today)
    if not made:
        raise Http404
    (sheet,) = made
    actions.record_papers(
        [(sheet.course, sheet.has_estimate)],
        by=user,
        mode=profiling.mode,
        audit=event(request, kind, criterion=told),
    )
    return sheet, options, options.text(sheet, by=user.name)


def _state(request: HttpRequest, sheet: queries.Sheet) -> str:
    """Whether an estimate can be put on the sheet, and if not, what its reader is told instead."""
    today = timezone.localdate()
    profiling = queries.profiling_for(queries.user_of(request.user), today=today)
    return profiling.shown_state(sheet.course, today)


def _pdf(texts: list[SheetText], options: _Options, *, name: str) -> HttpResponse:
    made = sheets_as_pdf(texts, language=options.language, is_large=options.is_large)
    response = HttpResponse(made, content_type="application/pdf")
    # No name in the file's name: it stays in a list of downloads.
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate()}.pdf"'
    return response
