"""A municipality and a user's settings -> what stands around the worklist: rules in force, source, keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lighed.governance import ApiScope, Text
from lighed.web.models import ApiToken, DeskSettings
from lighed.web.queries.planning.contact_rules import are_checked, rules_in_force

SHORTCUTS: dict[str, tuple[str, str | Promise]] = {
    "search": ("/", gettext_lazy("Search by name")),
    "down": ("j", gettext_lazy("One row down")),
    "up": ("k", gettext_lazy("One row up")),
    "select": ("x", gettext_lazy("Select the row, or not")),
    "assess": ("v", gettext_lazy("Own assessment of the person")),
    "plan": ("p", gettext_lazy("Plan meetings with the person")),
    "export": ("e", gettext_lazy("Export those selected")),
    "help": ("?", pgettext_lazy("keyboard", "Show this help")),
}
"""What can be done with one key -> its usual letter, and what it does in words."""


@dataclass(frozen=True, slots=True)
class Shortcut:
    action: str
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class RulesBadge:
    """The contact rules in force, and whether the municipality has held them against the law."""

    name: Text
    is_checked: bool


def shortcuts_of(settings: DeskSettings) -> tuple[Shortcut, ...]:
    """Every shortcut with the key that the user has for it."""
    return tuple(
        Shortcut(action, str(settings.shortcuts.get(action, usual)), str(name))
        for action, (usual, name) in SHORTCUTS.items()
    )


def rules_badge(municipality: str, *, today: date) -> RulesBadge | None:
    """None where no rules are in force."""
    rules = rules_in_force(municipality, day=today)
    return None if rules is None else RulesBadge(rules.name, are_checked(municipality, rules))


def source_of(municipality: str) -> str:
    """Where people come from: the program that may send registrations, by name, or the case system in general."""
    tokens = ApiToken.objects.filter(municipality=municipality, revoked_at=None).order_by("-created_at")
    names = [one.name for one in tokens if ApiScope.REGISTRATIONS.value in one.scopes]
    return names[0] if names else _("the case system")


def unusable_keys(keys: dict[str, str]) -> tuple[str, ...]:
    """What the shortcuts do whose keys cannot be used: one printed sign each, and none twice."""
    said = list(keys.values())
    return tuple(
        str(SHORTCUTS[action][1])
        for action, key in keys.items()
        if len(key) != 1 or not key.isprintable() or said.count(key) > 1
    )
