"""G5: random samples of look-ups, drawn and closed by the data protection officer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from lighed.governance import AuditKind, Duty, Right
from lighed.web import actions, queries
from lighed.web.actions.oversight.spot_checks import LARGEST
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm, day_field
from lighed.web.frame.rights import needs
from lighed.web.oversight.log_words import shown

_DAYS_BEFORE = 29


class DrawForm(PlainForm):
    n = forms.IntegerField(label=gettext_lazy("How many look-ups"), min_value=1, max_value=LARGEST, initial=20)
    begins_on = day_field(gettext_lazy("From"))
    ends_on = day_field(gettext_lazy("To"))

    def clean(self) -> None:
        begins_on, ends_on = self.cleaned_data.get("begins_on"), self.cleaned_data.get("ends_on")
        if begins_on and ends_on and ends_on < begins_on:
            self.add_error("ends_on", _("The last day is before the first. Choose a later one."))


class CloseForm(PlainForm):
    finding = forms.ChoiceField(
        label=gettext_lazy("Finding"),
        choices=[("fine", gettext_lazy("Justified")), ("not_fine", gettext_lazy("Not justified"))],
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=2000, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.CHECK_LOG)
@cache_control(private=True, no_store=True)
def spot_checks_page(request: HttpRequest) -> HttpResponse:
    """List the samples, and draw one."""
    today = timezone.localdate()
    user = queries.user_of(request.user)
    form = DrawForm(
        request.POST if request.method == "POST" else None,
        initial={"n": 20, "begins_on": today - timedelta(days=_DAYS_BEFORE), "ends_on": today},
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        criterion = f"spot check, {given['n']} of {given['begins_on']}/{given['ends_on']}"
        audit = event(request, AuditKind.CHANGE, purpose=Duty.OVERSIGHT, criterion=criterion)
        try:
            check = actions.draw_spot_check(user.municipality_id, **given, audit=audit)
        except actions.CheckRefused as refused:
            form.refuse(refused.text, language=get_language() or "da")
        else:
            messages.success(request, _("The sample is drawn. Those who looked are asked why on their own page."))
            return redirect("spot_checks-one", number=check.pk)
    status = 422 if form.is_bound else 200
    checks = queries.spot_checks(user.municipality_id)
    return render(request, "oversight/log/spot_checks.html", {"form": form, "checks": checks}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.CHECK_LOG)
@cache_control(private=True, no_store=True)
def spot_check_page(request: HttpRequest, number: int) -> HttpResponse:
    """Show one sample, and close its look-ups one by one."""
    user = queries.user_of(request.user)
    found = queries.spot_check_of(user.municipality_id, number)
    if found is None:
        raise Http404
    check, items = found
    context: dict[str, Any] = {"check": check, "form": CloseForm(), "names": queries.staff_names(user.municipality_id)}
    if request.method == "POST":
        one = next((one for one in items if str(one.item.pk) == request.POST.get("item", "")), None)
        form = CloseForm(request.POST)
        if one is None:
            raise Http404
        if form.is_valid():
            audit = event(
                request, AuditKind.CHANGE, purpose=Duty.OVERSIGHT, criterion=f"spot check, entry {one.item.number}"
            )
            try:
                actions.close_look_up(one.item, **form.cleaned_data, audit=audit)
            except actions.CheckRefused as refused:
                form.refuse(refused.text, language=get_language() or "da", field="note")
            else:
                return redirect("spot_checks-one", number=number)
        context |= {"form": form, "wrong": one.item.pk, "refused": [str(e) for es in form.errors.values() for e in es]}
    actions.record(audit=event(request, AuditKind.READ, purpose=Duty.OVERSIGHT, criterion=f"spot check {check.pk}"))
    context["rows"] = [(one.item, shown(one.entry)) for one in items]
    return render(request, "oversight/log/spot_check.html", context, status=422 if "wrong" in context else 200)
