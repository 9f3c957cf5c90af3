"""G6: how long things are kept, what is deleted next, who is held, and the proofs of what was erased."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lighed.governance import AuditEvent, AuditKind, Duty, Right
from lighed.governance.retention import TERMS, Kept
from lighed.governance.two_people import NotAllowed
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm, day_field
from lighed.web.frame.rights import needs


class TermForm(PlainForm):
    months = forms.IntegerField(label=gettext_lazy("Months"), min_value=0, max_value=1200)
    reason = forms.CharField(
        label=gettext_lazy("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False
    )


class HoldForm(PlainForm):
    person_id = forms.CharField(
        label=gettext_lazy("The person’s id in the case system"),
        help_text=gettext_lazy("Not a CPR number."),
        max_length=80,
    )
    until = day_field(gettext_lazy("Up to and with"))
    why = forms.CharField(
        label=gettext_lazy("Why the person is held"),
        help_text=gettext_lazy("Name the case, not what it is about."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )


@require_GET
@needs(Right.SEE_RETENTION)
@cache_control(private=True, no_store=True)
def retention_page(request: HttpRequest) -> HttpResponse:
    """Show the terms, what they lead to, and what they have led to."""
    return _show(request, HoldForm())


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.CHANGE_RETENTION)
@cache_control(private=True, no_store=True)
def term_page(request: HttpRequest, kind: str) -> HttpResponse:
    """Propose another term for one kind of thing."""
    if kind not in set(Kept):
        raise Http404
    user, kept = queries.user_of(request.user), Kept(kind)
    in_force = queries.months_of(user.municipality_id)[kept]
    form = TermForm(request.POST if request.method == "POST" else None, initial={"months": in_force})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        audit = _changed(request, f"term {kind}", reason=given["reason"].strip())
        try:
            actions.propose_term(
                user.municipality_id,
                kind=kept,
                months=given["months"],
                reason=given["reason"],
                by=user.username,
                audit=audit,
            )
        except NotAllowed as refused:
            field = "months" if given["reason"].strip() else "reason"
            form.refuse(refused.text, language=get_language() or "da", field=field)
        else:
            messages.success(request, _("Proposed. It counts when somebody else has confirmed it."))
            return redirect("retention")
    status = 422 if form.is_bound and form.errors else 200
    return render(
        request,
        "oversight/retention_term.html",
        {"form": form, "term": TERMS[kept], "months": in_force},
        status=status,
    )


@require_POST
@needs(Right.CHANGE_RETENTION)
@cache_control(private=True, no_store=True)
def decide_page(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm a term that somebody else proposed, or take a proposal back."""
    user = queries.user_of(request.user)
    rule = queries.term_proposed(user.municipality_id, number)
    if rule is None:
        raise Http404
    audit = _changed(request, f"term {rule.kind}")
    if request.POST.get("decision") == "withdraw":
        actions.withdraw_term(rule, audit=audit)
        messages.success(request, _("The proposal is taken back."))
        return redirect("retention")
    try:
        actions.confirm_term(rule, by=user.username, audit=audit)
    except NotAllowed as refused:
        messages.error(request, refused.text.in_(get_language() or "da"))
    else:
        messages.success(request, _("The new term counts from now on."))
    return redirect("retention")


@require_POST
@needs(Right.CHANGE_RETENTION)
@cache_control(private=True, no_store=True)
def hold_page(request: HttpRequest) -> HttpResponse:
    """Hold a person from erasure because of a case."""
    user, form = queries.user_of(request.user), HoldForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.hold_person(
                user.municipality_id,
                given["person_id"],
                reason=given["why"],
                until=given["until"],
                by=user.username,
                audit=_changed(request, "hold"),
            )
        except NotAllowed as refused:
            form.refuse(refused.text, language=get_language() or "da")
        else:
            messages.success(request, _("The person is held."))
            return redirect("retention")
    return _show(request, form)


@require_POST
@needs(Right.CHANGE_RETENTION)
@cache_control(private=True, no_store=True)
def lift_page(request: HttpRequest, number: int) -> HttpResponse:
    """Let the terms count again for somebody who was held."""
    user = queries.user_of(request.user)
    hold = queries.holds(user.municipality_id, today=timezone.localdate()).filter(pk=number).first()
    if hold is None:
        raise Http404
    actions.lift_hold(hold, by=user.username, audit=_changed(request, "hold lifted"))
    messages.success(request, _("The hold is lifted."))
    return redirect("retention")


def _show(request: HttpRequest, form: HoldForm) -> HttpResponse:
    user = queries.user_of(request.user)
    page = queries.retention_page(user.municipality_id, today=timezone.localdate())
    actions.record(audit=event(request, AuditKind.SEARCH, purpose=Duty.OVERSIGHT, criterion="retention"))
    return render(
        request,
        "oversight/retention.html",
        {
            "page": page,
            "names": queries.staff_names(user.municipality_id),
            "form": form,
            "may_change": Right.CHANGE_RETENTION in user.rights,
            "soon": timezone.localdate() + queries.SOON,
            "has_next": any(one.first_on for one in page.next_deletions),
        },
        status=422 if form.is_bound and form.errors else 200,
    )


def _changed(request: HttpRequest, criterion: str, *, reason: str = "") -> AuditEvent:
    return event(request, AuditKind.CHANGE, purpose=Duty.OVERSIGHT, criterion=criterion, reason=reason)
