"""An entry of the audit log -> its words in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lighed.web import queries
from lighed.web.oversight.criterion_words import criterion_words

KINDS: dict[str, str | Promise] = {
    "read": pgettext_lazy("log", "Look"),
    "search": pgettext_lazy("log", "Search"),
    "change": pgettext_lazy("log", "Change"),
    "estimate": pgettext_lazy("log", "Estimate made"),
    "export": pgettext_lazy("log", "Export"),
    "deletion": pgettext_lazy("log", "Deletion"),
    "log_in": pgettext_lazy("log", "Log-in"),
    "failed_log_in": pgettext_lazy("log", "Failed log-in"),
    "log_out": pgettext_lazy("log", "Log-out"),
}
FLAGS: dict[str, str | Promise] = {
    "outside_task": gettext_lazy("Outside one’s task"),
    "out_of_hours": gettext_lazy("Out of hours"),
    "blocked": gettext_lazy("Blocked"),
    "carried_over": gettext_lazy("From before the chain"),
}
_PURPOSES: dict[str, str | Promise] = {
    "plan_contact_course": gettext_lazy("Plan contact courses"),
    "train_person_types": gettext_lazy("Build person types"),
    "rights_of_the_person": gettext_lazy("The person’s rights"),
    "oversight": gettext_lazy("Oversight"),
    "administration": gettext_lazy("Administration"),
}
_ACTORS: dict[str, str | Promise] = {
    "system": gettext_lazy("The system"),
    "client": gettext_lazy("Another system"),
}


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry with what is said of it."""

    entry: queries.LogEntry
    who: str
    roles: str
    kind: str
    what: str
    purpose: str
    flags: tuple[str, ...]


def shown(entry: queries.LogEntry) -> ShownEntry:
    """The entry in words."""
    names = {role: str(name) for role, name in queries.role_names()}
    who = _("Unknown user name") if entry.actor == "unknown" else entry.actor_name
    roles = ", ".join(names.get(role, role) for role in entry.roles)
    return ShownEntry(
        entry=entry,
        who=who,
        roles=roles or str(_ACTORS.get(entry.actor_kind, "")),
        kind=str(KINDS[entry.kind.value]),
        what=criterion_words(entry.criterion),
        purpose=str(_PURPOSES.get(entry.purpose, entry.purpose)),
        flags=tuple(str(FLAGS[flag.value]) for flag in entry.flags),
    )
