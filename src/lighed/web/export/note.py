"""The journal note of a case, as text to be put into the case system: to copy, or to fetch as a file."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from lighed.governance import AuditKind, Right
from lighed.web import actions, queries
from lighed.web.export.note_text import note_text
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs


@require_GET
@needs(Right.SEE_PEOPLE)
@cache_control(private=True, no_store=True)
def note_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """The note in a field that can be copied from."""
    note, text = _note(request, key, kind=AuditKind.READ, told="note")
    return render(request, "export/note.html", {"course": note.course, "text": text, "rows": text.count("\n") + 1})


@require_GET
@needs(Right.SEE_PEOPLE)
@cache_control(private=True, no_store=True)
def note_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """The same as a text file. Its lines end as Windows writes them, for the case systems there."""
    _unread, text = _note(request, key, kind=AuditKind.EXPORT, told="note file")
    response = HttpResponse("\ufeff" + text.replace("\n", "\r\n"), content_type="text/plain; charset=utf-8")
    # No name in the file's name: it stays in a list of downloads.
    response["Content-Disposition"] = f'attachment; filename="journalnotat-{timezone.localdate()}.txt"'
    return response


def _note(request: HttpRequest, key: UUID, *, kind: AuditKind, told: str) -> tuple[queries.JournalNote, str]:
    today = timezone.localdate()
    user = queries.user_of(request.user)
    profiling = queries.profiling_for(user, today=today)
    note = queries.journal_note(user, key, profiling=profiling, today=today)
    if note is None:
        raise Http404
    # Made before it is written down that it was: it tells whom the estimate was shown to until then.
    text = note_text(note, by=user.name, at=timezone.now())
    actions.record_papers(
        [(note.course, note.shown.card is not None)],
        by=user,
        mode=profiling.mode,
        audit=event(request, kind, criterion=told),
    )
    return note, text
