"""J4: how people with and without an estimate were met over the last year, as a page and as a file."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from lighed.governance import AuditKind, Duty, Right
from lighed.governance.small_numbers import FEWEST
from lighed.web import actions, queries
from lighed.web.frame.csv_file import csv_file
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs

NAMES = {
    queries.MetAs.PROFILED: gettext_lazy("With an estimate"),
    queries.MetAs.OPTED_OUT: gettext_lazy("Opted out"),
    queries.MetAs.HELD_OUT: gettext_lazy("Drawn to be without"),
    queries.MetAs.OTHER: gettext_lazy("Without for another reason"),
}


@require_GET
@needs(Right.SEE_EFFECTS)
@cache_control(private=True, no_store=True)
def effects_page(request: HttpRequest) -> HttpResponse:
    """Compare the groups. Nothing on the page is about one person."""
    report = _report(request, AuditKind.READ)
    rows = [(NAMES[group.met_as], group) for group in report.groups]
    return render(request, "oversight/effects.html", {"report": report, "rows": rows, "fewest": FEWEST})


@require_GET
@needs(Right.SEE_EFFECTS)
@cache_control(private=True, no_store=True)
def effects_file(request: HttpRequest) -> HttpResponse:
    """The same figures as a file; a cell that is not shown is empty."""
    report = _report(request, AuditKind.EXPORT)
    rows: list[Sequence[object]] = [
        (
            _("Group"),
            _("People"),
            _("Days to the hand-over (median)"),
            _("Meetings held (median)"),
            _("Days to the first meeting (median)"),
        )
    ]
    for group in report.groups:
        figures = (group.days_to_hand_over, group.meetings, group.days_to_first_meeting)
        rows.append((NAMES[group.met_as], group.n_people, *(one.median for one in figures)))
    return csv_file(f"lighed-effects-{report.last_day}.csv", rows)


def _report(request: HttpRequest, kind: AuditKind) -> queries.EffectReport:
    user = queries.user_of(request.user)
    report = queries.effect_report(user.municipality_id, today=timezone.localdate())
    actions.record(audit=event(request, kind, purpose=Duty.OVERSIGHT, criterion="effects"))
    return report
