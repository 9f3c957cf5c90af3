"""How a municipality meets people: its templates of meetings, made, changed and taken out of use."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lighed.governance import AuditEvent, AuditKind, Duty, Refused, Right, SupportLevel
from lighed.planning import MeetingForm, MeetingTemplate
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm
from lighed.web.frame.rights import needs


class TemplateForm(PlainForm):
    name = forms.CharField(label=pgettext_lazy("template", "Name"), max_length=60)
    n_meetings = forms.IntegerField(label=pgettext_lazy("plan", "Number of meetings"))
    first_within_days = forms.IntegerField(label=pgettext_lazy("plan", "Days to the first meeting, at most"))
    weeks_between = forms.IntegerField(label=pgettext_lazy("plan", "Weeks between them"))
    minutes = forms.IntegerField(label=pgettext_lazy("plan", "Minutes each"))
    form = forms.ChoiceField(
        label=pgettext_lazy("plan", "Form of the meetings"),
        choices=[("", gettext_lazy("Choose")), *queries.MEETING_FORMS],
    )
    level = forms.ChoiceField(
        label=pgettext_lazy("template", "Mostly used for"),
        help_text=gettext_lazy("To count hours ahead with. Nobody is planned by it: the caseworker chooses each time."),
        choices=[("", gettext_lazy("No assessment in particular")), *queries.TEMPLATE_LEVELS],
        required=False,
    )


@require_GET
@needs(Right.SET_PLANNING)
@cache_control(private=True, no_store=True)
def templates_page(request: HttpRequest) -> HttpResponse:
    """List the templates, those in use first."""
    found = queries.all_templates(queries.user_of(request.user).municipality_id)
    actions.record(audit=event(request, AuditKind.READ, purpose=Duty.ADMINISTRATION, criterion="meeting templates"))
    return render(request, "planning/templates.html", {"templates": found})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SET_PLANNING)
@cache_control(private=True, no_store=True)
def template_page(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Make a template, or change one."""
    user = queries.user_of(request.user)
    kept = None if number is None else queries.template_by_number(user.municipality_id, number)
    if number is not None and kept is None:
        raise Http404
    known = {} if kept is None else {name: getattr(kept, name) for name in TemplateForm.base_fields}
    form = TemplateForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        said = form.cleaned_data
        level = said.pop("level")
        try:
            actions.save_template(
                user.municipality_id,
                MeetingTemplate(**{**said, "form": MeetingForm(said["form"])}),
                level=SupportLevel(level) if level else None,
                number=number,
                by=user.name,
                audit=_change(request, "template"),
            )
        except Refused as refused:
            form.refuse(refused.text, language=get_language() or "da")
        else:
            messages.success(request, _("The template has been saved. Plans that were made before stay as they are."))
            return redirect("meeting_templates")
    status = 422 if form.errors else 200
    return render(request, "planning/template.html", {"form": form, "template": kept}, status=status)


@require_POST
@needs(Right.SET_PLANNING)
def use_template(request: HttpRequest, number: int) -> HttpResponse:
    """Offer a template, or no longer."""
    user = queries.user_of(request.user)
    if queries.template_by_number(user.municipality_id, number) is None:
        raise Http404
    is_in_use = request.POST.get("use") == "yes"
    actions.put_template_in_use(
        user.municipality_id, number, is_in_use=is_in_use, by=user.name, audit=_change(request, "template in use")
    )
    done = _("The template is offered again.") if is_in_use else _("The template is no longer offered.")
    messages.success(request, done)
    return redirect("meeting_templates")


def _change(request: HttpRequest, what: str) -> AuditEvent:
    return event(request, AuditKind.CHANGE, purpose=Duty.ADMINISTRATION, criterion=f"planning: {what}")
