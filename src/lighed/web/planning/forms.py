"""The numbers of a plan, as a form sends them -> a template to lay meetings out by."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from lighed.planning import MeetingForm, MeetingTemplate
from lighed.web import queries
from lighed.web.frame.inputs import PlainForm, day_field

MOST_MEETINGS, MOST_WEEKS, LEAST_MINUTES, MOST_MINUTES = 12, 26, 10, 180


class NumbersForm(PlainForm):
    """The caseworker's own numbers, or those of a template that they have chosen."""

    n_meetings = forms.IntegerField(
        label=pgettext_lazy("plan", "Number of meetings"), min_value=1, max_value=MOST_MEETINGS
    )
    weeks_between = forms.IntegerField(
        label=pgettext_lazy("plan", "Weeks between them"), min_value=1, max_value=MOST_WEEKS
    )
    minutes = forms.IntegerField(
        label=pgettext_lazy("plan", "Minutes each"), min_value=LEAST_MINUTES, max_value=MOST_MINUTES
    )
    form = forms.ChoiceField(
        label=pgettext_lazy("plan", "Form of the meetings"),
        choices=[("", gettext_lazy("Choose")), *queries.MEETING_FORMS],
    )
    first_on = day_field(pgettext_lazy("plan", "The first meeting at the latest"))

    def template(self, name: str, *, start: date, today: date) -> tuple[MeetingTemplate, date]:
        """The numbers as a template, and the day from which its days count: a day before `start` counts from today."""
        said = self.cleaned_data
        first_on: date = said["first_on"]
        begin = start if first_on >= start else today
        made = MeetingTemplate(
            name=name, n_meetings=said["n_meetings"], weeks_between=said["weeks_between"], minutes=said["minutes"],
            form=MeetingForm(said["form"]), first_within_days=(first_on - begin).days,
        )  # fmt: skip
        return made, begin


def numbers_of(template: MeetingTemplate, *, start: date) -> dict[str, Any]:
    """What the form says for a template whose days count from `start`."""
    return {
        "n_meetings": template.n_meetings,
        "weeks_between": template.weeks_between,
        "minutes": template.minutes,
        "form": template.form.value,
        "first_on": start + timedelta(days=template.first_within_days),
    }
