"""A person who wants to be called -> a task for whoever plans with them; and words that are begun but not sent."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from lighed.governance import AuditEvent, Refused, Text
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.desk.changes import add_task
from lighed.web.models import Callback, CallTime, ContactCourse, Person, Task, User, WordsDraft


class CallbackRefused(Refused):
    """There is a wish to be called already, or no number to call."""


def check_callback(*, phone: str, has_open: bool) -> None:
    """Refuse a second wish while the first one waits, and a wish without a number.

    Raises
    ------
    CallbackRefused
    """
    if has_open:
        raise CallbackRefused(
            Text(
                da="Du har allerede bedt om at blive ringet op. Vi ringer til dig.",
                en="You have asked to be called already. We will call you.",
            )
        )
    if sum(sign.isdigit() for sign in phone) < 8:
        raise CallbackRefused(
            Text(
                da="Skriv det nummer, vi skal ringe på. Det skal have mindst 8 cifre.",
                en="Write the number to call. It has at least 8 digits.",
            )
        )


@transaction.atomic
def ask_for_callback(
    course: ContactCourse, *, phone: str, time_of_day: str, interpreter: str, audit: AuditEvent
) -> Callback:
    """Write down that the person wants to be called, and put it before their caseworker.

    Raises
    ------
    CallbackRefused
        If one waits already, or there is no number.
    ValueError
        If the time of the day is not one of `CallTime`.
    """
    if time_of_day not in CallTime.values:
        raise ValueError(f"time_of_day must be one of {', '.join(CallTime.values)}")
    Person.objects.select_for_update().get(key=course.person_id)
    open_ones = Task.objects.filter(course=course, kind=Task.Kind.CALLBACK, done_at=None)
    check_callback(phone=phone, has_open=open_ones.exists())
    asked = Callback.objects.create(
        municipality_id=course.municipality_id,
        course=course,
        phone=phone.strip(),
        time_of_day=time_of_day,
        interpreter=interpreter.strip(),
        asked_by=audit.actor,
        asked_at=audit.at,
    )
    add_task(course, Task.Kind.CALLBACK, at=audit.at, callback=asked)
    record(audit=about(audit, municipality=course.municipality_id, subject=str(course.person_id)))
    return asked


@transaction.atomic
def keep_draft(
    course: ContactCourse,
    *,
    by: User,
    answers: Mapping[str, str],
    words: str,
    wants_help_with: str,
    audit: AuditEvent,
) -> WordsDraft:
    """Keep what somebody has begun to write on the person's own page. Nobody else is told of it."""
    draft, _ = WordsDraft.objects.update_or_create(
        course=course,
        written_by=by,
        defaults={
            "municipality_id": course.municipality_id,
            "answers": {key: answer for key, answer in answers.items() if answer},
            "words": words,
            "wants_help_with": wants_help_with,
            "saved_at": audit.at,
        },
    )
    record(audit=about(audit, municipality=course.municipality_id, subject=str(course.person_id)))
    return draft


@transaction.atomic
def drop_draft(course: ContactCourse, *, by: User, audit: AuditEvent) -> None:
    """Forget what was begun, once it has been sent."""
    WordsDraft.objects.filter(course=course, written_by=by).delete()
    record(audit=about(audit, municipality=course.municipality_id, subject=str(course.person_id)))
