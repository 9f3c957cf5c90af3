"""G7: incidents, each with the time that is left to tell the authority, and what was done about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from lighed.governance import AuditEvent, AuditKind, Duty, Right
from lighed.governance.incidents import IncidentKind
from lighed.governance.two_people import NotAllowed
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm
from lighed.web.frame.rights import needs

_NAME_NO_ONE = gettext_lazy("Name no one, and write no CPR number, address or diagnosis.")
_AT = "%Y-%m-%dT%H:%M"
KINDS = (
    ("breach", gettext_lazy("Breach of personal data: the authority is told within 72 hours")),
    ("serious", gettext_lazy("Serious incident with the system: the authority is told within 15 days")),
    ("model_error", gettext_lazy("Error of the model: no law sets a time")),
)


def time_field(label: Any, **options: Any) -> forms.DateTimeField:
    """A time, picked in the browser or written as 2026-11-20T14:30."""
    return forms.DateTimeField(
        label=label,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_AT),
        input_formats=[_AT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        **options,
    )


class OpenForm(PlainForm):
    kind = forms.ChoiceField(label=gettext_lazy("Kind of incident"), choices=KINDS, widget=forms.RadioSelect)
    title = forms.CharField(label=gettext_lazy("Title"), help_text=_NAME_NO_ONE, max_length=120)
    what_happened = forms.CharField(
        label=gettext_lazy("What happened"),
        help_text=_NAME_NO_ONE,
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=10_000,
    )
    known_at = time_field(gettext_lazy("When you became aware"), help_text=gettext_lazy("The clock runs from then."))
    n_affected = forms.IntegerField(
        label=gettext_lazy("How many people it concerns"),
        help_text=gettext_lazy("Leave it empty if it is not known yet."),
        min_value=0,
        max_value=10_000_000,
        required=False,
    )


class NoteForm(PlainForm):
    text = forms.CharField(
        label=gettext_lazy("What was done or found"),
        help_text=_NAME_NO_ONE,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=10_000,
    )


class AssignForm(PlainForm):
    to = forms.ChoiceField(label=gettext_lazy("Who sees to it"))


class CountForm(PlainForm):
    n_affected = forms.IntegerField(
        label=gettext_lazy("How many people it concerns"), min_value=0, max_value=10_000_000
    )


class AuthorityForm(PlainForm):
    authority_at = time_field(gettext_lazy("When the authority was told"))


class AffectedForm(PlainForm):
    affected_at = time_field(gettext_lazy("When those affected were told"))


class CloseForm(PlainForm):
    reason = forms.CharField(
        label=gettext_lazy("Why it can be closed"),
        help_text=_NAME_NO_ONE,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    why_not_notified = forms.CharField(
        label=gettext_lazy("Why the authority is not told"),
        help_text=gettext_lazy("Only if it is not."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )


@require_GET
@needs(Right.SEE_INCIDENTS)
@cache_control(private=True, no_store=True)
def incidents_page(request: HttpRequest) -> HttpResponse:
    """List the open incidents, the most urgent first, and the closed ones."""
    user = queries.user_of(request.user)
    still, closed = queries.incidents(user.municipality_id, now=timezone.now())
    actions.record(audit=event(request, AuditKind.SEARCH, purpose=Duty.OVERSIGHT, criterion="incidents"))
    may_handle = Right.HANDLE_INCIDENTS in user.rights
    return render(
        request,
        "oversight/incidents.html",
        {"open": still, "closed": closed, "may_handle": may_handle, "names": queries.staff_names(user.municipality_id)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.HANDLE_INCIDENTS)
@cache_control(private=True, no_store=True)
def new_page(request: HttpRequest) -> HttpResponse:
    """Open an incident."""
    user = queries.user_of(request.user)
    form = OpenForm(request.POST if request.method == "POST" else None, initial={"known_at": timezone.localtime()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            incident = actions.open_incident(
                user.municipality_id,
                **{**given, "kind": IncidentKind(given["kind"])},
                by=user.username,
                audit=_changed(request),
            )
        except NotAllowed as refused:
            form.refuse(refused.text, language=get_language() or "da", field="known_at")
        else:
            messages.success(request, _("The incident is open."))
            return redirect("incidents-one", key=incident.key)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "oversight/incident_new.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE_INCIDENTS)
@cache_control(private=True, no_store=True)
def incident_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show one incident, and take the next step with it."""
    user = queries.user_of(request.user)
    incident = queries.incident_of(user.municipality_id, key)
    if incident is None or (request.method == "POST" and Right.HANDLE_INCIDENTS not in user.rights):
        raise Http404
    shown = _forms(request, is_open=incident.closed_at is None) if Right.HANDLE_INCIDENTS in user.rights else {}
    if assign := shown.get("assign"):
        staff = [
            (who.username, f"{who.name} ({who.role_names})") for who in queries.incident_handlers(user.municipality_id)
        ]
        assign.fields["to"].choices = staff  # type: ignore[attr-defined]
        assign.initial = {"to": incident.assigned_to}
    step = request.POST.get("step", "")
    form = shown.get(step)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            _STEPS[step](incident, form.cleaned_data, user.username, _changed(request))
        except NotAllowed as refused:
            form.refuse(refused.text, language=get_language() or "da", field=_FIELDS.get(step))
        else:
            messages.success(request, _("Written down."))
            return redirect("incidents-one", key=incident.key)
    actions.record(audit=event(request, AuditKind.READ, purpose=Duty.OVERSIGHT, criterion="incident"))
    wrong = next((one for one in shown.values() if one.is_bound and one.errors), None)
    return render(
        request,
        "oversight/incident.html",
        {
            "shown": queries.incident_shown(incident, now=timezone.now()),
            "one": incident,
            "entries": queries.timeline(incident),
            "names": queries.staff_names(user.municipality_id),
            "form": wrong,
            **{f"{name}_form": form for name, form in shown.items()},
        },
        status=422 if wrong else 200,
    )


def _forms(request: HttpRequest, *, is_open: bool) -> dict[str, PlainForm]:
    """The steps that are open now; a note can be added to a closed incident too."""
    kinds: dict[str, type[PlainForm]] = {"note": NoteForm}
    if is_open:
        kinds |= {
            "authority": AuthorityForm,
            "affected": AffectedForm,
            "count": CountForm,
            "assign": AssignForm,
            "close": CloseForm,
        }
    step = request.POST.get("step", "")
    now: datetime = timezone.localtime()
    initial = {"authority_at": now, "affected_at": now}
    return {name: kind(request.POST if step == name else None, initial=initial) for name, kind in kinds.items()}


_STEPS: dict[str, Callable[[Any, dict[str, Any], str, AuditEvent], None]] = {
    "note": lambda one, given, by, audit: actions.add_to_incident(one, text=given["text"], by=by, audit=audit),
    "assign": lambda one, given, by, audit: actions.assign_incident(one, to=given["to"], by=by, audit=audit),
    "count": lambda one, given, by, audit: actions.count_affected(
        one, n_affected=given["n_affected"], by=by, audit=audit
    ),
    "authority": lambda one, given, by, audit: actions.write_down_telling(
        one, queries.EntryKind.AUTHORITY_TOLD, at=given["authority_at"], by=by, audit=audit
    ),
    "affected": lambda one, given, by, audit: actions.write_down_telling(
        one, queries.EntryKind.AFFECTED_TOLD, at=given["affected_at"], by=by, audit=audit
    ),
    "close": lambda one, given, by, audit: actions.close_incident(
        one, reason=given["reason"], why_not_notified=given["why_not_notified"], by=by, audit=audit
    ),
}
_FIELDS = {"authority": "authority_at", "affected": "affected_at", "close": "reason"}


def _changed(request: HttpRequest) -> AuditEvent:
    return event(request, AuditKind.CHANGE, purpose=Duty.OVERSIGHT, criterion="incident")
