"""A person's request under the law -> received, assigned, extended once, answered by a named person, or taken back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

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
    can_handle,
    check_answer,
    check_correction,
    check_extension,
    check_handling,
    check_objection,
    check_review,
    check_reviewed,
    due_on,
    extended_due_on,
)
from lighed.governance.attached_file import AttachedFile
from lighed.web import queries
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.citizen.answers import send_answer
from lighed.web.actions.citizen.corrections import as_stored, close_tasks
from lighed.web.actions.citizen.rights import estimate_where_allowed, locked
from lighed.web.actions.desk.changes import add_task
from lighed.web.actions.estimates.kept import erase_estimates
from lighed.web.models import REVIEW_POINTS, Attachment, Channel, Person, RequestState, RightsRequest, Task, User
from lighed.workflow import ShownValue

LONGEST_WORDS = 5000
_NOT_YOURS = Text(
    da="Anmodningen er tildelt en anden. Kun den, der står som ansvarlig, kan svare.",
    en="The request is assigned to someone else. Only the one who is named can answer it.",
)
_CLOSED = Text(da="Anmodningen er afsluttet.", en="The request is closed.")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value that the person says is wrong, as it stood on their page, and what they say is right."""

    value: ShownValue
    right: str
    attached: AttachedFile | None = None
    """A paper that shows it."""


@transaction.atomic
def receive_request(
    person: Person,
    *,
    kind: RequestKind,
    words: str,
    channel: Channel,
    received_on: date,
    is_own: bool = False,
    wrong: Wrong | None = None,
    points: Collection[str] = (),
    audit: AuditEvent,
) -> RightsRequest:
    """Write down what the person asks for, and by when it must be answered.

    From an objection on there is no estimate of the person, until somebody has decided on it. With `is_own` the person
    asks, or who represents them. What staff write down is never refused because of another objection, since the refusal
    would tell them of it. A correction of one value goes to whoever looks after it: the person's own caseworker, or
    whoever takes the task.

    Parameters
    ----------
    wrong : of a correction, the value that it is about; `words` say what is wrong with it
    points : of a new assessment, the codes of what was ticked

    Raises
    ------
    RequestRefused
        If the day has not come yet, there are no words where an answer needs them, or the person has asked for the same
        already.
    """
    today = timezone.localdate(audit.at)
    _check_length(words, wrong.right if wrong is not None else "")
    ticked = [code for code, _ in REVIEW_POINTS if code in points]
    if received_on > today:
        raise RequestRefused(
            Text(
                da="Datoen ligger i fremtiden. Skriv den dag, hvor anmodningen kom.",
                en="The date is in the future. Write the day on which the request came.",
            )
        )
    locked(person)
    _check_asked(person, kind, words, wrong=wrong, points=ticked, is_own=is_own)
    request = RightsRequest.objects.create(
        municipality_id=person.municipality_id,
        person=person,
        kind=kind.value,
        words=words.strip(),
        channel=channel.value,
        received_at=audit.at if received_on == today else timezone.make_aware(datetime.combine(received_on, time(12))),
        recorded_by=audit.actor,
        due_on=due_on(received_on),
        points=ticked,
        **_about_value(wrong),
    )
    if kind is RequestKind.OBJECTION:
        erase_estimates([person])
    if wrong is not None:
        _attach(request, wrong.attached, audit=audit)
        _give_to_who_looks_after(request, audit=audit)
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
    if held.assigned_to != to.username:
        # What somebody else assessed is no part of this one's own.
        held.assigned_to, held.assigned_at, held.assessment = to.username, audit.at, None
        held.save()
    close_tasks(held, by=audit.actor, audit=audit)
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
        If somebody else is named, if it is the person's own caseworker, if the answer lacks a part, or if the new
        assessment that was asked for has not been made.
    """
    held = _held_open(request)
    if held.assigned_to != by.username:
        raise RequestRefused(_NOT_YOURS)
    check_handling(queries.handling(held, by=by))
    office, kind = held.municipality, RequestKind(held.kind)
    check_reviewed(kind, has_assessed=held.assessment_id is not None)
    check_answer(kind, result, answer, municipality=str(office), phone=office.phone)
    held.state, held.result, held.answer = RequestState.ANSWERED, result, answer.strip()
    held.answered_by, held.answered_at = by.username, audit.at
    held.save()
    if held.kind == RequestKind.OBJECTION and result == RequestResult.NOT_UPHELD:
        estimate_where_allowed(held.person, audit=audit)
    close_tasks(held, by=by.name, audit=audit)
    course = queries.running_course(held.person) if kind is RequestKind.REVIEW else None
    if course is not None:
        # Whoever has the person sees that the estimate is contested, and so when it no longer is. Of other requests
        # they are told nothing.
        add_task(course, Task.Kind.REVIEW_ANSWERED, at=audit.at, request=held)
    send_answer(held, by=by, audit=audit)
    record(audit=_of(held, audit, "request answered"))


@transaction.atomic
def add_to_request(request: RightsRequest, *, words: str, audit: AuditEvent) -> None:
    """Keep what the person has to add to what waits for its answer, under the day on which they add it.

    Raises
    ------
    RequestRefused
        If there is nothing to add, too much, or the request is closed.
    """
    held = _held_open(request)
    if not words.strip():
        raise RequestRefused(Text(da="Skriv det, du vil tilføje.", en="Write what you want to add."))
    day = timezone.localdate(audit.at)
    added = f"{held.words}\n\n{day.day}.{day.month}.{day.year}: {words.strip()}".strip()
    _check_length(added)
    held.words = added
    held.save(update_fields=["words"])
    record(audit=_of(held, audit, "request"))


@transaction.atomic
def withdraw_request(request: RightsRequest, *, audit: AuditEvent) -> None:
    """Take a request back: one that is open, or an objection that was upheld. A file that was sent with it is deleted.

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
    Attachment.objects.filter(request=held).delete()
    close_tasks(held, by=audit.actor, audit=audit)
    if held.kind == RequestKind.OBJECTION:
        estimate_where_allowed(held.person, audit=audit)
    record(audit=_of(held, audit, "request withdrawn"))


def _held_open(request: RightsRequest) -> RightsRequest:
    locked(request.person)
    held = RightsRequest.objects.select_for_update().get(pk=request.pk)
    if held.state != RequestState.OPEN:
        raise RequestRefused(_CLOSED)
    return held


def _about_value(wrong: Wrong | None) -> dict[str, Any]:
    if wrong is None:
        return {}
    return {
        "element": wrong.value.element,
        "element_name": as_stored(wrong.value.name),
        "value_then": as_stored(wrong.value.value),
        "right_words": wrong.right.strip(),
    }


def _attach(request: RightsRequest, file: AttachedFile | None, *, audit: AuditEvent) -> None:
    if file is not None:
        Attachment.objects.create(
            municipality_id=request.municipality_id,
            request=request,
            name=file.name,
            kind=file.kind.value,
            size=len(file.content),
            sha256=file.sha256,
            content=file.content,
            attached_by=audit.actor,
            attached_at=audit.at,
        )


def _give_to_who_looks_after(request: RightsRequest, *, audit: AuditEvent) -> None:
    """Name the person's own caseworker, who can put it right at the source; else whoever takes the task."""
    course = queries.running_course(request.person)
    if course is None:
        return
    own = queries.caseworker_of(course.municipality_id, course.caseworker_id) if course.caseworker_id else None
    if own is not None and Right.SEE_REQUESTS in own.rights and can_handle(queries.handling(request, by=own)):
        request.assigned_to, request.assigned_at = own.username, audit.at
        request.save(update_fields=["assigned_to", "assigned_at"])
    else:
        add_task(course, Task.Kind.CORRECTION, at=audit.at, request=request)


def _check_asked(
    person: Person, kind: RequestKind, words: str, *, wrong: Wrong | None, points: Collection[str], is_own: bool
) -> None:
    element = wrong.value.element if wrong is not None else ""
    has_open = is_own and queries.open_request(person, kind, element=element) is not None
    if kind is RequestKind.OBJECTION:
        check_objection(has_open=has_open)
    elif kind is RequestKind.REVIEW:
        check_review(words=words, points=points, has_open=has_open)
    elif kind is RequestKind.CORRECTION:
        # What stands on no page can be wrong in many ways at once.
        check_correction(right=words if wrong is None else wrong.right, has_open=has_open and wrong is not None)


def _check_length(*said: str) -> None:
    if any(len(words) > LONGEST_WORDS for words in said):
        raise RequestRefused(
            Text(da=f"Skriv højst {LONGEST_WORDS} tegn.", en=f"Write at most {LONGEST_WORDS} characters.")
        )


def _of(request: RightsRequest, audit: AuditEvent, criterion: str) -> AuditEvent:
    event = replace(audit, kind=AuditKind.CHANGE, purpose=Duty.RIGHTS, criterion=criterion)
    return about(event, municipality=request.municipality_id, subject=str(request.person_id))
