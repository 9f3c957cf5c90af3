"""What an administrator types about a user."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lighed.governance import Role
from lighed.web import queries
from lighed.web.frame.inputs import PlainForm, day_field

_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike on paper."""
_LAST_DAY = gettext_lazy("Only where the role is given for a time. The regulator has at most 12 months.")


class RoleForm(PlainForm):
    """One role more."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))
    until = day_field(gettext_lazy("Last day"), help_text=_LAST_DAY, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("Choose")), *queries.STAFF_ROLES]  # type: ignore[attr-defined]

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class PersonalForm(PlainForm):
    """What colleagues see of a user, and whose people are theirs."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    team = forms.CharField(
        label=gettext_lazy("Team"), help_text=gettext_lazy("As in the case system."), max_length=80, required=False
    )
    caseworker_id = forms.CharField(
        label=gettext_lazy("Caseworker's id in the case system"),
        help_text=gettext_lazy("It tells whose people are the user's own."),
        max_length=80,
        required=False,
    )


class NewUserForm(PersonalForm, RoleForm):
    """Someone new, with a first role."""

    username = forms.CharField(
        label=gettext_lazy("User name"),
        help_text=gettext_lazy("Letters, digits, full stop, hyphen and underscore. It cannot be changed later."),
        max_length=80,
        validators=[
            RegexValidator(r"^[\w.-]+\Z", gettext_lazy("Use letters, digits, full stop, hyphen and underscore only."))
        ],
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How the user logs in"),
        choices=[
            ("password", gettext_lazy("With a password, shown once when the user has been made")),
            ("provider", gettext_lazy("Through the municipality's own log-in, without a password here")),
        ],
        widget=forms.RadioSelect,
        initial="password",
    )
    field_order = ("username", "name", "team", "caseworker_id", "role", "until", "way")


class ProtectedForm(PlainForm):
    until = day_field(gettext_lazy("Last day"), help_text=gettext_lazy("At most 12 months ahead."))


class TrainingForm(PlainForm):
    taken_on = day_field(gettext_lazy("Taken on"))
    valid_until = day_field(gettext_lazy("Counts until"))


def one_time_password() -> str:
    """A password that can be read aloud, and that its owner changes: four groups of four, about 79 bits."""
    return "-".join("".join(secrets.choice(_SIGNS) for _sign in range(4)) for _group in range(4))
