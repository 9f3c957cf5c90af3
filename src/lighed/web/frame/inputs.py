"""A form's fields -> the design system's classes on them; the page says which errors there are, and where."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from lighed.governance import Text
from lighed.governance.cpr import NO_CPR, looks_like_cpr

_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "form-checkbox"),
    (forms.CheckboxInput, "form-checkbox"),
    (forms.RadioSelect, "form-radio"),
    (forms.Select, "form-select"),
    (forms.Textarea, "form-input"),
    (forms.widgets.Input, "form-input"),
)


class PlainForm(forms.Form):
    """A form without any browser's own messages: what is wrong is said by the page, in the reader's language."""

    use_required_attribute = False
    own_words: frozenset[str] = frozenset()
    """Fields with a person's own words: these are written down as they came, whatever is in them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            css = next((css for kind, css in _CLASSES if isinstance(field.widget, kind)), "")
            field.widget.attrs["class"] = css
        for name, field in self.fields.items():
            if isinstance(field, forms.CharField) and name not in self.own_words:
                field.validators.append(no_cpr)

    def refuse(self, text: Text, *, language: str, field: str | None = None) -> None:
        """Say why what was asked for is not done."""
        self.add_error(field, text.in_(language))


def no_cpr(words: str) -> None:
    """Refuse words that hold a CPR number.

    Raises
    ------
    ValidationError
    """
    if looks_like_cpr(words):
        raise ValidationError(NO_CPR.in_(get_language() or "da"))


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day, picked in the browser or written as 2026-11-20."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)
