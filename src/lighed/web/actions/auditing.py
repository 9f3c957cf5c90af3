"""An audit event -> an entry at the end of its municipality's chain, and the chain's head outside the database."""

from __future__ import annotations

import secrets
from dataclasses import asdict, replace
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from lighed.governance import ActorKind, AuditEvent, AuditKind, Flag, Role
from lighed.governance.audit_chain import Entry, Head, Segment, link, pseudonym
from lighed.web.actions.anchoring import anchor
from lighed.web.models import (
    AuditChain,
    AuditRecord,
    AuditSegment,
    AuditSubject,
    ContactCourse,
    RequestState,
    RightsRequest,
    User,
)

FIRST_HOUR, LAST_HOUR = 6, 20
"""Outside these hours of a Danish day, what a person does with people's data is marked."""
_ABOUT_PEOPLE = frozenset({AuditKind.READ, AuditKind.SEARCH, AuditKind.EXPORT})


def record(*, audit: AuditEvent) -> None:
    """Write `audit` down, also where nothing but reading happened. The last thing that an action does.

    Entries of one municipality are written one after the other: from here to the end of the transaction no one else
    writes one.
    """
    head = append(audit=audit)
    transaction.on_commit(partial(anchor, head.municipality, head.number))


@transaction.atomic
def append(*, audit: AuditEvent) -> Head:
    """Write the entry and give the head that the chain has then."""
    key = settings.LIGHED_AUDIT_KEY.encode()
    municipality = audit.municipality or ""
    locked = lock(municipality, audit=audit)
    head = open_segment(locked, audit=audit, key=key)
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
        subject=_pseudonym(audit.subject, municipality=municipality, key=key) if audit.subject else "",
        criterion=audit.criterion,
        reason=audit.reason,
        flags=",".join(sorted(audit.flags | _flags(audit))),
    )
    sealed = link(key, entry, previous_hash=head.hash)
    AuditRecord.of(sealed).save()
    head = replace(head, number=entry.number, hash=sealed.hash, mac="")
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


def _pseudonym(person: str, *, municipality: str, key: bytes) -> str:
    """What stands for the person in the log. The secret behind it is made when they first stand there."""
    known = AuditSubject.objects.filter(person_key=person).first()
    if known is not None:
        return known.pseudonym
    secret = secrets.token_hex(32)
    made = pseudonym(key, secret=secret, person=person)
    # Someone who stands in two municipalities' chains may be written down in both at once.
    known, _ = AuditSubject.objects.get_or_create(
        person_key=person, defaults={"municipality": municipality, "secret": secret, "pseudonym": made}
    )
    return known.pseudonym


def _flags(audit: AuditEvent) -> frozenset[Flag]:
    """What is out of the ordinary, as far as the event itself tells."""
    if audit.actor_kind is not ActorKind.PERSON or audit.role in (Role.CITIZEN, Role.REPRESENTATIVE):
        # A citizen's own page is there for them at any hour.
        return frozenset()
    found = set()
    is_about_people = audit.subject is not None or audit.kind in _ABOUT_PEOPLE
    if is_about_people and not FIRST_HOUR <= timezone.localtime(audit.at).hour < LAST_HOUR:
        found.add(Flag.OUT_OF_HOURS)
    # A planner's task is the whole municipality, and an officer's is whoever asks.
    is_caseworker = set(audit.role.split(",")) & {Role.CASEWORKER} and Role.PLANNER not in audit.role.split(",")
    if audit.kind in _ABOUT_PEOPLE and audit.subject is not None and is_caseworker and _is_outside_task(audit):
        found.add(Flag.OUTSIDE_TASK)
    return frozenset(found)


def _is_outside_task(audit: AuditEvent) -> bool:
    """Whether no course of the person's is the user's own or their team's, and no request of theirs is the user's."""
    user = User.objects.filter(username=audit.actor).first()
    if user is None:
        return True
    courses = ContactCourse.objects.filter(person__key=str(audit.subject)).values_list("caseworker_id", "team")
    is_own = any(
        (caseworker and caseworker == user.caseworker_id) or (team and team == user.team)
        for caseworker, team in courses
    )
    return not is_own and not _has_task(user, audit)


def _has_task(user: User, audit: AuditEvent) -> bool:
    """Whether the user is to answer the person, or has done so today: the answer is read over once it is given."""
    requests = RightsRequest.objects.filter(person__key=str(audit.subject), assigned_to=user.username)
    answered_today = Q(answered_by=user.username, answered_at__date=timezone.localdate(audit.at))
    return requests.filter(Q(state=RequestState.OPEN) | answered_today).exists()
