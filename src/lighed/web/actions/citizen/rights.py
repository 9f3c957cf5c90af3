"""What a person was told, and what they chose -> on record, with the estimate made or gone in the same step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from lighed.governance import (
    AuditEvent,
    AuditKind,
    Choice,
    Purpose,
    Refused,
    Text,
    check_choice,
)
from lighed.web import queries
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.estimates.again import estimate_courses
from lighed.web.actions.estimates.kept import erase_estimates
from lighed.web.models import Channel, CourseState, InformationGiven, ParticipationChoice, Person

_LONGEST_VERSION = 100


class InformationRefused(Refused):
    """What was said about the information cannot be right."""

    def __init__(self, text: Text, *, field: str) -> None:
        self.field = field
        super().__init__(text)


def check_information(*, text_version: str, given_on: date, today: date) -> None:
    """Refuse information without a version of the text, or that has not been given yet.

    Raises
    ------
    InformationRefused
    """
    if not 0 < len(text_version.strip()) <= _LONGEST_VERSION:
        raise InformationRefused(
            Text(
                da=f"Skriv, hvilken udgave af teksten borgeren fik, med højst {_LONGEST_VERSION} tegn.",
                en=f"Write which version of the text the person was given, in at most {_LONGEST_VERSION} characters.",
            ),
            field="text_version",
        )
    if given_on > today:
        raise InformationRefused(
            Text(
                da="Datoen ligger i fremtiden. Skriv den dag, hvor borgeren fik informationen.",
                en="The date is in the future. Write the day on which the person was informed.",
            ),
            field="given_on",
        )


@transaction.atomic
def record_information(
    person: Person, *, channel: Channel, text_version: str, given_on: date, audit: AuditEvent
) -> None:
    """Write down that the person was informed. An estimate that only waited for it is made there and then.

    Raises
    ------
    InformationRefused
        If there is no version of the text, or the day has not come yet.
    """
    check_information(text_version=text_version, given_on=given_on, today=timezone.localdate(audit.at))
    locked(person)
    InformationGiven.objects.create(
        municipality_id=person.municipality_id,
        person=person,
        channel=channel.value,
        text_version=text_version.strip(),
        given_on=given_on,
        recorded_by=audit.actor,
        recorded_at=audit.at,
    )
    estimate_where_allowed(person, audit=audit)
    record(audit=_of(person, audit, "information"))


@transaction.atomic
def record_choice(person: Person, *, choice: Choice, channel: Channel, audit: AuditEvent) -> None:
    """Write down what the person chose, as often as they like. No reason is asked for, and none can be given.

    After a no, everything that was estimated is gone when this returns; after a yes, it is made again if the law
    allows it.

    Raises
    ------
    ChoiceRefused
        If the law in force gives no choice.
    """
    today = timezone.localdate(audit.at)
    check_choice(queries.bases_in_force(person.municipality_id, today=today))
    locked(person)
    ParticipationChoice.objects.create(
        municipality_id=person.municipality_id,
        person=person,
        choice=choice.value,
        channel=channel.value,
        recorded_by=audit.actor,
        made_at=audit.at,
    )
    if choice is Choice.NO:
        erase_estimates([person])
    else:
        estimate_where_allowed(person, audit=audit)
    record(audit=_of(person, audit, "choice"))


def locked(person: Person) -> Person:
    """The person, held until the transaction ends: a registration that arrives meanwhile waits, and looks again."""
    return Person.objects.select_for_update().get(key=person.key)


def estimate_where_allowed(person: Person, *, audit: AuditEvent) -> None:
    """Make the estimates that are missing and that the law now allows; whoever is drawn to be without gets none.

    What the person said stands, also where no estimate can be made because the version cannot be used.
    """
    waiting = person.courses.filter(current_estimate=None, is_held_out=False, document__isnull=False)
    event = replace(audit, purpose=Purpose.OPERATION, criterion="", reason="")
    estimate_courses(waiting.exclude(state=CourseState.ENDED).values_list("pk", flat=True), audit=event)


def _of(person: Person, audit: AuditEvent, criterion: str) -> AuditEvent:
    event = replace(audit, kind=AuditKind.CHANGE, criterion=criterion)
    return about(event, municipality=person.municipality_id, subject=str(person.key))
