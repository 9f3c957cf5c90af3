"""A user name and a right -> the user on whose word a command acts, and the event as theirs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lighed.cli.errors import CommandRefused
from lighed.governance import ActorKind, AuditEvent, Duty, Purpose, Right

if TYPE_CHECKING:
    from lighed.web.queries import User


def acting(
    by: str,
    municipality: str,
    right: Right,
    audit: AuditEvent,
    *,
    reason: str = "",
    purpose: Purpose | Duty = Duty.OVERSIGHT,
) -> tuple[User, AuditEvent]:
    """The active user of the municipality who has the right, and the event as done on their word by the command.

    Raises
    ------
    CommandRefused
        If there is no such user, or the right is not theirs.
    """
    from lighed.web import queries

    user = queries.user_named(by, municipality=municipality)
    if user is None or right not in user.rights:
        raise CommandRefused(
            f"--by {by}: nobody of that name in municipality {municipality} has the right to do this "
            f"({right.value}). Name a user who has."
        )
    return user, replace(
        audit,
        actor=user.username,
        actor_kind=ActorKind.PERSON,
        role=",".join(sorted(user.roles)),
        municipality=municipality,
        purpose=purpose,
        criterion=audit.actor,
        reason=reason,
    )
