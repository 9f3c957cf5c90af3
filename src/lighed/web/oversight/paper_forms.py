"""What is written on a paper: an answer, advice, and what a signature covers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from lighed.web.frame.inputs import PlainForm, day_field

_LONGEST = 10_000


def _words(label: Any, *, required: bool, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
    )


class AnswerForm(PlainForm):
    """Empty takes the answer away."""

    words = _words(
        pgettext_lazy("paper", "Your answer"),
        required=False,
        hint=gettext_lazy("What the tool knows stands above. Write what only you know."),
    )


class AdviceForm(PlainForm):
    words = _words(pgettext_lazy("paper", "Your advice"), required=True)


class SigningForm(PlainForm):
    review_due = day_field(pgettext_lazy("paper", "To be read again by"))


class DpiaForm(SigningForm):
    """A data protection impact assessment also says what it covers: it is looked at before a version is approved."""

    version = forms.ChoiceField(label=gettext_lazy("It covers"), required=False)
    covers_until = day_field(
        gettext_lazy("All versions put into operation until"),
        help_text=gettext_lazy("Only where it does not cover one version."),
        required=False,
    )
    filed_at = forms.CharField(
        label=gettext_lazy("Where it is filed"),
        help_text=gettext_lazy("Such as the case number in the municipality’s records."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, versions: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["version"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so above
        field.choices = [("", gettext_lazy("All versions, until a day")), *versions]
