"""A municipality as it stands -> a frozen bundle for a regulator, shared until a day and taken back before it."""

from __future__ import annotations

import hashlib
import secrets
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

from django.db import transaction
from django.utils import timezone

from lighed.governance import AuditEvent, AuditKind, Refused, Role, Text
from lighed.governance.retention import Kept, due_on
from lighed.transparency.bundle import write_bundle
from lighed.web.actions.audit.chain import about, record
from lighed.web.models import BundleContent, BundleShare, Municipality, RegulatorBundle, User
from lighed.web.queries.oversight.bundle_parts import collect_bundle
from lighed.web.queries.oversight.bundles import last_day_as_regulator
from lighed.web.queries.oversight.retention import months_of

_SECRET_BYTES = 32
LONGEST_MONTHS = 12
"""A share goes on at most so long; after that it is given anew, by somebody who has thought about it."""


class BundleRefused(Refused):
    """The bundle is not made or shared; `text` says why."""


NO_REASON = Text(da="Skriv, hvad pakken er til.", en="Write what the bundle is for.")
DAYS_TURNED = Text(da="Den sidste dag ligger før den første.", en="The last day is before the first.")
IN_THE_FUTURE = Text(da="Vælg dage til og med i dag.", en="Choose days up to today.")
NOT_A_REGULATOR = Text(
    da="Vælg en, der har rollen Tilsynsmyndighed her i dag.", en="Choose someone who has the role Regulator here today."
)
UNTIL_PAST = Text(
    da="Vælg en sidste dag fra i dag og højst et år frem.", en="Choose a last day from today and at most a year ahead."
)
UNTIL_AFTER_ROLE = Text(
    da="Rollen Tilsynsmyndighed er givet til og med {day}. Vælg den dag eller en før.",
    en="The role Regulator is given until {day}. Choose that day or an earlier one.",
)
ALREADY_SHARED = Text(
    da="Pakken er allerede delt med personen. Træk delingen tilbage først.",
    en="The bundle is shared with the person already. Take that back first.",
)
NOT_KEPT = Text(da="Pakken er slettet, fordi fristen er ovre.", en="The bundle is erased, as its term is over.")
NOT_SHARED = Text(da="Delingen er allerede trukket tilbage.", en="The share has been taken back already.")


@transaction.atomic
def make_bundle(
    municipality: str, *, begins_on: date, ends_on: date, reason: str, is_demo: bool, audit: AuditEvent
) -> RegulatorBundle:
    """Make a bundle of what is told and kept, with the log of these days. It is never changed.

    Raises
    ------
    BundleRefused
        If no reason is given, or the days are turned round or in the future.
    """
    check_days(begins_on, ends_on, reason=reason, today=timezone.localdate(audit.at))
    # One at a time, so that numbers follow each other.
    controller = Municipality.objects.select_for_update().get(pk=municipality)
    newest = RegulatorBundle.objects.filter(municipality=controller).order_by("number").last()
    made = RegulatorBundle(
        municipality=controller,
        number=1 if newest is None else newest.number + 1,
        made_at=audit.at,
        made_by=audit.actor,
        reason=reason.strip(),
        begins_on=begins_on,
        ends_on=ends_on,
        is_demo=is_demo,
    )
    # The signs that stand for names are this bundle's alone: what makes them is forgotten here.
    bundle = collect_bundle(
        municipality,
        reference=made.reference,
        begins_on=begins_on,
        ends_on=ends_on,
        made_at=audit.at,
        secret=secrets.token_bytes(_SECRET_BYTES),
    )
    zipped = write_bundle(bundle)
    with zipfile.ZipFile(BytesIO(zipped)) as packed:
        made.n_files = len(packed.namelist())
    made.record_sha256, made.sha256, made.size = bundle.record_sha256, hashlib.sha256(zipped).hexdigest(), len(zipped)
    made.missing = [{"da": one.da, "en": one.en} for one in bundle.missing]
    made.save()
    BundleContent.objects.create(bundle=made, zipped=zipped)
    record(audit=about(audit, municipality=municipality))
    return made


def check_days(begins_on: date, ends_on: date, *, reason: str, today: date) -> None:
    """Refuse a bundle without a reason, or of days that are none."""
    if not reason.strip():
        raise BundleRefused(NO_REASON)
    if ends_on < begins_on:
        raise BundleRefused(DAYS_TURNED)
    if ends_on > today:
        raise BundleRefused(IN_THE_FUTURE)


@transaction.atomic
def share_bundle(bundle: RegulatorBundle, *, regulator: User, until: date, audit: AuditEvent) -> BundleShare:
    """Let a regulator fetch the bundle through a day.

    Raises
    ------
    BundleRefused
        If the user is no regulator here, the day is past or too far, or the bundle is shared already or not kept.
    """
    # One at a time: two who share at once would each find that nobody has.
    Municipality.objects.select_for_update().get(pk=bundle.municipality_id)
    check_share(bundle, regulator=regulator, until=until, today=timezone.localdate(audit.at))
    past = bundle.shares.filter(regulator=regulator, revoked_at=None)
    past.update(revoked_at=audit.at, revoked_by=audit.actor)
    share = BundleShare.objects.create(
        bundle=bundle, regulator=regulator, until=until, shared_by=audit.actor, shared_at=audit.at
    )
    record(audit=about(audit, municipality=bundle.municipality_id))
    return share


def check_share(bundle: RegulatorBundle, *, regulator: User, until: date, today: date) -> None:
    """Refuse to share with who is no regulator here, for longer than the role or a year, or twice."""
    if regulator.municipality_id != bundle.municipality_id or Role.REGULATOR not in regulator.roles:
        raise BundleRefused(NOT_A_REGULATOR)
    if not today <= until <= due_on(today, months=LONGEST_MONTHS):
        raise BundleRefused(UNTIL_PAST)
    last_day = last_day_as_regulator(regulator, today=today)
    if last_day is not None and until > last_day:
        raise BundleRefused(
            Text(
                da=UNTIL_AFTER_ROLE.da.format(day=f"{last_day.day}.{last_day.month}.{last_day.year}"),
                en=UNTIL_AFTER_ROLE.en.format(day=f"{last_day.day} {last_day:%B %Y}"),
            )
        )
    if any(one.is_open(today=today) for one in bundle.shares.filter(regulator=regulator)):
        raise BundleRefused(ALREADY_SHARED)
    if not BundleContent.objects.filter(bundle=bundle).exists():
        raise BundleRefused(NOT_KEPT)


@transaction.atomic
def revoke_share(share: BundleShare, *, audit: AuditEvent) -> None:
    """Take a share back. What the regulator has fetched already, they have.

    Raises
    ------
    BundleRefused
        If it was taken back before.
    """
    locked = BundleShare.objects.select_for_update().select_related("bundle").get(pk=share.pk)
    if locked.revoked_at is not None:
        raise BundleRefused(NOT_SHARED)
    locked.revoked_at, locked.revoked_by = audit.at, audit.actor
    locked.save(update_fields=["revoked_at", "revoked_by"])
    record(audit=about(audit, municipality=locked.bundle.municipality_id))


def empty_old_bundles(municipality: str, *, audit: AuditEvent) -> int:
    """Erase the content of bundles that tell of days whose log is due to be erased; their hashes stay."""
    today, months = timezone.localdate(audit.at), months_of(municipality)[Kept.LOG]
    kept = BundleContent.objects.filter(bundle__municipality=municipality).select_related("bundle").defer("zipped")
    due = [one for one in kept if due_on(one.bundle.ends_on, months=months) <= today]
    for one in due:
        _empty(one, audit=audit)
    return len(due)


@transaction.atomic
def _empty(content: BundleContent, *, audit: AuditEvent) -> None:
    content.delete()
    criterion = f"bundle {content.bundle.number}"
    record(
        audit=about(
            replace(audit, kind=AuditKind.DELETION, criterion=criterion), municipality=content.bundle.municipality_id
        )
    )
