"""G8 and G9: how estimates are used, by team and by group and never by person, as a page and as a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from lighed.governance import AuditKind, Duty, Right
from lighed.governance.small_numbers import FEWEST
from lighed.governance.team_figures import FEWEST_STAFF, Period, Row
from lighed.governance.use_thresholds import use_thresholds
from lighed.web import actions, queries
from lighed.web.frame.csv_file import csv_file
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs

BANDS: dict[str, str | Promise] = {
    "low": pgettext_lazy("band", "Low"),
    "medium": pgettext_lazy("band", "Medium"),
    "high": pgettext_lazy("band", "High"),
    "cannot_be_assessed": gettext_lazy("Cannot be assessed"),
    "without": gettext_lazy("Without an estimate"),
}
GROUPS: dict[str, dict[str, str | Promise]] = {
    "band": BANDS,
    "sex": {
        "female": gettext_lazy("Women"),
        "male": gettext_lazy("Men"),
        "not_recorded": gettext_lazy("Sex not recorded"),
    },
    "age": {
        "under_30": gettext_lazy("Under 30 years"),
        "30_49": gettext_lazy("30 to 49 years"),
        "50_and_over": gettext_lazy("50 years and over"),
    },
    "interpreter": {
        "yes": gettext_lazy("Needs an interpreter"),
        "no": gettext_lazy("Needs no interpreter"),
        "not_recorded": gettext_lazy("Interpreter need not recorded"),
    },
}
BY: dict[str, str | Promise] = {
    "band": gettext_lazy("By what was estimated"),
    "sex": gettext_lazy("By sex"),
    "age": gettext_lazy("By age"),
    "interpreter": gettext_lazy("By need of an interpreter"),
}


@require_GET
@needs(Right.SEE_USE)
@cache_control(private=True, no_store=True)
def use_page(request: HttpRequest) -> HttpResponse:
    """Show how estimates were used in eight weeks that are over."""
    user, today = queries.user_of(request.user), timezone.localdate()
    periods = queries.use_periods(today=today)
    period, is_known = _chosen(request, periods)
    figures = queries.use_figures(user.municipality_id, period)
    planned = queries.planned_use(user.municipality_id, period)
    actions.record(audit=event(request, AuditKind.READ, purpose=Duty.OVERSIGHT, criterion="use"))
    rows = [(row_name(row.teams, is_everyone=row.is_everyone), row) for row in figures.rows]
    return render(
        request,
        "oversight/use.html",
        {
            "periods": periods,
            "period": period,
            "is_known": is_known,
            "rows": rows,
            "against": [(name, row.all_bands) for name, row in rows],
            "alarms": [(row_name(one.teams, is_everyone=one.is_everyone), one) for one in figures.alarms],
            "change_alarms": planned.alarms,
            "planned": [
                (BY[by], [(GROUPS[by][one.key], one) for one in groups]) for by, groups in planned.planned.items()
            ],
            "has_plans": any(one.n_people != 0 for one in planned.planned["band"]),
            "abstained": [
                (BY[by], [(GROUPS[by][one.key], one) for one in groups]) for by, groups in planned.abstained.items()
            ],
            "abstained_of_all": planned.abstained_of_all,
            "bulk": planned.bulk,
            "introduced": queries.introduced(user.municipality_id, today=today),
            "thresholds": use_thresholds(),
            "fewest": FEWEST,
            "fewest_staff": FEWEST_STAFF,
        },
    )


@require_GET
@needs(Right.SEE_USE)
@cache_control(private=True, no_store=True)
def use_file(request: HttpRequest) -> HttpResponse:
    """The same figures as a file, one a line; a figure that is not shown has no line."""
    user = queries.user_of(request.user)
    period, _is_known = _chosen(request, queries.use_periods(today=timezone.localdate()))
    figures = queries.use_figures(user.municipality_id, period)
    planned = queries.planned_use(user.municipality_id, period)
    actions.record(audit=event(request, AuditKind.EXPORT, purpose=Duty.OVERSIGHT, criterion="use"))
    head = (_("From"), _("To"), _("Of"), _("Figure"), _("Value"), _("Counted"))
    days = (period.first_day.isoformat(), period.last_day.isoformat())
    lines = [(*days, *line) for line in (*_lines_of_use(figures), *_lines_of_plans(planned))]
    return csv_file(f"lighed-use-{period.first_day}.csv", [head, *lines])


def row_name(teams: Row, *, is_everyone: bool) -> str:
    """What a row of teams is called."""
    if is_everyone:
        return _("All teams")
    if len(teams) > 1:
        return _("Other teams, together")
    (team,) = teams
    return team or _("Without a team")


def _chosen(request: HttpRequest, periods: tuple[Period, ...]) -> tuple[Period, bool]:
    """The period that the address names, or the newest; and whether the one that it names is there."""
    named = request.GET.get("from", "")
    try:
        day = date.fromisoformat(named)
    except ValueError:
        return periods[0], not named
    found = next((period for period in periods if period.first_day == day), None)
    return found or periods[0], found is not None


_Line = tuple[str, str, float, int]


def _lines_of_use(figures: queries.UseFigures) -> Iterator[_Line]:
    for row in figures.rows:
        name = row_name(row.teams, is_everyone=row.is_everyone)
        yield name, _("Assessments"), row.n_assessments, row.n_assessments
        for band in (row.all_bands, *row.bands):
            of = f" ({BANDS[band.band]})" if band.band else ""
            yield from _parts(
                name,
                {
                    _("The same as the estimate") + of: band.same,
                    _("Less than the estimate") + of: band.less,
                    _("More than the estimate") + of: band.more,
                },
            )
        yield from _parts(
            name,
            {
                _("Cannot see why"): row.cannot_see_why,
                _("Own assessment: not known yet"): row.not_known,
                _("Towards the estimate"): row.change.towards,
                _("Unchanged"): row.change.unchanged,
                _("Further from the estimate"): row.change.away,
                _("Agreed first, differs now"): row.change.left,
            },
        )
        if row.seconds.value is not None:
            yield name, _("Seconds from shown to saved (median)"), row.seconds.value, row.seconds.n


def _parts(name: str, parts: dict[str, Any]) -> Iterator[_Line]:
    return ((name, figure, round(part.share, 4), part.of) for figure, part in parts.items() if part.share is not None)


def _lines_of_plans(planned: queries.PlannedUse) -> Iterator[_Line]:
    for by, groups in planned.planned.items():
        for one in groups:
            named = {
                _("Planned meetings (median)"): one.meetings,
                _("Minutes in all (median)"): one.minutes,
                _("Days to the first meeting (median)"): one.days_to_first,
            }
            for figure, told in named.items():
                if told.median is not None and told.n is not None:
                    yield str(GROUPS[by][one.key]), figure, told.median, told.n
    for by, some in planned.abstained.items():
        for group in some:
            if group.share is not None and group.n is not None:
                yield str(GROUPS[by][group.key]), _("Share that cannot be assessed"), round(group.share, 4), group.n
    yield _("All teams"), _("Plans of many at once"), planned.bulk.n_plans, planned.bulk.n_people
