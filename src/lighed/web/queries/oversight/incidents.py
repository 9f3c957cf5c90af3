"""A municipality -> its incidents, how much time each has left, and one of them with its timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lighed.governance import Right
from lighed.governance.incidents import IncidentKind, is_overdue, notify_by
from lighed.governance.roles import RIGHTS
from lighed.web.models import Incident, IncidentEntry, RoleAssignment, User


@dataclass(frozen=True, slots=True)
class IncidentShown:
    """`notify_by` is None where no law sets a time."""

    incident: Incident
    notify_by: datetime | None
    is_overdue: bool

    @property
    def is_waiting(self) -> bool:
        """Whether the clock runs: the authority is to be told, and has not been."""
        open_and_untold = self.incident.closed_at is None and self.incident.authority_told_at is None
        return self.notify_by is not None and open_and_untold


def incidents(municipality: str, *, now: datetime) -> tuple[list[IncidentShown], list[IncidentShown]]:
    """The open incidents, the most urgent first, and the closed ones, the latest first."""
    shown = [incident_shown(one, now=now) for one in Incident.objects.filter(municipality=municipality)]
    still = [one for one in shown if one.incident.closed_at is None]
    still.sort(key=lambda one: (not one.is_waiting, one.notify_by or one.incident.known_at))
    closed = [one for one in shown if one.incident.closed_at is not None]
    closed.sort(key=lambda one: one.incident.closed_at or now, reverse=True)
    return still, closed


def incident_of(municipality: str, key: UUID) -> Incident | None:
    """The municipality's incident with that key."""
    return Incident.objects.filter(municipality=municipality, key=key).first()


def timeline(incident: Incident) -> list[IncidentEntry]:
    """Everything that was done, in the order in which it was written down."""
    return list(incident.entries.order_by("written_at", "id"))


def incident_shown(incident: Incident, *, now: datetime) -> IncidentShown:
    """The incident with its clock. A clock stops when the incident is closed."""
    kind = IncidentKind(incident.kind)
    at = incident.closed_at or now
    late = is_overdue(kind, known_at=incident.known_at, notified_at=incident.authority_told_at, now=at)
    return IncidentShown(incident, notify_by(kind, known_at=incident.known_at), late)


def incident_handlers(municipality: str) -> list[User]:
    """Those who can see to an incident."""
    roles = [role.value for role, rights in RIGHTS.items() if Right.HANDLE_INCIDENTS in rights]
    found = RoleAssignment.objects.filter(role__in=roles, ended_at=None).values("user_id")
    users = User.objects.filter(municipality=municipality, is_active=True, pk__in=found).order_by("name")
    return [user for user in users if Right.HANDLE_INCIDENTS in user.rights]
