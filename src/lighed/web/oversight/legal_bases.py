"""G2: the register of legal bases, one entry of it, and the people whose estimates were made under that entry."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from lighed.governance import AuditKind, Duty, NotAllowed, Purpose, Right
from lighed.web import actions, queries
from lighed.web.frame.csv_file import csv_file
from lighed.web.frame.estimated_again import not_made
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs

_PER_PAGE = 50
PER_FILE = 500
"""People in one file, each of whom gets an entry in the log that they were looked at."""


@require_GET
@needs(Right.SEE_LEGAL_BASES)
@cache_control(private=True, no_store=True)
def legal_bases_page(request: HttpRequest) -> HttpResponse:
    """The register, and whether anything in it is in force today."""
    user, today = queries.user_of(request.user), timezone.localdate()
    rows = queries.legal_bases(user, today=today)
    shown = {
        "rows": rows,
        "is_on": any(row.is_in_force and row.entry.purpose == Purpose.OPERATION.value for row in rows),
        "training": queries.training_information(user),
        "n_hidden": queries.affected_by_what_ended(user, today=today),
        **_rights(request),
    }
    return render(request, "oversight/legal_bases/list.html", shown)


@require_GET
@needs(Right.SEE_LEGAL_BASES)
@cache_control(private=True, no_store=True)
def legal_basis_page(request: HttpRequest, number: int) -> HttpResponse:
    """One entry: all that it says, who answers for it, its revisions, and how many estimates rest on it."""
    entry = found(request, number)
    page = queries.entry_page(entry, today=timezone.localdate())
    return render(request, "oversight/legal_bases/entry.html", {"page": page, **_rights(request)})


@require_GET
@needs(Right.SEE_LEGAL_BASES)
@cache_control(private=True, no_store=True)
def affected_page(request: HttpRequest, number: int) -> HttpResponse:
    """How many have a shown estimate that was made under the entry; to the officer and the regulator also who, by the
    case system's id. Looking at them is recorded."""
    entry = found(request, number)
    page = queries.entry_page(entry, today=timezone.localdate())
    shown: dict[str, Any] = {"page": page, **_rights(request)}
    if shown["may_see_affected"]:
        people = queries.affected(entry)
        n_files = -(-len(people) // PER_FILE)
        shown |= {
            "people": Paginator(people, _PER_PAGE).get_page(request.GET.get("page")),
            "files": range(1, n_files + 1),
        }
        actions.record(audit=_look(request, AuditKind.SEARCH, entry.code))
    return render(request, "oversight/legal_bases/affected.html", shown)


@require_GET
@needs(Right.SEE_AFFECTED)
@cache_control(private=True, no_store=True)
def affected_file(request: HttpRequest, number: int) -> HttpResponse:
    """The same as a file, in parts of so many that an entry about each of them can be written."""
    entry = found(request, number)
    parts = Paginator(queries.affected(entry), PER_FILE)
    part = parts.get_page(request.GET.get("part"))
    people = list(part.object_list)
    actions.record_about_each([one.key for one in people], audit=_look(request, AuditKind.EXPORT, entry.code))
    rows = [(one.person_id, one.course_id, one.registered_on.isoformat()) for one in people]
    name = f"legal-basis-{entry.pk}-affected-{part.number}.csv"
    return csv_file(name, [("person_id", "course_id", "registered_on"), *rows])


@require_POST
@needs(Right.ENTER_LEGAL_BASES)
@cache_control(private=True, no_store=True)
def estimate_again(request: HttpRequest, number: int) -> HttpResponse:
    """Make the estimates again that were made under the entry, and say how many were made."""
    entry = found(request, number)
    try:
        done = actions.estimate_affected(entry, audit=event(request, AuditKind.ESTIMATE))
    except NotAllowed as refusal:
        messages.error(request, refusal.text.in_(get_language() or "da"))
    else:
        messages.success(request, _in_words(done))
        for text in not_made(done):
            messages.warning(request, text)
    return redirect("legal_bases-affected", number=number)


def _in_words(done: actions.EstimatedAgain) -> str:
    counted = [
        (done.n_made, ngettext("%(n)d estimate was made again.", "%(n)d estimates were made again.", done.n_made)),
        (
            done.n_without,
            ngettext(
                "%(n)d person is without an estimate now.", "%(n)d people are without an estimate now.", done.n_without
            ),
        ),
        (done.n_left, ngettext("%(n)d still waits. Press again.", "%(n)d still wait. Press again.", done.n_left)),
    ]
    made, *others = counted
    return " ".join(words % {"n": n} for n, words in [made, *(one for one in others if one[0])])


def found(request: HttpRequest, number: int) -> Any:
    """The entry, if it is one of the user's municipality; else there is no such page."""
    entry = queries.legal_basis_entry(queries.user_of(request.user), number)
    if entry is None:
        raise Http404
    return entry


def _rights(request: HttpRequest) -> dict[str, bool]:
    rights = queries.user_of(request.user).rights
    return {
        "may_enter": Right.ENTER_LEGAL_BASES in rights,
        "may_approve": Right.APPROVE_LEGAL_BASES in rights,
        "may_see_affected": Right.SEE_AFFECTED in rights,
        "may_suspend": Right.SUSPEND_LEGAL_BASES in rights,
    }


def _look(request: HttpRequest, kind: AuditKind, code: str) -> Any:
    return event(request, kind, purpose=Duty.OVERSIGHT, criterion=f"affected_by={code}")
