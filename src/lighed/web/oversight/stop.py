"""G13: the emergency stop. One person presses it, two let it go on."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from lighed.governance import AuditKind, Duty, Purpose, Right
from lighed.governance.two_people import NotAllowed, can_be_other_person
from lighed.web import actions, queries
from lighed.web.frame.estimated_again import not_made
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm
from lighed.web.frame.rights import needs

EFFECTS = (
    (
        "hide",
        gettext_lazy("Hide the estimates. Nobody sees them from now on. New ones are made and kept out of sight."),
    ),
    (
        "stop",
        gettext_lazy("Stop everything. Nobody sees an estimate, and none is made, neither here nor through the API."),
    ),
)


class PressForm(PlainForm):
    """Everything is asked for on one page, so that nothing stands between the decision and the stop."""

    effect = forms.ChoiceField(label=gettext_lazy("What is to stop"), choices=EFFECTS, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Kept and shown on this page. Name no one."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    is_drill = forms.BooleanField(
        label=gettext_lazy("This is a drill. Everything happens as in earnest, and is marked as a drill."),
        required=False,
    )


@require_GET
@needs(Right.SEE_STOPS, Right.STOP)
@cache_control(private=True, no_store=True)
def stop_page(request: HttpRequest) -> HttpResponse:
    """Show what is stopped now, what can be, and what has been."""
    return _show(request, PressForm())


@require_POST
@needs(Right.STOP)
@cache_control(private=True, no_store=True)
def press_page(request: HttpRequest) -> HttpResponse:
    """Stop now, on one person's word."""
    user, form = queries.user_of(request.user), PressForm(request.POST)
    if form.is_valid():
        chosen = form.cleaned_data
        audit = event(
            request, AuditKind.CHANGE, purpose=Duty.OVERSIGHT, criterion="stop", reason=chosen["reason"].strip()
        )
        try:
            actions.press_stop(
                user.municipality_id,
                effect=chosen["effect"],
                reason=chosen["reason"],
                by=user.username,
                is_drill=chosen["is_drill"],
                audit=audit,
            )
        except NotAllowed as refused:
            form.refuse(refused.text, language=get_language() or "da", field="reason")
        else:
            messages.success(request, _("The emergency stop is in force."))
            return redirect("stop")
    return _show(request, form)


@require_POST
@needs(Right.STOP)
@cache_control(private=True, no_store=True)
def resume_page(request: HttpRequest) -> HttpResponse:
    """Take one person's word that it may go on, and go on when it is the second person's."""
    user = queries.user_of(request.user)
    if queries.stop_in_force(user.municipality_id) is None:
        messages.info(request, _("The stop is over already."))
        return redirect("stop")
    audit = event(request, AuditKind.CHANGE, purpose=Duty.OVERSIGHT, criterion="resume")
    try:
        is_over = actions.confirm_resume(user.municipality_id, by=user.username, audit=audit)
    except NotAllowed as refused:
        messages.error(request, refused.text.in_(get_language() or "da"))
        return redirect("stop")
    if not is_over:
        messages.info(request, _("Your word is written down. Nothing changes before somebody else has confirmed it."))
        return redirect("stop")
    again = event(request, AuditKind.ESTIMATE, purpose=Purpose.OPERATION, criterion="resume")
    done = actions.estimate_waiting(user.municipality_id, audit=again)
    messages.success(request, " ".join(_after(done.n_made, done.n_left)))
    for text in not_made(done):
        messages.warning(request, text)
    return redirect("stop")


def _after(n_made: int, n_left: int) -> list[str]:
    told = [_("The stop is over. Estimates are made and shown again.")]
    if n_made:
        told.append(
            ngettext("%(n)d person was estimated now.", "%(n)d people were estimated now.", n_made) % {"n": n_made}
        )
    if n_left:
        told.append(
            ngettext("%(n)d waits for the nightly run.", "%(n)d wait for the nightly run.", n_left) % {"n": n_left}
        )
    return told


def _show(request: HttpRequest, form: PressForm) -> HttpResponse:
    user = queries.user_of(request.user)
    page = queries.stop_page(user.municipality_id, now=timezone.now())
    first = page.in_force.stop.first_resumed_by if page.in_force else ""
    actions.record(audit=event(request, AuditKind.READ, purpose=Duty.OVERSIGHT, criterion="stop"))
    return render(
        request,
        "oversight/stop.html",
        {
            "page": page,
            "names": queries.staff_names(user.municipality_id),
            "form": form,
            "may_stop": Right.STOP in user.rights,
            "can_confirm": not first or can_be_other_person(first, user.username),
        },
        status=422 if form.is_bound and form.errors else 200,
    )
