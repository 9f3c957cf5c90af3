"""What a caseworker types about a person -> an assessment that the rules let through, or what is lacking in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy

from lighed.governance import AssessmentReason, AssessmentRefused, AssessmentStep, SupportLevel, check_assessment
from lighed.web import queries
from lighed.web.frame.inputs import PlainForm

NO_SENSITIVE = gettext_lazy("Do not write sensitive information here.")
MOST_SIGNS = 2000


def _words(label: Any) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, help_text=NO_SENSITIVE, widget=box, required=False, max_length=MOST_SIGNS)


def _level(label: Any, *, with_unknown: bool) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        # Nothing is chosen beforehand: what one agrees with is chosen as what one disagrees with.
        choices=[one for one in queries.SUPPORT_LEVELS if with_unknown or one[0] != SupportLevel.NOT_KNOWN],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how much support the person will need.")},
    )


class AssessmentForm(PlainForm):
    """What both steps have. `seen` is the revision of the page that it was written on."""

    step: AssessmentStep
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "words" in self.errors:
            return said
        try:
            check_assessment(
                SupportLevel(said.get("level") or SupportLevel.MORE),
                step=self.step,
                reason=self.chosen_reason,
                words=said.get("words", ""),
            )
        except AssessmentRefused as refused:
            is_of_reason = "reason" in self.fields and self.chosen_reason is None
            self.refuse(refused.text, language=get_language() or "da", field="reason" if is_of_reason else "words")
        return said

    @property
    def chosen_level(self) -> SupportLevel:
        return SupportLevel(self.cleaned_data["level"])

    @property
    def chosen_reason(self) -> AssessmentReason | None:
        said = self.cleaned_data.get("reason")
        return AssessmentReason(said) if said else None


class OwnForm(AssessmentForm):
    """Before the estimate is seen."""

    step = AssessmentStep.OWN_FIRST
    level = _level(gettext_lazy("How much support do you think the person will need?"), with_unknown=True)
    words = _words(gettext_lazy("What does your assessment rest on?"))


class NowForm(AssessmentForm):
    """What a plan follows. `on_page` tells which estimate stood above it."""

    step = AssessmentStep.NOW
    level = _level(gettext_lazy("How much support does the person need?"), with_unknown=False)
    reason = forms.ChoiceField(
        label=pgettext_lazy("assessment", "Reason"),
        choices=[("", gettext_lazy("Choose")), *queries.ASSESSMENT_REASONS],
        required=False,
    )
    words = _words(gettext_lazy("Write at least one sentence"))
    on_page = forms.CharField(widget=forms.HiddenInput, required=False)
