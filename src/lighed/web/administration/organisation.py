"""A2: what the organisation is called, how it is reached, and what is drawn, kept and chosen there."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from lighed.governance import AuditKind, DisplayMode, Duty, Right, participation_in_force
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm
from lighed.web.frame.rights import needs


class OrganisationForm(PlainForm):
    name = forms.CharField(label=gettext_lazy("Name of the organisation"), max_length=80)
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        help_text=gettext_lazy("Where people reach a human being. It stands on every page that is theirs."),
        max_length=40,
        required=False,
        validators=[
            RegexValidator(r"^[0-9+() ]+\Z", gettext_lazy("Write a phone number: digits, +, brackets and spaces."))
        ],
    )
    phone_hours = forms.CharField(
        label=gettext_lazy("When the phone is answered"),
        help_text=gettext_lazy("Such as: Monday to Friday, 9 to 15."),
        max_length=120,
        required=False,
    )
    authority_term = forms.ChoiceField(
        label=gettext_lazy("What people know the authority as"), choices=queries.AUTHORITY_TERMS
    )
    held_out_per_cent = forms.IntegerField(
        label=gettext_lazy("Share handled without an estimate, in per cent"),
        help_text=gettext_lazy("Drawn by lot as people register, to measure what the tool does. From 0 to 20."),
        min_value=0,
        max_value=actions.MOST_HELD_OUT,
    )
    needs_introduction = forms.TypedChoiceField(
        label=gettext_lazy("Who sees estimates"),
        choices=[
            ("no", gettext_lazy("Everyone whose role lets them see people")),
            ("yes", gettext_lazy("Only those who have taken the introduction, for as long as it counts")),
        ],
        coerce=lambda chosen: chosen == "yes",
        widget=forms.RadioSelect,
    )
    names_in_own_log = forms.TypedChoiceField(
        label=gettext_lazy("What people see of who has looked at their data"),
        choices=[
            ("no", gettext_lazy("Day, unit, role and purpose")),
            ("yes", gettext_lazy("The names of staff as well")),
        ],
        coerce=lambda chosen: chosen == "yes",
        widget=forms.RadioSelect,
    )
    display_mode = forms.TypedChoiceField(
        label=gettext_lazy("How estimates are shown"),
        choices=[
            (
                DisplayMode.OPEN.value,
                gettext_lazy("Open list: estimates stand in the worklist, and one can filter and sort by them."),
            ),
            (
                DisplayMode.OWN_FIRST.value,
                gettext_lazy(
                    "Own assessment first: a caseworker writes an assessment of the person before the estimate opens."
                ),
            ),
            (
                DisplayMode.PLANNER_ONLY.value,
                gettext_lazy("Planners only: planners see estimates to plan the hours. Caseworkers see none."),
            ),
        ],
        coerce=DisplayMode,
        widget=forms.RadioSelect,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SET_ORGANISATION)
@cache_control(private=True, no_store=True)
def organisation_page(request: HttpRequest) -> HttpResponse:
    """Show the organisation, and change it. What the law decides is shown and cannot be changed here."""
    user = queries.user_of(request.user)
    one = user.municipality
    known = {
        "name": one.name,
        "phone": one.phone,
        "authority_term": one.authority_term,
        "held_out_per_cent": one.held_out_per_cent,
        "needs_introduction": "yes" if one.needs_introduction else "no",
        "display_mode": one.display_mode,
        "phone_hours": one.phone_hours,
        "names_in_own_log": "yes" if one.names_in_own_log else "no",
    }
    form = OrganisationForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid():
        criterion = "organisation: " + ",".join(sorted(form.changed_data))
        if "display_mode" in form.changed_data:
            criterion += f", mode={form.cleaned_data['display_mode'].value}"
        actions.set_organisation(
            one.code,
            **form.cleaned_data,
            audit=event(request, AuditKind.CHANGE, purpose=Duty.ADMINISTRATION, criterion=criterion),
        )
        messages.success(request, _("The organisation has been changed."))
        return redirect("organisation")
    participation = participation_in_force(queries.bases_in_force(one.code, today=timezone.localdate()))
    return render(
        request,
        "administration/organisation.html",
        {
            "form": form,
            "code": one.code,
            "participation": "" if participation is None else queries.participation_in_words(participation),
        },
        status=422 if form.errors else 200,
    )
