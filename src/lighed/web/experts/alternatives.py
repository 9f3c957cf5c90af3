"""Of which data elements people are told what the estimate would be with another value, and who approved it."""

from __future__ import annotations

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
from lighed.governance.alternatives import WRITE_WHY, AlternativeRefused
from lighed.web import actions, queries
from lighed.web.actions.experts.alternatives import approve_alternatives, withdraw_alternatives
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm
from lighed.web.frame.rights import needs
from lighed.web.queries.experts.alternatives import AlternativeRow, alternative_rows, no_longer_told
from lighed.web.queries.person.alternatives_shown import LEAST_MOVED, MOST_ELEMENTS


class ApprovalForm(PlainForm):
    reason = forms.CharField(
        label=gettext_lazy("Why it may be told"),
        help_text=gettext_lazy("One sentence. Such as: Anyone can write more job targets into the CV themselves."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
        error_messages={"required": gettext_lazy("Write in a sentence why it may be told.")},
    )


@require_GET
@needs(Right.SEE_VERSIONS)
@cache_control(private=True, no_store=True)
def alternatives_page(request: HttpRequest) -> HttpResponse:
    """List every element that could be told of, with an example, and what is approved."""
    user = queries.user_of(request.user)
    actions.record(audit=event(request, AuditKind.READ, purpose=Duty.OVERSIGHT, criterion="alternatives"))
    shown = {
        "rows": _rows(request),
        "no_longer_told": no_longer_told(user.municipality_id),
        "names": queries.staff_names(user.municipality_id),
        "most": MOST_ELEMENTS,
        "least": LEAST_MOVED,
        "may_approve": Right.APPROVE_ALTERNATIVES in user.rights,
    }
    return render(request, "experts/alternatives.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.APPROVE_ALTERNATIVES)
@cache_control(private=True, no_store=True)
def element_page(request: HttpRequest, element: str) -> HttpResponse:
    """Show one element as it would be told of; approve it, or withdraw the approval."""
    user = queries.user_of(request.user)
    row = next((one for one in _rows(request) if one.element.code == element), None)
    if row is None:
        raise Http404
    is_withdrawal = request.POST.get("step") == "withdraw"
    form = ApprovalForm(request.POST if request.method == "POST" and not is_withdrawal else None)
    refused = None
    try:
        if request.method == "POST" and is_withdrawal:
            withdraw_alternatives(element, by=user, audit=_change(request, f"alternatives: {element} withdrawn"))
            messages.success(request, _("The approval is withdrawn. From now on nobody is told of it."))
            return redirect("alternatives")
        if form.is_valid():
            audit = _change(request, f"alternatives: {element} approved")
            approve_alternatives(element, by=user, reason=form.cleaned_data["reason"], audit=audit)
            messages.success(request, _("It is approved. People are told of it from now on."))
            return redirect("alternatives")
    except AlternativeRefused as error:
        refused = error.text
        if form.is_bound:
            of = "reason" if error.text == WRITE_WHY else None
            form.refuse(error.text, language=get_language() or "da", field=of)
    shown = {"row": row, "form": form, "refused": refused, "names": queries.staff_names(user.municipality_id)}
    is_refused = refused is not None or (form.is_bound and not form.is_valid())
    return render(request, "experts/alternatives_element.html", shown, status=422 if is_refused else 200)


def _change(request: HttpRequest, criterion: str) -> AuditEvent:
    return event(request, AuditKind.CHANGE, purpose=Duty.OVERSIGHT, criterion=criterion)


def _rows(request: HttpRequest) -> list[AlternativeRow]:
    municipality = queries.user_of(request.user).municipality_id
    return alternative_rows(municipality, now=timezone.now(), today=timezone.localdate())
