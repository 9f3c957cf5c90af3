"""A1: new roles and new ways to log in that take two people: shown, confirmed by another, or refused."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from lighed.governance import AuditEvent, AuditKind, Duty, NotAllowed, Right, Role, RoleRefused
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.CONFIRM_ACCESS)
@cache_control(private=True, no_store=True)
def confirmations_page(request: HttpRequest) -> HttpResponse:
    """List what awaits another person's word, and take that word."""
    rows = queries.awaiting_confirmation(queries.user_of(request.user))
    refused = ""
    if request.method == "POST":
        one = next((row for row in rows if _key(row) == request.POST.get("what")), None)
        answer = request.POST.get("answer", "")
        if one is None or answer not in ("confirm", "refuse") or (answer == "refuse" and one.assignment is None):
            raise Http404
        audit = event(request, AuditKind.CHANGE, purpose=Duty.ADMINISTRATION, criterion=f"access: {answer}")
        try:
            done = _answer(one, answer, audit=audit)
        except (NotAllowed, RoleRefused) as reason:
            refused = reason.text.in_(get_language() or "da")
        else:
            messages.success(request, done)
            return redirect("confirmations")
    else:
        actions.record(audit=event(request, AuditKind.READ, purpose=Duty.ADMINISTRATION, criterion="access"))
    shown = {"rows": [(_key(row), row) for row in rows], "refused": refused}
    return render(request, "administration/confirmations.html", shown, status=422 if refused else 200)


def _answer(one: queries.Awaiting, answer: str, *, audit: AuditEvent) -> str:
    """Do what was answered; what the reader is told of it."""
    if one.assignment is None:
        actions.confirm_reset(one.user, audit=audit)
        return gettext("Confirmed. The user can log in again.")
    if answer == "confirm":
        actions.confirm_role(one.assignment, audit=audit)
        return gettext("Confirmed. The role counts from the user's next page.")
    actions.end_role(one.user, Role(one.assignment.role), audit=audit)
    return gettext("Refused. The role has ended without ever counting.")


def _key(row: queries.Awaiting) -> str:
    return f"user-{row.user.pk}" if row.assignment is None else f"role-{row.assignment.pk}"
