"""A person's request under the law -> received, assigned, extended once, answered by a named person, or taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from lighed.governance import (
    AuditEvent,
    AuditKind,
    Duty,
    RequestKind,
    RequestRefused,
    RequestResult,
    Right,
    Text,
    check_answer,
    check_extension,
    check_handling,
    check_objection,
    due_on,
    extended_due_on,
)
from lighed.web import queries
from lighed.web.actions.auditing import about, record
from lighed.web.actions.estimates import erase_estimates
from lighed.web.actions.rights import estimate_where_allowed, locked
from lighed.web.models import Channel, Person, RequestState, RightsRequest, User

LONGEST_WORDS = 5000
_NEEDS_WORDS = frozenset({RequestKind.REVIEW, RequestKind.CORRECTION})
_NOT_YOURS = Text(
    da="Anmodningen er tildelt en anden. Kun den, der står som ansvarlig, kan svare.",
    en="The request is assigned to someone else. Only the one who is named can answer it.",
)
_CLOSED = Text(da="Anmodningen er afsluttet.", en="The request is closed.")


@transaction.atomic
def receive_request(
    person: Person,
    *,
    kind: RequestKind,
    words: str,
    channel: Channel,
    received_on: date,
    is_own: bool = False,
    audit: AuditEvent,
) -> RightsRequest:
    """Write down what the person asks for, and by when it must be answered.

    From an objection on there is no estimate of the person, until somebody has decided on it. With `is_own` the person
    asks, or who represents them. What staff write down is never refused because of another objection, since the refusal
    would tell them of it.

    Raises
    ------
    RequestRefused
        If the day has not come yet, there are no words where an answer needs them, or the person has objected already.
    """
    today = timezone.localdate(audit.at)
    _check_words(kind, words)
    if received_on > today:
        raise RequestRefused(
            Text(
                da="Datoen ligger i fremtiden. Skriv den dag, hvor anmodningen kom.",
                en="The date is in the future. Write the day on which the request came.",
            )
        )
    locked(person)
    if is_own and kind is RequestKind.OBJECTION:
        check_objection(has_open=queries.standing_of(person.municipality_id, person.person_id).has_open_objection)
    request = RightsRequest.objects.create(
        municipality_id=person.municipality_id,
        person=person,
        kind=kind.value,
        words=words.strip(),
        channel=channel.value,
        received_at=audit.at if received_on == today else timezone.make_aware(datetime.combine(received_on, time(12))),
        recorded_by=audit.actor,
        due_on=due_on(received_on),
    )
    if kind is RequestKind.OBJECTION:
        erase_estimates([person])
    record(audit=_of(request, audit, "request"))
    return request


@transaction.atomic
def assign_request(request: RightsRequest, *, to: User, audit: AuditEvent) -> None:
    """Name the one who answers.

    Raises
    ------
    RequestRefused
        If that is the person's own caseworker and the request contests the estimate, or no one who answers requests.
    """
    held = _held_open(request)
    if to.municipality_id != held.municipality_id or Right.SEE_REQUESTS not in to.rights or not to.is_active:
        raise RequestRefused(
            Text(
                da="Vælg en medarbejder i kommunen, der svarer på anmodninger.",
                en="Choose someone in the municipality who answers requests.",
            )
        )
    check_handling(queries.handling(held, by=to))
    held.assigned_to = to.username
    held.save()
    record(audit=_of(held, audit, "request assigned"))


@transaction.atomic
def extend_request(request: RightsRequest, *, reason: str, audit: AuditEvent) -> None:
    """Give a request two further months, once and for a reason that the person is told.

    Raises
    ------
    RequestRefused
    """
    held = _held_open(request)
    today, received_on = timezone.localdate(audit.at), timezone.localdate(held.received_at)
    check_extension(received_on=received_on, due=held.due_on, reason=reason, today=today)
    held.due_on, held.extended_on, held.extension_reason = extended_due_on(received_on), today, reason.strip()
    held.save()
    record(audit=_of(held, audit, "request extended"))


@transaction.atomic
def answer_request(request: RightsRequest, *, by: User, result: str, answer: str, audit: AuditEvent) -> None:
    """Answer, as the one who is named. An objection that is not upheld lets estimates be made again.

    Raises
    ------
    RequestRefused
        If somebody else is named, if it is the person's own caseworker, or if the answer lacks a part.
    """
    held = _held_open(request)
    if held.assigned_to != by.username:
        raise RequestRefused(_NOT_YOURS)
    check_handling(queries.handling(held, by=by))
    office = held.municipality
    check_answer(RequestKind(held.kind), result, answer, municipality=str(office), phone=office.phone)
    held.state, held.result, held.answer = RequestState.ANSWERED, result, answer.strip()
    held.answered_by, held.answered_at = by.username, audit.at
    held.save()
    if held.kind == RequestKind.OBJECTION and result == RequestResult.NOT_UPHELD:
        estimate_where_allowed(held.person, audit=audit)
    record(audit=_of(held, audit, "request answered"))


@transaction.atomic
def withdraw_request(request: RightsRequest, *, audit: AuditEvent) -> None:
    """Take a request back: one that is open, or an objection that was upheld.

    Raises
    ------
    RequestRefused
        If there is nothing left to take back.
    """
    locked(request.person)
    held = RightsRequest.objects.select_for_update().get(pk=request.pk)
    if not queries.can_be_withdrawn(held):
        raise RequestRefused(_CLOSED)
    held.state = RequestState.WITHDRAWN
    held.save()
    if held.kind == RequestKind.OBJECTION:
        estimate_where_allowed(held.person, audit=audit)
    record(audit=_of(held, audit, "request withdrawn"))


def _held_open(request: RightsRequest) -> RightsRequest:
    locked(request.person)
    held = RightsRequest.objects.select_for_update().get(pk=request.pk)
    if held.state != RequestState.OPEN:
        raise RequestRefused(_CLOSED)
    return held


def _check_words(kind: RequestKind, words: str) -> None:
    if len(words) > LONGEST_WORDS:
        raise RequestRefused(
            Text(da=f"Skriv højst {LONGEST_WORDS} tegn.", en=f"Write at most {LONGEST_WORDS} characters.")
        )
    if kind in _NEEDS_WORDS and not words.strip():
        raise RequestRefused(
            Text(da="Skriv kort, hvad du er uenig i.", en="Write briefly what you disagree with.")
            if kind is RequestKind.REVIEW
            else Text(da="Skriv, hvad der er rigtigt.", en="Write what is right.")
        )


def _of(request: RightsRequest, audit: AuditEvent, criterion: str) -> AuditEvent:
    event = replace(audit, kind=AuditKind.CHANGE, purpose=Duty.RIGHTS, criterion=criterion)
    return about(event, municipality=request.municipality_id, subject=str(request.person_id))
