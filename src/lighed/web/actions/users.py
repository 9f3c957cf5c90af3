"""A name and a municipality -> someone who can log in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from lighed.governance import AuditEvent, Role
from lighed.web.actions.auditing import about, record
from lighed.web.models import ContactCourse, Municipality, RoleAssignment, User

DEMO_PASSWORD = "lighed-demo"  # noqa: S105 - shown to everyone on the log-in page, and refused outside demonstration mode


class DemoIsOff(Exception):
    """Demo users were asked for on a site that is not a demonstration."""

    def __init__(self) -> None:
        super().__init__("Demo users exist in demonstration mode only (LIGHED_DEMO=1).")


@transaction.atomic
def create_user(
    username: str,
    *,
    name: str,
    municipality: str,
    password: str | None,
    caseworker_id: str = "",
    team: str = "",
    roles: Iterable[Role] = (Role.CASEWORKER,),
    audit: AuditEvent,
) -> User:
    """Add someone of one municipality who can log in, by default as a caseworker.

    Without a password they come by the municipality's identity provider only.
    """
    employer, _ = Municipality.objects.get_or_create(code=municipality)
    user = User.objects.create(
        username=username,
        name=name,
        municipality=employer,
        team=team,
        caseworker_id=caseworker_id,
        password=make_password(password),
    )
    for role in roles:
        _give(user, role, audit=audit)
    record(audit=about(audit, municipality=municipality))
    return user


@transaction.atomic
def create_demo_users(municipalities: Mapping[str, str], *, audit: AuditEvent) -> list[User]:
    """Make one user per made-up municipality (code -> name): its caseworker with the most people, once they are there.

    Run again, it brings the users up to date; it never makes a second one.

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
        busiest = (
            ContactCourse.objects.filter(municipality=employer)
            .exclude(caseworker_id="")
            .values("caseworker_id", "caseworker_name", "team")
            .annotate(n_people=Count("key"))
            .order_by("-n_people", "caseworker_id")
            .first()
        ) or {"caseworker_id": "", "caseworker_name": "", "team": ""}
        user, _ = User.objects.update_or_create(
            username=f"demo-{code}",
            defaults={
                "name": busiest["caseworker_name"] or f"Demo {code}",
                "municipality": employer,
                "team": busiest["team"],
                "caseworker_id": busiest["caseworker_id"],
                "is_demo": True,
            },
            create_defaults={
                "name": busiest["caseworker_name"] or f"Demo {code}",
                "municipality": employer,
                "team": busiest["team"],
                "caseworker_id": busiest["caseworker_id"],
                "is_demo": True,
                "password": make_password(DEMO_PASSWORD),
            },
        )
        if not user.role_assignments.exists():
            _give(user, Role.CASEWORKER, audit=audit)
        record(audit=about(audit, municipality=code))
        users.append(user)
    return users


def _give(user: User, role: Role, *, audit: AuditEvent) -> RoleAssignment:
    return RoleAssignment.objects.create(
        user=user, role=role.value, valid_from=timezone.localdate(audit.at), given_by=audit.actor, given_at=audit.at
    )


@transaction.atomic
def choose_language(user: User, *, language: str, audit: AuditEvent) -> None:
    """Remember which of the site's languages the user reads."""
    if language not in dict(settings.LANGUAGES):
        raise ValueError(f"language must be one of {', '.join(dict(settings.LANGUAGES))}")
    User.objects.filter(pk=user.pk).update(language=language)
    record(audit=audit)
