"""What an entry of the audit log is about, as it is stored -> the same in the reader's language.

The stored words are sealed with the entry and stay as they are. What has no word here is shown as it is stored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

_DRAWN = re.compile(r"(\d+) of (\S+)")
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})")
_WORDS: Mapping[str, str | Promise] = {
    "callback": pgettext_lazy("log what", "A wish to be called"),
    "card": pgettext_lazy("log what", "The estimate card"),
    "columns": pgettext_lazy("log what", "columns"),
    "export": pgettext_lazy("log what", "Export"),
    "export preview": pgettext_lazy("log what", "Export, first rows"),
    "note": pgettext_lazy("log what", "Journal note"),
    "note file": pgettext_lazy("log what", "Journal note, as a file"),
    "rows": pgettext_lazy("log what", "rows"),
    "sheet": pgettext_lazy("log what", "Conversation sheet"),
    "sheet file": pgettext_lazy("log what", "Conversation sheet, as a file"),
    "access": pgettext_lazy("log what", "Access"),
    "affected_by": pgettext_lazy("log what", "Affected by legal basis"),
    "alternatives": pgettext_lazy("log what", "If something were different"),
    "assessment": pgettext_lazy("log what", "Assessment"),
    "attachment": pgettext_lazy("log what", "A file sent with a request"),
    "bundle": pgettext_lazy("log what", "Regulator’s bundle"),
    "caseworker": pgettext_lazy("log what", "caseworker"),
    "certainty": pgettext_lazy("log what", "certainty"),
    "choice": pgettext_lazy("log what", "The choice about estimates"),
    "client": pgettext_lazy("log what", "Another system’s key"),
    "clients": pgettext_lazy("log what", "Other systems’ keys"),
    "estimate": pgettext_lazy("log what", "Estimate"),
    "effects": pgettext_lazy("log what", "With and without an estimate"),
    "course ended": pgettext_lazy("log what", "What waited was closed: the course has ended"),
    "entry": pgettext_lazy("log what", "entry"),
    "event": pgettext_lazy("log what", "Event"),
    "event received": pgettext_lazy("log what", "Event received"),
    "event refused": pgettext_lazy("log what", "Event refused"),
    "feedback": pgettext_lazy("log what", "Feedback"),
    "feedback answered": pgettext_lazy("log what", "Feedback answered"),
    "file of events taken up": pgettext_lazy("log what", "File of events taken up"),
    "flag": pgettext_lazy("log what", "Data flagged"),
    "hold": pgettext_lazy("log what", "Held from erasure"),
    "hold lifted": pgettext_lazy("log what", "No longer held from erasure"),
    "imports": pgettext_lazy("log what", "Import jobs"),
    "impact assessment": pgettext_lazy("log what", "Impact assessment"),
    "impact assessments": pgettext_lazy("log what", "Impact assessments"),
    "incident": pgettext_lazy("log what", "Incident"),
    "incidents": pgettext_lazy("log what", "Incidents"),
    "information": pgettext_lazy("log what", "Information given"),
    "interpreter": pgettext_lazy("log what", "interpreter"),
    "justify": pgettext_lazy("log what", "Own look-ups in spot checks"),
    "legal_basis": pgettext_lazy("log what", "Legal basis"),
    "log": pgettext_lazy("log what", "Access log"),
    "mode": pgettext_lazy("log what", "estimates are shown"),
    "name": pgettext_lazy("log what", "a name"),
    "organisation": pgettext_lazy("log what", "The municipality"),
    "own assessment": pgettext_lazy("log what", "Own assessment"),
    "own data": pgettext_lazy("log what", "Own page: data"),
    "own download": pgettext_lazy("log what", "Own page: everything, as a file"),
    "own explanation": pgettext_lazy("log what", "Own page: the explanation"),
    "own letters": pgettext_lazy("log what", "Own page: letters"),
    "own log": pgettext_lazy("log what", "Own page: who has looked"),
    "own page": pgettext_lazy("log what", "Own page"),
    "own words": pgettext_lazy("log what", "Own words"),
    "paper": pgettext_lazy("log what", "Assessment or documentation"),
    "periodic review": pgettext_lazy("log what", "Periodic review"),
    "frozen figures": pgettext_lazy("log what", "Figures for the public"),
    "yearly account": pgettext_lazy("log what", "Yearly account"),
    "person": pgettext_lazy("log what", "The person’s page"),
    "password": pgettext_lazy("log what", "password"),
    "plan": pgettext_lazy("log what", "Plan"),
    "question": pgettext_lazy("log what", "Question to a colleague"),
    "question answered": pgettext_lazy("log what", "Question answered"),
    "question closed": pgettext_lazy("log what", "Question closed"),
    "registration": pgettext_lazy("log what", "Registration"),
    "request": pgettext_lazy("log what", "Request"),
    "request answered": pgettext_lazy("log what", "Request answered"),
    "request assigned": pgettext_lazy("log what", "Request assigned"),
    "request extended": pgettext_lazy("log what", "Deadline of the request extended"),
    "request withdrawn": pgettext_lazy("log what", "Request taken back"),
    "requests": pgettext_lazy("log what", "Requests"),
    "reveal": pgettext_lazy("log what", "The estimate opened"),
    "resume": pgettext_lazy("log what", "Emergency stop ended"),
    "retention": pgettext_lazy("log what", "Retention"),
    "rule_set": pgettext_lazy("log what", "Contact rules"),
    "second step": pgettext_lazy("log what", "second step of the log-in"),
    "size": pgettext_lazy("log what", "rows"),
    "sort": pgettext_lazy("log what", "order"),
    "spot check": pgettext_lazy("log what", "Spot check"),
    "state": pgettext_lazy("log what", "status"),
    "stop": pgettext_lazy("log what", "Emergency stop"),
    "stop obeyed": pgettext_lazy("log what", "Emergency stop obeyed"),
    "task done": pgettext_lazy("log what", "Task done"),
    "tasks": pgettext_lazy("log what", "Tasks"),
    "term": pgettext_lazy("log what", "Term"),
    "user": pgettext_lazy("log what", "User"),
    "users": pgettext_lazy("log what", "Users"),
    "version": pgettext_lazy("log what", "Version"),
    "version report": pgettext_lazy("log what", "Report of a version"),
    "versions": pgettext_lazy("log what", "Versions"),
    "worklist": pgettext_lazy("log what", "Worklist"),
}
_VALUES: Mapping[str, str | Promise] = {
    "approved": pgettext_lazy("log what", "approved"),
    "case_base": pgettext_lazy("log what", "case base"),
    "confirm": pgettext_lazy("log what", "confirmed"),
    "estimate": pgettext_lazy("log what", "estimate"),
    "incident": pgettext_lazy("log what", "incident"),
    "log": pgettext_lazy("log what", "log"),
    "mine": pgettext_lazy("log what", "own"),
    "no": pgettext_lazy("log what", "no"),
    "not_shown": pgettext_lazy("log what", "not shown"),
    "open": pgettext_lazy("log what", "at once"),
    "own_first": pgettext_lazy("log what", "after one’s own assessment"),
    "password": pgettext_lazy("log what", "password"),
    "person": pgettext_lazy("log what", "person"),
    "refuse": pgettext_lazy("log what", "refused"),
    "planner_only": pgettext_lazy("log what", "to planners"),
    "rejected": pgettext_lazy("log what", "rejected"),
    "request": pgettext_lazy("log what", "request"),
    "shown": pgettext_lazy("log what", "shown"),
    "suspended": pgettext_lazy("log what", "suspended"),
    "withdrawn": pgettext_lazy("log what", "withdrawn"),
    "yes": pgettext_lazy("log what", "yes"),
}


def criterion_words(criterion: str) -> str:
    """The criterion, part by part, in words."""
    return ", ".join(_part(part) for part in criterion.split(", ")) if criterion else ""


def _part(part: str) -> str:
    if part in _WORDS:
        return str(_WORDS[part])
    for sign in ("=", ": "):
        name, found, value = part.partition(sign)
        if found and name in _WORDS:
            return f"{_WORDS[name]}: {_value(value)}"
    head = next((one for one in sorted(_WORDS, key=len, reverse=True) if part.startswith(f"{one} ")), None)
    if head is not None:
        return f"{_WORDS[head]} {_value(part[len(head) + 1 :])}"
    if drawn := _DRAWN.fullmatch(part):
        return _("%(n)s from %(period)s") % {"n": drawn[1], "period": _DAYS.sub(_period, drawn[2])}
    return _DAYS.sub(_period, part)


def _value(value: str) -> str:
    """A value after its name: a word of the table, or what ends in one, such as a legal basis that was approved."""
    first, _, last = value.rpartition(" ")
    if first and last in _VALUES:
        return f"{first}, {_VALUES[last]}"
    return str(_VALUES.get(value, _DAYS.sub(_period, value)))


def _period(days: re.Match[str]) -> str:
    try:
        begins, ends = (date_format(date.fromisoformat(day), "SHORT_DATE_FORMAT") for day in days.groups())
    except ValueError:
        return days[0]
    return f"{begins} – {ends}"
