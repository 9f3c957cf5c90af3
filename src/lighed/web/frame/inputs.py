"""A form's fields -> the design system's classes on them; the page says which errors there are, and where."""

from __future__ import annotations

from typing import Any

from django import forms

from lighed.governance import Text

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            css = next((css for kind, css in _CLASSES if isinstance(field.widget, kind)), "")
            field.widget.attrs["class"] = css

    def refuse(self, text: Text, *, language: str, field: str | None = None) -> None:
        """Say why what was asked for is not done."""
        self.add_error(field, text.in_(language))


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day, picked in the browser or written as 2026-11-20."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)
