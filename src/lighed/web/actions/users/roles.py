"""A user and a role -> what the user may do from now on, or until now."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from lighed.governance import (
    ActorKind,
    AuditEvent,
    NotAllowed,
    Role,
    RoleRefused,
    Text,
    check_confirming,
    check_giving,
    is_of_two,
    is_same_person,
)
from lighed.web.actions.audit.chain import about, record
from lighed.web.models import RoleAssignment, TrainingRecord, User
from lighed.web.queries.users import has_other_approver

MOST_DAYS_PROTECTED = 365
"""The longest for which someone is let to see protected names at a time."""
_OWN = Text(
    da="Ingen ændrer sin egen adgang. Bed en anden systemadministrator om det.",
    en="Nobody changes the access of their own. Ask another administrator.",
)
_NO_LAST_DAY = Text(
    da="Adgangen gives for højst 12 måneder ad gangen. Skriv en sidste dag, der ikke er gået.",
    en="This access is given for at most 12 months at a time. Write a last day that has not passed.",
)
_AWAITS_CONFIRMATION = Text(
    da="En anden har allerede givet brugeren ny adgangskode eller telefon. Det skal bekræftes først.",
    en="Somebody else has given the user a new password or phone already. That has to be confirmed first.",
)
NOTHING_TO_CONFIRM = Text(
    da="Der er ikke længere noget at bekræfte. Vis siden igen.",
    en="Nothing is left to confirm. Show the page again.",
)
_BAD_TRAINING = Text(
    da="Introduktionen skal være taget senest i dag og gælde mindst én dag.",
    en="The introduction must have been taken by today, and count for a day at least.",
)


@transaction.atomic
def give_role(user: User, role: Role, *, until: date | None = None, audit: AuditEvent) -> RoleAssignment:
    """Give a user one role more, from today on. It can be used in the user's next request.

    A role of the rules that two people keep can be used once somebody else has confirmed it (`confirm_role`).

    Raises
    ------
    RoleRefused
        With the reason. Nothing is changed then.
    """
    # Two who give at once wait for each other, so that neither overlooks what the other one gives.
    user = User.objects.select_for_update().get(pk=user.pk)
    assignment = add_role(user, role, until=until, audit=audit)
    record(audit=about(audit, municipality=user.municipality_id))
    return assignment


def add_role(user: User, role: Role, *, until: date | None = None, audit: AuditEvent) -> RoleAssignment:
    """Give the role as part of a larger action, which records it. Raises as `give_role` does."""
    today = timezone.localdate(audit.at)
    _end_what_ran_out(user, today=today, audit=audit)
    held = user.role_assignments.filter(ended_at=None).values_list("role", flat=True)
    check_giving(
        role,
        giver=audit.actor,
        receiver=user.username,
        held=[Role(one) for one in held],
        first_day=today,
        last_day=until,
        has_other_approver=has_other_approver(user, today=today),
    )
    # Whoever has the shell answers for the installation; on the site, one administrator alone would be two people.
    awaits = is_of_two(role) and audit.actor_kind is ActorKind.PERSON
    return RoleAssignment.objects.create(
        user=user,
        role=role.value,
        valid_from=today,
        valid_to=until,
        given_by=audit.actor,
        given_at=audit.at,
        confirmed_by="" if awaits else audit.actor,
        confirmed_at=None if awaits else audit.at,
    )


@transaction.atomic
def confirm_role(assignment: RoleAssignment, *, audit: AuditEvent) -> None:
    """Say that a role which somebody else gave is right: it can be used from now on.

    Raises
    ------
    NotAllowed
        If one gave it oneself, or it is one's own, or nothing is left to confirm.
    """
    found = (
        RoleAssignment.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(pk=assignment.pk, confirmed_at=None, ended_at=None)
        .first()
    )
    if found is None:
        raise NotAllowed(NOTHING_TO_CONFIRM)
    check_confirming(confirmer=audit.actor, begun_by=found.given_by, receiver=found.user.username)
    found.confirmed_by, found.confirmed_at = audit.actor, audit.at
    found.save()
    record(audit=about(audit, municipality=found.user.municipality_id))


@transaction.atomic
def confirm_reset(user: User, *, audit: AuditEvent) -> None:
    """Say that the new password, or the forgotten phone, of somebody else is right: they can log in again.

    Raises
    ------
    NotAllowed
        If one began it oneself, or it is one's own, or nothing is left to confirm.
    """
    found = User.objects.select_for_update(of=("self",)).filter(pk=user.pk).exclude(reset_at=None).first()
    if found is None:
        raise NotAllowed(NOTHING_TO_CONFIRM)
    check_confirming(confirmer=audit.actor, begun_by=found.reset_by, receiver=found.username)
    User.objects.filter(pk=found.pk).update(reset_by="", reset_at=None)
    record(audit=about(audit, municipality=found.municipality_id))


def hold_back(user: User, *, audit: AuditEvent) -> None:
    """Part of a reset of how somebody logs in: with a role of the rules of two they come in once another has confirmed.

    Raises
    ------
    RoleRefused
        If another person's reset awaits confirmation: whoever began one could else confirm the other and hold both.
    """
    if user.reset_at is not None and not is_same_person(user.reset_by, audit.actor):
        raise RoleRefused(_AWAITS_CONFIRMATION)
    roles = user.role_assignments.filter(ended_at=None).values_list("role", flat=True)
    if audit.actor_kind is ActorKind.PERSON and any(is_of_two(Role(role)) for role in roles):
        User.objects.filter(pk=user.pk).update(reset_by=audit.actor, reset_at=audit.at)


@transaction.atomic
def end_role(user: User, role: Role, *, audit: AuditEvent) -> bool:
    """End a role at once: the user's next request is without it. False if the user did not have it.

    Raises
    ------
    RoleRefused
        If the role is one's own.
    """
    check_other(user, audit=audit)
    ended = user.role_assignments.filter(role=role.value, ended_at=None).update(ended_at=audit.at, ended_by=audit.actor)
    record(audit=about(audit, municipality=user.municipality_id))
    return bool(ended)


@transaction.atomic
def deactivate_user(user: User, *, audit: AuditEvent) -> None:
    """Let someone in no more, from the next request on, and end all that they could do.

    The user stays in the list and in the log, and the name is not given to anyone else.

    Raises
    ------
    RoleRefused
        If it is oneself.
    """
    check_other(user, audit=audit)
    user.role_assignments.filter(ended_at=None).update(ended_at=audit.at, ended_by=audit.actor)
    User.objects.filter(pk=user.pk).update(is_active=False, sees_protected=False, sees_protected_until=None)
    record(audit=about(audit, municipality=user.municipality_id))


@transaction.atomic
def let_see_protected(user: User, *, until: date | None, audit: AuditEvent) -> None:
    """Let someone see protected names and addresses until a day; without a day, no more.

    Raises
    ------
    RoleRefused
        If it is oneself, or the day has passed or lies too far ahead.
    """
    check_other(user, audit=audit)
    today = timezone.localdate(audit.at)
    if until is not None and not today <= until <= today + timedelta(days=MOST_DAYS_PROTECTED):
        raise RoleRefused(_NO_LAST_DAY)
    User.objects.filter(pk=user.pk).update(sees_protected=until is not None, sees_protected_until=until)
    record(audit=about(audit, municipality=user.municipality_id))


@transaction.atomic
def record_training(user: User, *, what: str, taken_on: date, valid_until: date, audit: AuditEvent) -> TrainingRecord:
    """Write down that someone took the introduction.

    Raises
    ------
    RoleRefused
        If it is oneself, or the days cannot be right.
    """
    check_other(user, audit=audit)
    if taken_on > timezone.localdate(audit.at) or valid_until <= taken_on:
        raise RoleRefused(_BAD_TRAINING)
    made = TrainingRecord.objects.create(
        user=user,
        what=what,
        taken_on=taken_on,
        valid_until=valid_until,
        recorded_by=audit.actor,
        recorded_at=audit.at,
    )
    record(audit=about(audit, municipality=user.municipality_id))
    return made


def check_other(user: User, *, audit: AuditEvent) -> None:
    """Refuse a change of one's own access.

    Raises
    ------
    RoleRefused
    """
    if is_same_person(user.username, audit.actor):
        raise RoleRefused(_OWN)


def _end_what_ran_out(user: User, *, today: date, audit: AuditEvent) -> None:
    """A role whose last day has passed is written down as ended, so that it can be given again."""
    user.role_assignments.filter(ended_at=None, valid_to__lt=today).update(ended_at=audit.at, ended_by="")
