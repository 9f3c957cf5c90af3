"""What is asked for with each step of a version's life."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lighed.governance import Side, Step, Text
from lighed.web.frame.inputs import PlainForm

_REASON = _("At least 10 characters. It is kept in the history of the version. Name no citizen.")


class StepForm(PlainForm):
    """Every step has a reason."""

    reason = forms.CharField(
        label=_("Why"), help_text=_REASON, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False
    )


class SignForm(StepForm):
    side = forms.ChoiceField(
        label=_("You sign for"),
        choices=[
            (Side.PROFESSIONAL.value, pgettext_lazy("signature", "Professional")),
            (Side.DATA.value, pgettext_lazy("signature", "Data")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    field_order = ("side", "reason")


class ExplainForm(StepForm):
    group = forms.ChoiceField(
        label=_("Group that is to be watched"),
        help_text=_("One at a time. Those that have been explained are not on the list."),
    )
    field_order = ("group", "reason")

    def __init__(self, *args: Any, groups: tuple[tuple[str, Text], ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "da"
        field = self.fields["group"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so above
        field.choices = [(key, name.in_(language)) for key, name in groups]


class ReleaseForm(StepForm):
    """Where no shadow run has shown anything, it is that which the reason is asked for."""

    def __init__(self, *args: Any, lacks_shadow_run: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if lacks_shadow_run:
            self.fields["reason"].label = _("Why the shadow run can be left out")


class RollBackForm(StepForm):
    is_emergency = forms.BooleanField(
        label=_("Emergency: roll back at once. Somebody else must confirm it within 24 hours."), required=False
    )


class AdviceForm(StepForm):
    reason = forms.CharField(
        label=_("Your advice"),
        help_text=_("It stands beside the signatures. It is no signature."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )


FORMS: dict[Step, type[StepForm]] = {
    Step.PROPOSE: StepForm,
    Step.EXPLAIN: ExplainForm,
    Step.SIGN: SignForm,
    Step.REJECT: StepForm,
    Step.SHADOW: StepForm,
    Step.RELEASE: ReleaseForm,
    Step.ROLL_BACK: RollBackForm,
    Step.CONFIRM: StepForm,
    Step.RETIRE: StepForm,
    Step.ADVISE: AdviceForm,
}
BUTTONS = {
    Step.PROPOSE: _("Propose for approval"),
    Step.EXPLAIN: _("Write a rationale"),
    Step.SIGN: _("Approve and sign"),
    Step.REJECT: _("Reject"),
    Step.SHADOW: _("Begin the shadow run"),
    Step.RELEASE: _("Put into operation"),
    Step.ROLL_BACK: _("Roll back"),
    Step.CONFIRM: _("Confirm the roll-back"),
    Step.RETIRE: _("Retire"),
    Step.ADVISE: _("Give advice"),
}
DONE = {
    Step.PROPOSE: _("The version is proposed."),
    Step.EXPLAIN: _("The rationale is kept."),
    Step.SIGN: _("Your signature is kept."),
    Step.REJECT: _("The version is rejected."),
    Step.SHADOW: _("The shadow run has begun."),
    Step.RELEASE: _("The version is in operation."),
    Step.RETIRE: _("The version is retired."),
    Step.ADVISE: _("Your advice is kept."),
}
