"""Audit events -> entries at the end of their municipality's chain, and the chain's head outside the database."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from lighed.governance import AuditEvent
from lighed.governance.audit_chain import Entry, Head, Segment, link, pseudonym
from lighed.web.actions.audit.anchoring import anchor
from lighed.web.actions.audit.flags import flags_about
from lighed.web.models import AuditChain, AuditRecord, AuditSegment, AuditSubject


def record(*, audit: AuditEvent) -> None:
    """Write `audit` down, also where nothing but reading happened. The last thing that an action does.

    Entries of one municipality are written one after the other: from here to the end of the transaction no one else
    writes one.
    """
    head = append(audit=audit)
    transaction.on_commit(partial(anchor, head.municipality, head.number))


def record_about_each(people: Sequence[str], *, audit: AuditEvent) -> None:
    """Write `audit` down once about each of the people, by their keys, so that a search for one of them finds who
    looked; once about nobody where there are none. The last thing that an action does, as `record` is."""
    each: tuple[str | None, ...] = tuple(dict.fromkeys(people)) or (None,)
    head = append_about(each, audit=audit)
    transaction.on_commit(partial(anchor, head.municipality, head.number - len(each) + 1))


def append(*, audit: AuditEvent) -> Head:
    """Write the entry and give the head that the chain has then."""
    return append_about((audit.subject,), audit=audit)


@transaction.atomic
def append_about(people: Sequence[str | None], *, audit: AuditEvent) -> Head:
    """Write the entry once about each of `people`, and give the head that the chain has then.

    A list of thousands takes a second and not minutes: what the entries share is asked for once.
    """
    key = settings.LIGHED_AUDIT_KEY.encode()
    municipality = audit.municipality or ""
    locked = lock(municipality, audit=audit)
    head = open_segment(locked, audit=audit, key=key)
    pseudonyms = _pseudonyms([one for one in people if one], municipality=municipality, key=key)
    flags = flags_about(people, audit=audit)
    records = []
    for person in people:
        entry = Entry(
            municipality=municipality,
            number=head.number + 1,
            segment=head.segment,
            at=audit.at,
            kind=audit.kind.value,
            actor=audit.actor,
            actor_kind=audit.actor_kind.value,
            role=audit.role,
            purpose=audit.purpose.value,
            subject=pseudonyms[person] if person else "",
            criterion=audit.criterion,
            reason=audit.reason,
            flags=",".join(sorted(audit.flags | flags[person])),
        )
        sealed = link(key, entry, previous_hash=head.hash)
        records.append(AuditRecord.of(sealed))
        head = replace(head, number=entry.number, hash=sealed.hash, mac="")
    AuditRecord.objects.bulk_create(records, batch_size=500)
    # A head that somebody has changed gets no new seal: what follows it could not be told from the rest.
    is_ours = locked.number == 0 or locked.is_sealed(key)
    head = head.sealed(key) if is_ours else head
    keep(head)
    return head


def about(audit: AuditEvent, *, municipality: str, subject: str | None = None) -> AuditEvent:
    """The same event, once it is known whom it was about; what a citizen does stays about them."""
    return replace(audit, municipality=municipality, subject=subject or audit.subject)


def lock(municipality: str, *, audit: AuditEvent) -> Head:
    """The head of the chain, which no one else can move until the transaction is over."""
    chains = AuditChain.objects.select_for_update()
    chain = chains.filter(pk=municipality).first()
    if chain is None:
        try:
            with transaction.atomic():
                AuditChain.objects.create(municipality=municipality, segment=_month(audit))
        except IntegrityError:
            # Another process has begun the chain meanwhile.
            pass
        chain = chains.get(pk=municipality)
    return chain.as_head


def open_segment(head: Head, *, audit: AuditEvent, key: bytes) -> Head:
    """The head in the segment of the event's month; the one before it is sealed when its month is over."""
    month = _month(audit)
    if month <= head.segment:
        return head
    if head.number >= head.first:
        over = Segment(
            municipality=head.municipality,
            segment=head.segment,
            first=head.first,
            last=head.number,
            closing_hash=head.hash,
            is_dropped=False,
        )
        AuditSegment.objects.create(**asdict(over.sealed(key)), sealed_at=audit.at)
    return replace(head, segment=month, first=head.number + 1)


def keep(head: Head) -> None:
    """Write the head down in the database."""
    values = asdict(head)
    AuditChain.objects.filter(pk=values.pop("municipality")).update(**values)


def _month(audit: AuditEvent) -> str:
    return f"{timezone.localtime(audit.at):%Y-%m}"


def _pseudonyms(people: Sequence[str], *, municipality: str, key: bytes) -> dict[str, str]:
    """What stands for each person in the log. The secret behind it is made when they first stand there."""
    if not people:
        return {}
    known = _known(people)
    made = [
        AuditSubject(
            person_key=person,
            municipality=municipality,
            secret=(secret := secrets.token_hex(32)),
            pseudonym=pseudonym(key, secret=secret, person=person),
        )
        for person in people
        if person not in known
    ]
    if not made:
        return known
    # Someone who stands in two municipalities' chains may be written down in both at once: the first one counts.
    AuditSubject.objects.bulk_create(made, batch_size=500, ignore_conflicts=True)
    return _known(people)


def _known(people: Sequence[str]) -> dict[str, str]:
    found = AuditSubject.objects.filter(person_key__in=people).values_list("person_key", "pseudonym")
    return {str(person): pseudonym for person, pseudonym in found}
