"""A municipality -> its emergency stops, which processes obey the one in force, and who waits for an estimate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from lighed.governance import Right
from lighed.governance.roles import RIGHTS
from lighed.web.models import (
    ContactCourse,
    CourseState,
    EmergencyStop,
    EstimateState,
    RoleAssignment,
    ServerProcess,
    StopObeyed,
    User,
)

RUNNING = timedelta(seconds=40)
"""A process that has not written for so long is taken to have ended; it writes every few seconds."""


@dataclass(frozen=True, slots=True)
class StopShown:
    """One stop. `obeyed_after` is the time until the last running process was seen to obey; None if one was not."""

    stop: EmergencyStop
    obeyed_after: timedelta | None
    n_processes: int
    silent: tuple[str, ...]

    @property
    def seconds(self) -> int | None:
        return None if self.obeyed_after is None else round(self.obeyed_after.total_seconds())


@dataclass(frozen=True, slots=True)
class StopPage:
    in_force: StopShown | None
    told: tuple[User, ...]
    history: tuple[StopShown, ...]


def stop_in_force(municipality: str) -> EmergencyStop | None:
    """The stop that is in force in the municipality, drill or not."""
    return EmergencyStop.objects.filter(municipality=municipality, ended_at=None).first()


def stop_page(municipality: str, *, now: datetime) -> StopPage:
    """What the page of the emergency stop shows."""
    stops = list(EmergencyStop.objects.filter(municipality=municipality).order_by("-begun_at"))
    obeyed = list(StopObeyed.objects.filter(stop__in=stops))
    running = list(ServerProcess.objects.filter(seen_at__gte=now - RUNNING).order_by("name"))
    shown = [_shown(stop, [one for one in obeyed if one.stop_id == stop.pk], running) for stop in stops]
    in_force = next((one for one in shown if one.stop.ended_at is None), None)
    return StopPage(in_force, told_of_stops(municipality), tuple(one for one in shown if one is not in_force))


def _shown(stop: EmergencyStop, obeyed: list[StopObeyed], running: list[ServerProcess]) -> StopShown:
    names = {one.process for one in obeyed}
    silent = tuple(one.name for one in running if one.name not in names) if stop.ended_at is None else ()
    after = max((one.at for one in obeyed), default=None)
    return StopShown(
        stop=stop,
        obeyed_after=None if after is None or silent else max(after - stop.begun_at, timedelta(0)),
        n_processes=len(names),
        silent=silent,
    )


def told_of_stops(municipality: str) -> tuple[User, ...]:
    """Those who see the emergency stop in the menu and, on every page, that it is in force; the others see the line."""
    roles = [role.value for role, rights in RIGHTS.items() if Right.SEE_STOPS in rights or Right.STOP in rights]
    found = RoleAssignment.objects.filter(role__in=roles, ended_at=None, user__municipality=municipality)
    users = User.objects.filter(pk__in=found.values("user_id"), is_active=True).order_by("name")
    return tuple(user for user in users.prefetch_related("role_assignments") if Right.SEE_STOPS in user.rights)


def courses_waiting(municipality: str) -> list[ContactCourse]:
    """The courses under way that were not permitted to be estimated when their event came."""
    return list(
        ContactCourse.objects.filter(
            municipality=municipality, estimate_state=EstimateState.NOT_PERMITTED, document__isnull=False
        )
        .exclude(state=CourseState.ENDED)
        .order_by("registered_on", "key")
    )
