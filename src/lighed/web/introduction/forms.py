"""What one chooses in the introduction: an assessment, an answer, the answers to all five questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lighed.web import queries
from lighed.web.frame.inputs import PlainForm

_CHOOSE = {"required": _("Choose one."), "invalid_choice": _("Choose one.")}


class OwnFirstForm(PlainForm):
    """How much support one thinks that the person will need, before the estimate is seen."""

    level = forms.ChoiceField(
        label=_("How much support do you think the person will need?"),
        choices=queries.SUPPORT_LEVELS,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )


class AnswersForm(PlainForm):
    """One set of answers for each of the questions."""

    def __init__(self, questions: tuple[queries.PracticeQuestion, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "da"
        for one in questions:
            self.fields[one.key] = forms.TypedChoiceField(
                label=one.text.in_(language),
                choices=[(place, answer.text.in_(language)) for place, answer in enumerate(one.answers)],
                coerce=int,
                widget=forms.RadioSelect(attrs={"class": "form-radio"}),
                error_messages=_CHOOSE,
            )
