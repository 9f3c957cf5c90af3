"""Made-up municipalities -> the made-up people of staff that one can log in as, one for each role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from lighed.governance import MOST_DAYS, AuditEvent, Role
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.users.roles import add_role
from lighed.web.actions.users.users import DEMO_PASSWORD, DemoIsOff
from lighed.web.models import ContactCourse, Municipality, User


@dataclass(frozen=True, slots=True)
class _Colleague:
    """Someone made up; `ending` is the end of the user name."""

    ending: str
    name: str
    role: Role


_COLLEAGUES = (
    _Colleague("planner", "Pia Kofoed", Role.PLANNER),
    _Colleague("manager", "Lene Overgaard", Role.MANAGER),
    # A term is proposed by one manager and confirmed by another.
    _Colleague("manager-2", "Palle Brink", Role.MANAGER),
    _Colleague("dpo", "Dorte Vang", Role.DPO),
    _Colleague("administrator", "Sune Agger", Role.ADMINISTRATOR),
    _Colleague("domain-expert", "Finn Lassen", Role.DOMAIN_EXPERT),
    _Colleague("data-expert", "Dan Elkjær", Role.DATA_EXPERT),
    # A version is approved by two, neither of whom built it.
    _Colleague("approver", "Gerda Munk", Role.APPROVER),
    _Colleague("approver-2", "Ole Thygesen", Role.APPROVER),
    _Colleague("regulator", "Tina Rask", Role.REGULATOR),
)


@transaction.atomic
def create_demo_users(municipalities: Mapping[str, str], *, audit: AuditEvent) -> list[User]:
    """Make the staff of each made-up municipality (code -> name): one for each role, two who manage, two who approve.

    The caseworker is the one with the most people, once they are there. Run again, it brings the users up to date; it
    never makes a second one.

    Raises
    ------
    DemoIsOff
        Outside demonstration mode.
    """
    if not settings.LIGHED_DEMO:
        raise DemoIsOff
    users = []
    for code, name in sorted(municipalities.items()):
        employer, _ = Municipality.objects.update_or_create(code=code, defaults={"name": name})
        users += [_caseworker(employer, audit=audit), *(_made(employer, one, audit=audit) for one in _COLLEAGUES)]
        record(audit=about(audit, municipality=code))
    return users


def _caseworker(employer: Municipality, *, audit: AuditEvent) -> User:
    busiest = (
        ContactCourse.objects.filter(municipality=employer)
        .exclude(caseworker_id="")
        .values("caseworker_id", "caseworker_name", "team")
        .annotate(n_people=Count("key"))
        .order_by("-n_people", "caseworker_id")
        .first()
    ) or {"caseworker_id": "", "caseworker_name": "", "team": ""}
    return _user(
        f"demo-{employer.code}",
        Role.CASEWORKER,
        employer=employer,
        name=busiest["caseworker_name"] or f"Demo {employer.code}",
        team=busiest["team"],
        caseworker_id=busiest["caseworker_id"],
        audit=audit,
    )


def _made(employer: Municipality, one: _Colleague, *, audit: AuditEvent) -> User:
    return _user(
        f"demo-{employer.code}-{one.ending}", one.role, employer=employer, name=one.name, team="", caseworker_id="",
        audit=audit,
    )  # fmt: skip


def _user(
    username: str,
    role: Role,
    *,
    employer: Municipality,
    name: str,
    team: str,
    caseworker_id: str,
    audit: AuditEvent,
) -> User:
    fields = {"name": name, "municipality": employer, "team": team, "caseworker_id": caseworker_id, "is_demo": True}
    user, _ = User.objects.update_or_create(
        username=username,
        defaults=fields,
        create_defaults={**fields, "password": make_password(DEMO_PASSWORD)},
    )
    if role not in user.roles:
        add_role(user, role, until=_last_day(role, audit=audit), audit=audit)
    return User.objects.get(pk=user.pk)


def _last_day(role: Role, *, audit: AuditEvent) -> date | None:
    most = MOST_DAYS.get(role)
    return None if most is None else timezone.localdate(audit.at) + timedelta(days=most)
