"""A municipality's code -> what every public page of it shows, from its live record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from lighed.transparency.record import Record, Status
from lighed.web.models import Municipality
from lighed.web.queries.public.record import public_record


@dataclass(frozen=True)
class OpenMunicipality:
    """A municipality as the public sees it; its record is made when a page needs it."""

    code: str
    name: str
    phone: str
    held_out_per_cent: int
    """Of 100 courses, how many are drawn to be handled without an estimate."""

    @cached_property
    def record(self) -> Record:
        return public_record(self.code, today=timezone.localdate())

    @property
    def is_in_use(self) -> bool:
        return self.record.system.status is Status.IN_USE

    @property
    def has_version(self) -> bool:
        """Whether a version is in operation there, be it paused."""
        return self.record.system.status in (Status.IN_USE, Status.PAUSED)

    @property
    def paused_since(self) -> date | None:
        """The day of the emergency stop in force, if that is why."""
        stop = self.record.stop
        return None if stop is None else timezone.localdate(stop.since)


def open_municipality(code: str) -> OpenMunicipality | None:
    """The municipality of that code, if the installation has one."""
    found = Municipality.objects.filter(pk=code).first()
    return None if found is None else _open(found)


def open_municipalities() -> list[OpenMunicipality]:
    """Every municipality of the installation, by name."""
    return sorted((_open(one) for one in Municipality.objects.all()), key=lambda one: one.name)


def _open(one: Municipality) -> OpenMunicipality:
    return OpenMunicipality(one.code, str(one), one.phone, one.held_out_per_cent)
