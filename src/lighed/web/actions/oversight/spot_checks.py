"""Look-ups of some days -> a random sample of them, each justified by whoever looked and closed by the officer."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from lighed.governance import (
    ActorKind,
    AuditEvent,
    AuditKind,
    Refused,
    Right,
    Role,
    Text,
    in_name_of,
    is_same_person,
    rights_of,
)
from lighed.governance.cpr import NO_CPR, looks_like_cpr
from lighed.web.actions.audit.chain import record
from lighed.web.models import AuditRecord, Finding, SpotCheck, SpotCheckItem, User

LARGEST = 200
_DRAW = secrets.SystemRandom()


class CheckRefused(Refused):
    """What was asked of a spot check is not done; `text` says why."""


NOTHING_TO_DRAW = Text(
    da="Ingen medarbejder har slået personer op i perioden. Vælg en længere periode.",
    en="No member of staff has looked anyone up in the period. Choose a longer one.",
)
WRITE_WHY = Text(da="Skriv en begrundelse.", en="Write why.")
NOT_YOURS = Text(da="Opslaget er ikke dit, eller det er lukket.", en="The look-up is not yours, or it is closed.")
NOT_YOUR_OWN = Text(
    da="Det er dit eget opslag. En anden skal vurdere det.",
    en="The look-up is your own. Somebody else has to judge it.",
)
IS_CLOSED = Text(da="Opslaget er vurderet.", en="The look-up has been judged.")


@transaction.atomic
def draw_spot_check(municipality: str, *, n: int, begins_on: date, ends_on: date, audit: AuditEvent) -> SpotCheck:
    """Draw `n` of what staff looked up in the days, each as likely as any other; all of them if there are fewer.

    Nobody is drawn who judges look-ups, nor a citizen who saw their own page: they cannot be asked.

    Raises
    ------
    CheckRefused
        If there is nothing to draw from.
    """
    begins, ends = (
        timezone.make_aware(datetime.combine(day, time.min)) for day in (begins_on, ends_on + timedelta(days=1))
    )
    look_ups = AuditRecord.objects.filter(
        municipality=municipality,
        at__gte=begins,
        at__lt=ends,
        kind__in=[AuditKind.READ.value, AuditKind.SEARCH.value, AuditKind.EXPORT.value],
        actor_kind__in=[ActorKind.PERSON.value, ActorKind.CLIENT.value],
    ).exclude(subject="")
    judges = _judges(municipality)
    columns = ("number", "actor_kind", "actor", "criterion", "role")
    there = [
        (number, who)
        for number, actor_kind, actor, criterion, roles in look_ups.values_list(*columns)
        if (who := _looked(actor_kind, actor, criterion)) and _is_staffs(roles) and who not in judges
        and not is_same_person(who, audit.actor)
    ]  # fmt: skip
    if not there:
        raise CheckRefused(NOTHING_TO_DRAW)
    check = SpotCheck.objects.create(
        municipality_id=municipality,
        begins_on=begins_on,
        ends_on=ends_on,
        n_found=len(there),
        drawn_by=audit.actor,
        drawn_at=audit.at,
    )
    drawn = _DRAW.sample(there, min(n, LARGEST, len(there)))
    SpotCheckItem.objects.bulk_create(
        SpotCheckItem(check_drawn=check, number=number, actor=actor) for number, actor in sorted(drawn)
    )
    record(audit=audit)
    return check


@transaction.atomic
def justify_look_up(item: SpotCheckItem, *, words: str, audit: AuditEvent) -> None:
    """Write down why the user looked; only the one who did can, until it is closed.

    Raises
    ------
    CheckRefused
        If it is somebody else's, is closed, or nothing was written.
    """
    item = SpotCheckItem.objects.select_for_update().get(pk=item.pk)
    if item.actor != audit.actor or item.finding != Finding.OPEN:
        raise CheckRefused(NOT_YOURS)
    if not words.strip():
        raise CheckRefused(WRITE_WHY)
    if looks_like_cpr(words):
        raise CheckRefused(NO_CPR)
    item.justification, item.justified_by, item.justified_at = words.strip(), audit.actor, audit.at
    item.save()
    record(audit=audit)


@transaction.atomic
def close_look_up(item: SpotCheckItem, *, finding: str, note: str, audit: AuditEvent) -> None:
    """Close a look-up as justified or not. Where whoever looked has not written why, the note does.

    Raises
    ------
    CheckRefused
        If it is closed, is the closer's own look-up, or nobody has written why.
    """
    item = SpotCheckItem.objects.select_for_update().get(pk=item.pk)
    if item.finding != Finding.OPEN:
        raise CheckRefused(IS_CLOSED)
    if is_same_person(item.actor, audit.actor):
        raise CheckRefused(NOT_YOUR_OWN)
    if not note.strip() and (finding == Finding.NOT_FINE or not item.justification):
        raise CheckRefused(WRITE_WHY)
    if looks_like_cpr(note):
        raise CheckRefused(NO_CPR)
    item.finding, item.note = Finding(finding).value, note.strip()
    item.closed_by, item.closed_at = audit.actor, audit.at
    item.save()
    record(audit=audit)


def _looked(actor_kind: str, actor: str, criterion: str) -> str:
    """The member of staff who looked, also where another system did it in their name: they know whether they did."""
    if actor_kind == ActorKind.CLIENT.value:
        return in_name_of(criterion)
    return actor if actor_kind == ActorKind.PERSON.value else ""


def _is_staffs(roles: str) -> bool:
    """Whether the entry was written by someone whose work is with people, and who is not one of the judges."""
    rights = rights_of(Role(one) for one in roles.split(",") if one in set(Role))
    return Right.SEE_PEOPLE in rights and Right.CHECK_LOG not in rights


def _judges(municipality: str) -> frozenset[str]:
    """Those who judge look-ups today, whatever they were when they looked."""
    users = User.objects.filter(municipality=municipality, person=None)
    return frozenset(user.username for user in users if Right.CHECK_LOG in user.rights)
