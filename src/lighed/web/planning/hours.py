"""The hours a week that each team has for meetings, from which day on."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from lighed.governance import AuditKind, Duty, Refused, Right
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm, day_field
from lighed.web.frame.rights import needs


class HoursForm(PlainForm):
    team = forms.ChoiceField(label=pgettext_lazy("hours", "Team"))
    hours = forms.DecimalField(
        label=pgettext_lazy("hours", "Hours a week for meetings"),
        min_value=Decimal(0),
        max_digits=6,
        decimal_places=1,
        # A comma or a point, as the reader's language writes it.
        localize=True,
    )
    valid_from = day_field(pgettext_lazy("hours", "From the day"))

    def __init__(self, *args: object, teams: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["team"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so above
        field.choices = [("", gettext_lazy("Choose")), *((team, team) for team in teams)]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SET_PLANNING)
@cache_control(private=True, no_store=True)
def hours_page(request: HttpRequest) -> HttpResponse:
    """Show the teams' hours, and write down other ones from a day on."""
    user, today = queries.user_of(request.user), timezone.localdate()
    teams = queries.teams_of(user.municipality_id)
    form = HoursForm(request.POST if request.method == "POST" else None, teams=teams, initial={"valid_from": today})
    if form.is_valid():
        said = form.cleaned_data
        change = event(request, AuditKind.CHANGE, purpose=Duty.ADMINISTRATION, criterion="planning: team hours")
        try:
            actions.enter_team_hours(
                user.municipality_id, said["team"], hours=said["hours"], valid_from=said["valid_from"], by=user.name,
                audit=change,
            )  # fmt: skip
        except Refused as refused:
            form.refuse(refused.text, language=get_language() or "da")
        else:
            messages.success(request, _("The hours have been written down."))
            return redirect("team_hours")
    if request.method != "POST":
        actions.record(audit=event(request, AuditKind.READ, purpose=Duty.ADMINISTRATION, criterion="team hours"))
    rows = queries.team_rows(user.municipality_id, today=today)
    return render(request, "planning/hours.html", {"rows": rows, "form": form}, status=422 if form.errors else 200)
