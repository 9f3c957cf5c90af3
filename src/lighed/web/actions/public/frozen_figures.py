"""A municipality and a day -> the figures of the months and periods that are over, counted once and kept for good."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from lighed.governance import AuditEvent
from lighed.web.actions.audit.chain import about, record
from lighed.web.models import FrozenFigure, Municipality
from lighed.web.queries.public.figures import last_months, last_periods
from lighed.web.queries.public.figures_counted import Figures, counted_months, counted_period


@transaction.atomic
def freeze_figures(municipality: str, *, audit: AuditEvent) -> int:
    """Keep what may be told of each month and period that is over and has not been counted; how many were kept.

    A later erasure, correction or choice changes nothing in what was kept: two days of it cannot be compared.
    """
    # One at a time, so that nothing is counted twice.
    controller = Municipality.objects.select_for_update().get(pk=municipality)
    today = timezone.localdate(audit.at)
    kept = set(FrozenFigure.objects.filter(municipality=controller).values_list("span", "first_day"))
    months = [first for first in last_months(today) if (FrozenFigure.Span.MONTH.value, first) not in kept]
    made = [
        _frozen(controller, FrozenFigure.Span.MONTH, first, figures, audit)
        for first, figures in counted_months(municipality, months).items()
    ]
    made += [
        _frozen(controller, FrozenFigure.Span.PERIOD, period.first_day, counted_period(municipality, period), audit)
        for period in last_periods(today)
        if (FrozenFigure.Span.PERIOD.value, period.first_day) not in kept
    ]
    if not made:
        return 0
    FrozenFigure.objects.bulk_create(made)
    record(audit=about(audit, municipality=municipality))
    return len(made)


def _frozen(
    controller: Municipality, span: FrozenFigure.Span, first_day: date, figures: Figures, audit: AuditEvent
) -> FrozenFigure:
    return FrozenFigure(
        municipality=controller, span=span.value, first_day=first_day, figures=figures, frozen_at=audit.at
    )
