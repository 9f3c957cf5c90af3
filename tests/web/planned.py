"""Templates, people at the hand-over and meetings that were held, as the tests of planning need them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.test import Client

from lighed.governance import Moment
from lighed.web.frame.chosen import FOUND, sealed_found
from lighed.web.models import ContactCourse, MeetingTemplate, User
from lighed.workflow import TimelineEntry, TimelineKind
from tests.web.factories import HERE, NOW, CaseSystem, received

TODAY = NOW.date()
DANISH, ENGLISH = {"Accept-Language": "da"}, {"Accept-Language": "en"}
REASON = "Har skrevet under på en fast stilling, som begynder om tre uger."


def template(name: str = "Tæt start", *, municipality: str = HERE, **changes: Any) -> MeetingTemplate:
    """Three meetings, two weeks apart, unless told otherwise."""
    numbers = {"n_meetings": 3, "weeks_between": 2, "first_within_days": 14, "minutes": 45, "form": "in_person"}
    return MeetingTemplate.objects.create(
        municipality_id=municipality, name=name, changed_by="Pia", changed_at=NOW, **numbers | changes
    )


def not_by_band(client: Client, people: Iterable[UUID]) -> dict[str, str]:
    """What a form carries of people whom the user who is logged in found by something else than the estimate."""
    user = User.objects.get(pk=client.session[SESSION_KEY])
    return {FOUND: sealed_found(user, people, by_band=False)}


def held(on: date, kind: str | None = "job") -> TimelineEntry:
    return TimelineEntry(on=on, kind=TimelineKind.MEETING_HELD, meeting_kind=kind, form="in_person", minutes=45)


def agreed(in_days: int, kind: str | None = "job") -> TimelineEntry:
    """A meeting that the case system tells is agreed for so many days from now."""
    on = TODAY + timedelta(days=in_days)
    return TimelineEntry(on=on, kind=TimelineKind.MEETING_PLANNED, meeting_kind=kind, form="in_person", minutes=45)


def handed_over(
    case_system: CaseSystem, number: int = 0, *, days_ago: int = 7, meetings: tuple[date, ...] = (), **changes: Any
) -> ContactCourse:
    """Somebody of Team Syd whom the municipality took over so many days ago, thirteen weeks after they registered."""
    handed_over_on = TODAY - timedelta(days=days_ago)
    said = {
        "event_id": f"h-{number}",
        "person_id": f"h-{number}",
        "course_id": f"h-{number}",
        "display_name": f"Person {number:03d}",
        "event": Moment.HAND_OVER,
        "registered_on": handed_over_on - timedelta(weeks=13),
        "handed_over_on": handed_over_on,
        "caseworker_id": "s-2",
        "team": "Team Syd",
        "timeline": tuple(held(day) for day in meetings),
    }
    return case_system.register(received(**said | changes)).course
