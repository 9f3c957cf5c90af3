"""A name and a municipality -> someone who can log in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from lighed.governance import AuditEvent, Role
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.demonstration.made_up_only import check_municipality
from lighed.web.actions.users.roles import add_role, check_other, hold_back
from lighed.web.models import Municipality, User

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
    until: date | None = None,
    is_password_temporary: bool = False,
    audit: AuditEvent,
) -> User:
    """Add someone of one municipality who can log in, by default as a caseworker.

    Without a password they come by the municipality's identity provider only.

    Parameters
    ----------
    until : the last day of the roles, where they are given for a time
    is_password_temporary : whether someone else knows the password, so that it is changed first of all

    Raises
    ------
    RoleRefused
        If the roles do not go together, or one of them needs a last day. Nobody is added then.
    DemoTakesMadeUpDataOnly
        If the site is a demonstration, and the municipality exists.
    """
    check_municipality(municipality)
    employer, _ = Municipality.objects.get_or_create(code=municipality)
    user = User.objects.create(
        username=username,
        name=name,
        municipality=employer,
        team=team,
        caseworker_id=caseworker_id,
        password=make_password(password),
        password_is_temporary=is_password_temporary,
    )
    for role in roles:
        add_role(user, role, until=until, audit=audit)
    record(audit=about(audit, municipality=municipality))
    return user


@transaction.atomic
def change_user(user: User, *, name: str, team: str, caseworker_id: str, audit: AuditEvent) -> None:
    """Correct what colleagues see of a user, and whose people are *mine*.

    Raises
    ------
    RoleRefused
        If it is oneself: the case system's id decides whose protected names one sees.
    """
    check_other(user, audit=audit)
    User.objects.filter(pk=user.pk).update(name=name, team=team, caseworker_id=caseworker_id)
    record(audit=about(audit, municipality=user.municipality_id))


@transaction.atomic
def give_new_password(user: User, *, password: str, audit: AuditEvent) -> None:
    """Replace a forgotten password by one that its owner changes at the next log-in; who is logged in is no more.

    Someone who takes part in a rule of two comes in once somebody else has confirmed it.

    Raises
    ------
    RoleRefused
        If it is oneself.
    """
    check_other(user, audit=audit)
    User.objects.filter(pk=user.pk).update(password=make_password(password), password_is_temporary=True)
    hold_back(user, audit=audit)
    record(audit=about(audit, municipality=user.municipality_id))


@transaction.atomic
def keep_own_password(user: User, *, audit: AuditEvent) -> None:
    """The user has chosen a password that no one else knows, and can now go on."""
    User.objects.filter(pk=user.pk).update(password_is_temporary=False)
    record(audit=about(audit, municipality=user.municipality_id))


@transaction.atomic
def choose_language(user: User, *, language: str, audit: AuditEvent) -> None:
    """Remember which of the site's languages the user reads."""
    if language not in dict(settings.LANGUAGES):
        raise ValueError(f"language must be one of {', '.join(dict(settings.LANGUAGES))}")
    User.objects.filter(pk=user.pk).update(language=language)
    record(audit=audit)
