"""B9: who has looked at what is kept about the person, when, as what, for which purpose, and what they saw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from lighed.governance import AuditKind, Right
from lighed.web import actions, queries
from lighed.web.citizen.own import case_of, or_a_number_to_call, own_event
from lighed.web.frame.rights import needs

_WHO: Mapping[str, str | Promise] = {
    "person": pgettext_lazy("own log", "You"),
    "representative": pgettext_lazy("own log", "Somebody who acts for you"),
    "client": pgettext_lazy("own log", "Another system"),
    "system": pgettext_lazy("own log", "The tool, by itself"),
}
_DID: Mapping[str, str | Promise] = {
    "read": pgettext_lazy("own log", "looked at"),
    "search": pgettext_lazy("own log", "searched"),
    "change": pgettext_lazy("own log", "changed or wrote"),
    "estimate": pgettext_lazy("own log", "made an estimate"),
    "export": pgettext_lazy("own log", "took a copy"),
    "deletion": pgettext_lazy("own log", "deleted"),
    "log_in": pgettext_lazy("own log", "logged in"),
    "failed_log_in": pgettext_lazy("own log", "tried to log in"),
    "log_out": pgettext_lazy("own log", "logged out"),
}
_PURPOSES: Mapping[str, str | Promise] = {
    "plan_contact_course": pgettext_lazy("own log", "To plan your meetings"),
    "train_person_types": pgettext_lazy("own log", "To build the tool"),
    "rights_of_the_person": pgettext_lazy("own log", "Your rights"),
    "oversight": pgettext_lazy("own log", "To check that the rules are kept"),
    "administration": pgettext_lazy("own log", "To run the tool"),
}
_WHAT: Mapping[str, str | Promise] = {
    "access": gettext_lazy("A request to see data"),
    "assessment": gettext_lazy("An assessment of how much support you need"),
    "attachment": gettext_lazy("A file that you have sent us"),
    "callback": gettext_lazy("Your wish to be called"),
    "capacity": gettext_lazy("The hours of a team"),
    "card": gettext_lazy("The estimate"),
    "choice": gettext_lazy("Your choice about the tool"),
    "estimate": gettext_lazy("The estimate"),
    "event": gettext_lazy("News from the case system"),
    "event received": gettext_lazy("News from the case system"),
    "exemption": gettext_lazy("Whether you need not come to meetings"),
    "export": gettext_lazy("A list that you are on"),
    "export preview": gettext_lazy("A list that you are on"),
    "flag": gettext_lazy("A mark at one of your data"),
    "incident": gettext_lazy("An incident about your data"),
    "information": gettext_lazy("That you were told about the tool"),
    "letter": gettext_lazy("A letter to you"),
    "log": gettext_lazy("This log"),
    "note": gettext_lazy("A note for your case"),
    "note file": gettext_lazy("A note for your case"),
    "own assessment": gettext_lazy("An assessment of how much support you need"),
    "own data": gettext_lazy("Your data"),
    "own download": gettext_lazy("Everything about you, as a file"),
    "own explanation": gettext_lazy("The explanation of the estimate"),
    "own letters": gettext_lazy("Your letters"),
    "own log": gettext_lazy("This log"),
    "own page": gettext_lazy("Your own page"),
    "own words": gettext_lazy("What you have told us"),
    "person": gettext_lazy("Your case"),
    "plan": gettext_lazy("The plan of your meetings"),
    "question": gettext_lazy("A question to a colleague about your case"),
    "question answered": gettext_lazy("A question to a colleague about your case"),
    "question closed": gettext_lazy("A question to a colleague about your case"),
    "registration": gettext_lazy("That you have registered"),
    "request": gettext_lazy("Something that you have asked for"),
    "requests": gettext_lazy("Something that you have asked for"),
    "reveal": gettext_lazy("The estimate"),
    "sheet": gettext_lazy("A paper for your meeting"),
    "sheet file": gettext_lazy("A paper for your meeting"),
    "spot check": gettext_lazy("A check of who looks at data"),
    "tasks": gettext_lazy("A list of tasks that you are on"),
    "task done": gettext_lazy("A task about you"),
    "worklist": gettext_lazy("A list that you are on"),
}

_BY_KIND = {
    AuditKind.ESTIMATE: "estimate",
    AuditKind.LOG_IN: "own page",
    AuditKind.FAILED_LOG_IN: "own page",
    AuditKind.LOG_OUT: "own page",
}
"""What some kinds of entries are about, whatever stands in them."""


@dataclass(frozen=True, slots=True)
class SeenRow:
    """One entry in words."""

    entry: queries.OwnLogEntry
    who: str
    roles: str
    did: str
    what: str
    purpose: str


@require_GET
@needs(Right.OWN_CASE)
@cache_control(private=True, no_store=True)
@or_a_number_to_call
def seen_page(request: HttpRequest) -> HttpResponse:
    """The log, a page at a time, the newest first; one's own visits where they are asked for."""
    case = case_of(request, to_see=True)
    with_own = request.GET.get("own") == "1"
    log = queries.own_log(case.person, with_own=with_own, page=_number(request.GET.get("page", "")))
    shown = {"case": case, "log": log, "rows": [row_of(one) for one in log.entries], "with_own": with_own}
    response = render(request, "citizen/seen.html", shown)
    actions.record(audit=own_event(request, case, AuditKind.READ, criterion="own log"))
    return response


def row_of(entry: queries.OwnLogEntry) -> SeenRow:
    """The entry in words that are for the person. What has no word is called something else, never by its name."""
    names = {role: str(name) for role, name in queries.role_names()}
    return SeenRow(
        entry=entry,
        who=str(_WHO.get(entry.by.value, "")) or entry.name or _("Staff"),
        roles="" if entry.by.value in {"person", "representative"} else ", ".join(names.get(o, o) for o in entry.roles),
        did=str(_DID[entry.kind.value]),
        what=str(_WHAT[_BY_KIND[entry.kind]]) if entry.kind in _BY_KIND else _what(entry.what),
        purpose=str(_PURPOSES.get(entry.purpose, entry.purpose)),
    )


def _what(heading: str) -> str:
    """A heading may go on with a number, or more words: the longest that is known counts."""
    known = [one for one in _WHAT if heading == one or heading.startswith(f"{one} ")]
    return str(_WHAT[max(known, key=len)]) if known else _("Something else in your case")


def _number(page: str) -> int:
    return int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1
