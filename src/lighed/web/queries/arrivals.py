"""A municipality -> what has arrived by itself: how much waits, what was done, and what was refused and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, Q
from django.db.models.functions import TruncDate

from lighed.governance import Text
from lighed.web.models import ArrivalFile, ArrivalSource, ArrivalState, ReceivedEvent

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

    @property
    def source_name(self) -> str:
        """The way in, in words."""
        return str(ArrivalSource(self.source).label)


@dataclass(frozen=True, slots=True)
class RefusedEvent:
    """An event that was refused, with its faults: where each is, what is wrong and what is allowed.

    Of a person who has been erased meanwhile there is no fault to tell.
    """

    event_id: str
    received_at: datetime
    source_name: str
    faults: tuple[tuple[str, Text, Text], ...]


@dataclass(frozen=True, slots=True)
class ImportsPage:
    """What the page of imports shows. `oldest` is when the event that has waited longest arrived.

    `n_failing` counts those that wait because our software has failed at them.
    """

    counts: tuple[ArrivalCount, ...]
    refused: tuple[RefusedEvent, ...]
    files: tuple[ArrivalFile, ...]
    n_waiting: int
    n_failing: int
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
    waiting = mine.filter(state=ArrivalState.WAITING).aggregate(
        n=Count("pk"), failing=Count("pk", filter=Q(n_failures__gt=0)), oldest=Min("received_at")
    )
    refused = mine.filter(state=ArrivalState.REFUSED).defer("document").order_by("-finished_at", "-pk")
    return ImportsPage(
        counts=_counts(mine.filter(received_at__gte=now - timedelta(days=DAYS))),
        refused=tuple(_refused(event) for event in refused[:_MOST]),
        files=tuple(ArrivalFile.objects.filter(municipality=municipality).order_by("-taken_at", "-pk")[:_MOST]),
        n_waiting=waiting["n"],
        n_failing=waiting["failing"],
        oldest=waiting["oldest"],
    )


def _refused(event: ReceivedEvent) -> RefusedEvent:
    return RefusedEvent(
        event_id=event.event_id,
        received_at=event.received_at,
        source_name=str(ArrivalSource(event.source).label),
        faults=tuple((one["pointer"] or "/", Text(**one["problem"]), Text(**one["allowed"])) for one in event.faults),
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
