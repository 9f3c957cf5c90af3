"""A municipality -> what has arrived by itself: how much waits, what was done, and what was refused and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Min
from django.db.models.functions import TruncDate

from lighed.web.models import ArrivalFile, ArrivalState, ReceivedEvent

DAYS = 14
"""So many days back the page of imports counts."""
_MOST = 50
LATE = timedelta(minutes=15)
"""Events that have waited for so long are told of on every page."""


@dataclass(frozen=True, slots=True)
class ArrivalCount:
    """What arrived on one day by one way in."""

    day: date
    source: str
    n_waiting: int
    n_done: int
    n_refused: int


@dataclass(frozen=True, slots=True)
class ImportsPage:
    """What the page of imports shows. `oldest` is when the event that has waited longest arrived."""

    counts: tuple[ArrivalCount, ...]
    refused: tuple[ReceivedEvent, ...]
    files: tuple[ArrivalFile, ...]
    n_waiting: int
    oldest: datetime | None


def arrivals_folder() -> Path:
    """Where case systems put files of events, a folder for each municipality."""
    folder: Path = settings.LIGHED_ARRIVALS
    return folder


def received_event(municipality: str, event_id: str) -> ReceivedEvent | None:
    """The municipality's event of that id, without what it said."""
    mine = ReceivedEvent.objects.filter(municipality=municipality, event_id=event_id)
    return mine.defer("document").first()


def imports_page(municipality: str, *, now: datetime) -> ImportsPage:
    """What has arrived in the municipality lately, and what still waits, however old."""
    mine = ReceivedEvent.objects.filter(municipality=municipality)
    waiting = mine.filter(state=ArrivalState.WAITING).aggregate(n=Count("pk"), oldest=Min("received_at"))
    refused = mine.filter(state=ArrivalState.REFUSED).defer("document").order_by("-finished_at", "-pk")
    return ImportsPage(
        counts=_counts(mine.filter(received_at__gte=now - timedelta(days=DAYS))),
        refused=tuple(refused[:_MOST]),
        files=tuple(ArrivalFile.objects.filter(municipality=municipality).order_by("-taken_at", "-pk")[:_MOST]),
        n_waiting=waiting["n"],
        oldest=waiting["oldest"],
    )


def _counts(events: Any) -> tuple[ArrivalCount, ...]:
    found: dict[tuple[date, str], dict[str, int]] = {}
    rows = events.annotate(day=TruncDate("received_at")).values_list("day", "source", "state").annotate(n=Count("pk"))
    for day, source, state, n in rows.order_by():
        found.setdefault((day, source), {})[state] = n
    return tuple(
        ArrivalCount(day=day, source=source, **_by_state(states))
        for (day, source), states in sorted(found.items(), key=lambda one: (-one[0][0].toordinal(), one[0][1]))
    )


def _by_state(states: Mapping[str, int]) -> dict[str, int]:
    return {f"n_{state.value}": states.get(state.value, 0) for state in ArrivalState}


def waits_since(municipality: str, *, now: datetime) -> datetime | None:
    """When the event arrived that has waited longest, where that is too long."""
    late = ReceivedEvent.objects.filter(
        municipality=municipality, state=ArrivalState.WAITING, received_at__lt=now - LATE
    )
    oldest: datetime | None = late.aggregate(oldest=Min("received_at"))["oldest"]
    return oldest
